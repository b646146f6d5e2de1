"""Forms in a text: a tree of the pieces that forms are made of, walked from every word on.

Pieces are runs of letters, single marks, and gaps. Such a tree is built in a few hundredths of a
second, where an expression over ten thousand forms takes most of a second to compile.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

Meaning = TypeVar("Meaning")

_ENDING = 6  # letters that may follow a stem; more make another word of it
_GAP = " "
_SPACED = re.compile(r"\w+|[\s\-']+|.")
_UNSPACED = re.compile(r"[^a-z0-9\s\-]|[a-z0-9]+|[\s\-]+")
_GAPS = frozenset(" -'\t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u3000")
_MAX_SEEN = 50_000


class _Node(Generic[Meaning]):
    """The pieces read so far: what they mean, and which may follow."""

    __slots__ = ("below", "is_marked", "meaning", "stems")

    def __init__(self) -> None:
        self.below: dict[str, _Node[Meaning]] = {}
        self.stems: set[str] | None = None  # that the next piece may begin, and so end a form
        self.meaning: Meaning | None = None  # None: they are no form
        self.is_marked = False  # a form that no letter may follow at once: "u.s.", but not "u.s.a."

    def has_stem(self, piece: str) -> bool:
        """Whether the next piece ends a form, as a stem with its ending."""
        if self.stems is None:
            return False
        shortest = max(len(piece) - _ENDING, 1)
        return any(piece[:size] in self.stems for size in range(len(piece), shortest - 1, -1))


class _First(NamedTuple, Generic[Meaning]):
    """A piece that forms may begin with."""

    node: _Node[Meaning] | None
    is_stem: bool  # it is a form itself, as a stem with its ending


class _Firsts(dict[str, _First[Meaning] | None]):
    """What forms may begin with, for every piece that was met; a memory, None for most."""

    def __init__(self, root: _Node[Meaning]) -> None:
        super().__init__()
        self._root = root

    def __missing__(self, piece: str) -> _First[Meaning] | None:
        if len(self) >= _MAX_SEEN:
            self.clear()
        known = _First(self._root.below.get(piece), self._root.has_stem(piece))
        self[piece] = found = known if known.node or known.is_stem else None
        return found


class Forms(Generic[Meaning]):
    """Which of many forms stand in a text, each with what it means.

    `spaced`: words are parted by spaces, so that a form begins and ends where a word does; without,
    only Latin letters and digits make words, and every other character is one.
    """

    def __init__(self, *, spaced: bool) -> None:
        self._spaced = spaced
        self._pieces = _SPACED if spaced else _UNSPACED
        self._root: _Node[Meaning] = _Node()
        self._firsts = _Firsts(self._root)

    def add(self, form: str, meaning: Meaning) -> None:
        """Know a folded form."""
        for pieces in self._ways(form):
            node = self._node(pieces)
            node.meaning = meaning
            node.is_marked = self._spaced and bool(pieces) and not pieces[-1][-1].isalnum()

    def add_stem(self, form: str) -> None:
        """Know a folded form behind which a short ending may follow."""
        for *pieces, stem in self._ways(form):
            node = self._node(pieces)
            if node.stems is None:
                node.stems = set()
            node.stems.add(stem)

    def find(self, text: str) -> list[tuple[Meaning | None, int, int]]:
        """Where forms stand: the longest from each place on, none inside another.

        With what each means; None for a stem with its ending, which may mean what the ending says.
        """
        pieces = self._pieces.findall(text.replace("\n", " "))
        firsts = list(map(self._firsts.__getitem__, pieces))
        offsets = list(accumulate(map(len, pieces), initial=0))
        pieces.append("")
        found: list[tuple[Meaning | None, int, int]] = []
        reached = 0
        for at, first in enumerate(firsts):
            if first is None or at < reached:
                continue
            longest = _longest(pieces, at, first)
            if longest is not None:
                meaning, reached = longest
                found.append((meaning, offsets[at], offsets[reached]))
        return found

    def _ways(self, form: str) -> Iterator[list[str]]:
        """The pieces that a form may be written in."""
        pieces = [_GAP if piece[0] in _GAPS else piece for piece in self._pieces.findall(form)]
        while pieces and pieces[0] == _GAP:
            del pieces[0]
        while pieces and pieces[-1] == _GAP:
            del pieces[-1]
        yield pieces
        if not self._spaced and _GAP in pieces:  # one that may be there or not: wi-fi
            yield self._pieces.findall("".join(piece for piece in pieces if piece != _GAP))

    def _node(self, pieces: Iterable[str]) -> _Node[Meaning]:
        self._firsts.clear()
        node = self._root
        for piece in pieces:
            below = node.below.get(piece)
            if below is None:
                below = node.below[piece] = _Node()
            node = below
        return node


def _longest(
    pieces: list[str], at: int, first: _First[Meaning]
) -> tuple[Meaning | None, int] | None:
    """What the longest form from a piece on means, and the number of the piece behind it."""
    node, is_stem = first
    meaning: Meaning | None = None
    end = at + 1 if is_stem else 0
    while node is not None:
        at += 1
        piece = pieces[at]
        if node.meaning is not None and not (node.is_marked and piece[:1].isalnum()):
            meaning, end = node.meaning, at
        if not piece:
            break
        if node.stems is not None and node.has_stem(piece):
            meaning, end = None, at + 1
        below = node.below
        node = below.get(piece)
        if node is None and _GAP in below and piece[0] in _GAPS:
            node = below[_GAP]
    return (meaning, end) if end else None
