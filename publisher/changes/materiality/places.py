"""Where in a clause something differs: one edit in a sentence that stayed, or one of many."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from publisher.changes.materiality.atoms import Atom
from publisher.changes.materiality.clauses import Clause, Site, Touched


class Place(StrEnum):
    """What became of the words around something that came, went or was replaced."""

    INSERTION = "insertion"  # its clause differs there alone, and nothing took its place
    REPLACEMENT = "replacement"  # its clause differs there alone, on both sides
    INSERTION_AMONG = "insertion_among"  # its clause differs elsewhere as well
    REPLACEMENT_AMONG = "replacement_among"
    ALONE = "alone"  # as replacement, and nothing else of weight differs, nothing known replaced it
    ALONE_AMONG = "alone_among"
    KEPT = "kept"  # its own words stand on both sides, and are read otherwise
    WHOLE = "whole"  # its clause came or went, or nobody looked for its words


_EDGE = 1  # a bracket itself may be no part of a site: it is no word
_PARTED = 2  # sites: with one alone nothing moved
_ALONE = {Place.REPLACEMENT: Place.ALONE, Place.REPLACEMENT_AMONG: Place.ALONE_AMONG}


class Found(NamedTuple):
    """Where something that differs stands, and the site that holds it."""

    place: Place
    site: Site | None = None


def find_place(old: Atom | None, new: Atom | None, touched: Touched) -> Found:
    """Where something that differs stands."""
    if not touched.old_clauses or not touched.new_clauses:
        return Found(Place.WHOLE)
    count = 0
    own: Site | None = None
    for atom, clauses, is_old in (
        (old, touched.old_clauses, True),
        (new, touched.new_clauses, False),
    ):
        if atom is None:
            continue
        near, site = _sites_near(atom, clauses, touched.sites, is_old=is_old)
        count = max(count, near)
        own = site or own
    if own is None:
        return Found(Place.KEPT)
    if own.lost and own.gained:
        return Found(Place.REPLACEMENT_AMONG if count > 1 else Place.REPLACEMENT, own)
    return Found(Place.INSERTION_AMONG if count > 1 else Place.INSERTION, own)


def without_moves(touched: Touched, old: Sequence[Atom], new: Sequence[Atom]) -> Touched:
    """What was touched, without what only stands at another place of it now.

    In "Wir können … sperren" and "Wir sperren …" nothing took the place of "können".
    """
    if len(touched.sites) < _PARTED:
        return touched
    sides = [
        atoms_by_site(atoms, touched, is_old=is_old)
        for atoms, is_old in ((old, True), (new, False))
    ]
    surfaces = [
        {atom.surface: index for index, part in enumerate(side) for atom in part} for side in sides
    ]

    def only_moved(side: int, index: int) -> bool:
        others = surfaces[1 - side]
        return bool(sides[side][index]) and all(
            others.get(atom.surface, index) != index for atom in sides[side][index]
        )

    sites = (
        site._replace(
            lost=site.lost and not only_moved(0, index),
            gained=site.gained and not only_moved(1, index),
        )
        for index, site in enumerate(touched.sites)
    )
    return touched._replace(sites=tuple(site for site in sites if site.lost or site.gained))


def atoms_by_site(atoms: Sequence[Atom], touched: Touched, *, is_old: bool) -> list[list[Atom]]:
    """Of one side, what each site says."""
    spans = [site.old if is_old else site.new for site in touched.sites]
    ends = [end for _, end in spans]
    inside: list[list[Atom]] = [[] for _ in spans]
    for atom in atoms:
        index = bisect_right(ends, atom.start)
        if index < len(spans) and spans[index][0] < atom.end:
            inside[index].append(atom)
    return inside


def is_explanation(atom: Atom, touched: Touched, *, is_old: bool) -> bool:
    """Whether an atom stands in brackets that came or went as a whole."""
    text = (touched.old if is_old else touched.new).text
    if "(" not in text and "（" not in text:
        return False
    low = max(text.rfind(mark, 0, atom.start) for mark in "(（")
    high = min((at for mark in ")）" if (at := text.find(mark, atom.end)) >= 0), default=-1)
    if low < 0 or high < 0 or any(mark in text[low : atom.start] for mark in ")）"):
        return False
    spans = (site.old if is_old else site.new for site in touched.sites)
    return any(start <= low + _EDGE and high - _EDGE < end for start, end in spans)


def alone(place: Place) -> Place:
    """A place where nothing else of weight differs."""
    return _ALONE.get(place, place)


def _sites_near(
    atom: Atom, clauses: Sequence[Clause], sites: Sequence[Site], *, is_old: bool
) -> tuple[int, Site | None]:
    """How many sites an atom's clause has, and the one that holds the atom."""
    clause = next((item for item in clauses if item.start <= atom.start < item.end), None)
    if clause is None:
        return 0, None
    count = 0
    own = None
    for site in sites:
        start, end = site.old if is_old else site.new
        if start < clause.end and end >= clause.start:
            count += 1
        if start < atom.end and end > atom.start:
            own = site
    return count, own
