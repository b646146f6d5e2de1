"""Splits and merges: a segment whose text became several, or several that became one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from publisher.changes.features import Features, UnitPair, containment
from publisher.changes.verbatim import INDIVISIBLE, verbatim_wholes
from publisher.model.segments import SegmentKind

# How much of a part must be found in the whole, and how much of it beyond what the whole's own
# counterpart already explains.
_CONTAINED = 0.70
_NEW_IN_WHOLE = 0.55
# A piece between two that are parts was edited on the way.
_CONTAINED_BETWEEN = 0.40
# How much of a whole without a counterpart its parts must explain.
_COVERED = 0.60
_LEAST = 3  # shingles: with less, a piece must be found to the last word
# Of a whole without a counterpart that is a list's items in one sentence: how many of its words
# they must explain, and how many pieces there must be.
_WORDS_COVERED = 0.75
_ITEMS = 3
# How much of the sentence that introduced a list is found in the one that it became; with a colon.
_INTRODUCED = 0.5
_INTRODUCED_BY_A_COLON = 0.25
_NOTES = 100  # footnotes; further ones are not looked at as parts
_MAY_BE_SHORT = frozenset({SegmentKind.LIST_ITEM, SegmentKind.PARAGRAPH})
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
        and (pieces.segment(index).kind in _MAY_BE_SHORT or not _is_short(pieces, index))
    ]
    if not free:
        return {}
    found: dict[int, list[int]] = {}
    unclaimed = set(free)
    notes = [piece for piece in free if _is_note(pieces, piece)][:_NOTES]
    for whole, looked_at in _candidates(wholes, pieces, free, partner):
        if whole in settled:
            continue
        if whole in partner:
            group = _around(wholes, pieces, whole, partner[whole], unclaimed, notes)
        else:
            group = _best_run(wholes, pieces, whole, looked_at & unclaimed)
        if len(group) >= _ITEMS or whole not in partner:
            group = _with_introduction(group, pieces, wholes.shingles(whole).pairs, unclaimed)
        if len(group) > 1:
            found[whole] = group
            unclaimed.difference_update(group)
    return found


def _candidates(
    wholes: Features, pieces: Features, free: list[int], partner: Mapping[int, int]
) -> list[tuple[int, set[int]]]:
    """The segments that share enough with free pieces, and have words of their own to explain.

    With those pieces, where a segment has no counterpart.
    """
    holders: dict[UnitPair, list[int]] = defaultdict(list)
    short = {piece for piece in free if _is_short(pieces, piece)}
    for piece in free:
        pairs = pieces.shingles(piece).pairs
        for pair in pairs | pieces.caseless(piece).pairs if piece in short else pairs:
            holders[pair].append(piece)
    candidates = []
    for whole in range(len(wholes)):
        other = partner.get(whole)
        if _is_settled(wholes, pieces, whole, other):
            continue
        if other is None:
            if looked_at := _pieces_of(wholes, whole, holders):
                candidates.append((whole, _with_single_words(looked_at, pieces, short)))
        elif _may_have_parts(wholes, pieces, whole, other, holders, short):
            candidates.append((whole, set()))
    return candidates


def _is_settled(wholes: Features, pieces: Features, whole: int, other: int | None) -> bool:
    """Whether a segment cannot be a whole: it has none of its text left to explain."""
    if wholes.segment(whole).kind in INDIVISIBLE:
        return True
    return other is not None and (
        wholes.extent(whole) == pieces.extent(other) or wholes.key(whole) == pieces.key(other)
    )


def _pieces_of(wholes: Features, whole: int, holders: Mapping[UnitPair, list[int]]) -> set[int]:
    """The pieces that share something with a whole, if they may explain enough of it."""
    pairs = wholes.shingles(whole).pairs
    found = _held(pairs, holders)
    return set().union(*found) if len(found) >= _WORTH_A_LOOK * len(pairs) else set()


def _with_single_words(looked_at: set[int], pieces: Features, short: set[int]) -> set[int]:
    """Pieces, and those beside them that have no pair of words to be found by."""
    reached = list(looked_at)
    while reached:
        piece = reached.pop()
        for beside in (piece - 1, piece + 1):
            if beside in short and beside not in looked_at and not pieces.shingles(beside).pairs:
                looked_at.add(beside)
                reached.append(beside)
    return looked_at


def _may_have_parts(
    wholes: Features,
    pieces: Features,
    whole: int,
    other: int,
    holders: Mapping[UnitPair, list[int]],
    short: set[int],
) -> bool:
    """Whether a piece near a whole's counterpart, or a footnote, may hold some of the whole."""
    if any(
        beside in short and _is_in(pieces, beside, wholes, whole)
        for beside in (other - 1, other + 1)
    ):
        return True
    hits = Counter(chain.from_iterable(_held(wholes.shingles(whole).pairs, holders)))
    return any(
        count >= _WORTH_A_LOOK * len(pieces.shingles(piece).pairs)
        and (abs(piece - other) <= _NEAR or _is_note(pieces, piece))
        for piece, count in hits.items()
        if piece not in short
    )


