"""Builds the sample workspace: the shipped history, walked through as a company would have."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from publisher.catalogs import po
from publisher.catalogs.header import format_date
from publisher.config import FILE_NAME
from publisher.history.git.writing import Signature
from publisher.history.log import text_path
from publisher.history.publish import Progress
from publisher.model.errors import InvalidSourceError
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId, parse_policy_id
from publisher.resources import Resource, resource_path
from publisher.workspace.files import write_whole
from publisher.workspace.made import make_workspace
from publisher.workspace.opened import Workspace
from publisher.workspace.publishing import publish_workspace
from publisher.workspace.translating import extract, read_catalog, update_catalogs

MASTER = LocaleTag("zh-Hans")
LOCALES = (LocaleTag("en"), LocaleTag("ja"), LocaleTag("de"), LocaleTag("ar"))
_AUTHOR = re.compile(r"(?P<name>[^<>]+) <(?P<email>[^<> ]+)>")
_SETTINGS = """\
# The settings of the sample. Every key is explained in docs/configuration.md.

[workspace]
master = "zh-Hans"
locales = ["en", "ja", "de", "ar"]
prevailing = "zh-Hans"
incomplete = "hold"
timezone = "Asia/Shanghai"

[sites.default]
hosts = ["*"]
url = "https://www.example.com"

[sites.default.values]
title = "示例公司"
siteDomain = "example.com"

[sites.default.values.en]
title = "Example Company"

[sites.default.values.ja]
title = "サンプル株式会社"

[sites.default.values.de]
title = "Beispiel GmbH"

[sites.default.values.ar]
title = "شركة المثال"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleCommit:
    """One entry of the sample's history."""

    policy: PolicyId
    source: bytes
    author: Signature
    subject: str
    published_at: datetime
    behind: tuple[LocaleTag, ...]


def sample_history() -> tuple[SampleCommit, ...]:
    """What legal committed in the sample, oldest first."""
    folder = resource_path(Resource.POLICIES) / "sample"
    entries = tomllib.loads((folder / "history.toml").read_text("utf-8"))["commit"]
    return tuple(_commit(folder, entry) for entry in entries)


def build_sample(root: Path, *, progress: Progress) -> Workspace:
    """The sample workspace in a folder: the same object ids every time it is built."""
    workspace = make_workspace(root, master=MASTER, locales=LOCALES, timezone="Asia/Shanghai")
    write_whole(workspace.settings.root / FILE_NAME, _SETTINGS.encode())
    workspace = Workspace.open(root)
    for commit in sample_history():
        progress(f"{commit.policy} {commit.published_at:%Y-%m-%d}")
        _walk(workspace, commit, progress)
    return workspace


def _walk(workspace: Workspace, commit: SampleCommit, progress: Progress) -> None:
    workspace.repositories.commit_master(
        {text_path(commit.policy): commit.source}, author=commit.author, message=commit.subject
    )
    ready = [locale for locale in LOCALES if locale not in commit.behind]
    for locale in ready:
        _hand_out_catalog(workspace, locale, commit.policy)
    changed = [*extract(workspace), *update_catalogs(workspace)]
    for file in changed:
        if file.locale in ready and file.policy == commit.policy:
            _finish_catalog(workspace, file.locale, commit)
    publish_workspace(workspace, now=commit.published_at, progress=progress)


def _hand_out_catalog(workspace: Workspace, locale: LocaleTag, policy: PolicyId) -> None:
    """Put the translators' work where it belongs: it holds every revision's messages."""
    name = f"{locale.gettext_name}/LC_MESSAGES/{policy}.po"
    shipped = resource_path(Resource.LOCALES) / name
    write_whole(workspace.catalog_path(locale, policy), shipped.read_bytes())


def _finish_catalog(workspace: Workspace, locale: LocaleTag, commit: SampleCommit) -> None:
    """Date the catalog as translators would have, the day before it became public."""
    catalog = read_catalog(workspace, locale, commit.policy)
    if catalog is not None:
        day_before = format_date(commit.published_at - timedelta(days=1))
        dated = catalog.with_fields({"PO-Revision-Date": day_before})
        write_whole(workspace.catalog_path(locale, commit.policy), po.write(dated))


def _commit(folder: Path, entry: dict[str, Any]) -> SampleCommit:
    author = _AUTHOR.fullmatch(entry["author"])
    if author is None:
        raise InvalidSourceError(
            path=folder / "history.toml", what=f"{entry['author']!r} is not 'Name <address>'"
        )
    return SampleCommit(
        policy=parse_policy_id(entry["policy"]),
        source=(folder / entry["file"]).read_bytes(),
        author=Signature(name=author["name"], email=author["email"], at=entry["committed_at"]),
        subject=entry["subject"],
        published_at=entry["published_at"],
        behind=tuple(LocaleTag(tag) for tag in entry["behind"]),
    )
