"""How far a translation is behind the original, told so that its readers can find the places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from publisher.history.publication import Lag, LaggingMessage
from publisher.model.locales import LocaleTag
from publisher.model.policies import PublishedRevision
from publisher.site.reading import Reading
from publisher.text.front_matter import body_start
from publisher.text.render import Heading

_ORDINAL = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage of the original that the translation lacks or renders in an older form."""

    section: str  # the heading above it; empty: it stands before any
    section_locale: LocaleTag
    anchor: str | None  # the heading's place in the translation; None: it has no such heading
    opening: str  # how the passage begins, in the master's language


@dataclass(frozen=True, slots=True, kw_only=True)
class LagNotice:
    """What the page of a translation says about its delay."""

    master: LocaleTag
    master_number: int
    rendered_number: int | None  # None: it is not known which of the master's it renders
    since: datetime
    marked: bool  # the passages stand in the text, in the master's language
    passages: tuple[Passage, ...]


def lag_notice(reading: Reading, shown: PublishedRevision) -> LagNotice | None:
    """The delay of the language of a text; None where it is up to date."""
    lag = reading.publications.lag(shown.policy, shown.locale)
    if lag is None:
        return None
    known = _headings_of(reading, lag, shown)
    return LagNotice(
        master=reading.master,
        master_number=lag.master_number,
        rendered_number=lag.rendered_number,
        since=lag.since,
        marked=lag.marked,
        passages=tuple(
            _passage(item, known, reading, shown.locale)
            for item in lag.messages
            if item.line >= _first_line(reading, lag)
        ),
    )


def same_headings(
    master: tuple[Heading, ...], translation: tuple[Heading, ...]
) -> Mapping[str, Heading]:
    """The translation's heading for each of the master's, by its words without ordinals.

    A translation has its master's structure, so the same place is the same heading; where the
    numbers of headings differ nothing can be said, and the mapping is empty.
    """
    if len(master) != len(translation):
        return {}
    return {_words(old.text): new for old, new in zip(master, translation, strict=True) if old.text}


def _headings_of(reading: Reading, lag: Lag, shown: PublishedRevision) -> Mapping[str, Heading]:
    originals = reading.publications.revisions(shown.policy, reading.master)
    rendered = next((item for item in originals if item.number == lag.rendered_number), None)
    if rendered is None:
        return {}
    master, translation = reading.room.page(reading, rendered), reading.room.page(reading, shown)
    return same_headings(master.contents, translation.contents)


def _first_line(reading: Reading, lag: Lag) -> int:
    """Where the master's text begins behind its front matter, whose lines are no passages."""
    master = reading.publications.revision(lag.policy, reading.master, lag.master_number)
    text = reading.publications.text(master)
    return text.count("\n", 0, body_start(text)) + 1


def _passage(
    message: LaggingMessage, known: Mapping[str, Heading], reading: Reading, locale: LocaleTag
) -> Passage:
    section = reading.filled(message.section[-1], reading.master) if message.section else ""
    own = known.get(_words(section))
    return Passage(
        section=own.text if own else section,
        section_locale=locale if own else reading.master,
        anchor=own.id if own else None,
        opening=reading.filled(message.text, reading.master),
    )


def _words(heading: str) -> str:
    match = _ORDINAL.match(heading)
    return heading[match.end() :] if match else heading
