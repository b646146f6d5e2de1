"""From the parser's tokens to leaves: the blocks that hold text, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from publisher.model.segments import SegmentKind, Span
from publisher.text.emphasis import is_cjk
from publisher.text.html_blocks import html_texts
from publisher.text.labels import find_label, is_unnumbered
from publisher.text.lines import LineTable

_ATTRIBUTE = r"""(?:[#.][\w:.-]+|[\w:-]+=(?:"[^"\n]*"|'[^'\n]*'|[^\s{}"']+))"""
# "{: #id .class key=value }"; without the colon only what can be nothing else.
ATTRIBUTE_LIST = re.compile(
    rf"\{{:[ ]*[^{{}}\n]*\}}|\{{[ ]*{_ATTRIBUTE}(?:[ ]+{_ATTRIBUTE})*[ ]*\}}"
)
# Blanks are read from where they begin, or each of 100,000 would be a start of its own.
_TRAILING_ATTRIBUTES = re.compile(rf"(?<![ \t])[ \t]*(?:{ATTRIBUTE_LIST.pattern})[ \t]*\Z")
_CLOSING_HASHES = re.compile(r"(?:[ \t]+#+)?[ \t]*\Z")
_ROW_PREFIX = re.compile(r"[ \t>]*(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]+[ \t>]*)*")
_SHORT_LINE = 24  # characters


# What each container makes of the paragraphs in it; None: a list or a table, whose blocks share a
# group.
_CONTAINERS: dict[str, SegmentKind | None] = {
    f"{name}_{end}": kind
    for name, kind in {
        "bullet_list": None,
        "ordered_list": None,
        "table": None,
        "list_item": SegmentKind.LIST_ITEM,
        "dt": SegmentKind.TERM,
        "dd": SegmentKind.DEFINITION,
        "footnote_reference": SegmentKind.FOOTNOTE,
    }.items()
    for end in ("open", "close")
}


class Leaf(NamedTuple):
    """A block that holds text, before extents are dealt out.

    Offsets and lines count from the beginning of the stretch of text that was parsed.
    """

    kind: SegmentKind
    frame: int  # offset where what belongs to it begins
    lines: tuple[Span, ...]
    first_line: int
    last_line: int  # exclusive
    body_line: int  # where the body begins
    level: int = 0
    group: int = 0
    label: Span | None = None
    html: bool = False
    name: str = ""


class BlockWalk:
    """Walks block tokens once; knows which containers are open."""

    def __init__(self, table: LineTable) -> None:
        self.table = table
        self.groups = 0
        self.open_groups: list[int] = []
        self.kinds: list[SegmentKind] = []
        self.list_depth = 0
        self.pending_marker: Span | None = None
        self.pending_line: int | None = None  # of an item whose first block is still to come

    def leaves(self, tokens: list[Token]) -> Iterator[Leaf]:
        """The blocks that hold text, in the order of the source."""
        for position, token in enumerate(tokens):
            if token.type in _CONTAINERS:
                self._enter_or_leave(token)
            match token.type:
                case "table_open":
                    yield from self._table(token)
                case "heading_open":
                    yield from self._heading(token, tokens[position + 1])
                case "inline" if tokens[position - 1].type in ("paragraph_open", "dt_open"):
                    yield from self._paragraph(token)
                case "html_block":
                    yield from self._html(token)
                case "fence" | "code_block":
                    yield self._whole(token, SegmentKind.CODE)
                case "hr":
                    yield self._whole(token, SegmentKind.RULE)
                case _:
                    pass

    def _enter_or_leave(self, token: Token) -> None:
        kind = _CONTAINERS[token.type]
        is_list = token.type.startswith(("bullet_list", "ordered_list"))
        if kind is None and token.nesting == 1:
            self._open_group()
            self.list_depth += is_list
        elif kind is None:
            self.open_groups.pop()
            self.list_depth -= is_list
        elif token.nesting == 1:
            self.kinds.append(kind)
            if kind is SegmentKind.LIST_ITEM:
                self._note_marker(token)
        else:
            self.kinds.pop()
            self.pending_marker = self.pending_line = None

    def _open_group(self) -> None:
        self.groups += 1
        self.open_groups.append(self.groups)

    @property
    def _group(self) -> int:
        return self.open_groups[-1] if self.open_groups else 0

    def _range(self, token: Token) -> tuple[int, int]:
        first, last = token.map or (0, 0)
        return first, last

    def _note_marker(self, token: Token) -> None:
        first, _ = self._range(token)
        self.pending_marker = None
        if self.pending_line is None:
            self.pending_line = first
        if token.info:
            start, end = self.table.span(first)
            pattern = re.escape(token.info + token.markup)
            for match in re.finditer(rf"(?<![^\s>*+-]){pattern}", self.table.source[start:end]):
                self.pending_marker = Span(start + match.start(), start + match.end())
                break

    def _leaf(
        self, kind: SegmentKind, lines: list[Span], first: int, last: int, *, level: int = 0
    ) -> Leaf:
        label = self.pending_marker or label_of(self.table.source, kind, lines)
        if self.pending_line is not None:  # a marker may stand above the words
            first = min(first, self.pending_line)
        self.pending_marker = self.pending_line = None
        frame = self.table.starts[first]
        body_line = self.table.line_at(lines[0].start) if lines else first
        return Leaf(kind, frame, tuple(lines), first, last, body_line, level, self._group, label)

    def _paragraph(self, token: Token) -> Iterator[Leaf]:
        first, last = self._range(token)
        kind = self.kinds[-1] if self.kinds else SegmentKind.PARAGRAPH
        spans = self._content_lines(token.content, first)
        spans = without_trailing_attributes(self.table.source, spans)
        if not spans:
            kind = SegmentKind.RULE
        # The parser says of a term that it ends on the line on which it begins.
        yield self._leaf(kind, spans, first, max(last, first + 1), level=self.list_depth)

    def _content_lines(self, content: str, first: int) -> list[Span]:
        """Where each line of a paragraph's content lies: it always ends its source line."""
        spans = []
        pieces = [piece.strip() for piece in content.split("\n")]
        line = self._first_content_line(pieces[0], first)
        for words in pieces:
            start, end = self.table.span(line)
            end -= len(self.table.source[start:end]) - len(self.table.source[start:end].rstrip())
            if words:
                spans.append(Span(end - len(words), end))
            line += 1
        return spans

    def _first_content_line(self, words: str, first: int) -> int:
        """The line that holds the first words; the parser drops lines of, say, U+3000 above it."""
        below = range(first, len(self.table))
        ends = (self.table.text(line).replace("\0", "\ufffd").rstrip() for line in below)
        return next(
            (line for line, end in zip(below, ends, strict=True) if end.endswith(words)), first
        )

    def _heading(self, token: Token, inline: Token) -> Iterator[Leaf]:
        first, last = self._range(token)
        level = int(token.tag[1])
        if token.markup.startswith("#"):
            start, end = self.table.span(first)
            offset = self.table.source.find(token.markup, start, end) + len(token.markup)
            spans = heading_body(self.table.source, offset, end)
        else:
            spans = self._content_lines(inline.content, first)
            spans = without_trailing_attributes(self.table.source, spans)
        kind = SegmentKind.HEADING if spans else SegmentKind.RULE
        yield self._leaf(kind, spans, first, last, level=level)

    def _whole(self, token: Token, kind: SegmentKind) -> Leaf:
        first, last = self._range(token)
        spans = []
        if kind is SegmentKind.CODE and token.content:
            lines = token.content.removesuffix("\n").split("\n")
            for line, text in enumerate(lines, start=first + 1):
                start, end = self.table.span(line)
                spans.append(Span(max(end - len(text), start), end))
        return self._leaf(kind, spans, first, last)

    def _html(self, token: Token) -> Iterator[Leaf]:
        first, last = self._range(token)
        offset, end = self.table.starts[first], self.table.ends[last - 1]
        table = LineTable(_without_containers(self.table.source[offset:end], token.content))
        texts = html_texts(table.source, 0, len(table.source))
        if not texts:
            yield self._leaf(SegmentKind.RULE, [], first, last)
        self.groups += 1
        for index, text in enumerate(texts):
            places = _line_spans(table, text.start, text.end)
            spans = [Span(start + offset, end + offset) for start, end in places]
            leaf = self._leaf(text.kind, spans, first, last)
            frame = text.frame + offset if index else leaf.frame
            yield leaf._replace(frame=frame, html=True, group=self.groups, level=text.level)

    def _table(self, token: Token) -> Iterator[Leaf]:
        first, last = self._range(token)
        rows = [first, *range(first + 2, last)]
        for row in rows:
            is_head = row == first
            for cell in _cells(self.table, row):
                spans = [cell] if cell.start < cell.end else []
                leaf = self._leaf(SegmentKind.TABLE_CELL, spans, row, row + (2 if is_head else 1))
                frame = _cell_frame(self.table, row, cell)
                yield leaf._replace(frame=frame) if frame > self.table.starts[row] else leaf


_UNLABELLED = frozenset(
    {SegmentKind.CODE, SegmentKind.RULE, SegmentKind.REFERENCE, SegmentKind.FIELD}
)


def heading_body(source: str, start: int, end: int) -> list[Span]:
    """The words of a heading between the hashes before `start` and the line's end; or none."""
    text = source[start:end]
    if "#" in text:
        text = text[: _CLOSING_HASHES.search(text).start()]  # type: ignore[union-attr]
    start += len(text) - len(text.lstrip())
    words = text.strip()
    spans = [Span(start, start + len(words))] if words else []
    return without_trailing_attributes(source, spans)


def label_of(source: str, kind: SegmentKind, lines: Sequence[Span]) -> Span | None:
    """The ordinal at the head of a block's text, if there is one."""
    if not lines or kind in _UNLABELLED:
        return None
    start, end = lines[0]
    if is_unnumbered(source, start, end):
        return None
    head = source[start : min(end, start + 80)]
    if len(lines) > 1 and len(head) < _SHORT_LINE:  # what follows may tell that it is no label
        parted = not (is_cjk(head[-1]) and is_cjk(source[lines[1].start]))
        head += " " * parted + source[lines[1].start : min(lines[1].end, lines[1].start + 20)]
    found = find_label(head, is_heading=kind is SegmentKind.HEADING)
    if found is None or start + found[1] > end:
        return None
    return Span(start + found[0], start + found[1])


def _without_containers(block: str, content: str) -> str:
    """A raw HTML block with blanks for the marks of quotes and lists at the head of its lines."""
    if content.startswith(block):
        return block
    table = LineTable(block)
    lines = content.split("\n")
    parts = []
    reached = 0
    for index in range(len(table)):
        words = lines[index] if index < len(lines) else ""
        start, end = table.span(index)
        prefix = max(end - start - len(words.lstrip()), 0)
        parts += [block[reached:start], " " * prefix, block[start + prefix : end]]
        reached = end
    return "".join([*parts, block[reached:]])


def row_cells(line: str) -> list[str]:
    """The contents of a table row's cells, as written."""
    return [cell.of(line) for cell in _cells(LineTable(line), 0)]


def container_prefix(line: str) -> str:
    """What a line begins with of quotes and list items around its text."""
    match = _ROW_PREFIX.match(line)
    return match[0] if match else ""


def _cell_frame(table: LineTable, row: int, cell: Span) -> int:
    start = table.starts[row]
    bar = table.source.rfind("|", start, cell.start)
    if bar < 0 or _ROW_PREFIX.fullmatch(table.source[start:bar]):
        return start
    return bar


def _cells(table: LineTable, row: int) -> Iterator[Span]:
    """The contents of a table row's cells; a bar behind a backslash is text."""
    start, end = table.span(row)
    text = table.source[start:end].rstrip()
    position = _ROW_PREFIX.match(text).end()  # type: ignore[union-attr]
    if text.startswith("|", position):
        position += 1
    bars = [match.start() for match in re.finditer(r"(?<!\\)\|", text) if match.start() >= position]
    if not bars or bars[-1] != len(text) - 1:
        bars.append(len(text))
    for bar in bars:
        inside = text[position:bar]
        words = inside.strip()
        offset = start + position + len(inside) - len(inside.lstrip())
        yield Span(offset, offset + len(words))
        position = bar + 1


def _line_spans(table: LineTable, start: int, end: int) -> Iterator[Span]:
    for line in range(table.line_at(start), table.line_at(max(end - 1, start)) + 1):
        first, last = max(table.starts[line], start), min(table.ends[line], end)
        text = table.source[first:last]
        if text.strip():
            lead = len(text) - len(text.lstrip())
            yield Span(first + lead, first + len(text.rstrip()))


def without_trailing_attributes(source: str, lines: list[Span]) -> list[Span]:
    """A body's lines less the attribute lists at its end: they are markup, nobody reads them.

    A list that touches the end of a link, of emphasis or of code belongs to that, and stays.
    """
    kept = list(lines)
    while kept:
        start, end = kept[-1]
        if source[end - 1] not in "} \t":  # most lines: the search reads all of one
            break
        line = source[start:end]
        match = _TRAILING_ATTRIBUTES.search(line)
        if match is None or line[: match.start()].endswith(tuple(")]*_`>\\")):
            break
        kept.pop()
        end = start + len(line[: match.start()].rstrip())
        if end > start:
            kept.append(Span(start, end))
            break
    return kept
