"""A publication of a workspace: its committed masters, its catalogs, its settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from publisher.config import Incomplete, Settings
from publisher.history.git.writing import current
from publisher.history.masters import newest
from publisher.history.planning import Plan, Rules, make_plan
from publisher.history.publication import Occasion, Publication, PublicationKind
from publisher.history.publish import Progress, Published, publish
from publisher.history.snapshot import Publications
from publisher.history.withdraw import withdraw
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId
from publisher.workspace.deciding import refuse_undecided, with_decisions
from publisher.workspace.opened import Workspace
from publisher.workspace.translating import translator


def publish_workspace(
    workspace: Workspace,
    *,
    now: datetime,
    progress: Progress,
    mends: int | None = None,
    reason: str = "",
) -> Published:
    """Make public all that is new: master texts, complete locales, changed values.

    `mends` names the publication that this one corrects, and `reason` says what was wrong.
    Raises BusyError where another process publishes, UndecidedError where a person has to decide
    first, CatalogError, FrontMatterError or PlaceholderError where something is wrong; then nothing
    became public.
    """
    moment = now.astimezone(UTC).replace(microsecond=0)

    def planner(public: Publications) -> Plan:
        plan = plan_workspace(workspace, public, now=moment, progress=progress)
        if plan.texts or plan.values_changed:
            today = moment.astimezone(workspace.settings.timezone).date()
            refuse_undecided(workspace, public, today=today)
        return with_decisions(plan, public)

    occasion = occasion_of(workspace.settings, reason=reason)
    if mends is not None:
        workspace.publications().publication(mends)
        occasion = replace(occasion, kind=PublicationKind.CORRECTION, mends=mends)
    return publish(
        workspace.repositories,
        workspace.log,
        planner=planner,
        now=moment,
        occasion=occasion,
        progress=progress,
    )


def withdraw_revision(
    workspace: Workspace,
    *,
    policy: PolicyId,
    number: int,
    locale: LocaleTag | None,
    reason: str,
    now: datetime,
    progress: Progress,
) -> Publication:
    """Take a revision back, in one locale or in all that render it; see history.withdraw."""
    occasion = replace(
        occasion_of(workspace.settings, reason=reason),
        kind=PublicationKind.WITHDRAWAL,
        values=workspace.publications().site_values,
    )
    return withdraw(
        workspace.repositories,
        workspace.log,
        policy=policy,
        number=number,
        locale=locale,
        occasion=occasion,
        now=now.astimezone(UTC).replace(microsecond=0),
        progress=progress,
    )


def plan_workspace(
    workspace: Workspace, public: Publications, *, now: datetime, progress: Progress
) -> Plan:
    """What a publication would say now."""
    head = current(workspace.repositories.master, "HEAD")
    masters = newest(workspace.masters_at(head))
    translate = translator(workspace)
    translations = {}
    for policy, revision in sorted(masters.items()):
        progress(policy)
        for locale in workspace.settings.locales:
            translation = translate(revision, locale)
            if translation is not None:
                translations[policy, locale] = translation
    return make_plan(
        public=public,
        head=head,
        masters=masters,
        translations=translations,
        rules=rules_of(workspace.settings),
        now=now,
    )


def occasion_of(settings: Settings, *, reason: str = "") -> Occasion:
    """The frame of any publication under these settings."""
    return Occasion(
        master=settings.master,
        prevailing=settings.prevailing,
        values=settings.site_values,
        reason=reason,
    )


def rules_of(settings: Settings) -> Rules:
    """What the settings say about publishing."""
    return Rules(
        master=settings.master,
        locales=settings.locales,
        prevailing=settings.prevailing,
        mark_incomplete=settings.incomplete is Incomplete.MARK,
        values=settings.site_values,
    )
