"""A publisher is killed: readers see the old or the new whole, and a rerun gives the same ids."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.history import faults
from tests.faults.conftest import Ready

# Of the steps of each locale one is enough here; the benchmark takes them all.
STEPS = (
    *("lock", "read", "privacy", "cs", "cs written", "log", "publish", "mirrors", "cs branch"),
    "ar branch",
)


def test_the_steps_have_the_names_that_are_killed_at(ready: Ready) -> None:
    assert set(STEPS) <= set(ready.steps)


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step(ready: Ready, tmp_path: Path, step: str) -> None:
    root = faults.copy(ready.root, tmp_path / "w")
    with faults.Reader(root) as reader, faults.publisher(root, dies_at=step) as process:
        assert faults.kill_after(process, 60, group=True) is False  # it killed itself
    check_converges(ready, root, reader)


@pytest.mark.parametrize("group", [True, False], ids=["with-its-git", "alone"])
@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment(ready: Ready, tmp_path: Path, seed: int, *, group: bool) -> None:
    root = faults.copy(ready.root, tmp_path / "w")
    delay_s = random.Random(seed * 2 + group).uniform(0, 0.3)  # noqa: S311 - a delay
    with faults.Reader(root) as reader, faults.publisher(root) as process:
        faults.kill_after(process, delay_s, group=group)
    check_converges(ready, root, reader)


def test_killed_while_mending_what_another_left(ready: Ready, tmp_path: Path) -> None:
    root = faults.copy(ready.root, tmp_path / "w")
    for step in ("mirrors", "recover"):
        with faults.publisher(root, dies_at=step) as process:
            faults.kill_after(process, 60, group=True)
    check_converges(ready, root, None)


def test_stale_locks_of_git_are_removed_by_the_next_publisher(ready: Ready, tmp_path: Path) -> None:
    root = faults.copy(ready.root, tmp_path / "w")
    policies = root / "policies"
    with faults.publisher(root, dies_at="log") as process:
        faults.kill_after(process, 60, group=True)
    for name in (
        "ar.git/refs/heads/main.lock",
        "ar.git/packed-refs.lock",
        "cs.git/refs/publisher/next.lock",
        "zh-Hans/.git/refs/publisher/log.lock",
    ):
        (policies / name).parent.mkdir(exist_ok=True)
        (policies / name).touch()
    check_converges(ready, root, None)


def check_converges(ready: Ready, root: Path, reader: faults.Reader | None) -> None:
    assert faults.tip(root) in (ready.before, ready.after)
    if reader is not None:
        assert reader.mixed == []
        assert reader.reads > 0
    faults.publish(root)
    assert faults.tip(root) == ready.after
    assert faults.refs(root) == ready.refs
    assert faults.fsck(root) == []
