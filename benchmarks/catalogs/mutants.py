"""Whether the checks catch what a slip of the hand does to a translation, and nothing else."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from benchmarks.catalogs.texts import NOW, ROOT, texts
from benchmarks.figures import Figure, report
from publisher.catalogs import po
from publisher.catalogs.checks import Languages, check_entry
from publisher.catalogs.entries import Entry
from publisher.catalogs.extractor import template
from publisher.model.locales import LocaleTag

_ZH = LocaleTag("zh-Hans")
_LOCALES = ("en", "ja", "de", "ar")
_CORPUS_MUTANTS = 1500
_SHOWN = 8

Mutate = Callable[[str, random.Random], str | None]


def _swap(pattern: str, change: Callable[[re.Match[str], random.Random], str]) -> Mutate:
    """A mutation of one match of a pattern, chosen by chance; None where there is none."""

    def mutate(text: str, chance: random.Random) -> str | None:
        found = list(re.finditer(pattern, text))
        if not found:
            return None
        match = chance.choice(found)
        return text[: match.start()] + change(match, chance) + text[match.end() :]

    return mutate


def _other_digit(match: re.Match[str], chance: random.Random) -> str:
    place = chance.choice([i for i, char in enumerate(match[0]) if char.isdigit()])
    digit = chance.choice([d for d in "123456789" if d != match[0][place]])
    return match[0][:place] + digit + match[0][place + 1 :]


_HOLE = r"\{\{[^{}]+\}\}"
_TARGET = r"(?<=\]\()[^()\s]+(?=\))"
_DIGITS = r"(?<![\w./#-])\d+(?:[.,]\d+)*(?![\w/])"
_ATTRIBUTES = r"\{:[^{}]*\}"
_SPELLED = {
    "en": r"\b(?:two|three|four|five|six|seven|eight|nine|ten|fourteen|fifteen|thirty)(?= (?:\w+ )?"
    r"(?:days?|months?|years?|weeks?|hours?)\b)",
    "de": r"\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|vierzehn)"
    r"(?= (?:Tage|Monate|Jahre))",
}

MUTATIONS: dict[str, Mutate] = {
    "placeholder lost": _swap(_HOLE, lambda _match, _chance: ""),
    "placeholder renamed": _swap(_HOLE, lambda match, _chance: match[0].replace("}}", "s}}")),
    "placeholder translated": _swap(_HOLE, lambda _match, _chance: "{{标题}}"),
    "placeholder with one brace": _swap(_HOLE, lambda match, _chance: match[0][1:-1]),
    "placeholder doubled": _swap(_HOLE, lambda match, _chance: match[0] * 2),
    "link target altered": _swap(_TARGET, lambda match, _chance: match[0] + "x"),
    "link target lost": _swap(_TARGET, lambda _match, _chance: ""),
    "link to another host": _swap(r"(?<=https://)[\w.{}]+", lambda _match, _chance: "example.org"),
    "link lost": _swap(r"\[([^\[\]]+)\]\([^()\s]+\)", lambda match, _chance: match[1]),
    "attribute list altered": _swap(_ATTRIBUTES, lambda _match, _chance: "{: #other }"),
    "attribute list lost": _swap(_ATTRIBUTES, lambda _match, _chance: ""),
    "number altered": _swap(_DIGITS, _other_digit),
    "number lost": _swap(_DIGITS, lambda _match, _chance: ""),
    "number with a further digit": _swap(_DIGITS, lambda match, _chance: match[0] + "7"),
}


def measure() -> None:
    """Report how many mutants are caught, and how many sound translations raise an alarm."""
    chance = random.Random(20260715)  # noqa: S311 - the same mutants each time
    missed: Counter[str] = Counter()
    made = 0
    for entry, languages, family in _mutants(chance):
        made += 1
        if not any(found.is_error for found in check_entry(entry, languages)):
            missed[family] += 1
            if sum(missed.values()) <= _SHOWN:
                print(f"  missed, {family}: {entry.msgid[:70]} | {entry.msgstr[:110]}")
    report(Figure(name="mutants made", measured=made, at_least=500))
    report(Figure(name="mutants missed", measured=sum(missed.values()), at_most=0))
    report(Figure(name="alarms on identity", measured=_identity_alarms(), at_most=0))
    alarms, total = _sample_alarms()
    report(Figure(name="errors on the sample's translations", measured=alarms, at_most=0))
    report(Figure(name="translations in the sample", measured=total))


def _sample() -> Iterator[tuple[Entry, Languages]]:
    """The sample's translations in all its languages."""
    for name in _LOCALES:
        locale = LocaleTag(name)
        languages = Languages(master=_ZH, locale=locale)
        for path in sorted((ROOT / "locales" / name / "LC_MESSAGES").glob("*.po")):
            for entry in po.read(path.read_bytes(), path=path, locale=locale).entries:
                if entry.msgstr and path.stem in {"privacy", "terms"}:
                    yield replace(entry, obsolete=False), languages


def _corpus() -> list[tuple[Entry, Languages]]:
    """Messages of the newest real Chinese texts, each its own translation."""
    newest = {text.policy: text for text in texts() if text.locale == "zh-CN"}
    languages = Languages(master=_ZH, locale=_ZH)
    return [
        (replace(entry, msgstrs=(entry.msgid,)), languages)
        for text in newest.values()
        for entry in template(text.source, policy="p", path="p.md", created_at=NOW).entries
    ]


def _mutants(chance: random.Random) -> Iterator[tuple[Entry, Languages, str]]:
    for entry, languages in _sample():
        yield from _mutants_of(entry, languages, chance)
    made = 0
    for entry, languages in _corpus():
        for mutant in _mutants_of(entry, languages, chance):
            yield mutant
            made += 1
            if made >= _CORPUS_MUTANTS:
                return


def _mutants_of(
    entry: Entry, languages: Languages, chance: random.Random
) -> Iterator[tuple[Entry, Languages, str]]:
    spelled = _SPELLED.get(languages.locale.language)
    families = dict(MUTATIONS)
    if spelled is not None:
        families["spelled number altered"] = _swap(spelled, _other_word(languages))
    for family, mutate in families.items():
        text = mutate(entry.msgstr, chance)
        if text is not None and text != entry.msgstr and text.strip():
            yield replace(entry, msgstrs=(text,)), languages, family


def _other_word(languages: Languages) -> Callable[[re.Match[str], random.Random], str]:
    words = {"en": ["two", "eleven", "twenty"], "de": ["zwei", "elf", "zwanzig"]}
    choices = words[languages.locale.language]
    return lambda match, chance: chance.choice([word for word in choices if word != match[0]])


def _identity_alarms() -> int:
    """Errors and warnings on real messages in three languages that are their own translation."""
    newest = {(text.locale, text.policy): text for text in texts()}
    alarms = 0
    for (name, _), text in newest.items():
        locale = LocaleTag(name)
        languages = Languages(master=locale, locale=locale)
        for entry in template(text.source, policy="p", path="p.md", created_at=NOW).entries:
            alarms += len(check_entry(replace(entry, msgstrs=(entry.msgid,)), languages))
    return alarms


def _sample_alarms() -> tuple[int, int]:
    alarms = total = 0
    for entry, languages in _sample():
        total += 1
        alarms += any(found.is_error for found in check_entry(entry, languages))
    return alarms, total
