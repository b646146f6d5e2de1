"""Slips of the pen: told only where it is sure that no other word was meant."""

from __future__ import annotations

from rapidfuzz.distance import OSA

_SHORTEST = 5  # letters; shorter words have too many neighbours
_LONG = 8  # from here on a missing letter is a slip although it is no double
# Words that are one slip apart and yet both words.
_BOTH_WORDS = frozenset(
    frozenset(pair.split("/"))
    for pair in (
        "angel/angle beard/bread casual/causal complaint/compliant complaints/compliants"
        " contact/contract contacts/contracts contacted/contracted contacting/contracting"
        " county/country dairy/diary desert/dessert estate/state expected/excepted"
        " later/latter marital/martial parties/parities party/parity quiet/quite"
        " statue/statute statues/statutes though/through trail/trial trails/trials united/untied"
        " unites/unties world/word planed/planned hoping/hopping underserved/undeserved"
        ""
        " reserve/reverse reserved/reversed scared/sacred"
    ).split()
)
# Han characters that are typed for one another because they sound alike.
_HOMOPHONES = frozenset(
    "帐账 帳賬 陆录 陸錄 候侯 已以 已己 像象 即既 带戴 作做 复覆 帖贴 渡度 需须 需須".split()
)


def is_slip(old: str, new: str) -> bool:
    """Whether one of two different words is the other, misspelt."""
    if _is_han(old) and _is_han(new):
        return _is_homophone(old, new)
    if not (old.isalpha() and new.isalpha()):
        return False
    if old.lower() == new.lower():
        return _has_stray_capital(old) or _has_stray_capital(new)
    old, new = old.lower(), new.lower()
    if min(len(old), len(new)) < _SHORTEST or frozenset((old, new)) in _BOTH_WORDS:
        return False
    if old[0] != new[0] or OSA.distance(old, new) != 1:
        return False
    return _is_transposed(old, new) if len(old) == len(new) else _lacks_a_letter(old, new)


def _is_transposed(old: str, new: str) -> bool:
    return sorted(old) == sorted(new)


def _lacks_a_letter(old: str, new: str) -> bool:
    """Whether a letter is missing inside one of them; at the end it would be an inflection."""
    shorter, longer = sorted((old, new), key=len)
    at = next((i for i, letter in enumerate(shorter) if letter != longer[i]), len(shorter))
    if at == len(shorter):
        return False
    is_double = longer[at] == longer[at - 1]
    return is_double or (len(shorter) >= _LONG and at < len(shorter) - 1)


def _has_stray_capital(word: str) -> bool:
    return len(word) > 3 and word[:2].isupper() and word[2:].islower()


def _is_han(word: str) -> bool:
    return bool(word) and all("\u4e00" <= character <= "\u9fff" for character in word)


def _is_homophone(old: str, new: str) -> bool:
    if len(old) != len(new) or len(old) < 2:
        return False
    pairs = [(left, right) for left, right in zip(old, new, strict=True) if left != right]
    return len(pairs) == 1 and "".join(sorted(pairs[0])) in _SORTED_HOMOPHONES


_SORTED_HOMOPHONES = frozenset("".join(sorted(pair)) for pair in _HOMOPHONES)
