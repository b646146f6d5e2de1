"""What the machine suggests about a change, with its reasons; legal decides."""

from publisher.changes.materiality.judging import judge_all, judge_changes
from publisher.changes.materiality.rulebook import Category, Duty, Obligation, Rulebook
from publisher.changes.materiality.shipped import extended_rulebook, rulebook

__all__ = [
    "Category",
    "Duty",
    "Obligation",
    "Rulebook",
    "extended_rulebook",
    "judge_all",
    "judge_changes",
    "rulebook",
]
