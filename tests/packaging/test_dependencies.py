"""What is declared is used, and what is used is declared."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OURS = {"publisher", "benchmarks", "tests"}


def imported_modules(folder: Path) -> Iterator[str]:
    """The top-level name of every import in a folder, wherever in a module it stands."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0]


def imported_distributions(folder: Path) -> set[str]:
    providers = packages_distributions()
    foreign = set(imported_modules(folder)) - OURS - sys.stdlib_module_names
    return {
        canonicalize_name(name) for module in foreign for name in providers.get(module, [module])
    }


@pytest.fixture(scope="module")
def project(repository_root: Path) -> dict[str, dict[str, list[object]]]:
    loaded = tomllib.loads((repository_root / "pyproject.toml").read_text())
    return {
        "runtime": {"all": loaded["project"]["dependencies"]},
        "extras": loaded["project"]["optional-dependencies"],
        "groups": loaded["dependency-groups"],
    }


def names(lines: list[object]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in lines if isinstance(line, str)}


def test_the_program_imports_exactly_what_it_declares(
    project: dict[str, dict[str, list[object]]], repository_root: Path
) -> None:
    declared = names(project["runtime"]["all"])
    optional = names([line for lines in project["extras"].values() for line in lines])
    imported = imported_distributions(repository_root / "publisher")
    assert {
        "declared, not used": sorted(declared - imported),
        "used, not declared": sorted(imported - declared - optional),
    } == {"declared, not used": [], "used, not declared": []}


@pytest.mark.parametrize(("folder", "group"), [("tests", "dev"), ("benchmarks", "bench")])
def test_tests_and_benchmarks_declare_what_they_import(
    folder: str, group: str, project: dict[str, dict[str, list[object]]], repository_root: Path
) -> None:
    declared = names(project["runtime"]["all"]) | names(project["groups"][group])
    assert sorted(imported_distributions(repository_root / folder) - declared) == []
