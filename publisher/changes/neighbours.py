"""Pairs known by their neighbours: what stands beside them, whatever their own words became.

A heading over the same clauses was renamed, a cell in the same row and column was filled anew, an
item with the same bold lead or the same id was rewritten, and what stands beside a clause that
moved may have moved with it. Looked at last, for what neither equal words nor likeness have paired.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import pairwise

from publisher.changes.exact import gaps
from publisher.changes.features import Features, heads_a_section, likeness
from publisher.changes.parts import Parts
from publisher.changes.similar import IN_GAP
from publisher.model.segments import SegmentKind
from publisher.text.dates import MAX_DATE_LINE, is_date_clause
from publisher.text.folding import fold

# What an item begins with and is known by: "**Retention**: …", "Retention: …".
_BOLD_LEAD = re.compile(r"(\*\*|__)(?P<lead>[^*_\r\n]{1,80})\1\s*[:：.。—–-]?\s*(?=\S)")
_PLAIN_LEAD = re.compile(r"(?P<lead>[^:：.。,，;；\r\n\[<]{1,40})[:：]\s*(?=\S)")
_AROUND_A_LEAD = " :."
# "{: #cookies .note }" behind a heading or an item.
_ID = re.compile(r"\{:?[ ]*(?:\.[\w-]+[ ]+)*#(?P<id>[\w.:-]+)[^{}\r\n]*\}\s*\Z")


def match_by_neighbours(
    before: Features, after: Features, matches: dict[int, int], moved: set[int], parts: Parts
) -> bool:
    """Add the pairs that their neighbours tell to the matches; whether there are any."""
    known = len(matches)
    olds = set(range(len(before))) - matches.keys() - parts.old
    news = set(range(len(after))) - set(matches.values()) - parts.new
    if not olds or not news:
        return False
    found = _Found(before, after, matches, olds, news)
    found.of_one_id()
    found.beside(moved)
    found.in_their_row(moved)
    found.above_the_same()
    found.in_their_gap(moved)
    return len(matches) > known


class _Found:
    """The pairs so far, and what is still without one."""

    def __init__(
        self,
        before: Features,
        after: Features,
        matches: dict[int, int],
        olds: set[int],
        news: set[int],
    ) -> None:
        self.before = before
        self.after = after
        self.matches = matches
        self.olds = olds
        self.news = news

    def pair(self, old: int, new: int) -> None:
        self.matches[old] = new
        self.olds.remove(old)
        self.news.remove(new)

    def are_free(self, old: int, new: int) -> bool:
        """Whether both have no counterpart yet, and are blocks of one kind."""
        return (
            old in self.olds
            and new in self.news
            and self.before.segment(old).kind is self.after.segment(new).kind
            and self.before.segment(old).name == self.after.segment(new).name
        )

    def of_one_id(self) -> None:
        """What bears the id that its author gave to the other."""
        self._pair_unique(sorted(self.olds), sorted(self.news), _given_id)

    def beside(self, moved: Iterable[int]) -> None:
        """What stands beside a moved pair is in its place there, as between pairs that stay."""
        for anchor in sorted(moved):
            for step in (-1, 1):
                old, new = anchor + step, self.matches[anchor] + step
                while self.are_free(old, new) and self._is_alike(old, new):
                    self.pair(old, new)
                    old, new = old + step, new + step

    def _is_alike(self, old: int, new: int) -> bool:
        return likeness(self.before.shingles(old), self.after.shingles(new)) >= IN_GAP

    def in_their_row(self, moved: set[int]) -> None:
        """A cell of a row that is known has its counterpart in the same column.

        Where a column came or went, the only ones between the same cells are a pair.
        """
        cells = [old for old in self.olds if _is_cell(self.before, old)]
        if not cells or not any(_is_cell(self.after, new) for new in self.news):
            return
        old_rows, new_rows = _rows(self.before), _rows(self.after)
        for row in dict.fromkeys(old_rows[old] for old in sorted(cells)):
            other = self._same_row(row, new_rows, moved)
            if len(other) == len(row):
                pairs = list(zip(row, other, strict=True))
            else:
                pairs = self._only_ones(row, other)
            for old, new in pairs:
                if self.are_free(old, new):
                    self.pair(old, new)

    def _same_row(self, row: range, new_rows: dict[int, range], moved: set[int]) -> range:
        """The row that holds most of a row's cells, in their columns if it has as many; or none.

        A row that moved is known by its first cell.
        """
        votes: Counter[range] = Counter()
        for column, old in enumerate(row):
            new = self.matches.get(old, -1)
            other = new_rows.get(new)
            if (
                other is not None
                and (len(other) != len(row) or other[column] == new)
                and (column == 0 or old not in moved)
            ):
                votes[other] += 1
        return votes.most_common(1)[0][0] if votes else range(0)

    def _only_ones(self, row: range, other: range) -> list[tuple[int, int]]:
        """The cells of two rows that are alone between the same neighbours."""
        bounds = [(row.start - 1, other.start - 1)]
        bounds += [(old, self.matches[old]) for old in row if self.matches.get(old, -1) in other]
        bounds.append((row.stop, other.stop))
        return [
            (old + 1, new + 1)
            for (old, new), (next_old, next_new) in pairwise(bounds)
            if next_old - old == next_new - new == 2
        ]

    def in_their_gap(self, moved: set[int]) -> None:
        """Between the same neighbours: items of one lead, the only date lines, and headings."""
        everything = (range(len(self.before)), range(len(self.after)))
        for old_gap, new_gap in gaps(self.before, self.matches, *everything):
            olds = [old for old in old_gap if old in self.olds]
            news = [new for new in new_gap if new in self.news]
            if olds and news:
                self._pair_unique(olds, news, _lead)
                self._pair_unique(olds, news, _date_line)
                for old in filter(partial(_heads, self.before), olds):
                    if (new := self._most_below(old, moved)) in news:
                        self._rename(old, new)

    def _pair_unique(
        self, olds: list[int], news: list[int], name: Callable[[Features, int], str]
    ) -> None:
        old_places = _named(self.before, olds, name)
        new_places = _named(self.after, news, name) if old_places else {}
        for key, places in old_places.items():
            others = new_places.get(key, ())
            if len(places) == len(others) == 1 and self.are_free(places[0], others[0]):
                self.pair(places[0], others[0])

    def above_the_same(self) -> None:
        """Headings of one level over blocks that are a pair; the innermost first."""
        for old in sorted(self.olds, reverse=True):
            if _heads(self.before, old):
                self._rename(old, self.matches.get(old + 1, 0) - 1)

    def _rename(self, old: int, new: int) -> None:
        if (
            self.are_free(old, new)
            and self.before.segment(old).level == self.after.segment(new).level
            and _heads(self.after, new)
        ):
            self.pair(old, new)

    def _most_below(self, old: int, moved: set[int]) -> int:
        """The heading over most of what stands below a heading and stayed in its place, or -1."""
        below = old + 1
        headings: Counter[int] = Counter()
        while below < len(self.before) and old in self.before.segment(below).path[-1:]:
            path = self.after.segment(self.matches[below]).path if below in self.matches else ()
            if path and below not in moved:
                headings[path[-1]] += 1
            below += 1
        if not headings:
            return -1
        heading, count = headings.most_common(1)[0]
        return heading if 2 * count > headings.total() else -1


def _heads(features: Features, index: int) -> bool:
    return heads_a_section(features.parsed, features.segment(index))


def _is_cell(features: Features, index: int) -> bool:
    return features.segment(index).kind is SegmentKind.TABLE_CELL


def _rows(features: Features) -> dict[int, range]:
    """The cells of the row that each cell stands in."""
    rows: dict[int, range] = {}
    for row in _each_row(features):
        rows.update(dict.fromkeys(row, row))
    return rows


def _each_row(features: Features) -> Iterator[range]:
    start = -1
    for index in range(len(features) + 1):
        is_cell = index < len(features) and _is_cell(features, index)
        if start >= 0 and (not is_cell or _begins_a_row(features, index)):
            yield range(start, index)
            start = -1
        if is_cell and start < 0:
            start = index


def _begins_a_row(features: Features, index: int) -> bool:
    segment, left = features.segment(index), features.segment(index - 1)
    if segment.html:
        tags = features.parsed.source[segment.extent.start : segment.body.start]
        return "<tr" in tags.lower()
    return (segment.group, segment.line) != (left.group, left.line)


def _named(
    features: Features, indices: Iterable[int], name: Callable[[Features, int], str]
) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for index in indices:
        if key := name(features, index):
            places[key].append(index)
    return places


def _lead(features: Features, index: int) -> str:
    """What an item or a paragraph begins with and is known by; else empty."""
    segment = features.segment(index)
    patterns = {
        SegmentKind.LIST_ITEM: (_BOLD_LEAD, _PLAIN_LEAD),
        SegmentKind.PARAGRAPH: (_BOLD_LEAD,),
    }.get(segment.kind, ())
    for pattern in patterns:
        match = pattern.match(features.parsed.source, *segment.body)
        if match is not None:
            return fold(match["lead"]).strip(_AROUND_A_LEAD)
    return ""


def _given_id(features: Features, index: int) -> str:
    """The id of a heading or an item; else empty: behind other blocks it may be their list's."""
    if features.segment(index).kind not in (SegmentKind.HEADING, SegmentKind.LIST_ITEM):
        return ""
    extent = features.extent(index)
    match = _ID.search(extent) if "{" in extent else None
    return match["id"] if match is not None else ""


def _date_line(features: Features, index: int) -> str:
    """One name for every block that does nothing but date the text; else empty."""
    start, end = features.segment(index).body
    is_short = end - start <= MAX_DATE_LINE
    return "\0date" if is_short and is_date_clause(features.body(index), is_alone=True) else ""
