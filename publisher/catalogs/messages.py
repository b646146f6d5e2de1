"""The messages of a master text: what a translator is given, and which segments each stands for."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from publisher.catalogs.entries import Key
from publisher.model.segments import ParsedText, Segment, SegmentKind
from publisher.text.messages import is_translatable, message_text

# Equal text is one message, unless it plays different parts: a heading and a sentence of the same
# words may need different translations. The first role that is present goes without a context.
_PROSE = ""
_ROLES = {
    SegmentKind.HEADING: "heading",
    SegmentKind.TABLE_CELL: "table cell",
    SegmentKind.CAPTION: "caption",
    SegmentKind.TERM: "term",
}
_TITLE = "title"  # front matter's; most texts say it again as their first heading
_ROLE_ORDER = (_PROSE, "heading", "term", "caption", "table cell")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A text to translate, and the segments that show it."""

    key: Key
    places: tuple[int, ...]  # indices of segments, in reading order
    lines: tuple[int, ...]  # where each of them begins
    notes: tuple[str, ...]  # for the translator: what it is, and under which headings


def messages_of(parsed: ParsedText) -> tuple[Message, ...]:
    """The messages of a text in reading order, equal ones once.

    Keys depend on the words and on what part they play, never on where they stand, so they are the
    same in the next revision.
    """
    places: dict[tuple[str, str], list[int]] = {}
    roles: defaultdict[str, set[str]] = defaultdict(set)
    for index, segment in enumerate(parsed.segments):
        if not is_translatable(parsed, segment):
            continue
        text, role = message_text(parsed, segment), _role(segment)
        if not text.strip():
            continue
        places.setdefault((text, role), []).append(index)
        roles[text].add(role)
    return tuple(
        _message(parsed, Key(text, _context(role, roles[text])), tuple(indices))
        for (text, role), indices in places.items()
    )


def keys_by_place(messages: Iterable[Message]) -> Mapping[int, Key]:
    """For each segment that is a message, by its index, the message's key."""
    return {place: message.key for message in messages for place in message.places}


def source_id(source: str) -> str:
    """What a catalog remembers its master text by: the name that Git gives to the same bytes.

    So the text can be found again in the master repository without any bookkeeping.
    """
    data = source.encode()
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _role(segment: Segment) -> str:
    if segment.kind is SegmentKind.FIELD and segment.name == _TITLE:
        return "heading"
    return _ROLES.get(segment.kind, _PROSE)


def _context(role: str, present: set[str]) -> str | None:
    first = next(candidate for candidate in _ROLE_ORDER if candidate in present)
    return None if role == first else role


def _message(parsed: ParsedText, key: Key, places: tuple[int, ...]) -> Message:
    segments = [parsed.segments[place] for place in places]
    notes = dict.fromkeys(_note(parsed, segment) for segment in segments)
    return Message(
        key=key,
        places=places,
        lines=tuple(segment.line for segment in segments),
        notes=tuple(notes),
    )


def _note(parsed: ParsedText, segment: Segment) -> str:
    """What a segment is and the headings above it: ``list item in 4. 共享 › 4.1 关联公司``."""
    path = " › ".join(" ".join(heading.split()) for heading in parsed.section(segment))
    return f"{_what(segment)} in {path}" if path else _what(segment)


def _what(segment: Segment) -> str:
    match segment.kind:
        case SegmentKind.HEADING:
            return f"heading {segment.level}"
        case SegmentKind.FIELD:
            return f"front matter: {segment.name}"
        case SegmentKind.HTML_TEXT:
            return "text in HTML"
        case kind:
            return kind.value.replace("_", " ")
