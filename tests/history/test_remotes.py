"""Copies elsewhere: the log comes last, only forward, and nothing unchecked becomes public."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from publisher.history.git.runner import GitError
from publisher.history.log import LOG_REF, LogRewrittenError
from publisher.history.remotes import NothingThereError, pull, push
from publisher.model.errors import RepositoryError
from publisher.model.locales import LocaleTag
from publisher.workspace import Workspace
from tests.history.conftest import DE, EN, FIRST, PRIVACY, SECOND, ZH, Company, company_at, git


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Empty bare repositories, as a host gives them."""
    folder = tmp_path / "elsewhere"
    for tag in (ZH, EN, DE):
        subprocess.run(
            ["git", "init", "-q", "-b", "main", "--bare", folder / f"{tag}.git"], check=True
        )
    return folder


@pytest.fixture
def replica(tmp_path: Path) -> Workspace:
    return company_at(tmp_path / "replica")


def sent(company: Company, folder: Path) -> None:
    company.translate(EN, DE)
    company.publish()
    push(
        company.workspace.repositories,
        company.workspace.publications(),
        url_of=lambda tag: f"{folder}/{tag}.git",
        progress=lambda _: None,
    )


def brought(workspace: Workspace, folder: Path) -> None:
    def url_of(tag: LocaleTag) -> str:
        return f"{folder}/{tag}.git"

    try:
        pull(workspace.repositories, workspace.log, url_of=url_of, progress=lambda _: None)
    finally:
        workspace.close()


def test_what_was_pushed_is_public_where_it_is_pulled(
    company: Company, elsewhere: Path, replica: Workspace
) -> None:
    for text in (FIRST, SECOND):
        company.commit(text)
        sent(company, elsewhere)
        brought(replica, elsewhere)
        there, here = replica.publications(), company.workspace.publications()
        assert there.tip == here.tip
        latest = there.latest(PRIVACY, EN)
        assert latest is not None
        assert there.text(latest) == here.text(latest)
    refs = git(replica.repositories.folder / "en.git", "for-each-ref", "--format=%(refname)")
    assert refs.split() == ["refs/heads/main"]
    assert (replica.repositories.folder / "zh-Hans/privacy.md").read_text("utf-8") == SECOND
    replica.close()


def test_a_copy_without_a_log_says_so(elsewhere: Path, replica: Workspace) -> None:
    with pytest.raises((NothingThereError, GitError)):
        brought(replica, elsewhere)
    assert replica.publications().tip is None
    replica.close()


def test_a_rewritten_copy_is_not_taken_over(
    company: Company, elsewhere: Path, replica: Workspace
) -> None:
    for text in (FIRST, SECOND):
        company.commit(text)
        sent(company, elsewhere)
    brought(replica, elsewhere)
    git(elsewhere / "zh-Hans.git", "update-ref", LOG_REF, f"{LOG_REF}~1")
    before = replica.publications().tip
    with pytest.raises(LogRewrittenError):
        brought(replica, elsewhere)
    assert replica.publications().tip == before
    replica.close()


def test_a_text_that_is_missing_there_keeps_the_log_from_moving(
    company: Company, elsewhere: Path, replica: Workspace
) -> None:
    company.commit(FIRST)
    sent(company, elsewhere)
    brought(replica, elsewhere)
    older = git(elsewhere / "en.git", "rev-parse", "main").strip()
    company.commit(SECOND)
    sent(company, elsewhere)
    git(elsewhere / "en.git", "update-ref", "refs/heads/main", older)
    with pytest.raises(RepositoryError):
        brought(replica, elsewhere)
    assert len(replica.publications().publications()) == 1
    replica.close()


def test_a_copy_that_went_on_by_itself_is_not_overwritten(
    company: Company, elsewhere: Path, tmp_path: Path
) -> None:
    company.commit(FIRST)
    sent(company, elsewhere)
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", elsewhere / "en.git", clone], check=True)
    git(clone, "commit", "--quiet", "--allow-empty", "-m", "theirs")
    git(clone, "push", "--quiet", "origin", "HEAD:main")
    theirs = git(elsewhere / "en.git", "rev-parse", "main")
    company.commit(SECOND)
    with pytest.raises(GitError):
        sent(company, elsewhere)
    assert git(elsewhere / "en.git", "rev-parse", "main") == theirs
