"""Peers' answers in the common form: what is kept, where; all else is highlighted."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import Any

from benchmarks.redline.drafts import Range
from benchmarks.redline.results import Kept, Redline, joined


class UnreadableError(Exception):
    """A peer's answer does not fit the texts that it was given."""


def from_kept(kept: Iterable[Kept], old: str, new: str, *, lax: bool) -> Redline:
    """A redline in which all that is not kept is highlighted.

    `lax`: the peer says nothing of white space, so runs of white space alone are not counted.
    """
    runs = list(kept)
    sides = []
    for text, keeps in (
        (old, joined(Range(run.old, run.old + run.length) for run in runs)),
        (new, joined(Range(run.new, run.new + run.length) for run in runs)),
    ):
        shown = _complement(keeps, len(text))
        sides.append([run for run in shown if not lax or text[run.start : run.end].strip()])
    return Redline(kept=runs, old_shown=sides[0], new_shown=sides[1])


def _complement(ranges: list[Range], length: int) -> list[Range]:
    found = []
    at = 0
    for start, end in ranges:
        if at < start:
            found.append(Range(at, start))
        at = end
    return [*found, Range(at, length)] if at < length else found


def from_ops(ops: list[list[str]], old: str, new: str) -> Redline:
    """A redline of [op, text] in reading order, exact or with other white space."""
    before = "".join(text for op, text in ops if op != "+")
    after = "".join(text for op, text in ops if op != "-")
    if before == old and after == new:
        return from_kept(_kept_exactly(ops), old, new, lax=False)
    return from_kept(_kept_without_space(ops, old, new), old, new, lax=True)


def _kept_exactly(ops: list[list[str]]) -> Iterable[Kept]:
    old_at = new_at = 0
    for op, text in ops:
        if op == "=":
            yield Kept(old_at, new_at, len(text))
        old_at += len(text) if op != "+" else 0
        new_at += len(text) if op != "-" else 0


def _kept_without_space(ops: list[list[str]], old: str, new: str) -> list[Kept]:
    """Kept runs of an answer that holds every character in order, white space aside."""
    old_places = [at for at, character in enumerate(old) if not character.isspace()]
    new_places = [at for at, character in enumerate(new) if not character.isspace()]
    runs: list[Kept] = []
    i = j = 0
    for op, text in ops:
        for character in "".join(text.split()):
            _check(op == "+" or _at(old, old_places, i) == character)
            _check(op == "-" or _at(new, new_places, j) == character)
            if op == "=":
                _keep(runs, old_places[i], new_places[j], old, new)
            i += op != "+"
            j += op != "-"
    _check(i == len(old_places) and j == len(new_places))
    return runs


def _at(text: str, places: list[int], index: int) -> str:
    return text[places[index]] if index < len(places) else ""


def _check(fits: object) -> None:
    if not fits:
        raise UnreadableError("the answer leaves characters out")


def _keep(runs: list[Kept], i: int, j: int, old: str, new: str) -> None:
    """Add a kept character; white space that both texts have before it is kept, too."""
    if runs:
        last = runs[-1]
        a, b = last.old + last.length, last.new + last.length
        if old[a:i] == new[b:j] and not old[a:i].strip():
            runs[-1] = Kept(last.old, last.new, last.length + i - a + 1)
            return
    runs.append(Kept(i, j, 1))


# -------------------------------------------------------------------------------------- wikidiff2

_CONTEXT, _ADDED, _DELETED, _CHANGED, _MOVED_FROM, _MOVED_TO = range(6)


def from_wikidiff2(lines: list[dict[str, Any]] | None, old: str, new: str) -> Redline:
    """A redline of wikidiff2's lines: added, deleted, changed in themselves, moved."""
    if lines is None:
        return from_kept(_whole(old, new), old, new, lax=False)
    sides = _Lines(old, new)
    sources: dict[str, int] = {}
    targets: list[tuple[str, list[tuple[str, str]], int]] = []
    kept: list[Kept] = []
    for line in lines:
        kind, text = line["type"], line["text"]
        pieces = _pieces(text, line.get("highlightRanges") or [])
        match kind:
            case 0:
                kept += _place([("=", text)], sides.take_old(text), sides.take_new(text))
            case 1:
                sides.take_new(text)
            case 2:
                sides.take_old(text)
            case 4:
                sources[line["moveInfo"]["id"]] = sides.take_old(text)
            case 5:
                after = "".join(piece for op, piece in pieces if op != "-")
                targets.append((line["moveInfo"]["linkId"], pieces, sides.take_new(after)))
            case _:
                before = "".join(piece for op, piece in pieces if op != "+")
                after = "".join(piece for op, piece in pieces if op != "-")
                kept += _place(pieces, sides.take_old(before), sides.take_new(after))
    for link, pieces, new_at in targets:
        kept += _place(pieces, sources[link], new_at)
    return from_kept(sorted(kept), old, new, lax=False)


def _whole(old: str, new: str) -> list[Kept]:
    _check(old == new)
    return [Kept(0, 0, len(old))]


def _pieces(text: str, ranges: list[dict[str, int]]) -> list[tuple[str, str]]:
    """A line that holds both sides, as ops; the ranges are of bytes."""
    data = text.encode()
    pieces = []
    at = 0
    for entry in ranges:
        start, end = entry["start"], entry["start"] + entry["length"]
        pieces += [("=", data[at:start]), ("+-"[entry["type"]], data[start:end])]
        at = end
    pieces.append(("=", data[at:]))
    return [(op, piece.decode()) for op, piece in pieces if piece]


def _place(pieces: list[tuple[str, str]], old_at: int, new_at: int) -> Iterable[Kept]:
    for op, text in pieces:
        if op == "=":
            yield Kept(old_at, new_at, len(text))
        old_at += len(text) if op != "+" else 0
        new_at += len(text) if op != "-" else 0
    yield Kept(old_at, new_at, 1)  # the line's end


class _Lines:
    """Where the next line of each text begins."""

    def __init__(self, old: str, new: str) -> None:
        self._texts = {"old": old.split("\n"), "new": new.split("\n")}
        self._starts = {
            side: [0, *accumulate(len(line) + 1 for line in lines)]
            for side, lines in self._texts.items()
        }
        self._next = {"old": 0, "new": 0}

    def take_old(self, text: str) -> int:
        """The place of the old text's next line, or lines, which must be this text."""
        return self._take("old", text)

    def take_new(self, text: str) -> int:
        """The place of the new text's next line, or lines, which must be this text."""
        return self._take("new", text)

    def _take(self, side: str, text: str) -> int:
        number = self._next[side]
        count = text.count("\n") + 1
        _check("\n".join(self._texts[side][number : number + count]) == text)
        self._next[side] += count
        return self._starts[side][number]
