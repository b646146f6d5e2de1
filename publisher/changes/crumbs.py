"""Crumbs: what is kept between two regions and is too little to be read by itself."""

from __future__ import annotations

from publisher.changes.script import CLAUSE_MARKS, Region, Tokens, read_size
from publisher.text.token_kinds import SETTING, Token, TokenKind

# Kept text between two regions that is no wider than this is a crumb, provided that it is also
# short beside the regions it parts. A letter is one wide, Han or kana two.
_CRUMB = 8
_CRUMB_SHARE = 0.7
_HOLDS = 10  # five letters, or two Han: no crumb between two edits of one direction
_BRACKETS = frozenset("()[]{}<>")
_OF_QUANTITY = frozenset("%％‰$€£¥￥₽")


def join_over_crumbs(regions: list[Region], old: Tokens, new: Tokens) -> list[Region]:
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
    if _are_one_way(left, right) and _holds_by_itself(kept):
        return False
    if _is_exchange(left, old, new) and _is_exchange(right, old, new):
        return False
    if _is_of_quantities(left, old, new) or _is_of_quantities(right, old, new):
        return False
    if len(kept) > 1 and sum(_width(token.text) for token in kept) > _CRUMB:
        return False
    left_size = max(read_size(old, left.a0, left.a1), read_size(new, left.b0, left.b1))
    right_size = max(read_size(old, right.a0, right.a1), read_size(new, right.b0, right.b1))
    return read_size(old, left.a1, right.a0) <= _CRUMB_SHARE * min(left_size, right_size)


def _width(text: str) -> int:
    return sum(2 if character > "\u2e80" else 1 for character in text)


def _is_exchange(region: Region, old: Tokens, new: Tokens) -> bool:
    """Whether one quantity or date took another's place: each is read by itself."""
    return all(
        len(side) == 1 and side[0].kind in (TokenKind.NUMBER, TokenKind.DATE)
        for side in (old[region.a0 : region.a1], new[region.b0 : region.b1])
    )


def _are_one_way(left: Region, right: Region) -> bool:
    """Whether text only went in two places, or only came: joined, what is kept seems to change."""
    only_went = left.b0 == left.b1 and right.b0 == right.b1
    only_came = left.a0 == left.a1 and right.a0 == right.a1
    return only_went or only_came


def _holds_by_itself(kept: Tokens) -> bool:
    """Whether kept tokens can be read between two edits: a word of some length, or clause marks."""
    if all(token.key in CLAUSE_MARKS for token in kept):
        return True
    letters = (5 if letter > "\u2e80" else 2 for token in kept for letter in token.text)
    return sum(letters) >= _HOLDS


def _is_of_quantities(region: Region, old: Tokens, new: Tokens) -> bool:
    """Whether one period, amount or share took another's place, and not a mere figure."""
    sides = (old[region.a0 : region.a1], new[region.b0 : region.b1])
    return all(
        len(side) == 1 and side[0].kind is TokenKind.NUMBER and not _is_figure(side[0].text)
        for side in sides
    )


def _is_figure(text: str) -> bool:
    return not any(character.isalpha() or character in _OF_QUANTITY for character in text)


def _parts_regions(token: Token) -> bool:
    is_bracket = token.kind is TokenKind.PUNCTUATION and token.key in _BRACKETS
    return is_bracket or token.kind in SETTING or token.kind in (TokenKind.LABEL, TokenKind.TARGET)
