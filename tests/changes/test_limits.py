"""However large or strange two texts are, the answer is exact, and stays within documented sizes.

Nothing here asserts a time: a comparison that ran away would meet pytest's own limit for a hang.
"""

from __future__ import annotations

import random

import pytest

from publisher.changes import Comparison, compare
from publisher.model.changes import EditOp, PairKind
from publisher.model.errors import TextTooLargeError
from publisher.text.parser import MAX_LENGTH


def assert_is_exact(comparison: Comparison) -> None:
    for change in comparison.changes:
        for parsed, places, hidden in (
            (comparison.old, change.old, EditOp.INSERT),
            (comparison.new, change.new, EditOp.DELETE),
        ):
            text = "".join(edit.text for edit in change.edits if edit.op is not hidden)
            assert text == "".join(place.span.of(parsed.source) for place in places)


def han(seed: int, count: int) -> str:
    source = random.Random(seed)  # noqa: S311 - a fixed text, no secret
    return "".join(chr(source.randrange(0x4E00, 0x9FA5)) for _ in range(count))


CASES = [
    pytest.param(han(1, 5_000), han(2, 5_000), id="han-against-others"),
    pytest.param("相同的一行\n\n" * 20_000, "相同的一行\n\n" * 19_990, id="equal-short-lines"),
    pytest.param("- a\n" * 5_000, "- b\n" * 5_000, id="short-items"),
    pytest.param("[" * 50_000, "[" * 49_999 + "]", id="brackets"),
    pytest.param("{{" * 20_000, "{{" * 19_000, id="braces"),
    pytest.param("a " * 30_000, "b " * 30_000, id="one-word-again-and-again"),
    pytest.param("a, " * 20_000, "b, " * 20_000, id="one-clause-again-and-again"),
    pytest.param("甲" * 50_000, "甲" * 49_000, id="one-character-again-and-again"),
    pytest.param("x" * 200_000, "x" * 199_999, id="one-long-word"),
    pytest.param("\n" * 50_000, "\r\n" * 50_000, id="blank-lines"),
    pytest.param("> " * 500 + "a", "> " * 499 + "a", id="deep-quotes"),
    pytest.param(
        "| a " * 5_000 + "|\n" + "|-" * 5_000 + "|", "| a " * 4_999 + "|", id="wide-table"
    ),
    pytest.param("<td>a</td>" * 5_000, "<td>b</td>" * 5_000, id="html-cells"),
    pytest.param("# a\n\n" * 3_000, "# a\n\nb\n\n" * 3_000, id="headings"),
    pytest.param("1. a\n" * 3_000, "2. a\n" * 3_000, id="ordinals"),
    pytest.param("\u0301" * 20_000, "\u0301" * 19_999, id="combining-marks"),
    pytest.param("&nbsp;" * 20_000, " " * 20_000, id="entities"),
    pytest.param("2022-07-15 " * 1_000, "2022-07-16 " * 1_000, id="dates"),
    pytest.param("x 1" + " " * 100_000 + "y", "x 2" + " " * 99_999 + "y", id="blanks-in-a-line"),
    pytest.param("1" + " 000" * 20_000, "2" + " 000" * 20_000, id="thousands"),
    pytest.param("a b. c d.\n\n" * 5_000, "a b.\n\nc d.\n\n" * 5_000, id="all-divided"),
    pytest.param("a\n \t" * 20_000, "a\n\n" * 20_000, id="blank-and-odd-lines"),
    pytest.param("三" * 60_000, "三" * 59_999, id="one-numeral"),
    pytest.param("1" * 60_000, "1" * 59_999, id="one-number"),
    pytest.param("1." + "1" * 60 + "x a", "1." + "1" * 61 + "x b", id="no-list-marker"),
    pytest.param("1분의 " * 20_000, "2분의 " * 20_000, id="fractions"),
    pytest.param("a" * 6_000 + " b", "a" * 6_000 + " c", id="no-lead-in"),
]


@pytest.mark.parametrize(("old", "new"), CASES)
def test_an_adversary_gets_an_exact_answer_too(old: str, new: str) -> None:
    assert_is_exact(compare(old, new, locale="zh-Hans"))


@pytest.mark.slow
def test_five_megabytes_are_compared() -> None:
    clause = "第{:06}条 我们将在{}个月内删除您的个人信息，除非法律另有规定。\n\n"
    count = MAX_LENGTH // len(clause.format(0, 3))
    old = "".join(clause.format(number, 3) for number in range(count))
    new = old.replace("第000500条 我们将在3个月", "第000500条 我们将在6个月")
    comparison = compare(old, new, locale="zh-Hans")
    assert_is_exact(comparison)
    assert [change.kind for change in comparison.changes] == [PairKind.MODIFIED]


@pytest.mark.parametrize("side", ["old", "new"])
def test_a_text_over_the_limit_is_refused(side: str) -> None:
    texts = {"old": "甲", "new": "甲", side: "甲" * (MAX_LENGTH + 1)}
    with pytest.raises(TextTooLargeError) as caught:
        compare(texts["old"], texts["new"], locale="zh-Hans")
    assert (caught.value.size, caught.value.limit) == (MAX_LENGTH + 1, MAX_LENGTH)
    assert f"{MAX_LENGTH:,}" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new"), [("", ""), ("", "甲"), ("甲", ""), ("\ufeff", ""), ("\n", "")]
)
def test_texts_without_words_are_compared(old: str, new: str) -> None:
    assert_is_exact(compare(old, new, locale="zh-Hans"))
