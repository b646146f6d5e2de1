"""Alignment: which segment of the old text is which of the new one.

In steps. Equal words first (`exact`): segments that say the same, and are the only ones to do so,
are pairs wherever they stand; equal ones that repeat are told apart by their place. Then what was
divided, or put together, and changed in nothing else (`verbatim`). Then likeness (`similar`): what
is left over is paired by shared pairs of words, near places first. The heaviest chain of pairs
stays, the others moved. What no words have paired may be told by what stands beside it
(`neighbours`). Last, segments that hold parts of a counterpart are split or merged ones (`parts`).
Nothing here depends on a clock, and growth is near linear: large remainders are compared through
their rare pairs of words only.
"""

from __future__ import annotations

from publisher.changes.chains import heaviest_chain
from publisher.changes.exact import match_exact
from publisher.changes.features import Features
from publisher.changes.naming import is_same_ordinal
from publisher.changes.neighbours import match_by_neighbours
from publisher.changes.parts import Parts, find_parts, find_verbatim_parts
from publisher.changes.similar import is_credible_move, match_similar
from publisher.model.changes import Pair, PairKind
from publisher.model.segments import ParsedText


def align(old: ParsedText, new: ParsedText) -> tuple[Pair, ...]:
    """Every segment of both texts in exactly one pair, in the reading order of the new text.

    Removed ones stand behind what came before them in the old text.
    """
    before, after = Features(old), Features(new)
    matches = match_exact(before, after)
    verbatim = find_verbatim_parts(before, after, matches)
    match_similar(before, after, matches, verbatim)
    moved = _moved(before, after, matches)
    if _reject_doubtful_moves(before, after, matches, moved - verbatim.old):
        match_similar(before, after, matches, verbatim, gaps_only=True)
        moved = _moved(before, after, matches)
    if match_by_neighbours(before, after, matches, moved, verbatim):
        moved = _moved(before, after, matches)
    parts = find_parts(before, after, matches, verbatim)
    return _in_reading_order(_pairs(before, after, matches, moved, parts), len(before))


def _moved(before: Features, after: Features, matches: dict[int, int]) -> set[int]:
    def weight(old: int, new: int) -> float:
        if (old in before.footnotes) is not (new in after.footnotes):
            return 0.0  # what became a footnote left its place, however long it is
        return float(before.weights[old] + after.weights[new])

    pairs = sorted(matches.items())
    stays = heaviest_chain(pairs, weight)
    return {old for index, (old, _) in enumerate(pairs) if index not in stays}


def _reject_doubtful_moves(
    before: Features, after: Features, matches: dict[int, int], moved: set[int]
) -> bool:
    doubtful = [old for old in moved if not is_credible_move(before, after, old, matches[old])]
    for old in doubtful:
        del matches[old]
    return bool(doubtful)


def _pairs(
    before: Features, after: Features, matches: dict[int, int], moved: set[int], parts: Parts
) -> list[Pair]:
    pairs: list[Pair] = []
    used_old: set[int] = set()
    used_new: set[int] = set()
    for old, news in parts.splits.items():
        pairs.append(Pair(kind=PairKind.SPLIT, old=(old,), new=tuple(news), moved=old in moved))
        used_old.add(old)
        used_new.update(news)
    for new, olds in parts.merges.items():
        is_moved = any(old in moved for old in olds)
        pairs.append(Pair(kind=PairKind.MERGED, old=tuple(olds), new=(new,), moved=is_moved))
        used_new.add(new)
        used_old.update(olds)
    for old, new in matches.items():
        if old not in used_old and new not in used_new:
            pairs.append(_pair(before, after, old, new, is_moved=old in moved))
            used_old.add(old)
            used_new.add(new)
    pairs += [
        Pair(kind=PairKind.REMOVED, old=(old,), new=())
        for old in range(len(before))
        if old not in used_old
    ]
    pairs += [
        Pair(kind=PairKind.ADDED, old=(), new=(new,))
        for new in range(len(after))
        if new not in used_new
    ]
    return pairs


def _pair(before: Features, after: Features, old: int, new: int, *, is_moved: bool) -> Pair:
    if is_moved:
        kind = PairKind.MOVED
    elif before.extent(old) == after.extent(new):
        kind = PairKind.SAME
    elif _only_renumbered(before, after, old, new):
        kind = PairKind.RENUMBERED
    else:
        kind = PairKind.MODIFIED
    return Pair(kind=kind, old=(old,), new=(new,), moved=is_moved)


def _only_renumbered(before: Features, after: Features, old: int, new: int) -> bool:
    old_label, new_label = before.segment(old).label, after.segment(new).label
    if before.words(old) != after.words(new) or not before.words(old):
        return False
    old_text = old_label.of(before.parsed.source) if old_label else ""
    new_text = new_label.of(after.parsed.source) if new_label else ""
    return not is_same_ordinal(old_text, new_text)


def _in_reading_order(pairs: list[Pair], old_count: int) -> tuple[Pair, ...]:
    by_old = {index: pair for pair in pairs for index in pair.old}
    place: dict[int, int] = {}  # of an old segment: the new one that it stands behind
    last = -1
    for old in range(old_count):
        pair = by_old[old]
        if pair.new and not pair.moved:
            last = max(pair.new)
        place[old] = last

    def key(pair: Pair) -> tuple[int, int, int]:
        if pair.new:
            return (pair.new[0], 0, 0)
        return (place[pair.old[0]], 1, pair.old[0])

    return tuple(sorted(pairs, key=key))
