"""Quantities: "thirty (30) days", 三十日 and 30天 are one; working days are others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from publisher.changes.materiality.lexicon import Lexicon
from publisher.text.dates import find_dates

_HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "兩": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
}
_HAN_POWERS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_HAN_MYRIADS = {"万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
_HAN = "".join((*_HAN_DIGITS, *_HAN_POWERS, *_HAN_MYRIADS))
_AGAIN = r"(?:\s*[(（]\s*\d+[^()（）\d]{0,12}[)）])?"  # thirty (30) days
_NUMERAL = re.compile(rf"[\d{_HAN}]")
_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"\w+")
_YEAR = re.compile(
    r"\d{4}|[〇零○一二三四五六七八九]{4}年|令和|平成|昭和|民国|民國"
)  # a date has one
_MEMORY = "quantities"
_NOON = 12
_DAY = 24  # hours; more than one of them may be counted in days
_IN_MONTHS = {"year": 12, "quarter": 3, "month": 1}
_CURRENCIES = {
    "$": "usd",
    "us$": "usd",
    "usd": "usd",
    "€": "eur",
    "eur": "eur",
    "£": "gbp",
    "gbp": "gbp",
    "¥": "yuan",
    "￥": "yuan",
    "cny": "yuan",
    "rmb": "yuan",
    "人民币": "yuan",
    "nt$": "twd",
    "新台币": "twd",
    "hk$": "hkd",
    "chf": "chf",
    "₽": "rub",
}
_CLOCK = re.compile(
    r"(?<![\d:.])(?:(?P<noon>午前|午後|午后|上午|下午|凌晨|晚上)\s?)?(?P<hour>[01]?\d|2[0-4])"
    r"(?:[:：](?P<minute>[0-5]\d)(?:\s?(?:uhr\b|時|时))?|\s?(?:時|时|点|點)(?!间|間|钟|刻)"
    r"(?:(?P<minutes>[0-5]?\d)\s?分)?|\s?uhr\b|\s?h(?P<after_h>[0-5]\d)\b|(?=\s?[ap]\.?m\b))"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?"
)
_LONGEST_NUMERAL = 40  # characters; more are no number, and only as many as they are
_AFTER_NOON = frozenset({"午後", "午后", "下午", "晚上", "p"})
_LAW = re.compile(r"(?:\((?:eu|ue|eg|ce|ec)\)\s*(?:n[r°o]\.?\s*)?|n°\s?)\d{2,4}[/-]\d{2,4}")
_MARKER = re.compile(  # "2.", "(2)", "2.4", 二、 where a paragraph or an item of a list begins
    rf"[ \t•\-]*+((?:[(（]?\d{{1,2}}[.)）、．](?:\d{{1,2}}\.)*+(?:\d{{1,2}})?+)(?=\s)"
    rf"|[(（]?[{_HAN}]{{1,3}}[、)）．])"
)
_BEFORE_A_HALF = "上下前后後"  # 上半年 is the first half of a year, not half a year
_CURRENCY = "|".join(sorted(map(re.escape, _CURRENCIES), key=len, reverse=True))
_ADDRESS = r"(?:\s*[(（]?\d+[)）]?|[.\-]\d+)*"


class Quantity(NamedTuple):
    """A number with its unit, where it stands."""

    key: str  # the same for equal quantities
    start: int
    end: int
    has_unit: bool
    is_address: bool  # the number of a section, an article


def quantities(folded: str, lexicon: Lexicon) -> list[Quantity]:
    """The quantities in a folded clause, in order; dates are among them."""
    has_numeral = _NUMERAL.search(folded) is not None
    if not has_numeral and not lexicon.numbers and not lexicon.measures:
        return []
    dates = list(_dates(folded)) if has_numeral or not folded.isascii() else []
    if not has_numeral and not _spells_number(folded, lexicon):
        return dates
    found = [*dates, *_named(folded, dates)] if has_numeral else dates
    taken = list(found)
    reached = 0
    for match in _expression(lexicon).finditer(folded):
        inside = any(item.start < match.end() and match.start() < item.end for item in taken)
        if inside or match.start() < reached:
            continue
        item = _quantity(match, lexicon)
        if item is not None:
            found.append(item)
            reached = item.end
    return sorted(found, key=lambda item: item.start)


def _dates(folded: str) -> Iterator[Quantity]:
    if _YEAR.search(folded) is not None:
        for span, day in find_dates(folded):
            yield Quantity(f"date {day or span.of(folded)}", *span, has_unit=True, is_address=False)


def _named(folded: str, dates: Sequence[Quantity]) -> Iterator[Quantity]:
    """What numbers only name: an hour of the day, a law, a paragraph at its beginning."""
    spans = [(item.start, item.end) for item in dates]
    has_digit = _DIGIT.search(folded) is not None
    for pattern, matches in (
        (_LAW, _LAW.finditer(folded) if has_digit else ()),
        (_MARKER, _markers(folded)),
        (_CLOCK, _CLOCK.finditer(folded) if has_digit else ()),
    ):
        for match in matches:
            start, end = match.span(1 if pattern is _MARKER else 0)
            if any(low < end and start < high for low, high in spans):
                continue
            spans.append((start, end))
            if pattern is _CLOCK:
                yield Quantity(_hour(match), start, end, has_unit=True, is_address=False)
            else:
                key = f"address {_digits(folded[start:end])}"
                yield Quantity(key, start, end, has_unit=False, is_address=True)


def _markers(folded: str) -> Iterator[re.Match[str]]:
    """What marks a paragraph where a line begins."""
    start = 0
    while start >= 0:
        match = _MARKER.match(folded, start)
        if match is not None:
            yield match
        start = folded.find("\n", start) + 1 or -1


def _digits(words: str) -> str:
    """The numbers in an address: 二、, (2) and 2. are one."""
    found = re.findall(rf"\d+|[{_HAN}]+", words)
    return ".".join(one if one.isdecimal() else str(_han_value(one)) for one in found)


def _hour(match: re.Match[str]) -> str:
    hour = int(match["hour"])
    if (match["noon"] or match["half"]) in _AFTER_NOON and hour < _NOON:
        hour += _NOON
    minute = int(match["minute"] or match["minutes"] or match["after_h"] or 0)
    return f"{hour}:{minute:02} clock"


def han_number(words: str) -> str | None:
    """The digits for a numeral in Han characters; None for any other word."""
    if not words or any(character not in _HAN for character in words):
        return None
    return str(_han_value(words))


def _spells_number(folded: str, lexicon: Lexicon) -> bool:
    """Whether a word stands there that spells a number or a measure, or begins to."""
    if not lexicon.spaced:
        return any(form in folded for form in lexicon.measures)
    return not lexicon.spelling.isdisjoint(_WORDS.findall(folded))


def _quantity(match: re.Match[str], lexicon: Lexicon) -> Quantity | None:
    if match["address"]:
        key = re.sub(rf"[{_HAN}]+", lambda numeral: str(_han_value(numeral[0])), match["address"])
        key = re.sub(r"\s+", "", key)
        return Quantity(f"address {key}", *match.span(), has_unit=False, is_address=True)
    if match["measure"]:
        form = re.sub(r"[\s\-]+", " " if lexicon.spaced else "", match["measure"])
        amount, _, unit = lexicon.measures[form].partition(" ")
        key = _key(Decimal(amount), unit)
        return Quantity(key, *match.span(), has_unit=True, is_address=False)
    value = _value(match["number"], lexicon)
    if value is None:
        return None
    written = "%" if match["percent"] else match["unit"] or ""
    unit = lexicon.units.get(re.sub(r"[\s\-]+", " " if lexicon.spaced else "", written), written)
    currency = (match["currency"] or match["after"] or "").strip()
    unit = _CURRENCIES.get(currency, "") or unit
    if not unit and not match["number"][0].isdigit() and not (lexicon.spaced and value > 1):
        return None  # a word of a number without unit: "one of them", 一些
    return Quantity(_key(value, unit), *match.span(), has_unit=bool(unit), is_address=False)


def _key(value: Decimal, unit: str) -> str:
    if unit in _IN_MONTHS:
        value, unit = value * _IN_MONTHS[unit], "month"
    elif unit == "week":
        value, unit = value * 7, "day"
    elif unit == "hour" and value > _DAY and not value % _DAY:
        value, unit = value / _DAY, "day"
    elif unit == "age":  # "under 13" and "under 13 years of age"
        unit = ""
    return f"{value.normalize():f} {unit}".strip()


def _value(written: str, lexicon: Lexicon) -> Decimal | None:
    words = re.sub(r"[\s\-]+", " ", written).strip()
    if words in lexicon.numbers:
        return Decimal(lexicon.numbers[words])
    tens, _, ones = (lexicon.numbers.get(part) for part in words.partition(" "))
    if tens and ones and tens > ones:  # forty-eight
        return Decimal(tens + ones)
    if words and all(character in _HAN for character in words):
        return Decimal(_han_value(words))
    plain = words.translate(_WIDE)
    if re.fullmatch(r"\d{1,3}(?:[.,   ]\d{3})+", plain):
        plain = re.sub(r"\D", "", plain)
    try:
        return Decimal(plain.replace(",", "."))
    except InvalidOperation:
        return None


_WIDE = {
    ord(wide): narrow
    for wide, narrow in zip("０１２３４５６７８９．，", "0123456789.,", strict=True)
}


def _han_value(words: str) -> int:
    if len(words) > _LONGEST_NUMERAL:
        return len(words)
    if all(character in _HAN_DIGITS for character in words):
        return int("".join(str(_HAN_DIGITS[character]) for character in words))
    total = section = digit = 0
    for character in words:
        if character in _HAN_DIGITS:
            digit = _HAN_DIGITS[character]
        elif character in _HAN_POWERS:
            section += (digit or 1) * _HAN_POWERS[character]
            digit = 0
        else:
            total += (section + digit or 1) * _HAN_MYRIADS[character]
            section = digit = 0
    return total + section + digit


def _compiled(
    numbers: tuple[str, ...],
    measures: tuple[str, ...],
    units: tuple[str, ...],
    references: tuple[str, ...],
    *,
    spaced: bool,
) -> re.Pattern[str]:
    gap = r"[\s\-]+" if spaced else r"\s*"
    words = "|".join(re.escape(word).replace(r"\ ", r"[\s\-]+") for word in numbers)
    spelt = rf"(?<!\w)(?:{words})(?:-(?:{words}))?(?!\w)|" if numbers and spaced else ""
    measure = "|".join(re.escape(form).replace(r"\ ", gap) for form in measures) or "(?!)"
    measure = rf"(?<!\w)(?:{measure})(?!\w)" if spaced else rf"(?<![{_BEFORE_A_HALF}])(?:{measure})"
    unit = "|".join(re.escape(form).replace(r"\ ", gap) for form in units) or "(?!)"
    beside = "|".join(re.escape(word) for word in references)
    address = (
        rf"(?<!\w)(?:{beside})\.?[\s ]*\d+[a-z]?{_ADDRESS}|"
        if references and spaced
        else rf"(?:{beside})\s*\d+{_ADDRESS}|"
        if references
        else ""
    )
    end = r"(?!\w)" if spaced else "(?![a-z])"
    begins = {form[:1] for form in (*numbers, *measures, *references, *_CURRENCIES)}
    return re.compile(
        rf"(?=[\d{_HAN}第{''.join(map(re.escape, sorted(begins)))}])(?:"  # a first look
        rf"(?P<address>{address}第\s*(?:\d+|[{_HAN}]+)\s*[条條章节節款项項编編部分]{_ADDRESS})"
        rf"|(?P<measure>{measure})"
        rf"|(?P<currency>(?:{_CURRENCY})\s*)?(?P<percent>百分之\s*)?"
        rf"(?P<number>{spelt}[\d０-９]+(?:[.,   ][\d０-９]+)*|[{_HAN}]+)"
        rf"{_AGAIN}(?:[\s\u00a0\-]*(?:(?P<unit>{unit}){end}|(?P<after>{_CURRENCY})(?!\w)){_AGAIN})?)"
    )


def _expression(lexicon: Lexicon) -> re.Pattern[str]:
    """What finds quantities in a language, compiled once."""
    known = lexicon.expressions.get(_MEMORY)
    if known is None:
        known = lexicon.expressions[_MEMORY] = _compiled(
            _longest_first(lexicon.numbers),
            _longest_first(lexicon.measures),
            _longest_first(lexicon.units),
            _longest_first(lexicon.references),
            spaced=lexicon.spaced,
        )
    return known


def _longest_first(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))
