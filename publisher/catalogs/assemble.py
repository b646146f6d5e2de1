"""A locale's text: translations spliced into the master's, or the list of what is missing.

Fuzzy, obsolete and empty never get in. The structure is the master's, byte for byte: nothing is
written anew but the words themselves.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from publisher.catalogs.dates import TextDates, fill_dates
from publisher.catalogs.entries import Catalog, Key
from publisher.catalogs.messages import Message, messages_of
from publisher.model.locales import LocaleTag
from publisher.model.segments import ParsedText, SegmentKind
from publisher.text import parse
from publisher.text.messages import splice


class Gap(StrEnum):
    """Why a message has no translation that may be published."""

    FUZZY = "fuzzy"
    EMPTY = "untranslated"
    ABSENT = "not in the catalog"  # the catalog was not updated for this text
    REFUSED = "wrong"  # a check found an error in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A message of the text without a translation, and the segments that it would fill."""

    message: Message
    gap: Gap
    catalog_line: int  # of its entry in the catalog's file; 0: it has none

    @property
    def line(self) -> int:
        """The line of the master where it stands first."""
        return self.message.lines[0]


# How the master's words stand in for what is missing, as inline Markdown.
Mark = Callable[[Missing, LocaleTag], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """A locale's text of a master text."""

    text: str  # where messages are missing, the master's passages stand in, marked
    missing: tuple[Missing, ...]  # in reading order
    total: int  # messages of the master text

    @property
    def is_complete(self) -> bool:
        """Whether every message has a translation that may be published."""
        return not self.missing


def language_mark(missing: Missing, master: LocaleTag) -> str:
    """The master's words, marked with their language: what readers may be shown."""
    lang, direction = html.escape(str(master)), master.direction
    return f'<span lang="{lang}" dir="{direction}">{missing.message.key.msgid}</span>'


def assemble(
    source: str,
    catalog: Catalog,
    *,
    locale: LocaleTag,
    master: LocaleTag,
    dates: TextDates,
    refused: AbstractSet[Key] = frozenset(),
    mark: Mark = language_mark,
) -> Assembled:
    """The translated text of a master text, dates filled in the locale's form.

    A missing message's passages are the master's, between ``<span lang="zh-Hans" dir="ltr">`` and
    ``</span>`` or as ``mark`` has it; whether such a text may be published is the caller's policy.
    ``refused`` are messages in whose translations a check found an error: they count as missing.
    Raises PlaceholderError where the text shows a date that nobody stated.
    """
    parsed = parse(source)
    messages = messages_of(parsed)
    missing = missing_messages(messages, catalog, refused)
    gaps = {gap.message.key: gap for gap in missing}
    bodies: dict[int, str] = {}
    for message in messages:
        if message.key in gaps:
            bodies |= _stand_in(parsed, message, mark(gaps[message.key], master))
        else:
            translation = catalog.translation(message.key) or ""
            bodies |= dict.fromkeys(message.places, translation)
    text = fill_dates(splice(parsed, bodies), dates, locale)
    return Assembled(text=text, missing=missing, total=len(messages))


def assemble_master(source: str, *, locale: LocaleTag, dates: TextDates) -> str:
    """The master's own text as it is published: only its dates are filled."""
    return fill_dates(source, dates, locale)


def missing_messages(
    messages: Sequence[Message], catalog: Catalog, refused: AbstractSet[Key] = frozenset()
) -> tuple[Missing, ...]:
    """The messages that have no translation that may be published, in reading order."""
    return tuple(
        _missing(message, catalog)
        for message in messages
        if message.key in refused or catalog.translation(message.key) is None
    )


def _missing(message: Message, catalog: Catalog) -> Missing:
    entry = catalog.by_key.get(message.key)
    if entry is None or entry.obsolete:
        return Missing(message=message, gap=Gap.ABSENT, catalog_line=0)
    gap = Gap.FUZZY if entry.is_fuzzy else Gap.EMPTY if entry.translation is None else Gap.REFUSED
    return Missing(message=message, gap=gap, catalog_line=entry.line)


def _stand_in(parsed: ParsedText, message: Message, marked: str) -> Mapping[int, str]:
    """The marked words for a message's places; front matter is no markup, and stays as it is."""
    return {
        place: marked
        for place in message.places
        if parsed.segments[place].kind is not SegmentKind.FIELD
    }
