"""A comparison in one sentence: "3 clauses changed, 1 moved, 1 added."."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from publisher.changes.comparison import Comparison
from publisher.model.changes import Change, PairKind
from publisher.model.segments import SegmentKind

Gettext = Callable[[str], str]
Ngettext = Callable[[str, str, int], str]

_ORDER = (
    PairKind.MODIFIED,
    PairKind.MOVED,
    PairKind.ADDED,
    PairKind.REMOVED,
    PairKind.SPLIT,
    PairKind.MERGED,
    PairKind.RENUMBERED,
)


def counts(comparison: Comparison) -> Counter[PairKind]:
    """How many visible changes with a meaning there are of each kind, and renumbered ones.

    Front matter holds no clauses: its fields are facts about the text.
    """
    facts_end = _facts_end(comparison)
    return Counter(
        change.kind
        for change in comparison.visible_changes
        if (change.noise is None or change.kind in (PairKind.RENUMBERED, PairKind.MOVED))
        and not _is_of_facts(change, *facts_end)
    )


def _facts_end(comparison: Comparison) -> tuple[int, int]:
    """Where the front matter's fields end, before and after."""
    ends = (
        max(
            (part.extent.end for part in parsed.segments if part.kind is SegmentKind.FIELD),
            default=0,
        )
        for parsed in (comparison.old, comparison.new)
    )
    return next(ends), next(ends)


def _is_of_facts(change: Change, old_end: int, new_end: int) -> bool:
    return all(place.span.end <= old_end for place in change.old) and all(
        place.span.end <= new_end for place in change.new
    )


def sentence(
    comparison: Comparison,
    *,
    gettext: Gettext = str,
    ngettext: Ngettext = lambda one, many, count: one if count == 1 else many,
) -> str:
    """What changed, in one sentence of the language that the two functions translate to."""
    found = counts(comparison)
    parts = [_phrase(kind, found[kind], ngettext) for kind in _ORDER if found[kind]]
    if parts:
        return gettext("{changes}.").format(changes=gettext(", ").join(parts))
    if any(change.noise is None for change in comparison.visible_changes):
        return gettext(
            "No clause changed: only facts about the text, such as its title or summary."
        )
    if comparison.visible_changes:
        return gettext("Nothing changed but form: punctuation, markup, dates or numbering.")
    if comparison.changes:
        return gettext("Nothing changed that can be seen: only the format of the source.")
    return gettext("Nothing changed.")


def _phrase(kind: PairKind, count: int, ngettext: Ngettext) -> str:
    match kind:
        case PairKind.MODIFIED:
            phrase = ngettext("{count} clause changed", "{count} clauses changed", count)
        case PairKind.MOVED:
            phrase = ngettext("{count} moved", "{count} moved", count)
        case PairKind.ADDED:
            phrase = ngettext("{count} added", "{count} added", count)
        case PairKind.REMOVED:
            phrase = ngettext("{count} removed", "{count} removed", count)
        case PairKind.SPLIT:
            phrase = ngettext("{count} split", "{count} split", count)
        case PairKind.MERGED:
            phrase = ngettext("{count} merged", "{count} merged", count)
        case _:
            phrase = ngettext("{count} renumbered", "{count} renumbered", count)
    return phrase.format(count=count)
