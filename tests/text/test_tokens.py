"""Tokens are what comes and goes as a whole: characters, numbers with units, dates, addresses."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from publisher.model.segments import ParsedText
from publisher.text import parse
from publisher.text.token_kinds import Token, TokenKind
from publisher.text.tokens import tokenize, tokenize_line, tokens_of
from tests.cases.tables import table
from tests.text.drawn import any_texts, pieces

_GRAPHEME = regex.compile(r"\X")


def joined(tokens: list[Token] | tuple[Token, ...]) -> str:
    return "".join(token.lead + token.text for token in tokens)


def boundaries(text: str) -> set[int]:
    """Offsets between what a reader sees as characters; a line end is a boundary of its own."""
    return {match.start() for match in _GRAPHEME.finditer(text)} | {len(text)}


def assert_tokens_are_sound(parsed: ParsedText) -> None:
    for index, segment in enumerate(parsed.segments):
        tokens = tokenize(parsed, index)
        assert joined(tokens) == segment.extent.of(parsed.source)
        assert [token.kind for token in tokens].count(TokenKind.END) == 1
        assert tokens[-1].kind is TokenKind.END
        for token in tokens[:-1]:
            assert token.text
            assert parsed.source.startswith(token.text, token.start)


def assert_no_character_is_cut(text: str, tokens: list[Token]) -> None:
    whole = boundaries(text)
    reached = 0
    for token in tokens:
        for size in (len(token.lead), len(token.text)):
            reached += size
            is_line_end = text[reached - 1 : reached + 1] == "\r\n"
            assert reached in whole or is_line_end, (text, reached)


@given(any_texts())
@example("a\n: b\n\n> 1.\n>    c")
@example("甲\n乙  \n丙\\\n丁")
@example("一\n个月")
@example("[a](b\nc)")
def test_leads_and_texts_give_every_segment_back(source: str) -> None:
    assert_tokens_are_sound(parse(source))


@pytest.mark.corpus
@pytest.mark.parametrize("folder", ["zh-CN", "en", "ja", "traps"])
def test_leads_and_texts_give_real_segments_back(corpus: Path, folder: str) -> None:
    for file in sorted((corpus / folder).rglob("*.md"))[::4]:
        assert_tokens_are_sound(parse(file.read_bytes().decode("utf-8")))


@given(any_texts())
def test_tokens_of_several_segments_give_their_text_back(source: str) -> None:
    parsed = parse(source)
    count = len(parsed.segments)
    tokens = tokens_of(parsed, range(count)) if count else []
    assert joined(tokens) == source
    assert [token.kind for token in tokens].count(TokenKind.END) == min(count, 1)


@given(st.lists(pieces, max_size=12).map("".join))
def test_no_token_cuts_what_a_reader_sees_as_one_character(text: str) -> None:
    tokens = tokenize_line(text)
    assert joined(tokens) == text
    assert_no_character_is_cut(text, tokens)


@given(st.text(max_size=40))
@example("\u0915\u094d\u0937\u093f\u0964")
@example("#\u20e3*\ufe0f\u20e3_\u0301")
@example("1\u0301.\u0301,\u0301")
@example("\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7")
@example("https://a.example/\u0301")
@example("a@b.example\u0301")
@example("]\u0301(\u0301)\u0301")
@example("三个月\u0301 5%\u0301 第九条\u0301")
def test_no_token_cuts_a_character_of_any_text(text: str) -> None:
    tokens = tokenize_line(text)
    assert joined(tokens) == text
    assert_no_character_is_cut(text, tokens)


WHOLE = table("redline.md", "Never cut", columns=2)
CONTEXTS = ("{}", "甲{}乙", "the {} of it", "（{}）", "**{}**", "[{}](/x)")


def test_there_are_enough_cases() -> None:
    assert len(WHOLE) >= 80


@pytest.mark.parametrize(("what", "one"), WHOLE)
def test_what_is_read_as_one_thing_is_one_token(what: str, one: str) -> None:
    (token, _) = tokenize_line(one)
    assert (token.lead, token.text) == ("", one), what


@pytest.mark.parametrize(("what", "one"), WHOLE)
def test_what_is_one_character_is_cut_nowhere(what: str, one: str) -> None:
    for context in CONTEXTS:
        text = context.format(one)
        assert_no_character_is_cut(text, tokenize_line(text))
    assert what


@given(st.lists(pieces, max_size=10).map("".join))
@example("é$10.00")
def test_composed_and_decomposed_texts_have_the_same_keys(text: str) -> None:
    composed = [token.key for token in tokenize_line(unicodedata.normalize("NFC", text))]
    decomposed = [token.key for token in tokenize_line(unicodedata.normalize("NFD", text))]
    assert composed == decomposed


@pytest.mark.parametrize(
    ("written", "targets"),
    [
        pytest.param("[a](/terms)", ["/terms"], id="link"),
        pytest.param("[a](https://b.example/a_(b))", ["https://b.example/a_(b)"], id="brackets"),
        pytest.param("[a](<b c>)", ["<b c>"], id="angles"),
        pytest.param('[a](/b "t")', ["/b"], id="title"),
        pytest.param("[a](https://{{x}}/y)", ["https://{{x}}/y"], id="placeholder"),
        pytest.param("<https://example.com/a>", ["https://example.com/a"], id="autolink"),
        pytest.param("<abuse@example.com>", ["abuse@example.com"], id="autolink-of-an-address"),
        pytest.param("见https://example.com/a。", ["https://example.com/a"], id="bare-in-chinese"),
        pytest.param("See https://example.com/a.", ["https://example.com/a"], id="bare-in-english"),
        pytest.param('<a href="/x">y</a>', ["/x"], id="html"),
        pytest.param("www.example.com", ["www.example.com"], id="www"),
    ],
)
def test_where_a_link_leads_is_one_token(written: str, targets: list[str]) -> None:
    tokens = tokenize_line(written)
    assert [token.text for token in tokens if token.kind is TokenKind.TARGET] == targets


ALIKE = (
    ("①", "1"), ("²", "2"), ("Ａ", "A"), ("１", "1"), ("٣", "3"), ("Ⅳ", "IV"), ("㎏", "kg"),
    ("ﬁ", "fi"), ("ｶ", "カ"), ("三个月", "3个月"), ("30 days", "30 Days"), ("US", "us"),
    ("{{a}}", "{{b}}"),
)  # fmt: skip
EQUAL = (
    ("，", ","), ("。", "."), ("（", "("), ("“", '"'), ("「", '"'), ("’", "'"), ("——", "—"),
    ("……", "..."), ("don’t", "don't"), ("15 个工作日", "15个工作日"), ("{{ a }}", "{{a}}"),
    ("é", "e\u0301"), ("2022年7月", "2022 年 7 月"), ("5%", "5 %"),
)  # fmt: skip


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_only_looks_alike_has_another_key(one: str, other: str) -> None:
    assert tokenize_line(one)[0].key != tokenize_line(other)[0].key


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_what_says_the_same_has_the_same_key(one: str, other: str) -> None:
    assert tokenize_line(one)[0].key == tokenize_line(other)[0].key
