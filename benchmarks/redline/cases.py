"""Cases with a known truth: a text, what was done to it, and what a comparison has to say."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from zlib import crc32

from benchmarks.redline import (
    bases,
    clause_operations,
    neighbour_operations,
    noise_operations,
    numbering,
    phrase_operations,
    section_operations,
)
from benchmarks.redline.documents import Block
from benchmarks.redline.drafts import Draft, Link, Range
from benchmarks.redline.phrases import Phrases, phrases_of
from benchmarks.redline.sources import Half, Source
from benchmarks.redline.work import Blocks, NotApplicableError, Phrase, Work

# Numbers and words; Han and kana count one by one.
_WORD = re.compile(r"\d+|[^\W\d_\u3040-\u30ff\u3400-\u9fff]+")


class Kind(StrEnum):
    """What was done to a text."""

    INSERT_SECTION = "insert_section"
    DELETE_SECTION = "delete_section"
    MOVE_CLAUSE = "move_clause"
    MOVE_EDIT_CLAUSE = "move_edit_clause"
    MOVE_SECTION = "move_section"
    SPLIT = "split"
    MERGE = "merge"
    REWRAP = "rewrap"
    NORMALISE = "normalise"
    DATE = "date"
    NUMBER = "number"
    NEGATION = "negation"
    SWAP_SIMILAR = "swap_similar"
    INSERT_SIMILAR = "insert_similar"
    REORDER_LIST = "reorder_list"
    COMBINATION = "combination"


@dataclass(frozen=True, slots=True)
class Case:
    """A pair of texts with what truly happened between them."""

    name: str
    kind: Kind
    half: Half
    locale: str
    old: str
    new: str
    links: tuple[Link, ...]
    old_changed: tuple[Range, ...]
    new_changed: tuple[Range, ...]
    phrase: Phrase | None = None  # of a date, a number, a negation


def make_cases(sources: tuple[Source, ...], *, seed: int = 20, repeats: int = 1) -> Iterator[Case]:
    """Cases of every kind from every source that has something for it; a seed decides all."""
    for source in sources:
        for kind in Kind:
            for repeat in range(repeats):
                name = f"{source.name}/{kind}/{repeat}"
                rng = random.Random(f"{seed}/{name}")  # noqa: S311
                case = _attempt(name, kind, source, rng)
                if case is not None:
                    yield case


def _attempt(name: str, kind: Kind, source: Source, rng: random.Random) -> Case | None:
    """A case, or None where the source has nothing that the kind could work on."""
    for _ in range(8):
        try:
            case = _make(name, kind, source, rng)
        except NotApplicableError:
            continue
        if case.old != case.new:
            return case
    return None


def _make(name: str, kind: Kind, source: Source, rng: random.Random) -> Case:
    phrases = phrases_of(source.phrases)
    base, act = _prepare(kind, source.blocks, rng, phrases)
    work = Work(Draft(base), rng, phrases)
    act(work)
    old, new, links, old_changed, new_changed = work.draft.finish()
    return Case(
        name=name,
        kind=kind,
        half=source.half,
        locale=source.locale,
        old=old,
        new=new,
        links=links,
        old_changed=old_changed,
        new_changed=new_changed,
        phrase=_phrase(work, links) if work.phrase else None,
    )


def _prepare(
    kind: Kind, blocks: Blocks, rng: random.Random, phrases: Phrases
) -> tuple[Blocks, Callable[[Work], object]]:
    """The old text that a kind wants, and what is then done to it."""
    match kind:
        case Kind.INSERT_SECTION | Kind.DELETE_SECTION | Kind.MOVE_SECTION:
            return _numbered(blocks, rng, phrases), _PLAIN[kind]
        case Kind.DATE | Kind.NUMBER | Kind.NEGATION:
            return _with_phrase(kind, blocks, rng, phrases)
        case Kind.SWAP_SIMILAR | Kind.INSERT_SIMILAR:
            base, family = bases.insert_family(blocks, rng, phrases, 3)
            act = _AMONG_SIMILAR[kind]
            return base, lambda work: act(work, family)
        case Kind.COMBINATION:
            return _combination(blocks, rng, phrases)
        case _:
            return blocks, _PLAIN[kind]


_AMONG_SIMILAR: dict[Kind, Callable[[Work, list[int]], object]] = {
    Kind.SWAP_SIMILAR: neighbour_operations.swap_similar,
    Kind.INSERT_SIMILAR: neighbour_operations.insert_similar_before,
}
_PLAIN: dict[Kind, Callable[[Work], object]] = {
    Kind.INSERT_SECTION: section_operations.insert_section_top,
    Kind.DELETE_SECTION: section_operations.delete_section,
    Kind.MOVE_SECTION: section_operations.move_section,
    Kind.MOVE_CLAUSE: clause_operations.move_clause,
    Kind.MOVE_EDIT_CLAUSE: clause_operations.move_edit_clause,
    Kind.SPLIT: clause_operations.split,
    Kind.MERGE: clause_operations.merge,
    Kind.REWRAP: noise_operations.rewrap,
    Kind.NORMALISE: noise_operations.normalise,
    Kind.REORDER_LIST: neighbour_operations.reorder_list,
}


def _with_phrase(
    kind: Kind, blocks: Blocks, rng: random.Random, phrases: Phrases
) -> tuple[Blocks, Callable[[Work], object]]:
    if kind is not Kind.DATE and rng.random() < 0.5:
        return blocks, lambda work: phrase_operations.change_phrase(work, None, kind.value)
    base, carrier = bases.carrier_in(blocks, rng, phrases, kind.value)
    return base, lambda work: phrase_operations.change_phrase(work, carrier, kind.value)


def _numbered(blocks: Blocks, rng: random.Random, phrases: Phrases) -> Blocks:
    """The text with its sections numbered, unless they are; one in eight stays without."""
    sections = numbering.find_sections(blocks)
    if sections is None or sections.numbered or rng.random() < 0.125:
        return blocks
    return numbering.with_numbers(blocks, sections, rng.choice(phrases.numbering))


def _combination(
    blocks: Blocks, rng: random.Random, phrases: Phrases
) -> tuple[Blocks, Callable[[Work], object]]:
    """Four different things at once: at most one to a section, and one phrase."""
    base: tuple[Block, ...] = _numbered(blocks, rng, phrases)
    rule = rng.choice(("date", "number", "negation"))
    base, carrier = bases.carrier_in(base, rng, phrases, rule)
    section = rng.choice(
        (
            section_operations.insert_section_top,
            section_operations.delete_section,
            section_operations.move_section,
        )
    )
    clauses = rng.sample(
        (
            clause_operations.move_clause,
            clause_operations.split,
            clause_operations.merge,
            clause_operations.insert_clause,
            clause_operations.delete_paragraph,
            clause_operations.edit_clause,
            noise_operations.rewrap_some,
        ),
        2,
    )

    def act(work: Work) -> None:
        section(work)
        phrase_operations.change_phrase(work, carrier, rule)
        for operation in clauses:
            operation(work)
        work.phrase = None

    return base, act


def _phrase(work: Work, links: tuple[Link, ...]) -> Phrase:
    """Where the phrase is in both texts, and the least that had to change of it."""
    assert work.phrase is not None
    part, old, new, before = work.phrase
    link = next(link for link in links if link.target)
    first = before[old.start : old.end]
    second = part.block.text[new.start : new.end]
    head = _common(first, second)
    tail = _common(first[head:][::-1], second[head:][::-1])
    old_at, new_at = link.old[0].start + old.start, link.new[0].start + new.start
    first_needed = whole_words(first, Range(head, len(first) - tail))
    second_needed = whole_words(second, Range(head, len(second) - tail))
    return Phrase(
        Range(old_at, old_at + len(first)),
        Range(new_at, new_at + len(second)),
        Range(old_at + first_needed.start, old_at + first_needed.end),
        Range(new_at + second_needed.start, new_at + second_needed.end),
    )


def whole_words(text: str, span: Range) -> Range:
    """The span without white space at its ends, with the rest of the numbers and words it cuts."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        return Range(start, end)
    for match in _WORD.finditer(text):
        if match.start() < start < match.end():
            start = match.start()
        if match.start() < end < match.end():
            end = match.end()
    return Range(start, end)


def _common(one: str, other: str) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length


def fingerprint(cases: list[Case]) -> str:
    """A short sum over all cases' texts, so that two runs can be told to be of the same cases."""
    total = 0
    for case in cases:
        total = crc32(f"{case.name}\0{case.old}\0{case.new}".encode(), total)
    return f"{total:08x}"
