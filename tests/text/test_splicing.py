"""Other words in the same places: nothing else of a text changes, whatever the words hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from publisher.model.segments import ParsedText, SegmentKind
from publisher.text import parse
from publisher.text.messages import is_translatable, joins_without_space, message_text, splice
from tests.cases.tables import table
from tests.text.drawn import any_texts, line_starts, pieces, sound_texts


def places(parsed: ParsedText) -> list[int]:
    """The segments that a translator translates."""
    segments = enumerate(parsed.segments)
    return [index for index, segment in segments if is_translatable(parsed, segment)]


def structure(parsed: ParsedText) -> list[tuple[object, ...]]:
    return [(s.kind, s.level, s.path, s.html, s.name) for s in parsed.segments]


def spliced(parsed: ParsedText, index: int, body: str) -> ParsedText:
    return parse(splice(parsed, {index: body}))


@given(any_texts())
@example('---\ntitle: "a\\\n  b"\n---\n')
@example("```\n\n*")
@example("\\\\\\\na")
def test_every_segment_given_its_own_words_gives_the_source_back(source: str) -> None:
    parsed = parse(source)
    bodies = {index: message_text(parsed, segment) for index, segment in enumerate(parsed.segments)}
    assert splice(parsed, bodies) == source


@pytest.mark.corpus
def test_real_texts_given_their_own_words_are_given_back(shared: Path) -> None:
    for file in sorted((shared / "corpus").rglob("*.md"))[::3]:
        source = file.read_bytes().decode("utf-8")
        parsed = parse(source)
        bodies = {index: message_text(parsed, parsed.segments[index]) for index in places(parsed)}
        assert splice(parsed, bodies) == source, file


_bodies = st.lists(
    st.tuples(st.just("") | line_starts, st.lists(pieces, min_size=1, max_size=3).map("".join)),
    min_size=1,
    max_size=3,
).map(lambda lines: "\n".join(start + words for start, words in lines))


@given(any_texts(), _bodies)
def test_other_words_touch_nothing_outside_the_body(source: str, body: str) -> None:
    parsed = parse(source)
    for index in places(parsed):
        start, end = parsed.segments[index].body
        found = splice(parsed, {index: body})
        assert found.startswith(source[:start])
        assert found.endswith(source[end:])


BODIES = (
    "# x", "#", "#x", "x #", "- a", "-", "+ a", "* a", "1. a", "1.", "12) b", "> q", ">",
    "| a | b", "a|b", "|--|", "`", "```", "~~~", "\n", "\na", "a\n", "a\nb", "a\n\nb", "a\n# b",
    "a\n- b", "a\n1. b", "a\n10) b", "a\n---", "a\n===", "a\n> q", "a\n| x", "a\n```", "a\n+",
    "a\n    b", "---", "***", "_ _ _", "===", "==", "**", "a **", "{: }", "{: #id }", "{#id}",
    "a {: #id }", "a\n{: #x }", "[x]: y", "[x]:\ny", "[x]:\n/y\n'z'", "[^1]: y", "a\n[x]: y",
    "a\n[^1]: z", "[x]", "<div>", "<div>\n\nx", "<!-- a", "<!-- a -->", "</td>", "<script>",
    "<?php", "<!X", "<p>", "a\n<div>", "a\n</td>", "<b", '<a href="x', "\\", "a\\", "a\n\\",
    "\\|", "  a", "    a", "\ta", "", "   ", ": def", "a\n: def", "term\n:", "~ x", ":", "x: y",
    '"q', "null", "true", "[a", "{a}", "#c", "第一条 范围", "(a) b", "1\\. x", "{{title}}",
    "a\u2028b", "a\rb", "a\r\nb", "\ufeffa", "\0", "|a|\n|-|", "a |b\n--|--", "-|-", "a\n-|-",
    "a\n:-:", "* * *", "a\n* * *", "&lt;", "--\n--", "&#35; x", "\u3000x",
)  # fmt: skip


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("甲\n\n乙\n\n丙", id="paragraph"),
        pytest.param("甲\n乙\n\n丙", id="wrapped-paragraph"),
        pytest.param("# 甲\n\n# 乙 #\n\n丙", id="heading"),
        pytest.param("甲\n===\n\n乙\n--\n\n> 丙\n> ---", id="underlined-heading"),
        pytest.param("- 甲\n- 乙\n\n  丙\n  丁\n    1. 戊", id="list-item"),
        pytest.param("- 甲\n乙\n\n> 丙\n丁", id="lazy-lines"),
        pytest.param("> 甲\n> 乙\n>\n> - 丙", id="quote"),
        pytest.param("| 甲 | 乙 |\n|---|---|\n| 丙 | 丁", id="table"),
        pytest.param("甲 | 乙\n---|---\n丙 | 丁 | 戊", id="table-without-outer-bars"),
        pytest.param("> 甲|乙\n> -|-\n> 丙|丁", id="table-in-a-quote"),
        pytest.param("甲\n: 乙\n\n丙\n\n:   丁", id="definitions"),
        pytest.param("甲[^1]\n\n[^1]: 乙\n    丙", id="footnote"),
        pytest.param("<table>\n<tr><td>甲</td><td>乙<br>\n丙</td></tr>\n</table>\n\n丁", id="html"),
        pytest.param("> <div>\n> 甲</div>\n\n- <p>乙\n  丙</p>", id="html-in-containers"),
        pytest.param("<!-- x -->甲\n\n<h2>乙</h2>丙", id="html-after-a-comment"),
        pytest.param("---\ntitle: 甲\nsummary:\n  - 乙\n  - '丙'\n---\n丁", id="front-matter"),
        pytest.param("\ufeff甲\r\n\r\n乙 {: #id }\r\n丙\r\n{: .note }", id="attributes"),
        pytest.param("1.\n   甲\n2. 乙", id="marker-on-its-own-line"),
    ],
)
def test_words_are_read_as_words_whatever_they_begin_with(source: str) -> None:
    parsed = parse(source)
    expected = structure(parsed)
    for body in BODIES:
        for index in places(parsed):
            assert structure(spliced(parsed, index, body)) == expected, (body, index)
        everywhere = splice(parsed, dict.fromkeys(places(parsed), body))
        assert structure(parse(everywhere)) == expected, body


@given(sound_texts(), _bodies, st.integers(0, 99))
def test_a_sound_text_keeps_its_structure_whatever_the_words(
    source: str, body: str, place: int
) -> None:
    parsed = parse(source)
    choice = places(parsed)
    assume(choice)
    index = choice[place % len(choice)]
    assert structure(spliced(parsed, index, body)) == structure(parsed)


@given(sound_texts(), st.lists(st.sampled_from("甲乙 a.1，b"), min_size=1, max_size=9).map("".join))
def test_plain_words_are_read_back_as_they_were_given(source: str, body: str) -> None:
    body = " ".join(f"译{body}x".split())
    parsed = parse(source)
    for index in places(parsed):
        found = spliced(parsed, index, body)
        assert message_text(found, found.segments[index]) == body


@pytest.mark.parametrize(
    ("written", "message"), table("markdown.md", "What a translator is given", columns=2)
)
def test_a_message_is_the_words_as_a_reader_reads_them(written: str, message: str) -> None:
    parsed = parse(written)
    assert message_text(parsed, parsed.segments[places(parsed)[0]]) == message


@pytest.mark.parametrize(
    ("written", "body", "expected"), table("markdown.md", "Words put in their place", columns=3)
)
def test_a_body_is_written_so_that_it_says_what_it_said(
    written: str, body: str, expected: str
) -> None:
    parsed = parse(written)
    assert splice(parsed, {places(parsed)[0]: body}) == expected


def test_markup_and_code_are_no_messages() -> None:
    parsed = parse("---\nrevised: 2022-07\n---\n\n***\n\n```\ncode\n```\n\n[x]: /y\n\n<br>\n")
    assert {segment.kind for segment in parsed.segments} >= {
        SegmentKind.FIELD, SegmentKind.RULE, SegmentKind.CODE, SegmentKind.REFERENCE,
    }  # fmt: skip
    assert places(parsed) == []


@pytest.mark.parametrize(
    ("before", "after", "joined"), table("markdown.md", "Line wraps", columns=3)
)
def test_a_wrap_stands_for_a_space_only_where_the_script_has_spaces(
    before: str, after: str, joined: str
) -> None:
    parsed = parse(f"{before}\n{after}")
    assert message_text(parsed, parsed.segments[0]) == joined
    assert joins_without_space(before[-1], after[0]) is (joined == before + after)
