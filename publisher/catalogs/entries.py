"""What a catalog holds: entries with their translations, and a header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

FUZZY = "fuzzy"
READ_ONLY = "read-only"  # the translator's word that the master's text stands as it is

# Prose is no format string ("5% deposit"), so a flag that claims it is dropped when merging.
_FORMAT_SUFFIX = "-format"


class Key(NamedTuple):
    """What tells messages apart in gettext."""

    msgid: str
    msgctxt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """The message that a fuzzy translation was made for (``#|``)."""

    msgid: str | None = None
    msgctxt: str | None = None
    msgid_plural: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A message with its translation, flags and comments."""

    msgid: str
    msgctxt: str | None = None
    msgid_plural: str | None = None
    msgstrs: tuple[str, ...] = ("",)  # one, unless there is a plural
    flags: tuple[str, ...] = ()
    sticky_flags: tuple[str, ...] = ()  # ``#=`` of gettext 0.25 and later
    comments: tuple[str, ...] = ()  # the translator's
    extracted: tuple[str, ...] = ()  # ours, written anew at each merge
    references: tuple[str, ...] = ()  # "privacy.md:12"
    previous: Previous | None = None
    obsolete: bool = False
    line: int = field(default=0, compare=False)  # where it begins in the file read; 0: not read
    key: Key = field(init=False, compare=False, repr=False)  # what tells this message apart

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", Key(self.msgid, self.msgctxt))  # asked for again and again

    @property
    def msgstr(self) -> str:
        """The translation of the singular."""
        return self.msgstrs[0]

    @property
    def is_fuzzy(self) -> bool:
        """Whether a translator has to look at it."""
        return FUZZY in self.flags

    @property
    def is_read_only(self) -> bool:
        """Whether a translator said that the master's text stands as it is."""
        return READ_ONLY in self.flags

    @property
    def translation(self) -> str | None:
        """What may be published for the message; None where it is fuzzy, obsolete or empty."""
        if self.is_fuzzy or self.obsolete:
            return None
        return self.msgstr or (self.msgid if self.is_read_only else None)

    def with_flags(self, *, add: Iterable[str] = (), drop: Iterable[str] = ()) -> Entry:
        """The entry with flags added and dropped, fuzzy first as gettext writes it."""
        dropped = frozenset(drop)
        kept = [flag for flag in self.flags if flag not in dropped]
        kept += [flag for flag in add if flag not in kept]
        return replace(self, flags=tuple(sorted(kept, key=lambda flag: flag != FUZZY)))


def prose_flags(flags: Iterable[str]) -> tuple[str, ...]:
    """The flags without those that take prose for a format string."""
    return tuple(flag for flag in flags if not flag.endswith(_FORMAT_SUFFIX))


@dataclass(frozen=True)
class Catalog:
    """A template or a locale's catalog: a header and entries in order."""

    header: Entry  # the entry with the empty msgid
    entries: tuple[Entry, ...] = ()

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """The header's fields by name as written; ``field()`` finds one whatever its case."""
        pairs = (line.partition(":") for line in self.header.msgstr.split("\n") if line)
        return {name.strip(): value.strip() for name, _, value in pairs}

    def field(self, name: str) -> str | None:
        """A header field's value; None where the header has none of that name."""
        wanted = name.lower()
        return next((v for k, v in self.fields.items() if k.lower() == wanted), None)

    def with_fields(self, changes: Mapping[str, str]) -> Catalog:
        """The catalog with header fields set, in place where present, else at the end."""
        pending = dict(changes)
        merged = {
            name: pending.pop(_named(name, pending), value) for name, value in self.fields.items()
        } | pending
        text = "".join(f"{name}: {value}\n" for name, value in merged.items())
        return Catalog(replace(self.header, msgstrs=(text,)), self.entries)

    def with_entries(self, entries: Iterable[Entry]) -> Catalog:
        """The catalog with other entries under the same header."""
        return Catalog(self.header, tuple(entries))

    @cached_property
    def by_key(self) -> Mapping[Key, Entry]:
        """All entries, obsolete ones too, by what tells them apart."""
        return {entry.key: entry for entry in self.entries}

    def active(self) -> Iterator[Entry]:
        """The entries that are messages of the current master."""
        return (entry for entry in self.entries if not entry.obsolete)

    def translation(self, key: Key) -> str | None:
        """What may be published for a message; None where it is untranslated."""
        entry = self.by_key.get(key)
        return None if entry is None else entry.translation


def _named(name: str, fields: Mapping[str, str]) -> str:
    """The name under which the fields have it, whatever its case."""
    return next((other for other in fields if other.lower() == name.lower()), name)
