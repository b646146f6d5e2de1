"""What it means that a clause stands at another place: it may have left what bounds it."""

from __future__ import annotations

from publisher.changes.materiality.elsewhere import Elsewhere
from publisher.changes.materiality.reading import Reader
from publisher.changes.materiality.weights import OfForm
from publisher.changes.materiality.wording import clause_key, mask
from publisher.model.changes import Change, Evidence, Reason
from publisher.model.segments import ParsedText, Segment, SegmentKind

_BOUNDING = frozenset({"scope", "minors", "condition", "limit"})


class Moves:
    """Judges moves between two texts."""

    def __init__(
        self, before: ParsedText, after: Elsewhere, *, reader: Reader, weights: OfForm
    ) -> None:
        self._before, self._after = before, after
        self._reader = reader
        self._weights = weights

    def reason(self, change: Change, old: Segment, new: Segment) -> Reason:
        """That a segment moved; it weighs more where it left a heading that bounds its scope."""
        headings = self._before.section(old)
        lost = [name for name in headings if name not in change.section]
        loses = self._leaves_scope(lost) or self._leaves_clauses(old, new)
        return Reason(
            rule="moved",
            category=None,
            weight=self._weights.moved_scope if loses else self._weights.moved,
            evidence=Evidence(
                old=" / ".join(headings[1:]),
                new=" / ".join(change.section[1:]),
                old_span=change.old[0].span,
                new_span=change.new[0].span,
            ),
        )

    def _leaves_scope(self, headings: list[str]) -> bool:
        """Whether one of the headings that are left bounds a scope, and all still stand."""
        return any(self._bounds_scope(name) for name in headings) and all(
            self._after.holds(clause_key(mask(name))) for name in headings
        )

    def _leaves_clauses(self, old: Segment, new: Segment) -> bool:
        """Whether a heading that bounds a scope has other clauses below it than before."""
        if old.kind is not SegmentKind.HEADING:
            return False
        if not self._bounds_scope(old.body.of(self._before.source)):
            return False
        return _below(self._before, old) != _below(self._after.parsed, new)

    def _bounds_scope(self, heading: str) -> bool:
        return any(atom.group in _BOUNDING for atom in self._reader.said(mask(heading)))


def _below(parsed: ParsedText, heading: Segment) -> set[str]:
    index = parsed.segments.index(heading)
    bodies = (it.body.of(parsed.source) for it in parsed.segments if index in it.path)
    return {clause_key(mask(body)) for body in bodies}
