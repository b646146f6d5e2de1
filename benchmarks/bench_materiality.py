"""The suggestion "material" against labelled edits and revisions, and what it costs."""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from benchmarks.figures import FIGURES_FILE, Figure, report
from benchmarks.materiality import timing
from benchmarks.materiality.baselines import BASELINES
from benchmarks.materiality.cases import Case, Half, Kind, corpus, load
from benchmarks.materiality.failures import describe
from benchmarks.materiality.scoring import (
    Judged,
    Tally,
    calibration,
    categories_named,
    judge,
    tally,
    tally_baseline,
)

_KINDS = {
    Kind.SINGLE: "single edits",
    Kind.PAIR: "written revisions",
    Kind.REAL: "real revisions",
}


def main(argv: list[str]) -> int:
    """Measure what the options ask for; held-out cases are only ever counted."""
    options = _options(argv)
    if options.failures:
        return _list_failures()
    with_heldout = options.heldout or FIGURES_FILE in os.environ
    for half in list(Half) if with_heldout else [Half.DEV]:
        _measure(half)
    if not options.quick:
        _measure_time()
    return 0


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench_materiality", description=__doc__)
    parser.add_argument("--heldout", action="store_true", help="count the held-out half as well")
    parser.add_argument("--quick", action="store_true", help="without the time over the corpus")
    parser.add_argument(
        "--failures", choices=("dev",), help="list what is judged wrongly in the dev half and stop"
    )
    return parser.parse_args(argv)


def _measure(half: Half) -> None:
    cases = load(half)
    if not corpus().is_dir():
        print(f"{half}: no corpus at {corpus()}, real revisions are left out")
    elif not any(case.kind is Kind.REAL for case in cases):
        print(f"{half}: no real revision is labelled, all of them were built with by now")
    judged = [judge(case) for case in cases]
    if failed := [one for one in judged if one.error]:
        print(f"{half}: {len(failed)} comparisons failed, the first with {failed[0].error}")
    Console(width=110).print(_as_table(half, judged), highlight=False)
    for kind, name in _KINDS.items():
        _report_kind(f"{half}, {name}", kind, [one for one in judged if one.case.kind is kind])
    _report_calibration(half, judged)


def _report_kind(name: str, kind: Kind, judged: list[Judged]) -> None:
    if not judged:
        return
    counted = tally(judged)
    if kind is Kind.SINGLE:
        report(Figure(name=f"{name}: accuracy", measured=counted.accuracy, at_least=0.92))
        report(Figure(name=f"{name}: recall", measured=counted.recall, at_least=0.97))
        report(Figure(name=f"{name}: precision", measured=counted.precision))
    else:
        report(Figure(name=f"{name}: recall", measured=counted.recall, at_least=0.95))
        report(Figure(name=f"{name}: precision", measured=counted.precision, at_least=0.88))
    if not math.isnan(named := categories_named(judged)):
        report(Figure(name=f"{name}: labelled categories named", measured=named))
    report(Figure(name=f"{name}: undecided", measured=counted.undecided, unit="cases"))


def _report_calibration(half: Half, judged: list[Judged]) -> None:
    high, low = calibration(judged, above=0.9), calibration(judged, below=0.1)
    if high.total:
        name = f"{half}, scored above 0.9: material ({high.total} cases)"
        report(Figure(name=name, measured=high.precision, at_least=0.95))
    if low.total:
        name = f"{half}, scored below 0.1: material ({low.total} cases)"
        report(Figure(name=name, measured=low.precision, at_most=0.02))


def _measure_time() -> None:
    times = timing.measure(corpus())
    if times is None:
        print(f"no corpus at {corpus()}, time is not measured")
        return
    print(
        f"corpus: {times.pairs} pairs, diffing {times.diffing_s:.1f} s, "
        f"judging {times.judging_s:.1f} s"
    )
    report(Figure(name="time of judging relative to diffing", measured=times.ratio, at_most=1))


def _as_table(half: Half, judged: list[Judged]) -> Table:
    """Every kind, each by language, then the baselines on the same cases."""
    table = Table(title=f"{half} half", box=None, pad_edge=False, title_justify="left")
    for heading in ("", "cases", "material", "accuracy", "recall", "precision", "undecided"):
        table.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    for kind, name in _KINDS.items():
        of_kind = [one for one in judged if one.case.kind is kind]
        if not of_kind:
            continue
        table.add_row(f"[bold]{name}[/bold]", *_cells(tally(of_kind)))
        for locale in sorted({one.case.locale for one in of_kind}):
            in_locale = [one for one in of_kind if one.case.locale == locale]
            table.add_row(f"  {locale}", *_cells(tally(in_locale)))
        for label, counted in _baselines(one.case for one in of_kind):
            table.add_row(f"  [dim]{label}[/dim]", *_cells(counted))
    return table


def _baselines(cases: Iterable[Case]) -> Iterable[tuple[str, Tally]]:
    kept = list(cases)
    for label, baseline in BASELINES.items():
        yield label, tally_baseline(kept, baseline)


def _cells(counted: Tally) -> Sequence[str]:
    shares = (counted.accuracy, counted.recall, counted.precision)
    return (
        str(counted.total),
        str(counted.found + counted.missed),
        *(f"{share:.3f}" for share in shares),
        str(counted.undecided or ""),
    )


def _list_failures() -> int:
    wrong = [one for one in map(judge, load(Half.DEV)) if not one.is_right]
    for one in wrong:
        print("\n".join(describe(one)))
    print(f"{len(wrong)} wrong")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
