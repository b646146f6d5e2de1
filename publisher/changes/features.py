"""What alignment compares of a segment: its folded words, and how alike two of them are."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from publisher.model.segments import ParsedText, Segment, SegmentKind
from publisher.text.folding import fold

_UNITS = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]|"
    r"\{\{[^{}]{1,64}\}\}|[[\p{L}\p{M}\p{N}]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]+",
    regex.V1,
)
# The same for a text in ASCII, in which the standard library's expressions find them sooner.
_ASCII_UNITS = re.compile(r"\{\{[^{}]{1,64}\}\}|[A-Za-z0-9]+")
# Longer bodies are compared by their pairs of units alone: single units say little about them.
_SHORT = 12
_FOOTNOTE = SegmentKind.FOOTNOTE


@lru_cache(maxsize=65_536)
def _folded(text: str) -> str:
    return fold(text)


UnitPair = tuple[str, str]


class Shingles(NamedTuple):
    """What two folded texts are compared by."""

    pairs: frozenset[UnitPair]  # of neighbouring units: words, or Han characters
    units: frozenset[str]  # single ones
    is_short: bool


def _units(folded: str) -> list[str]:
    return (_ASCII_UNITS if folded.isascii() else _UNITS).findall(folded)


def pair_counts(folded: str) -> Counter[UnitPair]:
    """How often each pair of neighbouring units stands in a folded text."""
    return Counter(pairwise(_units(folded)))


@lru_cache(maxsize=32_768)
def shingles(folded: str) -> Shingles:
    """The shingles of a folded text."""
    units = _units(folded)
    pairs = frozenset(pairwise(units))
    return Shingles(pairs, frozenset(units), len(units) <= _SHORT)


class Features:
    """The segments of one text as alignment sees them; computed when first asked for."""

    def __init__(self, parsed: ParsedText) -> None:
        self.parsed = parsed
        self._keys: dict[int, str] = {}
        self._shingles: dict[int, Shingles] = {}

    def __len__(self) -> int:
        return len(self.parsed.segments)

    def segment(self, index: int) -> Segment:
        """The segment itself."""
        return self.parsed.segments[index]

    def extent(self, index: int) -> str:
        """A segment as it is written, with its markers and the white space behind."""
        return self._extents[index]

    @cached_property
    def _extents(self) -> list[str]:
        source = self.parsed.source
        return [source[start:end] for _, (start, end), *_ in self.parsed.segments]

    def body(self, index: int) -> str:
        """What is read of a segment, as it is written."""
        return self.parsed.segments[index].body.of(self.parsed.source)

    def words(self, index: int) -> str:
        """The folded body without its label; empty for a rule or other mere markup."""
        key = self._keys.get(index)
        if key is None:
            key = self._keys[index] = _words_of(self.parsed, self.parsed.segments[index])
        return key

    def key(self, index: int) -> str:
        """Equal for two segments that say the same. Mere markup is told apart by what it is."""
        words = self.words(index)
        if words:
            return words
        segment = self.segment(index)
        return f"\0{segment.kind}:{' '.join(self.extent(index).split())[:200]}"

    @cached_property
    def weights(self) -> list[int]:
        """How much text there is to keep in place, by segment.

        A heading holds its section in place: a clause leaves its heading, not the heading it.
        """
        return _weights(self.parsed)

    @cached_property
    def footnotes(self) -> frozenset[int]:
        """The segments that are footnotes: they stand in no order with the others."""
        segments = self.parsed.segments
        return frozenset(i for i in range(len(segments)) if segments[i].kind is _FOOTNOTE)

    def pair_counts(self, index: int) -> Counter[UnitPair]:
        """How often each pair of neighbouring words stands in a segment."""
        return pair_counts(self.words(index))

    def caseless(self, index: int) -> Shingles:
        """The shingles of a segment whose capitals are none: an item becomes part of a sentence."""
        return shingles(self.words(index).lower())

    def shingles(self, index: int) -> Shingles:
        """The pairs of neighbouring words by which likeness is measured."""
        found = self._shingles.get(index)
        if found is None:
            found = self._shingles[index] = shingles(self.words(index))
        return found


def _words_of(parsed: ParsedText, segment: Segment) -> str:
    if not segment.lines or segment.kind is SegmentKind.RULE:
        return ""
    parts = []
    for line in segment.lines:
        start = line.start
        if segment.label is not None and line.start <= segment.label.start < line.end:
            start = segment.label.end
        parts.append(parsed.source[start : line.end])
    return _folded(" ".join(parts))


def _weights(parsed: ParsedText) -> list[int]:
    weights = [segment.extent.end - segment.extent.start for segment in parsed.segments]
    below = 0  # what stands between a heading and the next one
    for index in range(len(weights) - 1, -1, -1):
        if heads_a_section(parsed, parsed.segments[index]):
            weights[index], below = weights[index] + below, 0
        else:
            below += weights[index]
    return weights


def heads_a_section(parsed: ParsedText, segment: Segment) -> bool:
    """Whether a segment is a heading, or a paragraph that is set in bold from end to end."""
    if segment.kind is not SegmentKind.PARAGRAPH:
        return segment.kind is SegmentKind.HEADING
    start, end = segment.body
    mark = parsed.source[start : start + 2]
    return mark in ("**", "__") and parsed.source.find(mark, start + 2, end) == end - 2


def likeness(old: Shingles, new: Shingles) -> float:
    """How alike two texts are, from 0 to 1: Dice's coefficient of their pairs of units.

    Of short texts the single units count too, so that headings of two words can be compared.
    """
    shared, total = len(old.pairs & new.pairs), len(old.pairs) + len(new.pairs)
    if old.is_short or new.is_short:
        shared += len(old.units & new.units)
        total += len(old.units) + len(new.units)
    return 2 * shared / total if total else 0.0


def may_be_alike(old: Shingles, new: Shingles, needed: float) -> bool:
    """Whether two texts of such lengths can be that much alike at all; spares the comparison."""
    return may_share_enough(old, new, min(len(old.pairs), len(new.pairs)), needed)


def may_share_enough(old: Shingles, new: Shingles, shared_pairs: int, needed: float) -> bool:
    """Whether two texts that share at most so many pairs of units can be that much alike."""
    shared, total = shared_pairs, len(old.pairs) + len(new.pairs)
    if old.is_short or new.is_short:
        shared += min(len(old.units), len(new.units))
        total += len(old.units) + len(new.units)
    return 2 * shared >= needed * total


def containment(part: frozenset[UnitPair], whole: frozenset[UnitPair]) -> float:
    """How much of a part is found in a whole, from 0 to 1."""
    return len(part & whole) / len(part) if part else 0.0
