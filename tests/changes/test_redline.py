"""The redline of a clause: exact on both sides, whole words, each difference with its name."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import regex
from hypothesis import example, given, settings

from publisher.changes import Comparison, compare
from publisher.changes.comparison import is_format_only
from publisher.changes.redline import redline
from publisher.model.changes import Change, Difference, Edit, EditOp, PairKind
from tests.cases.tables import table
from tests.changes.drawn import Revised, revised_lines, revised_texts

CALLED = table("redline.md", "What a difference is called", columns=4)
MARKED = table("redline.md", "What is marked", columns=4)


def sides(edits: tuple[Edit, ...]) -> tuple[str, str]:
    """The old text and the new one, as the edits give them."""
    old = "".join(edit.text for edit in edits if edit.op is not EditOp.INSERT)
    new = "".join(edit.text for edit in edits if edit.op is not EditOp.DELETE)
    return old, new


def assert_edits_are_sound(edits: tuple[Edit, ...]) -> None:
    for edit in edits:
        assert edit.text
        assert (edit.difference is None) is (edit.op is EditOp.KEEP)
    for left, right in pairwise(edits):
        assert (left.op, left.difference) != (right.op, right.difference), "one run in two edits"
        assert (left.op, right.op) != (EditOp.INSERT, EditOp.DELETE), "what came before what went"


def assert_no_character_is_cut(edits: tuple[Edit, ...]) -> None:
    for hidden in (EditOp.INSERT, EditOp.DELETE):
        shown = [edit.text for edit in edits if edit.op is not hidden]
        text = "".join(shown)
        whole = {match.end() for match in regex.finditer(r"\X", text)}
        reached = 0
        for piece in shown:
            reached += len(piece)
            assert reached in whole or text[reached - 1 : reached + 1] == "\r\n"


def assert_changes_rebuild_both_texts(comparison: Comparison) -> None:
    old, new = comparison.old.source, comparison.new.source
    for change in comparison.changes:
        gone = "".join(place.span.of(old) for place in change.old)
        come = "".join(place.span.of(new) for place in change.new)
        assert sides(change.edits) == (gone, come)
        assert_edits_are_sound(change.edits)
        differences = {edit.difference for edit in change.edits if edit.difference}
        is_noise = bool(differences) and all(difference.is_noise for difference in differences)
        assert (change.noise in differences) if is_noise else (change.noise is None)


def assert_every_difference_is_reported(comparison: Comparison) -> None:
    """A pair that is not the same to the letter has a change with its places."""
    reported_old = {place.span for change in comparison.changes for place in change.old}
    reported_new = {place.span for change in comparison.changes for place in change.new}
    for pair in comparison.alignment:
        if pair.kind is not PairKind.SAME:
            olds = {comparison.old.segments[index].extent for index in pair.old}
            news = {comparison.new.segments[index].extent for index in pair.new}
            assert olds <= reported_old
            assert news <= reported_new


@given(revised_lines())
@example(Revised("", "甲"))
@example(Revised("a\u0301", "a"))
@example(Revised("1\ufe0f\u20e3", "2\ufe0f\u20e3"))
@example(Revised("*\u0301", "."))
def test_edits_of_a_line_give_both_lines(lines: Revised) -> None:
    edits = redline(lines.old, lines.new, locale="zh-Hans")
    assert sides(edits) == lines
    assert_edits_are_sound(edits)


@given(revised_lines())
@example(Revised("", "](\u0301"))
def test_no_edit_cuts_what_a_reader_sees_as_one_character(lines: Revised) -> None:
    assert_no_character_is_cut(redline(lines.old, lines.new, locale="ja"))


@given(revised_texts())
@example(Revised("> a\n> b", "a\nb"))
@example(Revised("甲\r\n\r\n乙", "乙\n\n甲"))
@example(Revised("我们\n我们\n", "我们\n> # 乙\n\n我们\n"))
def test_changes_give_both_texts_and_leave_nothing_out(texts: Revised) -> None:
    comparison = compare(texts.old, texts.new, locale="zh-Hans")
    assert_changes_rebuild_both_texts(comparison)
    assert_every_difference_is_reported(comparison)


@pytest.mark.corpus
@pytest.mark.parametrize("locale", ["zh-CN", "en", "ja"])
def test_changes_of_real_revisions_give_both_texts(corpus: Path, locale: str) -> None:
    for folder in sorted(path.parent for path in (corpus / locale).glob("*/index.jsonl")):
        sources = [file.read_bytes().decode("utf-8") for file in sorted(folder.glob("*.md"))]
        for old, new in list(pairwise(sources))[::4]:
            comparison = compare(old, new, locale=locale)
            assert_changes_rebuild_both_texts(comparison)
            assert_every_difference_is_reported(comparison)
            for change in comparison.changes:
                assert_no_character_is_cut(change.edits)


@pytest.mark.corpus
def test_changes_of_texts_that_break_tools_give_both_texts(corpus: Path) -> None:
    for old in sorted((corpus / "traps").glob("*/old.md")):
        before, after = (
            file.read_bytes().decode("utf-8") for file in (old, old.with_name("new.md"))
        )
        assert_changes_rebuild_both_texts(compare(before, after, locale="en"))


@given(revised_texts())
@settings(max_examples=50)
def test_equal_texts_have_no_changes(texts: Revised) -> None:
    assert compare(texts.old, texts.old, locale="en").changes == ()


def differences(comparison: Comparison) -> list[str]:
    edits = (edit for change in comparison.changes for edit in change.edits)
    return list(dict.fromkeys(edit.difference.value for edit in edits if edit.difference))


@pytest.mark.parametrize(("locale", "old", "new", "called"), CALLED)
def test_a_difference_has_the_name_that_a_person_would_give_it(
    locale: str, old: str, new: str, called: str
) -> None:
    assert ", ".join(differences(compare(old, new, locale=locale))) == called


def test_every_kind_of_difference_is_among_the_cases() -> None:
    called = {name for case in CALLED for name in str(case.values[3]).split(", ")}
    assert called == {difference.value for difference in Difference}


@pytest.mark.parametrize(("locale", "old", "new", "called"), CALLED)
def test_format_is_never_shown(locale: str, old: str, new: str, called: str) -> None:
    comparison = compare(old, new, locale=locale)
    is_format = all(Difference(name).is_format for name in called.split(", "))
    assert (comparison.visible_changes == ()) is is_format
    assert all(map(is_format_only, comparison.changes)) is is_format


def marked(change: Change) -> str:
    """A change as the tables of cases write it: format left out, noise and edits in their signs."""
    written = []
    for edit in change.edits:
        is_format = edit.difference is not None and edit.difference.is_format
        if edit.op is EditOp.KEEP or (is_format and edit.op is EditOp.INSERT):
            written.append(edit.text)
        elif not is_format:
            left, right = ("<", ">") if edit.noise else ("[", "]")
            sign = "+" if edit.op is EditOp.INSERT else "-"
            written.append(f"{left}{sign}{edit.text}{sign}{right}")
    return "".join(written)


@pytest.mark.parametrize(("locale", "old", "new", "expected"), MARKED)
def test_what_a_person_would_mark_is_marked(locale: str, old: str, new: str, expected: str) -> None:
    (change,) = compare(old, new, locale=locale).changes
    assert marked(change) == expected


def test_what_has_little_in_common_is_shown_as_before_and_after() -> None:
    old = "我们仅在您同意的情况下收集位置信息，并在三十日后删除。"
    new = "位置功能默认关闭；开启后，数据保存在您的设备上，本公司无法读取。"
    edits = redline(old, new, locale="zh-Hans")
    assert [edit.op for edit in edits if edit.difference] == [EditOp.DELETE, EditOp.INSERT]


def test_a_changed_link_has_both_addresses_in_its_edits() -> None:
    edits = redline("见[条款](https://a.example/x)", "见[条款](https://b.example/y)", locale="zh")
    targets = [edit for edit in edits if edit.difference is Difference.LINK_TARGET]
    assert [edit.text for edit in targets] == ["https://a.example/x", "https://b.example/y"]


NUMERALS = (
    ("第①项", "第1项"), ("10²", "102"), ("Ａ１ 类", "A1 类"), ("Ⅳ 类", "IV 类"),
    ("½ 价", "1/2 价"),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new"), NUMERALS)
def test_a_numeral_is_never_taken_for_another(old: str, new: str) -> None:
    edits = redline(old, new, locale="zh-Hans")
    assert any(edit.difference and not edit.noise for edit in edits)


@pytest.mark.parametrize("negation", ["不", "未", "无", "非", "没"])
def test_a_negation_is_marked_alone_though_the_dictionary_sees_one_word(negation: str) -> None:
    edits = redline("我们会出售。", f"我们{negation}会出售。", locale="zh-Hans")
    assert [edit.text for edit in edits if edit.difference] == [negation]
