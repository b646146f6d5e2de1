"""A small workspace with real repositories, and the ways in which people work with it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from publisher.history.publish import Published
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId
from publisher.workspace import Workspace
from publisher.workspace.made import make_workspace
from publisher.workspace.publishing import publish_workspace
from publisher.workspace.translating import extract, update_catalogs

ZH, EN, DE = LocaleTag("zh-Hans"), LocaleTag("en"), LocaleTag("de")
PRIVACY = PolicyId("privacy")
FIRST = "# 隐私政策\n\n我们将在一个月内删除您的个人信息。\n"
SECOND = "# 隐私政策\n\n我们将在三个月内删除您的个人信息。\n"
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
TRANSLATED = {
    "隐私政策": {EN: "Privacy policy", DE: "Datenschutzerklärung"},
    "{{title}} 对您的个人信息负责。": {
        EN: "{{title}} is responsible for your personal information.",
        DE: "{{title}} ist für Ihre personenbezogenen Daten verantwortlich.",
    },
    "我们将在一个月内删除您的个人信息。": {
        EN: "We delete your personal information within one month.",
        DE: "Wir löschen Ihre personenbezogenen Daten innerhalb eines Monats.",
    },
    "我们将在三个月内删除您的个人信息。": {
        EN: "We delete your personal information within three months.",
        DE: "Wir löschen Ihre personenbezogenen Daten innerhalb von drei Monaten.",
    },
}


def git(folder: Path, *arguments: str, stdin: bytes = b"", **environment: str) -> str:
    """What Git prints, run as a person would."""
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        input=stdin,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8", "surrogateescape")


@dataclass(slots=True)
class Company:
    """The people around a workspace: legal, translators, whoever publishes."""

    workspace: Workspace
    now: datetime = NOON

    @property
    def master(self) -> Path:
        """Where legal works."""
        return self.workspace.repositories.folder / "zh-Hans"

    def commit(self, text: str, *, policy: str = "privacy", subject: str = "edit") -> str:
        """Legal edits and commits a policy; the commit's id."""
        (self.master / f"{policy}.md").write_bytes(text.encode())
        git(self.master, "add", f"{policy}.md")
        date = self.now.isoformat()
        git(
            self.master,
            *("commit", "--quiet", "--allow-empty", "-m", subject),
            GIT_AUTHOR_DATE=date,
            GIT_COMMITTER_DATE=date,
        )
        return git(self.master, "rev-parse", "HEAD").strip()

    def translate(self, *locales: LocaleTag) -> None:
        """Translators finish the catalogs of some locales."""
        list(extract(self.workspace))
        for file in update_catalogs(self.workspace):
            if file.locale in locales:
                path = file.path
                path.write_text(_filled(path.read_text("utf-8"), file.locale), "utf-8")

    def reopen(self) -> Workspace:
        """Somebody starts anew, with the settings as they are now."""
        self.workspace.close()
        self.workspace = Workspace.open(self.workspace.settings.root)
        return self.workspace

    def set_value(self, old: str, new: str) -> None:
        """The operator edits publisher.toml, and starts anew."""
        path = self.workspace.settings.root / "publisher.toml"
        source = path.read_text("utf-8")
        assert old in source
        path.write_text(source.replace(old, new, 1), "utf-8")
        self.reopen()

    def publish(self) -> Published:
        """Somebody publishes, a day after whatever was last."""
        self.now += timedelta(days=1)
        return publish_workspace(self.workspace, now=self.now, progress=lambda _: None)


def _filled(catalog: str, locale: LocaleTag) -> str:
    blocks = []
    for block in catalog.split("\n\n"):
        lines = block.split("\n")
        source = next((line[7:-1] for line in lines if line.startswith('msgid "')), "")
        if source in TRANSLATED:
            lines = [
                line for line in lines if not line.startswith(("#, fuzzy", "#|", "#. changed"))
            ]
            lines = [
                f'msgstr "{TRANSLATED[source][locale]}"' if line.startswith("msgstr ") else line
                for line in lines
            ]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def company_at(root: Path) -> Workspace:
    """A workspace in which nobody has to decide what is material: that is tested elsewhere."""
    make_workspace(root, master=ZH, locales=(EN, DE), timezone="Asia/Shanghai").close()
    with (root / "publisher.toml").open("a", encoding="utf-8") as file:
        file.write('\n[materiality]\nundecided = "report"\n')
    return Workspace.open(root)


def published_twice(root: Path, addition: str = "") -> Iterator[Company]:
    """A company with two revisions, a day apart, in all languages; for a fixture to yield from."""
    made = Company(company_at(root))
    for text in (FIRST, SECOND):
        made.commit(f"---\nrevised: {made.now:%Y-%m-%d}\n---\n{text}{addition}")
        made.translate(EN, DE)
        made.publish()
    yield made
    made.workspace.close()


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """A workspace with nothing in it yet."""
    made = Company(company_at(tmp_path / "workspace"))
    yield made
    made.workspace.close()
