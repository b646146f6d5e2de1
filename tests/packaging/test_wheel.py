"""A wheel holds all that the program needs, and runs in an environment that has nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from configparser import ConfigParser
from importlib.metadata import distribution
from pathlib import Path

import pytest

DATA_FOLDERS = ("templates", "locales", "policies")

# Asks the installed program for a page of the workspace that it built; nothing is installed for
# this, so that what answers is the wheel alone.
_FETCH_FIRST_PAGE = """
import sys
from publisher.site import create_app
from publisher.workspace import Workspace

answer = create_app(Workspace.open(sys.argv[1])).test_client().get("/", follow_redirects=True)
print(answer.status_code, answer.mimetype)
"""


def tracked(root: Path, *folders: str) -> set[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *folders], cwd=root, check=True, capture_output=True
    ).stdout.decode()
    return {name for name in listed.split("\0") if name and (root / name).is_file()}


def output_of(*command: str | Path, cwd: Path, home: Path | None = None) -> str:
    """What a command prints; a failure shows everything it said."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL"))}
    if home is not None:
        environment["HOME"] = str(home)
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(repository_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, built by the hatchling of the lock."""
    if not (repository_root / ".git").exists():
        pytest.skip("not a Git checkout")
    folder = tmp_path_factory.mktemp("wheel")
    output_of(
        *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"),
        *("--no-index", "--wheel-dir", folder, repository_root),
        cwd=folder,
    )
    [built] = folder.glob("*.whl")
    return built


def test_wheel_holds_every_tracked_file_of_package_and_data(
    wheel: Path, repository_root: Path
) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    package = tracked(repository_root, "publisher")
    data = {f"publisher/_data/{name}" for name in tracked(repository_root, *DATA_FOLDERS)}
    assert sorted((package | data) - held) == []
    assert all(any(f"/{folder}/" in name for name in data) for folder in DATA_FOLDERS)


def test_wheel_holds_nothing_of_the_workshop(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.startswith("publisher-")} == {"publisher"}


def test_wheel_tells_babel_and_the_shell_about_itself(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    [name] = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
    points = ConfigParser()
    points.read_string(archive.read(name).decode())
    assert points["console_scripts"]["publisher"] == "publisher.cli:main"
    assert (
        points["babel.extractors"]["publisher_markdown"] == "publisher.catalogs.extractor:extract"
    )
    assert points["babel.checkers"]["publisher"] == "publisher.catalogs.checkers:check_message"


def test_every_entry_point_leads_to_something_callable() -> None:
    # A dead one breaks every program of the environment that looks through its group.
    points = [point for point in distribution("publisher").entry_points if callable(point.load())]
    assert {point.group for point in points} >= {
        "console_scripts",
        "babel.extractors",
        "babel.checkers",
    }


@pytest.mark.slow
def test_installed_wheel_builds_the_sample_and_answers_with_a_page(
    wheel: Path, repository_root: Path, tmp_path: Path
) -> None:
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    # pip from outside: an environment that never had one is emptier, and is made faster.
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-input")
    lock = repository_root / "requirements" / "run.txt"
    output_of(
        *pip, "--require-hashes", "--only-binary", ":all:", "--requirement", lock, cwd=tmp_path
    )
    output_of(*pip, "--no-deps", "--no-index", wheel, cwd=tmp_path)

    home = tmp_path / "home"
    home.mkdir()
    program = environment / "bin" / "publisher"
    workspace = tmp_path / "workspace"
    version = wheel.name.split("-")[1]
    assert version in output_of(program, "--version", cwd=home, home=home)
    output_of(program, "demo", "--no-serve", workspace, cwd=home, home=home)
    assert (workspace / "publisher.toml").is_file()
    page = output_of(python, "-c", _FETCH_FIRST_PAGE, workspace, cwd=home, home=home)
    assert page.strip() == "200 text/html"
