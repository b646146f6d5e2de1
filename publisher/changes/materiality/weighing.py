"""What a difference in what clauses say weighs: reasons, each with its evidence, and a score."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from publisher.changes.materiality import atoms as kinds
from publisher.changes.materiality.atoms import Atom
from publisher.changes.materiality.clauses import Touched
from publisher.changes.materiality.matching import apart, are_alike, is_turned
from publisher.changes.materiality.places import (
    Found,
    Place,
    alone,
    find_place,
    is_explanation,
    without_moves,
)
from publisher.changes.materiality.rulebook import Rulebook

_HEAVY = 0.3
REWORDED = "reworded"
WORDING = "wording"
_CATEGORY_OF = {kinds.EMAIL: "contact", kinds.PHONE: "contact"}
LIGHT = frozenset({WORDING, "condition", "relation", "all"})
_EXPLAINING = frozenset({WORDING, kinds.NAME, kinds.NUMBER})
_IN_PAIRS = frozenset({"conjunction"})
# Of these only the change from one to another says something: lists grow and shrink.


class Weighed(NamedTuple):
    """Something that came, went or was replaced, and what that weighs."""

    rule: str
    category: str | None
    weight: float
    old: Atom | None
    new: Atom | None
    place: Place = Place.WHOLE


NameWeight = Callable[[str | None, str | None], float]


def weigh(
    old: Sequence[Atom],
    new: Sequence[Atom],
    rules: Rulebook,
    *,
    name_weight: NameWeight,
    touched: Touched | None = None,
    rewritten: bool = False,
) -> list[Weighed]:
    """What the new atoms say that the old ones did not, and the other way round.

    `touched`: the clauses that they were read in, where something may weigh less in a sentence
    that was written anew than alone in one that stayed. `rewritten`: they were written anew.
    """
    weights = rules.weights
    lost, gained, sure, likely = apart(old, new)
    found = [Weighed(REWORDED, None, weights.of_words.reworded, *pair) for pair in sure]
    found += [Weighed(REWORDED, None, weights.of_words.likely, *pair) for pair in likely]
    by_group: dict[str, tuple[list[Atom], list[Atom]]] = {}
    for side, atoms in enumerate((lost, gained)):
        for atom in atoms:
            by_group.setdefault(atom.group, ([], []))[side].append(atom)
    for group, (gone, come) in by_group.items():
        if group == kinds.WORD:
            found += _of_words(gone, come, rules)
        else:
            found += _of_group(group, gone, come, rules, name_weight)
    if touched is not None and touched.old_clauses and touched.new_clauses:
        found = _placed(found, rules, without_moves(touched, old, new))
    elif rewritten:
        found = _shared(_all_among(found), rules)
    if old and new and any(item.rule in LIGHT for item in found) and is_turned(old, new):
        return [_lightened(item, rules) for item in found]
    return found


def _placed(items: Sequence[Weighed], rules: Rulebook, touched: Touched) -> list[Weighed]:
    """The items as they weigh where they stand."""
    places = [find_place(item.old, item.new, touched) for item in items]
    placed = _shared(_answered(items, places, rules), rules)
    share = rules.weights.of_words.explained
    return [
        item._replace(weight=item.weight * share) if _is_explained(item, touched) else item
        for item in placed
    ]


def _is_explained(item: Weighed, touched: Touched) -> bool:
    """Whether something that no category knows only stands in brackets that came or went."""
    if item.rule not in _EXPLAINING:
        return False
    pair = ((item.old, True), (item.new, False))
    return all(atom is None or is_explanation(atom, touched, is_old=old) for atom, old in pair)


def _all_among(items: Sequence[Weighed]) -> list[tuple[Weighed, Place]]:
    return [(item, Place.REPLACEMENT_AMONG) for item in items]


def _shared(pairs: Sequence[tuple[Weighed, Place]], rules: Rulebook) -> list[Weighed]:
    """The items with the share of their weight that their places leave them."""
    heavy = sum(item.weight >= _HEAVY for item, _ in pairs)
    placed = []
    for item, place in pairs:
        is_alone = heavy == 1 and item.weight >= _HEAVY and not (item.old and item.new)
        at = alone(place) if is_alone else place
        share = rules.weights.share(at.value, kind_of(item))
        weight = item.weight * share
        placed.append(Weighed(item.rule, item.category, weight, item.old, item.new, at))
    return placed


def _answered(
    items: Sequence[Weighed], places: Sequence[Found], rules: Rulebook
) -> list[tuple[Weighed, Place]]:
    """The items, where a word that no rule knows answers one of a category as one of both.

    "You get" and "you receive": the words of one site, the one gone, the other come.
    """
    left = [(item, found) for item, found in zip(items, places, strict=True)]
    joined: list[tuple[Weighed, Place]] = []
    for item, found in list(left):
        if item.category != item.rule or (item.old and item.new) or found.site is None:
            continue
        answer = next(
            (
                (other, where)
                for other, where in left
                if other.rule == WORDING
                and where.site is found.site
                and (other.old is None) is (item.new is None)
                and not (other.old and other.new)
            ),
            None,
        )
        if answer is not None:
            left = [pair for pair in left if pair[0] is not item and pair[0] is not answer[0]]
            other = answer[0]
            both = item._replace(old=item.old or other.old, new=item.new or other.new)
            weight = min(item.weight, rules.weights.of_words.answered)
            joined.append((both._replace(weight=weight), found.place))
    return [*((item, found.place) for item, found in left), *joined]


def kind_of(item: Weighed) -> str:
    """What something weighed is called where shares are said by place."""
    if item.rule == WORDING:
        return "words_replaced" if item.old and item.new else "word"
    if item.category == item.rule:
        if item.old is None or item.new is None:
            return "category"
        return "category_replaced" if item.old.group == item.new.group else "category_answered"
    return item.rule


def _lightened(item: Weighed, rules: Rulebook) -> Weighed:
    """In a sentence turned round an unknown word says less than alone in one that stayed."""
    if item.rule not in LIGHT:
        return item
    return item._replace(weight=item.weight * rules.weights.of_words.turned)


def score_of(weights: Iterable[float], most: float) -> float:
    """Several things that weigh together: none takes away from another.

    All of them say at most what `most` of the heaviest would: small reasons make no strong one.
    """
    rest, heaviest = 1.0, 0.0
    for weight in weights:
        rest *= 1.0 - weight
        heaviest = max(heaviest, weight)
    return 1.0 - max(rest, math.pow(1.0 - heaviest, most))


def held(score: float, weights: Sequence[float], several: float) -> float:
    """A score that is no surer than `several` where more than one thing weighs.

    What differs in one thing was edited; a sentence that differs in many was often written anew.
    """
    return min(score, several) if sum(weight >= _HEAVY for weight in weights) > 1 else score


def _of_group(
    group: str, gone: list[Atom], come: list[Atom], rules: Rulebook, name_weight: NameWeight
) -> list[Weighed]:
    if group in _IN_PAIRS and not (gone and come):
        return []
    named = _CATEGORY_OF.get(group, group)
    category = named if named in rules.categories else None
    alone, replaced = rules.weight(group, alone=True), rules.weight(group)
    if category == group:
        replaced = min(replaced, rules.weights.of_words.one_category)
    found = []
    for before, after in zip_longest(gone, come):
        if group == kinds.NAME:
            weight = name_weight(before.key if before else None, after.key if after else None)
        else:
            weight = replaced if before and after else alone
        found.append(Weighed(group, category, weight, before, after))
    return found


def _of_words(lost: list[Atom], gained: list[Atom], rules: Rulebook) -> list[Weighed]:
    weights = rules.weights.of_words
    found = []
    gained = list(gained)
    unmatched = []
    for atom in lost:
        like = next((other for other in gained if are_alike(atom.key, other.key)), None)
        if like is None:
            unmatched.append(atom)
        else:
            gained.remove(like)
            found.append(Weighed(REWORDED, None, weights.reworded, atom, like))
    for before, after in zip_longest(unmatched, gained):
        weight = weights.replaced if before and after else weights.alone
        found.append(Weighed(WORDING, None, weight, before, after))
    return found
