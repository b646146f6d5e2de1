"""Rows of the table: a figure, ours, its target, each peer, and the verdict."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

from benchmarks.figures import FIGURES_FILE, Figure, number, report


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure for all engines. `ours` is None where the engine could not be measured."""

    name: str
    ours: float | None
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None
    peers: dict[str, float | None] = field(default_factory=dict)
    note: str = ""

    @property
    def figure(self) -> Figure:
        """The same for `make bench`; a figure that is missing misses its target."""
        measured = float("nan") if self.ours is None else self.ours
        return Figure(
            name=self.name,
            measured=measured,
            unit=self.unit,
            at_least=self.at_least,
            at_most=self.at_most,
        )


def percent(part: int, whole: int) -> float | None:
    """How much of a whole a part is; None of nothing."""
    return 100 * part / whole if whole else None


def print_table(rows: Iterable[Row], peers: list[str]) -> None:
    """The table as a person reads it."""
    table = Table(box=None, pad_edge=False)
    table.add_column("figure", overflow="fold", min_width=34)
    for name in ("ours", "target", *peers):
        table.add_column(name, justify="right", overflow="fold")
    table.add_column("verdict")
    for row in rows:
        figure = row.figure
        cells = [_cell(row.peers.get(peer)) for peer in peers]
        unit = f" {row.unit}" if row.unit and row.unit != "%" else row.unit
        label = row.name + (f" ({row.note})" if row.note else "")
        ours = "-" if row.ours is None else number(row.ours) + unit
        verdict = "-" if row.ours is None else str(figure.verdict)
        table.add_row(label, ours, figure.target, *cells, verdict)
    Console(width=200 if peers else 120).print(table, highlight=False)


def _cell(value: float | None) -> str:
    return "" if value is None else number(value)


def hand_over(rows: Iterable[Row]) -> None:
    """Give the figures to `make bench`, where that runs us."""
    for row in rows if FIGURES_FILE in os.environ else ():
        if row.ours is not None:
            report(row.figure)
