"""Fits weights to the labelled cases, and says how well they do on cases they were not fitted to.

    .venv/bin/python -m benchmarks.materiality.fitting           cross-validated, then the fit
    .venv/bin/python -m benchmarks.materiality.fitting --quick   the fit alone

What is fitted are shares by place and a few weights of `publisher/changes/rules/weights.toml` and
`signals.toml`: each is moved, one after the other, as long as the cases become more likely, and is
held near where a person had set it. To weigh words that no rule knows, the cases are read three
times: with the rules as they are, and twice with a third of the forms left out. No chance is
involved but that of a fixed seed.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.materiality.cases import Case, Half, Kind, load
from publisher.changes.align import align
from publisher.changes.comparison import redlines
from publisher.changes.materiality.judging import Clauses, Differing, Judge
from publisher.changes.materiality.matching import is_turned
from publisher.changes.materiality.places import Place
from publisher.changes.materiality.rulebook import Rulebook
from publisher.changes.materiality.shipped import rulebook_of, shipped_tables
from publisher.changes.materiality.weighing import (
    LIGHT,
    WORDING,
    Weighed,
    held,
    kind_of,
    score_of,
)
from publisher.model.changes import Change, Reason
from publisher.model.segments import ParsedText, Segment
from publisher.text import parse

_LEFT_OUT = 0.35
# Where weights were before any of them was fitted: a start that has seen no case. Every share is 1.
_HAND_SET = {
    "signals.negation": 0.93,
    "signals.exception": 0.8,
    "signals.limit": 0.85,
    "signals.permission": 0.6,
    "signals.duty": 0.58,
    "signals.time": 0.6,
    "signals.wish": 0.55,
    "signals.all": 0.55,
    "signals.all.alone": 0.4,
    "signals.conjunction": 0.6,
    "signals.condition.alone": 0.3,
    "signals.hedge": 0.65,
    "signals.default": 0.85,
    "signals.comparison": 0.75,
    "words.alone": 0.56,
    "words.replaced": 0.52,
    "words.turned": 0.55,
}
_SHORTEST = 2  # letters of a form that is never left out: "of", 的
_READINGS = (None, 1, 2)  # seeds of what is left out
_HELD = 3.0  # how strongly a weight is held near where it was
_OF_SHARES = 2.5  # a share's way, compared with that of log odds
_LEAST_SHARE = 0.1
# What no fit goes below: cases are too few to say that a known word means next to nothing.
_LEAST_SHARES = {
    "category": 0.45,
    "category_replaced": 0.6,
    "category_answered": 0.45,
    "light": 0.4,
    "strong": 0.5,
    "negation": 0.8,
    "quantity": 0.8,
    "words_replaced": 0.45,
}
_LEAST_SIGNALS = {"wish": 0.55, "duty": 0.5, "permission": 0.55, "all": 0.5, "party": 0.5}
_LEAST_SIGNAL = 0.15
_MOST_OF_WORDS = 0.85
_STEPS = (-1.2, -0.5, -0.2, 0.2, 0.5, 1.2)  # in log odds
_SWEEPS = 6
_MISSED = 2.0  # what a missed material case costs, a false alarm costing 1
_OF_THE_CHANGE = frozenset({"link_target", "moved", "reordered", "swapped"})
_PLACES = tuple(place.value for place in Place if place is not Place.WHOLE)
_KINDS = tuple(
    "word words_replaced category category_replaced category_answered light strong negation"
    " quantity name".split()
)
_WORTH_WRITING = 0.02
_LIKELIEST, _LEAST = 0.985, 0.015  # no case is surer than that: labels err

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Item:
    """Something weighed, as factors: names of fitted weights, and what is left as it is."""

    factors: tuple[str, ...]
    fixed: float


@dataclass(slots=True)
class Kept:
    """What a change was judged by."""

    weighed: list[Weighed]
    turned: bool  # its sentence was turned round
    share: float = 1.0  # of every weight, for its form


@dataclass(slots=True)
class Read:
    """A case as its changes, each as the items that add up to its score."""

    case: Case
    most: float  # as in weights.toml
    several: float
    changes: list[list[Item]] = field(default_factory=list)

    def score(self, weights: Mapping[str, float]) -> float:
        """What the case scores with these weights."""
        return max((self._scored(items, weights) for items in self.changes), default=0.0)

    def _scored(self, items: Sequence[Item], weights: Mapping[str, float]) -> float:
        found = []
        for item in items:
            weight = item.fixed
            for factor in item.factors:
                weight *= weights[factor]
            found.append(weight)
        return held(score_of(found, self.most), found, self.several)


class _Reader(Judge):
    """Judges, and keeps what the last change was judged by."""

    def __init__(self, before: ParsedText, after: ParsedText, rules: Rulebook, locale: str) -> None:
        super().__init__(before, after, rules, locale)
        self.kept: Kept | None = None  # of the change judged last

    def difference(self, change: Change, segments: Sequence[Segment]) -> Differing:
        found, old, new, weighed = super().difference(change, segments)
        joined = [[atom for atoms in side for atom in atoms] for side in (old, new)]
        self.kept = Kept(list(weighed), is_turned(*joined))
        return found, old, new, weighed

    def share(self, segments: Sequence[Segment], old: Clauses, new: Clauses) -> float:
        share = super().share(segments, old, new)
        if self.kept is not None:
            self.kept.share = share
        return share


def read_case(case: Case, rules: Rulebook) -> Read:
    """A case, judged, in a form that other weights can be tried on."""
    before, after = parse(case.old), parse(case.new)
    drafts = tuple(redlines(before, after, align(before, after), locale=case.locale))
    judge = _Reader(before, after, rules, case.locale)
    reworded = judge.reworded(drafts)
    form = rules.weights.of_form
    read = Read(case, form.most, form.several)
    for change in drafts:
        judge.kept = None
        done = reworded.get(id(change)) or judge.judged(change)
        read.changes.append(list(_items(done.reasons, judge.kept, rules)))
    return read


def _items(reasons: Sequence[Reason], kept: Kept | None, rules: Rulebook) -> Iterator[Item]:
    for reason in reasons:
        if kept is None or reason.rule in _OF_THE_CHANGE:
            yield Item((), reason.weight)
    if kept is not None:
        for item in kept.weighed:
            yield _item(item, item.weight * kept.share, rules, turned=kept.turned)


def _item(item: Weighed, weight: float, rules: Rulebook, *, turned: bool) -> Item:
    factors = []
    share = rules.weights.share(item.place.value, kind_of(item))
    kind = rules.weights.kinds.get(kind_of(item), kind_of(item))
    if item.place.value in _PLACES and kind in _KINDS:
        factors.append(f"places.{item.place.value}.{kind}")
        weight /= share
    if turned and item.rule in LIGHT:
        factors.append("words.turned")
        weight /= rules.weights.of_words.turned
    if item.rule == WORDING:
        factors.append("words.replaced" if item.old and item.new else "words.alone")
    elif item.rule in rules.signals:
        signal = rules.signals[item.rule]
        is_alone = signal.alone != signal.weight and not (item.old and item.new)
        factors.append(f"signals.{item.rule}.alone" if is_alone else f"signals.{item.rule}")
    else:
        return Item(tuple(factors), weight)
    return Item(tuple(factors), weight / _known(factors[-1], rules))


def _known(name: str, rules: Rulebook) -> float:
    section, _, rest = name.partition(".")
    if section == "signals":
        signal = rules.signals[rest.removesuffix(".alone")]
        return signal.alone if rest.endswith(".alone") else signal.weight
    if section == "words":
        return float(getattr(rules.weights.of_words, rest))
    place, _, kind = rest.partition(".")
    return rules.weights.places.get(place, {}).get(kind, 1.0)


def fit(reads: Sequence[Read], start: Weights, held: float = _HELD) -> Weights:
    """The weights that make the labels likeliest, held near where they start."""
    weights = dict(start)
    touching: dict[str, list[Read]] = {name: [] for name in start}
    for read in reads:
        names = {name for items in read.changes for item in items for name in item.factors}
        for name in names:
            touching[name].append(read)

    def loss(name: str) -> float:
        now, before = weights[name], start[name]
        is_share = name.startswith("places")
        drawn = _OF_SHARES * (now - before) if is_share else _log_odds(now) - _log_odds(before)
        return held * drawn**2 + sum(_surprise(read, weights) for read in touching[name])

    for _ in range(_SWEEPS):
        for name in start:
            if not touching[name]:
                continue
            value, least = weights[name], loss(name)
            for step in _STEPS:
                weights[name] = _bounded(name, _odds(_log_odds(value) + step))
                if (now := loss(name)) < least - 1e-6:
                    least, best = now, weights[name]
                    value = best
            weights[name] = value
    return weights


def _bounded(name: str, weight: float) -> float:
    """A word that no rule knows never decides for sure, and no place takes all of a weight."""
    section, _, rest = name.partition(".")
    if section == "places":
        return max(weight, _LEAST_SHARES.get(rest.partition(".")[2], _LEAST_SHARE))
    if section == "signals":
        return max(weight, _LEAST_SIGNALS.get(rest, _LEAST_SIGNAL))
    return min(weight, _MOST_OF_WORDS)


def _surprise(read: Read, weights: Weights) -> float:
    score = min(max(read.score(weights), _LEAST), _LIKELIEST)
    # A score of 0.5 is where "material" begins: what is missed costs more than a false alarm.
    return -_MISSED * math.log(score) if read.case.material else -math.log(1.0 - score)


def _log_odds(weight: float) -> float:
    weight = min(max(weight, 0.02), 0.97)
    return math.log(weight / (1.0 - weight))


def _odds(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-value))


def start_of(reads: Sequence[Read], rules: Rulebook) -> Weights:
    """Every weight that the cases touch, as it is now."""
    names = sorted(
        {n for read in reads for items in read.changes for it in items for n in it.factors}
    )
    return {name: _known(name, rules) for name in names}


def readings(cases: Sequence[Case]) -> tuple[list[Read], list[Read], Rulebook]:
    """The cases with the rules as they are; then those with forms left out."""
    tables = shipped_tables()
    rules = rulebook_of(tables)
    plain = [read_case(case, rules) for case in cases]
    more = []
    for seed in _READINGS[1:]:
        poorer = rulebook_of(without_forms(tables, seed))
        more += [read_case(case, poorer) for case in cases if case.kind is not Kind.REAL]
    return plain, more, rules


def without_forms(
    tables: Mapping[str, dict[str, Any]], seed: int | None
) -> dict[str, dict[str, Any]]:
    """The tables with a part of each language's words left out, always the same for a seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret

    def fewer(lines: str | list[str], part: float) -> list[str]:
        kept: list[str] = []
        for line in lines if isinstance(lines, list) else lines.split():
            forms = [
                form
                for form in line.split("|")
                if len(form.strip()) <= _SHORTEST or chance.random() >= part
            ]
            kept += ["|".join(forms)] if forms else []
        return kept

    result = {}
    for name, table in tables.items():
        if "signals" not in table and "words" not in table:
            result[name] = table
            continue
        words = dict(table.get("words", {}))
        for key in ("same", "empty"):
            if key in words:
                words[key] = fewer(words[key], _LEFT_OUT)
        categories = table.get("categories", {})
        groups = {group: fewer(it, _LEFT_OUT / 2) for group, it in categories.items()}
        result[name] = {**table, "words": words, "categories": groups}
    return result


