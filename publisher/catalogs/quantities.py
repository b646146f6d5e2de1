"""Quantities in a text, in any of the languages that are known: digits, numerals, their units.

A translation must promise the same: "三个月" and "three months" are one quantity, "3 days" is not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import Enum, StrEnum
from functools import cache

import regex
from babel.numbers import get_decimal_symbol, get_group_symbol

from publisher.catalogs.dates import babel_locale
from publisher.catalogs.number_words import (
    HAN_NUMERALS,
    MULTIPLIERS,
    han_value,
    spelled_numbers,
)
from publisher.model.locales import LocaleTag


class Form(Enum):
    """How a quantity is written."""

    DIGITS = "digits"
    WORD = "word"  # with a unit: meant as a number
    LOOSE_WORD = "loose word"  # "one of the parties", 第三方: may be no number at all


class Unit(StrEnum):
    """What a quantity counts, where that is known."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKDAY = "working day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    PERCENT = "percent"
    ORDINAL = "ordinal"  # 第九条


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its unit, as a text says it."""

    value: Decimal
    unit: Unit | None  # None: none that is known
    form: Form
    text: str  # as written


_UNIT_WORDS = {
    Unit.WORKDAY: r"工作日|营业日|營業日|営業日|영업일|(?:business|working)[ -]days?|"
    r"(?:Arbeits|Werk|Geschäfts)tage?n?|jours ouvr(?:és|ables)|días hábiles|"
    r"giorni lavorativi|dias úteis|рабочих дн(?:ей|я)|أيام عمل|يوم(?:اً|ًا|ا)? عمل|werkdagen",
    Unit.DAY: r"(?:自然|日历)?[日天]间?|日間|일|(?:calendar[ -])?days?|(?:Kalender)?tage?n?|jours?|"
    r"días?|giorn[oi]|dias?|д(?:ень|ня|ней)|أيام|يوم(?:اً|ًا|ا|ين)?|dag(?:en)?",
    Unit.WEEK: r"周(?!岁)|週間?|星期|주|weeks?|Wochen?|semaines?|semanas?|settiman[ae]|"
    r"недел[ьяию]|أسابيع|أسبوع(?:اً|ًا|ا|ين)?|weken|week",
    Unit.MONTH: r"(?:个|個|箇|か|ヶ|カ|ケ)月間?|개월|月(?!\d)|months?|Monate?n?|Monats|mois|"
    r"mes(?:es)?|mes[ei]|m[eê]s(?:es)?|месяц(?:а|ев)?|أشهر|شهر(?:اً|ًا|ا|ين)?|maand(?:en)?",
    Unit.YEAR: r"(?:周|週)?年間?|(?:周|週)?岁|(?:周|週)?歲|歳|才|년|세|years?|Jahre?n?s?|ans?|"
    r"années?|años?|ann[oi]|anos?|лет|год(?:а|ов)?|سنوات|سنة|سنتين|عام(?:اً|ًا|ا|ين)?|أعوام|jaar|jaren",
    Unit.HOUR: r"小时|小時|時間|시간|hours?|Stunden?|heures?|horas?|or[ae]|час(?:а|ов)?|"
    r"ساعات|ساعة|ساعتين|uur|uren",
    Unit.MINUTE: r"分钟|分鐘|分間?|분|minutes?|Minuten?|minutos?|minut[oi]|минут[ыа]?|دقائق|دقيقة",
    Unit.SECOND: r"秒钟?|초|seconds?|Sekunden?|secondes?|segundos?|second[oi]|"
    r"секунд[ыа]?|ثوان|ثانية",
    Unit.PERCENT: r"[%％٪]|パーセント|퍼센트|per ?cent|Prozent|pour cent|por ciento|por cento|"
    r"per cento|процент(?:а|ов)?|في المائة|بالمئة|بالمائة",
    Unit.ORDINAL: r"[条條章节節款项項编編号號](?!月)|조|항",
}
_UNIT = regex.compile(
    r"[ \u00a0\u202f-]?(?:个|個)?(?:"
    + "|".join(
        f"(?P<{unit.name}>{words})(?!(?<=[\\p{{Latin}}\\p{{Cyrillic}}\\p{{Arabic}}])\\p{{L}})"
        for unit, words in _UNIT_WORDS.items()
    )
    + ")",
    regex.IGNORECASE,
)
_SEPARATED = r"(?:[.,'’٬٫·]\p{Nd}+|[ \u00a0\u202f]\p{Nd}{3}(?!\p{Nd}))"
_LONG_DIGITS = regex.compile(rf"(?<!\p{{Nd}})\p{{Nd}}+(?:{_SEPARATED})*")
_HAN = regex.compile(f"[{HAN_NUMERALS}]+")
_MULTIPLIER = regex.compile(
    r"[ \u00a0]?(?P<word>"
    + "|".join(sorted(map(regex.escape, MULTIPLIERS), key=len, reverse=True))
    + r")(?!(?<=[\p{Latin}\p{Cyrillic}\p{Arabic}])\p{L})",
    regex.IGNORECASE,
)


def quantities(text: str, locale: LocaleTag) -> tuple[Quantity, ...]:
    """The quantities of a text in reading order, dates and links taken out by the caller."""
    found: list[tuple[int, Quantity]] = []
    taken: set[int] = set()
    for match in _LONG_DIGITS.finditer(text):
        found.append((match.start(), _digits(text, match, locale)))
        taken.update(range(*match.span()))
    for start, quantity in _words(text, locale):
        if start not in taken:
            found.append((start, quantity))
    return tuple(_said_once(text, sorted(found, key=lambda pair: pair[0])))


def mentioned_units(text: str) -> frozenset[Unit]:
    """The units that a text names, with a number before them or without."""
    return frozenset(Unit[match.lastgroup] for match in _UNIT.finditer(text) if match.lastgroup)


def _said_once(text: str, found: Sequence[tuple[int, Quantity]]) -> Iterator[Quantity]:
    """The quantities, with "thirty (30) days" taken for one."""
    held: tuple[int, Quantity] | None = None
    for start, quantity in found:
        if held is not None and _repeats(text, held, (start, quantity)):
            unit = quantity.unit or _unit(text, start + len(quantity.text) + 1) or held[1].unit
            held = (start, replace(quantity, unit=unit))
            continue
        if held is not None:
            yield held[1]
        held = (start, quantity)
    if held is not None:
        yield held[1]


_OPENED = regex.compile(r"\s*[(（]")


def _repeats(text: str, word: tuple[int, Quantity], digits: tuple[int, Quantity]) -> bool:
    """Whether digits in brackets say again what the word before them says."""
    (start, spelled), (opened, repeated) = word, digits
    if spelled.form is Form.DIGITS or spelled.value != repeated.value:
        return False
    between = text[start + len(spelled.text) : opened]
    return repeated.form is Form.DIGITS and _OPENED.fullmatch(between) is not None


def _digits(text: str, match: regex.Match[str], locale: LocaleTag) -> Quantity:
    value = _value(match[0], locale)
    end = match.end()
    multiplier = _MULTIPLIER.match(text, end)
    if multiplier:
        value *= MULTIPLIERS[multiplier["word"].lower()]
        end = multiplier.end()
    return Quantity(value=value, unit=_unit(text, end), form=Form.DIGITS, text=match[0])


def _value(written: str, locale: LocaleTag) -> Decimal:
    """The number that digits with separators mean in a locale, as far as they are well formed."""
    plain = "".join(
        str(unicodedata.digit(char)) if char.isdigit() and char not in "²³¹" else char
        for char in written
    )
    decimal, group = _symbols(locale)
    for point, thousands in ((decimal, group), (group, decimal)):
        number = _well_formed(plain, point, thousands)
        if number is not None:
            return number
    return Decimal("".join(char for char in plain if char.isdigit()))


def _well_formed(plain: str, point: str, thousands: str) -> Decimal | None:
    whole, _, fraction = plain.partition(point) if point in plain else (plain, "", "")
    groups = regex.split(rf"[{regex.escape(thousands)} \u00a0\u202f'’]", whole)
    is_grouped = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    if len(groups) > 1 and not is_grouped:
        return None
    try:
        return Decimal("".join(groups) + (f".{fraction}" if fraction else ""))
    except InvalidOperation:
        return None


@cache
def _symbols(locale: LocaleTag) -> tuple[str, str]:
    known = babel_locale(locale)
    decimal, group = get_decimal_symbol(known), get_group_symbol(known)
    return decimal, "," if group in "'’ \u00a0\u202f" and decimal != "," else group


def _unit(text: str, end: int) -> Unit | None:
    match = _UNIT.match(text, end)
    return Unit[match.lastgroup] if match and match.lastgroup else None


def _words(text: str, locale: LocaleTag) -> Iterator[tuple[int, Quantity]]:
    if locale.language in {"zh", "ja"}:
        yield from _han_words(text)
    pattern = _spelled(locale.language)
    if pattern is None:
        return
    numbers = spelled_numbers(locale.language)
    for match in pattern.finditer(text):
        unit = _unit(text, match.end())
        value = numbers[match[0].lower()]
        form = Form.WORD if unit and value > 1 else Form.LOOSE_WORD
        yield match.start(), Quantity(value=Decimal(value), unit=unit, form=form, text=match[0])


def _han_words(text: str) -> Iterator[tuple[int, Quantity]]:
    for match in _HAN.finditer(text):
        value = han_value(match[0])
        if value is None:
            continue
        unit = _unit(text, match.end())
        if unit is Unit.ORDINAL and not text.startswith("第", match.start() - 1):
            unit = None
        form = Form.WORD if unit and match[0] not in "千万亿億百十" else Form.LOOSE_WORD
        yield match.start(), Quantity(value=Decimal(value), unit=unit, form=form, text=match[0])


@cache
def _spelled(language: str) -> regex.Pattern[str] | None:
    numbers = spelled_numbers(language)
    if not numbers:
        return None
    words = "|".join(sorted(map(regex.escape, numbers), key=len, reverse=True))
    before = r"(?<![\p{L}-])" if language != "ar" else r"(?<!\p{L}{2})"
    return regex.compile(rf"{before}(?:{words})(?!\p{{L}})", regex.IGNORECASE)
