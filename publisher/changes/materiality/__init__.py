"""What the machine suggests about a change; legal decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from publisher.model.changes import Change, Level, Materiality, PairKind
from publisher.model.segments import ParsedText


def judge_change(change: Change, old: ParsedText, new: ParsedText, *, locale: str) -> Change:
    """The change with a judgement: noise is immaterial, anything else is for a person to say."""
    if change.noise is not None or (change.kind is PairKind.MOVED and not change.also_modified):
        return change
    return replace(change, materiality=Materiality(level=Level.UNDECIDED, score=0.5))


def judge_all(changes: Sequence[Change]) -> Materiality:
    """The judgement on a whole revision: that of its weightiest change."""
    if not changes:
        return Materiality(level=Level.IMMATERIAL, score=0.0)
    heaviest = max(changes, key=lambda change: change.materiality.score).materiality
    categories = {name: None for change in changes for name in change.materiality.categories}
    return Materiality(level=heaviest.level, score=heaviest.score, categories=tuple(categories))
