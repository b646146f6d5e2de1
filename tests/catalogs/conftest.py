"""What the tests of catalogs share: a master's revisions, and catalogs updated along them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from publisher.catalogs import po
from publisher.catalogs.entries import FUZZY, Catalog, Entry
from publisher.catalogs.messages import source_id
from publisher.catalogs.update import Comparing, Master, Updated, update
from publisher.changes.align import align
from publisher.changes.redline import redline
from publisher.model.changes import Edit
from publisher.model.locales import LocaleTag

MASTER = LocaleTag("zh-Hans")


def master_redline(old: str, new: str) -> tuple[Edit, ...]:
    return redline(old, new, locale="zh-Hans")


@dataclass
class Desk:
    """A translator's desk: one catalog, and a master text that is revised."""

    locale: LocaleTag = field(default_factory=lambda: LocaleTag("en"))
    data: bytes | None = None
    texts: dict[str, str] = field(default_factory=dict)

    def revise(self, source: str, *, knows_history: bool = True) -> Updated:
        """Bring the catalog to a revision of the master."""
        found = self.texts if knows_history else {}
        comparing = Comparing(align=align, redline=master_redline, source_of=found.get)
        master = Master(
            policy="privacy",
            source=source,
            path="policies/zh-Hans/privacy.md",
            created_at=datetime(2026, 7, 15, tzinfo=UTC),
        )
        updated = update(self.data, master, comparing, locale=self.locale)
        self.texts[source_id(source)] = source
        self.data = updated.data
        return updated

    @property
    def catalog(self) -> Catalog:
        assert self.data is not None
        return po.read(self.data, locale=self.locale)

    def edit(self, change: Callable[[Entry], Entry]) -> None:
        """Have a translator change every active entry."""
        catalog = self.catalog
        edited = (entry if entry.obsolete else change(entry) for entry in catalog.entries)
        self.data = po.write(catalog.with_entries(edited))

    def translate(self, words: Mapping[str, str] | None = None) -> None:
        """Have a translator finish every message, or those that are given."""

        def finished(entry: Entry) -> Entry:
            if words is not None and entry.msgid not in words:
                return entry
            text = f"[en] {entry.msgid}" if words is None else words[entry.msgid]
            return replace(entry, msgstrs=(text,), previous=None).with_flags(drop=(FUZZY,))

        self.edit(finished)

    def entry(self, msgid: str, msgctxt: str | None = None) -> Entry:
        return next(e for e in self.catalog.entries if e.key == (msgid, msgctxt))


@pytest.fixture
def desk() -> Desk:
    return Desk()
