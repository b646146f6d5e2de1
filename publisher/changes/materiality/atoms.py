"""What a clause says, as atoms: signals, data items, quantities, names, and other words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
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
_LATIN = re.compile(r"[a-z]+")
_SHORT_KANA = 3  # what is no longer says nothing by itself
_SHORT_RUN = 32  # characters, of runs whose words are kept
_SENTENCE_STARTS = frozenset('.!?:;。：；•(（"“„«')  # the last mark before the first word of one

PLAIN = "plain"
POINTER = "pointers"
EMPTY = "empty"
COURTESY = "courtesy"
PARTY = "party"
WORD = "word"
NAME = "name"
DATA = "data"  # the category that most promises name, whatever they are about
NUMBER = "number"
MEASURE = "measure"
DATE = "date"
ADDRESS = "address"
EMAIL = "email"
PHONE = "phone"
PLACEHOLDER = "placeholder"
QUANTITIES = frozenset({NUMBER, MEASURE, DATE, ADDRESS, EMAIL, PHONE})
_COUNTED = QUANTITIES | {PLACEHOLDER, POINTER}


_Draft = tuple[int, int, str, str, bool]  # of an atom: start, end, group, key, is_known
_START = itemgetter(0)
_new = tuple.__new__  # what the atom's own name calls; most of what judging makes are atoms


class Atom(NamedTuple):
    """The smallest thing that a clause says. Atoms of one group and key say the same."""

    group: str
    key: str
    start: int
    end: int
    surface: str = ""  # folded, as it stands there
    is_counted: bool = False  # a signal or a quantity: never taken for a like word
    is_known: bool = False  # a form that the lexicon lists, and so tells from others

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
        item
        for item in (*_fixed(folded), *_quantified(folded, lexicon))
        if free.take(item[0], item[1])
    ]
    for (group, key), first, second in lexicon.find_apart(free.text):
        if free.take(*first):
            free.take(*second)
            found.append((*first, group, key, True))
    known = lexicon.find(free.text)
    for (group, key), start, end in known:
        if group == PLAIN:
            found.append((start, end, WORD, key, False))
        elif group != EMPTY:
            found.append((start, end, group, key, True))
    free.take_all(known)
    found += _words(clause, free.text, lexicon, locale)
    found.sort(key=_START)
    return [
        _new(
            Atom,
            (
                group,
                key,
                start,
                end,
                folded[start:end],
                group in signals or group in _COUNTED,
                is_known,
            ),
        )
        for start, end, group, key, is_known in found
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


def _fixed(folded: str) -> Iterator[_Draft]:
    if "@" in folded or "(at)" in folded:
        for match in _EMAIL.finditer(folded):
            address = re.sub(r"\s?\(at\)\s?", "@", match[0]).rstrip(".")
            end = match.start() + len(match[0].rstrip("."))
            yield match.start(), end, EMAIL, address, False
    for match in _PLACEHOLDER.finditer(folded) if "{{" in folded else ():
        yield *match.span(), PLACEHOLDER, match[1], False
    for match in _PHONE.finditer(folded) if _DIGITS.search(folded) else ():
        digits = re.sub(r"\D", "", match[0])
        if len(digits) >= 7:
            yield *match.span(), PHONE, digits, False


def _quantified(folded: str, lexicon: Lexicon) -> Iterator[_Draft]:
    for item in quantities(folded, lexicon):
        if item.is_address:
            group = ADDRESS
        elif item.key.startswith("date "):
            group = DATE
        else:
            group = MEASURE if item.has_unit else NUMBER
        yield item.start, item.end, group, item.key, False


def _words(clause: str, free: str, lexicon: Lexicon, locale: str) -> Iterator[_Draft]:
    for match in _WORD.finditer(free):
        start, end = match.span()
        word = match[0]
        if not word.isascii() and _CJK.search(word):
            yield from _unspaced(free, start, end, locale)
        elif end - start > 1 or not lexicon.spaced:
            group = NAME if _is_name(clause, start, end, lexicon) else WORD
            yield start, end, group, word, False


def _is_name(clause: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a word names something: by its capitals, or as Latin letters among others."""
    if not lexicon.spaced:
        return True
    written = clause[start:end]
    if written.islower():
        return False
    if lexicon.capitals_name and (
        _CAPITAL_INSIDE.search(written)
        or (written[0].isupper() and not _begins_sentence(clause, start))
    ):
        return True
    return written.isupper() and len(written) > 1


def _begins_sentence(clause: str, start: int) -> bool:
    before = clause[:start].rstrip()
    return not before or before[-1] in _SENTENCE_STARTS


def _unspaced(free: str, start: int, end: int, locale: str) -> Iterator[_Draft]:
    for match in _CJK.finditer(free, start, end):
        run, offset = match[0], match.start()
        parted = _parted(run, locale) if len(run) <= _SHORT_RUN else _parted_now(run, locale)
        for low, high in parted:
            yield offset + low, offset + high, WORD, run[low:high], False
        if len(run) == end - start:
            return
    for match in _LATIN.finditer(free, start, end):
        yield *match.span(), NAME, match[0], False


def _parted_now(run: str, locale: str) -> tuple[tuple[int, int], ...]:
    """Where words lie in a run of characters that no space parts, but for the shortest in kana."""
    if len(run) == 1 or (len(run) <= _SHORT_KANA and _KANA_ONLY.fullmatch(run)):
        bounds = [0, len(run)]
    else:
        bounds = sorted(word_boundaries(run, locale or "zh"))
    return tuple(
        (low, high)
        for low, high in pairwise(bounds)
        if high - low > _SHORT_KANA or not _KANA_ONLY.fullmatch(run, low, high)
    )


_parted = lru_cache(maxsize=4096)(_parted_now)  # runs between known forms are short, and recur


def moved(atoms: Iterable[Atom], offset: int) -> list[Atom]:
    """The same atoms, further on in a text."""
    return [
        _new(Atom, (group, key, start + offset, end + offset, surface, is_counted, is_known))
        for group, key, start, end, surface, is_counted, is_known in atoms
    ]


def meanings(atoms: Iterable[Atom]) -> list[tuple[str, str]]:
    """What atoms are compared by."""
    return [atom[:2] for atom in atoms]
