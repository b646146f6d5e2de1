"""The scripts behind make say what to do where they can't do it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def checkout(tmp_path: Path, repository_root: Path) -> Path:
    """A copy of what the scripts read, to run them in."""
    copy = tmp_path / "checkout"
    (copy / "requirements").mkdir(parents=True)
    for script in (repository_root / "requirements").glob("*.sh"):
        shutil.copy2(script, copy / "requirements")
    return copy


def programs(folder: Path, *names: str) -> Path:
    """A folder for PATH that has these programs of the machine and no others."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    return folder


def write_program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def run(
    checkout: Path, path: str, *command: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [f"requirements/{command[0]}", *command[1:]],
        cwd=checkout,
        env={"PATH": path, "HOME": str(checkout), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_root_the_missing_packages_are_named(checkout: Path, tmp_path: Path) -> None:
    write_program(tmp_path / "bin", "id", "echo 1000")
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    result = run(checkout, path, "system.sh", "chromium", "gettext")
    assert result.returncode == 1
    assert "sudo apt-get install chromium gettext" in result.stderr


def test_nothing_missing_says_nothing(checkout: Path, tmp_path: Path) -> None:
    bin_folder = tmp_path / "bin"
    write_program(bin_folder, "fc-list", 'echo "Some Font"')
    write_program(bin_folder, "ldconfig", 'echo "libatomic.so.1 => somewhere"')
    for name in ("chromium", "msgfmt"):
        write_program(bin_folder, name, "exit 0")
    path = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
    result = run(checkout, path, "system.sh", "--tests")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_what_tests_need_is_named_by_what_is_missing(checkout: Path, tmp_path: Path) -> None:
    bin_folder = programs(tmp_path / "bin", "dirname", "grep", "mkdir", "tail", "sh")
    write_program(bin_folder, "id", "echo 1000")
    result = run(checkout, str(bin_folder), "system.sh", "--tests")
    assert result.returncode == 1
    assert "sudo apt-get install chromium gettext " in result.stderr
    assert "fonts-noto-cjk fonts-noto-core" in result.stderr


def test_an_unfit_interpreter_is_refused_by_name(checkout: Path, tmp_path: Path) -> None:
    write_program(tmp_path, "python2", "exit 1")
    result = run(
        checkout, os.environ["PATH"], "install.sh", "run", PYTHON=str(tmp_path / "python2")
    )
    assert result.returncode == 1
    assert "python2" in result.stderr
    assert "3.11" in result.stderr
    assert not (checkout / ".venv").exists()


def test_an_interpreter_that_is_found_and_does_not_run_is_passed_over(
    checkout: Path, tmp_path: Path
) -> None:
    write_program(tmp_path / "bin", "python3", "echo 'shim: version not installed' >&2; exit 127")
    write_program(tmp_path / "bin", "python3.14", f'exec "{sys.executable}" "$@"')
    for other in ("run.txt",):
        (checkout / "requirements" / other).write_text("no such requirement ==0\n")
    for name in ("pyproject.toml", "hatch_build.py"):
        (checkout / name).touch()
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    result = run(checkout, path, "install.sh", "run")
    assert "Making .venv with Python 3" in result.stdout
    assert "Installing failed" in result.stderr
    assert not (checkout / ".venv" / "installed-run").exists()
