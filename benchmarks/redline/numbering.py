"""Numbers in front of sections: found, written, and made consecutive again after a change."""

from __future__ import annotations

import re
from dataclasses import dataclass

from benchmarks.redline.documents import ARTICLE, Block, BlockKind, body_start
from benchmarks.redline.drafts import Draft, Part, Range, Role, Substitution, substitute

_LABEL = re.compile(
    r"(?:Section|Artikel|Article|Статья|المادة|§|第|제)? ?"
    r"(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})(?:[.):：、．]|条|條|조| –| :|(?= ))"
)
_HAN = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Sections:
    """The headings, or articles, that a text's sections begin with."""

    level: int  # of the headings; 0: articles
    starts: tuple[int, ...]  # indices of blocks
    numbered: bool

    def end(self, number: int, blocks: tuple[Block, ...]) -> int:
        """The index behind the last block of a section."""
        for index in range(self.starts[number] + 1, len(blocks)):
            block = blocks[index]
            if index in self.starts or (
                block.kind is BlockKind.HEADING and block.level <= max(self.level, 1)
            ):
                return index
        return len(blocks)


def find_sections(blocks: tuple[Block, ...], *, below: int = 0) -> Sections | None:
    """The sections of a text, or None where it has less than four of a level below that one."""
    for level in (*range(below + 1, 7), *(() if below else (0,))):
        starts = tuple(i for i, block in enumerate(blocks) if begins_section(block, level))
        if len(starts) >= 4:
            numbers = [number_range(blocks[index]) for index in starts]
            return Sections(level, starts, numbered=all(numbers))
    return None


def begins_section(block: Block, level: int) -> bool:
    """Whether a block is a heading of a level, or an article where the level is 0."""
    if level == 0:
        return block.kind is BlockKind.ARTICLE and ARTICLE.match(block.text) is not None
    return block.kind is BlockKind.HEADING and block.level == level


def _label_start(block: Block) -> int:
    return body_start(block) if block.kind is BlockKind.HEADING else 0


def number_range(block: Block) -> Range | None:
    """Where the number of a heading is, if it has one."""
    match = _LABEL.match(block.text, _label_start(block))
    return Range(*match.span("number")) if match else None


def with_numbers(blocks: tuple[Block, ...], sections: Sections, scheme: str) -> tuple[Block, ...]:
    """The same text with its sections numbered by a scheme such as ``第{han}条 ``."""
    numbered = list(blocks)
    for number, index in enumerate(sections.starts, start=1):
        block = blocks[index]
        at = body_start(block)
        text = block.text[:at] + label(scheme, number) + block.text[at:]
        numbered[index] = Block(block.kind, text, block.gap, block.level)
    return tuple(numbered)


def label(scheme: str, number: int) -> str:
    """A section's label by a scheme."""
    return scheme.format(n=number, han=_han(number))


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else _HAN[tens]) + "十" if tens else "") + (_HAN[ones] if ones else "")


def like(block: Block) -> str:
    """The scheme by which a numbered heading was labelled."""
    span = number_range(block)
    match = _LABEL.match(block.text, _label_start(block))
    assert span is not None
    assert match is not None
    key = "{n}" if block.text[span.start : span.end].isdigit() else "{han}"
    tail = re.match(r"\s*", block.text[match.end() :])
    assert tail is not None
    head = block.text[match.start() : span.start]
    return f"{head}{key}{block.text[span.end : match.end()]}{tail[0]}"


_DOTTED = re.compile(r"(\d{1,3})\.\d")


def renumber(draft: Draft, level: int) -> None:
    """Number the sections of the new text 1, 2, 3 … again, and write down what that changed.

    Articles that carry their section's number (2.1, 2.2) follow it.
    """
    number = 0
    for part in draft.parts:
        dotted = _DOTTED.match(part.block.text) if part.block.kind is BlockKind.ARTICLE else None
        if begins_section(part.block, level):
            span = number_range(part.block)
            if span is None:
                continue
            number += 1
        elif dotted and number and level:
            span = Range(*dotted.span(1))
        else:
            continue
        _set_number(draft, part, span, number)


def _set_number(draft: Draft, part: Part, span: Range, number: int) -> None:
    before = part.block.text[span.start : span.end]
    after = str(number) if before.isdigit() else _han(number)
    if before == after:
        return
    if part.role is Role.ADDED:
        text, _, _ = substitute(part.block.text, [Substitution(*span, after)])
        part.block = Block(part.block.kind, text, part.block.gap, part.block.level)
        part.changed = [Range(0, len(text))]
        return
    role = Role.RENUMBERED if part.role is Role.SAME else part.role
    draft.edit(part, [Substitution(*span, after)], role=role)
    part.target = True
