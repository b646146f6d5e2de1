"""Words, graphemes and the least that has to be highlighted: the measures, not the engine's."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from icu4py.breakers import CharacterBreaker, WordBreaker
from rapidfuzz.distance import Indel

from benchmarks.redline.drafts import Range

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_HAN_OR_RUN = re.compile(f"{_HAN.pattern}|[^{_HAN.pattern[1:-1]}]+")
_HAN_OR_KANA = re.compile(f"{_HAN.pattern}|[\u3041-\u30ff]")
_HAN_OR_KANA_OR_RUN = re.compile(f"{_HAN_OR_KANA.pattern}|[^\u3041-\u30ff{_HAN.pattern[1:-1]}]+")
_EMPHASIS = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")
_WHOLE = re.compile(
    r"(?<=\]\()[^)\s]+|https?://[^\s)）\]，。、；]+|[\w.+-]+@[\w.-]+\w|\{\{[^{}]*\}\}|\{:[^{}\n]*\}",
    re.ASCII,
)


@lru_cache(maxsize=64)
def word_edges(text: str) -> list[int]:
    """Every boundary between words by ICU, the ends of the text included.

    Underscores that are emphasis are masked: ICU takes them for letters.
    """
    masked = _EMPHASIS.sub(lambda match: "*" * len(match[0]), text)
    return _edges(WordBreaker(masked, "root"), text)


@lru_cache(maxsize=64)
def grapheme_edges(text: str) -> list[int]:
    """Every boundary between graphemes by ICU, the ends of the text included.

    A line end of two characters is one grapheme to ICU; nobody sees it cut, so it may be.
    """
    edges = _edges(CharacterBreaker(text, "root"), text)
    inside = [match.start() + 1 for match in re.finditer("\r\n", text)]
    return sorted([*edges, *inside]) if inside else edges


def _edges(breaker: WordBreaker | CharacterBreaker, text: str) -> list[int]:
    edges = [0]
    for piece in breaker:
        edges.append(edges[-1] + len(piece))
    assert edges[-1] == len(text), "boundaries are of code points"
    return edges


class Level(StrEnum):
    """What counts as one token."""

    # ICU's words and whatever lies between; Han one by one; whole are: links' targets, addresses,
    # placeholders, attribute lists.
    TOKENS = "tokens"
    WORDS = "words"  # the same, but nothing whole that ICU cuts
    CHARACTERS = "characters"  # as TOKENS, but kana one by one, too


@lru_cache(maxsize=64)
def tokens(text: str, level: Level = Level.TOKENS) -> list[Range]:
    """The text as tokens, in order and without gaps.

    A word of ICU that mixes Han with kana falls apart where Han begins and ends.
    """
    singles = _HAN_OR_KANA_OR_RUN if level is Level.CHARACTERS else _HAN_OR_RUN
    edges = word_edges(text)
    if level is not Level.WORDS:
        edges = _without_cuts(edges, text)
    found: list[Range] = []
    for start, end in pairwise(edges):
        piece = text[start:end]
        if len(piece) > 1 and _HAN_OR_KANA.search(piece) and not _WHOLE.fullmatch(piece):
            found += [
                Range(start + match.start(), start + match.end())
                for match in singles.finditer(piece)
            ]
        else:
            found.append(Range(start, end))
    return found


def _without_cuts(edges: list[int], text: str) -> list[int]:
    """The edges without those that fall inside something whole, with the whole's own ends."""
    kept = set(edges)
    for match in _WHOLE.finditer(text):
        kept -= set(range(match.start() + 1, match.end()))
        kept |= {match.start(), match.end()}
    return sorted(kept)


@lru_cache(maxsize=4096)
def least_mass(old: str, new: str, level: Level = Level.TOKENS) -> int:
    """Characters that have to be highlighted at least.

    That is what the longest common subsequence of tokens leaves out of both texts, white space
    aside. Exact, by rapidfuzz's Indel over the texts given.
    """
    numbers: dict[str, int] = {}
    sides = []
    for text in (old, new):
        words = [
            text[start:end] for start, end in tokens(text, level) if not text[start:end].isspace()
        ]
        sides.append(([numbers.setdefault(word, len(numbers)) for word in words], words))
    (one, one_words), (other, other_words) = sides
    mass = 0
    for op in Indel.opcodes(one, other):
        if op.tag != "equal":
            mass += sum(map(len, one_words[op.src_start : op.src_end]))
            mass += sum(map(len, other_words[op.dest_start : op.dest_end]))
    return mass
