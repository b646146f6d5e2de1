"""Segments as translators see them, and back: msgids out of a text, translations into it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from publisher.model.segments import ParsedText, Segment, SegmentKind, Span
from publisher.text.emphasis import is_cjk
from publisher.text.front_matter import TRANSLATED_KEYS, scalar_value, written_scalar

_NOT_MESSAGES = frozenset({SegmentKind.CODE, SegmentKind.RULE, SegmentKind.REFERENCE})
_ONE_LINE = frozenset({SegmentKind.HEADING, SegmentKind.TABLE_CELL})
# Chinese and Latin write these alike: what stands on the other side of the wrap tells.
_SHARED_PUNCTUATION = frozenset("“”‘’…—·")
_HARD_BREAK = re.compile(r"[ \t]{2,}(?=[\r\n])")
# A heading to many programs, though not to CommonMark, and an attribute list of its own line:
# joined with the next line, they would say something else there.
_OWN_LINE = re.compile(r"\A#{1,6}[^#\s]|\{:[^{}]*\}\Z")
_LINE_END = re.compile(r"\r\n|\r|\n")
_BLOCK_SYNTAX = re.compile(
    r"(?P<digits>[0-9]{1,9})(?P<dot>[.)])(?=\s|\Z)|(?:\#{1,6}|[-+*])(?=\s|\Z)|>"
    r"|[-=]+[ \t]*(?=\n|\Z)"
    r"|(?:-[ \t]*){3,}\Z|(?:_[ \t]*){3,}\Z|(?:\*[ \t]*){3,}\Z|`{3}|~{3}|\[\^?[^\]\n]{1,99}\]:"
)


def joins_without_space(before: str, after: str) -> bool:
    """Whether a soft wrap between two characters stands for nothing.

    It does between Han, kana and their punctuation. Korean puts spaces between words, so Hangul is
    not among them.
    """
    if _is_unspaced(before):
        return _is_unspaced(after) or after in _SHARED_PUNCTUATION
    return before in _SHARED_PUNCTUATION and _is_unspaced(after)


def _is_unspaced(character: str) -> bool:
    code = ord(character)
    is_hangul = 0x1100 <= code <= 0x11FF or 0xAC00 <= code <= 0xD7FF or 0x3130 <= code <= 0x318F
    return is_cjk(character) and not is_hangul


def is_translatable(_parsed: ParsedText, segment: Segment) -> bool:
    """Whether a segment is a message: it has words, and a translation of them would be shown."""
    if not segment.lines or segment.kind in _NOT_MESSAGES:
        return False
    return segment.kind is not SegmentKind.FIELD or segment.name in TRANSLATED_KEYS


def message_text(parsed: ParsedText, segment: Segment) -> str:
    """A segment's inline Markdown, soft wraps joined as its script wants: the msgid.

    Hard breaks stay, as written. A front matter value is what YAML reads, without its quotes.
    """
    if not segment.lines:
        return ""
    if segment.kind is SegmentKind.FIELD:
        return " ".join(scalar_value(segment.body.of(parsed.source)).split())
    return joined_lines(parsed.source, segment.lines)


def joined_lines(source: str, lines: tuple[Span, ...]) -> str:
    """The lines of a body as one text."""
    text = source[lines[0].start : lines[0].end]
    for before, line in pairwise(lines):
        words = line.of(source)
        hard_break = _HARD_BREAK.match(source, before.end, line.start)
        if hard_break:
            text += hard_break[0] + "\n"
        elif text.endswith("\\") and not text.endswith("\\\\"):
            text += "\n"
        elif _OWN_LINE.search(before.of(source)):
            text += "\n"
        elif not joins_without_space(text[-1], words[0]):
            text += " "
        text += words
    return text


def splice(parsed: ParsedText, bodies: Mapping[int, str]) -> str:
    """The source with the bodies of some segments replaced; not a byte else is touched.

    Keys are indices of segments, values what `message_text` would give. A body that says what the
    segment says already leaves the segment as it is written, its wraps too.
    """
    parts: list[str] = []
    reached = 0
    for index in sorted(bodies):
        segment = parsed.segments[index]
        if not segment.lines or bodies[index] == message_text(parsed, segment):
            continue
        parts.append(parsed.source[reached : segment.body.start])
        parts.append(_as_written(parsed, segment, bodies[index]))
        reached = segment.body.end
    parts.append(parsed.source[reached:])
    return "".join(parts)


def _as_written(parsed: ParsedText, segment: Segment, body: str) -> str:
    if segment.kind is SegmentKind.FIELD:
        return written_scalar(body)
    if segment.kind in _ONE_LINE:
        body = " ".join(body.split("\n"))
    if segment.kind is SegmentKind.TABLE_CELL and not segment.html:
        body = re.sub(r"(?<!\\)\|", r"\\|", body)
    if segment.html:
        return body.replace("\n", _line_end(parsed.source))
    if segment.kind is not SegmentKind.HEADING and segment.kind is not SegmentKind.TABLE_CELL:
        body = _without_block_syntax(body, segment.body.of(parsed.source))
    return body.replace("\n", _line_end(parsed.source) + _continuation(parsed.source, segment))


def _without_block_syntax(body: str, original: str) -> str:
    """The body with a backslash where its head would otherwise begin another kind of block."""
    match = _BLOCK_SYNTAX.match(body)
    if match is None or (_BLOCK_SYNTAX.match(original) or [""])[0] == match[0]:
        return body
    offset = match.start("dot") if match["dot"] else 0
    return f"{body[:offset]}\\{body[offset:]}"


def _line_end(source: str) -> str:
    match = _LINE_END.search(source)
    return match[0] if match else "\n"


def _continuation(source: str, segment: Segment) -> str:
    """What a further line of a block must begin with to stay inside its containers."""
    if len(segment.lines) > 1:
        second = segment.lines[1].start
        line_start = max(source.rfind("\n", 0, second), source.rfind("\r", 0, second)) + 1
        return source[line_start:second]
    first = segment.body.start
    line_start = max(source.rfind("\n", 0, first), source.rfind("\r", 0, first)) + 1
    return re.sub(r"[^>\s]", " ", source[line_start:first]).replace("\ufeff", "")
