"""Judges changes: each in the smallest clauses that hold it, a revision by its weightiest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from publisher.changes.materiality import atoms as kinds
from publisher.changes.materiality.atoms import Atom, atoms_of
from publisher.changes.materiality.clauses import (
    Clause,
    Elsewhere,
    Side,
    clause_key,
    mask,
    touched_clauses,
)
from publisher.changes.materiality.rulebook import Rulebook
from publisher.changes.materiality.shipped import rulebook
from publisher.changes.materiality.weighing import Weighed, score_of, weigh
from publisher.model.changes import (
    Change,
    Difference,
    Evidence,
    Level,
    Materiality,
    PairKind,
    Place,
    Reason,
)
from publisher.model.segments import ParsedText, Segment, SegmentKind
from publisher.text.dates import is_date_clause

MATERIAL_FROM = 0.5
UNDECIDED_FROM = 0.3
_MAX_REASONS = 12
_MAX_REWORDED = 400  # pairs of a removed and an added segment; beyond it is another text
_SAID_AGAIN = Reason(rule="reworded", category=None, weight=0.08)
_RENAMED = 0.2
_KNOWN_NAME = 0.3  # a name that both texts have
_NAME = 0.62
_SAME_BEGINNING = 4  # letters: Lockbox, Lockwise
_OF_LINK = 0.12
_OF_PLACEHOLDER = 0.3
_OF_ORDER = 0.08
_OF_SWAPPED_SIGNALS = 0.6
_OF_MOVE = 0.05
_OF_LOST_SCOPE = 0.6
_WORDS_OF_HEADING = 4  # a longer one says something itself
_HEADING_SHARE = 0.35  # nothing is promised in a heading
_POINTER_SHARE = 0.3
_WHOLE_SHARE = 0.8  # of an added or removed clause every word is new; each says less
_MAX_DATE_LINE = 120
_FILLED_DATE = re.compile(r"\{\{\s*(?:revision|effective)Date\s*\}\}")
_MAY_DATE = re.compile(r"\d|元年|Date\s*\}\}")
_ERAS = {"民国": 1911, "民國": 1911, "令和": 2018, "平成": 1988}
_ERA = re.compile(rf"(?P<era>{'|'.join(_ERAS)})\s?(?P<year>\d{{1,3}}|元)\s?年")
_WORDS_OF_COURTESY = 5  # besides those of courtesy itself
_BINDS_NOBODY = frozenset(
    {kinds.POINTER, "hedge", "wish", "all", "conjunction", "condition", "time", "permission"}
)
_SILENT = frozenset({SegmentKind.FIELD, SegmentKind.RULE, SegmentKind.CODE, SegmentKind.REFERENCE})


def judge_changes(
    changes: Sequence[Change],
    before: ParsedText,
    after: ParsedText,
    *,
    locale: str,
    rules: Rulebook | None = None,
) -> tuple[Change, ...]:
    """The changes with what the machine suggests about each; noise is immaterial."""
    judge = _Judge(before, after, rules or rulebook(), locale)
    reworded = judge.reworded(changes)
    return tuple(
        replace(item, materiality=reworded.get(id(item)) or judge.judged(item)) for item in changes
    )


def judge_all(changes: Sequence[Change]) -> Materiality:
    """The judgement on a whole revision: material if any of its changes is."""
    heaviest = max((item.materiality.score for item in changes), default=0.0)
    categories = {
        name: None
        for item in sorted(changes, key=lambda item: -item.materiality.score)
        if item.materiality.level is Level.MATERIAL
        for name in item.materiality.categories
    }
    return Materiality(level=level_of(heaviest), score=heaviest, categories=tuple(categories))


def level_of(score: float) -> Level:
    """What a score is called."""
    if score >= MATERIAL_FROM:
        return Level.MATERIAL
    return Level.UNDECIDED if score >= UNDECIDED_FROM else Level.IMMATERIAL


class _Judge:
    """Judges the changes between two texts; what it needs of a whole text is made once."""

    def __init__(self, before: ParsedText, after: ParsedText, rules: Rulebook, locale: str) -> None:
        self.before, self.after = before, after
        self.rules = rules
        self.locale = locale
        self.lexicon = rules.lexicon(locale)
        self._signals = frozenset(rules.signals)
        self._known_atoms: dict[str, list[Atom]] = {}
        self._old_segments = {segment.extent: segment for segment in before.segments}
        self._new_segments = {segment.extent: segment for segment in after.segments}

    @cached_property
    def old_clauses(self) -> Elsewhere:
        return Elsewhere(self.before)

    @cached_property
    def new_clauses(self) -> Elsewhere:
        return Elsewhere(self.after)

    @cached_property
    def _folded(self) -> tuple[str, str]:
        fold = self.lexicon.fold
        return fold(self.old_clauses.words), fold(self.new_clauses.words)

    def name_weight(self, old: str | None, new: str | None) -> float:
        """What a name weighs that came or went: nothing new where both texts have it."""
        before, after = self._folded
        if all(name in before and name in after for name in (old, new) if name):
            return _KNOWN_NAME
        if old and new and (_begin_alike(old, new) or self._is_renamed(old, new)):
            return _RENAMED
        return _NAME

    def _is_renamed(self, old: str, new: str) -> bool:
        """Whether one name took the other's place throughout."""
        before, after = self._folded
        count = before.count(old)
        return (
            count > 2 and old not in after and new not in before and after.count(new) >= 0.6 * count
        )

    def reworded(self, changes: Sequence[Change]) -> dict[int, Materiality]:
        """Removed and added segments that say the same in other words, by `id`."""
        removed = [item for item in changes if item.kind is PairKind.REMOVED]
        added = [item for item in changes if item.kind is PairKind.ADDED]
        if not removed or not added or len(removed) * len(added) > _MAX_REWORDED:
            return {}
        olds = [(item, self._said_by(self.before, item.old[0])) for item in removed]
        news = [(item, self._said_by(self.after, item.new[0])) for item in added]
        found: dict[int, Materiality] = {}
        for old, said in olds:
            for new, other in news:
                if id(new) in found or not _overlap(said, other):
                    continue
                weighed = weigh(said, other, self.rules, name_weight=self.name_weight)
                score = score_of(item.weight for item in weighed)
                if score < UNDECIDED_FROM:
                    found[id(old)] = found[id(new)] = _materiality(score, [_SAID_AGAIN])
                    break
        return found

    def _said_by(self, parsed: ParsedText, place: Place) -> list[Atom]:
        words = mask(place.span.of(parsed.source))
        return self._atoms(words, 0, len(words))

    def judged(self, change: Change) -> Materiality:
        """What the machine suggests about one change."""
        if change.noise is not None and change.kind is not PairKind.MOVED:
            return _immaterial(_named(change.noise, 0.0))
        segments = (*self._segments(change, old=True), *self._segments(change, old=False))
        if all(segment.kind in _SILENT for segment in segments):
            return _immaterial()
        reasons = list(self._reasons(change, segments))
        score = score_of(reason.weight for reason in reasons)
        return _materiality(score, reasons)

    def _segments(self, change: Change, *, old: bool) -> Iterator[Segment]:
        known, places = (
            (self._old_segments, change.old) if old else (self._new_segments, change.new)
        )
        return (known[place.span] for place in places)

    def _reasons(self, change: Change, segments: Sequence[Segment]) -> Iterator[Reason]:
        differences = {edit.difference for edit in change.edits}
        if Difference.LINK_TARGET in differences:
            yield _link_reason(change)
        if change.kind is PairKind.MOVED:
            yield self._move_reason(change)
        yield from self._of_words(change, segments)

    def _of_words(self, change: Change, segments: Sequence[Segment]) -> Iterator[Reason]:
        found = touched_clauses(change, self.before, self.after)
        old = self._said(found.old, found.old_clauses, self.new_clauses)
        new = self._said(found.new, found.new_clauses, self.old_clauses)
        weighed = self._weighed(old, new)
        share = self._share(segments, old, new)
        if not weighed and (old or new):
            yield _order_reason(_joined(old), _joined(new), found.old, found.new)
        weighed.sort(key=lambda item: -item.weight)
        about = self._about([*_joined(old), *_joined(new)])
        for item in weighed[:_MAX_REASONS]:
            yield _reason(item, share, found.old, found.new, about)

    def _about(self, said: Sequence[Atom]) -> str | None:
        """The category that clauses speak of most: what a signal in them is about."""
        counts = Counter(atom.group for atom in said if atom.group in self.rules.categories)
        ranked = sorted(counts, key=lambda name: (-counts[name], -self.rules.weight(name)))
        return ranked[0] if ranked else None

    def _said(
        self, side: Side, clauses: Sequence[Clause], elsewhere: Elsewhere
    ) -> list[list[Atom]]:
        """What each clause says that the other text does not say in another place."""
        said: list[list[Atom]] = []
        for clause in clauses:
            words = side.text[clause.start : clause.end]
            if _only_dates(side, clause):
                continue
            if clause.is_whole and elsewhere.holds(clause_key(words)):
                continue
            atoms = self._atoms(side.text, clause.start, clause.end)
            if not (clause.is_whole and self._is_said_elsewhere(words, atoms, elsewhere)):
                said.append(atoms)
        return said

    def _weighed(self, old: Sequence[list[Atom]], new: Sequence[list[Atom]]) -> list[Weighed]:
        """What differs; courtesies count only where they hold something that is promised."""
        every = weigh(_joined(old), _joined(new), self.rules, name_weight=self.name_weight)
        binding = [[atoms for atoms in side if not _is_courtesy(atoms)] for side in (old, new)]
        if all(map(len, binding)) and sum(map(len, binding)) == len(old) + len(new):
            return every
        rest = weigh(
            _joined(binding[0]), _joined(binding[1]), self.rules, name_weight=self.name_weight
        )
        return min(every, rest, key=lambda items: score_of(item.weight for item in items))

    def _is_said_elsewhere(self, words: str, atoms: Sequence[Atom], elsewhere: Elsewhere) -> bool:
        """Whether another clause of the other text says all that this one says, in like words."""
        other = elsewhere.nearest(clause_key(words))
        if other is None:
            return False
        found = weigh(
            atoms, self._atoms(other, 0, len(other)), self.rules, name_weight=self.name_weight
        )
        lost = [item.weight for item in found if item.old is not None]
        return score_of(lost) < UNDECIDED_FROM

    def _atoms(self, text: str, start: int, end: int) -> list[Atom]:
        words = text[start:end]
        known = self._known_atoms.get(words)
        if known is None:
            known = atoms_of(words, self.lexicon, locale=self.locale, signals=self._signals)
            self._known_atoms[words] = known
        return [atom.moved(start) for atom in known] if start else list(known)

    def _share(
        self,
        segments: Sequence[Segment],
        old: Sequence[list[Atom]],
        new: Sequence[list[Atom]],
    ) -> float:
        share = 1.0
        is_heading = all(segment.kind is SegmentKind.HEADING for segment in segments)
        if is_heading and max(map(len, (*old, *new)), default=0) <= _WORDS_OF_HEADING:
            share *= _HEADING_SHARE
        if not old or not new:
            share *= _WHOLE_SHARE
            said = [*_joined(old), *_joined(new)]
            if _is_pointer(said):
                share *= _POINTER_SHARE
        return share

    def _move_reason(self, change: Change) -> Reason:
        old = next(self._segments(change, old=True), None)
        headings = self.before.section(old) if old else ()
        lost = [name for name in headings if name not in change.section]
        still = lost and all(self.new_clauses.holds(clause_key(mask(name))) for name in lost)
        scope = [name for name in lost if self._bounds_scope(name)]
        weight = _OF_LOST_SCOPE if scope and still else _OF_MOVE
        evidence = Evidence(
            old=" / ".join(headings[1:]),
            new=" / ".join(change.section[1:]),
            old_span=change.old[0].span,
            new_span=change.new[0].span,
        )
        return Reason(rule="moved", category=None, weight=weight, evidence=evidence)

    def _bounds_scope(self, heading: str) -> bool:
        words = mask(heading)
        found = self._atoms(words, 0, len(words))
        return any(atom.group in ("scope", "minors", "condition", "limit") for atom in found)


