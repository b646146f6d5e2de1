"""Answers of engines in the common form: what is kept, where, and what breaks the contract."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.redline.drafts import Range
from benchmarks.redline.peer_answers import UnreadableError, from_ops, from_wikidiff2
from benchmarks.redline.results import ContractError, Kept, from_json, rebuilt


def change(**fields: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"kind": "modified", "also_modified": False, **fields}


def spans(*ranges: tuple[int, int]) -> list[dict[str, int]]:
    return [{"start": start, "end": end, "line": 1} for start, end in ranges]


def edit(op: str, text: str, noise: str | None = None) -> dict[str, Any]:
    return {"op": op, "text": text, "noise": noise}


def split_answer(*edits: dict[str, Any]) -> dict[str, Any]:
    """One old span, "ab", that became two new ones, "a-" and "b"."""
    entry = change(old=spans((0, 2)), new=spans((0, 2), (2, 3)))
    return {"alignment": [entry], "changes": [{**entry, "edits": list(edits)}]}


GOOD = (edit("keep", "a"), edit("insert", "-", "punctuation"), edit("keep", "b"))


def test_edits_over_several_spans_find_their_places() -> None:
    redline = from_json(split_answer(*GOOD), "ab", "a-b")
    assert redline.kept == [Kept(0, 0, 1), Kept(1, 2, 1)]
    assert (redline.new_shown, redline.new_named) == ([], [Range(1, 2)])


def test_both_sides_come_back_from_the_other_and_the_answer() -> None:
    assert rebuilt(split_answer(*GOOD), "ab", "a-b") == ("ab", "a-b")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        pytest.param(
            split_answer(edit("keep", "ab"), edit("insert", "-")), "both sides", id="order"
        ),
        pytest.param(split_answer(*GOOD[:2]), "both sides", id="a-keep-is-missing"),
        pytest.param(
            split_answer(edit("keep", "a"), edit("insert", "-", "mood"), edit("keep", "b")),
            "unknown noise",
            id="noise-of-no-class",
        ),
        pytest.param({"alignment": [], "changes": []}, "spans end at 0", id="text-left-out"),
        pytest.param(
            {"alignment": [change(old=spans((0, 2)), new=spans((0, 3)))], "changes": []},
            "not among the changes",
            id="unsaid-change",
        ),
    ],
)
def test_an_answer_that_breaks_the_contract_is_refused(
    answer: dict[str, Any], message: str
) -> None:
    with pytest.raises(ContractError, match=message):
        from_json(answer, "ab", "a-b")


def test_ops_that_give_both_texts_back_are_taken_exactly() -> None:
    redline = from_ops([["=", "a "], ["-", "b"], ["+", "c "], ["=", "."]], "a b.", "a c .")
    assert redline.kept == [Kept(0, 0, 2), Kept(3, 4, 1)]
    assert redline.old_shown == [Range(2, 3)]
    assert redline.new_shown == [Range(2, 4)]


def test_ops_without_white_space_are_found_in_the_texts() -> None:
    redline = from_ops([["=", "a"], ["-", "b"], ["+", "c"]], "a\n\nb\n", "a\n\nc\n")
    assert redline.kept == [Kept(0, 0, 1)]
    assert redline.old_shown == [Range(1, 5)]


def test_ops_that_leave_a_letter_out_are_refused() -> None:
    with pytest.raises(UnreadableError):
        from_ops([["=", "a"]], "ab", "a")


def test_what_wikidiff2_calls_moved_is_kept() -> None:
    lines = [
        {"type": 4, "text": "moved on", "moveInfo": {"id": "L", "linkId": "R"}},
        {"type": 0, "text": "stays"},
        {
            "type": 5,
            "text": "moved onup",
            "moveInfo": {"id": "R", "linkId": "L"},
            "highlightRanges": [
                {"start": 6, "length": 2, "type": 1},
                {"start": 8, "length": 2, "type": 0},
            ],
        },
    ]
    redline = from_wikidiff2(lines, "moved on\nstays", "stays\nmoved up")
    assert {Kept(0, 6, 6), Kept(9, 0, 5)} <= set(redline.kept)
    assert redline.new_shown == [Range(12, 14)]
