"""Pairs of segments that say nearly the same."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain

from publisher.changes.exact import TELLING, gaps
from publisher.changes.features import (
    Features,
    Shingles,
    UnitPair,
    containment,
    likeness,
    may_be_alike,
    may_share_enough,
)
from publisher.changes.parts import Parts
from publisher.model.segments import SegmentKind
from publisher.text.dates import is_date_clause

# How alike two segments must be, from 0 to 1: where nothing lies between them and their place,
IN_GAP = 0.30
# alone between the same neighbours,
_ALONE = 0.18
# or, of the shorter one, so much and no less than so many pairs of words found in the longer,
_GROWN = 0.75
_GROWN_FROM = 3
# and where one of them must have moved.
_MOVED = 0.50
_MOVED_SHORT = 0.75
# Where one of them is a footnote, and the other none.
_A_NOTE = 0.85
# A shingle that stands in more segments than this finds no candidates; a segment has at most so
# many. Both bound the work on large remainders.
_COMMON = 40
_CANDIDATES = 24
# What a shingle that stands once speaks for a candidate: whole numbers, since the order in which
# they are added up is that of a set.
_RARE = 1_000_000


def match_similar(
    before: Features,
    after: Features,
    matches: dict[int, int],
    parts: Parts,
    *,
    gaps_only: bool = False,
) -> None:
    """Pair what is left by likeness, the most alike first, and add it to the matches.

    What is part of a whole already is not left.
    """
    gap_of_old, gap_of_new, all_gaps = _gap_numbers(before, after, matches, parts)
    if not gap_of_old or not gap_of_new:
        return
    scored: list[tuple[float, float, int, int]] = []
    groups: Iterable[tuple[Iterable[int], Iterable[int]]] = (
        all_gaps if gaps_only else [(gap_of_old, gap_of_new)]
    )
    for old, new in _candidates_of(before, after, groups):
        same_gap = gap_of_old[old] == gap_of_new[new]
        mine, theirs = before.shingles(old), after.shingles(new)
        needed = IN_GAP if same_gap else _needed_to_move(mine, theirs)
        if not may_be_alike(mine, theirs, needed):
            continue
        alike = likeness(mine, theirs)
        if not same_gap and _is_one_a_cell(before, after, old, new):
            continue
        if alike >= needed and _kinds_agree(before, after, old, new, alike):
            scored.append(
                (_preference(before, after, old, new, matches, same_gap=same_gap), alike, old, new)
            )
    scored.sort(key=lambda entry: (-entry[1] - entry[0], -entry[1], entry[2], entry[3]))
    taken = set(matches.values())
    for _, _, old, new in scored:
        if old not in matches and new not in taken:
            matches[old] = new
            taken.add(new)
    _match_alone(before, after, all_gaps, matches, taken)


def is_credible_move(before: Features, after: Features, old: int, new: int) -> bool:
    """Whether two segments are alike enough to say that one became the other somewhere else."""
    if before.key(old) == after.key(new):
        return len(before.key(old)) >= TELLING or _have_one_use(before, after, old, new)
    mine, theirs = before.shingles(old), after.shingles(new)
    return likeness(mine, theirs) >= _needed_to_move(mine, theirs)


def _is_one_a_cell(before: Features, after: Features, old: int, new: int) -> bool:
    """Whether a table's cell would have become something else, or the other way round."""
    kinds = (before.segment(old).kind, after.segment(new).kind)
    return kinds.count(SegmentKind.TABLE_CELL) == 1


def _have_one_use(before: Features, after: Features, old: int, new: int) -> bool:
    """Whether two blocks of a few equal words are both headings, however set, or both none."""
    if before.segment(old).kind is after.segment(new).kind:
        return True
    if _is_one_a_cell(before, after, old, new):
        return False
    return _is_set_as_a_heading(before, old) == _is_set_as_a_heading(after, new)


def _is_set_as_a_heading(features: Features, index: int) -> bool:
    body = features.body(index)
    is_bold = body[:2] in ("**", "__") and body.endswith(body[:2])
    return is_bold or features.segment(index).kind is SegmentKind.HEADING


def _needed_to_move(old: Shingles, new: Shingles) -> float:
    return _MOVED_SHORT if old.is_short or new.is_short else _MOVED


def _gap_numbers(
    before: Features, after: Features, matches: dict[int, int], parts: Parts
) -> tuple[dict[int, int], dict[int, int], list[tuple[list[int], list[int]]]]:
    all_gaps = list(gaps(before, matches, range(len(before)), range(len(after))))
    olds, news = parts.old, parts.new
    if olds or news:
        all_gaps = [
            ([old for old in gap[0] if old not in olds], [new for new in gap[1] if new not in news])
            for gap in all_gaps
        ]
    gap_of_old = {old: number for number, gap in enumerate(all_gaps) for old in gap[0]}
    gap_of_new = {new: number for number, gap in enumerate(all_gaps) for new in gap[1]}
    return gap_of_old, gap_of_new, all_gaps


