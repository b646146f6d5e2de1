"""Which of what two sides say is the same, in other forms: forms, spellings, compounds."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from publisher.changes.materiality import atoms as kinds
from publisher.changes.materiality.atoms import Atom
from publisher.changes.materiality.quantities import han_number

_UNSPACED = "\u2e80"  # from here on, scripts whose words no space parts
_PREFIXES = ("ge",)  # of participles: löschen, gelöscht
_INITIALS = range(3, 7)  # letters of an abbreviation
_COMPOUND = 3  # characters of the shortest word that pieces may make up
_LONG = 7  # letters; a shorter word that begins so has no such prefix
_NEGATING = ("un", "in", "im", "ir", "il", "non", "dis")  # unlimited, irrevocable
_FUTURE, _DUTY, _NEGATION = "future", "duty", "negation"
_LIMIT, _EXCEPTION = "limit", "exception"
_OTHERWISE_SAID = frozenset({_FUTURE, kinds.NUMBER, kinds.MEASURE})
_AGES = range(10, 26)  # in which a law takes an interest
_MONTHS = 12

# Pairs of words that are looked at for likeness; more is no clause that was reworded.
_MOST_PAIRS = 1_000_000
Alike = tuple[Atom | None, Atom | None]


def apart(
    old: Sequence[Atom], new: Sequence[Atom]
) -> tuple[list[Atom], list[Atom], list[Alike], list[Alike]]:
    """What only one side says: lost, gained; then what was taken for one.

    Of the latter the first are forms of one word, the second Han words with a character in common.
    """
    if not old or not new:
        return list(old), list(new), [], []
    lost, gained = _without_common(old, new)
    if not lost and not gained:
        return lost, gained, [], []
    if len(lost) * len(new) + len(gained) * len(old) > _MOST_PAIRS:
        return lost, gained, [], []  # another text: no word of it stands for one of the other
    lost, gained = _without_same_force(lost, gained)
    lost, gained = _without_limits(lost, gained)
    lost, gained = _without_negated(lost, gained, old, new)
    alike: list[Alike] = []
    if lost and gained:
        lost, gained, alike = _without_alike(lost, gained)
    lost, pieces = _without_compounds(lost, gained, new)
    gained, others = _without_compounds(gained, lost, old)
    alike += [(whole, part) for whole, part in pieces]
    alike += [(part, whole) for whole, part in others]
    lost, again = _without_echoes(lost, new)
    gained, too = _without_echoes(gained, old)
    lost, short = _without_initials(lost, old, new)
    gained, shorter = _without_initials(gained, old, new)
    again += short
    too += shorter
    alike += [(atom, None) for atom in again]
    alike += [(None, atom) for atom in too]
    sure = [pair for pair in alike if not _is_unspaced_pair(pair)]
    return lost, gained, sure, [pair for pair in alike if _is_unspaced_pair(pair)]


def are_alike(old: str, new: str) -> bool:
    """Whether two words are forms or spellings of one: organise, organized; 查看, 查阅."""
    if old == new:
        return True
    if old >= _UNSPACED or new >= _UNSPACED:
        return bool(set(old) & set(new)) and max(len(old), len(new)) <= 4
    return _are_forms(_plain(old), _plain(new))


def is_turned(old: Sequence[Atom], new: Sequence[Atom]) -> bool:
    """Whether what both sides say comes in another order: a sentence turned round, not edited."""
    mine, theirs = kinds.meanings(old), kinds.meanings(new)
    common = set(mine) & set(theirs)
    first = list(dict.fromkeys(item for item in mine if item in common))
    second = list(dict.fromkeys(item for item in theirs if item in common))
    return first != second


def _is_unspaced_pair(pair: Alike) -> bool:
    old, new = pair
    return old is not None and new is not None and old.surface >= _UNSPACED


@lru_cache(maxsize=8192)
def _plain(word: str) -> str:
    """A word without accents and without the prefix of a participle."""
    if not word.isascii():
        marked = unicodedata.normalize("NFD", word)
        word = "".join(letter for letter in marked if not unicodedata.combining(letter))
    if len(word) >= _LONG and word.startswith(_PREFIXES):
        return word[2:]
    return word


def _are_forms(old: str, new: str) -> bool:
    shorter, longer = sorted((old, new), key=len)
    if len(shorter) < 4:
        return shorter == longer[:-1] and len(shorter) >= 3
    if longer[0] == shorter[0]:
        shared = 0
        for left, right in zip(shorter, longer, strict=False):
            if left != right:
                break
            shared += 1
        if shared >= max(4, len(longer) * 0.55) and len(longer) - shared <= 4:
            return True
    return (
        len(shorter) >= 5
        and len(longer) - len(shorter) <= 1
        and OSA.distance(old, new, score_cutoff=1) <= 1
    )


def _without_common(old: Sequence[Atom], new: Sequence[Atom]) -> tuple[list[Atom], list[Atom]]:
    """What one side says and the other does not; to repeat a thing is to say it once.

    Signals are counted: two negations are not one.
    """
    both = Counter(kinds.meanings(old)) & Counter(kinds.meanings(new))
    return _left(old, both), _left(new, both)


def _left(atoms: Sequence[Atom], common: Counter[tuple[str, str]]) -> list[Atom]:
    left = []
    rest = dict(common)
    for atom, meaning in zip(atoms, kinds.meanings(atoms), strict=True):
        count = rest.get(meaning)
        if count:
            rest[meaning] = count - 1
        elif count is None or (atom.is_counted and atom.group not in kinds.QUANTITIES):
            left.append(atom)
    return left


def _without_same_force(
    lost: Sequence[Atom], gained: Sequence[Atom]
) -> tuple[list[Atom], list[Atom]]:
    """What is left when "must" and "shall", or 二 and 2, took each other's place."""
    sides = list(lost), list(gained)
    for here, there in (sides, sides[::-1]):
        for atom in [atom for atom in here if atom.group in _OTHERWISE_SAID]:
            other = next((item for item in there if _has_same_force(atom, item)), None)
            if other is not None:
                here.remove(atom)
                there.remove(other)
    return sides


