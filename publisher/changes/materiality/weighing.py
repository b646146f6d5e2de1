"""What a difference in what clauses say weighs: reasons, each with its evidence, and a score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from publisher.changes.materiality import atoms as kinds
from publisher.changes.materiality.atoms import Atom
from publisher.changes.materiality.rulebook import Rulebook

# What a word weighs that no rule knows.
_LOST_OR_GAINED = 0.56
_REPLACED = 0.52
_REWORDED = 0.08
_HAN_IN_COMMON = 0.2  # two words that share a character are often one, not always
_OF_ONE_CATEGORY = 0.58  # two words of a category that took each other's place
_REORDERED = 0.1
_WEIGHTS = {
    kinds.MEASURE: 0.93,
    kinds.NUMBER: 0.6,
    kinds.DATE: 0.7,
    kinds.ADDRESS: 0.1,
    kinds.EMAIL: 0.8,
    kinds.PHONE: 0.8,
    kinds.PLACEHOLDER: 0.3,
    kinds.POINTER: 0.05,
    kinds.COURTESY: 0.0,
}
# Of these only the change from one to another says something: lists grow and shrink.
_FUTURE, _DUTY = "future", "duty"
_TURNED = 0.55
_CATEGORY_OF = {kinds.EMAIL: "contact", kinds.PHONE: "contact"}
_LIGHT = frozenset({"wording", "condition", "relation", "all"})
_IN_PAIRS = frozenset({"conjunction"})


@dataclass(frozen=True, slots=True)
class Weighed:
    """Something that came, went or was replaced, and what that weighs."""

    rule: str
    category: str | None
    weight: float
    old: Atom | None
    new: Atom | None


def weigh(
    old: Sequence[Atom],
    new: Sequence[Atom],
    rules: Rulebook,
    *,
    name_weight: Callable[[str | None, str | None], float],
) -> list[Weighed]:
    """What the new atoms say that the old ones did not, and the other way round."""
    lost, gained = _without_common(old, new)
    lost, gained, found = _without_alike(*_without_same_force(lost, gained))
    lost, again = _without_echoes(lost, new, is_old=True)
    gained, too = _without_echoes(gained, old, is_old=False)
    found += [*again, *too]
    for group in dict.fromkeys(atom.group for atom in (*lost, *gained)):
        gone = [atom for atom in lost if atom.group == group]
        come = [atom for atom in gained if atom.group == group]
        if group == kinds.WORD:
            continue
        found += _of_group(group, gone, come, rules, name_weight)
    words = (
        [atom for atom in lost if atom.group == kinds.WORD],
        [atom for atom in gained if atom.group == kinds.WORD],
    )
    found += _of_words(*words)
    return [_lightened(item) for item in found] if _is_turned(old, new) else found


def _is_turned(old: Sequence[Atom], new: Sequence[Atom]) -> bool:
    """Whether what both sides say comes in another order: a sentence turned round, not edited."""
    mine, theirs = kinds.meanings(old), kinds.meanings(new)
    common = set(mine) & set(theirs)
    first = list(dict.fromkeys(item for item in mine if item in common))
    second = list(dict.fromkeys(item for item in theirs if item in common))
    return first != second


def _lightened(item: Weighed) -> Weighed:
    """In a sentence turned round an unknown word says less than alone in one that stayed."""
    return replace(item, weight=item.weight * _TURNED) if item.rule in _LIGHT else item


def score_of(weights: Iterable[float]) -> float:
    """Several things that weigh together: none takes away from another."""
    rest = 1.0
    for weight in weights:
        rest *= 1.0 - weight
    return 1.0 - rest


def _without_common(old: Sequence[Atom], new: Sequence[Atom]) -> tuple[list[Atom], list[Atom]]:
    """What one side says and the other does not; to repeat a thing is to say it once.

    Signals are counted: two negations are not one.
    """
    both = Counter(kinds.meanings(old)) & Counter(kinds.meanings(new))
    return _left(old, both), _left(new, both)


def _left(atoms: Sequence[Atom], common: Counter[tuple[str, str]]) -> list[Atom]:
    left = []
    rest = Counter(common)
    for atom in atoms:
        if rest[atom.meaning] > 0:
            rest[atom.meaning] -= 1
        elif atom.meaning not in common or (atom.is_counted and atom.group not in kinds.QUANTITIES):
            left.append(atom)
    return left


def _without_same_force(
    lost: Sequence[Atom], gained: Sequence[Atom]
) -> tuple[list[Atom], list[Atom]]:
    """What is left when "must" and "shall" took each other's place."""
    sides = list(lost), list(gained)
    for here, there in (sides, sides[::-1]):
        for atom in [atom for atom in here if atom.group == _FUTURE]:
            other = next((item for item in there if item.group == _DUTY), None)
            if other is not None:
                here.remove(atom)
                there.remove(other)
    return sides


