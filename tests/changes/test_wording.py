"""Texts without their markup, where their clauses end, and what clauses are compared by."""

from __future__ import annotations

import pytest

from publisher.changes.materiality.wording import clause_key, clause_keys, mask, split_clauses


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param('[terms](https://a.example/b_(c) "t")', "terms", id="a-link"),
        pytest.param("[terms][1] and ![logo](l.png)", "terms and logo", id="a-reference-and-image"),
        pytest.param("see https://a.example/x_y and www.b.example", "see and", id="addresses"),
        pytest.param("we hold what others hold", "we hold what others hold", id="letters-of-them"),
        pytest.param("**all** `data` ~~kept~~ | 5", "all data kept 5", id="marks"),
        pytest.param("snake_case and _stress_", "snake_case and stress", id="underscores"),
        pytest.param("a<br>b &nbsp; c{: .x}", "a b c", id="html-and-attributes"),
        pytest.param("# Title\n- one\n  + two\n> three", "Title one two three", id="line-marks"),
        pytest.param("a - b, c > d", "a - b, c > d", id="no-line-marks"),
    ],
)
def test_markup_is_blanked_and_nothing_moves(text: str, words: str) -> None:
    masked = mask(text)
    assert masked.split() == words.split()
    assert len(masked) == len(text)
    assert all(mark in (" ", was) for mark, was in zip(masked, text, strict=True))


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        pytest.param("One. Two; three!", ["One.", " Two;", " three!"], id="marks"),
        pytest.param("e.g. this, 2.5 of it. done", ["e.g. this, 2.5 of it. done"], id="no-ends"),
        pytest.param("他说。」我们说！？好", ["他说。」", "我们说！？", "好"], id="han"),
        pytest.param("a\n\nb\n- c\nd", ["a\n\n", "b\n", "- c\nd"], id="lines"),
        pytest.param(" \n ", [], id="nothing"),
    ],
)
def test_clauses_end_where_readers_stop(text: str, clauses: list[str]) -> None:
    assert [text[start:end] for start, end in split_clauses(text)] == clauses


@pytest.mark.parametrize(
    "clauses",
    [
        pytest.param([], id="none"),
        pytest.param(["We keep it, for 30 days.", "", " — ", "ΑΣ", "snake_case"], id="several"),
        pytest.param(["a\0b", "c"], id="one-holds-the-mark-that-parts-them"),
        pytest.param(["İstanbul", "STRASSE"], id="longer-in-small-letters"),
    ],
)
def test_clauses_are_named_together_as_each_alone(clauses: list[str]) -> None:
    assert clause_keys(clauses) == [clause_key(clause) for clause in clauses]
