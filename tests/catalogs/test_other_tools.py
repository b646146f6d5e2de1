"""Catalogs go through the tools that translators have, and nothing is lost on the way.

Weblate and Pootle read and write PO by translate-toolkit; Debian's tools by gettext itself.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from publisher.catalogs import po
from publisher.catalogs.entries import Catalog, Entry
from publisher.model.locales import LocaleTag
from tests.catalogs.test_po import WHOLE

EN = LocaleTag("en")
WEBLATE_WRAP = 65535  # docs/weblate.md: po_line_wrap, "only wrap lines at newlines"
UNSTICKY = WHOLE.replace(b"#= sticky\n", b"")  # gettext 0.23 has these, older ones a comment
GETTEXT_LOSES = (b", some-unknown-flag", b", ignore-same")  # flags that it does not know


def toolkit_store(data: bytes) -> Any:  # noqa: ANN401
    """A catalog as Weblate opens it."""
    pytest.importorskip("translate", reason="translate-toolkit is an extra")
    store = import_module("translate.storage.pypo").pofile(width=WEBLATE_WRAP)
    store.parse(data)
    return store


@pytest.fixture(params=["whole", "sample"])
def catalog_bytes(request: pytest.FixtureRequest, repository_root: Path) -> bytes:
    if request.param == "whole":
        return UNSTICKY
    path = repository_root / "locales/ja/LC_MESSAGES/privacy.po"
    return path.read_bytes()


def test_weblate_gives_a_catalog_back_byte_for_byte(catalog_bytes: bytes) -> None:
    assert bytes(toolkit_store(catalog_bytes)) == catalog_bytes


def test_what_is_finished_in_weblate_is_finished_here_and_nothing_else_changed() -> None:
    store = toolkit_store(UNSTICKY)
    unit = next(unit for unit in store.units if unit.isfuzzy() and not unit.isobsolete())
    unit.target = "5% deposit, of “it”  \nand a line"
    unit.markfuzzy(False)
    before, after = po.read(WHOLE, locale=EN), po.read(bytes(store), locale=EN)
    done = after.entries[0]
    assert done.translation == "5% deposit, of “it”  \nand a line"
    assert done.flags == ("ignore-same", "some-unknown-flag")
    assert done.comments == before.entries[0].comments
    assert after.entries[2:] == before.entries[2:]
    assert after.field("X-Company-Field") == "kept"


def test_weblate_writes_an_edited_entry_as_publisher_does() -> None:
    store = toolkit_store(UNSTICKY)
    for unit in store.units:
        if not unit.isheader() and not unit.hasplural() and not unit.isobsolete():
            unit.target = f"{unit.target} – " + "long words, " * 40
    assert po.write(po.read(bytes(store), locale=EN)) == bytes(store)


@pytest.mark.skipif(shutil.which("msgcat") is None, reason="needs gettext's msgcat")
def test_gettext_keeps_previous_messages_headers_and_obsolete_entries(tmp_path: Path) -> None:
    file = tmp_path / "a.po"
    file.write_bytes(UNSTICKY)
    done = subprocess.run(["msgcat", "--no-wrap", file], capture_output=True, check=True)
    kept = UNSTICKY
    for lost in GETTEXT_LOSES:
        kept = kept.replace(lost, b"")
    read, wanted = po.read(done.stdout, locale=EN), po.read(kept, locale=EN)
    assert read.header == wanted.header
    assert without_lines(read) == without_lines(wanted)


def without_lines(catalog: Catalog) -> list[Entry]:
    return [replace(entry, line=0) for entry in catalog.entries]


@pytest.mark.skipif(shutil.which("msgattrib") is None, reason="needs gettext's msgattrib")
def test_gettext_tells_apart_what_is_done(catalog_bytes: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.po"
    file.write_bytes(catalog_bytes)
    options = ["--translated", "--no-fuzzy", "--no-obsolete", "--no-wrap"]
    done = subprocess.run(["msgattrib", *options, file], capture_output=True, check=True)
    finished = {e.key for e in po.read(catalog_bytes).active() if e.translation is not None}
    assert {entry.key for entry in po.read(done.stdout).active()} == finished
