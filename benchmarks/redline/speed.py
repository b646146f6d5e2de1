"""CPU time on real pairs, beside git's word diff and diff-match-patch in the same run."""

from __future__ import annotations

import gc
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.redline import engine
from benchmarks.redline.peer_git import cpu_of_word_diff
from benchmarks.redline.peers import Peer
from benchmarks.redline.reading import changed_lines
from benchmarks.redline.revisions import TextPair
from benchmarks.redline.rows import Row

_MANY_LINES = 10


@dataclass(frozen=True, slots=True)
class Times:
    """CPU seconds for one pair."""

    name: str
    lines: int  # that changed
    cold: float  # ours, nothing known of either text
    walk: float  # ours, going through a history: the old text was the new one of the last pair
    known: float  # ours, both texts parsed before
    redline: float  # ours, nothing known of either text, changes not judged
    git: float
    dmp: float | None  # None: not measured, or no answer


def measure(pairs: list[TextPair], dmp: Peer | None) -> list[Times]:
    """The times of all pairs. Git's hold the start of its process: so it is used."""
    compare = engine.compare_function()
    compare("# A\n\nWords.\n", "# A\n\nOther words.\n", locale="en").to_dict()
    gc.collect()
    gc.freeze()
    times = []
    with tempfile.TemporaryDirectory() as folder:
        old_file, new_file = Path(folder) / "old", Path(folder) / "new"
        for pair in pairs:
            walk = _walk(pair)
            engine.forget_texts()
            cold = _time(pair)
            known = _time(pair)
            redline = _redline(pair)
            old_file.write_bytes(pair.old.encode())
            new_file.write_bytes(pair.new.encode())
            changed = changed_lines(pair.old, pair.new)
            answer = dmp.compare(pair.old, pair.new, pair.locale) if dmp else None
            times.append(
                Times(
                    name=pair.name,
                    lines=len(changed.old) + len(changed.new),
                    cold=cold,
                    walk=walk,
                    known=known,
                    redline=redline,
                    git=cpu_of_word_diff(old_file, new_file),
                    dmp=answer.cpu_s if answer else None,
                )
            )
    gc.unfreeze()
    return times


def _time(pair: TextPair) -> float:
    compare = engine.compare_function()
    started = time.process_time()
    compare(pair.old, pair.new, locale=pair.locale).to_dict()
    return time.process_time() - started


def _redline(pair: TextPair) -> float:
    """The time without judging, whose own limit the benchmark of materiality measures."""
    engine.forget_texts()
    started = time.process_time()
    engine.redline_alone(pair.old, pair.new, pair.locale)
    return time.process_time() - started


def _walk(pair: TextPair) -> float:
    """The time when only the old text is known, from the comparison before."""
    engine.forget_texts()
    compare = engine.compare_function()
    compare(pair.old, pair.old, locale=pair.locale)
    return _time(pair)


def rows(times: list[Times]) -> list[Row]:
    """The figures, without what is known of texts and with it."""
    many = [one for one in times if one.lines >= _MANY_LINES]
    against_dmp = [one for one in many if one.dmp]
    by_dmp = [one.dmp for one in times if one.dmp]
    worst = max(times, key=lambda one: one.cold)
    made = []
    for way, label in (
        ("cold", "both parsed"),
        ("walk", "one parsed"),
        ("known", "none parsed"),
        ("redline", "both parsed, none judged"),
    ):

        def took(one: Times, way: str = way) -> float:
            seconds: float = getattr(one, way)
            return seconds

        made += [
            Row(
                name=f"CPU, {label}: × git word diff, 10+ lines, median",
                ours=median(took(one) / one.git for one in many) if many else None,
                at_most=2.5,
                note=f"{len(many)} pairs",
            ),
            Row(
                name=f"CPU, {label}: × git word diff, all pairs, median",
                ours=median(took(one) / one.git for one in times),
                at_most=1,
                note=f"{len(times)} pairs",
            ),
            Row(
                name=f"CPU, {label}: × diff-match-patch, 10+ lines, median",
                ours=median(took(one) / (one.dmp or 1) for one in against_dmp)
                if against_dmp
                else None,
                at_most=0.05,
            ),
            Row(
                name=f"CPU, {label}: worst real pair",
                ours=max(took(one) for one in times),
                unit="s",
                at_most=0.3,
                note=worst.name if way == "cold" else "",
                peers={
                    "git": max(one.git for one in times),
                    "dmp": max(by_dmp, default=None),
                },
            ),
            Row(
                name=f"CPU, {label}: median",
                ours=1000 * median(took(one) for one in times),
                unit="ms",
                peers={
                    "git": 1000 * median(one.git for one in times),
                    "dmp": 1000 * median(by_dmp) if by_dmp else None,
                },
            ),
        ]
    return made
