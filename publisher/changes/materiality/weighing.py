"""What a difference in what clauses say weighs: reasons, each with its evidence, and a score."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from publisher.changes.materiality import atoms as kinds
from publisher.changes.materiality.atoms import Atom
from publisher.changes.materiality.clauses import Touched
from publisher.changes.materiality.matching import apart, are_alike, is_turned
from publisher.changes.materiality.places import Place, place_of
from publisher.changes.materiality.rulebook import Rulebook

REWORDED = "reworded"
WORDING = "wording"
_CATEGORY_OF = {kinds.EMAIL: "contact", kinds.PHONE: "contact"}
_LIGHT = frozenset({WORDING, "condition", "relation", "all"})
_IN_PAIRS = frozenset({"conjunction"})
# Of these only the change from one to another says something: lists grow and shrink.


@dataclass(frozen=True, slots=True)
class Weighed:
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
) -> list[Weighed]:
    """What the new atoms say that the old ones did not, and the other way round.

    `touched`: the clauses that they were read in, where something may weigh less in a sentence
    that was written anew than alone in one that stayed.
    """
    weights = rules.weights
    lost, gained, sure, likely = apart(old, new)
    found = [Weighed(REWORDED, None, weights.of_words.reworded, *pair) for pair in sure]
    found += [Weighed(REWORDED, None, weights.of_words.likely, *pair) for pair in likely]
    for group in dict.fromkeys(atom.group for atom in (*lost, *gained)):
        gone = [atom for atom in lost if atom.group == group]
        come = [atom for atom in gained if atom.group == group]
        if group == kinds.WORD:
            found += _of_words(gone, come, rules)
        else:
            found += _of_group(group, gone, come, rules, name_weight)
    if touched is not None:
        found = [_placed(item, rules, touched) for item in found]
    return [_lightened(item, rules) for item in found] if is_turned(old, new) else found


def _placed(item: Weighed, rules: Rulebook, touched: Touched) -> Weighed:
    place = place_of(item.old, item.new, touched)
    share = rules.weights.share(place.value, kind_of(item))
    return replace(item, weight=item.weight * share, place=place)


def kind_of(item: Weighed) -> str:
    """What something weighed is called where shares are said by place."""
    if item.rule == WORDING:
        return "words_replaced" if item.old and item.new else "word"
    if item.category == item.rule:
        return "category_replaced" if item.old and item.new else "category"
    return item.rule


def _lightened(item: Weighed, rules: Rulebook) -> Weighed:
    """In a sentence turned round an unknown word says less than alone in one that stayed."""
    if item.rule not in _LIGHT:
        return item
    return replace(item, weight=item.weight * rules.weights.of_words.turned)


def score_of(weights: Iterable[float]) -> float:
    """Several things that weigh together: none takes away from another."""
    rest = 1.0
    for weight in weights:
        rest *= 1.0 - weight
    return 1.0 - rest


def _of_group(
    group: str, gone: list[Atom], come: list[Atom], rules: Rulebook, name_weight: NameWeight
) -> list[Weighed]:
    if group in _IN_PAIRS and not (gone and come):
        return []
    named = _CATEGORY_OF.get(group, group)
    category = named if named in rules.categories else None
    found = []
    for index in range(max(len(gone), len(come))):
        before = gone[index] if index < len(gone) else None
        after = come[index] if index < len(come) else None
        weight = rules.weight(group, alone=not (before and after))
        if category == group and before and after:
            weight = min(weight, rules.weights.of_words.one_category)
        if group == kinds.NAME:
            weight = name_weight(before.key if before else None, after.key if after else None)
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
    for index in range(max(len(unmatched), len(gained))):
        before = unmatched[index] if index < len(unmatched) else None
        after = gained[index] if index < len(gained) else None
        weight = weights.replaced if before and after else weights.alone
        found.append(Weighed(WORDING, None, weight, before, after))
    return found
