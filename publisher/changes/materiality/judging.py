"""Judges changes: each in the smallest clauses that hold it, a revision by its weightiest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from publisher.changes.materiality import atoms as kinds
from publisher.changes.materiality.atoms import Atom, atoms_of
from publisher.changes.materiality.clauses import Clause, Side, Touched, touched_clauses
from publisher.changes.materiality.elsewhere import Elsewhere
from publisher.changes.materiality.formulas import (
    is_courtesy,
    is_pointer,
    only_dates,
    without_edition,
)
from publisher.changes.materiality.parties import swapped_parties, without_parties
from publisher.changes.materiality.places import Place as Where
from publisher.changes.materiality.places import atoms_by_site, is_explanation
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
from publisher.changes.materiality.rulebook import Rulebook
from publisher.changes.materiality.shipped import rulebook
from publisher.changes.materiality.weighing import Weighed, held, score_of, weigh
from publisher.changes.materiality.wording import clause_key, mask, split_clauses
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

_MAX_REASONS = 12
_MAX_REWORDED = 400  # pairs of a removed and an added segment; beyond it is another text
_SAID_AGAIN = Reason(rule="reworded", category=None, weight=0.08)
_DATA = "data"
_SAME_CLAUSE = 0.5  # of what two segments say in common
_SAME_BEGINNING = 4  # letters: Lockbox, Lockwise
_WORDS_OF_HEADING = 4  # a longer one says something itself
_TURNS = frozenset({"negation", "limit", "exception"})  # what they stand beside says another thing
_LEAD_IN = re.compile(r"\W*+(?:\w++[ \u00a0]?){1,3}[:：]\s*")  # "In short:", 再次提示：
_WORDS_SAID_AGAIN = 3
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


Said = list[list[Atom]]  # what each clause says
Differing = tuple[Touched, Said, Said, list[Weighed]]


class Judge:
    """Judges the changes between two texts; what it needs of a whole text is made once."""

    def __init__(self, before: ParsedText, after: ParsedText, rules: Rulebook, locale: str) -> None:
        self.before, self.after = before, after
        self.rules = rules
        self.locale = locale
        self.lexicon = rules.lexicon(locale)
        self._signals = frozenset(rules.signals)
        self._known_names: dict[str, bool] = {}
        self._known_atoms: dict[str, list[Atom]] = {}
        self._old_segments = {segment.extent: segment for segment in before.segments}
        self._new_segments = {segment.extent: segment for segment in after.segments}

    @cached_property
    def old_clauses(self) -> Elsewhere:
        """The old text's clauses."""
        return Elsewhere(self.before)

    @cached_property
    def new_clauses(self) -> Elsewhere:
        """The new text's clauses."""
        return Elsewhere(self.after)

    @cached_property
    def _folded(self) -> tuple[str, str]:
        fold = self.lexicon.fold
        return fold(self.old_clauses.words), fold(self.new_clauses.words)

    def name_weight(self, old: str | None, new: str | None) -> float:
        """What a name weighs that came or went: nothing new where both texts have it."""
        if all(self._is_known(name) for name in (old, new) if name):
            return self.rules.weights.of_words.name_known
        if old and new and (_begin_alike(old, new) or self._is_renamed(old, new)):
            return self.rules.weights.of_words.name_renamed
        return self.rules.weights.of_words.name

    def _is_known(self, name: str) -> bool:
        """Whether both texts have a name."""
        if name not in self._known_names:
            self._known_names[name] = all(name in text for text in self._folded)
        return self._known_names[name]

    def _is_renamed(self, old: str, new: str) -> bool:
        """Whether one name took the other's place throughout."""
        before, after = self._folded
        count = before.count(old)
        return (
            count > 2 and old not in after and new not in before and after.count(new) >= 0.6 * count
        )

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
            near = [(_overlap(said, other), new, other) for new, other in news]
            near = [item for item in near if item[0] >= _SAME_CLAUSE and id(item[1]) not in found]
            if near:
                _, new, other = max(near, key=lambda item: item[0])
                weighed = self._weigh(said, other, rewritten=True)
                weighed.sort(key=lambda item: -item.weight)
                segments = (*self._segments(old, old=True), *self._segments(new, old=False))
                share = self.share(segments, [said], [other])
                score = self._suggested([item.weight * share for item in weighed])
                reasons = [_SAID_AGAIN]
                if score >= UNDECIDED_FROM:
                    sides = _side(self.before, old.old[0]), _side(self.after, new.new[0])
                    reasons = [reason_of(item, share, *sides) for item in weighed[:_MAX_REASONS]]
                found[id(old)] = found[id(new)] = materiality_of(score, reasons)
        return found

    def _said_by(self, parsed: ParsedText, place: Place) -> list[Atom]:
        words = mask(place.span.of(parsed.source))
        return _joined([self._atoms(words, *clause) for clause in split_clauses(words)])

    def judged(self, change: Change) -> Materiality:
        """What the machine suggests about one change."""
        if change.noise is not None and change.kind is not PairKind.MOVED:
            return immaterial(named(change.noise, 0.0))
        segments = (*self._segments(change, old=True), *self._segments(change, old=False))
        if all(segment.kind in _SILENT for segment in segments):
            return immaterial()
        reasons = list(self._reasons(change, segments))
        return materiality_of(self._suggested([reason.weight for reason in reasons]), reasons)

    def _segments(self, change: Change, *, old: bool) -> Iterator[Segment]:
        known, places = (
            (self._old_segments, change.old) if old else (self._new_segments, change.new)
        )
        return (known[place.span] for place in places)

    def _reasons(self, change: Change, segments: Sequence[Segment]) -> Iterator[Reason]:
        differences = {edit.difference for edit in change.edits}
        if Difference.LINK_TARGET in differences:
            yield link_reason(change, self.rules.weights.of_form.link)
        if change.kind is PairKind.MOVED:
            yield self._move_reason(change)
        yield from self._of_words(change, segments)

    def _of_words(self, change: Change, segments: Sequence[Segment]) -> Iterator[Reason]:
        found, old, new, weighed = self.difference(change, segments)
        share = self.share(segments, old, new)
        if not weighed and (old or new):
            form = self.rules.weights.of_form
            yield order_reason(_joined(old), _joined(new), found.old, found.new, form)
        weighed.sort(key=lambda item: -item.weight)
        about = self._about([*_joined(old), *_joined(new)])
        for item in weighed[:_MAX_REASONS]:
            yield reason_of(item, share, found.old, found.new, about)

    def difference(self, change: Change, segments: Sequence[Segment]) -> Differing:
        """The clauses that a change touches, what they say, and what differs in that."""
        found = touched_clauses(change, self.before, self.after)
        is_title = all(segment.kind is SegmentKind.HEADING for segment in segments)
        old = self._said(found.old, found.old_clauses, self.new_clauses, is_title=is_title)
        new = self._said(found.new, found.new_clauses, self.old_clauses, is_title=is_title)
        weighed = [*self._weighed(old, new, found), *self._swapped(found)]
        return found, old, new, weighed or list(self._repeated(old, new, found))

    def _repeated(self, old: Said, new: Said, found: Touched) -> Iterator[Weighed]:
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
        old, new = (
            [
                atom
                for clause in clauses
                for atom in self._every_atom(side.text, clause.start, clause.end)
            ]
            for side, clauses in ((found.old, found.old_clauses), (found.new, found.new_clauses))
        )
        for gone, come, place in swapped_parties(old, new, found):
            weight = self.rules.weight(kinds.PARTY) * self.rules.weights.share(place, kinds.PARTY)
            yield Weighed(kinds.PARTY, None, weight, gone, come, place)

    def _about(self, said: Sequence[Atom]) -> str | None:
        """The category that clauses speak of most: what a signal in them is about."""
        counts = Counter(atom.group for atom in said if atom.group in self.rules.categories)
        # Data is named in most promises, whatever they are about.
        ranked = sorted(
            counts, key=lambda name: (-counts[name], name == _DATA, -self.rules.weight(name))
        )
        return ranked[0] if ranked else None

    def _said(
        self, side: Side, clauses: Sequence[Clause], elsewhere: Elsewhere, *, is_title: bool
    ) -> list[list[Atom]]:
        """What each clause says that the other text does not say in another place."""
        said: list[list[Atom]] = []
        for clause in clauses:
            words = side.text[clause.start : clause.end]
            if only_dates(side, clause):
                continue
            if clause.is_whole and elsewhere.holds(clause_key(words)):
                continue
            atoms = self._atoms(side.text, clause.start, clause.end)
            if clause.is_whole and self._is_said_elsewhere(words, atoms, elsewhere):
                continue
            said.append(without_edition(atoms, side.text, is_title=is_title))
        return said

    def _weighed(
        self, old: Sequence[list[Atom]], new: Sequence[list[Atom]], found: Touched
    ) -> list[Weighed]:
        """What differs; courtesies count only where they hold something that is promised."""
        every = self._weigh(_joined(old), _joined(new), found)
        binding = [[atoms for atoms in side if not is_courtesy(atoms)] for side in (old, new)]
        if sum(map(len, binding)) == len(old) + len(new):
            return every
        rest = self._weigh(_joined(binding[0]), _joined(binding[1]), found)
        return min(every, rest, key=lambda items: self._score(item.weight for item in items))

    def _weigh(
        self,
        old: Sequence[Atom],
        new: Sequence[Atom],
        found: Touched | None = None,
        *,
        rewritten: bool = False,
    ) -> list[Weighed]:
        return weigh(
            old,
            new,
            self.rules,
            name_weight=self.name_weight,
            touched=found,
            rewritten=rewritten,
        )

    def _score(self, weights: Iterable[float]) -> float:
        return score_of(weights, self.rules.weights.of_form.most)

    def _suggested(self, weights: Sequence[float]) -> float:
        """The score that is shown: held where several things weigh."""
        return held(self._score(weights), weights, self.rules.weights.of_form.several)

    def _is_said_elsewhere(self, words: str, atoms: Sequence[Atom], elsewhere: Elsewhere) -> bool:
        """Whether another clause of the other text says all that this one says, in like words."""
        lead = _LEAD_IN.match(words)
        if lead is not None and _leads(self._atoms(words, 0, lead.end())):
            rest = self._atoms(words, lead.end(), len(words))
            if len(rest) >= _WORDS_SAID_AGAIN:
                words, atoms = words[lead.end() :], rest
        return any(self._says_all(other, atoms) for other in elsewhere.nearest(clause_key(words)))

    def _says_all(self, clause: str, atoms: Sequence[Atom]) -> bool:
        """Whether a clause says all that the atoms say, and turns none of it."""
        other = self._atoms(clause, 0, len(clause))
        if _overlap(atoms, other, of_first=True) < _SAME_CLAUSE:
            return False
        found = self._weigh(atoms, other)
        counts = (item.weight for item in found if item.old is not None or item.rule in _TURNS)
        return self._score(counts) < UNDECIDED_FROM

    def _atoms(self, text: str, start: int, end: int) -> list[Atom]:
        return without_parties(self._every_atom(text, start, end))

    def _every_atom(self, text: str, start: int, end: int) -> list[Atom]:
        words = text[start:end]
        known = self._known_atoms.get(words)
        if known is None:
            known = atoms_of(words, self.lexicon, locale=self.locale, signals=self._signals)
            self._known_atoms[words] = known
        return [atom.moved(start) for atom in known] if start else list(known)

    def share(
        self,
        segments: Sequence[Segment],
        old: Sequence[list[Atom]],
        new: Sequence[list[Atom]],
    ) -> float:
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

    def _move_reason(self, change: Change) -> Reason:
        old = next(self._segments(change, old=True), None)
        headings = self.before.section(old) if old else ()
        lost = [name for name in headings if name not in change.section]
        still = lost and all(self.new_clauses.holds(clause_key(mask(name))) for name in lost)
        scope = [name for name in lost if self._bounds_scope(name)]
        loses = (scope and still) or (old is not None and self._leaves_clauses(old, change))
        form = self.rules.weights.of_form
        weight = form.moved_scope if loses else form.moved
        evidence = Evidence(
            old=" / ".join(headings[1:]),
            new=" / ".join(change.section[1:]),
            old_span=change.old[0].span,
            new_span=change.new[0].span,
        )
        return Reason(rule="moved", category=None, weight=weight, evidence=evidence)

    def _leaves_clauses(self, old: Segment, change: Change) -> bool:
        """Whether a heading that bounds a scope has other clauses below it than before."""
        if old.kind is not SegmentKind.HEADING:
            return False
        new = self._new_segments[change.new[0].span]
        if not self._bounds_scope(old.body.of(self.before.source)):
            return False
        return _below(self.before, old) != _below(self.after, new)

    def _bounds_scope(self, heading: str) -> bool:
        words = mask(heading)
        found = self._atoms(words, 0, len(words))
        return any(atom.group in ("scope", "minors", "condition", "limit") for atom in found)


