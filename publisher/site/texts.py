"""A policy's text as its page shows it: under the page's own title, with a table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from publisher.text.render import Heading, Page

_FIRST_TITLE = re.compile(r"\s*<h1\b[^>]*>.*?</h1>\s*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the table of contents with those below it."""

    heading: Heading
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """A text under its page's title."""

    html: Markup
    contents: tuple[Entry, ...]


def text_view(page: Page, title: str) -> TextView:
    """The text, its first heading left out where the page says the same words as its title."""
    html, headings = page.html, page.contents
    if headings and headings[0].level == 1 and _folded(headings[0].text) == _folded(title):
        match = _FIRST_TITLE.match(html)
        if match:
            html, headings = html[match.end() :], headings[1:]
    # to_html sanitises: what is markup in it is meant to be.
    return TextView(html=Markup(html), contents=outline(headings))  # noqa: S704


def outline(headings: tuple[Heading, ...]) -> tuple[Entry, ...]:
    """The headings as a tree: each holds the deeper ones up to the next one of its level."""
    entries: list[Entry] = []
    index = 0
    while index < len(headings):
        end = index + 1
        while end < len(headings) and headings[end].level > headings[index].level:
            end += 1
        below = outline(headings[index + 1 : end])
        entries.append(Entry(heading=headings[index], below=below))
        index = end
    return tuple(entries)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
