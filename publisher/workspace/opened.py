"""An opened workspace: settings, repositories, the log, and where each file is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

from publisher.changes.materiality import Rulebook
from publisher.config import ANY_HOST, ANY_LOCALE, Settings, Site, load
from publisher.history.git.objects import ObjectReader
from publisher.history.git.writing import current
from publisher.history.log import PublicationLog, Publications, text_path
from publisher.history.masters import MasterRevision, newest, read_masters
from publisher.history.repositories import Repositories
from publisher.model.locales import LocaleTag
from publisher.model.policies import CommitId, PartialDate, PolicyId
from publisher.text import parse
from publisher.text.dates import StatedDate, stated_dates
from publisher.text.front_matter import body_start
from publisher.workspace.rules import rules_in

_YEAR = re.compile(r"[12][0-9]{3}")


class Workspace:
    """All that the commands and the site need of one workspace; safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        """Open what the settings name; nothing is read before it is asked for."""
        self.settings = settings
        self.repositories = Repositories(
            folder=settings.root / "policies", master_locale=settings.master
        )
        self.log = PublicationLog(self.repositories.master, self.repositories.opened)

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """The workspace in a folder; raises ConfigError or NoRepositoryError."""
        workspace = cls(load(Path(path).absolute()))
        workspace.repositories.opened(workspace.settings.master)
        return workspace

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes that read."""
        self.log.close()
        self.objects.close()

    # ------------------------------------------------------------------ for readers

    def publications(self) -> Publications:
        """All that is public now; the same object where nothing became public since."""
        return self.log.snapshot()

    def site_for(self, host: str) -> Site | None:
        """The site that serves a host (a port is ignored); None where no site has it."""
        name = _host_name(host)
        named = (site for site in self.settings.sites if name in site.hosts)
        return next(named, None) or next(
            (site for site in self.settings.sites if ANY_HOST in site.hosts), None
        )

    def values(self, site: Site, locale: LocaleTag) -> Mapping[str, str]:
        """What fills placeholders for readers of a site: the published values.

        Those of publisher.toml where none were published for the site yet.
        """
        public = self.publications()
        if site.name in public.site_values:
            return public.values(site.name, locale)
        return {**site.values.get(ANY_LOCALE, {}), **site.values.get(locale.tag, {})}

    @cached_property
    def rules(self) -> Rulebook:
        """The rules that judge, the workspace's own among them; raises InvalidSourceError."""
        return rules_in(self.settings.gate.rules)

    # ------------------------------------------------------------------ the master

    @cached_property
    def objects(self) -> ObjectReader:
        """Objects of the master repository."""
        return ObjectReader(self.repositories.master)

    def masters(self) -> dict[PolicyId, tuple[MasterRevision, ...]]:
        """Every policy's committed revisions, oldest first."""
        tip = current(self.repositories.master, "HEAD")
        return self.masters_at(tip)

    def masters_at(self, tip: CommitId | None) -> dict[PolicyId, tuple[MasterRevision, ...]]:
        """Every policy's revisions up to one commit of the master; None: none at all."""
        return read_masters(
            self.repositories.master, self.objects, tip=tip, stated_date=stated_date
        )

    def policy_sources(self) -> dict[PolicyId, MasterRevision]:
        """The newest committed revision of each policy; raises FrontMatterError."""
        return newest(self.masters())

    def source_by_id(self, oid: str) -> str | None:
        """A master text by the Git name of its bytes, as catalogs record it; None: not known."""
        if len(oid) not in (40, 64) or not set(oid) <= set("0123456789abcdef"):
            return None
        found = self.objects.find(oid)
        if found is None or found.kind != "blob":
            return None
        return found.data.decode("utf-8", "replace")

    def uncommitted(self) -> tuple[PolicyId, ...]:
        """Policies whose text in the work tree is not the committed one."""
        committed = self.policy_sources()
        return tuple(
            policy
            for policy, revision in committed.items()
            if self.master_path(policy).is_file()
            and self.master_path(policy).read_bytes() != revision.source.encode()
        )

    # ------------------------------------------------------------------ places

    def master_path(self, policy: PolicyId) -> Path:
        """Where legal edits a policy."""
        return self.repositories.folder / self.settings.master.tag / text_path(policy)

    def catalog_path(self, locale: LocaleTag, policy: PolicyId) -> Path:
        """Where translators find a policy's catalog."""
        folder = self.settings.root / "locales" / locale.gettext_name / "LC_MESSAGES"
        return folder / f"{policy}.po"

    def template_path(self, policy: PolicyId) -> Path:
        """Where the template of a policy is."""
        return self.settings.root / "locales" / f"{policy}.pot"


def stated_date(source: str) -> PartialDate | None:
    """The revision date that a text states of itself, what it shows before what it hides."""
    lines = source[body_start(source) :].splitlines()
    dates = [item for line in lines for item in _stated_in(line)]
    return min(dates, key=lambda item: (item.effective, item.machine)).date if dates else None


# Texts of a history are thousands, and most of their lines are those of the text before. A line by
# itself is a block like any other, and dates do not go beyond a line.
@lru_cache(maxsize=1 << 15)
def _stated_in(line: str) -> tuple[StatedDate, ...]:
    if not _YEAR.search(line):
        return ()
    return tuple(item for item in stated_dates(parse(line)) if item.date is not None)


def _host_name(host: str) -> str:
    name = host.strip().lower()
    if name.startswith("["):
        return name.partition("]")[0].lstrip("[")
    return name.partition(":")[0].rstrip(".")
