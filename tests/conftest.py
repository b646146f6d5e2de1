"""What every test may use: the repository, the real histories beside it, a Git of nobody's own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# No deadline: no test asserts a time. On the checking machine the same examples every time, so that
# a failure there is one that a person can repeat; at a desk new ones, so that some are found.
settings.register_profile("desk", deadline=None, print_blob=True)
settings.register_profile("checking", deadline=None, print_blob=True, derandomize=True)
settings.load_profile("checking" if os.environ.get("CI") else "desk")


@pytest.fixture(scope="session")
def repository_root() -> Path:
    """The top of this checkout."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared(repository_root: Path) -> Path:
    """The folder of real texts beside the repository; without one, the test is skipped."""
    folder = Path(os.environ.get("PUBLISHER_SHARED") or repository_root.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"no real texts at {folder}; set PUBLISHER_SHARED to a folder that has them")
    return folder


@pytest.fixture(scope="session")
def corpus(shared: Path) -> Path:
    """The real revision histories; without them, the test is skipped."""
    folder = shared / "corpus"
    if not folder.is_dir():
        pytest.skip(f"no revision histories at {folder}")
    return folder


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The Chromium to drive; `make test` sees that there is one, a bare pytest skips without."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium on this machine; install with: sudo apt-get install chromium")
    return Path(found)


@pytest.fixture(scope="session", autouse=True)
def git_of_nobody() -> Iterator[None]:
    """Hide the developer's Git settings, hooks and identity from every test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            patch.delenv(name)  # a test run started from a Git hook inherits its repository
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_AUTHOR_NAME", "Legal")
        patch.setenv("GIT_AUTHOR_EMAIL", "legal@example.com")
        patch.setenv("GIT_COMMITTER_NAME", "Legal")
        patch.setenv("GIT_COMMITTER_EMAIL", "legal@example.com")
        yield
