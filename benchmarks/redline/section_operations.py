"""What legal does to sections: one put in, one taken out, one moved; the numbers follow."""

from __future__ import annotations

from benchmarks.redline import numbering
from benchmarks.redline.documents import Block, BlockKind, body_start
from benchmarks.redline.drafts import Role
from benchmarks.redline.work import Blocks, NotApplicableError, Work, require


def insert_section_top(work: Work) -> None:
    """A section of our own in front of the first one; those that follow get new numbers."""
    sections = _sections(work)
    first = next(
        index
        for index, part in enumerate(work.draft.parts)
        if part.sources == (sections.starts[0],)
    )
    heading, body = work.rng.choice(work.phrases.sections)
    model = work.draft.old[sections.starts[0]]
    label = numbering.label(numbering.like(model), 1) if sections.numbered else ""
    if sections.level == 0:
        blocks = [Block(BlockKind.ARTICLE, label + body[0], "\n\n"), *map(_body, body[1:])]
    else:
        title = model.text[: body_start(model)] + label + heading
        blocks = [
            Block(BlockKind.HEADING, title, "\n\n", sections.level),
            *map(_body, body),
        ]
    work.draft.insert(first, blocks)
    numbering.renumber(work.draft, sections.level)


def _body(text: str) -> Block:
    if text.startswith("* "):
        return Block(BlockKind.ITEM, text, "\n")
    return Block(BlockKind.PARAGRAPH, text, "\n\n")


def delete_section(work: Work) -> None:
    """A section goes; those behind it get new numbers."""
    sections = _sections(work)
    number = work.rng.randrange(len(sections.starts) - 1)
    gone = range(sections.starts[number], sections.end(number, work.draft.old))
    require(_has_size(sections, gone) and len(gone) <= len(work.draft.old) * 0.4)
    require(all(not part.is_touched for part in work.draft.parts if set(part.sources) & set(gone)))
    work.draft.parts = [part for part in work.draft.parts if not set(part.sources) & set(gone)]
    numbering.renumber(work.draft, sections.level)


def move_section(work: Work) -> None:
    """A section goes to another place, over more text than it has; numbers follow.

    One in three times it is a section of a section, where there are such.
    """
    sections = _sections(work)
    old = work.draft.old
    if work.rng.random() < 0.33:
        sections = numbering.find_sections(old, below=max(sections.level, 1)) or sections
    numbers = list(range(len(sections.starts)))
    work.rng.shuffle(numbers)
    for number in numbers:
        block_range = range(sections.starts[number], sections.end(number, old))
        own = _length(old, block_range)
        targets = [
            other
            for other in [*sections.starts, sections.end(len(sections.starts) - 1, old)]
            if other not in block_range
            and other != block_range.stop
            and _length_between(old, other, block_range) > 1.3 * own
        ]
        if not _has_size(sections, block_range) or not targets:
            continue
        _move(work, set(block_range), work.rng.choice(targets))
        numbering.renumber(work.draft, sections.level)
        return
    raise NotApplicableError


def _length_between(old: Blocks, target: int, moved: range) -> int:
    jumped = range(target, moved.start) if target < moved.start else range(moved.stop, target)
    return _length(old, jumped)


def _length(old: Blocks, indices: range) -> int:
    """How much there is to read in some blocks, what is opaque left out."""
    return sum(len(old[i].text) for i in indices if old[i].kind is not BlockKind.OPAQUE)


def _has_size(sections: numbering.Sections, blocks: range) -> bool:
    """Whether a section is more than a heading."""
    return len(blocks) >= 2 or sections.level == 0


def _move(work: Work, moved: set[int], target: int) -> None:
    """Put the parts of some old blocks in front of the part of another one."""
    parts = work.draft.parts
    require(all(not part.is_touched for part in parts if set(part.sources) & moved))
    taken = [part for part in parts if set(part.sources) & moved]
    rest = [part for part in parts if not set(part.sources) & moved]
    at = next((i for i, part in enumerate(rest) if target in part.sources), len(rest))
    for part in taken:
        part.role = Role.MOVED
        part.target = part.block.kind is not BlockKind.OPAQUE
    work.draft.parts = [*rest[:at], *taken, *rest[at:]]


def _sections(work: Work) -> numbering.Sections:
    sections = numbering.find_sections(work.draft.old)
    if sections is None:
        raise NotApplicableError
    return sections
