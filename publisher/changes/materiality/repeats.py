"""Whether a clause that came or went stands in another place of the other text, in like words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from publisher.changes.materiality import atoms as kinds
from publisher.changes.materiality.atoms import Atom
from publisher.changes.materiality.elsewhere import Elsewhere
from publisher.changes.materiality.reading import Reader, Said
from publisher.changes.materiality.wording import clause_key

LEAST_IN_COMMON = 0.5  # of what two clauses or segments say, where they speak of the same
_LEAD_IN = re.compile(r"\W*+(?:\w++[ \u00a0]?){1,3}[:：]\s*")  # "In short:", 再次提示：
_WORDS_SAID_AGAIN = 3

Turns = Callable[[Said, Said], bool]  # whether what a clause says is turned in another


class Repeats:
    """What a text says that a clause of the other text says; each clause is asked about once."""

    def __init__(self, text: Elsewhere, reader: Reader, turns: Turns) -> None:
        self._text = text
        self._reader = reader
        self._turns = turns
        self._known: dict[str, bool] = {}

    def says(self, clause: str) -> bool:
        """Whether the text says all that a clause says, in its words or like ones."""
        known = self._known.get(clause)
        if known is None:
            known = self._known[clause] = self._says(clause)
        return known

    def _says(self, clause: str) -> bool:
        key = clause_key(clause)
        if self._text.holds(key):
            return True
        said = self._reader.said(clause)
        lead = _LEAD_IN.match(clause)
        if lead is not None and _leads(self._reader.said(clause, 0, lead.end())):
            rest = self._reader.said(clause, lead.end())
            if len(rest) >= _WORDS_SAID_AGAIN:
                key, said = clause_key(clause[lead.end() :]), rest
        return any(self._says_all(other, said) for other in self._text.nearest(key))

    def _says_all(self, other: str, said: Said) -> bool:
        found = self._reader.said(other)
        enough = in_common(said, found, of_first=True) >= LEAST_IN_COMMON
        return enough and not self._turns(said, found)


def in_common(old: Sequence[Atom], new: Sequence[Atom], *, of_first: bool = False) -> float:
    """The share of what both sides say that they have in common; `of_first`: of the first's."""
    mine, theirs = set(kinds.meanings(old)), set(kinds.meanings(new))
    whole = len(mine) if of_first else max(len(mine), len(theirs))
    return len(mine & theirs) / max(whole, 1)


def _leads(atoms: Sequence[Atom]) -> bool:
    """Whether words before a colon say nothing themselves, as "In short" does."""
    return not any(
        (atom.is_counted and atom.group != "time") or atom.group in {kinds.NAME, kinds.DATA}
        for atom in atoms
    )