def _without_limits(lost: list[Atom], gained: list[Atom]) -> tuple[list[Atom], list[Atom]]:
    """What is left when "only when" and "not unless" took each other's place."""
    for here, there in ((lost, gained), (gained, lost)):
        said = [
            next((atom for atom in side if atom.group == group), None)
            for side, group in ((here, _LIMIT), (there, _NEGATION), (there, _EXCEPTION))
        ]
        rest = [atom for atom in (*lost, *gained) if atom not in said]
        if all(said) and not any(atom.is_known and atom.group != kinds.WORD for atom in rest):
            here[:] = [atom for atom in here if atom is not said[0]]
            there[:] = [atom for atom in there if atom not in said[1:]]
    return lost, gained


def _has_same_force(atom: Atom, other: Atom) -> bool:
    if atom.group == _FUTURE:
        return other.group == _DUTY
    if other.group in {kinds.MEASURE, kinds.NUMBER}:  # 16, and 16 years old
        return other.key == atom.key or _is_same_age(atom.key, other.key)
    return other.group == kinds.WORD and han_number(other.surface) == atom.key


def _is_same_age(age: str, period: str) -> bool:
    """Whether a number and a period are one age: "18", "18 years" for "18 years old"."""
    months = period.removesuffix(" month")
    is_age = age.isdecimal() and int(age) in _AGES
    return is_age and months.isdecimal() and int(months) == int(age) * _MONTHS


def _without_negated(
    lost: list[Atom], gained: list[Atom], old: Sequence[Atom], new: Sequence[Atom]
) -> tuple[list[Atom], list[Atom]]:
    """What is left when "without limit" and "unlimited" are taken for one."""
    sides = (lost, gained, old), (gained, lost, new)
    for here, there, said in sides:
        for negation in [atom for atom in here if atom.group == _NEGATION]:
            pair = next(
                (
                    (word, root)
                    for word in there
                    if not word.is_counted and word.surface.startswith(_NEGATING)
                    for root in said
                    if not root.is_counted and _negates(word.surface, root.surface)
                ),
                None,
            )
            if pair is not None:
                here[:] = [atom for atom in here if atom not in (negation, pair[1])]
                there.remove(pair[0])
    return lost, gained


def _negates(word: str, root: str) -> bool:
    return any(
        word.startswith(prefix) and are_alike(word.removeprefix(prefix), root)
        for prefix in _NEGATING
        if not root.startswith(prefix)
    )


