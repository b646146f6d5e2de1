"""A new text in the making: what happened to every block of the old one is written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from benchmarks.redline.documents import Block, BlockKind, render


class Range(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


class Role(StrEnum):
    """What truly happened to a block."""

    SAME = "same"
    MODIFIED = "modified"
    MOVED = "moved"
    MOVED_EDITED = "moved_edited"
    RENUMBERED = "renumbered"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Link:
    """Which old block is which new one, by spans of the texts; `target`: the case is about it."""

    role: Role
    old: tuple[Range, ...]
    new: tuple[Range, ...]
    target: bool


class Substitution(NamedTuple):
    """A range of a text and what takes its place."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Part:
    """A block of the new text, and where it came from."""

    block: Block
    sources: tuple[int, ...]  # indices of old blocks; empty: added
    role: Role = Role.SAME
    target: bool = False
    changed: list[Range] = field(default_factory=list)  # in the block's text: not in the old one
    gap: str | None = None  # None: as the neighbours say

    @property
    def is_touched(self) -> bool:
        """Whether an operation has already used this part."""
        return self.role is not Role.SAME or bool(self.changed)


def substitute(text: str, edits: list[Substitution]) -> tuple[str, list[Range], list[Range]]:
    """The text with the edits made, the ranges new in it, and the ranges of the old that went."""
    pieces: list[str] = []
    new_ranges: list[Range] = []
    old_ranges: list[Range] = []
    at = length = 0
    for edit in sorted(edits):
        pieces += [text[at : edit.start], edit.text]
        length += edit.start - at
        new_ranges.append(Range(length, length + len(edit.text)))
        old_ranges.append(Range(edit.start, edit.end))
        length += len(edit.text)
        at = edit.end
    return "".join([*pieces, text[at:]]), new_ranges, old_ranges


class Draft:
    """The new text as a list of parts; operations change it and so record the truth."""

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self.old = blocks
        self.parts = [Part(block, (index,)) for index, block in enumerate(blocks)]
        self.old_changed: dict[int, list[Range]] = {}
        self.removed_targets = True

    def edit(self, part: Part, edits: list[Substitution], *, role: Role) -> None:
        """Make edits in a part that still has its old text."""
        text, new_ranges, old_ranges = substitute(part.block.text, edits)
        part.block = _with_text(part.block, text)
        part.changed += new_ranges
        self.old_changed.setdefault(part.sources[0], []).extend(old_ranges)
        part.role = role

    def insert(self, at: int, blocks: list[Block], *, target: bool = True) -> None:
        """Put new blocks in front of the part at an index."""
        self.parts[at:at] = [
            Part(block, (), Role.ADDED, target, [Range(0, len(block.text))]) for block in blocks
        ]

    def free_parts(self) -> list[Part]:
        """Untouched parts that may be moved, split or merged."""
        return [part for part in self.parts if part.block.is_free and not part.is_touched]

    def finish(self) -> tuple[str, str, tuple[Link, ...], tuple[Range, ...], tuple[Range, ...]]:
        """Old text, new text, links, and what of the old and of the new text truly changed."""
        old_text = render(self.old)
        new_text, starts = self._render()
        old_spans = _spans(self.old)
        new_spans = [
            Range(start, start + len(part.block.text))
            for start, part in zip(starts, self.parts, strict=True)
        ]
        links = self._links(old_spans, new_spans)
        new_changed = [
            Range(start + a, start + b)
            for start, part in zip(starts, self.parts, strict=True)
            for a, b in part.changed
        ]
        old_changed = [
            Range(old_spans[index].start + a, old_spans[index].start + b)
            for index, ranges in self.old_changed.items()
            for a, b in ranges
        ]
        old_changed += [link.old[0] for link in links if link.role is Role.REMOVED]
        return old_text, new_text, links, tuple(sorted(old_changed)), tuple(sorted(new_changed))

    def _links(self, old_spans: list[Range], new_spans: list[Range]) -> tuple[Link, ...]:
        by_sources: dict[tuple[int, ...], list[int]] = {}
        for number, part in enumerate(self.parts):
            by_sources.setdefault(part.sources or (-1 - number,), []).append(number)
        links = []
        for sources, numbers in by_sources.items():
            first = self.parts[numbers[0]]
            old = tuple(old_spans[index] for index in sources if index >= 0)
            new = tuple(new_spans[number] for number in numbers)
            links.append(Link(first.role, old, new, first.target))
        known = {index for part in self.parts for index in part.sources}
        links += [
            Link(Role.REMOVED, (span,), (), self.removed_targets)
            for index, span in enumerate(old_spans)
            if index not in known
        ]
        return tuple(links)

    def _render(self) -> tuple[str, list[int]]:
        pieces: list[str] = []
        starts: list[int] = []
        length = 0
        for number, part in enumerate(self.parts):
            after = self.parts[number + 1] if number + 1 < len(self.parts) else None
            gap = self._gap(part, after)
            starts.append(length)
            pieces += [part.block.text, gap]
            length += len(part.block.text) + len(gap)
        return "".join(pieces), starts

    def _gap(self, part: Part, after: Part | None) -> str:
        """The line ends between two parts: as they were where the two were neighbours before."""
        if after is None:
            return "\n"
        if part.gap is not None:
            return part.gap
        if part.sources and after.sources and part.sources[-1] + 1 == after.sources[0]:
            return self.old[part.sources[-1]].gap
        if part.block.kind is BlockKind.ITEM and after.block.kind is BlockKind.ITEM:
            return "\n" if "\n" in (part.block.gap, after.block.gap) else "\n\n"
        return "\n\n"


def _with_text(block: Block, text: str) -> Block:
    return Block(block.kind, text, block.gap, block.level, block.nested)


def _spans(blocks: tuple[Block, ...]) -> list[Range]:
    spans = []
    at = 0
    for block in blocks:
        spans.append(Range(at, at + len(block.text)))
        at += len(block.text) + len(block.gap)
    return spans
