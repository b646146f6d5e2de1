"""One parser for diffs, catalogs and pages: a source text to segments with their places."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from publisher.model.errors import TextTooLargeError
from publisher.model.segments import ParsedText, Segment, SegmentKind, Span
from publisher.text.blocks import BlockWalk, Leaf
from publisher.text.dialect import block_tokens
from publisher.text.front_matter import body_start, fields_span, scalar_spans
from publisher.text.labels import find_label
from publisher.text.lines import LineTable

# Characters. Beyond it a comparison would no longer be answered in a second or two.
MAX_LENGTH = 5_000_000
_CACHED_TEXTS = 64


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
    table = LineTable(source)
    leaves = [*_field_leaves(table), *_text_leaves(table)]
    return ParsedText(source, tuple(_segments(table, leaves)))


def _field_leaves(table: LineTable) -> Iterator[Leaf]:
    span = fields_span(table.source)
    if span is None:
        return
    scalars = scalar_spans(span.of(table.source))
    if scalars is None:
        lines = range(table.line_at(span.start), table.line_at(span.end))
        places = [("", table.span(line)) for line in lines if not table.is_blank(line)]
    else:
        places = [
            (scalar.name, Span(span.start + scalar.start, span.start + scalar.end))
            for scalar in scalars
        ]
    for name, place in places:
        first, last = table.line_at(place.start), table.line_at(max(place.end - 1, place.start))
        yield Leaf(
            kind=SegmentKind.FIELD,
            frame=table.starts[first],
            lines=(place,) if place.start < place.end else (),
            first_line=first,
            last_line=last + 1,
            name=name,
        )


def _text_leaves(table: LineTable) -> Iterator[Leaf]:
    start = body_start(table.source)
    first = table.line_at(start) if start < len(table.source) else len(table)
    text = table.joined(first, len(table))
    text = text.removeprefix("\ufeff")
    reached = first
    for leaf in BlockWalk(table, first).leaves(block_tokens(text)):
        yield from _unread(table, reached, leaf.first_line)
        yield leaf
        reached = max(reached, leaf.last_line)
    yield from _unread(table, reached, len(table))


def _unread(table: LineTable, first: int, last: int) -> Iterator[Leaf]:
    """Lines that gave no token: link reference definitions, and whatever else there may be."""
    for line in range(first, last):
        if table.is_blank(line):
            continue
        start, end = table.span(line)
        text = table.source[start:end]
        words_start = start + len(text) - len(text.lstrip())
        is_reference = text.lstrip().startswith("[")
        yield Leaf(
            kind=SegmentKind.REFERENCE if is_reference else SegmentKind.RULE,
            frame=start,
            lines=(Span(words_start, start + len(text.rstrip())),) if is_reference else (),
            first_line=line,
            last_line=line + 1,
        )


def _segments(table: LineTable, leaves: list[Leaf]) -> Iterator[Segment]:
    if not leaves:
        leaves = [Leaf(SegmentKind.RULE, 0, (), 0, len(table))]
    headings: list[tuple[int, int]] = []
    for index, leaf in enumerate(leaves):
        start = 0 if index == 0 else leaf.frame
        end = leaves[index + 1].frame if index + 1 < len(leaves) else len(table.source)
        if leaf.kind is SegmentKind.HEADING:
            while headings and headings[-1][0] >= leaf.level:
                headings.pop()
        yield Segment(
            kind=leaf.kind,
            extent=Span(start, end),
            lines=leaf.lines,
            label=_label(table.source, leaf),
            line=(table.line_at(leaf.lines[0].start) if leaf.lines else leaf.first_line) + 1,
            path=tuple(heading for _, heading in headings),
            level=leaf.level,
            group=leaf.group,
            name=leaf.name,
            html=leaf.html,
        )
        if leaf.kind is SegmentKind.HEADING:
            headings.append((leaf.level, index))


_UNLABELLED = frozenset(
    {SegmentKind.CODE, SegmentKind.RULE, SegmentKind.REFERENCE, SegmentKind.FIELD}
)


def _label(source: str, leaf: Leaf) -> Span | None:
    if leaf.marker is not None:
        return leaf.marker
    if not leaf.lines or leaf.kind in _UNLABELLED:
        return None
    start, end = leaf.lines[0]
    found = find_label(
        source[start : min(end, start + 80)], is_heading=leaf.kind is SegmentKind.HEADING
    )
    return Span(start + found[0], start + found[1]) if found else None
