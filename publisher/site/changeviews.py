"""Changes as a page shows them: their names, their marked words, why they may matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext
from markupsafe import Markup

from publisher.changes.comparison import Comparison, places
from publisher.changes.views import html
from publisher.changes.views.words import difference_name, kind_name
from publisher.model.changes import Change, Level, Pair, PairKind, Reason
from publisher.model.segments import Segment
from publisher.site.naming import reason_name
from publisher.site.requests import current_reading
from publisher.site.templating import interface

_REASONS_SHOWN = 5
_WORDS_SHOWN = 4
_WEIGHT_SHOWN = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    """Why the machine suggests what it does: what it is about, and the words it went by."""

    name: str
    words: tuple[tuple[str, str], ...]  # old and new, either maybe empty; each pair once


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """One change as a page shows it; its markup is safe."""

    id: str
    kind: PairKind
    kind_name: str
    differences: tuple[str, ...]
    is_material: bool  # the machine suggests it
    moved_from: str  # the section that a moved one left; empty: none, or the same
    marked: Markup
    before: Markup
    after: Markup
    reasons: tuple[Reason, ...]  # those that speak for its being material
    block: Segment  # what its words are set as, and where


class ChangeViews:
    """The views of one comparison's changes, each made when it is asked for."""

    def __init__(
        self,
        comparison: Comparison,
        filled: Callable[[str], str],
        values: Mapping[str, str],
    ) -> None:
        self.comparison = comparison
        self.filled = filled
        self._values = values
        visible = comparison.visible_changes
        self._blocks = tuple(
            {item.extent: item for item in text.segments}
            for text in (comparison.old, comparison.new)
        )
        self._ids = {id(item): f"c{number}" for number, item in enumerate(visible, start=1)}
        self._by_place = {(item.old, item.new): item for item in visible}
        self._spoken = html.Announcements(
            insertion_start=gettext("[inserted:") + " ",
            insertion_end=" " + gettext("end of insertion]"),
            deletion_start=gettext("[deleted:") + " ",
            deletion_end=" " + gettext("end of deletion]"),
        )

    def of_pair(self, pair: Pair) -> Change | None:
        """The visible change of a pair; None: it has none."""
        old = places(self.comparison.old, pair.old)
        return self._by_place.get((old, places(self.comparison.new, pair.new)))

    def change(self, change: Change) -> ChangeView:
        """A change as a page shows it."""
        before, after = html.sides(
            self.comparison, change, values=self._values, announcements=self._spoken
        )
        return ChangeView(
            id=self._ids[id(change)],
            kind=change.kind,
            kind_name=gettext(kind_name(change)),
            differences=tuple(gettext(name) for name in _difference_names(change)),
            is_material=change.materiality.level is Level.MATERIAL,
            moved_from=self._moved_from(change),
            marked=html.redline(
                self.comparison, change, values=self._values, announcements=self._spoken
            ),
            before=before if change.old else Markup(""),
            after=after if change.new else Markup(""),
            reasons=_telling(change),
            block=self._block(change),
        )

    def _block(self, change: Change) -> Segment:
        old, new = self._blocks
        return new[change.new[0].span] if change.new else old[change.old[0].span]

    def _moved_from(self, change: Change) -> str:
        if change.kind is not PairKind.MOVED:
            return ""
        section = self.comparison.old.section(self._blocks[0][change.old[0].span])
        return self.filled(section[-1]) if section[1:] and section != change.section else ""


def reason_views(reasons: Iterable[Reason]) -> tuple[ReasonView, ...]:
    """The weightiest reasons, each name once with the words that it went by."""
    rules = current_reading().rules
    found: dict[str, dict[tuple[str, str], None]] = {}
    for reason in sorted(reasons, key=lambda item: -item.weight):
        words = found.setdefault(reason_name(reason, interface(), rules), {})
        if reason.evidence.old or reason.evidence.new:
            words[reason.evidence.old, reason.evidence.new] = None
    return tuple(
        ReasonView(name=name, words=tuple(words)[:_WORDS_SHOWN])
        for name, words in list(found.items())[:_REASONS_SHOWN]
    )


def _telling(change: Change) -> tuple[Reason, ...]:
    """Of a change that matters at most little, reasons would only distract."""
    if change.materiality.level is Level.IMMATERIAL:
        return ()
    return tuple(item for item in change.materiality.reasons if item.weight >= _WEIGHT_SHOWN)


def _difference_names(change: Change) -> Iterator[str]:
    """What differs, most of it first; of what came or went as a whole there is no more to say."""
    if change.kind in (PairKind.ADDED, PairKind.REMOVED):
        return
    lengths: dict[str, int] = {}
    for edit in change.edits:
        if edit.difference and not edit.difference.is_format:
            name = difference_name(edit.difference)
            if is_noise(change) or not edit.difference.is_noise:
                lengths[name] = lengths.get(name, 0) + len(edit.text)
    yield from sorted(lengths, key=lambda name: -lengths[name])


def is_noise(change: Change) -> bool:
    """Whether a change is listed apart: all its edits are without meaning and it did not move."""
    return change.noise is not None and change.kind is not PairKind.MOVED
