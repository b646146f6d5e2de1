"""The Git that is there has to be one that keeps what it is told to keep."""

from __future__ import annotations

from pathlib import Path

import pytest

from publisher.history.git.runner import GitMissingError, require_git


def put_git_first(
    folder: Path, version: str, monkeypatch: pytest.MonkeyPatch, *, is_git: bool = True
) -> None:
    if is_git:
        program = folder / "git"
        program.write_text(f"#!/bin/sh\necho git version {version}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    require_git.cache_clear()


@pytest.mark.parametrize("version", ["2.36.0", "2.39.5", "2.45.windows.1", "3.0.0-rc1"])
def test_a_git_that_syncs_what_it_writes_will_do(
    tmp_path: Path, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_git_first(tmp_path, version, monkeypatch)
    require_git()


@pytest.mark.parametrize("version", ["2.35.8", "1.9.1", ""])
def test_an_older_git_is_refused_with_what_to_do(
    tmp_path: Path, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_git_first(tmp_path, version, monkeypatch)
    with pytest.raises(GitMissingError, match=r"too old; install Git 2\.36 or later"):
        require_git()


def test_where_there_is_no_git_the_message_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_git_first(tmp_path, "", monkeypatch, is_git=False)
    with pytest.raises(GitMissingError, match="not found on PATH"):
        require_git()
