"""Dates that a text states of itself: "本政策更新于2022年7月", `{: datetime="2026-05-04" }`."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from publisher.model.policies import PartialDate
from publisher.model.segments import ParsedText, Segment, SegmentKind, Span
from publisher.text.dating_words import EFFECTIVE, dates_only

# Names of the months as dates write them, one line or two a month.
_MONTH_NAMES = """
january jan januar janvier enero января januari gennaio janeiro يناير ledna stycznia ocak січня

february feb februar février febrero февраля februari febbraio fevereiro فبراير února lutego
şubat лютого

march mar märz mars marzo марта maart março مارس března marca mart березня

april apr avril abril апреля aprile أبريل dubna kwietnia nisan квітня

may mai mayo мая mei maggio maio مايو května maja maj mayıs травня

june jun juni juin junio июня giugno junho يونيو června czerwca haziran червня

july jul juli juillet julio июля luglio julho يوليو července lipca temmuz липня

august aug août agosto августа augustus أغسطس srpna sierpnia augusti ağustos серпня

september sep sept septembre septiembre сентября settembre setembro سبتمبر září września eylül
вересня

october oct oktober octobre octubre октября ottobre outubro أكتوبر října października ekim
жовтня

november nov novembre noviembre ноября novembro نوفمبر listopadu listopada kasım листопада

