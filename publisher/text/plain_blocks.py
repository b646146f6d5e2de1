"""Plain blocks: headings, paragraphs and lists of them, read without the parser of record.

Most of a policy is no more than that, and reading it here takes far less time. Every line is looked
at once; at the first that could be anything else, or that a list could take in two ways, the parser
of record has to look at the whole stretch. Both give the same blocks, which tests hold against each
other.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from publisher.model.segments import SegmentKind, Span
from publisher.text.blocks import Leaf, heading_body, label_of, without_trailing_attributes
from publisher.text.lines import BOM, LineTable

# A tag inside a line's words; alone on its line it would begin a block of raw HTML.
_INLINE_TAG = (
    r"</?(?:a|abbr|b|bdi|br|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u|wbr)\b"
    r"""[^<>"'\r\n]*(?:"[^<>"\r\n]*"[^<>"'\r\n]*)*>(?=[ \t]*[^\s])"""
)
# What a line's words can begin with that begins nothing else: no mark of a block is a letter or
# outside ASCII, so all that is neither is told one by one. Holds in a line and in a whole text.
PLAIN = (
    r"(?:[^\W\d_]|[^\x00-\x7f\s\ufeff]|[0-9]+(?![0-9])(?![.)](?:\s|\Z))"
    r"|\*\*?(?![\s*]|\Z)|__?(?![\s_]|\Z)|\{\{|\[(?!\^)[^\[\]\r\n]*\]\(|[\"'($%&@]|\#{1,6}[^\s\#]"
    rf"|{_INLINE_TAG})"
)
_LINE = re.compile(
    rf"""
    \ufeff?(?P<indent>[ \t]*)
    (?:(?P<marker>[-*+]|[0-9]{{1,9}}[.)])(?P<gap>[ ]+))?
    (?: (?P<hashes>\#{{1,6}})[ \t]+(?=[^\s\#]) | (?P<plain>(?={PLAIN}))
      | (?P<attributes>(?=\{{:)) | (?P<rule>(?:-{{3,}}|\*{{3,}}|_{{3,}})[ \t]*\Z) )
    """,
    re.VERBOSE,
)
# Text that is further in than this, from where its list could begin, no longer begins one.
_FURTHEST = 3
_DEEPEST = 12
_TAB = 4
_WIDEST_GAP = 4  # behind a marker; a wider one counts as one blank


class _Item(NamedTuple):
    """An item that is still open, and the list around it."""

    indent: int  # of its marker
    content: int  # what is indented so far belongs to it
    mark: str  # the list's: "*", "." or ")"
    group: int


class _NotPlainError(Exception):
    """A line needs the parser of record."""


def plain_leaves(table: LineTable) -> tuple[tuple[Leaf, ...], int] | None:
    """The blocks of a stretch and the number of its lists; None where it is not plain."""
    reader = _PlainReader(table)
    try:
        for line in range(len(table)):
            reader.read(line, table.text(line))
        reader.close()
    except _NotPlainError:
        return None
    return (tuple(reader.leaves), reader.groups) if reader.leaves else None


class _PlainReader:
    def __init__(self, table: LineTable) -> None:
        self.table = table
        self.leaves: list[Leaf] = []
        self.groups = 0
        self.items: list[_Item] = []  # open ones, outermost first
        self.spans: list[Span] = []  # the lines of the open paragraph
        self.first_line = 0  # its first
        self.label: Span | None = None  # the number of an item whose words are still to come

    def read(self, line: int, text: str) -> None:
        """Read a line; raises _NotPlainError where that takes more than is known here."""
        if not text.strip(" \t"):
            self.close()
            return
        match = _LINE.match(text)
        if match is None or (line and text[0] == BOM):
            raise _NotPlainError
        indent = len(match["indent"].expandtabs(_TAB))
        if match["marker"]:
            self._begin_item(line, indent, match)
        elif self.spans and (match["plain"] is not None or match["attributes"] is not None):
            self._add_words(line, match)
            return
        else:
            self._leave_items(indent, match)
        if match["hashes"]:
            self._heading(line, match)
        elif match["rule"]:
            self._add(SegmentKind.RULE, [], line, line + 1, 0)
        else:
            self.first_line = line
            self._add_words(line, match)

    def close(self) -> None:
        """End the paragraph that is open."""
        if not self.spans:
            return
        body = without_trailing_attributes(self.table.source, self.spans)
        last = self.first_line + len(self.spans)
        if body:
            kind = SegmentKind.LIST_ITEM if self.items else SegmentKind.PARAGRAPH
            self._add(kind, body, self.first_line, last, len(self.items))
        elif len(self.spans) > 1 or not self.leaves:
            raise _NotPlainError
        # An attribute list by itself belongs to the block before.
        self.spans = []

    def _add(self, kind: SegmentKind, body: list[Span], first: int, last: int, level: int) -> None:
        source, starts = self.table.source, self.table.starts
        label = self.label or label_of(source, kind, body)
        group = self.items[-1].group if self.items else 0
        self.label = None
        self.leaves.append(
            Leaf(kind, starts[first], tuple(body), first, last, first, level, group, label)
        )

    def _add_words(self, line: int, match: re.Match[str]) -> None:
        start = self.table.starts[line]
        self.spans.append(Span(start + match.end(), start + len(match.string.rstrip())))

    def _heading(self, line: int, match: re.Match[str]) -> None:
        start, end = self.table.starts[line], self.table.ends[line]
        body = heading_body(self.table.source, start + match.end("hashes"), end)
        kind = SegmentKind.HEADING if body else SegmentKind.RULE
        self._add(kind, body, line, line + 1, len(match["hashes"]))

    def _leave_items(self, indent: int, match: re.Match[str]) -> None:
        """Close the items that words, a heading or a rule no longer belong to."""
        if self.spans and match["rule"]:
            raise _NotPlainError  # it may make a heading of the words above
        self.close()
        while self.items and indent < self.items[-1].content:
            self.items.pop()
        if indent and (not self.items or match["hashes"] or match["rule"]):
            raise _NotPlainError

    def _begin_item(self, line: int, indent: int, match: re.Match[str]) -> None:
        if match["rule"] or match["attributes"] is not None or "\t" in match["indent"]:
            raise _NotPlainError
        follows_words = bool(self.spans)
        self.close()
        marker = match["marker"]
        left = None
        while self.items and indent < self.items[-1].content:
            left = self.items.pop()
        around = self.items[-1].content if self.items else 0
        if indent > around + _FURTHEST or len(self.items) >= _DEEPEST:
            raise _NotPlainError
        if left is not None and left.mark == marker[-1]:
            if indent != left.indent:
                raise _NotPlainError
            group = left.group
        elif follows_words and marker[0].isdigit() and marker[:-1] != "1":
            raise _NotPlainError  # a sentence may go on with a number
        else:
            self.groups += 1
            group = self.groups
        gap = len(match["gap"])
        content = indent + len(marker) + (gap if gap <= _WIDEST_GAP else 1)
        self.items.append(_Item(indent, content, marker[-1], group))
        start = self.table.starts[line]
        if marker[0].isdigit():
            self.label = Span(start + match.start("marker"), start + match.end("marker"))
