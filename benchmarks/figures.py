"""Figures: what a benchmark found, and what it should have found.

A benchmark calls `report` for each figure. On its own it prints them; under `make bench` they also
go into the common table.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

FIGURES_FILE = "PUBLISHER_BENCH_FIGURES"


class Verdict(StrEnum):
    """How a figure stands to its target."""

    MET = "met"
    MISSED = "MISSED"
    NO_TARGET = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value; `at_least` and `at_most` are its target, None where it has none."""

    name: str
    measured: float
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @property
    def verdict(self) -> Verdict:
        """Met only if every bound is; a value that is no number meets none."""
        if self.at_least is None and self.at_most is None:
            return Verdict.NO_TARGET
        above = self.at_least is None or self.measured >= self.at_least
        below = self.at_most is None or self.measured <= self.at_most
        return Verdict.MET if above and below else Verdict.MISSED

    @property
    def target(self) -> str:
        """The target as a person writes it: ``>= 0.98``, ``<= 5 s``."""
        bounds = [("≥", self.at_least), ("≤", self.at_most)]
        return ", ".join(f"{sign} {number(bound)}" for sign, bound in bounds if bound is not None)

    @property
    def value(self) -> str:
        """The measured value with its unit."""
        return f"{number(self.measured)} {self.unit}".strip()


def number(value: float) -> str:
    """A value with as many digits as carry meaning: ``12,345``, ``87.5``, ``0.987``."""
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 1 else f"{value:.3f}"


def report(figure: Figure) -> None:
    """Print a figure, and hand it to `make bench` where that runs the benchmark."""
    print(f"{figure.name}: {figure.value}  {figure.target}  {figure.verdict}".rstrip(), flush=True)
    if destination := os.environ.get(FIGURES_FILE):
        with Path(destination).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(figure)) + "\n")


def read(path: Path) -> list[Figure]:
    """The figures that a benchmark handed over, in its order."""
    if not path.exists():
        return []
    return [Figure(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
