"""Regions: the runs of tokens that differ, made into what a person would have marked.

A region is a run of old tokens that became a run of new ones; what lies between two regions is
equal on both sides, token by token. The shortest edit script is the start. Then regions are slid to
clause punctuation, joined over crumbs, and widened to word boundaries that hold on both sides.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from publisher.text.tokens import SETTING, Token, TokenKind

# Product of lengths (tokens) up to which the shortest script is computed over single tokens; about
# 0.1 s and 30 MB. Beyond it, clauses are matched first and tokens inside what is left.
MAX_PRODUCT = 40_000_000
# Beyond this many clauses on each side even those are only matched at both ends.
MAX_CLAUSES = 20_000
# A clause with less in common than this is shown as before and after.
LITTLE_IN_COMMON = 0.22
# Kept text between two regions that is no wider than this is a crumb, provided that it is also
# short beside the regions it parts. A letter is one wide, Han or kana two.
_CRUMB = 8
_CRUMB_SHARE = 0.7
_MAX_WIDENING = 8  # tokens on each side
_MAX_SLIDE = 1000  # tokens; a text of one line again and again has as many places as lines
_CLAUSE_MARKS = frozenset(".,;:!?")
_BRACKETS = frozenset("()[]{}<>")
# A negation is marked by itself, even where the dictionary sees one word (不会).
_NEGATIONS = frozenset("不未没沒无無非勿莫")
_OPENING = frozenset("([{\"'<")


class Region(NamedTuple):
    """Old tokens a0 to a1 became new tokens b0 to b1 (both exclusive)."""

    a0: int
    a1: int
    b0: int
    b1: int


Tokens = Sequence[Token]


def find_regions(
    old: Tokens,
    new: Tokens,
    *,
    old_bounds: Callable[[int], bool],
    new_bounds: Callable[[int], bool],
) -> list[Region]:
    """The differing runs of two token sequences, in order.

    `old_bounds(i)` says whether a word may begin before token i of the old text; `new_bounds` of
    the new one.
    """
    regions = _shortest(old, new)
    if not regions:
        return []
    if _has_little_in_common(old, new, regions):
        return _before_and_after(old, new)
    regions = _slid(regions, old, new, old_bounds, new_bounds)
    regions = [_trimmed(region, old, new) for region in _joined(regions, old, new)]
    regions = _slid(regions, old, new, old_bounds, new_bounds)
    regions = _widened(regions, old, new, old_bounds, new_bounds)
    return _joined(regions, old, new)


def _shortest(old: Tokens, new: Tokens) -> list[Region]:
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
    return _by_tokens(old_keys, new_keys, Region(start, old_end, start, new_end))


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
        if keys[index] in _CLAUSE_MARKS:
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


def _size(tokens: Tokens, start: int, end: int) -> int:
    """Characters that are read."""
    return sum(
        len(token.text)
        for token in tokens[start:end]
        if token.kind not in SETTING and token.kind is not TokenKind.TARGET
    )


def _has_little_in_common(old: Tokens, new: Tokens, regions: list[Region]) -> bool:
    kept_tokens = len(old) - sum(region.a1 - region.a0 for region in regions)
    if kept_tokens > max(len(old), len(new)) // 2:
        return False
    old_size, new_size = _size(old, 0, len(old)), _size(new, 0, len(new))
    if min(old_size, new_size) < 12:
        return False
    gone = sum(_size(old, region.a0, region.a1) for region in regions)
    come = sum(_size(new, region.b0, region.b1) for region in regions)
    kept = (old_size - gone) + (new_size - come)
    return kept < LITTLE_IN_COMMON * 2 * max(old_size, new_size)


def _before_and_after(old: Tokens, new: Tokens) -> list[Region]:
    """One region over all that is read, less what both sides begin or end with as setting."""
    start = 0
    limit = min(len(old), len(new))
    while start < limit and old[start].key == new[start].key and _is_setting(old[start]):
        start += 1
    tail = 0
    while (
        tail < limit - start
        and old[-1 - tail].key == new[-1 - tail].key
        and _is_setting(old[-1 - tail])
    ):
        tail += 1
    return [Region(start, len(old) - tail, start, len(new) - tail)]


def _is_setting(token: Token) -> bool:
    return token.kind in SETTING or token.kind in (TokenKind.LABEL, TokenKind.PUNCTUATION)


def _trimmed(region: Region, old: Tokens, new: Tokens) -> Region:
    """A joined region less what both sides end or begin with: the crumb that it swallowed."""
    a0, a1, b0, b1 = region
    while a0 < a1 and b0 < b1 and old[a1 - 1].key == new[b1 - 1].key:
        a1, b1 = a1 - 1, b1 - 1
    while a0 < a1 and b0 < b1 and old[a0].key == new[b0].key:
        a0, b0 = a0 + 1, b0 + 1
    return Region(a0, a1, b0, b1)


def _slid(
    regions: list[Region],
    old: Tokens,
    new: Tokens,
    old_bounds: Callable[[int], bool],
    new_bounds: Callable[[int], bool],
) -> list[Region]:
    """Pure insertions and deletions, moved along equal tokens to where a person would see them.

    None leaves the kept tokens between its neighbours.
    """
    result: list[Region] = []
    for index, region in enumerate(regions):
        a0, a1, b0, b1 = region
        if a0 != a1 and b0 != b1:
            result.append(region)
            continue
        before = min(a0 - (result[-1].a1 if result else 0), _MAX_SLIDE)
        next_start = regions[index + 1].a0 if index + 1 < len(regions) else len(old)
        after = min(next_start - a1, _MAX_SLIDE)
        if a0 != a1:
            shift = _best_shift(old, a0, a1, before, after, old_bounds)
        else:
            shift = _best_shift(new, b0, b1, before, after, new_bounds)
        result.append(Region(a0 + shift, a1 + shift, b0 + shift, b1 + shift))
    return result


def _best_shift(
    tokens: Tokens, start: int, end: int, before: int, after: int, bounds: Callable[[int], bool]
) -> int:
    best, best_score = 0, _slide_score(tokens, start, end, bounds)
    for step in (-1, 1):
        shift = 0
        while _can_shift(tokens, start + shift, end + shift, step, before + shift, after - shift):
            shift += step
            score = _slide_score(tokens, start + shift, end + shift, bounds)
            if score > best_score:
                best, best_score = shift, score
    return best


def _can_shift(tokens: Tokens, start: int, end: int, step: int, before: int, after: int) -> bool:
    if step < 0:
        return before > 0 and tokens[start - 1].key == tokens[end - 1].key
    return (
        after > 0 and tokens[start].key == tokens[end].key and tokens[end].kind is not TokenKind.END
    )


def _slide_score(tokens: Tokens, start: int, end: int, bounds: Callable[[int], bool]) -> int:
    """How natural it looks that tokens start to end come or go together."""
    before = tokens[start - 1] if start else None
    last = tokens[end - 1]
    after = tokens[end] if end < len(tokens) else None
    score = 0
    if before is None or before.key in _CLAUSE_MARKS or _is_marker(before):
        score += 4
    if last.key in _CLAUSE_MARKS:
        score += 3 if (before is None or before.key in _CLAUSE_MARKS or _is_marker(before)) else 0
    elif after is None or after.kind is TokenKind.END or after.key in _CLAUSE_MARKS:
        score += 3
    if bounds(start):
        score += 2
    if bounds(end):
        score += 2
    if tokens[start].lead:
        score += 1
    if last.key in _OPENING or tokens[start].key in ")]}>":
        score -= 2
    return score


def _is_marker(token: Token) -> bool:
    return token.kind in (TokenKind.BULLET, TokenKind.HEADING, TokenKind.LABEL)


def _joined(regions: list[Region], old: Tokens, new: Tokens) -> list[Region]:
    """Regions with crumbs between them made one; repeated until nothing changes."""
    changed = True
    while changed:
        changed = False
        result: list[Region] = []
        for region in regions:
            if result and _is_crumb(result[-1], region, old, new):
                result[-1] = Region(result[-1].a0, region.a1, result[-1].b0, region.b1)
                changed = True
            else:
                result.append(region)
        regions = result
    return regions


def _is_crumb(left: Region, right: Region, old: Tokens, new: Tokens) -> bool:
    kept = old[left.a1 : right.a0]
    if not kept:
        return True
    if len(kept) > _CRUMB or any(_parts_regions(token) for token in kept):
        return False
    if _is_exchange(left, old, new) and _is_exchange(right, old, new):
        return False
    if len(kept) > 1 and sum(_width(token.text) for token in kept) > _CRUMB:
        return False
    left_size = max(_size(old, left.a0, left.a1), _size(new, left.b0, left.b1))
    right_size = max(_size(old, right.a0, right.a1), _size(new, right.b0, right.b1))
    return _size(old, left.a1, right.a0) <= _CRUMB_SHARE * min(left_size, right_size)


def _width(text: str) -> int:
    return sum(2 if character > "\u2e80" else 1 for character in text)


def _is_exchange(region: Region, old: Tokens, new: Tokens) -> bool:
    """Whether one quantity or date took another's place: each is read by itself."""
    return all(
        len(side) == 1 and side[0].kind in (TokenKind.NUMBER, TokenKind.DATE)
        for side in (old[region.a0 : region.a1], new[region.b0 : region.b1])
    )


