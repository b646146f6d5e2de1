"""Templates, catalogs and translated texts of a workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from publisher.catalogs import po
from publisher.catalogs.assemble import Missing, assemble
from publisher.catalogs.checks import Languages, refused_keys
from publisher.catalogs.dates import TextDates
from publisher.catalogs.entries import Catalog
from publisher.catalogs.extractor import template
from publisher.catalogs.header import read_date
from publisher.catalogs.merge import NOTHING_DECLARED, Merged, SameMeaning
from publisher.catalogs.update import Comparing, Master, update
from publisher.changes.align import align
from publisher.changes.redline import redline
from publisher.history.masters import MasterRevision
from publisher.history.planning import Translation
from publisher.history.publication import LaggingMessage
from publisher.model.changes import Edit
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId
from publisher.text import parse
from publisher.workspace.files import read_if_there, write_whole
from publisher.workspace.opened import Workspace

_EXCERPT = 60  # characters: enough to find a passage by


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFile:
    """A template or catalog after a command."""

    policy: PolicyId
    locale: LocaleTag | None  # None: a template
    path: Path
    changed: bool
    messages: int
    merged: Merged | None = None  # of a catalog: what became of each message


def extract(workspace: Workspace) -> Iterator[WrittenFile]:
    """Write the template of each committed policy; raises FrontMatterError."""
    for policy, revision in sorted(workspace.policy_sources().items()):
        found = template(
            revision.source,
            policy=policy,
            path=_location(workspace, policy),
            created_at=revision.committed_at,
        )
        path = workspace.template_path(policy)
        yield WrittenFile(
            policy=policy,
            locale=None,
            path=path,
            changed=write_whole(path, po.write(found)),
            messages=len(found.entries),
        )


def update_catalogs(
    workspace: Workspace, same_meaning: Mapping[PolicyId, SameMeaning] | None = None
) -> Iterator[WrittenFile]:
    """Bring each locale's catalog to the committed master; raises CatalogError.

    `same_meaning` are messages whose change legal declared to be none for translators.
    """
    for _, revision in sorted(workspace.policy_sources().items()):
        for locale in workspace.settings.locales:
            same = (same_meaning or {}).get(revision.policy, NOTHING_DECLARED)
            yield update_catalog(workspace, revision, locale, same)


def update_catalog(
    workspace: Workspace,
    revision: MasterRevision,
    locale: LocaleTag,
    same_meaning: SameMeaning = NOTHING_DECLARED,
) -> WrittenFile:
    """Bring one catalog to a master's revision; raises CatalogError."""
    path = workspace.catalog_path(locale, revision.policy)
    master = Master(
        policy=revision.policy,
        source=revision.source,
        path=_location(workspace, revision.policy),
        created_at=revision.committed_at,
    )
    updated = update(
        read_if_there(path),
        master,
        comparing(workspace),
        locale=locale,
        path=_shown(workspace, path),
        same_meaning=same_meaning,
    )
    return WrittenFile(
        policy=revision.policy,
        locale=locale,
        path=path,
        changed=write_whole(path, updated.data),
        messages=sum(1 for _ in updated.merged.catalog.active()),
        merged=updated.merged,
    )


def comparing(workspace: Workspace) -> Comparing:
    """How the workspace's master texts are compared, and where older ones are found."""

    def master_redline(old: str, new: str) -> tuple[Edit, ...]:
        return redline(old, new, locale=str(workspace.settings.master))

    return Comparing(align=align, redline=master_redline, source_of=workspace.source_by_id)


def read_catalog(workspace: Workspace, locale: LocaleTag, policy: PolicyId) -> Catalog | None:
    """A locale's catalog of a policy; None where there is none. Raises CatalogError."""
    path = workspace.catalog_path(locale, policy)
    data = read_if_there(path)
    return None if data is None else po.read(data, path=_shown(workspace, path), locale=locale)


def translator(
    workspace: Workspace,
) -> Callable[[MasterRevision, LocaleTag], Translation | None]:
    """What gives the translation of a master revision into a locale, None without a catalog."""

    def translate(revision: MasterRevision, locale: LocaleTag) -> Translation | None:
        catalog = read_catalog(workspace, locale, revision.policy)
        return None if catalog is None else _translation(workspace, revision, locale, catalog)

    return translate


def _translation(
    workspace: Workspace, revision: MasterRevision, locale: LocaleTag, catalog: Catalog
) -> Translation:
    languages = Languages(master=workspace.settings.master, locale=locale)
    assembled = assemble(
        revision.source,
        catalog,
        locale=locale,
        master=workspace.settings.master,
        dates=TextDates(revised_on=revision.revised_on, effective_on=revision.facts.effective_on),
        refused=refused_keys(catalog, languages),
    )
    return Translation(
        text=assembled.text,
        missing=tuple(_lagging(revision, missing) for missing in assembled.missing),
        total=assembled.total,
        translated_at=read_date(catalog.field("PO-Revision-Date") or ""),
    )


def _lagging(revision: MasterRevision, missing: Missing) -> LaggingMessage:
    parsed = parse(revision.source)
    words = " ".join(missing.message.key.msgid.split())
    return LaggingMessage(
        line=missing.line,
        section=parsed.section(parsed.segments[missing.message.places[0]]),
        text=words if len(words) <= _EXCERPT else f"{words[:_EXCERPT]}…",
    )


def _location(workspace: Workspace, policy: PolicyId) -> str:
    return _shown(workspace, workspace.master_path(policy))


def _shown(workspace: Workspace, path: Path) -> str:
    """A path as messages and locations name it: from the workspace's folder."""
    return path.relative_to(workspace.settings.root).as_posix()
