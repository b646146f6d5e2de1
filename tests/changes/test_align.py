"""Which clause became which: every block once, moved ones found, look-alikes not confused."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings

from publisher.changes.align import align
from publisher.changes.chains import heaviest_chain
from publisher.model.changes import Pair, PairKind
from publisher.model.segments import ParsedText
from publisher.text import parse
from tests.cases.tables import TextCase, texts
from tests.changes.drawn import Revised, revised_texts
from tests.text.drawn import any_texts

SHAPES = {
    PairKind.ADDED: (0, 1),
    PairKind.REMOVED: (1, 0),
    PairKind.SPLIT: (1, 2),
    PairKind.MERGED: (2, 1),
}


def assert_is_an_alignment(pairs: tuple[Pair, ...], old: ParsedText, new: ParsedText) -> None:
    assert sorted(i for pair in pairs for i in pair.old) == list(range(len(old.segments)))
    assert sorted(i for pair in pairs for i in pair.new) == list(range(len(new.segments)))
    for pair in pairs:
        assert (min(len(pair.old), 2), min(len(pair.new), 2)) == SHAPES.get(pair.kind, (1, 1))
        assert (pair.kind is PairKind.MOVED) <= pair.moved
        if pair.kind is PairKind.SAME:
            before, after = old.segments[pair.old[0]], new.segments[pair.new[0]]
            assert before.extent.of(old.source) == after.extent.of(new.source)


@given(revised_texts())
def test_every_block_of_both_texts_stands_in_exactly_one_pair(texts: Revised) -> None:
    old, new = parse(texts.old), parse(texts.new)
    assert_is_an_alignment(align(old, new), old, new)


@given(revised_texts())
def test_pairs_come_in_the_reading_order_of_the_new_text(texts: Revised) -> None:
    pairs = align(parse(texts.old), parse(texts.new))
    firsts = [pair.new[0] for pair in pairs if pair.new]
    assert firsts == sorted(firsts)
    stays = [pair for pair in pairs if pair.old and pair.new and not pair.moved]
    assert all(left.old[-1] < right.old[0] for left, right in pairwise(stays))


@given(any_texts())
def test_a_text_compared_with_itself_is_all_the_same(source: str) -> None:
    parsed = parse(source)
    pairs = align(parsed, parse(source))
    assert [pair.kind for pair in pairs] == [PairKind.SAME] * len(parsed.segments)


@given(revised_texts())
@settings(max_examples=40)
def test_the_answer_is_always_the_same(texts: Revised) -> None:
    first = align(parse(texts.old), parse(texts.new))
    fresh_old, fresh_new = parse.__wrapped__(texts.old), parse.__wrapped__(texts.new)
    assert align(fresh_old, fresh_new) == first


@pytest.mark.corpus
def test_successive_real_revisions_are_aligned_block_by_block(corpus: Path) -> None:
    for folder in sorted(path.parent for path in corpus.glob("*/*/index.jsonl")):
        files = sorted(folder.glob("*.md"))
        sources = [file.read_bytes().decode("utf-8") for file in files]
        for old, new in list(pairwise(sources))[::5]:
            before, after = parse(old), parse(new)
            assert_is_an_alignment(align(before, after), before, after)


def words(parsed: ParsedText, indices: tuple[int, ...]) -> list[str]:
    return [parsed.segments[index].body.of(parsed.source) for index in indices]


@pytest.mark.parametrize("case", texts("alignment.md", "Cases"))
def test_each_block_is_found_in_the_other_text(case: TextCase) -> None:
    old, new = parse(case.texts["old"]), parse(case.texts["new"])
    pairs = align(old, new)
    expected = case.texts["expected"].splitlines()
    assert [pair.kind for pair in pairs] == [line.partition(":")[0].strip("*") for line in expected]
    for pair, line in zip(pairs, expected, strict=True):
        before, _, after = line.partition(":")[2].partition("->")
        for found, wanted in ((words(old, pair.old), before), (words(new, pair.new), after)):
            heads = [head.strip() for head in wanted.split(" + ") if head.strip()]
            assert len(found) == len(heads), line
            assert all(map(str.startswith, found, heads)), line


@pytest.mark.parametrize(
    ("pairs", "chain"),
    [
        pytest.param([], set(), id="nothing"),
        pytest.param([(0, 0, 1.0), (1, 1, 1.0)], {0, 1}, id="in-order"),
        pytest.param([(0, 1, 1.0), (1, 0, 3.0)], {1}, id="the-heavier-stays"),
        pytest.param([(0, 2, 1.0), (1, 0, 1.0), (2, 1, 1.0)], {1, 2}, id="two-against-one"),
        pytest.param([(0, 2, 5.0), (1, 0, 2.0), (2, 1, 2.0)], {0}, id="one-against-two-lighter"),
        pytest.param([(0, 0, 1.0), (0, 1, 1.0)], {1}, id="never-one-old-twice"),
    ],
)
def test_what_stays_is_the_chain_with_the_most_text(
    pairs: list[tuple[int, int, float]], chain: set[int]
) -> None:
    weights = {(old, new): weight for old, new, weight in pairs}
    places = [(old, new) for old, new, _ in pairs]
    assert heaviest_chain(places, lambda old, new: weights[old, new]) == chain


def test_a_text_that_repeats_itself_throughout_moves_nothing() -> None:
    chapter = "## 保存\n\n我们将在一个月内删除您的信息。\n\n## 联系\n\n请写信给我们的隐私团队。"
    chapters = [chapter] * 600
    old = "\n\n".join(chapters)
    chapters[40] = chapter.replace("一个月", "三个月")
    chapters[500] = chapter.replace("隐私团队", "客户服务")
    kinds = [pair.kind for pair in align(parse(old), parse("\n\n".join(chapters)))]
    assert [kind for kind in kinds if kind is not PairKind.SAME] == [PairKind.MODIFIED] * 2
