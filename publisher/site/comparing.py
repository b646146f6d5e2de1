"""What changed between two revisions, as a page tells it: by section, noise apart, rest folded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from flask_babel import gettext, ngettext
from markupsafe import Markup

from publisher.changes.comparison import Comparison, places
from publisher.changes.materiality import judge_all
from publisher.changes.views import html
from publisher.changes.views.summary import sentence
from publisher.changes.views.words import difference_name, kind_name
from publisher.model.changes import Change, Evidence, Level, Pair, PairKind, Reason
from publisher.model.segments import ParsedText, Segment, SegmentKind
from publisher.site.reading import Reading, stated_dates
from publisher.site.timeline import Step
from publisher.text.messages import message_text

# What came, went or moved in a row reads as one thing.
_TOGETHER = frozenset({PairKind.ADDED, PairKind.REMOVED, PairKind.MOVED})
# Facts of the front matter have their own places on the page; rules and references have no words.
_APART = frozenset({SegmentKind.FIELD, SegmentKind.RULE, SegmentKind.REFERENCE})


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
    reasons: tuple[Reason, ...]
    block: Segment  # what its words are set as, and where


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What stands beside each other: the cells of a table's row; anything else stands alone."""

    kind: SegmentKind
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Neighbours that came, went or moved together; any other change is one by itself."""

    lines: tuple[Line, ...]

    @property
    def first(self) -> ChangeView:
        """The change that stands for all: they are of one kind."""
        return self.lines[0].changes[0]

    @property
    def is_material(self) -> bool:
        """Whether the machine suggests that any of it is material."""
        return any(change.is_material for line in self.lines for change in line.changes)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it does."""
        return tuple(
            item for line in self.lines for change in line.changes for item in change.reasons
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """An unchanged paragraph or heading."""

    text: str
    is_heading: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """What did not change between two changes."""

    content: tuple[Paragraph, ...]

    @property
    def count(self) -> int:
        """How many paragraphs, headings apart."""
        return sum(not item.is_heading for item in self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section in which something changed; or unchanged sections, under no name of their own."""

    path: tuple[str, ...]  # headings from the outermost, without the text's title
    is_named_by_change: bool  # its heading is itself one of the changes
    items: tuple[Cluster | Fold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All that a page says about a step, apart from what legal declared."""

    sentence: str
    level: Level
    categories: tuple[str, ...]
    parts: tuple[Part, ...]
    noise: tuple[Cluster, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no words changed."""
        return not any(isinstance(item, Cluster) for part in self.parts for item in part.items)


def present(reading: Reading, step: Step) -> Found:
    """The comparison of a step in the request's language."""
    comparison = without_facts(reading.room.comparison(reading, step))
    values = {**reading.values(step.new.locale), **stated_dates(step.new)}
    views = _Views(comparison, lambda text: reading.filled(text, step.new.locale), values)
    return Found(
        sentence=sentence(comparison, gettext=gettext, ngettext=ngettext),
        level=reading.judge(step),
        categories=comparison.materiality.categories,
        parts=tuple(_parts(views)),
        noise=tuple(
            _cluster([views.change(item)]) for item in comparison.visible_changes if is_noise(item)
        ),
    )


def without_facts(comparison: Comparison) -> Comparison:
    """The comparison of the texts alone: what the front matter says is shown elsewhere."""
    changes = tuple(item for item in comparison.changes if not _is_of_facts(comparison, item))
    return replace(comparison, changes=changes, materiality=judge_all(changes))


def is_noise(change: Change) -> bool:
    """Whether a change is listed apart: all its edits are without meaning and it did not move."""
    return change.noise is not None and change.kind is not PairKind.MOVED


def _is_of_facts(comparison: Comparison, change: Change) -> bool:
    text, place = (comparison.new, change.new[0]) if change.new else (comparison.old, change.old[0])
    return any(
        segment.extent == place.span and segment.kind is SegmentKind.FIELD
        for segment in _leading_fields(text)
    )


def _leading_fields(text: ParsedText) -> Iterator[Segment]:
    return (segment for segment in text.segments if segment.kind is SegmentKind.FIELD)


class _Views:
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
            reasons=tuple(
                item for item in change.materiality.reasons if item.evidence != Evidence()
            ),
            block=self._block(change),
        )

    def _block(self, change: Change) -> Segment:
        text = self.comparison.new if change.new else self.comparison.old
        place = change.new[0] if change.new else change.old[0]
        return next(item for item in text.segments if item.extent == place.span)

    def _moved_from(self, change: Change) -> str:
        if change.kind is not PairKind.MOVED:
            return ""
        old = self.comparison.old
        segment = next(item for item in old.segments if item.extent == change.old[0].span)
        section = old.section(segment)
        return self.filled(section[-1]) if section[1:] and section != change.section else ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A pair with its section and, where it changed visibly, its change."""

    section: tuple[str, ...]
    segment: Segment
    text: str
    change: Change | None
    is_same: bool


def _entries(views: _Views) -> Iterator[_Entry]:
    comparison = views.comparison
    for pair in comparison.alignment:
        text, index = (comparison.new, pair.new[0]) if pair.new else (comparison.old, pair.old[0])
        segment = text.segments[index]
        if segment.kind in _APART:
            continue
        words = views.filled(message_text(text, segment))
        path = text.section(segment)
        own = (message_text(text, segment),) if segment.kind is SegmentKind.HEADING else ()
        change = views.of_pair(pair)
        yield _Entry(
            section=(*path, *own),
            segment=segment,
            text=words,
            change=None if change is None or is_noise(change) else change,
            is_same=change is None,
        )


def _parts(views: _Views) -> Iterator[Part]:
    quiet: list[_Entry] = []
    for _section, group in groupby(_entries(views), key=lambda entry: entry.section):
        entries = list(group)
        last = max((n for n, entry in enumerate(entries) if entry.change), default=-1) + 1
        if last and quiet:
            yield from _quiet_part(quiet)
            quiet = []
        if last:
            yield _part(entries[:last], views)
        quiet.extend(entries[last:])
    yield from _quiet_part(quiet)


def _quiet_part(entries: list[_Entry]) -> Iterator[Part]:
    fold = _fold(entries)
    if fold.count:
        yield Part(path=(), is_named_by_change=False, items=(fold,))


def _part(entries: list[_Entry], views: _Views) -> Part:
    first = entries[0]
    is_heading = first.segment.kind is SegmentKind.HEADING
    items: list[Cluster | Fold] = []
    body = entries[1:] if is_heading and first.change is None else entries
    for is_change, group in groupby(body, key=lambda entry: entry.change is not None):
        if is_change:
            items.extend(_clusters([views.change(entry.change) for entry in group if entry.change]))
        elif (fold := _fold(list(group))).count:
            items.append(fold)
    return Part(
        path=tuple(views.filled(name) for name in first.section[1:]),
        is_named_by_change=is_heading and first.change is not None,
        items=tuple(items),
    )


def _clusters(changes: list[ChangeView]) -> Iterator[Cluster]:
    for kind, group in groupby(changes, key=lambda change: (change.kind, change.kind_name)):
        run = list(group)
        if kind[0] in _TOGETHER and not any(change.differences for change in run):
            yield _cluster(run)
        else:
            yield from (_cluster([change]) for change in run)


def _cluster(changes: list[ChangeView]) -> Cluster:
    return Cluster(
        lines=tuple(
            Line(kind=line[0].block.kind, changes=tuple(line))
            for _place, run in groupby(changes, key=_line_of)
            if (line := list(run))
        )
    )


def _line_of(change: ChangeView) -> tuple[int, int]:
    """Cells of one row lie on one line of the source; nothing else shares one."""
    return change.block.group, change.block.line


def _fold(entries: list[_Entry]) -> Fold:
    return Fold(
        content=tuple(
            Paragraph(text=entry.text, is_heading=entry.segment.kind is SegmentKind.HEADING)
            for entry in entries
            if entry.text and entry.is_same
        )
    )