def _reason(item: Weighed, share: float, old: Side, new: Side, about: str | None = None) -> Reason:
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


def _begin_alike(old: str, new: str) -> bool:
    return old[:_SAME_BEGINNING] == new[:_SAME_BEGINNING] and min(len(old), len(new)) > 3


def _order_reason(old: Sequence[Atom], new: Sequence[Atom], before: Side, after: Side) -> Reason:
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
        return Reason(rule="reordered", category=None, weight=_OF_ORDER)
    item = Weighed("swapped", None, _OF_SWAPPED_SIGNALS, *moved[0])
    return _reason(item, 1.0, before, after)


def _link_reason(change: Change) -> Reason:
    def targets(op: str) -> str:
        return " ".join(
            edit.text
            for edit in change.edits
            if edit.difference is Difference.LINK_TARGET and edit.op.value == op
        )

    evidence = Evidence(old=targets("delete"), new=targets("insert"))
    return Reason(rule="link_target", category=None, weight=_OF_LINK, evidence=evidence)


def _joined(clauses: Sequence[list[Atom]]) -> list[Atom]:
    return [atom for atoms in clauses for atom in atoms]


def _overlap(old: Sequence[Atom], new: Sequence[Atom]) -> bool:
    """Whether two segments have enough in common to be weighed against each other."""
    mine, theirs = set(kinds.meanings(old)), set(kinds.meanings(new))
    return len(mine & theirs) * 2 >= max(len(mine), len(theirs), 1)


