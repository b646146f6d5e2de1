"""Proposals from what was translated before: always fuzzy, always with where they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from publisher.catalogs import notes
from publisher.catalogs.entries import FUZZY, Catalog, Entry, Previous
from publisher.catalogs.likeness import LikenessIndex

NEAR = 0.75  # how like a remembered message must be (1: equal)

Convert = Callable[[str], str]  # from the master's script into the locale's


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """A message with a translation that was good once, and where."""

    source: str
    target: str
    origin: str  # for the translator: "terms", "an earlier revision"


def remembered(catalog: Catalog, origin: str) -> Iterable[Remembered]:
    """All that a catalog knows: its translations, and those of messages that are gone."""
    for entry in catalog.entries:
        if entry.msgstr and not entry.is_fuzzy:
            told = f"{origin}, an earlier revision" if entry.obsolete else origin
            yield Remembered(source=entry.msgid, target=entry.msgstr, origin=told)


def propose(catalog: Catalog, memory: Sequence[Remembered]) -> Catalog:
    """The catalog with proposals for its empty entries from equal or near-equal messages."""
    index = LikenessIndex([item.source for item in memory])

    def proposed(entry: Entry) -> Entry:
        if entry.obsolete or any(entry.msgstrs):
            return entry
        found = index.likest(entry.msgid, at_least=NEAR)
        if not found:
            return entry
        item = memory[found[0].place]
        share = f"{found[0].likeness:.0%} like" if found[0].likeness < 1 else "the same as"
        return _fuzzy(entry, item.target, f"{share} a message of {item.origin}", item.source)

    return catalog.with_entries(map(proposed, catalog.entries))


def propose_converted(catalog: Catalog, convert: Convert, *, by: str) -> Catalog:
    """The catalog with the master's own words, converted into the locale's script."""

    def proposed(entry: Entry) -> Entry:
        if entry.obsolete or any(entry.msgstrs):
            return entry
        return _fuzzy(entry, convert(entry.msgid), f"converted by {by}", None)

    return catalog.with_entries(map(proposed, catalog.entries))


def _fuzzy(entry: Entry, text: str, why: str, source: str | None) -> Entry:
    filled = replace(
        entry,
        msgstrs=(text,),
        extracted=(*entry.extracted, notes.PROPOSED + why),
        previous=Previous(msgid=source) if source and source != entry.msgid else None,
    )
    return filled.with_flags(add=(FUZZY,))
