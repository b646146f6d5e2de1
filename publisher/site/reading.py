"""What one request reads: one snapshot of the log, for one site, on one day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo
from functools import partial

from publisher.catalogs.dates import TextDates
from publisher.changes.comparison import Comparison, compare
from publisher.changes.materiality import Rulebook, judge_all
from publisher.changes.values import ValuesComparison
from publisher.config import ANY_LOCALE, Site
from publisher.history.log import Publications
from publisher.history.sitevalues import ValueStep, last_shown
from publisher.model.changes import Level
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId, PublishedRevision
from publisher.model.segments import SegmentKind
from publisher.site.carrying import carried
from publisher.site.kept import Kept
from publisher.site.timeline import Step, Timeline
from publisher.text import placeholders
from publisher.text.render import Page, to_html
from publisher.workspace import Workspace

_TEXTS_KEPT = 256
_COMPARISONS_KEPT = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRoom:
    """The workspace with the clock and with what was made of its texts before."""

    workspace: Workspace
    now: Callable[[], datetime]
    _pages: Kept[tuple[object, ...], Page] = field(
        default_factory=lambda: Kept(limit=_TEXTS_KEPT), repr=False
    )
    _comparisons: Kept[tuple[Step, bool], Comparison] = field(
        default_factory=lambda: Kept(limit=_COMPARISONS_KEPT), repr=False
    )

    value_steps: Kept[tuple[object, ...], tuple[ValueStep, ...]] = field(
        default_factory=lambda: Kept(limit=_TEXTS_KEPT), repr=False
    )
    value_comparisons: Kept[tuple[object, ...], ValuesComparison] = field(
        default_factory=lambda: Kept(limit=_COMPARISONS_KEPT), repr=False
    )

    def open(self, host: str) -> Reading | None:
        """A reading of what is public now, for the site of that host; None: no such site."""
        site = self.workspace.site_for(host)
        if site is None:
            return None
        return Reading(
            room=self,
            publications=self.workspace.publications(),
            site=site,
            today=self.now().astimezone(self.workspace.settings.timezone).date(),
        )

    def page(self, reading: Reading, revision: PublishedRevision) -> Page:
        """The revision's text as HTML, with the site's values of its time."""
        values = {**reading.values_of(revision), **stated_dates(revision)}
        key = (revision.text_sha256, *sorted(values.items()))

        def make() -> Page:
            text = reading.publications.text(revision)
            return to_html(text, values=placeholders.values_for(text, values))

        return self._pages.get(key, make)

    def comparison(self, reading: Reading, step: Step, *, as_committed: bool = False) -> Comparison:
        """What differs between the two texts of a step, as their readers see their dates.

        As committed, the master still has {{revisionDate}} where its readers see a date.
        """
        text = reading.publications.text if as_committed else reading.dated_text
        make = partial(_compare, text, step, reading.rules)
        return self._comparisons.get((step, as_committed), make)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A snapshot: all of one answer is made from it, so no answer mixes two publications."""

    room: ReadingRoom
    publications: Publications
    site: Site
    today: date

    @property
    def master(self) -> LocaleTag:
        """The language that legal writes in."""
        return self.room.workspace.settings.master

    @property
    def rules(self) -> Rulebook:
        """The rules that judge, the workspace's own among them."""
        return self.room.workspace.rules

    @property
    def news_days(self) -> int:
        """How long a material change is announced."""
        return self.room.workspace.settings.news_days

    @property
    def zone(self) -> tzinfo:
        """The time zone in which the company's days begin."""
        return self.room.workspace.settings.timezone

    @property
    def locales(self) -> tuple[LocaleTag, ...]:
        """The languages of the site, the master first."""
        others = self.room.workspace.settings.locales
        return (self.master, *(item for item in others if item != self.master))

    def policy(self, name: str) -> PolicyId | None:
        """The published policy of that id; None: there is none."""
        return next((item for item in self.publications.policies() if item == name), None)

    def timeline(self, policy: PolicyId, locale: LocaleTag) -> Timeline | None:
        """The policy's revisions in a language; None: it is not published in it."""
        revisions = self.publications.revisions(policy, locale)
        if not revisions:
            return None
        taken_back = {
            item.number: found
            for item in revisions
            if (found := self.publications.withdrawal(item))
        }
        ends = {found.from_day for found in taken_back.values() if found.from_day}
        last = (self.publications.current(policy, locale, day - timedelta(1)) for day in ends)
        return Timeline(
            revisions=revisions,
            in_force_on=partial(self.publications.current, policy, locale),
            today=self.today,
            withdrawn={
                number: found.reason
                for number, found in taken_back.items()
                if found.from_day is None
            },
            ended=frozenset(item.number for item in last if item),
        )

    def judge(self, step: Step) -> Level:
        """What the machine suggests about a step as a whole.

        The same that its page shows.
        """
        return self.judged(step)[0].materiality.level

    def judged(self, step: Step) -> tuple[Comparison, LocaleTag]:
        """What differs between a step's texts, judged, and the language that it was judged in.

        One judgement for all languages: the master's, where it is known which of its texts the
        step's texts render. What changed in the translation alone is judged in its language.
        """
        own = without_facts(self.room.comparison(self, step))
        master_step = self.master_step(step)
        if master_step is not None:
            master = without_facts(self.room.comparison(self, master_step))
            if (found := carried(own, master)) is not None:
                return found, self.master
        return own, step.new.locale

    def master_step(self, step: Step) -> Step | None:
        """The step that the master took; None where it is unknown, or took none."""
        numbers = (step.old.master_number, step.new.master_number)
        if step.new.locale == self.master or None in numbers or numbers[0] == numbers[1]:
            return None
        master = self.publications.revisions(step.new.policy, self.master)
        by_number = {item.number: item for item in master}
        old, new = (by_number.get(number) for number in numbers if number is not None)
        return Step(old=old, new=new) if old and new else None

    def values(self, locale: LocaleTag) -> Mapping[str, str]:
        """What fills placeholders in texts of that language."""
        public, site = self.publications, self.site
        if site.name in public.site_values:
            return public.values(site.name, locale)
        return {**site.values.get(ANY_LOCALE, {}), **site.values.get(locale.tag, {})}

    def values_at(self, locale: LocaleTag, sequence: int) -> Mapping[str, str]:
        """What filled placeholders after a publication; today's where none were known then."""
        return {
            **self.values(locale),
            **self.publications.values(self.site.name, locale, at=sequence),
        }

    def values_of(self, revision: PublishedRevision) -> Mapping[str, str]:
        """What fills a revision's placeholders: today's values while it is read today.

        Those of its last day where another has taken its place.
        """
        last = last_shown(self.publications, revision, today=self.today, zone=self.zone)
        if last is None:
            return self.values(revision.locale)
        return self.values_at(revision.locale, last)

    def dated_text(self, revision: PublishedRevision) -> str:
        """The text with its date placeholders filled (the master's copy still has them)."""
        text = self.publications.text(revision)
        return placeholders.fill(text, placeholders.values_for(text, stated_dates(revision)))

    def filled(self, text: str, of: PublishedRevision | LocaleTag) -> str:
        """Plain text with the site's values; a placeholder that has none stays visible.

        Of a revision, with those of its time; of a language, with today's.
        """
        values = self.values(of) if isinstance(of, LocaleTag) else self.values_of(of)
        return placeholders.fill(text, placeholders.values_for(text, values))

    def title(self, revision: PublishedRevision) -> str:
        """The revision's title as readers of this site see it."""
        return self.filled(revision.title, revision)


def stated_dates(revision: PublishedRevision) -> Mapping[str, str]:
    """What {{revisionDate}} and {{effectiveDate}} say in a revision's text."""
    dates = TextDates(revised_on=revision.revised_on, effective_on=revision.effective_on)
    return dates.as_placeholders(revision.locale)


def _compare(text: Callable[[PublishedRevision], str], step: Step, rules: Rulebook) -> Comparison:
    return compare(text(step.old), text(step.new), locale=step.new.locale.tag, rules=rules)


def without_facts(comparison: Comparison) -> Comparison:
    """The comparison of the texts alone: what the front matter says is shown elsewhere."""
    facts = [
        {item.extent for item in text.segments if item.kind is SegmentKind.FIELD}
        for text in (comparison.old, comparison.new)
    ]
    changes = tuple(
        change
        for change in comparison.changes
        if not any(place.span in facts[0] for place in change.old)
        and not any(place.span in facts[1] for place in change.new)
    )
    return replace(comparison, changes=changes, materiality=judge_all(changes))
