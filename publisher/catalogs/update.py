"""A locale's catalog file brought to a master text: bytes in, bytes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from publisher.catalogs import po
from publisher.catalogs.entries import Catalog, Key
from publisher.catalogs.extractor import template
from publisher.catalogs.header import SOURCE_FIELD, new_catalog
from publisher.catalogs.lineage import Origin, origins
from publisher.catalogs.matching import remaining_origins, similar_origins
from publisher.catalogs.merge import NOTHING_DECLARED, Merged, SameMeaning, merge
from publisher.catalogs.messages import source_id
from publisher.catalogs.notes import Redline
from publisher.model.changes import Pair
from publisher.model.locales import LocaleTag
from publisher.model.segments import ParsedText
from publisher.text import parse

Align = Callable[[ParsedText, ParsedText], Sequence[Pair]]
SourceOf = Callable[[str], str | None]  # a master text by its `source_id`; None: not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Master:
    """The master text that catalogs are brought to."""

    policy: str
    source: str
    path: str  # as locations in catalogs name it
    created_at: datetime  # of this text: aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparing:
    """How master texts are compared, and where older ones are found."""

    align: Align
    redline: Redline
    source_of: SourceOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """A catalog file after an update."""

    data: bytes
    merged: Merged


def update(
    data: bytes | None,
    master: Master,
    comparing: Comparing,
    *,
    locale: LocaleTag,
    path: PurePath | str | None = None,
    same_meaning: SameMeaning = NOTHING_DECLARED,
) -> Updated:
    """The catalog file for a master text; the very same bytes where nothing has to change.

    ``data`` is the file as it is, None where there is none. Raises CatalogError.
    """
    fresh = template(
        master.source, policy=master.policy, path=master.path, created_at=master.created_at
    )
    held = _held(data, master, locale, path)
    older = _older_text(held, master, comparing.source_of)
    known = _origins(held, fresh, older, master, comparing.align)
    merged = merge(held, fresh, known, redline=comparing.redline, same_meaning=same_meaning)
    if data is not None and merged.catalog == held:
        return Updated(data=data, merged=merged)
    return Updated(data=po.write(merged.catalog), merged=merged)


def _held(
    data: bytes | None, master: Master, locale: LocaleTag, path: PurePath | str | None
) -> Catalog:
    if data is None:
        return new_catalog(policy=master.policy, locale=locale, created_at=master.created_at)
    held = po.read(data, path=path, locale=locale)
    if held.field("Language"):
        return held
    return held.with_fields({"Language": locale.gettext_name})


def _older_text(held: Catalog, master: Master, source_of: SourceOf) -> str | None:
    """The master text that the catalog was made for; None where nobody knows it."""
    recorded = held.field(SOURCE_FIELD)
    if recorded == source_id(master.source):
        return master.source
    return source_of(recorded) if recorded else None


def _origins(
    held: Catalog, fresh: Catalog, older: str | None, master: Master, align: Align
) -> Mapping[Key, Origin]:
    if older is None:
        return similar_origins(held, fresh)
    if older == master.source:
        return {}
    old, new = parse(older), parse(master.source)
    known = origins(old, new, align(old, new))
    return {**remaining_origins(held, fresh, known), **known}
