"""Checks of a catalog before anything is built: what stops, and what a person should see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from publisher.catalogs.characters import character_findings
from publisher.catalogs.entries import Catalog, Entry, Key
from publisher.catalogs.findings import NEVER_IGNORED, Finding, Rule, Severity
from publisher.catalogs.glossary import Glossary, glossary_findings
from publisher.catalogs.invariants import Invariants, invariants
from publisher.catalogs.number_words import WELL_KNOWN
from publisher.catalogs.quantities import Form, Quantity, Unit
from publisher.catalogs.wording import wording_findings
from publisher.model.locales import LocaleTag

_SHOWN = 5  # items listed in one finding
_LONGEST = 50_000  # characters: no passage is longer, and checks of more would take seconds
_TOO_LONG = Finding(
    rule=Rule.LENGTH,
    severity=Severity.ERROR,
    what=f"the message or its translation has more than {_LONGEST:,} characters",
    hint="see whether lines were joined by mistake; divide the passage in the master",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Languages:
    """From which language a catalog translates into which, and the words agreed on."""

    master: LocaleTag
    locale: LocaleTag
    glossary: Glossary = field(default_factory=Glossary)


def check_catalog(catalog: Catalog, languages: Languages) -> tuple[Finding, ...]:
    """What is wrong with a catalog's translations, in the order of its entries.

    Only what could be published is checked: fuzzy, obsolete and empty entries are not.
    """
    findings = [
        finding
        for entry in catalog.active()
        if entry.translation is not None
        for finding in check_entry(entry, languages)
    ]
    findings += _inconsistencies(catalog)
    return tuple(sorted(findings, key=lambda finding: finding.line))


def refused_keys(catalog: Catalog, languages: Languages) -> frozenset[Key]:
    """The messages whose translations a check found an error in: they must not be published."""
    return frozenset(
        entry.key
        for entry in catalog.active()
        if entry.translation is not None
        and any(finding.is_error for finding in check_entry(entry, languages))
    )


def check_entry(entry: Entry, languages: Languages) -> tuple[Finding, ...]:
    """What is wrong with one entry's translation, whether or not it may be published."""
    if not entry.msgstr or entry.is_read_only:
        return ()
    source, target = entry.msgid, entry.msgstr
    if max(len(source), len(target)) > _LONGEST:
        return (replace(_TOO_LONG, msgid=entry.msgid, line=entry.line),)
    found = [
        *_invariant_findings(source, target, languages),
        *character_findings(source, target, languages.locale),
        *wording_findings(source, target, languages.master, languages.locale),
        *glossary_findings(source, target, languages.glossary),
    ]
    ignored = {flag.removeprefix("ignore-") for flag in entry.flags if flag.startswith("ignore-")}
    return tuple(
        replace(finding, msgid=entry.msgid, line=entry.line)
        for finding in found
        if finding.rule in NEVER_IGNORED or finding.rule not in ignored
    )


def _invariant_findings(source: str, target: str, languages: Languages) -> Iterator[Finding]:
    before, after = invariants(source, languages.master), invariants(target, languages.locale)
    for rule, part, what in _PARTS:
        yield from _multiset_finding(rule, part(before), part(after), what)
    yield from _date_findings(before, after, languages.locale)
    yield from _number_findings(before, after, languages.locale)


_Part = Callable[[Invariants], Counter[str]]
_PARTS: Sequence[tuple[Rule, _Part, str]] = (
    (Rule.PLACEHOLDER, lambda part: part.placeholders, "placeholders"),
    (Rule.LINK, lambda part: part.links, "link targets"),
    (Rule.ATTRIBUTES, lambda part: part.attributes, "attribute lists"),
    (Rule.HTML, lambda part: part.tags, "HTML tags"),
    (Rule.FOOTNOTE, lambda part: part.footnotes, "footnote marks"),
    (Rule.EMAIL, lambda part: part.emails, "e-mail addresses"),
)


def _multiset_finding(
    rule: Rule, before: Counter[str], after: Counter[str], what: str
) -> Iterator[Finding]:
    if before == after:
        return
    lost, added = _listed((before - after).elements()), _listed((after - before).elements())
    parts = [f"{word} {items}" for word, items in (("lost", lost), ("added", added)) if items]
    yield Finding(
        rule=rule,
        severity=Severity.ERROR,
        what=f"the {what} differ: {'; '.join(parts)}",
        hint="take them over exactly as the master has them",
    )


def _listed(items: Iterable[object]) -> str:
    texts = [str(item) for item in items]
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return ", ".join(texts[:_SHOWN]) + more


# Languages whose ways to write a date are all known; in others a date may hide in words.
_DATED = WELL_KNOWN | {"ar", "ko", "ru"}


