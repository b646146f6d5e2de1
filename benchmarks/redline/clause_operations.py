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
    if _divides(parts, place):
        return False
    before, after = parts[place - 1].block, parts[place].block
    if part.block.kind is BlockKind.ITEM:
        return (
            after.kind is BlockKind.ITEM and after.is_free and after.text[0] == part.block.text[0]
        )
    if after.nested or before.nested or before.kind is BlockKind.OPAQUE:
        return False
    return after.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)


def _divides(parts: list[Part], place: int) -> bool:
    """Whether a place lies between two pieces of one old block."""
    return bool(parts[place].sources) and parts[place - 1].sources == parts[place].sources


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
    """A sentence added or taken out, a number or a negation changed; or two of these."""
    ways = [*_phrase_edits(work, part), *_sentence_edits(work, part)]
    require(bool(ways))
    work.rng.shuffle(ways)
    chosen = ways[:1]
    if len(ways) > 1 and work.rng.random() < 0.35 and not _collide(ways[0], ways[1]):
        chosen = ways[:2]
    work.draft.edit(part, chosen, role=Role.MODIFIED)


def _collide(one: Substitution, other: Substitution) -> bool:
    return one.start <= other.end and other.start <= one.end


def _phrase_edits(work: Work, part: Part) -> list[Substitution]:
    return [edit for rule in (number_edits, swap_edits) for edit in rule(work, part)[:1]]


def _sentence_edits(work: Work, part: Part) -> list[Substitution]:
    text = part.block.text
    breaks = sentence_breaks(text, body_start(part.block))
    ways = []
    if len(breaks) >= 2:
        number = work.rng.randrange(len(breaks) - 1)
        gone = Substitution(breaks[number].end, breaks[number + 1].end, "")
        if gone.end - gone.start <= 0.4 * len(text):
            ways.append(gone)
    joint = " " if work.phrases.has_spaces else ""
    sentence = work.rng.choice(work.phrases.sentences)
    if len(sentence) < 0.6 * len(text) and "{:" not in text:
        if breaks:
            at = work.rng.choice(breaks).end
            ways.append(Substitution(at, at, sentence + joint))
        if text[-1] in "。.!?؟":
            ways.append(Substitution(len(text), len(text), joint + sentence))
    return ways


def split(work: Work) -> None:
    """A paragraph becomes two or three, or a list item as many items."""
    choices = []
    for part in work.free(least=2 * work.shortest, articles=True):
        gaps = _cuts(part.block, 0.25)
        choices += [(part, [gap]) for gap in gaps]
        choices += [(part, [one, two]) for one, two in pairwise(_cuts(part.block, 0.2))]
    choices = [(part, gaps) for part, gaps in choices if _is_even(part.block, gaps)]
    require(bool(choices))
    part, gaps = work.rng.choice(choices)
    block, text = part.block, part.block.text
    marker = text[: body_start(block)] if block.kind is BlockKind.ITEM else ""
    starts = [0, *(gap.end for gap in gaps)]
    ends = [*(gap.start for gap in gaps), len(text)]
    made = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        kind = BlockKind.PARAGRAPH if number and block.kind is BlockKind.ARTICLE else block.kind
        head = marker if number else ""
        made.append(
            Part(
                Block(kind, head + text[start:end], block.gap),
                part.sources,
                Role.SPLIT,
                target=True,
                changed=[Range(0, len(head))] if head else [],
            )
        )
    made[-1].gap = block.gap
    at = work.draft.parts.index(part)
    work.draft.parts[at : at + 1] = made
    work.draft.old_changed.setdefault(part.sources[0], []).extend(gaps)


def _cuts(block: Block, least: float) -> list[Range]:
    """Where a block may be cut in two, no part less than a share of it."""
    text, start = block.text, body_start(block)
    return [
        gap
        for gap in sentence_breaks(text, start)
        if least <= (gap.start - start) / (len(text) - start) <= 1 - least
        and "\n" not in text[gap.end :]
        and not _starts_block(text[gap.end :])
    ]


def _is_even(block: Block, gaps: list[Range]) -> bool:
    """Whether every piece of a block in three has at least a fifth of it."""
    if len(gaps) == 1:
        return True
    return gaps[1].start - gaps[0].end >= 0.2 * (len(block.text) - body_start(block))


def _starts_block(text: str) -> bool:
    return re.match(r"[#>*+|=~`:{<-]|\d+[.)]", text) is not None


def merge(work: Work) -> None:
    """Two or three neighbouring paragraphs become one, or as many list items one."""
    parts = work.draft.parts
    free = {id(part) for part in work.free()}
    pairs = [(one, other) for one, other in pairwise(parts) if _can_merge(free, one, other)]
    triples = [
        (one, two, three)
        for (one, two), (again, three) in pairwise(pairs)
        if two is again and _is_balanced((one, two, three), 0.2)
    ]
    runs: list[tuple[Part, ...]] = [run for run in pairs if _is_balanced(run, 0.25)]
    runs += triples
    require(bool(runs))
    run = work.rng.choice(runs)
    joint = " " if work.phrases.has_spaces else ""
    text = run[0].block.text
    changed = []
    for part in run[1:]:
        start = body_start(part.block)
        if joint:
            changed.append(Range(len(text), len(text) + 1))
        if start:
            work.draft.old_changed.setdefault(part.sources[0], []).append(Range(0, start))
        text += joint + part.block.text[start:]
    last = run[-1].block
    merged = Part(
        Block(last.kind, text, last.gap),
        tuple(index for part in run for index in part.sources),
        Role.MERGED,
        target=True,
        changed=changed,
    )
    merged.gap = last.gap
    at = parts.index(run[0])
    parts[at : at + len(run)] = [merged]


def _can_merge(free: set[int], one: Part, other: Part) -> bool:
    return (
        id(one) in free
        and id(other) in free
        and one.block.kind is other.block.kind
        and one.sources[-1] + 1 == other.sources[0]
        and one.block.text[-1] in "。.!?؟；;"
        and "{:" not in one.block.text
    )


def _is_balanced(run: tuple[Part, ...], least: float) -> bool:
    whole = sum(len(part.block.text) for part in run)
    return all(len(part.block.text) >= least * whole for part in run)


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
        if not _divides(parts, place)
        and not parts[place].block.nested
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
