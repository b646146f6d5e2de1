"""Dates as readers of a language write them, inside a time element that machines read."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from markupsafe import Markup

from publisher.catalogs.dates import written
from publisher.model.locales import LocaleTag
from publisher.model.policies import PartialDate


def words_of_day(when: PartialDate | date | datetime, language: LocaleTag, zone: tzinfo) -> str:
    """A day, or a month where no more is known, in the language's long form."""
    return written(_day(when, zone), language)


def time_element(when: PartialDate | date | datetime, language: LocaleTag, zone: tzinfo) -> Markup:
    """The day as a time element."""
    day = _day(when, zone)
    return Markup('<time datetime="{}">{}</time>').format(day, written(day, language))


def _day(when: PartialDate | date | datetime, zone: tzinfo) -> PartialDate:
    match when:
        case PartialDate():
            return when
        case datetime():
            return PartialDate.of(when.astimezone(zone).date())
        case _:
            return PartialDate.of(when)
