"""The redline against known truth, real revisions and its peers."""

from __future__ import annotations

import argparse
import sys
import time

from benchmarks.redline import cases_report, engine, failures
from benchmarks.redline.cases import Case, Kind, fingerprint, make_cases
from benchmarks.redline.engine import Answer
from benchmarks.redline.results import ContractError
from benchmarks.redline.rows import Row, hand_over, print_table
from benchmarks.redline.sources import Half, sources


def main(argv: list[str]) -> int:
    """Measure what the options ask for; 2 where there is no engine to measure."""
    options = _options(argv)
    try:
        engine.compare_function()
    except engine.NoEngineError as error:
        print(error)
        return 2
    halves = [Half.DEVELOPMENT] if options.half == "dev" else list(Half)
    cases = [case for half in halves for case in make_cases(sources(half), repeats=options.repeats)]
    if options.list_failures:
        return _list_failures(options.list_failures, cases)
    rows: list[Row] = []
    for half in halves:
        rows += _measure_cases(half, [case for case in cases if case.half is half])
    print_table(rows, [])
    hand_over(rows)
    return 0


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench_redline", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="under a minute, development half only"
    )
    parser.add_argument("--half", choices=("dev", "both"), default="both")
    parser.add_argument("--repeats", type=int, default=2, help="cases of a kind from each text")
    parser.add_argument(
        "--list-failures", metavar="KIND", help="print failing cases of a kind (or 'all') and stop"
    )
    options = parser.parse_args(argv)
    if options.quick or options.list_failures:
        options.half = "dev"
    return options


def _answer(case: Case) -> Answer | str:
    try:
        return engine.answer(case.old, case.new, case.locale)
    except ContractError as error:
        return f"breaks the contract: {error}"
    except Exception as error:  # noqa: BLE001 - an engine under test may raise anything
        return f"{type(error).__name__}: {error}"


def _measure_cases(half: Half, cases: list[Case]) -> list[Row]:
    started = time.monotonic()
    answers = [(case, _answer(case)) for case in cases]
    broken = [(case, answer) for case, answer in answers if isinstance(answer, str)]
    for case, message in broken[:5]:
        print(f"{case.name}: {message}")
    took = time.monotonic() - started
    print(f"{half}: {len(cases)} cases ({fingerprint(cases)}), {took:.1f} s, {len(broken)} failed")
    counted = cases_report.tally(
        (case, None if isinstance(answer, str) else answer.redline) for case, answer in answers
    )
    return cases_report.rows(str(half), counted, {})


def _list_failures(kind: str, cases: list[Case]) -> int:
    known = {str(one) for one in Kind}
    if kind not in {*known, "all"}:
        print(f"no kind {kind!r}; there are: all, {', '.join(sorted(known))}")
        return 2
    for case in cases:
        if kind not in (case.kind, "all"):
            continue
        answer = _answer(case)
        lines = failures.describe(case, answer)
        if not isinstance(answer, str):
            lines += failures.called_otherwise(case, answer.redline)
        if lines:
            print(f"{case.name} ({failures.roles(case)})")
            print("\n".join(f"  {line}" for line in lines[:24]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
