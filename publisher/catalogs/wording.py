"""Checks of a translation's wording: untranslated, in the wrong language, cut, unbalanced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import regex

from publisher.catalogs.findings import Finding, Rule, Severity
from publisher.model.locales import LocaleTag
from publisher.text.placeholders import PLACEHOLDER

_LETTER = regex.compile(r"\p{L}")
_TARGET = regex.compile(r"\]\([^()\s]*\)")
_URL = regex.compile(
    r"(?:https?://|www\.)[^\s()（）\[\]<>]+|(?<![\w.+-])[\w.+-]{1,64}@[\w{}.-]+|<[^<>]*>"
)
_SCRIPT_OF = {
    "Han": regex.compile(r"\p{Han}"),
    "Kana": regex.compile(r"[\p{Hiragana}\p{Katakana}]"),
    "Hangul": regex.compile(r"\p{Hangul}"),
    "Arabic": regex.compile(r"\p{Arabic}"),
    "Cyrillic": regex.compile(r"\p{Cyrillic}"),
    "Greek": regex.compile(r"\p{Greek}"),
    "Hebrew": regex.compile(r"\p{Hebrew}"),
    "Thai": regex.compile(r"\p{Thai}"),
    "Devanagari": regex.compile(r"\p{Devanagari}"),
    "Latin": regex.compile(r"\p{Latin}"),
}
_WRITTEN_IN = {
    "zh": {"Han"}, "ja": {"Han", "Kana"}, "ko": {"Hangul", "Han"}, "ar": {"Arabic"},
    "fa": {"Arabic"}, "ur": {"Arabic"}, "ru": {"Cyrillic"}, "uk": {"Cyrillic"}, "bg": {"Cyrillic"},
    "el": {"Greek"}, "he": {"Hebrew"}, "th": {"Thai"}, "hi": {"Devanagari"}, "mr": {"Devanagari"},
}  # fmt: skip
_BY_SCRIPT = {"Latn": {"Latin"}, "Cyrl": {"Cyrillic"}, "Arab": {"Arabic"}, "Deva": {"Devanagari"}}
_LATIN = {"Latin"}
_OTHER_LANGUAGES = frozenset(
    "am as bn bo dv gu hy ka km kn lo ml mn my ne or pa sa sd si ta te ti ug yi sr".split()
)

# What a character of a script without spaces says, in characters of English.
_DENSE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_DENSE_WEIGHT = {"zh": 3.0, "ja": 2.2, "ko": 2.0}
_USUAL_DENSE_WEIGHT = 3.0
# How many characters of a language say what a hundred of English say.
_WORDINESS = {"de": 112, "fr": 115, "es": 112, "it": 110, "pt": 110, "ru": 108, "ar": 88, "he": 78}
_SHORT = 12  # characters of the master: what is shorter varies too much
_TOO_LONG, _TOO_SHORT = 3.2, 0.3

_BRACKETS = {
    "(": ")",
    "（": "）",
    "[": "]",
    "【": "】",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
}
_BRACKET_FAMILIES = {"（": "(", "）": ")", "［": "[", "］": "]"}
_ENUMERATOR = regex.compile(
    r"(?:^|(?<=[\s;；。,，、:：]))(?:\p{Nd}{1,2}|[A-Za-z]|[ivx]{1,4}|[一二三四五六七八九十]{1,3}|\p{Arabic})[)）]"
)


def wording_findings(
    source: str, target: str, master: LocaleTag, locale: LocaleTag
) -> Iterator[Finding]:
    """What is wrong with a translation's words as a whole."""
    yield from _untranslated(source, target, master, locale)
    yield from _length(source, target, master, locale)
    yield from _emphasis(source, target)
    yield from _brackets(source, target)
    yield from _line_breaks(source, target)


def _words(text: str) -> str:
    """A text without what is the same in every language."""
    return str(_URL.sub(" ", _TARGET.sub("]", PLACEHOLDER.sub(" ", text))))


def _untranslated(
    source: str, target: str, master: LocaleTag, locale: LocaleTag
) -> Iterator[Finding]:
    words = _words(target)
    letters = _LETTER.findall(words)
    if not letters:
        if _LETTER.search(_words(source)):
            yield _finding(Rule.LANGUAGE, "the translation has no words", "translate the message")
        return
    if source == target:
        if master.language != locale.language and _is_of(words, master):
            yield _finding(
                Rule.SAME,
                "the translation is the master's text",
                "translate it, or flag ignore-same",
            )
        return
    wanted = _scripts(locale)
    if wanted is None:
        return
    own = sum(len(_SCRIPT_OF[name].findall(words)) for name in wanted)
    foreign = _foreign(words, locale)
    if foreign and len(foreign) > 0.3 * len(letters) and len(foreign) > own / 2:
        yield _finding(
            Rule.LANGUAGE,
            f"much of the translation is not written as {locale} is: {''.join(foreign[:10])}",
            "translate what is left of the master, or flag ignore-language",
        )
    elif locale.language == "ja" and len(letters) > 25 and not _SCRIPT_OF["Kana"].search(words):
        yield _finding(
            Rule.LANGUAGE, "the translation has no kana, so it may be Chinese", "translate it"
        )


def _scripts(locale: LocaleTag) -> set[str] | None:
    """The scripts that a locale is written in; None where that is not known here."""
    if locale.script is not None and locale.language != "zh":
        return _BY_SCRIPT.get(locale.script)
    if locale.language in _OTHER_LANGUAGES:
        return None
    return _WRITTEN_IN.get(locale.language, _LATIN)


def _is_of(words: str, locale: LocaleTag) -> bool:
    """Whether a text has words in a locale's own script, beyond a name or two in Latin."""
    scripts = _scripts(locale)
    return scripts is not None and any(_SCRIPT_OF[name].search(words) for name in scripts)


def _foreign(words: str, locale: LocaleTag) -> list[str]:
    """The letters of scripts that the locale does not use; Latin names are at home everywhere."""
    wanted = (_scripts(locale) or set()) | _LATIN
    return [
        letter
        for letter in _LETTER.findall(words)
        if any(name not in wanted and script.match(letter) for name, script in _SCRIPT_OF.items())
    ]


def _length(source: str, target: str, master: LocaleTag, locale: LocaleTag) -> Iterator[Finding]:
    before, after = _words(source), _words(target)
    if len(before) < _SHORT or source == target:
        return
    ratio = volume(after, locale) / max(volume(before, master), 1.0)
    if not _TOO_SHORT <= ratio <= _TOO_LONG:
        side = "longer" if ratio > 1 else "shorter"
        yield _finding(
            Rule.LENGTH,
            f"the translation is much {side} than expected"
            f" ({len(after)} characters for {len(before)})",
            "see that nothing is missing or added, or flag ignore-length",
        )


def volume(text: str, locale: LocaleTag) -> float:
    """How much a text says, in characters of English, whatever scripts it mixes."""
    dense = len(_DENSE.findall(text))
    weight = _DENSE_WEIGHT.get(locale.language, _USUAL_DENSE_WEIGHT)
    return dense * weight + (len(text) - dense) * 100 / _WORDINESS.get(locale.language, 100)


def _emphasis(source: str, target: str) -> Iterator[Finding]:
    for mark in ("**", "`"):
        before, after = source.count(mark), target.count(mark)
        if after % 2 and not before % 2:
            yield _finding(
                Rule.EMPHASIS,
                f"{mark} is opened and not closed",
                f"write {mark} on both sides of the words",
                Severity.ERROR,
            )
        elif mark == "**" and before != after:
            yield _finding(
                Rule.EMPHASIS,
                f"the master has {before // 2} passages in bold, the translation {after // 2}",
                "mark the same passages, or flag ignore-emphasis",
            )


def _brackets(source: str, target: str) -> Iterator[Finding]:
    was, now = _unbalanced(source), _unbalanced(target)
    extra = now - was
    if extra:
        yield _finding(
            Rule.BRACKET,
            f"brackets are not balanced: {' '.join(extra.elements())}",
            "close what is opened, or flag ignore-bracket",
        )


def _unbalanced(text: str) -> Counter[str]:
    """The brackets without a partner, full and half width taken for the same."""
    text = _ENUMERATOR.sub(" ", _words(text))
    counts = Counter(_BRACKET_FAMILIES.get(char, char) for char in text)
    found: Counter[str] = Counter()
    for opening, closing in _BRACKETS.items():
        difference = counts[opening] - counts[closing]
        if difference > 0:
            found[opening] = difference
        elif difference < 0:
            found[closing] = -difference
    return found


def _line_breaks(source: str, target: str) -> Iterator[Finding]:
    if source.count("\n") != target.count("\n"):
        yield _finding(
            Rule.LINE_BREAK,
            f"the master has {source.count(chr(10))} line breaks, the translation"
            f" {target.count(chr(10))}",
            "break lines where the master does, or flag ignore-line-break",
        )


def _finding(rule: Rule, what: str, hint: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(rule=rule, severity=severity, what=what, hint=hint)
