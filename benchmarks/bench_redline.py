"""The redline against known truth, real revisions and its peers."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from itertools import chain

from benchmarks.redline import (
    cases_report,
    determinism,
    engine,
    excess,
    failures,
    limits,
    revisions,
    revisions_report,
    speed,
)
from benchmarks.redline.cases import Case, Kind, fingerprint, make_cases
from benchmarks.redline.engine import Answer
from benchmarks.redline.peers import STRIDES, Peer, available
from benchmarks.redline.results import ContractError
from benchmarks.redline.rows import Row, hand_over, print_table
from benchmarks.redline.sources import Half, histories, sources

_OTHER_KINDS = ("whitespace", "graphemes", "fuzz", "mangled", "revisions", "excess")
_SECTIONS = ("cases", "revisions", "details", "speed", "limits", "determinism")
_SHOWN_FAILURES = 12


def main(argv: list[str]) -> int:
    """Measure what the options ask for; 2 where there is no engine to measure."""
    options = _options(argv)
    try:
        engine.compare_function()
    except engine.NoEngineError as error:
        print(error)
        return 2
    if options.list_failures:
        return _list_failures(options.list_failures, options)
    peers = _peers(options)
    rows = _rows(options, peers)
    print_table(rows, peers)
    hand_over(rows)
    return 0


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench_redline", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="under a minute, development half only"
    )
    parser.add_argument("--half", choices=("dev", "both"), default="both")
    parser.add_argument("--repeats", type=int, default=2, help="cases of a kind from each text")
    parser.add_argument("--every", type=int, default=1, help="take each n-th pair of revisions")
    parser.add_argument("--fuzz", type=int, default=1500, help="so many one-character edits")
    parser.add_argument("--peers", nargs="*", metavar="NAME", help="these only; none: no peers")
    parser.add_argument("--only", nargs="+", choices=_SECTIONS, default=_SECTIONS)
    parser.add_argument(
        "--list-failures",
        metavar="KIND",
        help=f"print failing cases and stop: a kind of case, all, {', '.join(_OTHER_KINDS)}",
    )
    options = parser.parse_args(argv)
    if options.quick or options.list_failures:
        options.half = "dev"
    if options.quick:
        options.every, options.fuzz, options.peers = 8, 400, []
        options.only = [name for name in options.only if name not in ("limits", "determinism")]
    return options


def _peers(options: argparse.Namespace) -> list[str]:
    if options.peers == []:
        return []
    names, missing = available(tuple(options.peers)) if options.peers else available()
    for name, why in missing.items():
        print(f"{name} is left out: {why}")
    return names


def _rows(options: argparse.Namespace, peers: list[str]) -> list[Row]:
    if not histories():
        print("no corpus beside the repository: figures over real revisions are left out")
    measures: dict[str, Callable[[argparse.Namespace, list[str]], list[Row]]] = {
        "cases": _all_cases,
        "revisions": _revisions,
        "details": _details,
        "speed": _speed,
        "limits": _limits,
        "determinism": _determinism,
    }
    return [row for name in options.only for row in measures[name](options, peers)]


def _all_cases(options: argparse.Namespace, peers: list[str]) -> list[Row]:
    rows: list[Row] = []
    for half in [Half.DEVELOPMENT] if options.half == "dev" else list(Half):
        rows += _cases(half, list(make_cases(sources(half), repeats=options.repeats)), peers)
    return rows


def _answer(case: Case) -> Answer | str:
    try:
        return engine.answer(case.old, case.new, case.locale)
    except ContractError as error:
        return f"breaks the contract: {error}"
    except Exception as error:  # noqa: BLE001 - an engine under test may raise anything
        return f"{type(error).__name__}: {error}"


def _cases(half: Half, cases: list[Case], peers: list[str]) -> list[Row]:
    started = time.monotonic()
    answers = [(case, _answer(case)) for case in cases]
    broken = [f"{case.name}: {answer}" for case, answer in answers if isinstance(answer, str)]
    took = time.monotonic() - started
    print(f"{half}: {len(cases)} cases ({fingerprint(cases)}), {took:.1f} s")
    _print_some(broken)
    counted = cases_report.tally(
        (case, None if isinstance(answer, str) else answer.redline) for case, answer in answers
    )
    tallies = {}
    for name in peers:
        with Peer(name) as peer:
            found = [
                (case, peer.compare(case.old, case.new, case.locale))
                for case in cases[:: STRIDES.get(name, 1)]
            ]
        tallies[name] = cases_report.tally(
            (case, one.redline if one else None) for case, one in found
        )
        _say_failures(peer, len(cases))
    return cases_report.rows(str(half), counted, tallies)


def _revisions(options: argparse.Namespace, peers: list[str]) -> list[Row]:
    pairs = list(revisions.successive(every=options.every))
    if not pairs:
        return []
    started = time.monotonic()
    ours = revisions_report.read_ours(pairs)
    print(f"revisions: {len(pairs)} pairs, {time.monotonic() - started:.1f} s")
    _print_some(ours.broken)
    readings = {}
    for name in peers:
        with Peer(name) as peer:
            readings[name] = revisions_report.read_peer(peer, pairs[:: STRIDES.get(name, 1)])
        _say_failures(peer, len(pairs))
    return revisions_report.rows(ours, readings)


def _details(options: argparse.Namespace, peers: list[str]) -> list[Row]:
    """White space, graphemes, one-character edits."""
    blank = list(_white_space(options))
    count, failed = revisions_report.white_space_failures(blank)
    cut = revisions_report.grapheme_failures()
    silent: dict[str, float | None] = {}
    cuts: dict[str, float | None] = {}
    for name in peers:
        with Peer(name) as peer:
            silent[name] = revisions_report.peer_silence(peer, blank[:: STRIDES.get(name, 1)])
            cuts[name] = revisions_report.peer_cuts(peer)
    fuzzed = revisions_report.fuzz_failures(options.fuzz)
    mangled = revisions_report.mangled_failures(options.fuzz // 2)
    return [
        revisions_report.white_space_row(count, failed, silent),
        revisions_report.grapheme_row(cut, cuts),
        revisions_report.fuzz_row(options.fuzz, fuzzed),
        revisions_report.mangled_row(options.fuzz // 2, mangled),
    ]


def _speed(options: argparse.Namespace, peers: list[str]) -> list[Row]:
    pairs = list(revisions.successive(every=options.every))
    if not pairs:
        return []
    if "dmp" not in peers:
        return speed.rows(speed.measure(pairs, None))
    with Peer("dmp") as dmp:
        return speed.rows(speed.measure(pairs, dmp))


def _limits(_options: argparse.Namespace, _peers: list[str]) -> list[Row]:
    seed = limits.seed_text()
    rows = limits.growth_rows(list(limits.grow(seed))) if seed else []
    costs = list(limits.hurt())
    _print_some([f"{name}: {cost.failure}" for name, cost in costs if cost.failure])
    return [*rows, *limits.adversarial_rows(costs), limits.five_megabytes_row()]


def _determinism(_options: argparse.Namespace, _peers: list[str]) -> list[Row]:
    return [determinism.row(list(revisions.successive(every=20)))]


def _white_space(options: argparse.Namespace) -> list[revisions.TextPair]:
    real = filter(revisions.differs_in_space_alone, revisions.successive(every=options.every))
    return list(chain(real, revisions.white_space_pairs()))


def _say_failures(peer: Peer, count: int) -> None:
    if peer.failures:
        print(f"{peer.name}: no usable answer to {peer.failures} of {count}; wrong in cases")


def _print_some(lines: list[str]) -> None:
    for line in lines[:_SHOWN_FAILURES]:
        print(f"  {line}")
    if len(lines) > _SHOWN_FAILURES:
        print(f"  and {len(lines) - _SHOWN_FAILURES} more")


# ---------------------------------------------------------------------------------------- failures


def _list_failures(kind: str, options: argparse.Namespace) -> int:
    """Print what fails; 2 for a kind that there is none of. The held-out half is never listed."""
    match kind:
        case "whitespace":
            lines = revisions_report.white_space_failures(_white_space(options))[1]
        case "graphemes":
            lines = revisions_report.grapheme_failures()
        case "fuzz":
            lines = revisions_report.fuzz_failures(options.fuzz)
        case "mangled":
            lines = revisions_report.mangled_failures(options.fuzz // 2)
        case "excess":
            lines = list(excess.worst_changes(revisions.successive(every=options.every), 25))
        case "revisions":
            lines = revisions_report.read_ours(revisions.successive(every=options.every)).broken
        case _ if kind in {*map(str, Kind), "all"}:
            lines = _failing_cases(kind, options)
        case _:
            print(f"no kind {kind!r}; there are: all, {', '.join([*Kind, *_OTHER_KINDS])}")
            return 2
    print("\n".join(lines) or "nothing fails")
    return 0


def _failing_cases(kind: str, options: argparse.Namespace) -> list[str]:
    lines = []
    for case in make_cases(sources(Half.DEVELOPMENT), repeats=options.repeats):
        if kind not in (case.kind, "all"):
            continue
        answer = _answer(case)
        found = failures.describe(case, answer)
        if not isinstance(answer, str):
            found += failures.called_otherwise(case, answer.redline)
        if found:
            lines += [f"{case.name} ({failures.roles(case)})", *(f"  {one}" for one in found[:24])]
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
