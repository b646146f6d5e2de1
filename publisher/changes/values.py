"""What a changed value of a placeholder does to a text: which clauses, and what that may mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from publisher.changes.comparison import Comparison, compare
from publisher.changes.materiality import Rulebook, rulebook
from publisher.changes.materiality.reasons import materiality_of
from publisher.model.changes import Change, EditOp, Evidence, Materiality, Reason
from publisher.text import placeholders

# What the company calls itself: with another name, another company may answer for what is promised.
CONTROLLER_NAME = "title"
_CONTROLLER = "controller"

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuesComparison:
    """A text beside itself: as it read with some values, and as it reads with others."""

    comparison: Comparison  # its texts name each changed value by a placeholder of its own
    values: Values  # what fills those placeholders when a page is made


def compare_values(
    source: str, old: Values, new: Values, *, locale: str, rules: Rulebook | None = None
) -> ValuesComparison:
    """What differs between a text with old and with new values, as one edit for each place.

    `old` and `new` hold the changed values alone. They stay out of the texts that are compared, so
    that nothing in a value can be taken for markup; the machine judges what readers see.
    """
    names = sorted((old.keys() | new.keys()) & placeholders.names(source))
    before, after = _stand_ins(names, source, "Old"), _stand_ins(names, source, "New")
    shown = compare(_renamed(source, before), _renamed(source, after), locale=locale, rules=rules)
    judged = {
        name: _judged_value(source, name, old, new, locale=locale, rules=rules) for name in names
    }
    marks = {name: (_bare(before[name]), _bare(after[name])) for name in names}
    return ValuesComparison(
        comparison=replace(
            shown,
            changes=tuple(_with_judgement(change, judged, marks) for change in shown.changes),
            materiality=_heaviest(judged.values()),
        ),
        values={
            **{stand_in: old.get(name, _bare(name)) for name, stand_in in before.items()},
            **{stand_in: new.get(name, _bare(name)) for name, stand_in in after.items()},
        },
    )


def _judged_value(
    source: str, name: str, old: Values, new: Values, *, locale: str, rules: Rulebook | None
) -> Materiality:
    """What the machine suggests where one value changes: by what readers see, and by what it is."""
    was, now = old.get(name, _bare(name)), new.get(name, _bare(name))
    found = compare(
        _filled(source, {name: was}), _filled(source, {name: now}), locale=locale, rules=rules
    )
    score = max((item.materiality.score for item in found.changes), default=0.0)
    reasons = {
        (reason.rule, reason.evidence.old, reason.evidence.new): reason
        for change in found.changes
        for reason in change.materiality.reasons
    }
    if name != CONTROLLER_NAME:
        return materiality_of(score, tuple(reasons.values()))
    weight = (rules or rulebook()).categories[_CONTROLLER].weight
    named = Reason(
        rule="name",
        category=_CONTROLLER,
        weight=weight,
        evidence=Evidence(old=was, new=now),
    )
    return materiality_of(max(score, weight), (named,))


def _with_judgement(
    change: Change, judged: Mapping[str, Materiality], marks: Mapping[str, tuple[str, str]]
) -> Change:
    """A change judged by the values that changed in it."""
    words = "".join(edit.text for edit in change.edits if edit.op is not EditOp.KEEP)
    found = [judged[name] for name, both in marks.items() if any(mark in words for mark in both)]
    return replace(change, materiality=_heaviest(found))


def _heaviest(judged: Iterable[Materiality]) -> Materiality:
    by_score = sorted(judged, key=lambda item: -item.score)
    reasons = tuple(reason for item in by_score for reason in item.reasons)
    return materiality_of(by_score[0].score if by_score else 0.0, reasons)


def _stand_ins(names: Sequence[str], source: str, side: str) -> dict[str, str]:
    """A placeholder that the text does not have, for each that it has; short, as names may be."""
    used = placeholders.names(source)
    while any(f"{side}{index}" in used for index in range(len(names))):
        side += "x"
    return {name: f"{side}{index}" for index, name in enumerate(names)}


def _renamed(source: str, stand_ins: Mapping[str, str]) -> str:
    return _filled(source, {name: _bare(other) for name, other in stand_ins.items()})


def _filled(source: str, values: Values) -> str:
    others = placeholders.names(source) - values.keys()
    return placeholders.fill(source, {**values, **{name: _bare(name) for name in others}})


def _bare(name: str) -> str:
    return "{{" + name + "}}"
