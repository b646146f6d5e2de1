"""Dates are read in the forms that policies write them in, and impossible ones are told apart."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.model.policies import PartialDate
from publisher.text import parse
from publisher.text.dates import StatedDate, find_dates, stated_dates
from publisher.text.token_kinds import TokenKind
from publisher.text.tokens import tokenize_line
from tests.cases.tables import table


def written(day: PartialDate | None) -> str:
    return str(day) if day else "no such day"


@pytest.mark.parametrize(("text", "expected"), table("dates.md", "Dates in a text", columns=2))
def test_a_date_is_read_in_every_form(text: str, expected: str) -> None:
    assert ", ".join(written(day) for _, day in find_dates(text)) == expected


@pytest.mark.parametrize(("text", "expected"), table("dates.md", "Dates in a text", columns=2))
def test_a_date_is_one_token(text: str, expected: str) -> None:
    places = [span for span, _ in find_dates(text)]
    tokens = {(t.start, t.start + len(t.text)): t.kind for t in tokenize_line(text)}
    assert [tokens.get((span.start, span.end)) for span in places] == [TokenKind.DATE] * len(
        places
    ), expected


def described(stated: StatedDate) -> str:
    words = [written(stated.date)]
    words += ["effective"] if stated.effective else []
    words += ["attribute"] if stated.machine else []
    return " ".join(words)


@pytest.mark.parametrize(
    ("text", "expected"), table("dates.md", "Dates that a text gives for itself", columns=2)
)
def test_a_date_of_the_text_itself_is_told_from_others(text: str, expected: str) -> None:
    found = stated_dates(parse(text))
    assert "; ".join(map(described, found)) == expected
    for stated in found:
        assert stated.span.of(text) == stated.text
        assert stated.line == text.count("\n", 0, stated.span.start) + 1


FORMS = {
    "zh": "{y}年{m}月{d}日", "zh-Hant": "{y} 年 {m} 月 {d} 號", "ko": "{y}년 {m}월 {d}일",
    "iso": "{y:04}-{m:02}-{d:02}", "de": "{d}.{m}.{y}", "ja": "{y}/{m}/{d}",
}  # fmt: skip


@given(
    st.dates(min_value=date(1000, 1, 1)),
    st.sampled_from(sorted(FORMS)),
    st.sampled_from(("0123456789", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "०१२३४५६७८९")),
)
def test_a_day_that_exists_is_read_back_in_any_digits(day: date, form: str, digits: str) -> None:
    text = FORMS[form].format(y=day.year, m=day.month, d=day.day)
    text = text.translate({ord("0") + value: digit for value, digit in enumerate(digits)})
    assert [found for _, found in find_dates(text)] == [PartialDate.of(day)]
