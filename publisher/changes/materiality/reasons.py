"""Reasons: which rule spoke, by which words, where they stand; and what they add up to."""

from __future__ import annotations

from collections.abc import Sequence

from publisher.changes.materiality.atoms import Atom
from publisher.changes.materiality.clauses import Side
from publisher.changes.materiality.weighing import Weighed
from publisher.changes.materiality.weights import OfForm
from publisher.model.changes import Change, Difference, Evidence, Level, Materiality, Reason

MATERIAL_FROM = 0.5
UNDECIDED_FROM = 0.3


def level_of(score: float) -> Level:
    """What a score is called."""
    if score >= MATERIAL_FROM:
        return Level.MATERIAL
    return Level.UNDECIDED if score >= UNDECIDED_FROM else Level.IMMATERIAL


def reason_of(
    item: Weighed, share: float, old: Side, new: Side, about: str | None = None
) -> Reason:
    """Something weighed, with its words and where they stand; `about`: what its clause is about."""
    category = item.category or (about if item.weight >= UNDECIDED_FROM else None)
    return Reason(
        rule=item.rule,
        category=category,
        weight=item.weight * share,
        evidence=Evidence(
            old=old.text[item.old.start : item.old.end] if item.old else "",
            new=new.text[item.new.start : item.new.end] if item.new else "",
            old_span=old.span(item.old.start, item.old.end) if item.old else None,
            new_span=new.span(item.new.start, item.new.end) if item.new else None,
        ),
    )


def order_reason(
    old: Sequence[Atom], new: Sequence[Atom], before: Side, after: Side, weights: OfForm
) -> Reason:
    """Two signals that changed places ("off by default, you may turn it on") turn the promise."""
    moved = [
        (left, right)
        for left, right in zip(old, new, strict=False)
        if left.meaning != right.meaning
    ]
    signals = len(old) == len(new) and all(
        left.is_counted and left.group == right.group for left, right in moved
    )
    if not moved or not signals:
        return Reason(rule="reordered", category=None, weight=weights.reordered)
    item = Weighed("swapped", None, weights.swapped, *moved[0])
    return reason_of(item, 1.0, before, after)


def link_reason(change: Change, weight: float) -> Reason:
    """That links lead elsewhere, with both addresses."""

    def targets(op: str) -> str:
        return " ".join(
            edit.text
            for edit in change.edits
            if edit.difference is Difference.LINK_TARGET and edit.op.value == op
        )

    evidence = Evidence(old=targets("delete"), new=targets("insert"))
    return Reason(rule="link_target", category=None, weight=weight, evidence=evidence)


def named(difference: Difference, weight: float) -> Reason:
    """The kind of difference as a reason."""
    return Reason(rule=difference.value, category=None, weight=weight)


def immaterial(*reasons: Reason) -> Materiality:
    """The suggestion for what cannot matter."""
    return Materiality(level=Level.IMMATERIAL, score=0.0, reasons=reasons)


def materiality_of(score: float, reasons: Sequence[Reason]) -> Materiality:
    """The suggestion that a score and its reasons make."""
    ordered = sorted(reasons, key=lambda reason: -reason.weight)
    categories = dict.fromkeys(reason.category for reason in ordered if reason.category)
    return Materiality(
        level=level_of(score), score=score, categories=tuple(categories), reasons=tuple(ordered)
    )
