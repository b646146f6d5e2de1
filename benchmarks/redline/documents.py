"""A policy as the generator sees it: blocks that can be moved, split, merged and edited.

This reader is deliberately not the publisher's: the truth of a case must not come from the program
that is measured. It knows just enough Markdown to cut a text into blocks and to tell which of them
are safe to touch; whatever it does not understand is opaque and stays where it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise


class BlockKind(StrEnum):
    """What the generator may do with a block."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ARTICLE = "article"  # a paragraph that begins with its number: 第三条, 2.1, (a)
    OPAQUE = "opaque"  # tables, HTML, code, references: never edited


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a text, verbatim, with the line ends that follow it."""

    kind: BlockKind
    text: str
    gap: str
    level: int = 0  # of a heading
    nested: bool = False  # inside another block, or holding one: stays where it is

    @property
    def is_free(self) -> bool:
        """Whether the block may be edited, and where it is no article, too, moved or merged."""
        return not self.nested and self.kind in (
            BlockKind.PARAGRAPH,
            BlockKind.ITEM,
            BlockKind.ARTICLE,
        )


_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:[*+-]|\d{1,9}[.)])(?P<space>[ \t]+|$)")
ARTICLE = re.compile(
    r"(?:第(?:\d{1,3}|[一二三四五六七八九十]{1,3})[条條]|제\d{1,3}조|Article \d{1,3}|§ ?\d{1,3})"
    r"[ \u3000]+"
)
SUB_ARTICLE = re.compile(
    r"(?:\d{1,2}\.\d{1,2}|\((?:[a-z]|\d{1,2})\)|（[一二三四五六七八九十]{1,3}）)[ \u3000]*(?=\w)"
)
_ATTRIBUTES = re.compile(r"[ \t]*\{:[^{}]*\}[ \t]*")
_OPAQUE = re.compile(
    r"[ \t]*(?:<(?![a-z]+://)|\||```|~~~|>|\[[^\]]+\]:|(?:[-*_][ \t]*){3,}$|:[ \t])"
)
_HARD_TO_SPLIT = re.compile(r"\n[ \t]*(?:[=-]{2,}[ \t]*$|\||\{:)|<|  \n|\\\n", re.MULTILINE)


def read(source: str) -> tuple[Block, ...]:
    """Cut a text into blocks; their texts and gaps joined are the text with LF line ends."""
    source = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"
    blocks: list[Block] = []
    for chunk, gap in _chunks(source):
        pieces = _cut(chunk)
        blocks.extend(_block(piece, "\n") for piece in pieces[:-1])
        blocks.append(_block(pieces[-1], gap))
    return tuple(_mark_nested(blocks))


def render(blocks: tuple[Block, ...]) -> str:
    """The text of a sequence of blocks."""
    return "".join(block.text + block.gap for block in blocks)


def _chunks(source: str) -> list[tuple[str, str]]:
    """Runs of lines without a blank one, each with the line ends and blank lines after it."""
    parts = re.split(r"(\n(?:[ \t]*\n)*)", source)
    lines = list(zip(parts[0::2], parts[1::2], strict=False))
    chunks: list[tuple[str, str]] = []
    held = ""
    for line, end in lines:
        held += line
        if end == "\n" and line is not lines[-1][0]:
            held += end
        else:
            chunks.append((held, end))
            held = ""
    if held:
        chunks.append((held.removesuffix("\n"), "\n"))
    return chunks


def _cut(chunk: str) -> list[str]:
    """The blocks of a chunk: headings and list items begin one, other lines continue it."""
    lines = chunk.split("\n")
    if _OPAQUE.match(lines[0]):
        return [chunk]
    pieces = [lines[0]]
    for previous, line in pairwise(lines):
        begins = bool(_HEADING.match(line) or _ITEM.match(line) or _HEADING.match(previous))
        if begins and not _ATTRIBUTES.fullmatch(line):
            pieces.append(line)
        else:
            pieces[-1] += "\n" + line
    return pieces


def _block(text: str, gap: str) -> Block:
    heading = _HEADING.match(text)
    if heading and "\n" not in text.replace("\n{:", ""):
        return Block(BlockKind.HEADING, text, gap, level=len(heading[1]))
    if _OPAQUE.match(text) or _HARD_TO_SPLIT.search(text):
        return Block(BlockKind.OPAQUE, text, gap)
    item = _ITEM.match(text)
    if item:
        nested = bool(item["indent"]) or text[item.end() :].startswith("#")
        return Block(BlockKind.ITEM, text, gap, nested=nested)
    is_article = ARTICLE.match(text) or SUB_ARTICLE.match(text)
    kind = BlockKind.ARTICLE if is_article else BlockKind.PARAGRAPH
    return Block(kind, text, gap, nested=text[:1] in " \t")


def _mark_nested(blocks: list[Block]) -> list[Block]:
    """The blocks, with an item that holds indented ones marked as nested, too."""
    marked = list(blocks)
    for index, (block, after) in enumerate(pairwise(blocks)):
        if block.kind is BlockKind.ITEM and after.text[:1] in (" ", "\t"):
            marked[index] = Block(block.kind, block.text, block.gap, block.level, nested=True)
    return marked


def body_start(block: Block) -> int:
    """Where the words of a block begin, behind a heading's, an item's or an article's marker."""
    match block.kind:
        case BlockKind.HEADING:
            found = _HEADING.match(block.text)
        case BlockKind.ITEM:
            found = _ITEM.match(block.text)
        case BlockKind.ARTICLE:
            found = ARTICLE.match(block.text) or SUB_ARTICLE.match(block.text)
        case _:
            found = None
    return found.end() if found else 0
