"""The dates that a text shows: {{revisionDate}} and {{effectiveDate}}, filled when it is built."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from publisher.model.errors import PlaceholderError
from publisher.model.locales import LocaleTag
from publisher.model.policies import PartialDate
from publisher.text.placeholders import PLACEHOLDER

REVISION_DATE = "revisionDate"
EFFECTIVE_DATE = "effectiveDate"
DATE_PLACEHOLDERS = frozenset({REVISION_DATE, EFFECTIVE_DATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDates:
    """The dates of a revision, as far as they are known."""

    revised_on: PartialDate | None = None  # None: nobody stated one
    effective_on: date | None = None  # None: in force from revised_on

    def as_placeholders(self, locale: LocaleTag) -> Mapping[str, str]:
        """What each date placeholder says in a locale; absent where the date is not known."""
        effective = PartialDate.of(self.effective_on) if self.effective_on else self.revised_on
        known = {REVISION_DATE: self.revised_on, EFFECTIVE_DATE: effective}
        return {name: written(day, locale) for name, day in known.items() if day is not None}


def written(day: PartialDate, locale: LocaleTag) -> str:
    """A date as a text of the locale writes it: ``2022年7月``, ``July 2022``, ``15. Juli 2022``."""
    known = babel_locale(locale)
    if day.day is None:
        return format_skeleton("yMMMM", day.first_day, locale=known)
    return format_date(day.first_day, "long", locale=known)


def babel_locale(locale: LocaleTag) -> Locale:
    """CLDR's locale for a tag, or for its language where CLDR has no more."""
    for name in (locale.gettext_name, locale.language):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def fill_dates(text: str, dates: TextDates, locale: LocaleTag) -> str:
    """The text with its date placeholders filled; a site's placeholders stay as they are.

    Raises PlaceholderError, with the line, where a date is asked for that nobody stated.
    """
    values = dates.as_placeholders(locale)

    def value_of(match: re.Match[str]) -> str:
        name = match[1].strip()
        if name not in DATE_PLACEHOLDERS:
            return match[0]
        if name not in values:
            raise PlaceholderError(
                what=f"{match[0]} has no date; add `revised: 2022-07-15` to the front matter",
                line=text.count("\n", 0, match.start()) + 1,
            )
        return values[name]

    return PLACEHOLDER.sub(value_of, text)
