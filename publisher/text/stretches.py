"""Stretches: pieces of a text that can be parsed each for itself.

After a blank line, a line that begins with a word or with a heading's hashes ends every list,
quote, table and HTML block before it, so what follows depends on nothing before. Two revisions
share most of their stretches: each is parsed once and kept. A stretch that is one plain paragraph,
or a heading above one, is read here; all else goes through the parser of record. Both give the same
blocks, which tests hold against a parse of whole texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from publisher.model.segments import SegmentKind, Span
from publisher.text.blocks import (
    ATTRIBUTE_LIST,
    BlockWalk,
    Leaf,
    label_of,
    without_trailing_attributes,
)
from publisher.text.dialect import block_tokens
from publisher.text.lines import BOM, LineTable

_END = r"(?>\r\n|\r|\n)"
# What a paragraph can begin with that could begin nothing else: a letter, a digit that no ordinal's
# mark follows, strong words, a link, a placeholder, an opening mark.
_PLAIN = (
    r"(?:[^\W\d_]|[0-9]+(?![0-9.)])|\*\*[^\s*]|\{\{|\[(?!\^)[^\[\]\n\r]*\]\("
    r"|[“‘\"'(（《「『【，。])"
)
_HEADING = r"\#{1,6}[ \t]+(?=[^\s#])"
# One blank line is looked for, not a run of them: each of 50,000 would be read to the last.
_BOUNDARY = re.compile(rf"{_END}[ \t]*{_END}(?={_PLAIN}|{_HEADING})")
# Code and some HTML blocks hold blank lines: a text that may have one is a single stretch.
_UNCLEAR = re.compile(r"```|~~~|<(?:script|pre|style|textarea)\b|<[!?]", re.IGNORECASE)
_PLAIN_LINE = re.compile(_PLAIN)
_HEADING_LINE = re.compile(r"(\#{1,6})[ \t]+(?=[^\s#])")


class Stretch(NamedTuple):
    """The blocks of a stretch, with places counted from its beginning."""

    leaves: tuple[Leaf, ...]
    line_count: int
    group_count: int


class PlacedStretch(NamedTuple):
    """A stretch in its text."""

    offset: int
    stretch: Stretch


def stretches(source: str, start: int) -> Iterator[PlacedStretch]:
    """The stretches of a text from an offset on; together they cover it."""
    bounds = [start]
    if not _UNCLEAR.search(source, start):
        bounds += [match.end() for match in _BOUNDARY.finditer(source, start)]
    bounds.append(len(source))
    for first, last in pairwise(bounds):
        if first < last:
            yield PlacedStretch(first, read_stretch(source[first:last]))


@lru_cache(maxsize=4096)
def read_stretch(text: str) -> Stretch:
    """The blocks of a stretch; kept by the text."""
    table = LineTable(text)
    leaves = _plain_leaves(table)
    if leaves is not None:
        return Stretch(leaves, len(table), 0)
    return parse_stretch(table)


def parse_stretch(table: LineTable) -> Stretch:
    """The blocks of a stretch by the parser of record."""
    text = table.joined(0, len(table))
    if text.startswith(BOM):  # no word of the text's; the parser must not see it, places count it
        text = text.removeprefix(BOM)
        table = LineTable(f" {table.source.removeprefix(BOM)}")
    walk = BlockWalk(table)
    found: list[Leaf] = []
    reached = 0
    for leaf in walk.leaves(block_tokens(text)):
        found.extend(_unread(table, reached, leaf.first_line))
        if not (found and _is_attribute_list(table, leaf)):
            found.append(leaf)
        reached = max(reached, leaf.last_line)
    found.extend(_unread(table, reached, len(table)))
    return Stretch(tuple(found), len(table), walk.groups)


def _is_attribute_list(table: LineTable, leaf: Leaf) -> bool:
    """Whether a block is an attribute list by itself: markup that belongs to the block before."""
    if leaf.kind is not SegmentKind.RULE or leaf.last_line != leaf.first_line + 1:
        return False
    return ATTRIBUTE_LIST.fullmatch(table.text(leaf.first_line).strip()) is not None


def _plain_leaves(table: LineTable) -> tuple[Leaf, ...] | None:
    """The blocks of the commonest stretches; None where the parser of record must look."""
    lines = [table.text(index) for index in range(len(table))]
    while lines and not lines[-1].strip(" \t"):
        lines.pop()
    if not lines:
        return None
    found: list[Leaf] = []
    first = 0
    heading = _HEADING_LINE.match(lines[0])
    if heading:
        if "#" in lines[0][heading.end() :]:
            return None
        found.append(_heading_leaf(table, heading))
        first = 1
        while first < len(lines) and not lines[first].strip(" \t"):
            first += 1
    rest = lines[first:]
    if not all(_PLAIN_LINE.match(line) for line in rest) or any("|" in line for line in rest[:1]):
        return None
    if rest:
        leaf = _paragraph_leaf(table, first, len(lines))
        if leaf is None:
            return None
        found.append(leaf)
    return tuple(found)


def _heading_leaf(table: LineTable, match: re.Match[str]) -> Leaf:
    text = match.string
    body = [Span(match.end(), len(text.rstrip()))]
    body = without_trailing_attributes(table.source, body)
    kind = SegmentKind.HEADING if body else SegmentKind.RULE
    label = label_of(table.source, kind, body)
    return Leaf(kind, 0, tuple(body), 0, 1, 0, len(match[1]), 0, label)


def _paragraph_leaf(table: LineTable, first: int, last: int) -> Leaf | None:
    spans = [
        Span(table.starts[line], table.starts[line] + len(table.text(line).rstrip()))
        for line in range(first, last)
    ]
    body = without_trailing_attributes(table.source, spans)
    if not body:
        return None
    kind = SegmentKind.PARAGRAPH
    label = label_of(table.source, kind, body)
    return Leaf(kind, table.starts[first], tuple(body), first, last, first, 0, 0, label)


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
            body_line=line,
        )
