"""Checks of single characters: what turns the reading direction, cannot be seen, or looks alike."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

import regex

from publisher.catalogs.findings import Finding, Rule, Severity
from publisher.model.locales import LocaleTag

_EMBEDDINGS = frozenset("\u202a\u202b\u202d\u202e")
_POP_EMBEDDING = "\u202c"
_ISOLATES = frozenset("\u2066\u2067\u2068")
_POP_ISOLATE = "\u2069"
_OVERRIDES = frozenset("\u202d\u202e")

_INVISIBLE = frozenset(
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060\u2061\u2062\u2063\u2064\u3164\ufeff\uffa0"
)
_JOINERS = frozenset("\u200c\u200d")  # needed in Persian, Indic scripts and emoji
_MARKS = frozenset("\u200e\u200f\u061c")
_JOINING_CONTEXT = regex.compile(
    r"[\p{Arabic}\p{Devanagari}\p{Bengali}\p{Tamil}\p{Telugu}\p{Kannada}\p{Malayalam}\p{Sinhala}"
    r"\p{Gujarati}\p{Gurmukhi}\p{Oriya}\p{Khmer}\p{Myanmar}\p{Mongolian}\p{Extended_Pictographic}"
    r"\ufe0f\U0001f3fb-\U0001f3ff]"
)
_MIXED_WORD = regex.compile(r"[\p{L}\p{M}]+")
_SCRIPTS = {"Latin": regex.compile(r"\p{Latin}"), "Cyrillic": regex.compile(r"\p{Cyrillic}"),
            "Greek": regex.compile(r"\p{Greek}")}  # fmt: skip
_COMPATIBILITY_HAN = regex.compile(r"[\uf900-\ufaff\U0002f800-\U0002fa1f\u2e80-\u2fdf]")


def character_findings(source: str, target: str, locale: LocaleTag) -> Iterator[Finding]:
    """What is wrong with single characters of a translation; what the master has too is not."""
    if target.isascii():
        if any(ord(char) < 32 and char not in "\n\t" for char in target):
            yield _control(target, source)
        return
    yield from _bidi(target, source)
    yield from _invisible(source, target)
    yield from _look_alikes(source, target, locale)


def _control(target: str, source: str) -> Finding:
    extra = Counter(c for c in target if ord(c) < 32) - Counter(source)
    names = ", ".join(f"U+{ord(char):04X}" for char in extra) or "control characters"
    return Finding(
        rule=Rule.INVISIBLE,
        severity=Severity.ERROR if extra else Severity.WARNING,
        what=f"the translation holds {names}",
        hint="remove them",
    )


def _bidi(target: str, source: str) -> Iterator[Finding]:
    overrides = [char for char in target if char in _OVERRIDES]
    if overrides and not all(char in source for char in overrides):
        yield _bidi_finding("a character overrides the reading direction")
    elif not is_balanced(target):
        yield _bidi_finding("characters that set the reading direction are not closed")


def _bidi_finding(what: str) -> Finding:
    return Finding(
        rule=Rule.BIDI,
        severity=Severity.ERROR,
        what=what,
        hint="remove U+202A to U+202E; where a run of other direction needs it, put U+2068 before"
        " and U+2069 behind it",
    )


def is_balanced(text: str) -> bool:
    """Whether every embedding and isolate of the reading direction is closed, in order."""
    stack: list[str] = []
    for char in text:
        if char in _EMBEDDINGS:
            stack.append(_POP_EMBEDDING)
        elif char in _ISOLATES:
            stack.append(_POP_ISOLATE)
        elif char in (_POP_EMBEDDING, _POP_ISOLATE) and (not stack or stack.pop() != char):
            return False
    return not stack


def _invisible(source: str, target: str) -> Iterator[Finding]:
    known = Counter(source)
    found = Counter(
        char
        for place, char in enumerate(target)
        if char in _INVISIBLE
        or (unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"} and char not in "\n\t")
        or 0xE0000 <= ord(char) <= 0xE0FFF
        or (char in _JOINERS and not _may_join(target, place))
        or char in "\u2028\u2029"
    )
    extra = found - known
    if extra:
        names = ", ".join(f"U+{ord(char):04X}" for char in extra)
        yield Finding(
            rule=Rule.INVISIBLE,
            severity=Severity.WARNING,
            what=f"the translation holds characters that nobody sees: {names}",
            hint="remove them, or flag ignore-invisible",
        )


def _may_join(text: str, place: int) -> bool:
    before = text[place - 1 : place]
    return bool(before and _JOINING_CONTEXT.match(before))


def _look_alikes(source: str, target: str, locale: LocaleTag) -> Iterator[Finding]:
    mixed = [word for word in _MIXED_WORD.findall(target) if _mixes_scripts(word)]
    foreign = [word for word in mixed if word not in source]
    if foreign:
        yield _look_alike(f"{foreign[0]!r} mixes letters of scripts that look alike")
    compatibility = set(_COMPATIBILITY_HAN.findall(target)) - set(source)
    if compatibility:
        names = ", ".join(f"{char} (U+{ord(char):04X})" for char in sorted(compatibility))
        yield _look_alike(f"compatibility characters stand for ordinary ones: {names}")
    if _is_decomposed(target, locale) and not _is_decomposed(source, locale):
        yield _look_alike("letters and their marks are not composed (NFC)")


def _is_decomposed(text: str, locale: LocaleTag) -> bool:
    # NFC orders points in a way that Hebrew keyboards do not.
    return locale.language not in {"he", "yi"} and not unicodedata.is_normalized("NFC", text)


def _look_alike(what: str) -> Finding:
    return Finding(
        rule=Rule.LOOKALIKE,
        severity=Severity.WARNING,
        what=what,
        hint="type the word again with your language's keyboard, or flag ignore-lookalike",
    )


def _mixes_scripts(word: str) -> bool:
    if word.isascii():
        return False
    return sum(1 for script in _SCRIPTS.values() if script.search(word)) > 1
