"""The same questions of fidelity and speed, asked of mdpo, translate-toolkit and po4a."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.catalogs.fidelity import built, left_behind, to_yi
from benchmarks.catalogs.speed import median_build_ms
from benchmarks.catalogs.texts import Text, texts
from benchmarks.figures import Figure, report
from benchmarks.peers.install import PEERS

_WORKER = Path(__file__).with_name("peer_worker.py")
_EVERY = 6  # of the real texts: about as many as the figures that were measured before


def measure() -> None:
    """Report ours and each peer's answers on the same texts."""
    sample = list(texts())[::_EVERY]
    chinese = [text for text in texts() if text.locale == "zh-CN"][::_EVERY]
    if not sample:
        print("no corpus beside the repository: the peers are not measured")
        return
    ours = sum(built(text.source, str) == text.source for text in sample)
    report(Figure(name="identity builds, ours", measured=ours, unit=f"of {len(sample)} texts"))
    left = sum(_left(built(text.source, to_yi), text) for text in chinese)
    report(Figure(name="Han characters left behind, ours", measured=left))
    for name in ("mdpo", "translate-toolkit", "po4a"):
        failure = PEERS[name].install()
        if failure is not None:
            print(f"{name} is left out: {failure}")
            continue
        _measure_peer(name, sample, chinese)


def _measure_peer(name: str, sample: list[Text], chinese: list[Text]) -> None:
    answers = list(_answers(name, sample))
    same = sum(a["same"] == text.source for a, text in zip(answers, sample, strict=True))
    report(Figure(name=f"identity builds, {name}", measured=same, unit=f"of {len(sample)} texts"))
    failed = sum(answer["same"] is None for answer in answers)
    report(Figure(name=f"texts that {name} fails on", measured=failed))
    seconds = [answer["seconds"] for answer in answers if answer["seconds"] is not None]
    if not seconds:
        print(f"{name} builds nothing: {answers[0]['error']}")
        return
    median = 1000 * statistics.median(seconds)
    report(Figure(name=f"extracting the median document, {name}", measured=median, unit="ms"))
    if name == "mdpo":
        share = median_build_ms(sample) / median
        name_of_share = "our extracting and building together, as a share of mdpo's extracting"
        report(Figure(name=name_of_share, measured=share, at_most=2))
    failed = left = 0
    for answer, text in zip(_answers(name, chinese), chinese, strict=True):
        failed += answer["replaced"] is None
        left += _left(answer["replaced"] or text.source, text)
    report(Figure(name=f"Han characters left behind, {name}", measured=left))
    report(Figure(name=f"Chinese texts that {name} fails on", measured=failed))


def _left(found: str, text: Text) -> int:
    return left_behind(found, to_yi(text.source))


def _answers(name: str, sample: list[Text]) -> Iterator[dict[str, Any]]:
    python = str(getattr(PEERS[name], "python", sys.executable))
    requests = "".join(json.dumps({"source": text.source}) + "\n" for text in sample)
    done = subprocess.run(
        [python, _WORKER, name], input=requests, capture_output=True, text=True, check=True
    )
    return map(json.loads, done.stdout.splitlines())
