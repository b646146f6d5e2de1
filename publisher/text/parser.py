"""One parser for diffs, catalogs and pages: a source text to segments with their places."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from publisher.model.errors import TextTooLargeError
from publisher.model.segments import ParsedText, Segment, SegmentKind, Span
from publisher.text.blocks import Leaf
from publisher.text.front_matter import body_start, fields_span, scalar_spans
from publisher.text.lines import LineTable
from publisher.text.stretches import stretches

# Characters. Beyond it a comparison would no longer be answered in a second or two.
MAX_LENGTH = 5_000_000
_CACHED_TEXTS = 64


class _Placed(NamedTuple):
    """A leaf, and what to add to its places to have them in the whole text."""

    leaf: Leaf
    offset: int
    line: int
    group: int


@lru_cache(maxsize=_CACHED_TEXTS)
def parse(source: str) -> ParsedText:
    """Split Markdown into segments; joining their extents gives the input back.

    Never fails on what a person could have written: what no rule reads is a segment of its own.
    Raises TextTooLargeError beyond MAX_LENGTH characters. The result is kept by the text.
    """
    if len(source) > MAX_LENGTH:
        raise TextTooLargeError(size=len(source), limit=MAX_LENGTH)
    if not source:
        return ParsedText(source, ())
    placed = [*_fields(source), *_blocks(source)]
    if not placed:
        placed = [_Placed(Leaf(SegmentKind.RULE, 0, (), 0, 1, 0), 0, 0, 0)]
    return ParsedText(source, tuple(_segments(source, placed)))


def _fields(source: str) -> Iterator[_Placed]:
    """The values of the front matter."""
    span = fields_span(source)
    if span is None:
        return
    table = LineTable(source[: span.end])
    scalars = scalar_spans(span.of(source))
    if scalars is None:
        lines = range(table.line_at(span.start), len(table))
        places = [("", table.span(line)) for line in lines if not table.is_blank(line)]
    else:
        places = [
            (scalar.name, Span(span.start + scalar.start, span.start + scalar.end))
            for scalar in scalars
        ]
    for name, place in places:
        first, last = table.line_at(place.start), table.line_at(max(place.end - 1, place.start))
        lines_of = (place,) if place.start < place.end else ()
        leaf = Leaf(
            SegmentKind.FIELD, table.starts[first], lines_of, first, last + 1, first, name=name
        )
        yield _Placed(leaf, 0, 0, 0)


def _blocks(source: str) -> Iterator[_Placed]:
    """The blocks of the text behind the front matter."""
    start = body_start(source)
    line = len(LineTable(source[:start])) if start else 0
    group = 0
    for offset, stretch in stretches(source, start):
        for leaf in stretch.leaves:
            yield _Placed(leaf, offset, line, group)
        line += stretch.line_count
        group += stretch.group_count


def _segments(source: str, placed: list[_Placed]) -> Iterator[Segment]:
    headings: list[tuple[int, int]] = []
    path: tuple[int, ...] = ()
    frames = [leaf.frame + offset for leaf, offset, _, _ in placed]
    frames[0] = 0
    frames.append(len(source))
    for index, (leaf, offset, line, group) in enumerate(placed):
        is_heading = leaf.kind is SegmentKind.HEADING
        if is_heading:
            while headings and headings[-1][0] >= leaf.level:
                headings.pop()
            path = tuple(heading for _, heading in headings)
        lines = leaf.lines
        if offset and lines:
            lines = tuple([Span(first + offset, last + offset) for first, last in lines])
        label = leaf.label
        yield Segment(
            leaf.kind,
            Span(frames[index], frames[index + 1]),
            lines,
            Span(label.start + offset, label.end + offset) if label else None,
            leaf.body_line + line + 1,
            path,
            leaf.level,
            leaf.group + group if leaf.group else 0,
            leaf.name,
            leaf.html,
        )
        if is_heading:
            headings.append((leaf.level, index))
            path = (*path, index)
