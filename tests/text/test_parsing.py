"""One parser for everything: nothing of a source is lost, and every block is where it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings

from publisher.model.errors import TextTooLargeError
from publisher.model.segments import ParsedText, Segment, SegmentKind
from publisher.text import parse
from publisher.text import parser as parser_module
from publisher.text.lines import LineTable
from publisher.text.stretches import PlacedStretch, parse_stretch
from tests.cases.tables import table
from tests.text.drawn import any_texts


def assert_places_are_sound(parsed: ParsedText) -> None:
    """Extents partition the source; bodies and labels lie inside them, headings above."""
    source, reached = parsed.source, 0
    for index, segment in enumerate(parsed.segments):
        assert segment.extent.start == reached < segment.extent.end
        reached = segment.extent.end
        assert_body_is_inside(source, segment)
        for heading in segment.path:
            assert heading < index
            assert parsed.segments[heading].kind is SegmentKind.HEADING
        levels = [parsed.segments[heading].level for heading in segment.path]
        assert levels == sorted(set(levels))
    assert reached == len(source)
    assert "".join(segment.extent.of(source) for segment in parsed.segments) == source


def assert_body_is_inside(source: str, segment: Segment) -> None:
    reached = segment.extent.start
    for line in segment.lines:
        assert reached <= line.start <= line.end <= segment.extent.end
        reached = line.end
        if segment.kind is not SegmentKind.FIELD:  # a value may be folded over several lines
            assert not set(line.of(source)) & {"\n", "\r"}
        if segment.kind not in (SegmentKind.CODE, SegmentKind.FIELD):
            assert line.of(source) == line.of(source).strip() != ""
    if segment.label is not None:
        assert segment.extent.start <= segment.label.start < segment.label.end
        assert segment.label.end <= segment.extent.end
    if segment.label is not None and segment.lines:
        first = segment.lines[0]
        is_in_body = first.start <= segment.label.start and segment.label.end <= first.end
        assert is_in_body or segment.label.end <= first.start
    line_ends = source[: segment.body.start].replace("\r\n", "\n").replace("\r", "\n").count("\n")
    if segment.lines:
        assert segment.line == line_ends + 1


@given(any_texts())
@example("")
@example("\ufeff")
@example("\r")
@example("\0")
@example("---\n---")
@example("term\n: definition")
@example(">\u3000\n一")
@example("# x\u3000{.note}")
@example("\ufeff|||\n-|-")
@example("> 1. #")
def test_places_are_sound_in_any_text(source: str) -> None:
    assert_places_are_sound(parse(source))


@pytest.mark.corpus
@pytest.mark.parametrize(
    "folder", ["corpus/zh-CN", "corpus/en", "corpus/ja", "corpus/traps", "seed"]
)
def test_places_are_sound_in_every_real_text(shared: Path, folder: str) -> None:
    files = sorted((shared / folder).rglob("*.md"))
    if not files:
        pytest.skip(f"no texts in {shared / folder}")
    for file in files:
        assert_places_are_sound(parse(file.read_bytes().decode("utf-8")))


def parsed_in_one_piece(source: str) -> ParsedText:
    """What the parser of record makes of a text when nothing is kept or read in pieces."""

    def whole(text: str, start: int) -> list[PlacedStretch]:
        stretch = parse_stretch(LineTable(text[start:]))
        return [PlacedStretch(start, stretch)] if start < len(text) else []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parser_module, "stretches", whole)
        return parse.__wrapped__(source)


def blocks_of(parsed: ParsedText) -> list[tuple[object, ...]]:
    """All that is known of the segments, groups by the order in which they appear."""
    groups: dict[int, int] = {}
    return [
        (s.kind, s.extent, s.lines, s.label, s.line, s.path, s.level, s.name, s.html,
         groups.setdefault(s.group, len(groups)))
        for s in parsed.segments
    ]  # fmt: skip


@given(any_texts())
@example("e\n\n\u3000")
@example("a\n\n# b #\n\nc")
@example("- a\n\nb\n\n- c")
@example("[^1]: a\n\n    b\n\nc")
def test_reading_in_stretches_gives_what_reading_in_one_piece_gives(source: str) -> None:
    assert blocks_of(parse(source)) == blocks_of(parsed_in_one_piece(source))


@pytest.mark.corpus
def test_reading_real_texts_in_stretches_gives_what_one_piece_gives(shared: Path) -> None:
    files = sorted((shared / "corpus").rglob("*.md"))
    for file in files[::6]:
        source = file.read_bytes().decode("utf-8")
        assert blocks_of(parse(source)) == blocks_of(parsed_in_one_piece(source)), file


@given(any_texts())
@settings(max_examples=50)
def test_line_ends_make_no_difference_to_the_blocks(source: str) -> None:
    unix = source.replace("\r\n", "\n").replace("\r", "\n")
    expected = [(s.kind, s.level, s.path, s.line) for s in parse(unix).segments]
    for line_end in ("\r", "\r\n"):
        found = parse(unix.replace("\n", line_end)).segments
        assert [(s.kind, s.level, s.path, s.line) for s in found] == expected


def described(parsed: ParsedText) -> str:
    """The segments as the tables of cases write them: kind, level, label, words."""
    found = []
    for segment in parsed.segments:
        words = " / ".join(line.of(parsed.source) for line in segment.lines)
        label = f" [{segment.label.of(parsed.source)}]" if segment.label else ""
        level = f" {segment.level}" if segment.level else ""
        kind = (
            f"html {segment.kind}" if segment.html and segment.kind != "html_text" else segment.kind
        )
        found.append(f"{kind}{level}{label}: {words}" if words else f"{kind}{level}{label}")
    return "; ".join(found)


@pytest.mark.parametrize(
    ("written", "segments"), table("markdown.md", "What a text is divided into", columns=2)
)
def test_a_text_is_divided_into_the_blocks_that_a_reader_sees(written: str, segments: str) -> None:
    assert described(parse(written)) == segments


@pytest.mark.parametrize(("body", "label"), table("markdown.md", "Ordinals", columns=2))
def test_an_ordinal_is_known_apart_from_its_words(body: str, label: str) -> None:
    (segment,) = parse(body).segments
    assert (segment.label.of(body) if segment.label else "") == label


def test_a_text_over_the_limit_is_refused_with_both_sizes() -> None:
    limit = parser_module.MAX_LENGTH
    with pytest.raises(TextTooLargeError, match="split it") as caught:
        parse("a" * (limit + 1))
    assert (caught.value.size, caught.value.limit) == (limit + 1, limit)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("[" * 50_000, id="brackets"),
        pytest.param("![[]()" * 6_000, id="images"),
        pytest.param("<![" * 16_000, id="declarations"),
        pytest.param("".join("  " * depth + "- a\n" for depth in range(300)), id="lists-300-deep"),
        pytest.param("> " * 300 + "a", id="quotes-300-deep"),
        pytest.param("- " * 300 + "a", id="items-on-one-line"),
        pytest.param("{{" * 50_000, id="braces"),
        pytest.param("*" * 50_000, id="stars"),
        pytest.param("a**b" * 20_000, id="delimiters"),
        pytest.param("|" * 20_000 + "\n" + "|-" * 10_000, id="bars"),
        pytest.param("a\u2028" * 20_000, id="line-separators"),
        pytest.param("<div>" * 20_000, id="tags"),
        pytest.param("[a]: /b\n" * 5_000, id="definitions"),
        pytest.param("<a href='" * 10_000, id="unclosed-quotes"),
        pytest.param("{: #a }" * 10_000, id="attribute-lists"),
        pytest.param("---\n" + "a: b\n" * 20_000, id="endless-front-matter"),
    ],
)
def test_absurd_texts_are_read_whole(source: str) -> None:
    assert_places_are_sound(parse(source))