def _joined(clauses: Sequence[list[Atom]]) -> list[Atom]:
    return [atom for atoms in clauses for atom in atoms]


def _leads(atoms: Sequence[Atom]) -> bool:
    """Whether words before a colon say nothing themselves, as "In short" does."""
    return not any(
        (atom.is_counted and atom.group != "time") or atom.group in {kinds.NAME, _DATA}
        for atom in atoms
    )


def _overlap(old: Sequence[Atom], new: Sequence[Atom], *, of_first: bool = False) -> float:
    """The share of what two segments say that they have in common; `of_first`: of the first."""
    mine, theirs = set(kinds.meanings(old)), set(kinds.meanings(new))
    whole = len(mine) if of_first else max(len(mine), len(theirs))
    return len(mine & theirs) / max(whole, 1)


def _side(parsed: ParsedText, place: Place) -> Side:
    return Side(mask(place.span.of(parsed.source)), (place.span,), (), ())


def _below(parsed: ParsedText, heading: Segment) -> set[str]:
    index = parsed.segments.index(heading)
    bodies = (it.body.of(parsed.source) for it in parsed.segments if index in it.path)
    return {clause_key(mask(body)) for body in bodies}


def _begin_alike(old: str, new: str) -> bool:
    return old[:_SAME_BEGINNING] == new[:_SAME_BEGINNING] and min(len(old), len(new)) > 3
