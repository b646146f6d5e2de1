"""The clauses that a change touches, on both sides: where its words are looked at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from publisher.changes.materiality.wording import mask, split_clauses
from publisher.model.changes import Change, Difference, Edit, EditOp
from publisher.model.segments import ParsedText, Span

# No meaning, looked at by itself, or no other word at all.
_SAYS_NOTHING = frozenset(
    {Difference.LINK_TARGET, Difference.TYPO, *(kind for kind in Difference if kind.is_noise)}
)
_WORD = re.compile(r"\w")
_WORDS = re.compile(r"\w+")
_UNIT = re.compile(r"[^\W\u2e80-\uffff]+|\w")  # a word; a character where words are not parted
_PARTING = 2  # units kept between two sites
_MANY_KEPT = 0.12  # of a clause's letters: with fewer it is another clause


class Side(NamedTuple):
    """One side of a change: its words without markup, and what of it differs."""

    text: str
    spans: tuple[Span, ...]  # of the source, in order; joined they are as long as `text`
    changed: tuple[tuple[int, int], ...]
    touched: tuple[int, ...]  # where the other side has more

    def span(self, start: int, end: int) -> Span | None:
        """Where a piece of the text lies in the source."""
        offset = 0
        for begin, stop in self.spans:
            reached = offset + stop - begin
            if start < reached:
                first = begin + start - offset
                return Span(first, min(first + end - start, stop))
            offset = reached
        return None


class Clause(NamedTuple):
    """A clause of a side."""

    start: int
    end: int
    is_whole: bool  # all its words came or went


class Site(NamedTuple):
    """A place where words differ, in one piece; a word or two kept inside do not part it."""

    old: tuple[int, int]
    new: tuple[int, int]
    lost: bool  # words of the old side
    gained: bool


class Touched(NamedTuple):
    """The clauses of both sides that a change touches."""

    old: Side
    new: Side
    old_clauses: tuple[Clause, ...]
    new_clauses: tuple[Clause, ...]
    sites: tuple[Site, ...]


_Read = tuple[Edit, bool]  # an edit, and whether words differ in it


def touched_clauses(change: Change, before: ParsedText, after: ParsedText) -> Touched:
    """The clauses that hold what differs, and those that hold what they keep."""
    edits = [(edit, _has_words(edit)) for edit in change.edits]
    old, new, kept = _sides(change, edits, before, after)
    old_clauses, new_clauses = split_clauses(old.text), split_clauses(new.text)
    old_hit = _hit(old, old_clauses)
    new_hit = _hit(new, new_clauses)
    turned = [(there, here, length) for here, there, length in kept]
    for _ in range(2):  # what a touched clause keeps may lie in another clause of the other side
        if len(old_hit) < len(old_clauses):
            old_hit |= _partners(new_hit, new_clauses, old_clauses, turned)
        if len(new_hit) < len(new_clauses):
            new_hit |= _partners(old_hit, old_clauses, new_clauses, kept)
    return Touched(
        old=old,
        new=new,
        old_clauses=tuple(_clauses(old, old_clauses, old_hit)),
        new_clauses=tuple(_clauses(new, new_clauses, new_hit)),
        sites=tuple(_sites(edits)),
    )


def _sides(
    change: Change, edits: Sequence[_Read], before: ParsedText, after: ParsedText
) -> tuple[Side, Side, list[tuple[int, int, int]]]:
    changed: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    touched: tuple[list[int], list[int]] = ([], [])
    kept: list[tuple[int, int, int]] = []
    at = [0, 0]
    for edit, has_words in edits:
        length = len(edit.text)
        if edit.op is EditOp.KEEP:
            kept.append((at[0], at[1], length))
            at[0] += length
            at[1] += length
            continue
        side = 0 if edit.op is EditOp.DELETE else 1
        if has_words:
            changed[side].append((at[side], at[side] + length))
            touched[1 - side].append(at[1 - side])
        at[side] += length
    sides = [
        Side(
            text=mask("".join(place.span.of(parsed.source) for place in places)),
            spans=tuple(place.span for place in places),
            changed=tuple(changed[index]),
            touched=tuple(touched[index]),
        )
        for index, (places, parsed) in enumerate(((change.old, before), (change.new, after)))
    ]
    return sides[0], sides[1], kept


def _sites(edits: Sequence[_Read]) -> Iterator[Site]:
    """Where words differ."""
    at = [0, 0]
    first: tuple[int, int] | None = None
    last = (0, 0)
    has = [False, False]
    for edit, has_words in edits:
        length = len(edit.text)
        if edit.op is EditOp.KEEP:
            if first is not None and _parts(edit.text):
                yield Site((first[0], last[0]), (first[1], last[1]), *has)
                first, has = None, [False, False]
            at[0] += length
            at[1] += length
            continue
        side = 0 if edit.op is EditOp.DELETE else 1
        counts = has_words and _WORD.search(edit.text) is not None
        if counts and first is None:
            first = (at[0], at[1])
        at[side] += length
        if counts:
            has[side] = True
        if first is not None:
            last = (at[0], at[1])
    if first is not None:
        yield Site((first[0], last[0]), (first[1], last[1]), *has)


def _parts(kept: str) -> bool:
    """Whether what is kept between two places where words differ parts them."""
    return sum(1 for _ in islice(_UNIT.finditer(kept), _PARTING)) == _PARTING


def _has_words(edit: Edit) -> bool:
    difference = edit.difference
    return difference is not None and difference not in _SAYS_NOTHING and not edit.text.isspace()


def _hit(side: Side, clauses: Sequence[tuple[int, int]]) -> set[int]:
    starts = [start for start, _ in clauses]
    found = set()
    for start, end in side.changed:
        first = max(bisect_right(starts, start) - 1, 0)
        for index in range(first, len(clauses)):
            clause_start, clause_end = clauses[index]
            if clause_start >= end:
                break
            shared = side.text[max(start, clause_start) : min(end, clause_end)]
            if not shared.isspace() and shared:
                found.add(index)
    for point in side.touched:
        index = bisect_right(starts, point) - 1
        if index < 0 or point >= clauses[index][1]:
            continue
        if side.text[clauses[index][0] : point].strip():
            found.add(index)
    return found


def _partners(
    hit: Iterable[int],
    clauses: Sequence[tuple[int, int]],
    others: Sequence[tuple[int, int]],
    kept: Sequence[tuple[int, int, int]],
) -> set[int]:
    """The other side's clauses that hold what the hit clauses of this side keep."""
    found = set()
    starts = [start for start, _ in others]
    ends = [this + length for this, _, length in kept]
    for index in hit:
        start, end = clauses[index]
        for here, there, length in kept[bisect_right(ends, start) :]:
            if here >= end:
                break
            low, high = max(start, here), min(end, here + length)
            if high - low < 2:
                continue
            other_low, other_high = there + low - here, there + high - here
            first = max(bisect_right(starts, other_low) - 1, 0)
            for other in range(first, len(others)):
                if others[other][0] >= other_high:
                    break
                if min(others[other][1], other_high) - max(others[other][0], other_low) >= 2:
                    found.add(other)
    return found


def _clauses(side: Side, clauses: Sequence[tuple[int, int]], hit: set[int]) -> Iterator[Clause]:
    for index in sorted(hit):
        start, end = clauses[index]
        yield Clause(start, end, _is_whole(side, start, end))


def _is_whole(side: Side, start: int, end: int) -> bool:
    """Whether next to all words of a clause came or went."""
    changed = [(max(start, a), min(end, b)) for a, b in side.changed if a < end and b > start]
    if not changed:
        return False
    kept = 0
    for low, high in (*changed, (end, end)):
        if start < low:
            kept += _letters(side.text[start:low])
        start = high
    if not kept:
        return any(_WORD.search(side.text, low, high) for low, high in changed)
    lost = sum(_letters(side.text[low:high]) for low, high in changed)
    return kept <= _MANY_KEPT * (kept + lost)


def _letters(text: str) -> int:
    return sum(map(len, _WORDS.findall(text)))
