"""Makes a new workspace: settings to start from, and the master repository."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from publisher.config import FILE_NAME
from publisher.history.repositories import Repositories
from publisher.model.errors import UsageError
from publisher.model.locales import LocaleTag
from publisher.workspace.files import write_whole
from publisher.workspace.opened import Workspace

_SETTINGS = """\
# The settings of this workspace. Every key is explained in docs/configuration.md.

[workspace]
master = "{master}"  # the language that legal edits
locales = [{locales}]  # the languages that it is translated into
prevailing = "{master}"  # the language that wins in a conflict
incomplete = "hold"  # a locale with missing translations: "hold" it back, or "mark" the gaps
timezone = "{timezone}"  # days begin and end here

[sites.default]
hosts = ["localhost", "127.0.0.1", "::1"]
url = "https://www.example.com"

# What {{{{title}}}} and {{{{siteDomain}}}} stand for in the policies; any other name works alike.
[sites.default.values]
title = "Example Company"
siteDomain = "example.com"

# A value of its own for one language:
# [sites.default.values.{example}]
# title = "Example Company"
"""


class AlreadyAWorkspaceError(UsageError):
    """There is a workspace where a new one was asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path}: there is a workspace already; it was left as it is")


def make_workspace(
    root: Path, *, master: LocaleTag, locales: Sequence[LocaleTag], timezone: str
) -> Workspace:
    """A new workspace in a folder, opened; raises AlreadyAWorkspaceError, changes nothing then."""
    root = root.absolute()
    path = root / FILE_NAME
    if path.exists():
        raise AlreadyAWorkspaceError(path)
    settings = _SETTINGS.format(
        master=master,
        locales=", ".join(f'"{tag}"' for tag in locales),
        timezone=timezone,
        example=locales[0] if locales else master,
    )
    Repositories(folder=root / "policies", master_locale=master).made(master)
    for locale in locales:
        folder = root / "locales" / locale.gettext_name / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
    write_whole(path, settings.encode())
    return Workspace.open(root)
