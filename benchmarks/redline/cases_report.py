"""Figures over the cases of known truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from benchmarks.redline.cases import Case, Kind
from benchmarks.redline.drafts import Role
from benchmarks.redline.results import Redline
from benchmarks.redline.rows import Row, percent
from benchmarks.redline.scoring import Judged, beyond, judge, score_phrase

PHRASE_KINDS = (Kind.DATE, Kind.NUMBER, Kind.NEGATION)
REORDERING = (Kind.SWAP_SIMILAR, Kind.REORDER_LIST)
_SECTION_KINDS = (Kind.INSERT_SECTION, Kind.DELETE_SECTION, Kind.MOVE_SECTION)


Figure = Callable[["Tally"], float | None]


@dataclass(slots=True)
class Tally:
    """What one engine got right."""

    cases: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    matched: Counter[str] = field(default_factory=Counter)  # cases with all their targets right
    clean: Counter[str] = field(default_factory=Counter)  # nothing beyond what changed
    silent: Counter[str] = field(default_factory=Counter)  # nothing highlighted at all
    covered: Counter[str] = field(default_factory=Counter)
    within: Counter[str] = field(default_factory=Counter)
    han_shown: int = 0
    han_needed: int = 0
    han_worst: float = 0.0
    unanswered: int = 0

    def add(self, case: Case, redline: Redline | None) -> None:
        """Count a case; one without an answer counts as wrong in everything."""
        self.cases[case.kind] += 1
        if redline is None:
            self.unanswered += 1
            for link in case.links:
                self.links[_row(case, link.role, target=link.target)] += 1
            return
        judged = judge(case, redline)
        ordered = case.kind in REORDERING and stay_in_order(judged)
        for one in judged:
            name = _row(case, one.link.role, target=one.link.target)
            self.links[name] += 1
            self.right[name] += one.right
            self.said[name] += is_said_so(one) or ordered
        self.matched[case.kind] += all(one.right for one in judged if one.link.target)
        self.clean[case.kind] += not beyond(case, redline)
        self.silent[case.kind] += not (redline.old_shown or redline.new_shown)
        if case.phrase is not None:
            self._add_phrase(case, redline)

    def _add_phrase(self, case: Case, redline: Redline) -> None:
        score = score_phrase(case, redline)
        self.covered[case.kind] += score.covered
        self.within[case.kind] += score.within
        if case.locale.startswith("zh"):
            self.han_shown += score.shown
            self.han_needed += score.needed
            self.han_worst = max(self.han_worst, score.shown / max(score.needed, 1))


_SAID = {
    Role.SAME: {"same", "modified"},
    Role.MODIFIED: {"modified", "same"},
    Role.MOVED: {"moved"},
    Role.MOVED_EDITED: {"moved+modified"},
    Role.RENUMBERED: {"renumbered"},
    Role.SPLIT: {"split"},
    Role.MERGED: {"merged"},
    Role.ADDED: {"added"},
    Role.REMOVED: {"removed"},
}


def stay_in_order(judged: list[Judged]) -> bool:
    """Whether the links that are not called moved keep their order: then the others suffice.

    Of clauses that change places, either may be said to have moved.
    """
    staying = sorted(
        (one.link.old[0], one.link.new[0])
        for one in judged
        if one.link.role is Role.MOVED and not one.said.startswith("moved")
    )
    return all(one[1] < other[1] for one, other in pairwise(staying))


def is_said_so(judged: Judged) -> bool:
    """Whether the engine gives the pair the name that it has in truth."""
    said = judged.said
    if judged.link.role is Role.MOVED:
        said = said.removesuffix("+modified")  # a section that moved, and got another number
    return said in _SAID[judged.link.role]


def _row(case: Case, role: Role, *, target: bool) -> str:
    if role in (Role.SAME, Role.MODIFIED) or not target:
        return "untouched"
    if role in (Role.ADDED, Role.REMOVED):
        return f"{role} in sections" if case.kind in _SECTION_KINDS else str(role)
    return str(role)


def tally(answers: Iterable[tuple[Case, Redline | None]]) -> Tally:
    """Count an engine's answers."""
    total = Tally()
    for case, redline in answers:
        total.add(case, redline)
    return total


def rows(label: str, ours: Tally | None, peers: dict[str, Tally]) -> list[Row]:
    """The figures of a set of cases."""
    made: list[Row] = []

    def add(name: str, figure: Figure, at_least: float | None = None) -> None:
        made.append(
            Row(
                name=f"{label}: {name}",
                ours=figure(ours) if ours else None,
                unit="%",
                peers={peer: figure(counted) for peer, counted in peers.items()},
                at_least=at_least,
            )
        )

    for role, least in _LINK_TARGETS.items():
        add(f"{role}: right counterpart", _share("right", "links", role), at_least=least)
    for kind in (Kind.SWAP_SIMILAR, Kind.INSERT_SIMILAR, Kind.REORDER_LIST):
        add(f"{kind}: all right", _share("matched", "cases", kind), at_least=99)
    made += [
        Row(
            name=f"{label}: {role}: called so",
            ours=percent(ours.said[role], ours.links[role]) if ours else None,
            unit="%",
        )
        for role in ("moved", "moved_edited", "renumbered", "split", "merged")
    ]
    for kind, least in ((Kind.REWRAP, 100), (Kind.NORMALISE, 95), (Kind.COMBINATION, 98)):
        add(f"{kind}: nothing beyond the change", _share("clean", "cases", kind), at_least=least)
    for kind, least in ((Kind.REWRAP, 100), (Kind.NORMALISE, 95)):
        add(f"{kind}: nothing highlighted", _share("silent", "cases", kind), at_least=least)
    add("all kinds: nothing beyond the change", lambda t: percent(t.clean.total(), t.cases.total()))
    for kind in PHRASE_KINDS:
        add(f"{kind}: wholly covered", _share("covered", "cases", kind), at_least=100)
        add(f"{kind}: nothing outside the phrase", _share("within", "cases", kind), at_least=100)
    made.append(_han_row(label, ours, peers))
    return made


_LINK_TARGETS = {
    "moved": 99.0,
    "moved_edited": 98.0,
    "renumbered": 99.5,
    "split": 99.0,
    "merged": 99.0,
    "added in sections": 100.0,
    "removed in sections": 100.0,
    "untouched": 99.5,
}


def _share(part: str, whole: str, key: str) -> Figure:
    """The share of one counter in another, at a key."""

    def share(counted: Tally) -> float | None:
        return percent(getattr(counted, part)[key], getattr(counted, whole)[key])

    return share


def _han_row(label: str, ours: Tally | None, peers: dict[str, Tally]) -> Row:
    def excess(counted: Tally) -> float | None:
        return counted.han_shown / counted.han_needed if counted.han_needed else None

    return Row(
        name=f"{label}: in Chinese, characters shown for one needed",
        ours=excess(ours) if ours else None,
        at_most=2.5,
        peers={peer: excess(counted) for peer, counted in peers.items()},
        note=f"worst {ours.han_worst:.1f}" if ours else "",
    )
