"""An index of texts by their features: finds the likest ones without comparing with all."""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff]")
_RAREST = 24  # features of a query that are looked up
_COMMON = 100  # texts that share a feature, from which on it says little
_CANDIDATES = 12  # texts compared letter by letter


class Likest(NamedTuple):
    """A text of the index, and how like the query it is (1: equal)."""

    likeness: float
    place: int


class LikenessIndex:
    """Texts by their features: pairs of characters in unspaced scripts, words elsewhere."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        for index, text in enumerate(texts):
            for feature in features(text):
                self._holders[feature].append(index)

    def likest(self, text: str, *, at_least: float) -> list[Likest]:
        """The likest texts, the likest first; only those that are ``at_least`` so like."""
        held = [holders for f in features(text) if (holders := self._holders.get(f))]
        held.sort(key=len)
        votes: defaultdict[int, float] = defaultdict(float)
        for rank, holders in enumerate(held[:_RAREST]):
            if rank and len(holders) > _COMMON:
                break
            weight = 1 / (1 + len(holders))
            for index in holders:
                votes[index] += weight
        candidates = heapq.nlargest(_CANDIDATES, votes, key=lambda index: (votes[index], -index))
        scored = (
            Likest(likeness, index)
            for index in candidates
            if (likeness := _likeness(text, self._texts[index], at_least)) >= at_least
        )
        return sorted(scored, key=lambda found: (-found.likeness, found.place))


def features(text: str) -> set[str]:
    """What a text is found by."""
    found: set[str] = set()
    for word in _WORD.findall(text.casefold()):
        if _UNSPACED.search(word):
            found.update(word[place : place + 2] for place in range(max(len(word) - 1, 1)))
        else:
            found.add(word)
    return found


def _likeness(one: str, other: str, at_least: float) -> float:
    return Indel.normalized_similarity(one, other, score_cutoff=at_least)
