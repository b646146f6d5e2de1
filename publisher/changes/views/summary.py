"""A comparison in one sentence: "3 clauses changed, 1 moved, 1 added."."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from publisher.changes.comparison import Comparison
from publisher.model.changes import PairKind

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
    """How many visible changes with a meaning there are of each kind, and renumbered ones."""
    return Counter(
        change.kind
        for change in comparison.visible_changes
        if change.noise is None or change.kind in (PairKind.RENUMBERED, PairKind.MOVED)
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
