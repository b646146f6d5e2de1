"""The benchmark's own truth: what is measured against it must not be wrong itself."""

from __future__ import annotations

import pytest

from benchmarks.redline.cases import Case, make_cases
from benchmarks.redline.documents import Block, BlockKind, body_start, read, render
from benchmarks.redline.drafts import Range, Role
from benchmarks.redline.phrases import phrases_of
from benchmarks.redline.results import Found, Redline, joined
from benchmarks.redline.scoring import beyond, judge, score_phrase
from benchmarks.redline.sources import Half, Source, sources

OWN = [source for source in sources() if source.name[:2] in ("de", "ar", "en", "fr", "ru", "ko")]
OWN_TEXTS = [source for source in OWN if not any(word in source.name for word in ("moz", "fire"))]


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return list(make_cases(tuple(OWN_TEXTS)))


def perfect(case: Case) -> Redline:
    """The answer that says exactly what is true."""
    redline = Redline(pairs=[])
    assert redline.pairs is not None
    for link in case.links:
        edited = link.role is Role.MOVED_EDITED
        kind = "moved" if edited else str(link.role)
        redline.pairs.append(Found(kind, link.old, link.new, edited))
    redline.old_shown = joined(case.old_changed)
    redline.new_shown = joined(case.new_changed)
    return redline


def test_the_truth_scores_full_marks(cases: list[Case]) -> None:
    for case in cases:
        redline = perfect(case)
        assert all(judged.right for judged in judge(case, redline)), case.name
        assert beyond(case, redline) == [], case.name
        if case.phrase:
            score = score_phrase(case, redline)
            assert (score.covered, score.within) == (True, True), case.name


def test_changed_ranges_are_all_that_differs(cases: list[Case]) -> None:
    """What is left of both texts is the same, block by block of every link."""
    for case in cases:
        for link in case.links:
            if link.role in (Role.ADDED, Role.REMOVED):
                continue
            old = [unchanged(case.old, span, case.old_changed) for span in link.old]
            new = [unchanged(case.new, span, case.new_changed) for span in link.new]
            assert "".join(old) == "".join(new), (case.name, link.role)


def unchanged(text: str, span: Range, changed: tuple[Range, ...]) -> str:
    kept = [
        text[at]
        for at in range(span.start, span.end)
        if not any(start <= at < end for start, end in changed)
    ]
    return "".join("".join(kept).split())


def test_the_same_seed_gives_the_same_cases(cases: list[Case]) -> None:
    again = make_cases(tuple(OWN_TEXTS))
    assert [(case.old, case.new) for case in again] == [(case.old, case.new) for case in cases]


def test_a_wrong_match_is_not_right(cases: list[Case]) -> None:
    case = next(case for case in cases if any(link.role is Role.ADDED for link in case.links))
    redline = perfect(case)
    assert redline.pairs is not None
    added = next(pair for pair in redline.pairs if pair.kind == "added")
    same = next(pair for pair in redline.pairs if pair.kind == "same")
    redline.pairs.remove(added)
    redline.pairs.remove(same)
    redline.pairs.append(Found("modified", same.old, added.new))
    wrong = [judged for judged in judge(case, redline) if not judged.right]
    assert {judged.link.role for judged in wrong} == {Role.ADDED, Role.SAME}


def test_a_highlight_outside_the_change_is_found(cases: list[Case]) -> None:
    case = next(case for case in cases if case.phrase)
    redline = perfect(case)
    untouched = next(link for link in case.links if link.role is Role.SAME)
    redline.new_shown = joined([*redline.new_shown, untouched.new[0]])
    assert beyond(case, redline) == [case.new[slice(*untouched.new[0])]]


@pytest.mark.parametrize("source", OWN_TEXTS, ids=lambda source: source.name)
def test_reading_a_text_into_blocks_loses_nothing(source: Source) -> None:
    text = render(source.blocks)
    assert render(read(text)) == text
    assert source.half in Half
    assert phrases_of(source.phrases).clauses


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        pytest.param("## 4. Title", BlockKind.HEADING, "4. Title", id="heading"),
        pytest.param("*   item", BlockKind.ITEM, "item", id="bullet"),
        pytest.param("12. item", BlockKind.ITEM, "item", id="ordinal"),
        pytest.param("第三条 用户应当", BlockKind.ARTICLE, "用户应当", id="article"),
        pytest.param("2.1 The processor", BlockKind.ARTICLE, "The processor", id="dotted"),
        pytest.param("（二）饮酒后骑行；", BlockKind.ARTICLE, "饮酒后骑行；", id="sub-article"),
        pytest.param("| a | b |", BlockKind.OPAQUE, "| a | b |", id="table"),
        pytest.param("Plain words.", BlockKind.PARAGRAPH, "Plain words.", id="paragraph"),
    ],
)
def test_a_block_is_known_by_its_marker(text: str, kind: BlockKind, words: str) -> None:
    (block,) = read(text)
    assert block == Block(kind, text, "\n", level=2 if kind is BlockKind.HEADING else 0)
    assert block.text[body_start(block) :] == words
