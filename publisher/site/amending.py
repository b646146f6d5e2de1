"""What became of revisions after they were public: corrected, or taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from publisher.history.snapshot import Correction
from publisher.model.policies import PublishedRevision
from publisher.site.reading import Reading
from publisher.site.timeline import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """A withdrawal: when, by which publication, and why."""

    at: datetime
    sequence: int
    reason: str  # in its author's words
    from_day: date | None  # it bound until then; None: it never should have

    @property
    def day(self) -> date | datetime:
        """What readers are told: the day of the end, or of the withdrawal."""
        return self.from_day or self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendments:
    """What is to be said about a revision besides its own facts."""

    corrections: tuple[Correction, ...] = ()  # that brought it, or mended its facts
    mended_by: tuple[Correction, ...] = ()  # that replaced it by another
    taken_back: TakenBack | None = None


def amendments(reading: Reading, timeline: Timeline) -> Mapping[int, Amendments]:
    """By number, for every revision of a timeline."""
    some = timeline.revisions[0]
    found = reading.publications.corrections(some.policy, some.locale)
    return {
        item.number: Amendments(
            corrections=tuple(one for one in found if one.revision.number == item.number),
            mended_by=tuple(
                one
                for one in found
                if one.revision.number > item.number
                and item.number in {other.number for other in one.mended}
            ),
            taken_back=taken_back(reading, timeline, item),
        )
        for item in timeline.revisions
    }


def taken_back(
    reading: Reading, timeline: Timeline, revision: PublishedRevision
) -> TakenBack | None:
    """Why and when a revision was withdrawn; None where it was not.

    Nor where another had taken its place before the policy as a whole ended.
    """
    withdrawal = reading.publications.withdrawal(revision)
    if withdrawal is None or (withdrawal.from_day and revision.number not in timeline.ended):
        return None
    return TakenBack(
        at=reading.publications.publication(withdrawal.sequence).published_at,
        sequence=withdrawal.sequence,
        reason=withdrawal.reason,
        from_day=withdrawal.from_day,
    )