def _candidates_of(
    before: Features, after: Features, groups: Iterable[tuple[Iterable[int], Iterable[int]]]
) -> Iterable[tuple[int, int]]:
    for olds, news in groups:
        yield from _candidates(before, after, olds, news)


def _candidates(
    before: Features, after: Features, olds: Iterable[int], news: Iterable[int]
) -> Iterable[tuple[int, int]]:
    """Pairs that share enough shingles which are not common among what is left."""
    index: dict[str | UnitPair, list[int]] = defaultdict(list)
    for old in olds:
        for shingle in _telling(before.shingles(old)):
            index[shingle].append(old)
    for new in news:
        mine = after.shingles(new)
        found = [index[shingle] for shingle in index.keys() & _telling(mine)]
        places = [olds for olds in found if len(olds) <= _COMMON]
        uncounted = len(found) - len(places)
        best = [
            old
            for old, shared in Counter(chain.from_iterable(places)).items()
            if may_share_enough(before.shingles(old), mine, shared + uncounted, IN_GAP)
        ]
        if len(best) > _CANDIDATES:
            best = _most_telling(best, places)
        for old in best:
            yield old, new


def _most_telling(candidates: list[int], places: list[list[int]]) -> list[int]:
    """Of many candidates those that share what few others have."""
    shares = dict.fromkeys(candidates, 0)
    for olds in places:
        for old in olds:
            if old in shares:
                shares[old] += _RARE // len(olds)
    return sorted(candidates, key=lambda old: (-shares[old], old))[:_CANDIDATES]


def _telling(found: Shingles) -> frozenset[str | UnitPair]:
    return found.pairs | found.units if found.is_short else found.pairs


def _kinds_agree(before: Features, after: Features, old: int, new: int, alike: float) -> bool:
    kinds = {before.segment(old).kind, after.segment(new).kind}
    if len(kinds) == 1:
        return before.segment(old).name == after.segment(new).name
    if SegmentKind.FIELD in kinds:
        return False
    if SegmentKind.FOOTNOTE in kinds:  # more likely a part of the other than what became of it
        return alike >= _A_NOTE
    return alike >= (0.6 if SegmentKind.HEADING in kinds else 0.45)


def _preference(
    before: Features,
    after: Features,
    old: int,
    new: int,
    matches: dict[int, int],
    *,
    same_gap: bool,
) -> float:
    """What speaks for a pair beside its words: its place, and the headings above."""
    bonus = 0.08 if same_gap else 0.0
    old_path, new_path = before.segment(old).path, after.segment(new).path
    if old_path and new_path and matches.get(old_path[-1]) == new_path[-1]:
        bonus += 0.05
    for step in (-1, 1):
        if matches.get(old + step) == new + step:
            bonus += 0.03
    return bonus


def _match_alone(
    before: Features,
    after: Features,
    all_gaps: list[tuple[list[int], list[int]]],
    matches: dict[int, int],
    taken: set[int],
) -> None:
    """One old and one new segment alone between the same neighbours need little in common."""
    for old_gap, new_gap in all_gaps:
        olds = [old for old in old_gap if old not in matches]
        news = [new for new in new_gap if new not in taken]
        for old, new in _lonely(olds, news, old_gap, new_gap, matches):
            if before.segment(old).kind is not after.segment(new).kind:
                continue
            if before.segment(old).name != after.segment(new).name:
                continue
            mine, theirs = before.shingles(old), after.shingles(new)
            if (
                likeness(mine, theirs) >= _ALONE
                or _is_grown(mine, theirs)
                or _are_alike_in_use(before, after, old, new)
            ):
                matches[old] = new
                taken.add(new)


def _is_grown(old: Shingles, new: Shingles) -> bool:
    """Whether the shorter of two texts is found in the longer one."""
    shorter, longer = sorted((old.pairs, new.pairs), key=len)
    return len(shorter) >= _GROWN_FROM and containment(shorter, longer) >= _GROWN


def _are_alike_in_use(before: Features, after: Features, old: int, new: int) -> bool:
    """Whether both are dates of the text, or mere markup: what they say need not be alike."""
    if not before.words(old) and not after.words(new):
        return True
    return all(
        is_date_clause(features.body(index), is_alone=True)
        for features, index in ((before, old), (after, new))
    )


def _lonely(
    olds: list[int],
    news: list[int],
    old_gap: list[int],
    new_gap: list[int],
    matches: dict[int, int],
) -> Iterable[tuple[int, int]]:
    """Unpaired segments that are alone on both sides between neighbouring pairs of their gap."""
    inner = sorted((old, matches[old]) for old in old_gap if old in matches)
    bounds = [pair for pair in inner if pair[1] in set(new_gap)]
    cells: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    old_bounds = [old for old, _ in bounds]
    new_bounds = sorted(new for _, new in bounds)
    for old in olds:
        cells[bisect_right(old_bounds, old)][0].append(old)
    for new in news:
        cells[bisect_right(new_bounds, new)][1].append(new)
    for cell_olds, cell_news in cells.values():
        if len(cell_olds) == 1 and len(cell_news) == 1:
            yield cell_olds[0], cell_news[0]
