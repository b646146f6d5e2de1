"""Many publishers at once, and a full disk: one wins, and the old stays readable."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.history import faults
from publisher.history.lock import LOCK_FILE
from publisher.model.errors import PublisherError
from publisher.workspace import Workspace
from tests.faults.conftest import Ready


def test_of_many_publishers_one_wins_and_the_others_are_told(ready: Ready, tmp_path: Path) -> None:
    root = faults.copy(ready.root, tmp_path / "w")
    outcomes = faults.publish_at_once(root, 8)
    assert sorted(set(outcomes) - {"published"}) in (
        ["busy"],
        ["nothing new"],
        ["busy", "nothing new"],
    )
    assert outcomes.count("published") == 1
    assert faults.tip(root) == ready.after
    with Workspace.open(root) as workspace:
        assert len(workspace.publications().publications()) == 2


def test_the_lock_of_a_dead_process_is_no_lock(ready: Ready, tmp_path: Path) -> None:
    root = faults.copy(ready.root, tmp_path / "w")
    (root / "policies/zh-Hans/.git" / LOCK_FILE).write_text("999999999\n")
    faults.publish(root)
    assert faults.tip(root) == ready.after


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own that fills up soon."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = os.geteuid() == 0 and faults.mount_small(folder)
    if not mounted:
        pytest.skip("a small file system needs root, and a kernel that lets it mount a tmpfs")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.parametrize("left_kb", [0, 8, 40, 90, 160])
def test_a_full_disk_leaves_the_old_and_the_next_try_succeeds(
    ready: Ready, small_disk: Path, left_kb: int
) -> None:
    root = faults.copy(ready.root, small_disk / "w")
    filler = faults.fill_disk(small_disk, leave_kb=left_kb)
    try:
        faults.publish(root)
    except (PublisherError, OSError):
        assert faults.tip(root) in (ready.before, ready.after)
    faults.read_all(root)
    filler.unlink()
    faults.publish(root)
    assert faults.tip(root) == ready.after
    assert faults.refs(root) == ready.refs
    assert faults.fsck(root) == []
    shutil.rmtree(root)
