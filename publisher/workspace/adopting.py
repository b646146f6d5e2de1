"""Imports another repository's history into a workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from babel.localedata import exists

from publisher.history.importing import (
    ForeignHistory,
    ImportReport,
    foreign_repository,
    import_history,
)
from publisher.history.lineages import PathPattern
from publisher.history.planning import first_heading
from publisher.history.publish import Progress
from publisher.model.locales import LocaleTag
from publisher.model.policies import PartialDate
from publisher.workspace.opened import Workspace, stated_date
from publisher.workspace.publishing import occasion_of


def adopt_history(  # noqa: PLR0913 - each is a choice of the operator's
    workspace: Workspace,
    repository: Path,
    *,
    paths: Sequence[str],
    branch: str | None,
    renamed: Mapping[str, LocaleTag],
    main_line_only: bool,
    now: datetime,
    progress: Progress,
    ends_removed: bool = False,
) -> ImportReport:
    """What came of bringing a foreign history in; see history.importing."""
    settings = workspace.settings
    configured = {settings.master, *settings.locales}
    patterns = [
        PathPattern(
            path,
            is_locale=lambda tag: tag in configured or exists(tag.language),
            renamed=renamed,
        )
        for path in paths
    ]
    return import_history(
        workspace.repositories,
        workspace.log,
        ForeignHistory(
            repository=foreign_repository(repository),
            patterns=patterns,
            revision=f"refs/heads/{branch}" if branch else "HEAD",
            main_line_only=main_line_only,
            ends_removed=ends_removed,
        ),
        describe=_described,
        occasion=occasion_of(settings, reason=f"import of {repository.absolute().name}"),
        now=now,
        progress=progress,
    )


def _described(source: str) -> tuple[str, PartialDate | None]:
    return first_heading(source), stated_date(source)
