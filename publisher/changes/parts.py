"""Splits and merges: a segment whose text became several, or several that became one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from publisher.changes.features import Features, UnitPair, containment
from publisher.changes.verbatim import INDIVISIBLE, verbatim_wholes

# How much of a part must be found in the whole, and how much of it beyond what the whole's own
# counterpart already explains.
_CONTAINED = 0.70
_NEW_IN_WHOLE = 0.55
# How much of a whole without a counterpart its parts must explain.
_COVERED = 0.60
_LEAST = 3  # shingles: less is no part
_COMMON = 12
# A piece with less than this found in a segment, or further from its counterpart, is no part of it.
_WORTH_A_LOOK = 0.42
_NEAR = 8


@dataclass(slots=True)
class Parts:
    """Old to its several new ones, and new to its several old ones, in order."""

    splits: dict[int, list[int]] = field(default_factory=dict)
    merges: dict[int, list[int]] = field(default_factory=dict)

    @property
    def old(self) -> frozenset[int]:
        """The old segments that are spoken for."""
        return frozenset(self.splits).union(*self.merges.values())

    @property
    def new(self) -> frozenset[int]:
        """The new segments that are spoken for."""
        return frozenset(self.merges).union(*self.splits.values())


def find_verbatim_parts(before: Features, after: Features, matches: dict[int, int]) -> Parts:
    """Unpaired segments that were divided or put together and changed in nothing else.

    The longest piece of each is added to the matches, and has its place in the order.
    """
    paired = set(matches.values())
    parts = Parts(splits=verbatim_wholes(before, after, matches, paired))
    parts.merges = verbatim_wholes(after, before, paired | parts.new, parts.old | matches.keys())
    for old, news in parts.splits.items():
        matches[old] = max(news, key=lambda new: (len(after.words(new)), -new))
    for new, olds in parts.merges.items():
        matches[max(olds, key=lambda old: (len(before.words(old)), -old))] = new
    return parts


def find_parts(
    before: Features, after: Features, matches: Mapping[int, int], verbatim: Parts
) -> Parts:
    """Which unpaired segments, side by side, hold the parts of a whole in the other text."""
    partner_of_new = {new: old for old, new in matches.items()}
    old_taken, new_taken = verbatim.old | matches.keys(), verbatim.new | partner_of_new.keys()
    splits = _wholes(before, after, matches, new_taken, verbatim.old)
    merges = _wholes(after, before, partner_of_new, old_taken, verbatim.new)
    parts = Parts(splits=dict(verbatim.splits), merges=dict(verbatim.merges))
    used: set[int] = set()
    for whole, pieces in sorted(merges.items()):
        parts.merges[whole] = pieces
        used.update(pieces)
    for whole, pieces in sorted(splits.items()):
        if whole not in used and not any(piece in parts.merges for piece in pieces):
            parts.splits[whole] = pieces
    return parts


def _wholes(
    wholes: Features,
    pieces: Features,
    partner: Mapping[int, int],
    taken: Container[int],
    settled: Container[int],
) -> dict[int, list[int]]:
    """Whole to its pieces (two or more, in order).

    `partner` pairs wholes with pieces; a piece that is taken has a partner, and a whole that is
    settled has its pieces.
    """
    free = [
        index
        for index in range(len(pieces))
        if index not in taken
        and pieces.segment(index).kind not in INDIVISIBLE
        and len(pieces.shingles(index).pairs) >= _LEAST
    ]
    if not free:
        return {}
    found: dict[int, list[int]] = {}
    claimed: set[int] = set()
    for whole in _candidates(wholes, pieces, free, partner):
        if whole in settled:
            continue
        group = _group(wholes, pieces, whole, partner.get(whole), set(free) - claimed)
        if len(group) > 1:
            found[whole] = group
            claimed.update(group)
    return found


def _candidates(
    wholes: Features, pieces: Features, free: list[int], partner: Mapping[int, int]
) -> list[int]:
    """The segments that share enough with a free piece, and have words of their own to explain."""
    holders: dict[UnitPair, list[int]] = defaultdict(list)
    for piece in free:
        for pair in pieces.shingles(piece).pairs:
            holders[pair].append(piece)
    return [
        whole
        for whole in range(len(wholes))
        if not _is_settled(wholes, pieces, whole, partner.get(whole))
        and _shares_enough(wholes, pieces, whole, partner.get(whole), holders)
    ]


def _is_settled(wholes: Features, pieces: Features, whole: int, other: int | None) -> bool:
    """Whether a segment cannot be a whole: it has none of its text left to explain."""
    if wholes.segment(whole).kind in INDIVISIBLE:
        return True
    return other is not None and (
        wholes.extent(whole) == pieces.extent(other) or wholes.key(whole) == pieces.key(other)
    )


def _shares_enough(
    wholes: Features,
    pieces: Features,
    whole: int,
    other: int | None,
    holders: Mapping[UnitPair, list[int]],
) -> bool:
    found = [holders[pair] for pair in holders.keys() & wholes.shingles(whole).pairs]
    hits = Counter(chain.from_iterable(some for some in found if len(some) <= _COMMON))
    return any(
        count >= _WORTH_A_LOOK * len(pieces.shingles(piece).pairs)
        and (other is None or abs(piece - other) <= _NEAR)
        for piece, count in hits.items()
    )


def _group(
    wholes: Features, pieces: Features, whole: int, partner: int | None, free: set[int]
) -> list[int]:
    """The run of neighbouring pieces that hold the whole's text."""
    text = wholes.shingles(whole).pairs
    if partner is not None:
        unexplained = wholes.pair_counts(whole) - pieces.pair_counts(partner)
        group = [partner]
        for step in (-1, 1):
            piece = partner + step
            while piece in free and _is_part(pieces, piece, text, unexplained):
                group.append(piece)
                unexplained -= pieces.pair_counts(piece)
                piece += step
        return sorted(group)
    best: list[int] = []
    for run in _runs(
        piece
        for piece in sorted(free)
        if containment(pieces.shingles(piece).pairs, text) >= _CONTAINED
    ):
        explained = frozenset().union(*(pieces.shingles(piece).pairs for piece in run))
        if len(run) > 1 and containment(text, explained) >= _COVERED and len(run) > len(best):
            best = run
    return best


def _is_part(
    pieces: Features, piece: int, text: frozenset[UnitPair], unexplained: Counter[UnitPair]
) -> bool:
    counts = pieces.pair_counts(piece)
    is_new = (counts & unexplained).total() >= _NEW_IN_WHOLE * counts.total()
    return is_new and containment(pieces.shingles(piece).pairs, text) >= _CONTAINED


def _runs(indices: Iterable[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for index in indices:
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs
