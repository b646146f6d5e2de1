"""What legal does to clauses: moved, edited, split, merged, put in, taken out."""

from __future__ import annotations

import re
from itertools import pairwise

from benchmarks.redline.documents import Block, BlockKind, body_start
from benchmarks.redline.drafts import Part, Range, Role, Substitution
from benchmarks.redline.phrase_operations import number_edits, swap_edits
from benchmarks.redline.phrases import sentence_breaks
from benchmarks.redline.work import NotApplicableError, Work, require


def move_clause(work: Work) -> Part:
    """A paragraph or list item goes to another place, over more text than it has."""
    candidates = work.free()
    work.rng.shuffle(candidates)
    parts = work.draft.parts
    for part in candidates:
        here = parts.index(part)
        places = [
            place
            for place in range(1, len(parts))
            if _may_stand(part, parts, place)
            and _jumped(parts, here, place) > 1.3 * len(part.block.text)
        ]
        if places and not leaves_hole(parts, here):
            place = work.rng.choice(places)
            parts.remove(part)
            parts.insert(place - 1 if place > here else place, part)
            part.role, part.target = Role.MOVED, True
            return part
    raise NotApplicableError


def _may_stand(part: Part, parts: list[Part], place: int) -> bool:
    """Whether a block in front of a place stays what it is, and its neighbours, too."""
    before, after = parts[place - 1].block, parts[place].block
    if part.block.kind is BlockKind.ITEM:
        return (
            after.kind is BlockKind.ITEM and after.is_free and after.text[0] == part.block.text[0]
        )
    if after.nested or before.nested or before.kind is BlockKind.OPAQUE:
        return False
    return after.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)


def leaves_hole(parts: list[Part], here: int) -> bool:
    """Whether two lists would grow together where the block was."""
    if not 0 < here < len(parts) - 1 or parts[here].block.kind is BlockKind.ITEM:
        return False
    return parts[here - 1].block.kind is BlockKind.ITEM or parts[here + 1].block.nested


def _jumped(parts: list[Part], here: int, place: int) -> int:
    between = parts[place:here] if place < here else parts[here + 1 : place]
    if any(part.role is Role.MOVED for part in between):
        return 0
    return sum(len(part.block.text) for part in between)


def move_edit_clause(work: Work) -> None:
    """A clause is moved, and edited on the way."""
    before = work.free(least=3 * work.shortest)
    require(bool(before))
    keep = set(map(id, before))
    held = [
        part
        for part in work.draft.parts
        if part.block.is_free and id(part) not in keep and not part.is_touched
    ]
    for part in held:
        part.role = Role.MODIFIED  # out of the reach of move_clause
    try:
        part = move_clause(work)
    finally:
        for other in held:
            other.role = Role.SAME
    edit_words(work, part)
    part.role = Role.MOVED_EDITED


def edit_words(work: Work, part: Part) -> None:
    """A sentence added to a block, one taken out of it, or a number or negation changed."""
    text = part.block.text
    start = body_start(part.block)
    breaks = sentence_breaks(text, start)
    ways: list[list[Substitution]] = []
    for rule in (number_edits, swap_edits):
        found = rule(work, part)
        if found:
            ways.append([found[0]])
    if len(breaks) >= 2:
        number = work.rng.randrange(len(breaks) - 1)
        ways.append([Substitution(breaks[number].end, breaks[number + 1].end, "")])
        if breaks[number + 1].end - breaks[number].end > 0.4 * len(text):
            ways.pop()
    joint = " " if work.phrases.has_spaces else ""
    sentence = work.rng.choice(work.phrases.sentences)
    if len(sentence) < 0.6 * len(text) and "{:" not in text:
        if breaks:
            at = work.rng.choice(breaks).end
            ways.append([Substitution(at, at, sentence + joint)])
        if text[-1] in "。.!?؟":
            ways.append([Substitution(len(text), len(text), joint + sentence)])
    if not ways:
        raise NotApplicableError
    work.draft.edit(part, work.rng.choice(ways), role=Role.MODIFIED)


def split(work: Work) -> None:
    """A paragraph becomes two, or a list item two items."""
    choices = []
    for part in work.free(least=2 * work.shortest):
        text, start = part.block.text, body_start(part.block)
        for gap in sentence_breaks(text, start):
            share = (gap.start - start) / (len(text) - start)
            if (
                0.25 <= share <= 0.75
                and "\n" not in text[gap.end :]
                and not _starts_block(text[gap.end :])
            ):
                choices.append((part, gap))
    require(bool(choices))
    part, gap = work.rng.choice(choices)
    text, start = part.block.text, body_start(part.block)
    marker = text[:start]
    at = work.draft.parts.index(part)
    block = part.block
    first = Part(
        Block(block.kind, text[: gap.start], block.gap), part.sources, Role.SPLIT, target=True
    )
    second = Part(
        Block(block.kind, marker + text[gap.end :], block.gap),
        part.sources,
        Role.SPLIT,
        target=True,
        changed=[Range(0, len(marker))] if marker else [],
    )
    second.gap = block.gap
    work.draft.parts[at : at + 1] = [first, second]
    work.draft.old_changed.setdefault(part.sources[0], []).append(gap)


def _starts_block(text: str) -> bool:
    return re.match(r"[#>*+|=~`:{<-]|\d+[.)]", text) is not None


def merge(work: Work) -> None:
    """Two neighbouring paragraphs become one, or two list items one."""
    parts = work.draft.parts
    free = {id(part) for part in work.free()}
    choices = [
        (one, other)
        for one, other in pairwise(parts)
        if id(one) in free
        and id(other) in free
        and one.block.kind is other.block.kind
        and one.sources[-1] + 1 == other.sources[0]
        and one.block.text[-1] in "。.!?؟；;"
        and "{:" not in one.block.text
        and 0.25 < len(one.block.text) / (len(one.block.text) + len(other.block.text)) < 0.75
    ]
    require(bool(choices))
    one, other = work.rng.choice(choices)
    joint = " " if work.phrases.has_spaces else ""
    start = body_start(other.block)
    text = one.block.text + joint + other.block.text[start:]
    merged = Part(
        Block(one.block.kind, text, other.block.gap),
        (*one.sources, *other.sources),
        Role.MERGED,
        target=True,
    )
    merged.gap = other.block.gap
    if joint:
        merged.changed = [Range(len(one.block.text), len(one.block.text) + 1)]
    if start:
        work.draft.old_changed.setdefault(other.sources[0], []).append(Range(0, start))
    at = parts.index(one)
    parts[at : at + 2] = [merged]


def delete_paragraph(work: Work) -> None:
    """A paragraph goes."""
    parts = work.draft.parts
    here = [
        part for part in work.free(BlockKind.PARAGRAPH) if not leaves_hole(parts, parts.index(part))
    ]
    parts.remove(work.choose(here))


def insert_clause(work: Work) -> None:
    """A paragraph of our own is put in."""
    parts = work.draft.parts
    places = [
        place
        for place in range(1, len(parts))
        if not parts[place].block.nested
        and not parts[place - 1].block.nested
        and parts[place].block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)
        and parts[place - 1].block.kind is not BlockKind.OPAQUE
    ]
    require(bool(places))
    text = work.rng.choice(work.phrases.clauses)
    work.draft.insert(work.rng.choice(places), [Block(BlockKind.PARAGRAPH, text, "\n\n")])


def edit_clause(work: Work) -> None:
    """A clause's words change where it stands."""
    part = work.choose(work.free(least=2 * work.shortest))
    edit_words(work, part)
