"""What a reader should be told before anything else: recent and announced changes that matter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from publisher.model.changes import Level
from publisher.model.policies import PublishedRevision
from publisher.site.timeline import Step, Timeline


class NewsKind(StrEnum):
    """Which banner it is."""

    RECENT = "recent"
    UPCOMING = "upcoming"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One banner: the step to look at, and the revisions that it is about."""

    kind: NewsKind
    step: Step
    revisions: tuple[PublishedRevision, ...]  # newest first
    material: bool
    suggested: bool  # material by the machine's word alone: legal has declared nothing
    since: date  # in force from


Judge: TypeAlias = Callable[[Step], Level]  # what the machine suggests about a step


def is_material(step: Step, judge: Judge) -> bool:
    """Whether readers are told of a step: as legal declared, else as the machine suggests."""
    if step.new.material is not None:
        return step.new.material
    return judge(step) is Level.MATERIAL


def news(timeline: Timeline, *, days: int, judge: Judge) -> tuple[News, ...]:
    """The banners of a policy: what is to come, next one first, then what changed of late.

    Several recent material steps make one banner, from the text before the first of them to the
    text in force.
    """
    return (*_announced(timeline, judge), *_recent(timeline, days, judge))


def _announced(timeline: Timeline, judge: Judge) -> tuple[News, ...]:
    found = []
    old = timeline.in_force
    for new in timeline.upcoming:
        if old is not None:
            step = Step(old=old, new=new)
            found.append(_item(NewsKind.UPCOMING, step, (new,), material=is_material(step, judge)))
        old = new
    return tuple(found)


def _recent(timeline: Timeline, days: int, judge: Judge) -> tuple[News, ...]:
    material = [step for step in timeline.recent(days) if is_material(step, judge)]
    if not material or timeline.in_force is None:
        return ()
    whole = Step(old=material[-1].old, new=timeline.in_force)
    return (_item(NewsKind.RECENT, whole, tuple(step.new for step in material), material=True),)


def _item(
    kind: NewsKind, step: Step, revisions: tuple[PublishedRevision, ...], *, material: bool
) -> News:
    return News(
        kind=kind,
        step=step,
        revisions=revisions,
        material=material,
        suggested=material and all(item.material is None for item in revisions),
        since=revisions[0].in_force_from,
    )
