"""Forms in a text: a tree of the pieces that forms are made of, walked from every word on.

Pieces are runs of letters, single marks, and gaps. Such a tree is built in a few hundredths of a
second, where an expression over ten thousand forms takes most of a second to compile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

# A tree: piece -> tree below; _END where a form ends, _STEMS -> the stems that a piece may begin.
_Tree = dict[str, Any]

_ENDING = 6  # letters that may follow a stem; more make another word of it
_GAP = " "
_END = "\0end"
_STEMS = "\0stems"
_SPACED = re.compile(r"\w+|[\s\-']+|.")
_UNSPACED = re.compile(r"[a-z0-9]+|[\s\-]+|.")
_GAPS = frozenset(" -'\t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u3000")
_MAX_SEEN = 50_000
_NOTHING = (None, False)


class Forms:
    """Which of many forms stand in a text.

    `spaced`: words are parted by spaces, so that a form begins and ends where a word does; without,
    only Latin letters and digits make words, and every other character is one.
    """

    def __init__(self, *, spaced: bool) -> None:
        self._spaced = spaced
        self._pieces = _SPACED if spaced else _UNSPACED
        self._root: _Tree = {}
        self._seen: dict[str, tuple[_Tree | None, bool]] = {}  # by first piece; a memory

    def add(self, form: str, *, is_stem: bool = False) -> None:
        """Know a folded form; behind a stem a short ending may follow."""
        pieces = [_GAP if piece[0] in _GAPS else piece for piece in self._pieces.findall(form)]
        while pieces and pieces[0] == _GAP:
            del pieces[0]
        while pieces and pieces[-1] == _GAP:
            del pieces[-1]
        self._plant(pieces, is_stem=is_stem)
        if not self._spaced and _GAP in pieces:  # one that may be there or not: wi-fi
            joined = "".join(piece for piece in pieces if piece != _GAP)
            self._plant(self._pieces.findall(joined), is_stem=is_stem)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where forms stand: the longest from each place on, none inside another."""
        pieces = self._pieces.findall(text.replace("\n", " "))
        pieces.append("")
        seen, last = self._seen, len(pieces) - 1
        at = start = 0
        while at < last:
            piece = pieces[at]
            known = seen.get(piece) or self._first(piece)
            end = self._longest(pieces, at, known) if known != _NOTHING else 0
            if end:
                length = sum(map(len, pieces[at:end]))
                yield start, start + length
                start += length
                at = end
            else:
                start += len(piece)
                at += 1

    def _first(self, piece: str) -> tuple[_Tree | None, bool]:
        """What lies below a first piece, and whether it is a stem with its ending."""
        if len(self._seen) >= _MAX_SEEN:
            self._seen.clear()
        known = self._root.get(piece), _has_stem(self._root, piece)
        self._seen[piece] = known
        return known

    def _longest(self, pieces: list[str], at: int, first: tuple[_Tree | None, bool]) -> int:
        """The number of the piece behind the longest form from a piece on; 0: there is none."""
        node, is_stem = first
        found = at + 1 if is_stem else 0
        while node is not None:
            at += 1
            piece = pieces[at]
            if _END in node and not (self._spaced and _goes_on(pieces[at - 1], piece)):
                found = at
            if not piece:
                break
            if _STEMS in node and _has_stem(node, piece):
                found = at + 1
            node = node.get(_GAP if piece[0] in _GAPS else piece)
        return found

    def _plant(self, pieces: list[str], *, is_stem: bool) -> None:
        node = self._root
        for piece in pieces[:-1] if is_stem else pieces:
            node = node.setdefault(piece, {})
        if is_stem:
            node.setdefault(_STEMS, set()).add(pieces[-1])
        else:
            node[_END] = None


def _goes_on(last: str, following: str) -> bool:
    """Whether letters follow a form that ends in a mark: "u.s." in "u.s.a."."""
    return not last[-1].isalnum() and following[:1].isalnum()


def _has_stem(node: _Tree, piece: str) -> bool:
    stems = node.get(_STEMS)
    if stems is None:
        return False
    shortest = max(len(piece) - _ENDING, 1)
    return any(piece[:size] in stems for size in range(len(piece), shortest - 1, -1))
