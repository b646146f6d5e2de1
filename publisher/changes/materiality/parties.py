"""Who took whose place: "we" where "you" stood turns a promise, wherever else both are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publisher.changes.materiality.atoms import PARTY, Atom
from publisher.changes.materiality.clauses import Touched
from publisher.changes.materiality.places import Place, atoms_by_site, find_place, without_moves

# Of these a word may name one: users, the author, a minor, the seller, a recipient.
_OF_PERSONS = frozenset({PARTY, "scope", "licence", "minors", "controller", "sharing", "liability"})

Swap = tuple[Atom, Atom, Place]


def may_swap(touched: Touched) -> bool:
    """Whether words took each other's place anywhere."""
    return any(site.lost and site.gained for site in touched.sites)


def swapped_parties(old: Sequence[Atom], new: Sequence[Atom], touched: Touched) -> Iterator[Swap]:
    """Who stood at a place, and who stands there now; nothing else stood there."""
    left = without_moves(touched, old, new)
    before, after = atoms_by_site(old, left, is_old=True), atoms_by_site(new, left, is_old=False)
    for gone, come in zip(before, after, strict=True):
        if len(gone) == len(come) == 1 and _is_swap(gone[0], come[0]):
            yield gone[0], come[0], find_place(gone[0], come[0], left).place


def _is_swap(gone: Atom, come: Atom) -> bool:
    if gone.meaning == come.meaning or PARTY not in {gone.group, come.group}:
        return False
    return {gone.group, come.group} <= _OF_PERSONS
