"""A language's words: which forms say the same, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from publisher.changes.materiality.forms import Forms

_ANY = "*"  # ends a form: any letters may follow
APART = "…"  # parts of a form that stand apart: "ne … que", "teilen … mit"
_BETWEEN = 90  # characters that may stand between them, none of which ends a part of a sentence
_GAP = " "


class Entry(NamedTuple):
    """What a form stands for: forms of one group and key say the same."""

    group: str
    key: str


Found = tuple[Entry, int, int]  # what a form in a text stands for, where it begins and ends


class Apart(NamedTuple):
    """A form whose two parts stand apart."""

    entry: Entry
    first: str  # of its words, if it has any: where a text lacks it, the form is not there
    at_end: str  # an expression: its second part before a comma, a conjunction or the end
    anywhere: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """What is known of a language."""

    language: str
    spaced: bool  # words are parted by spaces
    capitals_name: bool  # a capital letter inside a sentence begins a name
    numbers: Mapping[str, int]  # words of numbers
    measures: Mapping[str, str] = field(default_factory=dict)  # "half a year" -> "6 month"
    spelling: AbstractSet[str] = frozenset()  # the first word of each number and measure
    units: Mapping[str, str]  # forms of units -> the unit
    references: frozenset[str]  # "section", "article": a number beside them is an address
    forms: Forms[Entry] = field(repr=False)
    entries: Mapping[str, Entry] = field(repr=False, default_factory=dict)
    stems: Mapping[str, Entry] = field(repr=False, default_factory=dict)
    apart: Sequence[Apart] = field(repr=False, default=())
    firsts: AbstractSet[str] = field(repr=False, default=frozenset())  # of those
    seen: dict[str, Entry] = field(repr=False, compare=False, default_factory=dict)  # a memory
    expressions: dict[str, re.Pattern[str]] = field(
        repr=False, compare=False, default_factory=dict
    )  # a memory of what its words were compiled to
    folding: dict[int, str] = field(repr=False, default_factory=dict)
    varying: re.Pattern[str] | None = None  # what folding would change

    def fold(self, text: str) -> str:
        """A text as forms are compared: the same length, without case and variants."""
        lowered = text.lower()
        if len(lowered) != len(text):
            lowered = "".join(
                low if len(low := character.lower()) == 1 else character for character in text
            )
        if lowered.isascii() or self.varying is None or self.varying.search(lowered) is None:
            return lowered
        return self.varying.sub(lambda match: self.folding[ord(match[0])], lowered)

    def find(self, folded: str) -> list[Found]:
        """The forms in a folded text, longest first, none inside another."""
        return [
            (entry or self._entry(folded[start:end]), start, end)
            for entry, start, end in self.forms.find(folded)
        ]

    def find_apart(self, folded: str) -> Iterator[tuple[Entry, tuple[int, int], tuple[int, int]]]:
        """The forms whose parts stand apart, with the places of both parts."""
        if self.spaced:
            firsts = self.firsts & {"", *_WORDS.findall(folded)}
        else:
            firsts = {first for first in self.firsts if first in folded}
        if not firsts:
            return
        for form in self.apart:
            if form.first not in firsts:
                continue
            match = self._search(form.at_end, folded) or self._search(form.anywhere, folded)
            if match is not None:
                yield form.entry, match.span(1), match.span(2)

    def _search(self, expression: str, folded: str) -> re.Match[str] | None:
        """A search for what is compiled when first asked for: few texts ask for many."""
        compiled = self.expressions.get(expression)
        if compiled is None:
            compiled = self.expressions[expression] = re.compile(expression)
        return compiled.search(folded)

    def _entry(self, written: str) -> Entry:
        """What a form means by its stem, or as it is listed with another gap."""
        entry = self.seen.get(written)
        if entry is not None:
            return entry
        form = normal_form(written, spaced=self.spaced)
        entry = self.entries.get(form)
        end = len(form)
        while entry is None and end > 0:
            entry = self.stems.get(form[:end])
            end -= 1
        if entry is None:
            raise LookupError(form)
        self.seen[written] = entry
        return entry


_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()}
_VARIANTS = {ord("’"): "'", ord("ʼ"): "'", ord("‐"): "-", ord("‑"): "-", 0xA0: " "} | _WIDE
_EDGES = " -'"
_GAPS = re.compile(r"[\s\-']+")
_NO_GAPS = re.compile(r"[^\s\-']+")
_WORDS = re.compile(r"\w+")


def normal_form(form: str, *, spaced: bool) -> str:
    """A form with its gaps made one: hyphen, apostrophe, line wrap and space are the same."""
    return _GAPS.sub(_GAP if spaced else "", form).strip()


def compile_lexicon(  # noqa: PLR0913 - the tables of one language
    language: str,
    entries: Iterable[tuple[str, Entry]],
    *,
    spaced: bool,
    capitals_name: bool = True,
    numbers: Mapping[str, int] | None = None,
    measures: Mapping[str, str] | None = None,
    units: Mapping[str, Sequence[str]] | None = None,
    references: Iterable[str] = (),
    folded: str = "",
    folding: str = "",
) -> Lexicon:
    """The lexicon of those forms; of two entries for one form the first holds."""
    exact: dict[str, Entry] = {}
    stems: dict[str, Entry] = {}
    forms: Forms[Entry] = Forms(spaced=spaced)
    apart: list[Apart] = []
    for raw, entry in entries:
        form = raw.lower().translate(_VARIANTS)
        if APART in form:
            apart.append(_apart(form, entry, spaced=spaced))
            continue
        normal = normal_form(form.rstrip(_ANY), spaced=spaced)
        if form.endswith(_ANY):
            stems.setdefault(normal, entry)
            forms.add_stem(form.rstrip(_ANY))
        else:
            forms.add(form, exact.setdefault(normal, entry))
    variants = _VARIANTS | {ord(old): new for old, new in zip(folded, folding, strict=True)}
    return Lexicon(
        language=language,
        spelling=frozenset(
            word
            for form in (*(numbers or ()), *(measures or ()))
            for word in _WORDS.findall(form)[:1]
        ),
        spaced=spaced,
        capitals_name=capitals_name,
        numbers={_GAPS.sub(_GAP, word): value for word, value in (numbers or {}).items()},
        measures={_GAPS.sub(_GAP, form): value for form, value in (measures or {}).items()},
        units={form.lower(): unit for unit, forms in (units or {}).items() for form in forms},
        references=frozenset(references),
        forms=forms,
        entries=exact,
        stems=stems,
        apart=tuple(apart),
        firsts=frozenset(form.first for form in apart),
        folding=variants,
        varying=_any_of(variants),
    )


def _any_of(characters: Iterable[int]) -> re.Pattern[str]:
    return re.compile(f"[{''.join(re.escape(chr(code)) for code in characters)}]")


def _apart(form: str, entry: Entry, *, spaced: bool) -> Apart:
    first, _, second = (part.strip() for part in form.partition(APART))
    edges = (r"(?<!\w)", r"(?!\w)") if spaced else ("", "")
    gap = r"[\s\-']+" if spaced else r"[\s\-]*"
    written = [
        f"{edges[0]}({gap.join(map(re.escape, _GAPS.split(part.strip(_EDGES))))}){edges[1]}"
        for part in (first, second)
    ]
    between = f"[^,;:.!?。；：！？，]{{0,{_BETWEEN}}}?"
    anywhere = between.join(written)
    at_end = rf"{anywhere}(?=\s*(?:[,;:.!?。；：！？，)]|$))"
    words = (_WORDS if spaced else _NO_GAPS).findall(first)
    return Apart(entry, max(words, key=len, default=""), at_end, anywhere)
