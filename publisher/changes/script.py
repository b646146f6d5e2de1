"""The shortest script: which runs of tokens differ, before a person's eye is thought of.

Over single tokens; over clauses first where there are too many for that. Words are matched rather
than the emphasis around them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel

from publisher.text.token_kinds import SETTING, Token, TokenKind

# Product of lengths (tokens) up to which the shortest script is computed over single tokens; about
# 0.1 s and 30 MB. Beyond it, clauses are matched first and tokens inside what is left.
MAX_PRODUCT = 40_000_000
# Beyond this many clauses on each side even those are only matched at both ends.
MAX_CLAUSES = 20_000
CLAUSE_MARKS = frozenset(".,;:!?")


class Region(NamedTuple):
    """Old tokens a0 to a1 became new tokens b0 to b1 (both exclusive)."""

    a0: int
    a1: int
    b0: int
    b1: int


Tokens = Sequence[Token]


def shortest_script(old: Tokens, new: Tokens) -> list[Region]:
    """The differing runs of two token sequences, in order, with the most tokens kept."""
    old_keys = [token.key for token in old]
    new_keys = [token.key for token in new]
    start, old_end, new_end = 0, len(old), len(new)
    while start < old_end and start < new_end and old_keys[start] == new_keys[start]:
        start += 1
    while old_end > start and new_end > start and old_keys[old_end - 1] == new_keys[new_end - 1]:
        old_end -= 1
        new_end -= 1
    if (old_end - start) * (new_end - start) > MAX_PRODUCT:
        return _by_clauses(old_keys, new_keys, Region(start, old_end, start, new_end))
    regions = _by_tokens(old_keys, new_keys, Region(start, old_end, start, new_end))
    if any(_holds_on_to_emphasis(pair, old) for pair in pairwise(regions)):
        return _by_words(regions, old, new, old_keys, new_keys)
    return regions


def _holds_on_to_emphasis(pair: tuple[Region, Region], old: Tokens) -> bool:
    """Whether nothing but emphasis was kept between two regions; there may be words to keep."""
    kept = old[pair[0].a1 : pair[1].a0]
    return all(token.kind is TokenKind.EMPHASIS for token in kept)


def _by_words(
    regions: list[Region], old: Tokens, new: Tokens, old_keys: list[str], new_keys: list[str]
) -> list[Region]:
    """Regions that emphasis alone parts, read again: by their words, then what is between them."""
    result: list[Region] = []
    for region in _parted_by_words(regions, old):
        olds = [i for i in range(region.a0, region.a1) if old[i].kind is not TokenKind.EMPHASIS]
        news = [i for i in range(region.b0, region.b1) if new[i].kind is not TokenKind.EMPHASIS]
        a, b = region.a0, region.b0
        script = Indel.opcodes([old_keys[i] for i in olds], [new_keys[i] for i in news])
        for block in script.as_matching_blocks():
            for offset in range(block.size):
                i, j = olds[block.a + offset], news[block.b + offset]
                result += _by_tokens(old_keys, new_keys, Region(a, i, b, j))
                a, b = i + 1, j + 1
        result += _by_tokens(old_keys, new_keys, Region(a, region.a1, b, region.b1))
    return result


def _parted_by_words(regions: list[Region], old: Tokens) -> Iterator[Region]:
    """Regions, those that emphasis alone parts as one."""
    current = regions[0]
    for region in regions[1:]:
        if _holds_on_to_emphasis((current, region), old):
            current = Region(current.a0, region.a1, current.b0, region.b1)
        else:
            yield current
            current = region
    yield current


def _by_tokens(old_keys: list[str], new_keys: list[str], within: Region) -> list[Region]:
    a0, a1, b0, b1 = within
    if a0 == a1 or b0 == b1:
        return [within] if (a0, b0) != (a1, b1) else []
    regions: list[Region] = []
    for code in Indel.opcodes(old_keys[a0:a1], new_keys[b0:b1]):
        if code.tag == "equal":
            continue
        region = Region(
            a0 + code.src_start, a0 + code.src_end, b0 + code.dest_start, b0 + code.dest_end
        )
        if regions and regions[-1].a1 == region.a0 and regions[-1].b1 == region.b0:
            regions[-1] = Region(regions[-1].a0, region.a1, regions[-1].b0, region.b1)
        else:
            regions.append(region)
    return regions


def _by_clauses(old_keys: list[str], new_keys: list[str], within: Region) -> list[Region]:
    """The script over whole clauses, refined inside each difference that is small enough."""
    old_clauses = _clauses(old_keys, within.a0, within.a1)
    new_clauses = _clauses(new_keys, within.b0, within.b1)
    if len(old_clauses) > MAX_CLAUSES or len(new_clauses) > MAX_CLAUSES:
        return [within]
    old_texts = ["\0".join(old_keys[start:end]) for start, end in old_clauses]
    new_texts = ["\0".join(new_keys[start:end]) for start, end in new_clauses]
    regions: list[Region] = []
    for coarse in _by_tokens(old_texts, new_texts, Region(0, len(old_texts), 0, len(new_texts))):
        region = Region(
            *_token_range(old_clauses, coarse.a0, coarse.a1, within.a1),
            *_token_range(new_clauses, coarse.b0, coarse.b1, within.b1),
        )
        if (region.a1 - region.a0) * (region.b1 - region.b0) <= MAX_PRODUCT:
            regions.extend(_by_tokens(old_keys, new_keys, region))
        else:
            regions.append(region)
    return regions


def _clauses(keys: list[str], start: int, end: int) -> list[tuple[int, int]]:
    found = []
    first = start
    for index in range(start, end):
        if keys[index] in CLAUSE_MARKS:
            found.append((first, index + 1))
            first = index + 1
    if first < end:
        found.append((first, end))
    return found


def _token_range(
    clauses: list[tuple[int, int]], first: int, last: int, end: int
) -> tuple[int, int]:
    start = clauses[first][0] if first < len(clauses) else end
    return start, clauses[last - 1][1] if last > first else start


def read_size(tokens: Tokens, start: int, end: int) -> int:
    """How many characters of some tokens are read."""
    return sum(
        len(token.text)
        for token in tokens[start:end]
        if token.kind not in SETTING and token.kind is not TokenKind.TARGET
    )