def _without_alike(
    lost: Sequence[Atom], gained: Sequence[Atom]
) -> tuple[list[Atom], list[Atom], list[Alike]]:
    """What is left when forms of the same words are taken for one."""
    rest = list(gained)
    left: list[Atom] = []
    found: list[Alike] = []
    for atom in lost:
        like = next((other for other in rest if _may_be_one(atom, other)), None)
        if like is None:
            left.append(atom)
        else:
            rest.remove(like)
            found.append((atom, like))
    return left, rest, found


def _may_be_one(old: Atom, new: Atom) -> bool:
    if old.is_counted or new.is_counted:
        return False
    if old.is_known and new.is_known:
        return old.surface == new.surface  # the lexicon tells them apart
    if old.group != new.group and kinds.WORD not in {old.group, new.group}:
        return old.surface == new.surface
    return are_alike(old.surface, new.surface)


def _without_compounds(
    wholes: Sequence[Atom], parts: list[Atom], others: Sequence[Atom]
) -> tuple[list[Atom], list[tuple[Atom, Atom]]]:
    """What is left without compounds whose pieces the other side says; `parts` loses the pieces."""
    left: list[Atom] = []
    found: list[tuple[Atom, Atom]] = []
    plain: list[tuple[Atom, str]] = []  # of the words that may be pieces
    for atom in wholes:
        is_long = not atom.is_counted and len(atom.surface) >= _COMPOUND
        if is_long and not plain:
            plain = [(it, _plain(it.surface)) for it in others if not it.is_counted]
        pieces = _pieces(atom, plain) if is_long else []
        if not pieces:
            left.append(atom)
            continue
        found.append((atom, pieces[0]))
        for piece in pieces:
            if piece in parts:
                parts.remove(piece)
    return left, found


def _pieces(whole: Atom, parts: Sequence[tuple[Atom, str]]) -> list[Atom]:
    """The words that a compound is made of; none where they make up too little of it."""
    is_spaced = whole.surface < _UNSPACED
    is_name = whole.group == kinds.NAME
    if whole.is_counted or len(whole.surface) < (8 if is_spaced and not is_name else 3):
        return []
    long_enough = 4 if is_spaced and not is_name else 1
    word = _plain(whole.surface)
    found = [
        part
        for part, plain in parts
        if len(part.surface) >= long_enough
        and plain[: max(long_enough, len(part.surface) - 2)] in word
    ]
    if whole.group == kinds.NAME and "".join(part.surface for part in found) == whole.surface:
        return found
    covered = sum(len(part.surface) for part in {part.surface: part for part in found}.values())
    return found if len(found) > 1 and covered >= 0.8 * len(whole.surface) else []


def _without_echoes(atoms: Sequence[Atom], others: Sequence[Atom]) -> tuple[list[Atom], list[Atom]]:
    """What is left without words whose root or characters the other side has as well."""
    if not any(atom.group == kinds.WORD for atom in atoms):
        return list(atoms), []
    written = "".join(other.surface for other in others)
    left: list[Atom] = []
    found: list[Atom] = []
    for atom in atoms:
        is_echo = atom.group == kinds.WORD and _echoes(atom.surface, others, written)
        (found if is_echo else left).append(atom)
    return left, found


def _without_initials(
    atoms: Sequence[Atom], old: Sequence[Atom], new: Sequence[Atom]
) -> tuple[list[Atom], list[Atom]]:
    """What is left without abbreviations of words that stand there: Global Privacy Control, GPC."""
    short = [atom for atom in atoms if _is_abbreviation(atom)]
    if not short:
        return list(atoms), []
    initials = [
        "".join(word[0] for atom in side for word in atom.surface.split()) for side in (old, new)
    ]
    found = [atom for atom in short if any(atom.surface in letters for letters in initials)]
    return [atom for atom in atoms if atom not in found], found


def _is_abbreviation(atom: Atom) -> bool:
    surface = atom.surface
    return (
        len(surface) in _INITIALS
        and surface.isascii()
        and surface.isalpha()
        and not atom.is_counted
    )


def _echoes(word: str, others: Sequence[Atom], written: str) -> bool:
    if word >= _UNSPACED:
        return all(character in written for character in word)
    return any(are_alike(word, other.surface) for other in others if not other.is_counted)
