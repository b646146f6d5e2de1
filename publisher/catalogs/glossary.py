"""The words that translators agreed on, and whether a translation uses them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

import regex

from publisher.catalogs.findings import Finding, Rule, Severity
from publisher.model.errors import InvalidLocaleError, InvalidSourceError
from publisher.model.locales import LocaleTag

_TERM = "term_"


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the master and the words for it in one locale; any of them will do."""

    source: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of one master and locale, the longest first."""

    terms: tuple[Term, ...] = ()


def read_glossary(
    data: bytes, *, master: LocaleTag, locale: LocaleTag, path: PurePath | str | None = None
) -> Glossary:
    """The terms of a glossary file for one locale; raises InvalidSourceError with the line.

    The first line names the columns: ``term_zh-Hans`` for the master's word, a tag for each
    locale, and anything else for people. Several words that will do are parted by ``|``.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidSourceError(what="the glossary is not UTF-8", path=path, line=line) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    terms: dict[str, Term] = {}
    try:
        header = next(reader, [])
        source, target = _columns(header, master, locale, path)
        for row in reader:
            if target is None or not any(row):
                continue
            if len(row) > len(header):
                what = f"there are {len(row)} fields and {len(header)} columns; quote commas"
                raise InvalidSourceError(what=what, path=path, line=reader.line_num)
            word = row[source].strip() if source < len(row) else ""
            words = row[target].split("|") if target < len(row) else []
            targets = tuple(stripped for one in words if (stripped := one.strip()))
            if word and targets:
                terms[word] = Term(word, targets)
    except csv.Error as error:
        what = f"the glossary is no CSV here: {error}"
        raise InvalidSourceError(what=what, path=path, line=reader.line_num) from None
    return Glossary(tuple(sorted(terms.values(), key=lambda term: -len(term.source))))


def _columns(
    header: list[str], master: LocaleTag, locale: LocaleTag, path: PurePath | str | None
) -> tuple[int, int | None]:
    """Which columns hold the master's words and the locale's."""
    places = {name.strip(): place for place, name in enumerate(header)}
    source = places.get(f"{_TERM}{master}")
    if source is None:
        what = f"the first line has no column {_TERM}{master}"
        raise InvalidSourceError(what=what, path=path, line=1)
    return source, next((place for name, place in places.items() if _is(name, locale)), None)


def _is(name: str, locale: LocaleTag) -> bool:
    try:
        return LocaleTag.parse(name) == locale
    except InvalidLocaleError:
        return False


def glossary_findings(source: str, target: str, glossary: Glossary) -> Iterator[Finding]:
    """The terms of the master's text whose agreed translation is not in the target.

    A term inside a longer one that is found is not looked for. Inflected forms count: the
    beginnings of a term's words, in order, will do.
    """
    rest, folded = source, target.casefold()
    for term in glossary.terms:
        if term.source not in rest:
            continue
        rest = rest.replace(term.source, "\N{OBJECT REPLACEMENT CHARACTER}")
        if not any(_occurs(word, folded) for word in term.targets):
            wanted = " or ".join(repr(word) for word in term.targets)
            yield Finding(
                rule=Rule.GLOSSARY,
                severity=Severity.WARNING,
                what=f"{term.source!r} is {wanted} in the glossary and not in the translation",
                hint="use the agreed word, or flag ignore-glossary",
            )


_STEM = 0.65  # of a word's letters: how much of it stays in other forms
_WORD = regex.compile(r"\w+")
_ARABIC = regex.compile(r"\p{Arabic}")
_ARABIC_MARKS = regex.compile(r"[\u064b-\u0652\u0640]")
_ARABIC_ARTICLE = regex.compile(r"^(?:ال|لل)")
_ARABIC_ENDING = regex.compile(r"(?:ة|ات|ين|ون|ية)$")


def _occurs(term: str, folded: str) -> bool:
    """Whether a term stands in a text in some form of it."""
    words = _WORD.findall(_ARABIC_MARKS.sub("", term.casefold()))
    if not words or term.casefold() in folded:
        return True
    text = _ARABIC_MARKS.sub("", folded)
    return all(_stem(word) in text for word in words)


def _stem(word: str) -> str:
    """The beginning of a word that its other forms share; Arabic without article and ending."""
    if _ARABIC.match(word):
        bare = _ARABIC_ENDING.sub("", _ARABIC_ARTICLE.sub("", word))
        return bare if len(bare) >= 2 else word
    return word[: max(min(len(word), 3), round(len(word) * _STEM))]
