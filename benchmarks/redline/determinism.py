"""The same answer, byte for byte, on an idle machine and on a busy one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.redline.probe import measure
from benchmarks.redline.revisions import TextPair
from benchmarks.redline.rows import Row

_RUNS = 5
_BURNERS = 4


def answers(pairs: list[TextPair]) -> dict[str, int]:
    """Sums over all answers, each with how often it came; one entry where all agree."""
    asked = [(pair.old, pair.new, pair.locale) for pair in pairs]
    sums = [measure(asked, hash_seed=str(run)).sha256 for run in range(_RUNS)]
    with _busy():
        sums += [measure(asked, hash_seed=str(run)).sha256 for run in range(_RUNS)]
    return {one: sums.count(one) for one in sums}


@contextmanager
def _busy() -> Iterator[None]:
    """Processes of our own that take all the time they can get."""
    burners = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(_BURNERS)
    ]
    try:
        yield
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()


def row(pairs: list[TextPair]) -> Row:
    """How many different answers there were."""
    return Row(
        name=f"different answers in {_RUNS} idle and {_RUNS} busy runs",
        ours=float(len(answers(pairs))),
        at_most=1,
        note=f"{len(pairs)} pairs",
    )
