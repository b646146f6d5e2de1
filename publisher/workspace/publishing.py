"""A publication of a workspace: its committed masters, its catalogs, its settings."""

from __future__ import annotations

from datetime import UTC, datetime

from publisher.config import Incomplete, Settings
from publisher.history.git.writing import current
from publisher.history.masters import newest
from publisher.history.planning import Plan, Rules, make_plan
from publisher.history.publication import Occasion, SiteValues
from publisher.history.publish import Progress, Published, publish
from publisher.history.snapshot import Publications
from publisher.workspace.opened import Workspace
from publisher.workspace.translating import translator


def publish_workspace(workspace: Workspace, *, now: datetime, progress: Progress) -> Published:
    """Make public all that is new: master texts, complete locales, changed values.

    Raises BusyError where another process publishes, CatalogError, FrontMatterError or
    PlaceholderError where something is wrong; then nothing became public.
    """
    moment = now.astimezone(UTC).replace(microsecond=0)

    def planner(public: Publications) -> Plan:
        return plan_workspace(workspace, public, now=moment, progress=progress)

    return publish(
        workspace.repositories,
        workspace.log,
        planner=planner,
        now=moment,
        occasion=occasion_of(workspace.settings),
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
        values=values_of(settings),
        reason=reason,
    )


def rules_of(settings: Settings) -> Rules:
    """What the settings say about publishing."""
    return Rules(
        master=settings.master,
        locales=settings.locales,
        prevailing=settings.prevailing,
        mark_incomplete=settings.incomplete is Incomplete.MARK,
        values=values_of(settings),
    )


def values_of(settings: Settings) -> SiteValues:
    """All sites' values, as the log keeps them."""
    return {
        site.name: {tag: dict(table) for tag, table in site.values.items()}
        for site in settings.sites
    }
