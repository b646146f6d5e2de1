"""Runs the benchmarks beside this file and prints their figures against the targets.

    make bench                           all of them
    make bench ARGS="--list"             their names, and what each measures
    make bench ARGS="redline -- --fast"  one; what follows -- goes to it

Each runs in a process of its own, so that none warms or burdens another.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from benchmarks.figures import FIGURES_FILE, Figure, Verdict, read  # noqa: E402

OUTPUT = ROOT / "build" / "bench"
SAMPLE_EVERY_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A module benchmarks/bench_NAME.py."""

    name: str
    path: Path

    @property
    def purpose(self) -> str:
        """The first line of the module's docstring, read without importing it."""
        docstring = ast.get_docstring(ast.parse(self.path.read_text(encoding="utf-8"))) or ""
        return docstring.partition("\n")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one run of a benchmark gave."""

    benchmark: str
    figures: tuple[Figure, ...]
    exit_code: int
    wall_s: float
    peak_memory_mb: float  # of the process and all its children together, sampled

    @property
    def succeeded(self) -> bool:
        """It ran to its end and missed no target."""
        return self.exit_code == 0 and all(f.verdict is not Verdict.MISSED for f in self.figures)


def discover() -> dict[str, Benchmark]:
    """Every benchmark by name, in the order of names."""
    paths = sorted(HERE.glob("bench_*.py"))
    names = [path.stem.removeprefix("bench_") for path in paths]
    return {name: Benchmark(name=name, path=path) for name, path in zip(names, paths, strict=True)}


def memory_mb(process: psutil.Process) -> float:
    """Resident memory of a process and its children now; 0 for one that has ended."""
    total = 0
    try:
        for member in [process, *process.children(recursive=True)]:
            total += member.memory_info().rss
    except psutil.NoSuchProcess:
        return 0.0
    return total / 1e6


def run(benchmark: Benchmark, arguments: Sequence[str]) -> Outcome:
    """Run one benchmark to its end; what it prints goes to the terminal."""
    handed_over = OUTPUT / f"{benchmark.name}.jsonl"
    handed_over.unlink(missing_ok=True)
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", f"benchmarks.{benchmark.path.stem}", *arguments],
        cwd=ROOT,
        env={**os.environ, FIGURES_FILE: str(handed_over)},
    )
    watched = psutil.Process(process.pid)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, memory_mb(watched))
        time.sleep(SAMPLE_EVERY_S)
    return Outcome(
        benchmark=benchmark.name,
        figures=tuple(read(handed_over)),
        exit_code=process.returncode,
        wall_s=time.monotonic() - started,
        peak_memory_mb=peak,
    )


def machine() -> str:
    """The machine in one line: a figure without it means little."""
    memory_gb = psutil.virtual_memory().total / 1e9
    return (
        f"{os.cpu_count()} cores, {memory_gb:.0f} GB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}"
    )


def as_table(outcomes: Sequence[Outcome]) -> Table:
    """All figures, one row each, and a row for each benchmark's cost."""
    table = Table(box=None, pad_edge=False)
    table.add_column("figure", overflow="fold")
    table.add_column("measured", justify="right")
    table.add_column("target", justify="right")
    table.add_column("verdict")
    for outcome in outcomes:
        failed = f"FAILED, exit code {outcome.exit_code}" if outcome.exit_code else ""
        cost = f"{outcome.wall_s:.1f} s, {outcome.peak_memory_mb:,.0f} MB"
        table.add_row(f"[bold]{outcome.benchmark}[/bold]", cost, "", failed)
        for figure in outcome.figures:
            table.add_row(f"  {figure.name}", figure.value, figure.target, figure.verdict)
    return table


def save(outcomes: Sequence[Outcome]) -> Path:
    """Write everything as JSON, for who compares two runs."""
    path = OUTPUT / "figures.json"
    record = {"machine": machine(), "outcomes": [asdict(outcome) for outcome in outcomes]}
    path.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    return path


def parse(arguments: Sequence[str], known: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """The options of this program, and what goes to the benchmarks themselves."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    own, passed_on = list(arguments[:cut]), list(arguments[cut + 1 :])
    parser = argparse.ArgumentParser(
        prog="benchmarks/run.py",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="all where none is given")
    parser.add_argument("--list", action="store_true", help="name the benchmarks and stop")
    options = parser.parse_args(own)
    if unknown := [name for name in options.names if name not in known]:
        parser.error(f"no benchmark {', '.join(unknown)}; there are: {', '.join(known) or 'none'}")
    return options, passed_on


def main(arguments: Sequence[str]) -> int:
    """0 if every benchmark ran and met its targets, else 1."""
    known = discover()
    options, passed_on = parse(arguments, list(known))
    console = Console()
    if options.list:
        for benchmark in known.values():
            console.print(
                f"{benchmark.name:<16} {benchmark.purpose}", highlight=False, soft_wrap=True
            )
        return 0
    OUTPUT.mkdir(parents=True, exist_ok=True)
    outcomes = []
    for name in options.names or known:
        console.rule(name, align="left")
        outcomes.append(run(known[name], passed_on))
    console.rule(align="left")
    console.print(machine(), highlight=False)
    console.print(as_table(outcomes), highlight=False)
    console.print(f"Written to {save(outcomes).relative_to(ROOT)}", highlight=False)
    return 0 if all(outcome.succeeded for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
