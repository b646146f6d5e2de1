"""One judgement for all languages: what the master's comparison suggests, carried to a translation.

A translation is built by putting words in the master's places, so the segments of both correspond
one to one. Where they do not (an imported history) each language is judged by itself. What changed
in the translation alone is judged in its language, and counts for the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from publisher.changes.comparison import Comparison
from publisher.changes.materiality import judge_all
from publisher.model.changes import Change, Materiality, Place
from publisher.model.segments import ParsedText


def carried(own: Comparison, master: Comparison) -> Comparison | None:
    """The translation's comparison with the master's judgement; None where nothing corresponds."""
    if not (_alike(own.old, master.old) and _alike(own.new, master.new)):
        return None
    judged: dict[tuple[str, int], Materiality] = {}
    for change in master.changes:
        for place in _indices(master, change):
            known = judged.get(place)
            if known is None or known.score < change.materiality.score:
                judged[place] = change.materiality
    changes = tuple(_judged(own, change, judged) for change in own.changes)
    corrections = [
        change for change in changes if not any(i in judged for i in _indices(own, change))
    ]
    return replace(own, changes=changes, materiality=_with(master.materiality, corrections))


def _with(master: Materiality, corrections: Sequence[Change]) -> Materiality:
    """The master's judgement, heavier where the translation's own corrections are."""
    found = judge_all(corrections)
    heavier = max(master, found, key=lambda item: item.score)
    categories = dict.fromkeys((*heavier.categories, *master.categories, *found.categories))
    return replace(heavier, categories=tuple(categories))


def _judged(own: Comparison, change: Change, judged: dict[tuple[str, int], Materiality]) -> Change:
    """A change without one in the master is a correction of the translation: it keeps its own."""
    found = [judged[place] for place in _indices(own, change) if place in judged]
    if change.noise is not None or not found:
        return change
    return replace(change, materiality=max(found, key=lambda item: item.score))


def _alike(one: ParsedText, other: ParsedText) -> bool:
    return [item.kind for item in one.segments] == [item.kind for item in other.segments]


def _indices(comparison: Comparison, change: Change) -> Iterator[tuple[str, int]]:
    for side, text, places in (
        ("old", comparison.old, change.old),
        ("new", comparison.new, change.new),
    ):
        yield from ((side, index) for index in _segments_at(text, places))


def _segments_at(text: ParsedText, places: tuple[Place, ...]) -> Iterator[int]:
    starts = {segment.extent.start: index for index, segment in enumerate(text.segments)}
    return (starts[place.span.start] for place in places)
