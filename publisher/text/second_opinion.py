"""A second opinion on a text's structure: python-markdown's.

A legal text must not depend on a dialect of Markdown: where another common parser would make a
paragraph of what is a list item here, the text should be written so that both agree. That parser
has quadratic and recursive cases (12 to 16 s for 18 KB of `[`), so callers run this under a limit.
"""

from __future__ import annotations

import html.parser
from collections.abc import Iterator
from typing import NamedTuple

import markdown
from rapidfuzz.distance import Indel

from publisher.model.segments import ParsedText, SegmentKind
from publisher.text.front_matter import body_start
from publisher.text.parser import parse
from publisher.text.token_kinds import TokenKind

_EXTENSIONS = ("tables", "attr_list", "def_list", "footnotes", "fenced_code", "md_in_html")
_NAMES = {
    SegmentKind.PARAGRAPH: "paragraph",
    SegmentKind.HTML_TEXT: "paragraph",
    SegmentKind.LIST_ITEM: "list item",
    SegmentKind.TABLE_CELL: "table cell",
    SegmentKind.CAPTION: "caption",
    SegmentKind.TERM: "term",
    SegmentKind.DEFINITION: "definition",
    SegmentKind.FOOTNOTE: "footnote",
    SegmentKind.CODE: "code",
}
_TAGS = {
    "p": "paragraph",
    "li": "list item",
    "td": "table cell",
    "th": "table cell",
    "caption": "caption",
    "figcaption": "caption",
    "dt": "term",
    "dd": "definition",
    "pre": "code",
    **{f"h{level}": f"heading {level}" for level in range(1, 7)},
}
_TRANSPARENT = frozenset({"div", "section", "article", "blockquote", "table", "ul", "ol", "dl"})


class Disagreement(NamedTuple):
    """A place where the other parser sees another structure."""

    line: int  # 1-based
    ours: str  # "list item": what it is here, or "" where nothing stands
    theirs: str
    text: str  # how the block begins


class _Block(NamedTuple):
    name: str
    letters: str
    line: int


def disagreements(source: str) -> tuple[Disagreement, ...]:
    """Where python-markdown would make other blocks of a text than the parser of record does.

    May take very long, or raise RecursionError, on texts made to do so.
    """
    ours = list(_our_blocks(parse(source)))
    theirs = list(_their_blocks(source))
    found = []
    keys = [block[:2] for block in ours], [block[:2] for block in theirs]
    opcodes = [code for code in Indel.opcodes(*keys) if code.tag != "equal"]
    for code in opcodes:
        mine = ours[code.src_start : code.src_end]
        other = theirs[code.dest_start : code.dest_end]
        following = ours[code.src_start : code.src_start + 1]
        line = following[0].line if following else (ours[-1].line if ours else 1)
        text = (mine or other)[0].letters[:40]
        found.append(Disagreement(line, _listed(mine), _listed(other), text))
    return tuple(_paired(found))


def _paired(found: list[Disagreement]) -> Iterator[Disagreement]:
    """An insertion beside a deletion on the same line is one disagreement."""
    pending: Disagreement | None = None
    for entry in found:
        if pending and pending.line == entry.line and bool(pending.ours) != bool(entry.ours):
            yield Disagreement(
                pending.line,
                pending.ours or entry.ours,
                pending.theirs or entry.theirs,
                pending.text,
            )
            pending = None
            continue
        if pending:
            yield pending
        pending = entry
    if pending:
        yield pending


def _listed(blocks: list[_Block]) -> str:
    names = dict.fromkeys(block.name for block in blocks)
    return f"{len(blocks)} blocks ({', '.join(names)})" if len(blocks) > 1 else ", ".join(names)


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _our_blocks(parsed: ParsedText) -> Iterator[_Block]:
    for segment in parsed.segments:
        if segment.kind in (SegmentKind.FIELD, SegmentKind.RULE, SegmentKind.REFERENCE):
            continue
        name = _NAMES.get(segment.kind) or f"heading {segment.level}"
        words = "".join(line.of(parsed.source) for line in segment.lines)
        reader = _Reader()
        reader.feed(markdown_words(words))
        letters = _letters("".join(reader.everything))
        if letters:
            yield _Block(name, letters, segment.line)


def markdown_words(inline: str) -> str:
    """Inline Markdown less links' targets and attribute lists: what two parsers both show."""
    from publisher.text.tokens import tokenize_line  # noqa: PLC0415 - tokens read blocks

    hidden = (TokenKind.ATTRIBUTES, TokenKind.TARGET)
    tokens = tokenize_line(inline)
    shown = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        is_target = before is not None and before.text.endswith(("](", '="', "='"))
        shown.append(token.lead)
        if token.kind not in hidden or (token.kind is TokenKind.TARGET and not is_target):
            shown.append(token.text)
    return "".join(shown)


def _their_blocks(source: str) -> Iterator[_Block]:
    text = source[body_start(source) :].removeprefix("\ufeff")
    reader = _Reader()
    reader.feed(markdown.markdown(text, extensions=list(_EXTENSIONS), output_format="html"))
    reader.close()
    for name, words in reader.blocks():
        letters = _letters(words)
        if letters:
            yield _Block(name, letters, 0)


class _Reader(html.parser.HTMLParser):
    """Reads HTML down to its blocks of text."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.everything: list[str] = []
        self.found: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block tag opens a block."""
        del attrs
        if tag in _TAGS or tag in _TRANSPARENT:
            self.stack.append(tag)
            self.found.append((self._name(), []))

    def handle_endtag(self, tag: str) -> None:
        """What follows a block's end belongs to the block around it."""
        if tag in self.stack:
            while self.stack.pop() != tag:
                pass
            self.found.append((self._name(), []))

    def handle_data(self, data: str) -> None:
        """Words belong to the innermost block."""
        self.everything.append(data)
        if not self.found:
            self.found.append((self._name(), []))
        self.found[-1][1].append(data)

    def blocks(self) -> Iterator[tuple[str, str]]:
        """Each block's name and words."""
        for name, words in self.found:
            yield name, "".join(words)

    def _name(self) -> str:
        for tag in reversed(self.stack):
            if tag == "p" and any(outer in ("li", "dd", "td", "th") for outer in self.stack):
                continue
            if tag in _TAGS:
                return _TAGS[tag]
        return "paragraph"