def _date_findings(before: Invariants, after: Invariants, locale: LocaleTag) -> Iterator[Finding]:
    lost, added = before.dates - after.dates, after.dates - before.dates
    if not lost and not added:
        return
    parts = [
        f"{word} {_listed(days.elements())}"
        for word, days in (("lost", lost), ("added", added))
        if days
    ]
    years = {quantity.value for quantity in after.quantities}
    is_sure = locale.language in _DATED or bool(added) or any(d.year not in years for d in lost)
    yield Finding(
        rule=Rule.DATE,
        severity=Severity.ERROR if is_sure else Severity.WARNING,
        what=f"the dates differ: {'; '.join(parts)}",
        hint="write the master's dates in the form of your language, or flag ignore-date",
    )


# --------------------------------------------------------------------------------------- numbers


def _number_findings(before: Invariants, after: Invariants, locale: LocaleTag) -> Iterator[Finding]:
    lost, rest = _unmatched(before.quantities, after.quantities)
    is_known = locale.language in WELL_KNOWN
    added = [q for q in rest if q.form is Form.DIGITS or (q.form is Form.WORD and is_known)]
    unnumbered = after.mentioned - {quantity.unit for quantity in added}
    lost = [quantity for quantity in lost if not _may_go_unsaid(quantity, unnumbered)]
    sure = [q for q in lost if q.form is Form.DIGITS or is_known]
    sure += [quantity for quantity in added if lost or quantity.form is Form.DIGITS]
    parts = [
        f"{word} {_listed(_said(quantity) for quantity in some)}"
        for word, some in (("lost", lost), ("added", added))
        if some
    ]
    if parts:
        yield Finding(
            rule=Rule.NUMBER,
            severity=Severity.ERROR if sure else Severity.WARNING,
            what=f"the numbers differ: {'; '.join(parts)}",
            hint="say the master's numbers with their units, or flag ignore-number",
        )


def _may_go_unsaid(quantity: Quantity, mentioned: AbstractSet[Unit]) -> bool:
    """Whether a translation may say it without a number: 每一个月 is "each month"."""
    if quantity.form is Form.LOOSE_WORD:
        return True
    is_one = quantity.form is Form.WORD and quantity.value == 1
    return is_one and quantity.unit in mentioned


def _said(quantity: Quantity) -> str:
    unit = f" ({quantity.unit})" if quantity.unit else ""
    return f"{quantity.text}{unit}"


def _unmatched(
    before: Sequence[Quantity], after: Sequence[Quantity]
) -> tuple[list[Quantity], list[Quantity]]:
    """What of each side has no partner of the same value, and of a unit that does not differ.

    Digits are paired before words, and equal units before unknown ones, so that a word that may be
    no number never takes the partner of one that is.
    """
    left, right = list(before), list(after)
    for is_pair in (_same_in_full, _same_value):
        for form in (Form.DIGITS, Form.WORD, Form.LOOSE_WORD):
            for quantity in [one for one in left if one.form is form]:
                partner = next((other for other in right if is_pair(quantity, other)), None)
                if partner is not None:
                    left.remove(quantity)
                    right.remove(partner)
    return left, right


def _same_in_full(one: Quantity, other: Quantity) -> bool:
    return one.value == other.value and one.unit == other.unit and _certain(one) == _certain(other)


def _same_value(one: Quantity, other: Quantity) -> bool:
    if _lasting(one) is not None and _lasting(one) == _lasting(other):
        return True
    units = {one.unit, other.unit} - {None, Unit.ORDINAL}
    return (one.value == other.value or one.text == other.text) and len(units) < 2


def _certain(quantity: Quantity) -> bool:
    return quantity.form is not Form.LOOSE_WORD


_MONTHS: Mapping[Unit, int] = {Unit.MONTH: 1, Unit.YEAR: 12}


def _lasting(quantity: Quantity) -> object:
    """A duration in months, so that a year is twelve of them; None for other quantities."""
    factor = _MONTHS.get(quantity.unit) if quantity.unit else None
    return None if factor is None else quantity.value * factor


# ----------------------------------------------------------------------------------- consistency


_TERM_LENGTH = 40  # characters: what is longer is a sentence, and those may vary


def _inconsistencies(catalog: Catalog) -> Iterator[Finding]:
    """Equal messages, told apart by context only, that are translated in different ways."""
    seen: dict[str, Entry] = {}
    for entry in catalog.active():
        words = _bare(entry.msgid)
        if entry.translation is None or len(words) > _TERM_LENGTH:
            continue
        first = seen.setdefault(words, entry)
        if _bare(first.msgstr).casefold() != _bare(entry.msgstr).casefold():
            if "ignore-inconsistent" in entry.flags:
                continue
            yield Finding(
                rule=Rule.INCONSISTENT,
                severity=Severity.WARNING,
                what=f"{words!r} is {entry.msgstr!r} here, {first.msgstr!r} in line {first.line}",
                hint="translate it alike, or flag ignore-inconsistent",
                msgid=entry.msgid,
                line=entry.line,
            )


def _bare(text: str) -> str:
    """A text without emphasis and the punctuation at its ends."""
    return text.strip(" *_.。:：;；,，、")