december dec dezember décembre diciembre декабря dicembre dezembro ديسمبر prosince grudnia
aralık грудня
"""
_MONTHS = {
    name: number
    for number, names in enumerate(_MONTH_NAMES.split("\n\n"), start=1)
    for name in names.split()
}
_MONTH = "|".join(sorted(map(regex.escape, _MONTHS), key=len, reverse=True))

# Blanks of every width, so that no respacing takes a date apart. Runs of them are possessive.
BLANK = r"(?:[ \t\u00a0\u2000-\u200a\u202f\u3000]|&nbsp;)"
_SP = BLANK
# Isolates stand around numbers in some Chinese texts.
_GAP = rf"(?:{BLANK}|[\u2066-\u2069])*+"
_HAN_DIGITS = "〇零○一二三四五六七八九"
_HAN_NUMBER = r"[一二三四五六七八九十]{1,3}"
# The years before the first of each era that dates are written in.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_ERA = "|".join(_ERAS)
DATE_PATTERN = rf"""
    (?<!\d)(?P<y1>\d{{4}}){_GAP}[年년]{_GAP}(?P<m1>\d{{1,2}}){_GAP}[月월]
        (?:{_GAP}(?P<d1>\d{{1,2}}){_GAP}[日号號일])?
  | (?<![\d./-])(?P<y2>\d{{4}})[-/.](?P<m2>\d{{1,2}})[-/.](?P<d2>\d{{1,2}})(?![\d/-])
  | (?<![\d./-])(?P<y7>\d{{4}})-(?P<m7>0[1-9]|1[0-2])(?![\d/-])
  | (?<!\w)(?P<d3>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?{_SP}++(?:de{_SP}++|of{_SP}++)?
        (?P<n3>{_MONTH})\.?,?{_SP}++(?:de{_SP}++)?(?P<y3>\d{{4}})
  | (?<!\w)(?P<n4>{_MONTH})\.?{_SP}++(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?{_SP}++(?P<y4>\d{{4}})
  | (?<!\w)(?P<n5>{_MONTH})\.?,?{_SP}++(?:de{_SP}++)?(?P<y5>\d{{4}})
  | (?<![\w.])(?P<d6>\d{{1,2}})\.{_SP}*+(?P<m6>\d{{1,2}})\.{_SP}*+(?P<y6>\d{{4}})(?!\.?\d)
  | (?<![{_HAN_DIGITS}])(?P<y8>[{_HAN_DIGITS}]{{4}})年(?P<m8>{_HAN_NUMBER})月
        (?:(?P<d8>{_HAN_NUMBER})[日号號])?
  | (?P<era>{_ERA}){_GAP}(?P<y9>\d{{1,3}}|元){_GAP}年{_GAP}(?P<m9>\d{{1,2}}){_GAP}月
        (?:{_GAP}(?P<d9>\d{{1,2}}){_GAP}日)?
"""
_DATE = regex.compile(DATE_PATTERN, regex.VERBOSE | regex.IGNORECASE)
_DATETIME = regex.compile(r"""datetime\s*=\s*["']?(?P<value>[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)""")

MAX_DATE_LINE = 90  # characters of a block that is little more than its date
_MAX_CLAUSE = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDate:
    """A date that a text gives for itself."""

    date: PartialDate | None  # None: no such day (2018-05-55)
    text: str
    span: Span
    line: int
    machine: bool  # from an attribute, not shown to readers
    effective: bool  # the words beside it speak of taking effect


def read_date(match: regex.Match[str]) -> PartialDate | None:
    """The date that a match of DATE_PATTERN means; None where there is no such day."""
    groups = {key: value for key, value in match.groupdict().items() if value}
    year = next(_number(value) for key, value in groups.items() if key[0] == "y")
    month = next(
        _number(value) if key[0] == "m" else _MONTHS[value.lower()]
        for key, value in groups.items()
        if key[0] in "mn"
    )
    day = next((_number(value) for key, value in groups.items() if key[0] == "d"), None)
    try:
        return PartialDate(year + _ERAS.get(groups.get("era", ""), 0), month, day)
    except ValueError:
        return None


def _number(written: str) -> int:
    """What digits of any script say, or Han numerals: 二〇二二, 三十一, 元."""
    if written.isdecimal():
        return int(written)
    if "十" in written:
        tens, _, ones = written.partition("十")
        return (_number(tens) if tens else 1) * 10 + (_number(ones) if ones else 0)
    digits = (max(_HAN_DIGITS.index(digit) - 2, 0) if digit != "元" else 1 for digit in written)
    return int("".join(map(str, digits)))


def find_dates(text: str) -> list[tuple[Span, PartialDate | None]]:
    """Every written date in a text, in any form that the package knows."""
    return [(Span(*match.span()), read_date(match)) for match in _DATE.finditer(text)]


def stated_dates(parsed: ParsedText) -> tuple[StatedDate, ...]:
    """The dates that a text states of itself, in reading order.

    They are those in a short clause that speaks of an update or of taking effect, those alone in
    their block, and `datetime` attributes.
    """
    found: list[StatedDate] = []
    for segment in parsed.segments:
        if segment.kind is SegmentKind.FIELD:
            continue
        found.extend(_machine_dates(parsed, segment))
        body = segment.body.of(parsed.source)
        if segment.lines and any(character.isdigit() for character in body):
            found.extend(_shown_dates(parsed.source, segment, body))
    return tuple(found)


def is_date_clause(clause: str, *, is_alone: bool) -> bool:
    """Whether a clause does nothing but date the text: a date and a cue, or a date alone.

    `is_alone` says that there is little else in its block; a clause among others must speak of the
    text ("this policy was updated on").
    """
    if len(clause) > _MAX_CLAUSE or not _DATE.search(clause):
        return False
    return dates_only(_DATE.sub(" ", clause), is_alone=is_alone)


def _shown_dates(source: str, segment: Segment, body: str) -> list[StatedDate]:
    found = []
    for match in _DATE.finditer(body):
        clause = _clause_around(body, match.start(), match.end())
        if is_date_clause(clause, is_alone=len(body) <= MAX_DATE_LINE):
            start = segment.body.start + match.start()
            found.append(
                StatedDate(
                    date=read_date(match),
                    text=match[0],
                    span=Span(start, start + len(match[0])),
                    line=source.count("\n", 0, start) + 1,
                    machine=False,
                    effective=EFFECTIVE.search(clause) is not None,
                )
            )
    return found


def _clause_around(body: str, start: int, end: int) -> str:
    head = max((body.rfind(mark, 0, start) for mark in "。；;！\n\r"), default=-1)
    tails = [position for mark in "。；;！\n\r" if (position := body.find(mark, end)) >= 0]
    return body[head + 1 : min(tails, default=len(body))]


def _machine_dates(parsed: ParsedText, segment: Segment) -> list[StatedDate]:
    extent = segment.extent.of(parsed.source)
    if "datetime" not in extent:
        return []
    found = []
    for match in _DATETIME.finditer(extent):
        try:
            day = PartialDate.parse(match["value"])
        except ValueError:
            day = None
        start = segment.extent.start + match.start("value")
        found.append(
            StatedDate(
                date=day,
                text=match["value"],
                span=Span(start, start + len(match["value"])),
                line=parsed.source.count("\n", 0, start) + 1,
                machine=True,
                effective=EFFECTIVE.search(extent) is not None,
            )
        )
    return found
