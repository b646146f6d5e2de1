"""What a clause says, as atoms: signals, data items, quantities, names, and other words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from publisher.changes.materiality.lexicon import Found, Lexicon
from publisher.changes.materiality.quantities import quantities
from publisher.text.words import word_boundaries

_EMAIL = re.compile(
    r"[A-Za-z0-9_.+%-]+(?:@|\s?\(at\)\s?)(?:[\w-]|\{\{[^{}]+\}\})+(?:\.[\w-]+|\{\{[^{}]+\}\})*"
)
_PHONE = re.compile(
    r"(?<![A-Za-z0-9.])(?:\+\d[\d\s()\-/]{6,}\d|\d{3,4}-\d{3,4}-\d{3,4}"
    r"|0\d(?:[\s.\-]?\d{2}){4}|(?:0|400|800|1[3-9]\d)\d{7,9}"
    r"|\(?0?\d{2,5}(?:\)\s?|[\s\-/])\d{3,}[\d\s\-]*\d)(?![A-Za-z0-9])"
)
_DIGITS = re.compile(r"\d[\d\s()\-/.]{4,}\d")
_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]{1,64}?)\s*\}\}")
_WORD = re.compile(r"[^\W\d_]+")
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u30a0-\u30ff\u3040-\u309f々ー\uac00-\ud7af]+")
_KANA_ONLY = re.compile(r"[\u3040-\u309f]+")
_CAPITAL_INSIDE = re.compile(r"[a-z][A-Z]")  # iOS, PayPal
_SENTENCE_START = re.compile(r"(?:^|[.!?:;。：；•(（\"“„«])\s*$")

PLAIN = "plain"
POINTER = "pointers"
EMPTY = "empty"
COURTESY = "courtesy"
PARTY = "party"
WORD = "word"
NAME = "name"
NUMBER = "number"
MEASURE = "measure"
DATE = "date"
ADDRESS = "address"
EMAIL = "email"
PHONE = "phone"
PLACEHOLDER = "placeholder"
QUANTITIES = frozenset({NUMBER, MEASURE, DATE, ADDRESS, EMAIL, PHONE})
_COUNTED = QUANTITIES | {PLACEHOLDER, POINTER}


class Atom(NamedTuple):
    """The smallest thing that a clause says. Atoms of one group and key say the same."""

    group: str
    key: str
    start: int
    end: int
    surface: str = ""  # folded, as it stands there
    is_counted: bool = False  # a signal or a quantity: never taken for a like word
    is_known: bool = False  # a form that the lexicon lists, and so tells from others

    def moved(self, offset: int) -> Atom:
        """The same atom, further on in a text."""
        group, key, start, end, surface, is_counted, is_known = self
        return Atom(group, key, start + offset, end + offset, surface, is_counted, is_known)

    @property
    def meaning(self) -> tuple[str, str]:
        """What it is compared by."""
        return self[:2]


def atoms_of(
    clause: str, lexicon: Lexicon, *, locale: str, signals: frozenset[str] = frozenset()
) -> list[Atom]:
    """The atoms of a clause, in order; empty words are none."""
    folded = lexicon.fold(clause)
    free = _Free(folded)
    found = [
        atom
        for atom in (*_fixed(folded), *_quantified(folded, lexicon))
        if free.take(atom.start, atom.end)
    ]
    for entry, first, second in lexicon.find_apart(free.text):
        if free.take(*first):
            free.take(*second)
            found.append(Atom(entry.group, entry.key, *first, is_known=True))
    known = lexicon.find(free.text)
    for (group, key), start, end in known:
        if group != EMPTY:
            is_plain = group == PLAIN
            name = WORD if is_plain else group
            found.append(Atom(name, key, start, end, is_known=not is_plain))
    free.take_all(known)
    found += _words(clause, free.text, lexicon, locale)
    found.sort(key=lambda atom: atom.start)
    counted = signals | _COUNTED
    return [
        Atom(group, key, start, end, folded[start:end], group in counted, is_known)
        for group, key, start, end, _, _, is_known in found
    ]


class _Free:
    """What of a clause no atom stands for yet; the rest is blank."""

    def __init__(self, text: str) -> None:
        self.text = text

    def take(self, start: int, end: int) -> bool:
        """Whether a piece was free; then it is no longer."""
        piece = self.text[start:end]
        if "\0" in piece or not piece.strip():
            return False
        self.text = self.text[:start] + "\0" * (end - start) + self.text[end:]
        return True

    def take_all(self, forms: Sequence[Found]) -> None:
        """Pieces that are free, in order, none inside another: no longer free."""
        pieces = []
        reached = 0
        for _, start, end in forms:
            pieces += [self.text[reached:start], "\0" * (end - start)]
            reached = end
        self.text = "".join((*pieces, self.text[reached:]))


def _fixed(folded: str) -> Iterator[Atom]:
    if "@" in folded or "(at)" in folded:
        for match in _EMAIL.finditer(folded):
            address = re.sub(r"\s?\(at\)\s?", "@", match[0]).rstrip(".")
            yield Atom(EMAIL, address, match.start(), match.start() + len(match[0].rstrip(".")))
    for match in _PLACEHOLDER.finditer(folded) if "{{" in folded else ():
        yield Atom(PLACEHOLDER, match[1], *match.span())
    for match in _PHONE.finditer(folded) if _DIGITS.search(folded) else ():
        digits = re.sub(r"\D", "", match[0])
        if len(digits) >= 7:
            yield Atom(PHONE, digits, *match.span())


def _quantified(folded: str, lexicon: Lexicon) -> Iterator[Atom]:
    for item in quantities(folded, lexicon):
        if item.is_address:
            group = ADDRESS
        elif item.key.startswith("date "):
            group = DATE
        else:
            group = MEASURE if item.has_unit else NUMBER
        yield Atom(group, item.key, item.start, item.end)


def _words(clause: str, free: str, lexicon: Lexicon, locale: str) -> list[Atom]:
    found: list[Atom] = []
    for match in _WORD.finditer(free):
        start, end = match.span()
        if _CJK.search(match[0]):
            found += _unspaced(free, start, end, locale)
        elif end - start > 1 or not lexicon.spaced:
            found.append(_spaced(clause, free, start, end, lexicon))
    return found


def _spaced(clause: str, free: str, start: int, end: int, lexicon: Lexicon) -> Atom:
    word = free[start:end]
    first = clause[start]
    is_name = (
        (first.isupper() and lexicon.capitals_name and not _SENTENCE_START.search(clause[:start]))
        or not lexicon.spaced
        or (lexicon.capitals_name and _CAPITAL_INSIDE.search(clause, start, end) is not None)
        or (clause[start:end].isupper() and end - start > 1)
    )
    return Atom(NAME if is_name else WORD, word, start, end)


def _unspaced(free: str, start: int, end: int, locale: str) -> Iterator[Atom]:
    for run in _CJK.finditer(free, start, end):
        bounds = _bounds(run[0], locale)
        for low, high in pairwise(bounds):
            word = run[0][low:high]
            if _KANA_ONLY.fullmatch(word) and len(word) <= 3:
                continue
            yield Atom(WORD, word, run.start() + low, run.start() + high)
    for match in re.finditer(r"[a-z]+", free[start:end]):
        yield Atom(NAME, match[0], start + match.start(), start + match.end())


def _bounds(run: str, locale: str) -> list[int]:
    if len(run) == 1 or (len(run) <= 3 and _KANA_ONLY.fullmatch(run)):
        return [0, len(run)]
    return sorted(word_boundaries(run, locale or "zh"))


def meanings(atoms: Sequence[Atom]) -> list[tuple[str, str]]:
    """What atoms are compared by."""
    return [atom.meaning for atom in atoms]
