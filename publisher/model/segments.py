"""Segments: the blocks of a text, with their places in the source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points in a source text."""

    start: int
    end: int

    def of(self, source: str) -> str:
        """The text that the span covers."""
        return source[self.start : self.end]


class SegmentKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_CELL = "table_cell"
    CAPTION = "caption"
    TERM = "term"
    DEFINITION = "definition"
    FIELD = "field"  # a front matter value: title, an entry of summary
    HTML_TEXT = "html_text"  # text inside a raw HTML block
    FOOTNOTE = "footnote"
    CODE = "code"
    REFERENCE = "reference"  # a link reference definition
    RULE = "rule"  # a thematic break, and markup that holds no words


class Segment(NamedTuple):
    """A block of a text: what is aligned, translated, and shown as one piece.

    Extents partition the source: joined in order they give it back, character for character. The
    body is what a reader reads and a translator translates (inline Markdown); around it lie the
    block's markers, blank lines and attribute lists.
    """

    kind: SegmentKind
    extent: Span
    lines: tuple[Span, ...]  # the body, a span per source line, without prefixes of containers
    label: Span | None  # the ordinal of a heading, clause or item: "4.", "第九条", "(a)"
    line: int  # 1-based, where the body begins
    path: tuple[int, ...] = ()  # indices of the headings above, outermost first
    level: int = 0  # of a heading (1 to 6); nesting depth of a list item
    group: int = 0  # blocks of one list or one table share a number; 0: none
    name: str = ""  # of a field ("title", "summary"); else empty
    html: bool = False  # inside a raw HTML block: its inline markup is HTML, not Markdown

    @property
    def body(self) -> Span:
        """From the first to the last character of what is read."""
        if not self.lines:
            return Span(self.extent.start, self.extent.start)
        return Span(self.lines[0].start, self.lines[-1].end)


@dataclass(frozen=True, slots=True)
class ParsedText:
    """A source text with its segments in reading order."""

    source: str
    segments: tuple[Segment, ...]

    def section(self, segment: Segment) -> tuple[str, ...]:
        """The headings above a segment, outermost first, as inline Markdown."""
        return tuple(self.segments[index].body.of(self.source) for index in segment.path)
