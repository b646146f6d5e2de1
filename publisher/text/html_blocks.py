"""The readable text inside raw HTML blocks: real policies keep their legal-basis tables in HTML.

A scanner, no parser of HTML: it must hold for fragments (Markdown ends an HTML block at a blank
line) and for tags that never close, and every character belongs to a tag or to a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from publisher.model.segments import SegmentKind

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style)\b[^<>]*>.*?(?:</(?P=raw)\s*>|\Z)"
    r"|<[!?][^>]*(?:>|\Z)"
    r"|<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>",
    re.DOTALL | re.IGNORECASE,
)

# Tags that stand in a line of text; every other tag ends the text before it.
INLINE_TAGS = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark q rp "
    "rt ruby s samp small span strike strong sub sup time tt u var wbr".split()
)

_KINDS = {
    "td": SegmentKind.TABLE_CELL,
    "th": SegmentKind.TABLE_CELL,
    "caption": SegmentKind.CAPTION,
    "figcaption": SegmentKind.CAPTION,
    "li": SegmentKind.LIST_ITEM,
    "dt": SegmentKind.TERM,
    "dd": SegmentKind.DEFINITION,
    "h1": SegmentKind.HEADING,
    "h2": SegmentKind.HEADING,
    "h3": SegmentKind.HEADING,
    "h4": SegmentKind.HEADING,
    "h5": SegmentKind.HEADING,
    "h6": SegmentKind.HEADING,
}
_TRANSPARENT = frozenset({"p", "div", "section", "article", "center"})


class HtmlText(NamedTuple):
    """A run of text (with its inline tags) between two block tags of an HTML block."""

    frame: int  # offset where the tags that open it begin
    start: int
    end: int
    kind: SegmentKind
    level: int  # of a heading


class _Piece(NamedTuple):
    start: int
    end: int
    name: str  # "" for text, comments and inline tags
    closes: bool = False
    is_words: bool = False
    is_inline: bool = False


def html_texts(source: str, start: int, end: int) -> list[HtmlText]:
    """The runs of text in `source[start:end]`, in order; offsets are into `source`."""
    texts: list[HtmlText] = []
    open_tags: list[str] = []
    frame, run_start, run_end, has_words = start, -1, -1, False

    def finish() -> None:
        nonlocal frame, run_start, has_words
        if has_words:
            kind, level = _kind_of(open_tags)
            texts.append(HtmlText(frame, run_start, run_end, kind, level))
            frame = run_end
        run_start, has_words = -1, False

    for piece in _pieces(source, start, end):
        if piece.name:
            finish()
            _track(open_tags, piece)
            if piece.closes and texts:
                frame = piece.end
        elif piece.is_words or piece.is_inline or run_start >= 0:
            lead, tail = _stripped(source, piece.start, piece.end)
            if lead < tail:
                run_start = lead if run_start < 0 else run_start
                run_end = tail
                has_words = has_words or piece.is_words
    finish()
    return texts


def _kind_of(open_tags: list[str]) -> tuple[SegmentKind, int]:
    for name in reversed(open_tags):
        if name in _KINDS:
            level = int(name[1]) if _KINDS[name] is SegmentKind.HEADING else 0
            return _KINDS[name], level
        if name not in _TRANSPARENT:
            break
    return SegmentKind.HTML_TEXT, 0


def _track(open_tags: list[str], piece: _Piece) -> None:
    if not piece.closes:
        open_tags.append(piece.name)
    elif piece.name in open_tags:
        while open_tags.pop() != piece.name:
            pass


def _pieces(source: str, start: int, end: int) -> Iterator[_Piece]:
    position = start
    for match in _TAG.finditer(source, start, end):
        if match.start() > position:
            yield _Piece(position, match.start(), "", is_words=True)
        name = (match["name"] or "").lower()
        if name and name not in INLINE_TAGS:
            yield _Piece(match.start(), match.end(), name, closes=bool(match["close"]))
        else:
            # A comment belongs to a run of text, and opens none.
            yield _Piece(
                match.start(), match.end(), "", is_words=name == "img", is_inline=bool(name)
            )
        position = match.end()
    if position < end:
        yield _Piece(position, end, "", is_words=True)


def _stripped(source: str, start: int, end: int) -> tuple[int, int]:
    text = source[start:end]
    return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