def _parts_regions(token: Token) -> bool:
    is_bracket = token.kind is TokenKind.PUNCTUATION and token.key in _BRACKETS
    return is_bracket or token.kind in SETTING or token.kind in (TokenKind.LABEL, TokenKind.TARGET)


def _widened(
    regions: list[Region],
    old: Tokens,
    new: Tokens,
    old_bounds: Callable[[int], bool],
    new_bounds: Callable[[int], bool],
) -> list[Region]:
    """Regions whose edges lie at word boundaries in both texts, as far as equal tokens allow."""
    result: list[Region] = []
    for index, region in enumerate(regions):
        a0, a1, b0, b1 = region
        if _is_negation(region, old, new) or _is_unread(region, old, new):
            result.append(region)
            continue
        low = result[-1].a1 if result else 0
        high = regions[index + 1].a0 if index + 1 < len(regions) else len(old)
        steps = 0
        while not (old_bounds(a0) and new_bounds(b0)) and a0 > low and steps < _MAX_WIDENING:
            a0, b0, steps = a0 - 1, b0 - 1, steps + 1
        steps = 0
        while not (old_bounds(a1) and new_bounds(b1)) and a1 < high and steps < _MAX_WIDENING:
            a1, b1, steps = a1 + 1, b1 + 1, steps + 1
        widened = Region(a0, a1, b0, b1)
        if result and result[-1].a1 == widened.a0 and result[-1].b1 == widened.b0:
            widened = Region(result[-1].a0, widened.a1, result[-1].b0, widened.b1)
            result.pop()
        result.append(widened)
    return result


def _is_unread(region: Region, old: Tokens, new: Tokens) -> bool:
    """Whether nothing came or went that a reader reads: markup, and marks without a width."""
    return all(
        token.kind in SETTING or is_invisible(token.text)
        for token in (*old[region.a0 : region.a1], *new[region.b0 : region.b1])
    )


def is_invisible(text: str) -> bool:
    """Whether a text is made of format characters alone: joiners, spaces without a width."""
    return all(unicodedata.category(character) == "Cf" for character in text)


def _is_negation(region: Region, old: Tokens, new: Tokens) -> bool:
    tokens = (*old[region.a0 : region.a1], *new[region.b0 : region.b1])
    return len(tokens) == 1 and tokens[0].text in _NEGATIONS
