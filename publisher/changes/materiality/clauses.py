"""The clauses that a change touches, on both sides: where its words are looked at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from publisher.model.changes import Change, Difference, Edit, EditOp
from publisher.model.segments import ParsedText, Span

# What is no word, blanked so that offsets stay as they are.
_MARKUP = re.compile(
    r"(?=[{(\[<hw!\]*`~_ÃâÂ|\\&])(?:"  # a first look: most characters begin none of it
    r"\{:[^}\n]*\}"  # attribute lists
    r"|(?<=\])\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"\n]*\")?\)"  # targets
    r"|(?<=\])\[[^\[\]\n]*\]"
    r"|</?[A-Za-z!](?![\w.+-]*@)[^<>]*>"
    r"|<(?:https?|mailto):[^<>\s]*>|(?:https?://|www\.)[^\s<>()\[\]，。；、）」]+"
    r"|\[\^[^\]\s]*\]|!?\[|\]|\*+|`+|~~|(?<!\w)_+|_+(?!\w)"
    r"|Ã¢â‚¬(?:â„¢|Å“|Â)?|â€(?:[™œ˜¦“”\x80-\x9f])?|Â(?=[\s«»])"  # quotation marks decoded wrongly
    r"|\||\\(?=[^\w\s])|&nbsp;)"
)
_LINE_MARK = re.compile(r"(?m)^[ \t]*(?:[#>|]+|[-+](?=[ \t]))")
_MAY_MARK_LINE = re.compile(r"[#>|+\-]")
_END_OF_CLAUSE = re.compile(
    r"(?=[。！？；!?;.\n])(?:[。！？；!?;]+[\"”’」』）)]*"
    r"|(?<!\d)(?<!\b\w)\.[\"”’»)]*(?=\s+(?![a-zà-öø-ÿа-я0-9&])|\s*$)"
    r"|\n[ \t]*\n|\n(?=[ \t]*[-*+|]))"
)
# Looked at by itself, or no other word at all.
_SAYS_NOTHING = frozenset({Difference.LINK_TARGET, Difference.TYPO})
_WORD = re.compile(r"\w")
_UNIT = re.compile(r"[^\W\u2e80-\uffff]+|\w")  # a word; a character where words are not parted
_PARTING = 2  # units kept between two sites
_NO_WORD = re.compile(r"[\W_]+")
_SHINGLE = 6  # letters
_STRIDE = 3  # of all shingles of a clause each third is kept
_NEIGHBOURS = 3
_NEAR = 0.3  # of the shingles kept of a clause of that length
_MANY_KEPT = 0.12  # of a clause's letters: with fewer it is another clause


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a change: its words without markup, and what of it differs."""

    text: str
    spans: tuple[Span, ...]  # of the source, in order; joined they are as long as `text`
    changed: tuple[tuple[int, int], ...]
    touched: tuple[int, ...]  # where the other side has more

    def span(self, start: int, end: int) -> Span | None:
        """Where a piece of the text lies in the source."""
        offset = 0
        for span in self.spans:
            length = span.end - span.start
            if start < offset + length:
                first = span.start + start - offset
                return Span(first, min(first + end - start, span.end))
            offset += length
        return None


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a side."""

    start: int
    end: int
    is_whole: bool  # all its words came or went


@dataclass(frozen=True, slots=True)
class Site:
    """A place where words differ, in one piece; a word or two kept inside do not part it."""

    old: tuple[int, int]
    new: tuple[int, int]
    lost: bool  # words of the old side
    gained: bool


@dataclass(frozen=True, slots=True)
class Touched:
    """The clauses of both sides that a change touches."""

    old: Side
    new: Side
    old_clauses: tuple[Clause, ...]
    new_clauses: tuple[Clause, ...]
    sites: tuple[Site, ...]


def touched_clauses(change: Change, before: ParsedText, after: ParsedText) -> Touched:
    """The clauses that hold what differs, and those that hold what they keep."""
    old, new, kept = _sides(change, before, after)
    old_clauses, new_clauses = split_clauses(old.text), split_clauses(new.text)
    old_hit = _hit(old, old_clauses)
    new_hit = _hit(new, new_clauses)
    for _ in range(2):  # what a touched clause keeps may lie in another clause of the other side
        old_hit |= _partners(new_hit, new_clauses, old_clauses, [(b, a, n) for a, b, n in kept])
        new_hit |= _partners(old_hit, old_clauses, new_clauses, kept)
    return Touched(
        old=old,
        new=new,
        old_clauses=tuple(_clause(old, *old_clauses[index]) for index in sorted(old_hit)),
        new_clauses=tuple(_clause(new, *new_clauses[index]) for index in sorted(new_hit)),
        sites=tuple(_sites(change.edits)),
    )


class Elsewhere:
    """The clauses of a text, to be found by what they say."""

    def __init__(self, parsed: ParsedText) -> None:
        """Nothing is read before it is asked for."""
        self._parsed = parsed

    @cached_property
    def words(self) -> str:
        """The text without its markup."""
        return mask(self._parsed.source)

    @cached_property
    def _clauses(self) -> dict[str, str]:
        return _clauses_of(self._parsed, self.words)

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        return tuple(self._clauses)

    @cached_property
    def _by_shingle(self) -> dict[str, int]:
        return {
            key[at : at + _SHINGLE]: number
            for number, key in enumerate(self._keys)
            for at in range(0, len(key) - _SHINGLE + 1, _STRIDE)
        }

    def holds(self, key: str) -> bool:
        """Whether a clause of these very words is there."""
        return key in self._clauses

    def nearest(self, key: str) -> list[str]:
        """Clauses that share many letters with one of that key, the nearest first."""
        if len(key) < 2 * _SHINGLE:
            return []
        index = self._by_shingle
        pieces = (key[at : at + _SHINGLE] for at in range(len(key) - _SHINGLE + 1))
        found = [index[piece] for piece in pieces if piece in index]
        expected = (len(key) - _SHINGLE + 1) / _STRIDE
        return [
            self._clauses[self._keys[number]]
            for number, count in Counter(found).most_common(_NEIGHBOURS)
            if count >= _NEAR * expected
        ]


def _clauses_of(parsed: ParsedText, words: str) -> dict[str, str]:
    """Every clause without its markup, by its `clause_key`."""
    found = {}
    for segment in parsed.segments:
        text = segment.body.of(words)
        for start, end in split_clauses(text):
            found[clause_key(text[start:end])] = text[start:end]
    found.pop("", None)
    return found


def clause_key(words: str) -> str:
    """The same for clauses that say the same words in the same order."""
    return _NO_WORD.sub("", words.lower())


def mask(text: str) -> str:
    """A text with its markup blanked; as long as before."""
    if _MAY_MARK_LINE.search(text):
        text = _LINE_MARK.sub(_blank, text)
    return _MARKUP.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _sides(
    change: Change, before: ParsedText, after: ParsedText
) -> tuple[Side, Side, list[tuple[int, int, int]]]:
    changed: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    touched: tuple[list[int], list[int]] = ([], [])
    kept: list[tuple[int, int, int]] = []
    at = [0, 0]
    for edit in change.edits:
        length = len(edit.text)
        if edit.op is EditOp.KEEP:
            kept.append((at[0], at[1], length))
            at[0] += length
            at[1] += length
            continue
        side = 0 if edit.op is EditOp.DELETE else 1
        if _has_words(edit):
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


def _sites(edits: Sequence[Edit]) -> Iterator[Site]:
    """Where words differ."""
    at = [0, 0]
    first: tuple[int, int] | None = None
    last = (0, 0)
    has = [False, False]
    for edit in edits:
        length = len(edit.text)
        if edit.op is EditOp.KEEP:
            if first is not None and len(_UNIT.findall(edit.text)) >= _PARTING:
                yield Site((first[0], last[0]), (first[1], last[1]), *has)
                first, has = None, [False, False]
            at[0] += length
            at[1] += length
            continue
        side = 0 if edit.op is EditOp.DELETE else 1
        counts = _has_words(edit) and bool(_WORD.search(edit.text))
        if counts and first is None:
            first = (at[0], at[1])
        at[side] += length
        if counts:
            has[side] = True
        if first is not None:
            last = (at[0], at[1])
    if first is not None:
        yield Site((first[0], last[0]), (first[1], last[1]), *has)


def _has_words(edit: Edit) -> bool:
    difference = edit.difference
    if difference is None or difference.is_noise or difference in _SAYS_NOTHING:
        return False
    return bool(_WORD.search(edit.text)) or not edit.text.isspace()


def split_clauses(text: str) -> list[tuple[int, int]]:
    """Where the clauses of a text without markup begin and end."""
    clauses = []
    start = 0
    for match in _END_OF_CLAUSE.finditer(text):
        clauses.append((start, match.end()))
        start = match.end()
    if text[start:].strip():
        clauses.append((start, len(text)))
    return clauses


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


def _clause(side: Side, start: int, end: int) -> Clause:
    letters = len(_WORD.findall(side.text[start:end]))
    lost = sum(
        len(_WORD.findall(side.text[max(start, low) : min(end, high)]))
        for low, high in side.changed
        if low < end and high > start
    )
    return Clause(start, end, letters > 0 and letters - lost <= _MANY_KEPT * letters)
