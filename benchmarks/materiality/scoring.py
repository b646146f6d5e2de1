"""What the suggestion said of a case, and how often that was right."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.materiality.baselines import Baseline
from benchmarks.materiality.cases import Case
from publisher import compare
from publisher.model.changes import Level, Materiality, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A case with what was suggested for it."""

    case: Case
    materiality: Materiality | None  # None: the comparison failed
    reasons: tuple[Reason, ...] = ()  # of all its changes
    error: str = ""

    @property
    def said_material(self) -> bool:
        """`undecided` and no answer at all are not material."""
        return self.materiality is not None and self.materiality.level is Level.MATERIAL

    @property
    def is_right(self) -> bool:
        """It said what the label says."""
        return self.said_material is self.case.material


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Cases counted by label and suggestion."""

    found: int = 0  # material, and said so
    missed: int = 0
    alarms: int = 0  # immaterial, and called material
    quiet: int = 0
    undecided: int = 0

    @property
    def total(self) -> int:
        """How many cases."""
        return self.found + self.missed + self.alarms + self.quiet

    @property
    def accuracy(self) -> float:
        """Share of all that is right; no number where there are none."""
        return _share(self.found + self.quiet, self.total)

    @property
    def recall(self) -> float:
        """Share of what is material that was said to be."""
        return _share(self.found, self.found + self.missed)

    @property
    def precision(self) -> float:
        """Share of what was called material that is."""
        return _share(self.found, self.found + self.alarms)


def judge(case: Case) -> Judged:
    """Compare the case's texts; whatever goes wrong counts as no answer."""
    try:
        comparison = compare(case.old, case.new, locale=case.locale)
    except Exception as error:  # noqa: BLE001 - what is measured may raise anything
        return Judged(case=case, materiality=None, error=f"{type(error).__name__}: {error}")
    reasons = tuple(
        reason for change in comparison.changes for reason in change.materiality.reasons
    )
    return Judged(case=case, materiality=comparison.materiality, reasons=reasons)


def tally(judged: Iterable[Judged]) -> Tally:
    """Counts over cases."""
    kept = list(judged)
    undecided = sum(
        one.materiality is not None and one.materiality.level is Level.UNDECIDED for one in kept
    )
    return _count(((one.case.material, one.said_material) for one in kept), undecided=undecided)


def tally_baseline(cases: Iterable[Case], baseline: Baseline) -> Tally:
    """Counts over the same cases for a simple rule."""
    return _count((case.material, baseline(case.old, case.new, case.locale)) for case in cases)


def calibration(judged: Iterable[Judged], *, above: float = -1, below: float = 2) -> Tally:
    """Counts of the cases whose score lies strictly between the bounds, whatever was said."""
    return _count(
        (one.case.material, True)
        for one in judged
        if one.materiality is not None and above < one.materiality.score < below
    )


def categories_named(judged: Iterable[Judged]) -> float:
    """Share of the labelled categories that the suggestion names too; no number where none is."""
    pairs = [
        one.materiality is not None and category in one.materiality.categories
        for one in judged
        for category in set(one.case.categories)
    ]
    return _share(sum(pairs), len(pairs))


def _count(pairs: Iterable[tuple[bool, bool]], *, undecided: int = 0) -> Tally:
    kept = list(pairs)
    return Tally(
        found=kept.count((True, True)),
        missed=kept.count((True, False)),
        alarms=kept.count((False, True)),
        quiet=kept.count((False, False)),
        undecided=undecided,
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan
