"""Forms in a text: a tree of the pieces that forms are made of, walked from every word on.

Pieces are runs of letters, single marks, and gaps. Such a tree is built in a few hundredths of a
second, where an expression over ten thousand forms takes most of a second to compile.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

_ENDING = 6  # letters that may follow a stem; more make another word of it
_GAP = " "
_SPACED = re.compile(r"\w+|[\s\-']+|.")
_UNSPACED = re.compile(r"[a-z0-9]+|[\s\-]+|.")
_GAPS = frozenset(" -'\t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u3000")
_MAX_SEEN = 50_000


class _Node:
    """The pieces read so far: whether they are a form, and which may follow."""

    __slots__ = ("below", "is_form", "is_marked", "stems")

    def __init__(self) -> None:
        self.below: dict[str, _Node] = {}
        self.stems: set[str] | None = None  # that the next piece may begin, and so end a form
        self.is_form = False
        self.is_marked = False  # a form that no letter may follow at once: "u.s.", but not "u.s.a."

    def has_stem(self, piece: str) -> bool:
        """Whether the next piece ends a form, as a stem with its ending."""
        if self.stems is None:
            return False
        shortest = max(len(piece) - _ENDING, 1)
        return any(piece[:size] in self.stems for size in range(len(piece), shortest - 1, -1))


class _First(NamedTuple):
    """A piece that forms may begin with."""

    node: _Node | None
    is_form: bool  # it is one itself, as a stem with its ending


class _Firsts(dict[str, _First | None]):
    """What forms may begin with, for every piece that was met; a memory, None for most."""

    def __init__(self, root: _Node) -> None:
        super().__init__()
        self._root = root

    def __missing__(self, piece: str) -> _First | None:
        if len(self) >= _MAX_SEEN:
            self.clear()
        known = _First(self._root.below.get(piece), self._root.has_stem(piece))
        self[piece] = found = known if known.node or known.is_form else None
        return found


class Forms:
    """Which of many forms stand in a text.

    `spaced`: words are parted by spaces, so that a form begins and ends where a word does; without,
    only Latin letters and digits make words, and every other character is one.
    """

    def __init__(self, *, spaced: bool) -> None:
        self._spaced = spaced
        self._pieces = _SPACED if spaced else _UNSPACED
        self._root = _Node()
        self._firsts = _Firsts(self._root)

    def add(self, form: str, *, is_stem: bool = False) -> None:
        """Know a folded form; behind a stem a short ending may follow."""
        self._firsts.clear()
        pieces = [_GAP if piece[0] in _GAPS else piece for piece in self._pieces.findall(form)]
        while pieces and pieces[0] == _GAP:
            del pieces[0]
        while pieces and pieces[-1] == _GAP:
            del pieces[-1]
        self._plant(pieces, is_stem=is_stem)
        if not self._spaced and _GAP in pieces:  # one that may be there or not: wi-fi
            joined = "".join(piece for piece in pieces if piece != _GAP)
            self._plant(self._pieces.findall(joined), is_stem=is_stem)

    def find(self, text: str) -> list[tuple[int, int]]:
        """Where forms stand: the longest from each place on, none inside another."""
        pieces = self._pieces.findall(text.replace("\n", " "))
        firsts = list(map(self._firsts.__getitem__, pieces))
        offsets = list(accumulate(map(len, pieces), initial=0))
        pieces.append("")
        found = []
        reached = 0
        for at, first in enumerate(firsts):
            if first is None or at < reached:
                continue
            end = _longest(pieces, at, first)
            if end:
                found.append((offsets[at], offsets[end]))
                reached = end
        return found

    def _plant(self, pieces: list[str], *, is_stem: bool) -> None:
        node = self._root
        for piece in pieces[:-1] if is_stem else pieces:
            below = node.below.get(piece)
            if below is None:
                below = node.below[piece] = _Node()
            node = below
        if not is_stem:
            node.is_form = True
            node.is_marked = self._spaced and bool(pieces) and not pieces[-1][-1].isalnum()
        elif node.stems is None:
            node.stems = {pieces[-1]}
        else:
            node.stems.add(pieces[-1])


def _longest(pieces: list[str], at: int, first: _First) -> int:
    """The number of the piece behind the longest form from a piece on; 0: there is none."""
    node, is_form = first
    found = at + 1 if is_form else 0
    while node is not None:
        at += 1
        piece = pieces[at]
        if node.is_form and not (node.is_marked and piece[:1].isalnum()):
            found = at
        if not piece:
            break
        if node.stems is not None and node.has_stem(piece):
            found = at + 1
        node = node.below.get(_GAP if piece[0] in _GAPS else piece)
    return found
