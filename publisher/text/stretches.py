"""Stretches: pieces of a text that can be parsed each for itself.

After a blank line, a line that begins with a word or with a heading's hashes ends every list,
quote, table and HTML block before it, so what follows depends on nothing before. Two revisions
share most of their stretches: each is parsed once and kept. A stretch of headings, paragraphs and
plain lists is read line by line (see `plain_blocks`); all else goes through the parser of record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from publisher.model.segments import SegmentKind, Span
from publisher.text.blocks import ATTRIBUTE_LIST, BlockWalk, Leaf
from publisher.text.dialect import block_tokens
from publisher.text.lines import BOM, LineTable
from publisher.text.plain_blocks import PLAIN, plain_leaves

_END = r"(?>\r\n|\r|\n)"
_HEADING = r"\#{1,6}[ \t]+(?=[^\s#])"
# One blank line is looked for, not a run of them: each of 50,000 would be read to the last.
_BOUNDARY = re.compile(rf"{_END}[ \t]*{_END}(?={PLAIN}|{_HEADING})")
_BOUNDARY_OF_LF = re.compile(rf"\n[ \t]*\n(?={PLAIN}|{_HEADING})")
# Code and some HTML blocks hold blank lines: a text that may have one is a single stretch. A
# comment that ends on its line holds none.
_UNCLEAR = re.compile(
    r"```|~~~|<(?:script|pre|style|textarea)\b|<(?!!--[^\n\r]*?-->)[!?]", re.IGNORECASE
)


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
        boundary = _BOUNDARY if "\r" in source else _BOUNDARY_OF_LF
        bounds += [match.end() for match in boundary.finditer(source, start)]
    bounds.append(len(source))
    for first, last in pairwise(bounds):
        if first < last:
            yield PlacedStretch(first, read_stretch(source[first:last]))


@lru_cache(maxsize=4096)
def read_stretch(text: str) -> Stretch:
    """The blocks of a stretch; kept by the text."""
    table = LineTable(text)
    plain = plain_leaves(table)
    if plain is None:
        return parse_stretch(table)
    leaves, group_count = plain
    return Stretch(leaves, len(table), group_count)


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