@dataclass(frozen=True, slots=True)
class Figures:
    """How often a score is right."""

    accuracy: float
    recall: float
    precision: float
    above: str
    below: str

    @classmethod
    def of(cls, scored: Sequence[tuple[float, bool]]) -> Figures:
        """Figures over scores, each with whether the case is material."""
        said = [(score >= 0.5, material) for score, material in scored]
        found = said.count((True, True))
        above = [material for score, material in scored if score > 0.9]
        below = [material for score, material in scored if score < 0.1]
        return cls(
            sum(a == b for a, b in said) / max(len(said), 1),
            found / max(sum(m for _, m in said), 1),
            found / max(sum(s for s, _ in said), 1),
            f"{sum(above) / max(len(above), 1):.3f} of {len(above)}",
            f"{sum(below) / max(len(below), 1):.3f} of {len(below)}",
        )

    def __str__(self) -> str:
        return (
            f"accuracy {self.accuracy:.3f} recall {self.recall:.3f} "
            f"precision {self.precision:.3f}; "
            f"above 0.9: {self.above}, below 0.1: {self.below}"
        )


def main(argv: list[str]) -> int:
    """Print what fitted weights do on cases they were not fitted to, then the weights."""
    parser = argparse.ArgumentParser(prog="fitting", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without cross-validation")
    options = parser.parse_args(argv)
    plain, more, rules = readings(load(Half.DEV))
    shipped = start_of([*plain, *more], rules)
    start = {name: _hand_set(name, value) for name, value in shipped.items()}
    _report("as shipped", [(read, read.score(shipped)) for read in plain])
    if not options.quick:
        _cross_validate(plain, more, start)
    fitted = fit([*plain, *more], start)
    _report("fitted to all", [(read, read.score(fitted)) for read in plain])
    for name, value in sorted(fitted.items()):
        if abs(value - shipped[name]) >= _WORTH_WRITING:
            print(f"{name} = {value:.2f}  # shipped: {shipped[name]:.2f}")
    return 0


def _hand_set(name: str, shipped: float) -> float:
    return 1.0 if name.startswith("places") else _HAND_SET.get(name, shipped)


def _cross_validate(plain: list[Read], more: list[Read], start: Weights) -> None:
    """Each case scored by weights that were fitted without its part."""
    ways: dict[str, Callable[[Case], str]] = {
        "by folder": folder_of,
        "by language": lambda case: case.locale,
    }
    for name, part_of in ways.items():
        scored: list[tuple[Read, float]] = []
        for part in sorted({part_of(read.case) for read in plain}):
            fitted = fit([read for read in (*plain, *more) if part_of(read.case) != part], start)
            scored += [(r, r.score(fitted)) for r in plain if part_of(r.case) == part]
        _report(f"cross-validated {name}", scored)


def folder_of(case: Case) -> str:
    """The set that a case comes from."""
    folder = case.name.partition("/")[0]
    return folder if folder in Half.DEV.folders else Half.DEV.folders[0]


def _report(name: str, scored: Sequence[tuple[Read, float]]) -> None:
    for folder in Half.DEV.folders:
        for kind in Kind:
            kept = [
                (score, read.case.material)
                for read, score in scored
                if read.case.kind is kind and folder_of(read.case) == folder
            ]
            if kept:
                print(f"{name}, {folder}, {kind.value}: {Figures.of(kept)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
