"""Which older message a new one comes from where no history says so: rather nothing than a guess.

First the same words under another context, then what stands between the same neighbours and is
alike, then the likest of all by an index of features, so that the work grows with the number of
messages and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from publisher.catalogs.entries import Catalog, Entry, Key
from publisher.catalogs.likeness import LikenessIndex
from publisher.catalogs.lineage import Origin, Relation
from publisher.text.dates import find_dates

# How alike two messages must be (1: equal), by what else speaks for them.
BETWEEN_SAME_NEIGHBOURS = 0.50
REWRITTEN = 0.60  # between the same neighbours, of two that history did not take for one
ANYWHERE = 0.65
MARGIN = 0.04  # over the second best, where nothing but likeness speaks

_LARGEST_GAP = 2500  # cells of a gap's table; larger gaps are left to the index


def similar_origins(catalog: Catalog, template: Catalog) -> Mapping[Key, Origin]:
    """For messages that the catalog does not hold, the translated entry that they come from."""
    wanted = [entry for entry in template.entries if not _holds(catalog, entry.key)]
    if not wanted:
        return {}
    current = {entry.key for entry in template.entries}
    free = [e for e in catalog.entries if e.key not in current and any(e.msgstrs)]
    found = dict(_by_context(wanted, free))
    unused = _unused(free, found)
    found |= _by_position(catalog, template, unused, {}, BETWEEN_SAME_NEIGHBOURS)
    rest = [entry for entry in wanted if entry.key not in found]
    found |= _by_likeness(rest, _unused(free, found))
    return found


def remaining_origins(
    catalog: Catalog, template: Catalog, known: Mapping[Key, Origin]
) -> Mapping[Key, Origin]:
    """For messages that are new to history, the entry that they take the place of, or return from.

    History compares texts as a reader does, for whom a rewritten date line is another one; and it
    does not look further back than one revision.
    """
    rest = [
        entry
        for entry in template.entries
        if entry.key not in known and not _holds(catalog, entry.key)
    ]
    current = {entry.key for entry in template.entries}
    free = [e for e in catalog.entries if e.key not in current and any(e.msgstrs)]
    free = _unused(free, known)
    if not rest or not free:
        return {}
    partners = {key: origin.keys[0] for key, origin in known.items()}
    found = _by_position(catalog, template, free, partners, REWRITTEN)
    rest = [entry for entry in rest if entry.key not in found]
    return found | _by_likeness(rest, _unused(free, found))


def _holds(catalog: Catalog, key: Key) -> bool:
    entry = catalog.by_key.get(key)
    return entry is not None and (not entry.obsolete or any(entry.msgstrs))


def _unused(free: list[Entry], found: Mapping[Key, Origin]) -> list[Entry]:
    used = {key for origin in found.values() for key in origin.keys}
    return [entry for entry in free if entry.key not in used]


def _similar(key: Key) -> Origin:
    return Origin(relation=Relation.SIMILAR, keys=(key,))


def _by_context(wanted: list[Entry], free: list[Entry]) -> Iterator[tuple[Key, Origin]]:
    """Messages whose words the catalog has under another context."""
    by_words: dict[str, list[Key]] = {}
    for entry in free:
        by_words.setdefault(entry.msgid, []).append(entry.key)
    for entry in wanted:
        keys = by_words.get(entry.msgid, [])
        if len(keys) == 1:
            yield entry.key, Origin(relation=Relation.SAME, keys=(keys[0],))


def _by_likeness(wanted: list[Entry], free: list[Entry]) -> dict[Key, Origin]:
    """The likest free entry for each message, the likest pairs first, each entry once."""
    index = LikenessIndex([entry.msgid for entry in free])
    ranked: list[tuple[float, int, int]] = []
    for number, entry in enumerate(wanted):
        candidates = index.likest(entry.msgid, at_least=ANYWHERE)
        if not candidates:
            continue
        best = candidates[0]
        runner_up = candidates[1].likeness if len(candidates) > 1 else 0.0
        if best.likeness - runner_up >= MARGIN or best.likeness > 1 - MARGIN:
            ranked.append((-best.likeness, number, best.place))
    found: dict[Key, Origin] = {}
    used: set[int] = set()
    for _, number, position in sorted(ranked):
        if position not in used:
            used.add(position)
            found[wanted[number].key] = _similar(free[position].key)
    return found


# ------------------------------------------------------------------------------------- position


class _Gap(NamedTuple):
    """Messages without a partner between the same neighbours."""

    old: tuple[Entry, ...]
    new: tuple[Entry, ...]


def _by_position(
    catalog: Catalog,
    template: Catalog,
    free: list[Entry],
    partners: Mapping[Key, Key],
    at_least: float,
) -> dict[Key, Origin]:
    """Pairs between the same neighbours; ``partners`` are messages whose old one is known."""
    found: dict[Key, Origin] = {}
    used: set[Key] = set()
    for gap in _gaps(catalog, template, {entry.key for entry in free}, partners):
        if len(gap.old) * len(gap.new) > _LARGEST_GAP:
            continue
        old = [entry for entry in gap.old if entry.key not in used]
        for entry, new in _aligned(old, gap.new, at_least):
            found[new.key] = _similar(entry.key)
            used.add(entry.key)
    return found


def _gaps(
    catalog: Catalog, template: Catalog, free: set[Key], partners: Mapping[Key, Key]
) -> Iterator[_Gap]:
    """The runs of new messages, each with the free entries beside its neighbours' old places."""
    old = list(catalog.active())
    by_key = {entry.key: place for place, entry in enumerate(old)}
    places = by_key | {new: by_key[key] for new, key in partners.items() if key in by_key}
    run: list[Entry] = []
    before: int | None = -1
    for entry in (*template.entries, None):
        place = places.get(entry.key) if entry else len(old)
        if entry is not None and place is None:
            run.append(entry)
            continue
        if run:
            beside = [*_free_run(old, before, 1, free), *_free_run(old, place, -1, free)]
            members = dict.fromkeys(sorted(beside))
            if members:
                yield _Gap(tuple(old[member] for member in members), tuple(run))
        run, before = [], place


def _free_run(old: list[Entry], place: int | None, step: int, free: set[Key]) -> Iterator[int]:
    """The places next to one, in one direction, up to an entry that is still in use."""
    if place is None:
        return
    place += step
    while 0 <= place < len(old) and old[place].key in free:
        yield place
        place += step


def _aligned(
    old: Sequence[Entry], new: Sequence[Entry], at_least: float
) -> list[tuple[Entry, Entry]]:
    """The pairs, in order on both sides, that are the most alike together."""
    gains = [[_gain(before, after, at_least) for after in new] for before in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = best[i + 1][j + 1] + gains[i][j] if gains[i][j] > 0 else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if gains[i][j] > 0 and best[i][j] == best[i + 1][j + 1] + gains[i][j]:
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _gain(before: Entry, after: Entry, at_least: float) -> float:
    """How much more than chance speaks for two messages being one; 0 and less: nothing does."""
    if before.msgctxt != after.msgctxt:
        return 0.0
    if _is_date_line(before.msgid) and _is_date_line(after.msgid):
        return 1.0 - at_least
    return Indel.normalized_similarity(before.msgid, after.msgid) - at_least


_DATE_LINE = 60  # characters: "Effective October 31, 2019" and the like


def _is_date_line(text: str) -> bool:
    """Whether a message does little but state a date, so that another date makes it no other."""
    return len(text) <= _DATE_LINE and bool(find_dates(text))
