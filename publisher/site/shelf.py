"""The list of policies: one entry each, in the reader's language as far as it is published."""

from __future__ import annotations

from dataclasses import dataclass

from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId
from publisher.site.news import News, news
from publisher.site.reading import Reading
from publisher.site.timeline import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfItem:
    """A policy on the list."""

    policy: PolicyId
    timeline: Timeline
    news: tuple[News, ...]


def shelf(reading: Reading, locale: LocaleTag) -> tuple[ShelfItem, ...]:
    """All policies, each in the language asked for, else in the one that prevails."""
    return tuple(
        ShelfItem(
            policy=policy,
            timeline=timeline,
            news=news(timeline, days=reading.news_days, judge=reading.judge),
        )
        for policy in reading.publications.policies()
        if (timeline := _closest(reading, policy, locale))
    )


def _closest(reading: Reading, policy: PolicyId, locale: LocaleTag) -> Timeline | None:
    available = reading.publications.locales(policy)
    wanted = (locale, reading.publications.prevailing(policy), *available)
    return next((found for item in wanted if (found := reading.timeline(policy, item))), None)