def _without_alike(
    lost: Sequence[Atom], gained: Sequence[Atom]
) -> tuple[list[Atom], list[Atom], list[Weighed]]:
    """What is left when forms and compounds of the same words are taken for one."""
    rest = list(gained)
    left: list[Atom] = []
    found: list[Weighed] = []
    for atom in lost:
        like = next((other for other in rest if _may_be_one(atom, other)), None)
        if like is None:
            left.append(atom)
        else:
            rest.remove(like)
            weight = _REWORDED if atom.surface < "\u2e80" else _HAN_IN_COMMON
            found.append(Weighed("reworded", None, weight, atom, like))
    for whole, parts in ((left, rest), (rest, left)):
        for atom in list(whole):
            pieces = _pieces(atom, parts)
            if pieces:
                whole.remove(atom)
                for piece in pieces:
                    parts.remove(piece)
                old, new = (atom, pieces[0]) if whole is left else (pieces[0], atom)
                found.append(Weighed("reworded", None, _REWORDED, old, new))
    return left, rest, found


def _without_echoes(
    atoms: Sequence[Atom], others: Sequence[Atom], *, is_old: bool
) -> tuple[list[Atom], list[Weighed]]:
    """What is left without words whose root or characters the other side has as well."""
    written = "".join(other.surface for other in others)
    left: list[Atom] = []
    found: list[Weighed] = []
    for atom in atoms:
        if atom.group == kinds.WORD and _echoes(atom.surface, others, written):
            old, new = (atom, None) if is_old else (None, atom)
            found.append(Weighed("reworded", None, _REWORDED, old, new))
        else:
            left.append(atom)
    return left, found


def _echoes(word: str, others: Sequence[Atom], written: str) -> bool:
    if word >= "\u2e80":
        return all(character in written for character in word)
    return any(are_alike(word, other.surface) for other in others if not other.is_counted)


def _may_be_one(old: Atom, new: Atom) -> bool:
    if old.is_counted or new.is_counted:
        return False
    if old.group != new.group and kinds.WORD not in {old.group, new.group}:
        return old.surface == new.surface
    return are_alike(old.surface, new.surface)


def _pieces(whole: Atom, parts: Sequence[Atom]) -> list[Atom]:
    """The words that a compound is made of; none where they make up too little of it."""
    if whole.is_counted or len(whole.surface) < (8 if whole.surface[0] < "\u2e80" else 3):
        return []
    long_enough = 4 if whole.surface[0] < "\u2e80" else 1
    found = [
        part
        for part in parts
        if not part.is_counted
        and len(part.surface) >= long_enough
        and part.surface[: max(long_enough, len(part.surface) - 2)] in whole.surface
    ]
    covered = sum(len(part.surface) for part in found)
    return found if len(found) > 1 and covered >= 0.8 * len(whole.surface) else []


def _of_group(
    group: str,
    gone: list[Atom],
    come: list[Atom],
    rules: Rulebook,
    name_weight: Callable[[str | None, str | None], float],
) -> list[Weighed]:
    if group in _IN_PAIRS and not (gone and come):
        return []
    named = _CATEGORY_OF.get(group, group)
    category = named if named in rules.categories else None
    found = []
    for index in range(max(len(gone), len(come))):
        before = gone[index] if index < len(gone) else None
        after = come[index] if index < len(come) else None
        weight = _WEIGHTS.get(group, rules.weight(group, alone=not (before and after)))
        own = min(weight, _OF_ONE_CATEGORY) if category == group and before and after else weight
        if group == kinds.NAME:
            own = name_weight(before.key if before else None, after.key if after else None)
        found.append(Weighed(group, category, own, before, after))
    return found


def _of_words(lost: list[Atom], gained: list[Atom]) -> list[Weighed]:
    found = []
    gained = list(gained)
    unmatched = []
    for atom in lost:
        like = next((other for other in gained if are_alike(atom.key, other.key)), None)
        if like is None:
            unmatched.append(atom)
        else:
            gained.remove(like)
            found.append(Weighed("reworded", None, _REWORDED, atom, like))
    for index in range(max(len(unmatched), len(gained))):
        before = unmatched[index] if index < len(unmatched) else None
        after = gained[index] if index < len(gained) else None
        weight = _REPLACED if before and after else _LOST_OR_GAINED
        found.append(Weighed("wording", None, weight, before, after))
    return found


def are_alike(old: str, new: str) -> bool:
    """Whether two words are forms or spellings of one: organise, organized; 查看, 查阅."""
    if not (old.isascii() and new.isascii()) and max(map(ord, old + new)) > 0x2E80:
        return bool(set(old) & set(new)) and max(len(old), len(new)) <= 4
    shorter, longer = sorted((old, new), key=len)
    if len(shorter) < 4:
        return shorter == longer[:-1] and len(shorter) >= 3
    shared = 0
    for left, right in zip(old, new, strict=False):
        if left != right:
            break
        shared += 1
    if shared >= max(4, len(longer) * 0.55) and len(longer) - shared <= 4:
        return True
    return len(shorter) >= 5 and OSA.distance(old, new) <= 1
