"""Reads clauses as what they say; the same words are read once for the length of a comparison."""

from __future__ import annotations

from collections.abc import Sequence

from publisher.changes.materiality.atoms import PARTY, Atom, atoms_of, moved
from publisher.changes.materiality.lexicon import Lexicon
from publisher.changes.materiality.wording import mask, split_clauses

Said = Sequence[Atom]  # by a clause, in order


class Reader:
    """Reads clauses in one language."""

    def __init__(self, lexicon: Lexicon, *, locale: str, signals: frozenset[str]) -> None:
        self.lexicon = lexicon
        self._locale = locale
        self._signals = signals
        self._read: dict[str, tuple[Said, Said]] = {}  # a clause -> all it says, without parties

    def said(self, text: str, start: int = 0, end: int | None = None) -> Said:
        """What a clause of a text says, whoever speaks in it."""
        atoms = self._of(text[start:end])[1]
        return moved(atoms, start) if start else atoms

    def said_by_whom(self, text: str, start: int, end: int) -> Said:
        """What a clause of a text says, with the parties that it names."""
        atoms = self._of(text[start:end])[0]
        return moved(atoms, start) if start else atoms

    def said_in_all(self, source: str) -> list[Atom]:
        """What a text says, clause after clause, without its markup."""
        words = mask(source)
        return [atom for clause in split_clauses(words) for atom in self.said(words, *clause)]

    def names_party(self, text: str, start: int, end: int) -> bool:
        """Whether a clause of a text names one."""
        every, without = self._of(text[start:end])
        return len(every) > len(without)

    def _of(self, words: str) -> tuple[Said, Said]:
        known = self._read.get(words)
        if known is None:
            every = atoms_of(words, self.lexicon, locale=self._locale, signals=self._signals)
            without = [atom for atom in every if atom.group != PARTY]
            known = self._read[words] = (every, without)
        return known
