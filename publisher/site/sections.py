"""A comparison by section: what changed in each, neighbours together, the rest folded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from publisher.model.changes import Change, PairKind
from publisher.model.segments import Segment, SegmentKind
from publisher.site.changeviews import ChangeView, ChangeViews, ReasonView, is_noise, reason_views
from publisher.text.dialect import markdown
from publisher.text.messages import message_text
from publisher.text.render import plain_text

_MARKUP = re.compile(r"[*_`\[\]<>&\\~{}]")
# What came, went or moved in a row reads as one thing.
_TOGETHER = frozenset({PairKind.ADDED, PairKind.REMOVED, PairKind.MOVED})
# Facts of the front matter have their own places on the page; rules and references have no words.
_APART = frozenset({SegmentKind.FIELD, SegmentKind.RULE, SegmentKind.REFERENCE})


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
    def reasons(self) -> tuple[ReasonView, ...]:
        """Why it does."""
        return reason_views(
            item for line in self.lines for change in line.changes for item in change.reasons
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """An unchanged paragraph, heading, item or cell, as plain words."""

    text: str
    kind: SegmentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """What did not change between two changes."""

    content: tuple[Paragraph, ...]

    @property
    def count(self) -> int:
        """How many paragraphs, headings apart."""
        return sum(item.kind is not SegmentKind.HEADING for item in self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section in which something changed; or unchanged sections, under no name of their own."""

    path: tuple[str, ...]  # headings from the outermost, without the text's title
    is_named_by_change: bool  # its heading is itself one of the changes
    items: tuple[Cluster | Fold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A pair with its section and, where it changed visibly, its change."""

    section: tuple[str, ...]
    segment: Segment
    text: str
    change: Change | None
    is_same: bool


def _entries(views: ChangeViews) -> Iterator[_Entry]:
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


def parts(views: ChangeViews) -> Iterator[Part]:
    """The new text in reading order: sections with their changes, the rest folded between."""
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


def _part(entries: list[_Entry], views: ChangeViews) -> Part:
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
        path=tuple(plain(views.filled(name)) for name in first.section[1:]),
        is_named_by_change=is_heading and first.change is not None,
        items=tuple(items),
    )


def _clusters(changes: list[ChangeView]) -> Iterator[Cluster]:
    for kind, group in groupby(changes, key=lambda change: (change.kind, change.kind_name)):
        run = list(group)
        if kind[0] in _TOGETHER and not any(change.differences for change in run):
            yield cluster(run)
        else:
            yield from (cluster([change]) for change in run)


def cluster(changes: list[ChangeView]) -> Cluster:
    """Changes that read as one thing, cells of a row beside each other."""
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
            Paragraph(text=plain(entry.text), kind=entry.segment.kind)
            for entry in entries
            if entry.text and entry.is_same
        )
    )


def plain(words: str) -> str:
    """Inline Markdown as its readers see it."""
    if not _MARKUP.search(words):
        return words
    inline = markdown().parseInline(words)
    return plain_text(inline[0].children or []) if inline else words
