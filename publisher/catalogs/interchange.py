"""XLIFF 2 and TMX for translation agencies, by translate-toolkit, which is an extra.

Pure, as all of this package: bytes come in and go out. Entity declarations are refused, so that a
file from outside can neither grow without bound nor reach for other files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import PurePath
from typing import Any

from publisher.catalogs.entries import FUZZY, Catalog, Entry, Key
from publisher.catalogs.memory import Remembered
from publisher.model.errors import CatalogError, UsageError
from publisher.model.locales import LocaleTag

MAX_BYTES = 32 * 1024 * 1024
_MISSING = (
    "XLIFF and TMX need translate-toolkit; install it with: pip install 'publisher[interchange]'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A catalog after an import, and what the file said of messages that it does not have."""

    catalog: Catalog
    filled: int
    unknown: tuple[str, ...]  # sources that are no message of the catalog


def to_xliff(catalog: Catalog, *, master: LocaleTag, locale: LocaleTag) -> bytes:
    """An XLIFF 2.0 file of the catalog's messages; raises UsageError without translate-toolkit."""
    store = _storage("xliff2").Xliff2File()
    store.setsourcelanguage(str(master))
    store.settargetlanguage(str(locale))
    for entry in catalog.active():
        unit = store.addsourceunit(entry.msgid)
        unit.setid(identifier(entry.key))
        if entry.msgstr:
            unit.target = entry.msgstr
            if entry.is_fuzzy:
                unit.markfuzzy(value=True)
        _add_notes(unit, (*entry.extracted, *entry.comments))
    return bytes(store)


def _add_notes(unit: Any, notes: tuple[str, ...]) -> None:  # noqa: ANN401 - the extra is untyped
    """Put notes where XLIFF 2 has them: in the unit, before its segment."""
    if not notes:
        return
    parent = unit.getunitelement()
    container = parent.makeelement(unit.namespaced("notes"))
    parent.insert(0, container)
    for note in notes:
        element = container.makeelement(unit.namespaced("note"))
        element.text = note
        container.append(element)


def from_xliff(catalog: Catalog, data: bytes, *, path: PurePath | str | None = None) -> Imported:
    """The catalog with the translations of an XLIFF file, as far as their messages are still it.

    Raises CatalogError for a file that is none, UsageError without translate-toolkit.
    """
    store = _parsed("xliff2", "Xliff2File", data, path)
    by_id = {identifier(entry.key): entry for entry in catalog.active()}
    found: dict[Key, Entry] = {}
    unknown: list[str] = []
    for unit in store.units:
        entry = by_id.get(str(unit.getid() or ""))
        source, target = str(unit.source or ""), str(unit.target or "")
        if entry is None or entry.msgid != source:
            unknown.append(source)
        elif target:
            filled = replace(entry, msgstrs=(target,), previous=None)
            change = {"add": (FUZZY,)} if unit.isfuzzy() else {"drop": (FUZZY,)}
            found[entry.key] = filled.with_flags(**change)
    entries = (found.get(e.key, e) if not e.obsolete else e for e in catalog.entries)
    return Imported(
        catalog=catalog.with_entries(entries), filled=len(found), unknown=tuple(unknown)
    )


def to_tmx(pairs: Iterable[Remembered], *, master: LocaleTag, locale: LocaleTag) -> bytes:
    """A translation memory as a TMX file; raises UsageError without translate-toolkit."""
    store = _storage("tmx").tmxfile()
    for pair in pairs:
        store.addtranslation(pair.source, str(master), pair.target, str(locale), pair.origin)
    return bytes(store)


def from_tmx(
    data: bytes, *, master: LocaleTag, locale: LocaleTag, path: PurePath | str | None = None
) -> Iterator[Remembered]:
    """The pairs of a TMX file for a master and a locale; raises CatalogError for another file."""
    store = _parsed("tmx", "tmxfile", data, path)
    for unit in store.units:
        texts = {_language(node): node for node in unit.getlanguageNodes()}
        source, target = texts.get(master.tag.lower()), texts.get(locale.tag.lower())
        if source is not None and target is not None:
            words = [str(unit.getNodeText(node) or "") for node in (source, target)]
            if all(words):
                yield Remembered(source=words[0], target=words[1], origin=str(path or "TMX"))


def identifier(key: Key) -> str:
    """A message's name in an XLIFF file; the same as long as its words are."""
    text = f"{key.msgctxt}\x04{key.msgid}" if key.msgctxt else key.msgid
    return "m" + hashlib.sha256(text.encode()).hexdigest()[:16]


def _language(node: Any) -> str:  # noqa: ANN401 - an element of lxml
    lang = node.get("{http://www.w3.org/XML/1998/namespace}lang") or node.get("lang") or ""
    return str(lang).replace("_", "-").lower()


def _storage(name: str) -> Any:  # noqa: ANN401 - translate-toolkit is there or not
    try:
        return import_module(f"translate.storage.{name}")
    except ImportError as error:
        raise UsageError(_MISSING) from error


def _parsed(module: str, store: str, data: bytes, path: PurePath | str | None) -> Any:  # noqa: ANN401 - translate-toolkit is there or not
    storage = _storage(module)
    if len(data) > MAX_BYTES:
        raise CatalogError(what=f"the file is over the limit of {MAX_BYTES:,} bytes", path=path)
    declaration = data.find(b"<!ENTITY")
    if declaration >= 0:
        line = data.count(b"\n", 0, declaration) + 1
        raise CatalogError(what="the file declares entities; remove them", path=path, line=line)
    try:
        return getattr(storage, store).parsestring(data)
    except Exception as error:
        raise CatalogError(
            what=f"the file is no {module.removesuffix('2').upper()} ({error})",
            path=path,
            line=getattr(error, "lineno", None) or 1,
        ) from error
