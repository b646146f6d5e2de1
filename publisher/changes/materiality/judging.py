"""Judges changes: each in the smallest clauses that hold it, a revision by its weightiest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from publisher.changes.materiality import atoms as kinds
from publisher.changes.materiality.atoms import Atom
from publisher.changes.materiality.clauses import Clause, Side, Touched, touched_clauses
from publisher.changes.materiality.elsewhere import Elsewhere
from publisher.changes.materiality.formulas import (
    is_courtesy,
    is_pointer,
    only_dates,
    without_edition,
)
from publisher.changes.materiality.moves import Moves
from publisher.changes.materiality.names import Names
from publisher.changes.materiality.parties import may_swap, swapped_parties
from publisher.changes.materiality.places import Place as Where
from publisher.changes.materiality.places import atoms_by_site, is_explanation
from publisher.changes.materiality.reading import Reader, Said
from publisher.changes.materiality.reasons import (
    UNDECIDED_FROM,
    immaterial,
    level_of,
    link_reason,
    materiality_of,
    named,
    order_reason,
    reason_of,
)
from publisher.changes.materiality.repeats import LEAST_IN_COMMON, Repeats, in_common
from publisher.changes.materiality.rulebook import Rulebook
from publisher.changes.materiality.shipped import rulebook
from publisher.changes.materiality.weighing import Weighed, held, score_of, weigh
from publisher.changes.materiality.wording import mask
from publisher.model.changes import (
    Change,
    Difference,
    Level,
    Materiality,
    PairKind,
    Place,
    Reason,
)
from publisher.model.segments import ParsedText, Segment, SegmentKind, Span

_MAX_REASONS = 12
_MAX_REWORDED = 400  # pairs of a removed and an added segment; beyond it is another text
_SAID_AGAIN = Reason(rule="reworded", category=None, weight=0.08)
_WORDS_OF_HEADING = 4  # a longer one says something itself
_TURNS = frozenset({"negation", "limit", "exception"})  # what they stand beside says another thing
_LISTED = frozenset({SegmentKind.LIST_ITEM, SegmentKind.TABLE_CELL, SegmentKind.TERM})
_WORDS_OF_ITEM = 4  # in a list; a longer one is a clause
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
    judge = Judge(before, after, rules or rulebook(), locale)
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


Clauses = Sequence[Said]  # what each clause says
Differing = tuple[Touched, Clauses, Clauses, list[Weighed]]


class Judge:
    """Judges the changes between two texts; what it needs of a whole text is made once."""

    def __init__(self, before: ParsedText, after: ParsedText, rules: Rulebook, locale: str) -> None:
        self.before, self.after = before, after
        self.rules = rules
        lexicon = rules.lexicon(locale)
        old, new = Elsewhere(before), Elsewhere(after)
        self._reader = Reader(lexicon, locale=locale, signals=frozenset(rules.signals))
        self._names = Names(old, new, lexicon=lexicon, weights=rules.weights.of_words)
        self._moves = Moves(before, new, reader=self._reader, weights=rules.weights.of_form)
        self._in_old = Repeats(old, self._reader, self._turns)
        self._in_new = Repeats(new, self._reader, self._turns)

    @cached_property
    def _old_segments(self) -> dict[Span, Segment]:
        return {segment.extent: segment for segment in self.before.segments}

    @cached_property
    def _new_segments(self) -> dict[Span, Segment]:
        return {segment.extent: segment for segment in self.after.segments}

    def reworded(self, changes: Sequence[Change]) -> dict[int, Materiality]:
        """Removed and added segments that speak of the same, judged together, by `id`."""
        removed = [item for item in changes if item.kind is PairKind.REMOVED]
        added = [item for item in changes if item.kind is PairKind.ADDED]
        if not removed or not added or len(removed) * len(added) > _MAX_REWORDED:
            return {}
        olds = [(item, self._said_by(self.before, item.old[0])) for item in removed]
        news = [(item, self._said_by(self.after, item.new[0])) for item in added]
        found: dict[int, Materiality] = {}
        for old, said in olds:
            near = [(in_common(said, other), new, other) for new, other in news]
            near = [it for it in near if it[0] >= LEAST_IN_COMMON and id(it[1]) not in found]
            if near:
                _, new, other = max(near, key=lambda item: item[0])
                found[id(old)] = found[id(new)] = self._rewritten(old, new, said, other)
        return found

    def _said_by(self, parsed: ParsedText, place: Place) -> Said:
        return self._reader.said_in_all(place.span.of(parsed.source))

    def _rewritten(self, old: Change, new: Change, said: Said, other: Said) -> Materiality:
        """What it means that one segment went and another, which speaks of the same, came."""
        weighed = self._weigh(said, other, rewritten=True)
        weighed.sort(key=lambda item: -item.weight)
        share = self.share(self._segments(old) + self._segments(new), [said], [other])
        score = self._suggested([item.weight * share for item in weighed])
        if score < UNDECIDED_FROM:
            return materiality_of(score, [_SAID_AGAIN])
        sides = _side(self.before, old.old[0]), _side(self.after, new.new[0])
        reasons = [reason_of(item, share, *sides) for item in weighed[:_MAX_REASONS]]
        return materiality_of(score, reasons)

    def judged(self, change: Change) -> Materiality:
        """What the machine suggests about one change."""
        if change.noise is not None and change.kind is not PairKind.MOVED:
            return immaterial(named(change.noise, 0.0))
        segments = self._segments(change)
        if all(segment.kind in _SILENT for segment in segments):
            return immaterial()
        reasons = list(self._reasons(change, segments))
        return materiality_of(self._suggested([reason.weight for reason in reasons]), reasons)

    def _segments(self, change: Change) -> list[Segment]:
        """The segments of a change, the old ones first."""
        old = [self._old_segments[place.span] for place in change.old]
        return old + [self._new_segments[place.span] for place in change.new]

    def _reasons(self, change: Change, segments: Sequence[Segment]) -> Iterator[Reason]:
        if any(edit.difference is Difference.LINK_TARGET for edit in change.edits):
            yield link_reason(change, self.rules.weights.of_form.link)
        if change.kind is PairKind.MOVED:
            yield self._moves.reason(change, segments[0], segments[-1])
        yield from self._of_words(change, segments)

    def _of_words(self, change: Change, segments: Sequence[Segment]) -> Iterator[Reason]:
        found, old, new, weighed = self.difference(change, segments)
        share = self.share(segments, old, new)
        if not weighed and (old or new):
            form = self.rules.weights.of_form
            yield order_reason(_joined(old), _joined(new), found.old, found.new, form)
        weighed.sort(key=lambda item: -item.weight)
        about = self._about([*old, *new]) if weighed else None
        for item in weighed[:_MAX_REASONS]:
            yield reason_of(item, share, found.old, found.new, about)

    def difference(self, change: Change, segments: Sequence[Segment]) -> Differing:
        """The clauses that a change touches, what they say, and what differs in that."""
        found = touched_clauses(change, self.before, self.after)
        is_title = all(segment.kind is SegmentKind.HEADING for segment in segments)
        old = list(self._said(found.old, found.old_clauses, self._in_new, is_title=is_title))
        new = list(self._said(found.new, found.new_clauses, self._in_old, is_title=is_title))
        weighed = [*self._weighed(old, new, found), *self._swapped(found)]
        return found, old, new, weighed or list(self._repeated(old, new, found))

    def _repeated(self, old: Clauses, new: Clauses, found: Touched) -> Iterator[Weighed]:
        """What alone came or went, though its sentence says it elsewhere: "or on your consent"."""
        if len(found.sites) != 1 or found.sites[0].lost is found.sites[0].gained:
            return
        is_old = found.sites[0].lost
        atoms = _joined(old) if is_old else _joined(new)
        for atom in atoms_by_site(atoms, found, is_old=is_old)[0]:
            if atom.group in self.rules.categories and not is_explanation(
                atom, found, is_old=is_old
            ):
                old_atom, new_atom = (atom, None) if is_old else (None, atom)
                weight = self.rules.weights.of_words.repeated
                yield Weighed(atom.group, atom.group, weight, old_atom, new_atom, Where.INSERTION)

    def _swapped(self, found: Touched) -> Iterator[Weighed]:
        """Parties that took each other's place."""
        sides = ((found.old, found.old_clauses), (found.new, found.new_clauses))
        if not may_swap(found) or not any(
            self._reader.names_party(side.text, clause.start, clause.end)
            for side, clauses in sides
            for clause in clauses
        ):
            return
        old, new = (
            [
                atom
                for clause in clauses
                for atom in self._reader.said_by_whom(side.text, clause.start, clause.end)
            ]
            for side, clauses in sides
        )
        for gone, come, place in swapped_parties(old, new, found):
            weight = self.rules.weight(kinds.PARTY) * self.rules.weights.share(place, kinds.PARTY)
            yield Weighed(kinds.PARTY, None, weight, gone, come, place)

    def _about(self, clauses: Clauses) -> str | None:
        """The category that clauses speak of most: what a signal in them is about."""
        groups = Counter([atom.group for said in clauses for atom in said])
        counts = {name: count for name, count in groups.items() if name in self.rules.categories}
        # Data is named in most promises, whatever they are about.
        ranked = sorted(
            counts, key=lambda name: (-counts[name], name == kinds.DATA, -self.rules.weight(name))
        )
        return ranked[0] if ranked else None

    def _said(
        self, side: Side, clauses: Sequence[Clause], other: Repeats, *, is_title: bool
    ) -> Iterator[Said]:
        """What each clause says that the other text does not say in another place."""
        for clause in clauses:
            if only_dates(side, clause):
                continue
            if clause.is_whole and other.says(side.text[clause.start : clause.end]):
                continue
            said = self._reader.said(side.text, clause.start, clause.end)
            yield without_edition(said, side.text, is_title=is_title)

    def _turns(self, said: Said, other: Said) -> bool:
        """Whether what a clause says is turned, or not all of it said, in another."""
        found = self._weigh(said, other)
        counts = (item.weight for item in found if item.old is not None or item.rule in _TURNS)
        return self._score(counts) >= UNDECIDED_FROM

    def _weighed(self, old: Clauses, new: Clauses, found: Touched) -> list[Weighed]:
        """What differs; courtesies count only where they hold something that is promised."""
        every = self._weigh(_joined(old), _joined(new), found)
        binding = [[said for said in side if not is_courtesy(said)] for side in (old, new)]
        if sum(map(len, binding)) == len(old) + len(new):
            return every
        rest = self._weigh(_joined(binding[0]), _joined(binding[1]), found)
        return min(every, rest, key=lambda items: self._score(item.weight for item in items))

    def _weigh(
        self, old: Said, new: Said, found: Touched | None = None, *, rewritten: bool = False
    ) -> list[Weighed]:
        return weigh(
            old,
            new,
            self.rules,
            name_weight=self._names.weight,
            touched=found,
            rewritten=rewritten,
        )

    def _score(self, weights: Iterable[float]) -> float:
        return score_of(weights, self.rules.weights.of_form.most)

    def _suggested(self, weights: Sequence[float]) -> float:
        """The score that is shown: held where several things weigh."""
        return held(self._score(weights), weights, self.rules.weights.of_form.several)

    def share(self, segments: Sequence[Segment], old: Clauses, new: Clauses) -> float:
        """The share of every weight that is kept for the form of what changed."""
        form = self.rules.weights.of_form
        share = 1.0
        is_heading = all(segment.kind is SegmentKind.HEADING for segment in segments)
        if is_heading and max(map(len, (*old, *new)), default=0) <= _WORDS_OF_HEADING:
            share *= form.heading
        if not old or not new:
            said = [*_joined(old), *_joined(new)]
            is_listed = all(segment.kind in _LISTED for segment in segments)
            share *= 1.0 if is_listed and len(said) <= _WORDS_OF_ITEM else form.whole
            if is_pointer(said):
                share *= form.pointer
        return share


def _joined(clauses: Clauses) -> list[Atom]:
    return [atom for said in clauses for atom in said]


def _side(parsed: ParsedText, place: Place) -> Side:
    return Side(mask(place.span.of(parsed.source)), (place.span,), (), ())
