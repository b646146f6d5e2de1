"""Which block of a translation renders which block of the master: by structure, not by words.

Nothing here knows a dictionary. What speaks for two blocks being one: their kind and level, their
ordinals, links, numbers, names and placeholders, their length, and the blocks around them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from publisher.catalogs.invariants import invariants
from publisher.catalogs.number_words import han_value
from publisher.catalogs.quantities import Form
from publisher.catalogs.site_values import NO_VALUES, SiteValues, with_placeholders
from publisher.catalogs.wording import volume
from publisher.model.locales import LocaleTag
from publisher.model.segments import ParsedText, Segment, SegmentKind
from publisher.text.messages import is_translatable, message_text

_NAME = regex.compile(r"(?<![\p{Latin}])\p{Latin}[\p{Latin}\p{Nd}.-]{2,}")
_DIGITS = regex.compile(r"\p{Nd}+")
_HAN_ORDINAL = regex.compile(r"[〇零一二三四五六七八九十百]+")
_URL = regex.compile(r"\]\([^()\s]*\)|<[^<>]*>|https?://\S+")

_BEGIN = -0.8  # where one text begins to have more
_SKIP = -0.7  # each block that only one of the two texts has
_MERGE = -1.6  # two blocks of one text that are one in the other
_SIGMA = 0.38  # of the logarithm of lengths' ratio, around what the languages lead to expect
_BAND = 60  # blocks that one text may run ahead of the other, beside a tenth of its length


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block as it is compared across languages."""

    index: int  # of the segment
    text: str
    kind: SegmentKind
    level: int
    ordinal: str  # digits of its label; empty without one
    depth: int
    anchors: frozenset[str]  # links, placeholders, numbers, names
    volume: float  # how much it says, in characters of English


class Match(NamedTuple):
    """Blocks of the master and of the translation that are one; one side may be empty."""

    master: tuple[Block, ...]
    other: tuple[Block, ...]
    score: float


def blocks_of(
    parsed: ParsedText, locale: LocaleTag, *, values: SiteValues = NO_VALUES
) -> list[Block]:
    """The blocks of a text that have words, in reading order.

    A site's ``values`` speak for a pair like the placeholders that stand for them.
    """
    return [
        _block(parsed, segment, index, locale, values)
        for index, segment in enumerate(parsed.segments)
        if is_translatable(parsed, segment)
    ]


def _block(
    parsed: ParsedText, segment: Segment, index: int, locale: LocaleTag, values: SiteValues
) -> Block:
    text = message_text(parsed, segment)
    generic = with_placeholders(text, values, values.keys())
    found = invariants(generic, locale)
    names = {name.strip(".-").casefold() for name in _NAME.findall(_URL.sub(" ", generic))}
    numbers = {str(q.value.normalize()) for q in found.quantities if q.form is not Form.LOOSE_WORD}
    anchors = [
        *(f"link {target}" for target in found.links),
        *(f"hole {name}" for name in found.placeholders),
        *(f"number {number}" for number in numbers),
        *(f"number {day}" for day in found.dates),
        *(f"name {name}" for name in names),
        *(f"id {attributes}" for attributes in _attributes(parsed, segment)),
    ]
    return Block(
        index=index,
        text=text,
        kind=segment.kind,
        level=segment.level,
        ordinal=_ordinal(parsed, segment),
        depth=len(segment.path),
        anchors=frozenset(anchors),
        volume=volume(_URL.sub(" ", text), locale),
    )


_IDENTIFIER = regex.compile(r"\{:?[^{}]*?#([\w.:-]+)[^{}]*\}")


def _attributes(parsed: ParsedText, segment: Segment) -> Iterable[str]:
    extent = segment.extent.of(parsed.source)
    return _IDENTIFIER.findall(extent) if "{" in extent else ()


def _ordinal(parsed: ParsedText, segment: Segment) -> str:
    if segment.label is None:
        return ""
    label = segment.label.of(parsed.source)
    digits = ".".join(_DIGITS.findall(label))
    if digits:
        return digits
    han = _HAN_ORDINAL.search(label)
    return str(han_value(han[0])) if han else ""


# ------------------------------------------------------------------------------------ alignment


def match_blocks(master: Sequence[Block], other: Sequence[Block]) -> list[Match]:
    """The best way to walk through both texts in order; every block is in exactly one match."""
    scorer = Scorer(master, other)
    rows, columns = len(master), len(other)
    table: list[dict[int, list[_Cell | None]]] = [{} for _ in range(rows + 1)]
    table[0][0] = [_Cell(0.0, (0, 0), from_skip=False), None]
    for i in range(rows + 1):
        for j in _band(i, rows, columns):
            cells = table[i].setdefault(j, [None, None])
            for step in _STEPS:
                _reach(table, cells, (i, j), step, scorer)
    return _walked_back(table, master, other, scorer)


class _Cell(NamedTuple):
    """The best way to a place: its worth, its last step, and whether it came from a skip."""

    worth: float
    step: tuple[int, int]
    from_skip: bool


