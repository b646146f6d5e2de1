"""Policies and their revisions: what legal writes, and what became public."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import total_ordering
from typing import NewType

from publisher.model.errors import UsageError
from publisher.model.locales import LocaleTag

PolicyId = NewType("PolicyId", str)
CommitId = NewType("CommitId", str)

_POLICY_ID = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?")
_PARTIAL_DATE = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?")


def parse_policy_id(text: str) -> PolicyId:
    """The policy id that a file name or a person gave; raises UsageError.

    Lower-case ASCII letters, digits, ``-`` and ``_``: safe as a file name and in a URL.
    """
    if not _POLICY_ID.fullmatch(text):
        raise UsageError(
            f"{text!r} is not a policy id; use lower-case letters, digits, '-' and '_'"
        )
    return PolicyId(text)


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, or a month where the text says no more (the sample says 2022年7月)."""

    year: int
    month: int
    day: int | None = None  # None: the text names the month only

    def __post_init__(self) -> None:
        date(self.year, self.month, self.day or 1)  # raises ValueError on 2026-02-30

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``2022-07`` or ``2022-07-15``; raises ValueError."""
        match = _PARTIAL_DATE.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a date; write 2022-07-15 or 2022-07")
        day = match["day"]
        return cls(int(match["year"]), int(match["month"]), int(day) if day else None)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The full date of a day."""
        return cls(day.year, day.month, day.day)

    @property
    def first_day(self) -> date:
        """The earliest day that this can mean."""
        return date(self.year, self.month, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day that this can mean."""
        day = self.day or calendar.monthrange(self.year, self.month)[1]
        return date(self.year, self.month, day)

    def __lt__(self, other: PartialDate) -> bool:
        return (self.first_day, self.last_day) < (other.first_day, other.last_day)

    def __str__(self) -> str:
        month = f"{self.year:04}-{self.month:02}"
        return month if self.day is None else f"{month}-{self.day:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionFacts:
    """What legal states about a revision in the master's front matter."""

    title: str | None = None  # None: the text's first heading is the title
    revised_on: PartialDate | None = None  # None: not stated; see `history` for the fallback
    effective_on: date | None = None  # None: in force from revised_on
    summary: tuple[str, ...] = ()
    material: bool | None = None  # None: legal has not declared


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRevision:
    """One text of one policy in one locale, as the publication log made it public."""

    policy: PolicyId
    locale: LocaleTag
    number: int  # 1, 2, 3 … within policy and locale; what URLs and people use
    commit: CommitId  # in the locale's repository
    text_sha256: str  # of the bytes as committed
    title: str
    revised_on: PartialDate
    effective_on: date | None  # None: in force from revised_on
    published_at: datetime  # aware, UTC
    translated_at: datetime | None = None  # None: this is the master, or an import
    master_number: int | None = None  # the master's number it renders; None: unknown (import)
    material: bool | None = None  # as declared by legal; None: undecided
    decided_by: str = ""  # who declared it, by name; empty: nobody did
    summary: tuple[str, ...] = ()
    subject: str = ""  # of the commit that brought the text; of an import the only summary there is
    sequence: int = 0  # of the publication that made it public

    @property
    def in_force_from(self) -> date:
        """The first day on which this revision binds."""
        return self.effective_on or self.revised_on.last_day


def is_in_force(revision: PublishedRevision, on: date) -> bool:
    """Whether the revision has taken effect by that day (a later one may have replaced it)."""
    return revision.in_force_from <= on
