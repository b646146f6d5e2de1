"""Changed values of a site as its readers see them: dated changes of a policy that no text took."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from publisher.changes.values import ValuesComparison, compare_values
from publisher.history.sitevalues import ValueStep, value_steps
from publisher.model.changes import Level
from publisher.model.errors import TextTooLargeError
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId, PublishedRevision
from publisher.site.changeviews import ChangeViews, is_noise
from publisher.site.comparing import Found, gist_of
from publisher.site.reading import Reading, stated_dates
from publisher.site.sections import cluster, parts
from publisher.site.timeline import Timeline
from publisher.text import placeholders


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedValue:
    """One value before and after; None: there was none, or there is none any more."""

    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueEntry:
    """A change of values with what it means."""

    step: ValueStep
    material: bool | None  # as legal decided; None: nothing
    judge: Callable[[], Level]  # costs a comparison where nobody asked before

    @property
    def suggests(self) -> Level:
        """What the machine suggests."""
        return self.judge()

    @property
    def is_material(self) -> bool:
        """Whether readers are told: as legal decided, else as the machine suggests."""
        if self.material is not None:
            return self.material
        return self.suggests is Level.MATERIAL

    @property
    def values(self) -> tuple[ChangedValue, ...]:
        """Each value that changed, by its name."""
        old, new = self.step.changed.old, self.step.changed.new
        return tuple(
            ChangedValue(name=name, old=old.get(name), new=new.get(name))
            for name in sorted(old.keys() | new.keys())
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailItem:
    """What the history lists: a revision, or a change of values between two of them."""

    revision: PublishedRevision | None = None
    values: ValueEntry | None = None


def value_entries(reading: Reading, policy: PolicyId, locale: LocaleTag) -> tuple[ValueEntry, ...]:
    """The changes of values in a policy for readers of a language, oldest first."""
    steps = _steps(reading, policy, locale)
    if not steps:
        return ()
    master = {step.sequence: step for step in _steps(reading, policy, reading.master)}
    return tuple(
        ValueEntry(
            step=step,
            material=step.decision.material if step.decision else None,
            judge=partial(_suggested, reading, master.get(step.sequence, step)),
        )
        for step in steps
    )


def trail(timeline: Timeline, values: tuple[ValueEntry, ...]) -> tuple[TrailItem, ...]:
    """Revisions and changes of values in the order of their publications, newest first."""
    items = [TrailItem(revision=item) for item in timeline.revisions]
    items += [TrailItem(values=item) for item in values]
    return tuple(sorted(items, key=_place, reverse=True))


def recent_values(
    values: tuple[ValueEntry, ...], timeline: Timeline, reading: Reading
) -> tuple[ValueEntry, ...]:
    """Those that readers should be told of before anything else, newest first."""
    oldest = timeline.today - timedelta(days=reading.news_days)
    return tuple(
        item
        for item in reversed(values)
        if oldest <= item.step.published_at.astimezone(reading.zone).date() <= timeline.today
        and item.is_material
    )


def present_values(reading: Reading, step: ValueStep) -> Found:
    """The clauses in which the values show, as they read before and after."""
    found = _compared(reading, step)
    locale = step.revision.locale
    shown: Mapping[str, str] = {
        **reading.values_at(locale, step.sequence),
        **stated_dates(step.revision),
        **found.values,
    }
    views = ChangeViews(
        found.comparison,
        lambda text: placeholders.fill(text, placeholders.values_for(text, shown)),
        shown,
    )
    return Found(
        gist=gist_of(found.comparison, reading.rules),
        judged_in=locale,
        parts=tuple(parts(views)),
        noise=tuple(
            cluster([views.change(item)])
            for item in found.comparison.visible_changes
            if is_noise(item)
        ),
    )


def _steps(reading: Reading, policy: PolicyId, locale: LocaleTag) -> tuple[ValueStep, ...]:
    public, site = reading.publications, reading.site.name
    return reading.room.value_steps.get(
        (public.tip, site, policy, locale),
        lambda: value_steps(public, site, policy, locale, zone=reading.zone),
    )


def _suggested(reading: Reading, step: ValueStep) -> Level:
    """What the machine suggests; nothing about a text that is too large to compare."""
    try:
        return _compared(reading, step).comparison.materiality.level
    except TextTooLargeError:
        return Level.UNDECIDED


def _compared(reading: Reading, step: ValueStep) -> ValuesComparison:
    public = reading.publications
    changed, revision = step.changed, step.revision
    return reading.room.value_comparisons.get(
        (revision.text_sha256, revision.locale, *sorted(changed.old.items()), *_new_of(step)),
        lambda: compare_values(
            public.text(revision),
            changed.old,
            changed.new,
            locale=revision.locale.tag,
            rules=reading.rules,
        ),
    )


def _new_of(step: ValueStep) -> tuple[tuple[str, str], ...]:
    return (("", ""), *sorted(step.changed.new.items()))


def _place(item: TrailItem) -> tuple[int, int, int]:
    """Revisions stay in the order of their numbers; values follow what was public with them."""
    if item.revision is not None:
        return item.revision.sequence, 0, item.revision.number
    return (item.values.step.sequence if item.values else 0), 1, 0
