"""What is in the repository runs on anyone's machine, against anyone's package index."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

# Patterns that don't match themselves, so that this file is not a finding of its own.
INDEX_ADDRESSES = [
    pytest.param(r"py[p]i\.org|python[h]osted", id="Python's"),
    pytest.param(r"npm[j]s\.(org|com)|yarn[p]kg\.com", id="Node's"),
    pytest.param(r"(deb|security|ftp)[a-z.]*\.[d]ebian\.org", id="Debian's"),
    pytest.param(r"goproxy[.]|proxy[.]golang", id="Go's"),
    pytest.param(
        r"(?<!no-emit-)(index[-_]url|find[-_]links|trusted[-_]host)[ =]", id="installer's settings"
    ),
]
ONE_MACHINES_PATHS = re.compile(
    r"/[w]ork/(main|shared)|/[r]oot/|/[o]pt/(pypi|wheels)|/[t]mp/[t]eam"
)


@pytest.fixture(scope="module")
def tracked_texts(repository_root: Path) -> dict[str, str]:
    if not (repository_root / ".git").exists():
        pytest.skip("not a Git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=repository_root, check=True, capture_output=True
    ).stdout.decode()
    paths = [repository_root / name for name in listed.split("\0") if name]
    return {
        str(path.relative_to(repository_root)): path.read_bytes().decode("utf-8", errors="replace")
        for path in paths
        if path.is_file()
    }


@pytest.mark.parametrize("address", INDEX_ADDRESSES)
def test_no_tracked_file_names_a_package_index(address: str, tracked_texts: dict[str, str]) -> None:
    assert [name for name, text in tracked_texts.items() if re.search(address, text)] == []


def test_no_tracked_file_names_a_path_of_one_machine(tracked_texts: dict[str, str]) -> None:
    assert [name for name, text in tracked_texts.items() if ONE_MACHINES_PATHS.search(text)] == []


def test_scripts_that_are_run_may_be_run(repository_root: Path) -> None:
    scripts = [repository_root / ".ci" / "run", *(repository_root / "requirements").glob("*.sh")]
    assert [script.name for script in scripts if not script.stat().st_mode & 0o111] == []


def relative_links(markdown: str) -> list[str]:
    without_code = re.sub(r"```.*?```|`[^`\n]*`", "", markdown, flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)\s#]+)[^)]*\)", without_code)
    return [
        target for target in targets if "://" not in target and not target.startswith("mailto:")
    ]


def test_links_between_pages_lead_somewhere(
    repository_root: Path, tracked_texts: dict[str, str]
) -> None:
    # Policies of invented companies link to their invented sites.
    no_pages = ("policies/", "tests/", "benchmarks/materiality/cases/", "benchmarks/redline/texts/")
    pages = {
        repository_root / name: text
        for name, text in tracked_texts.items()
        if name.endswith(".md") and not name.startswith(no_pages)
    }
    lost = [
        f"{page.name}: {target}"
        for page, text in pages.items()
        for target in relative_links(text)
        if not page.parent.joinpath(target).exists()
    ]
    assert lost == []


def test_every_decision_is_in_their_index(tracked_texts: dict[str, str]) -> None:
    index = tracked_texts["docs/decisions/README.md"]
    records = [Path(name).name for name in tracked_texts if name.startswith("docs/decisions/0")]
    assert [record for record in records if f"({record})" not in index] == []
