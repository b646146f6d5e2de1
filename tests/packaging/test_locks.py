"""What is installed is locked: names, versions and hashes, and never an address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ("run", "dev", "bench")

_PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?: *;[^\\]*)? \\\n"
    r"(?P<hashes>(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)


def pins(lock: Path) -> dict[str, str]:
    return {
        canonicalize_name(pin["name"]): pin["version"] for pin in _PIN.finditer(lock.read_text())
    }


@pytest.fixture(params=LOCKS)
def lock(request: pytest.FixtureRequest, repository_root: Path) -> Path:
    return repository_root / "requirements" / f"{request.param}.txt"


def test_lock_is_nothing_but_pins_with_hashes_and_comments(lock: Path) -> None:
    rest = _PIN.sub("", lock.read_text())
    assert [
        line for line in rest.splitlines() if line.strip() and not line.strip().startswith("#")
    ] == []
    assert pins(lock)


def test_lock_names_no_address(lock: Path) -> None:
    assert re.findall(r"https?:|file:|@ |--[a-gi-z][a-z-]*", lock.read_text()) == []


@pytest.mark.parametrize("part", ["run", "bench"])
def test_locks_agree_so_that_one_environment_serves_all(part: str, repository_root: Path) -> None:
    everything = pins(repository_root / "requirements" / "dev.txt")
    assert pins(repository_root / "requirements" / f"{part}.txt").items() <= everything.items()


def direct_requirements(project: dict[str, Any], part: str) -> list[Requirement]:
    """What the project asks for by itself: at run time, in its extras, or in a group."""
    table = project["project"]
    if part == "run":
        lines = table["dependencies"]
    elif part == "extras":
        lines = [line for extra in table["optional-dependencies"].values() for line in extra]
    else:
        lines = [line for line in project["dependency-groups"][part] if isinstance(line, str)]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize(
    ("lock_name", "part"),
    [
        ("run", "run"),
        ("run", "build"),
        ("dev", "dev"),
        ("dev", "extras"),
        ("bench", "run"),
        ("bench", "bench"),
    ],
)
def test_lock_holds_a_version_that_the_project_asks_for(
    lock_name: str, part: str, repository_root: Path
) -> None:
    project = tomllib.loads((repository_root / "pyproject.toml").read_text())
    locked = pins(repository_root / "requirements" / f"{lock_name}.txt")
    unmet = [
        str(requirement)
        for requirement in direct_requirements(project, part)
        if not requirement.specifier.contains(locked.get(canonicalize_name(requirement.name), "0"))
    ]
    assert unmet == [], "run `make lock`"


def test_what_is_optional_is_not_installed_for_everyone(repository_root: Path) -> None:
    # One of the extras has a licence that not every user of publisher can take on.
    project = tomllib.loads((repository_root / "pyproject.toml").read_text())
    locked = pins(repository_root / "requirements" / "run.txt")
    extras = {canonicalize_name(item.name) for item in direct_requirements(project, "extras")}
    assert sorted(extras & locked.keys()) == []


def test_every_direct_dependency_has_its_line_in_the_decisions(repository_root: Path) -> None:
    project = tomllib.loads((repository_root / "pyproject.toml").read_text())
    page = (repository_root / "docs" / "decisions" / "dependencies.md").read_text()
    first_cells = {
        cell.lower() for cell in re.findall(r"^\| ([A-Za-z0-9._-]+) ", page, re.MULTILINE)
    }
    asked_for = [
        requirement.name
        for part in ("run", "extras", "build", "dev", "bench")
        for requirement in direct_requirements(project, part)
    ]
    assert [name for name in asked_for if name.lower() not in first_cells] == []