def _reach(
    table: list[dict[int, list[_Cell | None]]],
    cells: list[_Cell | None],
    place: tuple[int, int],
    step: tuple[int, int],
    scorer: Scorer,
) -> None:
    """Better the ways to a place by those that end with a step.

    Beginning to skip costs more than going on with it: what one text has more of stands together.
    """
    (i, j), (di, dj) = place, step
    before = table[i - di].get(j - dj) if i >= di and j >= dj else None
    if before is None:
        return
    gain, is_skip = scorer.step(i, j, di, dj), 0 in step
    for was_skip, cell in enumerate(before):
        if cell is None:
            continue
        worth = cell.worth + gain + (_BEGIN if is_skip and not was_skip else 0.0)
        known = cells[is_skip]
        if known is None or worth > known.worth:
            cells[is_skip] = _Cell(worth, step, bool(was_skip))


_STEPS = ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2))


def _band(i: int, rows: int, columns: int) -> range:
    """The columns near the diagonal: so much may one text run ahead of the other."""
    width = _BAND + max(rows, columns) // 10 + abs(rows - columns)
    middle = i * columns // max(rows, 1)
    return range(max(0, middle - width), min(columns, middle + width) + 1)


def _walked_back(
    table: list[dict[int, list[_Cell | None]]],
    master: Sequence[Block],
    other: Sequence[Block],
    scorer: Scorer,
) -> list[Match]:
    i, j = len(master), len(other)
    ends = table[i][j]
    is_skip = _worth(ends[1]) > _worth(ends[0])
    found: list[Match] = []
    while i or j:
        cell = table[i][j][is_skip]
        if cell is None:
            break
        di, dj = cell.step
        gain = scorer.step(i, j, di, dj)
        found.append(Match(tuple(master[i - di : i]), tuple(other[j - dj : j]), gain))
        i, j, is_skip = i - di, j - dj, cell.from_skip
    return found[::-1]


def _worth(cell: _Cell | None) -> float:
    return -math.inf if cell is None else cell.worth


class Scorer:
    """How much speaks for blocks being one: above zero more than against it."""

    def __init__(self, master: Sequence[Block], other: Sequence[Block]) -> None:
        """Weigh anchors by how rare they are: a company's name on every line says little."""
        self._master, self._other = master, other
        left = Counter(anchor for block in master for anchor in block.anchors)
        right = Counter(anchor for block in other for anchor in block.anchors)
        # What one text alone has (words in Latin letters, mostly) says nothing of the other.
        self._weights = {
            anchor: 1.5 / math.sqrt(max(count, right[anchor]))
            for anchor, count in left.items()
            if anchor in right
        }
        self._kept: dict[tuple[int, int], float] = {}

    def step(self, i: int, j: int, di: int, dj: int) -> float:
        """What a step to row i and column j is worth."""
        if di == 1 and dj == 1:
            return self.pair(i - 1, j - 1)
        if di == 0 or dj == 0:
            return _SKIP
        return _MERGE + self._together(self._master[i - di : i], self._other[j - dj : j])

    def pair(self, i: int, j: int) -> float:
        """What speaks for one block of each text being one."""
        key = (i, j)
        if key not in self._kept:
            one, two = self._master[i], self._other[j]
            score = _structure(one, two) + self.anchors(one.anchors, two.anchors)
            self._kept[key] = score + _length(one.volume, two.volume)
        return self._kept[key]

    def anchors(self, one: frozenset[str], two: frozenset[str]) -> float:
        """What both have speaks for them, what only one has against them."""
        weights = self._weights
        shared = sum(weights.get(anchor, 0.0) for anchor in one & two)
        apart = sum(weights.get(anchor, 0.0) for anchor in one ^ two)
        return min(shared, 4.0) - 0.7 * min(apart, 4.0)

    def _together(self, ones: Sequence[Block], twos: Sequence[Block]) -> float:
        kinds = frozenset(block.kind for block in (*ones, *twos))
        if len(kinds) > 1 and kinds not in _ALIKE:
            return -9.0
        one = frozenset().union(*(block.anchors for block in ones))
        two = frozenset().union(*(block.anchors for block in twos))
        length = _length(sum(b.volume for b in ones), sum(b.volume for b in twos))
        return self.anchors(one, two) + length


def _length(one: float, two: float) -> float:
    """What the lengths say; those of short texts vary more."""
    sigma = _SIGMA + 1.5 / math.sqrt(max(one, 4.0))
    deviation = math.log((two + 3) / (one + 3)) / sigma
    return 0.8 - 0.5 * min(deviation * deviation, 12.0)


_ALIKE = {
    frozenset({SegmentKind.PARAGRAPH, SegmentKind.LIST_ITEM}),
    frozenset({SegmentKind.PARAGRAPH, SegmentKind.HTML_TEXT}),
    frozenset({SegmentKind.LIST_ITEM, SegmentKind.HTML_TEXT}),
    frozenset({SegmentKind.PARAGRAPH, SegmentKind.DEFINITION}),
}


def _structure(one: Block, two: Block) -> float:
    """What kind, level and ordinal say."""
    if one.kind is not two.kind:
        return -1.0 if frozenset({one.kind, two.kind}) in _ALIKE else -4.0
    score = 0.6
    if one.kind is SegmentKind.HEADING:
        score += 1.2 if one.level == two.level else -1.0
    if one.ordinal and two.ordinal:
        score += 1.5 if one.ordinal == two.ordinal else -1.5
    return score
