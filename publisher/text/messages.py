"""Segments as translators see them, and back: msgids out of a text, translations into it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from publisher.model.segments import ParsedText, Segment, SegmentKind, Span
from publisher.text.blocks import container_prefix
from publisher.text.emphasis import is_cjk
from publisher.text.escaping import as_cell, as_heading, as_html, as_paragraph, body_lines
from publisher.text.front_matter import TRANSLATED_KEYS, scalar_value, written_scalar

_NOT_MESSAGES = frozenset({SegmentKind.CODE, SegmentKind.RULE, SegmentKind.REFERENCE})
_ONE_LINE = frozenset({SegmentKind.HEADING, SegmentKind.TABLE_CELL, SegmentKind.TERM})
# Chinese and Latin write these alike: what stands on the other side of the wrap tells.
_SHARED_PUNCTUATION = frozenset("“”‘’…—·")
_HARD_BREAK = re.compile(r"[ \t]{2,}(?=[\r\n])")
# A heading to many programs, though not to CommonMark, and an attribute list of its own line:
# joined with the next line, they would say something else there.
_OWN_LINE = re.compile(r"\A#{1,6}[^#\s]|\{:[^{}]*\}\Z")
_LINE_END = re.compile(r"\r\n|\r|\n")
# What follows the words of a heading that is underlined, in containers or not.
_UNDERLINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)[ \t>]*(?P<marks>=+|-+)[ \t]*(?=[\r\n]|\Z)")


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

    Hard breaks stay, as written. A front matter value is what YAML reads, without its quotes; code
    is what stands between its fences.
    """
    if not segment.lines:
        return ""
    if segment.kind is SegmentKind.CODE:
        return segment.body.of(parsed.source)
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
        elif _ends_in_backslash(text) or _OWN_LINE.search(before.of(source)):
            text += "\n"
        elif not joins_without_space(text[-1], words[0]):
            text += " "
        text += words
    return text


def _ends_in_backslash(text: str) -> bool:
    """Whether the last character is a backslash that none before it takes the meaning from."""
    return (len(text) - len(text.rstrip("\\"))) % 2 == 1


def splice(parsed: ParsedText, bodies: Mapping[int, str]) -> str:
    """The source with the bodies of some segments replaced; not a byte else is touched.

    Keys are indices of segments, values what `message_text` would give. A body that says what the
    segment says already leaves the segment as it is written, its wraps too; so does one without
    words. Whatever a body holds, it is read as the segment's words: what would begin a block is
    escaped.
    """
    parts: list[str] = []
    reached = 0
    for index in sorted(bodies):
        segment = parsed.segments[index]
        if not segment.lines or not bodies[index].strip():
            continue
        if bodies[index] == message_text(parsed, segment):
            continue
        parts.append(parsed.source[reached : segment.body.start])
        parts.append(_as_written(parsed, segment, bodies[index]))
        reached = segment.body.end
    parts.append(parsed.source[reached:])
    return "".join(parts)


def _as_written(parsed: ParsedText, segment: Segment, body: str) -> str:
    if segment.kind is SegmentKind.FIELD:
        return written_scalar(body)
    lines = body_lines(body)
    if segment.kind in _ONE_LINE or segment.html:
        lines = [" ".join(line.strip() for line in lines)]
    return (_line_end(parsed.source) + _continuation(parsed.source, segment)).join(
        _escaped(parsed.source, segment, lines)
    )


def _escaped(source: str, segment: Segment, lines: list[str]) -> list[str]:
    """The lines of a body, less what would make them anything but that segment's words."""
    if segment.html:
        return [as_html(line) for line in lines]
    if segment.kind is SegmentKind.TABLE_CELL:
        before = source[segment.extent.start : segment.body.start]
        return [as_cell(line, begins_row="|" not in before) for line in lines]
    if segment.kind is not SegmentKind.HEADING:
        return as_paragraph(lines)
    underline = _UNDERLINE.match(source, segment.body.end, segment.extent.end)
    if underline:
        return as_paragraph(lines, underline=underline["marks"])
    return [as_heading(line) for line in lines]


def _line_end(source: str) -> str:
    match = _LINE_END.search(source)
    return match[0] if match else "\n"


def _continuation(source: str, segment: Segment) -> str:
    """What a further line of a block must begin with to stay inside its containers."""
    if len(segment.lines) > 1:
        second = segment.lines[1].start
        return source[_line_start(source, second) : second]
    first = segment.body.start
    before = source[_line_start(source, first) : first]
    if segment.html:
        before = container_prefix(before)
    return re.sub(r"[^>\s]", " ", before).replace("\ufeff", "")


def _line_start(source: str, offset: int) -> int:
    return max(source.rfind("\n", 0, offset), source.rfind("\r", 0, offset)) + 1
