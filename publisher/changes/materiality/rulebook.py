"""Rules as data: categories, signals and each language's words, read from tables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from publisher.changes.materiality.lexicon import APART, Entry, Lexicon, compile_lexicon
from publisher.changes.materiality.weights import Weights
from publisher.model.errors import InvalidSourceError

Table = Mapping[str, Any]
LanguageTable = Callable[[], Table]  # a language's words are many: read when they are asked for


class Duty(StrEnum):
    """What a law may ask for where a category changes."""

    INFORM = "inform"
    CONSENT = "consent"  # ask again
    SEPARATE_CONSENT = "separate_consent"  # ask for this alone
    NOTICE = "notice"  # wait some days before it binds


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """What a law may ask for, and where that is written; a source, not advice."""

    duty: Duty
    source: str
    days: int = 0  # of a notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """What a promise is about."""

    id: str
    weight: float  # 0 to 1: how much a change of its words says
    names: Mapping[str, str]  # locale's tag -> name
    explanations: Mapping[str, str]
    obligations: tuple[Obligation, ...] = ()

    def name(self, locale: str) -> str:
        """Its name for readers of a locale; in English where there is none."""
        return _in(self.names, locale)

    def explanation(self, locale: str) -> str:
        """What it covers, for readers of a locale; in English where there is none."""
        return _in(self.explanations, locale)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A kind of word that turns a promise: a negation, a limit, a duty."""

    id: str
    weight: float  # where one came or went
    alone: float  # where nothing took its place
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """All rules: what is looked for, in which words, and what it weighs."""

    categories: Mapping[str, Category]
    signals: Mapping[str, Signal]
    languages: Mapping[str, LanguageTable] = field(repr=False)  # language subtag -> its words
    weights: Weights
    fingerprint: str = ""  # tells apart rules that may judge otherwise
    read: dict[str, Lexicon] = field(repr=False, compare=False, default_factory=dict)  # a memory

    def lexicon(self, locale: str) -> Lexicon:
        """The words of a locale's language, read when first asked for; none of an unknown one.

        Raises InvalidSourceError, naming the key, for what is no rule.
        """
        language = locale.partition("-")[0].lower()
        if language not in self.languages:
            return _UNKNOWN
        known = self.read.get(language)
        if known is None:
            groups = frozenset(self.categories) | frozenset(self.signals)
            known = _lexicon(language, self.languages[language](), groups=groups)
            self.read[language] = known
        return known

    def weight(self, group: str, *, alone: bool = False) -> float:
        """What a lost or gained word of a group weighs; `alone`: nothing took its place."""
        known = self.weights.quantities.get(group)
        if known is not None:
            return known
        if group in self.categories:
            return self.categories[group].weight
        signal = self.signals.get(group)
        if signal is None:
            return 0.0
        return signal.alone if alone else signal.weight


def read_rulebook(
    categories: Table,
    signals: Table,
    languages: Mapping[str, LanguageTable],
    *,
    weights: Table,
    fingerprint: str,
) -> Rulebook:
    """The rules that tables say; raises InvalidSourceError, naming the key."""
    return Rulebook(
        categories={name: _category(name, table) for name, table in categories.items()},
        signals={name: _signal(name, table) for name, table in signals.items()},
        languages=languages,
        weights=Weights.read(weights),
        fingerprint=fingerprint,
    )


def fingerprint_of(*tables: object) -> str:
    """A hash of what tables say."""
    written = json.dumps(tables, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def merged(base: Table, extension: Table) -> dict[str, Any]:
    """A table with a workspace's additions: lists grow, tables are joined, values are replaced."""
    result = dict(base)
    for key, value in extension.items():
        known = result.get(key)
        if isinstance(known, Mapping) and isinstance(value, Mapping):
            result[key] = merged(known, value)
        elif isinstance(known, list) and isinstance(value, list):
            result[key] = [*value, *known]  # what comes first wins
        else:
            result[key] = value
    return result


def _category(name: str, table: Table) -> Category:
    try:
        return Category(
            id=name,
            weight=_weight(table["weight"]),
            names=dict(table["name"]),
            explanations=dict(table["explanation"]),
            obligations=tuple(
                Obligation(
                    duty=Duty(item["duty"]), source=item["source"], days=int(item.get("days", 0))
                )
                for item in table.get("obligations", ())
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidSourceError(what=f"category {name}: {_said(error)}") from error


def _signal(name: str, table: Table) -> Signal:
    try:
        return Signal(
            id=name,
            weight=_weight(table["weight"]),
            alone=_weight(table.get("alone", table["weight"])),
            names=dict(table.get("name", {})),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidSourceError(what=f"signal {name}: {_said(error)}") from error


def _weight(value: object) -> float:
    if isinstance(value, (int, float)) and 0 <= value <= 1:
        return float(value)
    raise ValueError("weight must be a number from 0 to 1")


def _said(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _lexicon(language: str, table: Table, *, groups: frozenset[str]) -> Lexicon:
    words = table.get("words", {})
    entries: list[tuple[str, Entry]] = []
    for kind in ("plain", "pointers", "courtesy", "empty"):
        entries += [(form, Entry(kind, form)) for form in _forms_of_all(language, kind, words)]
    for section in ("signals", "categories"):
        for group, lines in table.get(section, {}).items():
            if group not in groups:
                raise InvalidSourceError(what=f"{language}: {section}.{group}: no such group")
            entries += _grouped(language, group, lines)
    entries += _grouped(language, "word", words.get("same", ()))
    return compile_lexicon(
        language,
        entries,
        spaced=bool(table.get("spaced", True)),
        capitals_name=bool(table.get("capitals_name", True)),
        numbers=table.get("numbers", {}),
        measures=table.get("measures", {}),
        units=table.get("units", {}),
        references=_forms_of_all(language, "references", words),
        folded=str(table.get("folded_from", "")),
        folding=str(table.get("folded_to", "")),
    )


def _grouped(language: str, group: str, lines: object) -> Iterable[tuple[str, Entry]]:
    for line in _lines(language, group, lines):
        forms = [_checked(language, group, form.strip()) for form in line.split("|")]
        for form in forms:
            yield form, Entry(group, forms[0])


def _checked(language: str, group: str, form: str) -> str:
    parts = [part.strip() for part in form.split(APART)]
    is_whole = len(parts) == 1 and form.rstrip("*") and "*" not in form.rstrip("*")
    if is_whole or (len(parts) == 2 and all(parts) and "*" not in form):
        return form
    raise InvalidSourceError(
        what=f"{language}: {group}: {form!r} is no form; a word or words, * only at the end, "
        f"or two parts with {APART} between them"
    )


def _forms_of_all(language: str, key: str, words: Table) -> list[str]:
    lines = _lines(language, key, words.get(key, ()))
    return [form.strip() for line in lines for form in line.split("|")]


def _lines(language: str, key: str, lines: object) -> list[str]:
    if isinstance(lines, str):
        return lines.split()
    if isinstance(lines, (list, tuple)) and all(isinstance(line, str) and line for line in lines):
        return list(lines)
    raise InvalidSourceError(what=f"{language}: {key}: must be a list of texts")


def _in(texts: Mapping[str, str], locale: str) -> str:
    parts = locale.split("-")
    while parts:
        found = texts.get("-".join(parts))
        if found:
            return found
        parts.pop()
    return texts.get("en", "")


_UNKNOWN = compile_lexicon("", [], spaced=True)
