"""The clauses of a whole text, to be found by what they say."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from publisher.changes.materiality.wording import clause_keys, mask, split_clauses
from publisher.model.segments import ParsedText

_SHINGLE = 6  # letters
_STRIDE = 3  # of all shingles of a clause each third is kept
_NEIGHBOURS = 3
_NEAR = 0.3  # of the shingles kept of a clause of that length


class Elsewhere:
    """The clauses of a text, to be found by what they say."""

    def __init__(self, parsed: ParsedText) -> None:
        """Nothing is read before it is asked for."""
        self.parsed = parsed

    @cached_property
    def words(self) -> str:
        """The text without its markup."""
        return mask(self.parsed.source)

    @cached_property
    def _clauses(self) -> dict[str, str]:
        return _clauses_of(self.parsed, self.words)

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
        pieces = [key[at : at + _SHINGLE] for at in range(len(key) - _SHINGLE + 1)]
        found = [number for number in map(self._by_shingle.get, pieces) if number is not None]
        least = _NEAR * (len(pieces) / _STRIDE)
        if len(found) < least:
            return []
        return [
            self._clauses[self._keys[number]]
            for number, count in Counter(found).most_common(_NEIGHBOURS)
            if count >= least
        ]


def _clauses_of(parsed: ParsedText, words: str) -> dict[str, str]:
    """Every clause without its markup, by its `clause_key`."""
    clauses = []
    for segment in parsed.segments:
        text = segment.body.of(words)
        clauses += [text[start:end] for start, end in split_clauses(text)]
    found = dict(zip(clause_keys(clauses), clauses, strict=True))
    found.pop("", None)
    return found
