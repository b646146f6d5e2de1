"""Regions: the runs of tokens that differ, made into what a person would have marked.

A region is a run of old tokens that became a run of new ones; what lies between two regions is
equal on both sides, token by token. The shortest edit script is the start. Then regions are slid to
clause punctuation, joined over crumbs, and widened to word boundaries that hold on both sides.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from publisher.changes.crumbs import join_over_crumbs
from publisher.changes.script import CLAUSE_MARKS, Region, Tokens, read_size, shortest_script
from publisher.text.token_kinds import SETTING, Token, TokenKind

# A clause with less in common than this is shown as before and after
LITTLE_IN_COMMON = 0.22
# unless so much of its shorter side was kept, with no more than so many edits.
_GROWN = 0.75
_FEW = 2
_MAX_WIDENING = 8  # tokens on each side
_MAX_SLIDE = 1000  # tokens; a text of one line again and again has as many places as lines
# A negation is marked by itself, even where the dictionary sees one word (不会).
_NEGATIONS = frozenset("不未没沒无無非勿莫")
_OPENING = frozenset("([{\"'<")


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
    regions = shortest_script(old, new)
    if not regions:
        return []
    if _has_little_in_common(old, new, regions):
        return _before_and_after(old, new)
    regions = _slid(regions, old, new, old_bounds, new_bounds)
    regions = [_trimmed(region, old, new) for region in join_over_crumbs(regions, old, new)]
    regions = _slid(regions, old, new, old_bounds, new_bounds)
    regions = _widened(regions, old, new, old_bounds, new_bounds)
    return join_over_crumbs(regions, old, new)


def _has_little_in_common(old: Tokens, new: Tokens, regions: list[Region]) -> bool:
    kept_tokens = len(old) - sum(region.a1 - region.a0 for region in regions)
    if kept_tokens > max(len(old), len(new)) // 2:
        return False
    old_size, new_size = read_size(old, 0, len(old)), read_size(new, 0, len(new))
    if min(old_size, new_size) < 12:
        return False
    gone = sum(read_size(old, region.a0, region.a1) for region in regions)
    come = sum(read_size(new, region.b0, region.b1) for region in regions)
    if len(regions) <= _FEW and _has_grown(old_size, gone, new_size, come):
        return False
    kept = (old_size - gone) + (new_size - come)
    return kept < LITTLE_IN_COMMON * 2 * max(old_size, new_size)


def _has_grown(old_size: int, gone: int, new_size: int, come: int) -> bool:
    """Whether the shorter side is found in the longer one: much was added, or much cut."""
    size, lost = min((old_size, gone), (new_size, come))
    return size - lost >= _GROWN * size


def _before_and_after(old: Tokens, new: Tokens) -> list[Region]:
    """One region over all that is read, less what both sides begin or end with as setting.

    What both are headed by stays, too: the words up to a mark that both have ("**Retention**:").
    """
    start = index = 0
    limit = min(len(old), len(new))
    while index < limit and old[index].key == new[index].key:
        index += 1
        if _is_setting(old[index - 1]) and (start == index - 1 or _ends_a_lead(old, index)):
            start = index
    tail = 0
    while (
        tail < limit - start
        and old[-1 - tail].key == new[-1 - tail].key
        and _is_setting(old[-1 - tail])
    ):
        tail += 1
    return [Region(start, len(old) - tail, start, len(new) - tail)]


def _ends_a_lead(tokens: Tokens, end: int) -> bool:
    """Whether the words before `end` are what the rest is headed by: a colon, or emphasis ends."""
    token = tokens[end - 1]
    return token.key in (":", ".") or (token.kind is TokenKind.EMPHASIS and bool(tokens[end].lead))


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
    if before is None or before.key in CLAUSE_MARKS or _is_marker(before):
        score += 4
    if last.key in CLAUSE_MARKS:
        score += 3 if (before is None or before.key in CLAUSE_MARKS or _is_marker(before)) else 0
    elif after is None or after.kind is TokenKind.END or after.key in CLAUSE_MARKS:
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
