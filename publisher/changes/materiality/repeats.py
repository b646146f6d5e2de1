"""Whether a clause that came or went is said in another place of the other text, in like words."""

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


def is_said_again(words: str, said: Said, other: Elsewhere, reader: Reader, turns: Turns) -> bool:
    """Whether a text says in like words all that a clause says, and turns none of it."""
    lead = _LEAD_IN.match(words)
    if lead is not None and _leads(reader.said(words, 0, lead.end())):
        rest = reader.said(words, lead.end())
        if len(rest) >= _WORDS_SAID_AGAIN:
            words, said = words[lead.end() :], rest
    for clause in other.nearest(clause_key(words)):
        found = reader.said(clause)
        if in_common(said, found, of_first=True) >= LEAST_IN_COMMON and not turns(said, found):
            return True
    return False


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