def _is_pointer(said: Sequence[Atom]) -> bool:
    """Whether a clause only says where more is to be read."""
    return (
        len(said) < 12
        and any(atom.group == kinds.POINTER for atom in said)
        and not any(atom.is_counted and atom.group not in _BINDS_NOBODY for atom in said)
    )


def _is_courtesy(atoms: Sequence[Atom]) -> bool:
    """Whether a clause greets, thanks or praises, and promises nothing."""
    others = [atom for atom in atoms if atom.group not in (kinds.COURTESY, *_BINDS_NOBODY)]
    return (
        len(others) <= _WORDS_OF_COURTESY
        and any(atom.group == kinds.COURTESY for atom in atoms)
        and not any(atom.is_counted for atom in others)
    )


def _only_dates(side: Side, clause: Clause) -> bool:
    words = side.text[clause.start : clause.end].strip()
    if len(words) > _MAX_DATE_LINE or not _MAY_DATE.search(words):
        return False
    is_alone = not side.text[: clause.start].strip() and not side.text[clause.end :].strip()
    return is_date_clause(_FILLED_DATE.sub("2000-01-01", _in_common_era(words)), is_alone=is_alone)


def _in_common_era(words: str) -> str:
    return _ERA.sub(
        lambda match: f"{int(match['year'].replace('元', '1')) + _ERAS[match['era']]}年", words
    )


def _named(difference: Difference, weight: float) -> Reason:
    return Reason(rule=difference.value, category=None, weight=weight)


def _immaterial(*reasons: Reason) -> Materiality:
    return Materiality(level=Level.IMMATERIAL, score=0.0, reasons=reasons)


def _materiality(score: float, reasons: Sequence[Reason]) -> Materiality:
    ordered = sorted(reasons, key=lambda reason: -reason.weight)
    categories = dict.fromkeys(reason.category for reason in ordered if reason.category)
    return Materiality(
        level=level_of(score), score=score, categories=tuple(categories), reasons=tuple(ordered)
    )
