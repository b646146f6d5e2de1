"""Catalogs: fidelity, checks, merging, adopting, robustness and speed, beside their peers."""

from __future__ import annotations

import argparse
import importlib
import sys

PARTS = (
    "fidelity",
    "mutants",
    "merging",
    "stale",
    "adopting",
    "robustness",
    "speed",
    "peers",
)


def main(argv: list[str]) -> int:
    """Measure the parts named, or all."""
    parser = argparse.ArgumentParser(prog="bench_catalogs", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which parts; none: all")
    options = parser.parse_args(argv)
    for part in options.parts or PARTS:
        print(f"\n{part}", flush=True)
        importlib.import_module(f"benchmarks.catalogs.{part}").measure()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
