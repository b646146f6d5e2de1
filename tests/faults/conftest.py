"""A workspace of several locales that is ready to publish, made once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.history import faults
from publisher.model.policies import CommitId


@dataclass(frozen=True, slots=True)
class Ready:
    """The workspace, and what it must become."""

    root: Path
    before: CommitId | None
    after: CommitId | None
    refs: dict[str, str]
    steps: tuple[str, ...]


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Ready:
    folder = tmp_path_factory.mktemp("ready")
    root = faults.build(folder / "template", 4)
    done = faults.copy(root, folder / "done")
    faults.publish(done)
    steps = faults.steps(root, folder / "steps")
    return Ready(root, faults.tip(root), faults.tip(done), faults.refs(done), tuple(steps))
