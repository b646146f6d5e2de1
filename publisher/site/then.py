"""A day in the past, or to come: what was in force on it, and what was public."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from publisher.model.policies import PublishedRevision
from publisher.site.reading import Reading
from publisher.site.timeline import Timeline

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """The answer about one day; None: there was none."""

    day: date
    in_force: PublishedRevision | None  # by what is known now
    public: PublishedRevision | None  # the newest that readers could see at the end of the day
    is_to_come: bool  # what will be public then, nobody knows yet


def day_of(text: str) -> date:
    """A day as a form sends it; raises ValueError for anything else."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def on_day(reading: Reading, timeline: Timeline, day: date) -> Then:
    """What readers of a policy in a language had on a day."""
    some = timeline.revisions[0]
    public = reading.publications
    return Then(
        day=day,
        in_force=public.current(some.policy, some.locale, day),
        public=public.public_on(some.policy, some.locale, day, zone=reading.zone),
        is_to_come=day > reading.today,
    )
