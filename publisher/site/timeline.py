"""Where each revision stands on a given day: in force, upcoming, superseded or withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from publisher.model.policies import PublishedRevision


class Standing(StrEnum):
    """What a revision is to a reader today."""

    IN_FORCE = "in_force"
    UPCOMING = "upcoming"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A revision with the one that it replaces."""

    old: PublishedRevision
    new: PublishedRevision


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """The published revisions of one policy in one locale, seen on one day."""

    revisions: tuple[PublishedRevision, ...]  # oldest first, never empty
    in_force_on: Callable[[date], PublishedRevision | None]
    today: date
    withdrawn: Mapping[int, str] = field(default_factory=dict)  # number -> reason
    ended: frozenset[int] = frozenset()  # those that bound until the policy as a whole ended

    @cached_property
    def in_force(self) -> PublishedRevision | None:
        """The revision that binds today; None where none does (yet)."""
        return self.in_force_on(self.today)

    @cached_property
    def upcoming(self) -> tuple[PublishedRevision, ...]:
        """What has been announced and will come into force, the next one first."""
        coming = (item for item in self.revisions if self.standing(item) is Standing.UPCOMING)
        return tuple(sorted(coming, key=lambda item: item.in_force_from))

    @property
    def shown(self) -> PublishedRevision:
        """What the policy's page shows: what is in force, else what comes next, else the last."""
        return self.in_force or next(iter(self.upcoming), self.revisions[-1])

    def standing(self, revision: PublishedRevision) -> Standing:
        """Where the revision stands; one that will never bind counts as superseded."""
        if revision.number in self.withdrawn or (
            revision.number in self.ended and self.in_force_on(self.today) != revision
        ):
            return Standing.WITHDRAWN
        if self.in_force == revision:
            return Standing.IN_FORCE
        comes = revision.in_force_from
        if comes > self.today and self.in_force_on(comes) == revision:
            return Standing.UPCOMING
        return Standing.SUPERSEDED

    def find(self, number: int) -> PublishedRevision | None:
        """The revision of that number; None: there is none."""
        return self._by_number.get(number)

    def before(self, revision: PublishedRevision) -> PublishedRevision | None:
        """The revision that this one follows, withdrawn ones left out; None for the first."""
        return self._followed.get(revision.number)

    def step_to(self, revision: PublishedRevision) -> Step | None:
        """The step that led to a revision; None for the first."""
        old = self.before(revision)
        return Step(old=old, new=revision) if old else None

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step from one valid revision to the next, newest first."""
        return tuple(Step(old=old, new=new) for old, new in reversed([*pairwise(self._valid)]))

    def recent(self, days: int) -> tuple[Step, ...]:
        """The steps that became public, or came into force, at most that many days ago.

        Only steps up to the revision in force: what is still to come is no news yet.
        """
        if self.in_force is None:
            return ()
        last, oldest = self.in_force.number, self.today - timedelta(days=days)
        return tuple(
            step
            for step in self.steps
            if step.new.number <= last and known_from(step.new) >= oldest
        )

    @cached_property
    def _valid(self) -> tuple[PublishedRevision, ...]:
        return tuple(item for item in self.revisions if item.number not in self.withdrawn)

    @cached_property
    def _by_number(self) -> Mapping[int, PublishedRevision]:
        return {item.number: item for item in self.revisions}

    @cached_property
    def _followed(self) -> Mapping[int, PublishedRevision]:
        """By the number of each revision that follows a valid one, the one that it follows."""
        found, last = {}, None
        for item in self.revisions:
            if last is not None:
                found[item.number] = last
            if item.number not in self.withdrawn:
                last = item
        return found


def known_from(revision: PublishedRevision) -> date:
    """The day from which a revision concerned readers: public, and in force."""
    return max(revision.published_at.date(), revision.in_force_from)
