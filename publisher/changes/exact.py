"""Pairs of segments that say the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise

from rapidfuzz.distance import Indel

from publisher.changes.chains import heaviest_chain
from publisher.changes.features import Features
from publisher.model.segments import SegmentKind

# A repeated block that left its place is only known for the same one where it holds some text.
TELLING = 10
# Beyond this product of lengths (25 MB) repeated blocks in a gap are paired one by one instead.
_LARGE = 200_000_000


def match_exact(before: Features, after: Features) -> dict[int, int]:
    """Old index to new index, for segments with equal words.

    Those that stand once in each text are pairs wherever they are: first those that are written
    alike to the letter, most by far, so that only the others have to be folded. Repeated ones are
    paired inside the gaps between those that stay, then beside neighbours that moved together, then
    in order.
    """
    matches: dict[int, int] = {}
    start, old_end, new_end = _trim(before, after, matches)
    olds, news = range(start, old_end), range(start, new_end)
    _match_fields(before, after, olds, news, matches)
    _match_unique(before.extent, after.extent, olds, news, matches)
    _match_unique(before.key, after.key, olds, news, matches)
    _match_unique(_caseless(before), _caseless(after), olds, news, matches)
    for old_gap, new_gap in gaps(before, matches, olds, news):
        _match_in_order(before, after, old_gap, new_gap, matches)
    _match_beside(before, after, matches)
    _match_rest(before, after, olds, news, matches)
    return matches


def _trim(before: Features, after: Features, matches: dict[int, int]) -> tuple[int, int, int]:
    """Pair what the two texts begin with and end with to the letter."""
    start, old_end, new_end = 0, len(before), len(after)
    while start < old_end and start < new_end and before.extent(start) == after.extent(start):
        matches[start] = start
        start += 1
    while (
        old_end > start
        and new_end > start
        and before.extent(old_end - 1) == after.extent(new_end - 1)
    ):
        old_end -= 1
        new_end -= 1
        matches[old_end] = new_end
    return start, old_end, new_end


def _places(key: Callable[[int], str], indices: Iterable[int]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for index in indices:
        places[key(index)].append(index)
    return places


def _match_fields(
    before: Features, after: Features, olds: range, news: range, matches: dict[int, int]
) -> None:
    """A front matter value that can stand once is known by its key, whatever it says."""
    names = {
        after.segment(new).name: new
        for new in news
        if after.segment(new).kind is SegmentKind.FIELD and after.segment(new).name != "summary"
    }
    for old in olds:
        segment = before.segment(old)
        if segment.kind is SegmentKind.FIELD and segment.name in names:
            matches.setdefault(old, names.pop(segment.name))


def _caseless(features: Features) -> Callable[[int], str]:
    """The key of words that were put in capitals, or out of them."""
    return lambda index: features.key(index).casefold()


def _match_unique(
    old_key: Callable[[int], str],
    new_key: Callable[[int], str],
    olds: range,
    news: range,
    matches: dict[int, int],
) -> None:
    """Pair what is not paired yet and has a key that no other such segment has."""
    taken = set(matches.values())
    new_places = _places(new_key, (new for new in news if new not in taken))
    for key, places in _places(old_key, (old for old in olds if old not in matches)).items():
        others = new_places.get(key, ())
        if len(places) == 1 and len(others) == 1:
            matches[places[0]] = others[0]


def gaps(
    before: Features, matches: dict[int, int], olds: range, news: range
) -> Iterable[tuple[list[int], list[int]]]:
    """The unpaired segments between neighbouring pairs that stay in place."""
    pairs = [pair for pair in sorted(matches.items()) if pair[0] in olds and pair[1] in news]
    chain = heaviest_chain(pairs, lambda old, _: float(before.weights[old]))
    bounds = [(olds.start - 1, news.start - 1)]
    bounds += [pair for index, pair in enumerate(pairs) if index in chain]
    bounds.append((olds.stop, news.stop))
    taken = set(matches.values())
    for (old_low, new_low), (old_high, new_high) in pairwise(bounds):
        old_gap = [old for old in range(old_low + 1, old_high) if old not in matches]
        new_gap = [new for new in range(new_low + 1, new_high) if new not in taken]
        if old_gap or new_gap:
            yield old_gap, new_gap


def _match_in_order(
    before: Features,
    after: Features,
    old_gap: list[int],
    new_gap: list[int],
    matches: dict[int, int],
) -> None:
    """The longest common subsequence of what is left in a gap."""
    if not old_gap or not new_gap:
        return
    if len(old_gap) * len(new_gap) > _LARGE:
        _match_rest(before, after, old_gap, new_gap, matches)
        return
    old_keys = [before.key(old) for old in old_gap]
    new_keys = [after.key(new) for new in new_gap]
    for block in Indel.opcodes(old_keys, new_keys).as_matching_blocks():
        for offset in range(block.size):
            matches[old_gap[block.a + offset]] = new_gap[block.b + offset]


def _match_beside(before: Features, after: Features, matches: dict[int, int]) -> None:
    """Short blocks go with their neighbours: extend every pair while what follows is equal too."""
    taken = set(matches.values())
    for step in (1, -1):
        left = [old for old in range(len(before)) if old not in matches]
        for old in left[::step]:
            beside = matches.get(old - step)
            if beside is None:
                continue
            new = beside + step
            if 0 <= new < len(after) and new not in taken and before.key(old) == after.key(new):
                matches[old] = new
                taken.add(new)


def _match_rest(
    before: Features,
    after: Features,
    olds: Iterable[int],
    news: Iterable[int],
    matches: dict[int, int],
) -> None:
    taken = set(matches.values())
    new_places = _places(after.key, (new for new in news if new not in taken))
    for key, places in _places(before.key, (old for old in olds if old not in matches)).items():
        if len(key) >= TELLING and not key.startswith("\0"):
            matches.update(zip(places, new_places.get(key, ()), strict=False))
