"""Words, graphemes and the least that has to be highlighted: the measures, not the engine's."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from icu4py.breakers import CharacterBreaker, WordBreaker
from rapidfuzz.distance import Indel

from benchmarks.redline.drafts import Range

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_HAN_OR_RUN = re.compile(f"{_HAN.pattern}|[^{_HAN.pattern[1:-1]}]+")


@lru_cache(maxsize=64)
def word_edges(text: str) -> list[int]:
    """Every boundary between words by ICU, the ends of the text included."""
    return _edges(WordBreaker(text, "root"), text)


@lru_cache(maxsize=64)
def grapheme_edges(text: str) -> list[int]:
    """Every boundary between graphemes by ICU, the ends of the text included."""
    return _edges(CharacterBreaker(text, "root"), text)


def _edges(breaker: WordBreaker | CharacterBreaker, text: str) -> list[int]:
    edges = [0]
    for piece in breaker:
        edges.append(edges[-1] + len(piece))
    assert edges[-1] == len(text), "boundaries are of code points"
    return edges


@lru_cache(maxsize=64)
def tokens(text: str) -> list[Range]:
    """The text at token level: ICU's words and whatever lies between, Han one by one.

    A word of ICU that mixes Han with kana falls apart where Han begins and ends.
    """
    edges = word_edges(text)
    found: list[Range] = []
    for start, end in pairwise(edges):
        piece = text[start:end]
        if len(piece) > 1 and _HAN.search(piece):
            found += [
                Range(start + match.start(), start + match.end())
                for match in _HAN_OR_RUN.finditer(piece)
            ]
        else:
            found.append(Range(start, end))
    return found


def least_mass(old: str, new: str) -> int:
    """Characters that have to be highlighted at least.

    That is what the longest common subsequence of tokens leaves out of both texts, white space
    aside. Exact, by rapidfuzz's Indel over the texts given.
    """
    numbers: dict[str, int] = {}
    sides = []
    for text in (old, new):
        words = [text[start:end] for start, end in tokens(text) if not text[start:end].isspace()]
        sides.append(([numbers.setdefault(word, len(numbers)) for word in words], words))
    (one, one_words), (other, other_words) = sides
    mass = 0
    for op in Indel.opcodes(one, other):
        if op.tag != "equal":
            mass += sum(map(len, one_words[op.src_start : op.src_end]))
            mass += sum(map(len, other_words[op.dest_start : op.dest_end]))
    return mass
