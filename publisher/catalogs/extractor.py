"""Babel's door to a master text: ``pybabel extract`` finds it by the name publisher_markdown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import IO, Any

from babel.messages.extract import extract as babel_extract

from publisher.catalogs.entries import Catalog, Entry, Key
from publisher.catalogs.header import SOURCE_FIELD, new_catalog
from publisher.catalogs.messages import messages_of, source_id
from publisher.text import parse

EXTRACTED_FROM = (".md", ".markdown")
_METHOD = f"{__name__}:extract"

# What a method gives Babel: line, function name, (context and) message, comments.
_Extracted = tuple[int, str | None, str | tuple[str, str], list[str]]


def extract(
    fileobj: IO[bytes],
    keywords: Mapping[str, Any],  # noqa: ARG001 - Babel's calling form
    comment_tags: Collection[str],  # noqa: ARG001 - the same
    options: Mapping[str, Any],
) -> Iterator[_Extracted]:
    """The messages of a policy's Markdown, as Babel's extraction methods give them.

    Each place of a message is given on its own; Babel joins them. A context is told by naming the
    function ``pgettext``, which is among Babel's default keywords.
    """
    source = fileobj.read().decode(options.get("encoding", "utf-8"))
    for message in messages_of(parse(source)):
        msgid, msgctxt = message.key
        for line in message.lines:
            if msgctxt is None:
                yield line, None, msgid, list(message.notes)
            else:
                yield line, "pgettext", (msgctxt, msgid), list(message.notes)


def template(source: str, *, policy: str, path: str, created_at: datetime) -> Catalog:
    """The template of a master text, by Babel's extraction; ``path`` is what locations name."""
    entries: dict[Key, Entry] = {}
    found = babel_extract(_METHOD, BytesIO(source.encode()))
    for line, message, comments, context in found:
        key = Key(message if isinstance(message, str) else message[0], context)
        entry = entries.get(key) or Entry(
            msgid=key.msgid, msgctxt=key.msgctxt, extracted=tuple(comments)
        )
        reference = f"{_isolated(path)}:{line}"
        entries[key] = replace(entry, references=(*entry.references, reference))
    empty = new_catalog(policy=policy, locale=None, created_at=created_at)
    return empty.with_fields({SOURCE_FIELD: source_id(source)}).with_entries(entries.values())


def _isolated(path: str) -> str:
    """A file name as gettext writes it: between isolates where it holds white space."""
    return f"\u2068{path}\u2069" if any(char.isspace() for char in path) else path
