"""Old texts made ready for a case: sentences of ours put in, which both texts then have."""

from __future__ import annotations

import random

from benchmarks.redline.documents import Block, BlockKind
from benchmarks.redline.drafts import Range
from benchmarks.redline.phrases import Carrier, Phrases
from benchmarks.redline.work import Blocks, NotApplicableError


def insert_sentence(
    blocks: Blocks, rng: random.Random, text: str, *, spaces: bool
) -> tuple[Blocks, int, int]:
    """The text with a sentence put behind a paragraph's last; with the block's index and place."""
    fit = [
        index
        for index, block in enumerate(blocks)
        if block.is_free
        and block.kind in (BlockKind.PARAGRAPH, BlockKind.ARTICLE)
        and len(block.text) >= 20
        and block.text.rstrip()[-1] in "。.！!؟?"
        and "{:" not in block.text
    ]
    if not fit:
        raise NotApplicableError
    index = rng.choice(fit)
    block = blocks[index]
    head = block.text.rstrip() + (" " if spaces else "")
    grown = Block(block.kind, head + text, block.gap, block.level, block.nested)
    return (*blocks[:index], grown, *blocks[index + 1 :]), index, len(head)


def insert_family(
    blocks: Blocks, work_rng: random.Random, phrases: Phrases, count: int
) -> tuple[Blocks, list[int]]:
    """The text with a few clauses that resemble each other; with their indices."""
    values = work_rng.sample(phrases.similar_values, count)
    items = work_rng.random() < 0.5
    texts = [
        phrases.similar.format(x=value, n=number)
        for value, number in zip(values, work_rng.sample(range(2, 11), count), strict=True)
    ]
    made = [
        Block(BlockKind.ITEM, f"* {text}", "\n")
        if items
        else Block(BlockKind.PARAGRAPH, text, "\n\n")
        for text in texts
    ]
    made[-1] = Block(made[-1].kind, made[-1].text, "\n\n")
    places = [
        index
        for index, block in enumerate(blocks)
        if index
        and not block.nested
        and block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH)
        and blocks[index - 1].kind is BlockKind.PARAGRAPH
        and not blocks[index - 1].nested
        and "\n\n" in blocks[index - 1].gap
    ]
    if not places:
        raise NotApplicableError
    at = work_rng.choice(places)
    return (*blocks[:at], *made, *blocks[at:]), list(range(at, at + count))


def carrier_in(
    blocks: Blocks, rng: random.Random, phrases: Phrases, rule: str
) -> tuple[Blocks, tuple[int, Range, str]]:
    """The text with a sentence that holds a date, a number or a negation; where, and its other."""
    pool: tuple[Carrier, ...] = {
        "date": phrases.dates,
        "number": phrases.numbers,
        "negation": phrases.negations,
    }[rule]
    carrier = rng.choice(pool)
    blocks, index, at = insert_sentence(blocks, rng, carrier.text, spaces=phrases.has_spaces)
    span = Range(at + carrier.phrase.start, at + carrier.phrase.end)
    return blocks, (index, span, carrier.other)
