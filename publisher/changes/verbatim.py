"""Wholes whose pieces say the same, word for word: a block divided, or several put together.

Found before likeness is looked at, since a near copy of a whole is more like it than its own first
half is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Mapping
from itertools import islice

from publisher.changes.features import Features
from publisher.model.segments import SegmentKind

# Kinds of segment that are never divided, nor put together.
INDIVISIBLE = frozenset({SegmentKind.FIELD, SegmentKind.RULE, SegmentKind.CODE})
# Wholes that begin with the same piece; further ones are not tried.
_TRIED = 12
# So many segments may have come between two pieces.
_BETWEEN = 3


def verbatim_wholes(
    wholes: Features, pieces: Features, settled: Container[int], taken: Container[int]
) -> dict[int, list[int]]:
    """Whole to its pieces (two or more, in order), none of them settled or taken."""
    places: dict[str, list[int]] = defaultdict(list)  # of the wholes that say the same
    for index in range(len(wholes) - 1, -1, -1):
        if index not in settled and wholes.segment(index).kind not in INDIVISIBLE:
            places[wholes.words(index)].append(index)
    if not places:
        return {}
    said = sorted(places)
    free = {
        index: pieces.words(index)
        for index in range(len(pieces))
        if index not in taken
        and pieces.segment(index).kind not in INDIVISIBLE
        and pieces.words(index)
    }
    found: dict[int, list[int]] = {}
    for first in list(free):
        if first not in free:
            continue
        start = bisect_left(said, free[first])
        for words in islice(said, start, start + _TRIED):
            if not words.startswith(free[first]):
                break
            group = _pieces_of(words, first, free) if places[words] else []
            if len(group) > 1:
                found[places[words].pop()] = group
                for piece in group:
                    del free[piece]
                break
    return found


def _pieces_of(words: str, first: int, free: Mapping[int, str]) -> list[int]:
    """The pieces from the first on that make up the words, or none."""
    group = [first]
    reached = _behind(words, len(free[first]))
    piece = first + 1
    while reached < len(words) and piece <= group[-1] + 1 + _BETWEEN:
        if piece in free and words.startswith(free[piece], reached):
            group.append(piece)
            reached = _behind(words, reached + len(free[piece]))
        piece += 1
    return [] if reached < len(words) else group


def _behind(words: str, offset: int) -> int:
    """The offset of what follows a piece; folded words have single blanks."""
    return offset + words.startswith(" ", offset)