def _held(pairs: frozenset[UnitPair], holders: Mapping[UnitPair, list[int]]) -> list[list[int]]:
    """The pieces that hold each pair of words of a text; common pairs do not count."""
    found = [holders[pair] for pair in holders.keys() & pairs]
    return [pieces for pieces in found if len(pieces) <= _COMMON]


def _best_run(wholes: Features, pieces: Features, whole: int, looked_at: set[int]) -> list[int]:
    """The longest run of neighbouring pieces that hold the text of a whole."""
    best: list[int] = []
    for run in _runs(piece for piece in sorted(looked_at) if _is_in(pieces, piece, wholes, whole)):
        if len(run) > max(1, len(best)) and _do_cover(pieces, run, wholes, whole):
            best = run
    return best


def _with_introduction(
    run: list[int], pieces: Features, text: frozenset[UnitPair], free: set[int]
) -> list[int]:
    """A run of pieces, and before the items of a list what introduced them."""
    first = run[0] - 1 if run else -1
    if (
        first not in free
        or pieces.segment(first).kind is not SegmentKind.PARAGRAPH
        or pieces.segment(run[0]).kind is not SegmentKind.LIST_ITEM
    ):
        return run
    has_colon = pieces.words(first).endswith(":")
    needed = _INTRODUCED_BY_A_COLON if has_colon else _INTRODUCED
    return [first, *run] if containment(pieces.shingles(first).pairs, text) >= needed else run


def _around(
    wholes: Features,
    pieces: Features,
    whole: int,
    partner: int,
    free: set[int],
    notes: Sequence[int],
) -> list[int]:
    """A whole's counterpart, and what holds the rest of it: pieces beside it, and footnotes."""
    unexplained = wholes.pair_counts(whole) - pieces.pair_counts(partner)
    new_words = wholes.caseless(whole).units - pieces.caseless(partner).units

    def holds_some(piece: int) -> bool:
        if piece not in free or not _is_in(pieces, piece, wholes, whole):
            return False
        if _is_short(pieces, piece):
            return not pieces.caseless(piece).units.isdisjoint(new_words)
        counts = pieces.pair_counts(piece)
        return (counts & unexplained).total() >= _NEW_IN_WHOLE * counts.total()

    group = [partner]
    for step in (-1, 1):
        piece = partner + step
        while holds_some(piece) or (
            piece in free
            and holds_some(piece + step)
            and containment(pieces.shingles(piece).pairs, wholes.shingles(whole).pairs)
            >= _CONTAINED_BETWEEN
        ):
            group.append(piece)
            unexplained -= pieces.pair_counts(piece)
            piece += step
    group += [note for note in notes if note not in group and holds_some(note)]
    return sorted(group)


def _do_cover(pieces: Features, run: list[int], wholes: Features, whole: int) -> bool:
    """Whether pieces explain enough of a whole: its pairs of words, or the words that they list."""
    pairs = frozenset[UnitPair]().union(*(pieces.shingles(piece).pairs for piece in run))
    if containment(wholes.shingles(whole).pairs, pairs) >= _COVERED:
        return True
    words = frozenset[str]().union(*(pieces.caseless(piece).units for piece in run))
    needed = wholes.caseless(whole).units
    return len(run) >= _ITEMS and len(needed & words) >= _WORDS_COVERED * len(needed)


def _is_note(pieces: Features, piece: int) -> bool:
    return pieces.segment(piece).kind is SegmentKind.FOOTNOTE


def _is_short(pieces: Features, piece: int) -> bool:
    return len(pieces.shingles(piece).pairs) < _LEAST


def _is_in(pieces: Features, piece: int, wholes: Features, whole: int) -> bool:
    """Whether a piece is found in a whole; one of few words to the last of them."""
    if not _is_short(pieces, piece):
        pairs = wholes.shingles(whole).pairs
        return containment(pieces.shingles(piece).pairs, pairs) >= _CONTAINED
    found, text = pieces.caseless(piece), wholes.caseless(whole)
    return bool(found.units) and found.pairs <= text.pairs and found.units <= text.units


def _runs(indices: Iterable[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for index in indices:
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs
