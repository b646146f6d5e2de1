"""Tables of a TOML file that know their place, so that an error names the key and its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from publisher.model.errors import ConfigError, PublisherError

_T = TypeVar("_T")


class Table:
    """A table of the file that knows its place, and which of its keys were asked for."""

    def __init__(
        self, content: dict[str, Any], *, path: Path, text: str, names: tuple[str, ...]
    ) -> None:
        self.content = content
        self.path = path
        self.text = text
        self.names = names
        self.asked: set[str] = set()

    def error(self, key: str | None, what: str) -> ConfigError:
        """An error at a key of this table."""
        label = ".".join((*self.names, key) if key else self.names)
        return ConfigError(
            what=f"{label}: {what}" if label else what,
            path=self.path,
            line=_line_of(self.text, self.names, key),
        )

    def get(self, key: str, read: Callable[[Any], _T], *, default: _T | None = None) -> _T:
        """A key's value as `read` makes it; without a default it must be there."""
        self.asked.add(key)
        if key not in self.content:
            if default is None:
                raise self.error(None, f"{key!r} is missing; add it")
            return default
        try:
            return read(self.content[key])
        except (ValueError, TypeError, PublisherError) as error:
            raise self.error(key, str(error)) from error

    def table(self, key: str) -> Table:
        """A table inside this one; an empty one where it is absent."""
        self.asked.add(key)
        inner = self.content.get(key, {})
        if not isinstance(inner, dict):
            raise self.error(key, "must be a table")
        return Table(inner, path=self.path, text=self.text, names=(*self.names, key))

    def tables(self) -> tuple[Table, ...]:
        """All that this table holds, each of which must be a table."""
        return tuple(self.table(key) for key in self.content)

    def finish(self) -> None:
        """Refuse keys that nobody asked for: they are misspelt."""
        for key in self.content:
            if key not in self.asked:
                known = ", ".join(sorted(self.asked))
                raise self.error(key, f"unknown key; the keys here are {known}")


def _line_of(text: str, names: tuple[str, ...], key: str | None) -> int | None:
    """Where a key stands, or its table; None where a notation hides it."""
    table: tuple[str, ...] = ()
    of_table = None
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[([^\[\]]+)\]", line)
        if header:
            table = tuple(part.strip().strip("\"'") for part in header[1].split("."))
            if table == names:
                of_table = number
            if key is not None and table == (*names, key):
                return number
            continue
        name = re.match(r"\s*(\"[^\"]+\"|'[^']+'|[\w-]+)\s*=", line)
        if name and key is not None and table == names and name[1].strip("\"'") == key:
            return number
    return of_table
