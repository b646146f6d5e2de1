"""XLIFF and TMX carry translations out and back, and a file from outside does no harm."""

from __future__ import annotations

import pytest

from publisher.catalogs.entries import Catalog, Entry
from publisher.catalogs.interchange import from_tmx, from_xliff, to_tmx, to_xliff
from publisher.catalogs.memory import Remembered
from publisher.model.errors import CatalogError
from publisher.model.locales import LocaleTag

pytest.importorskip("translate", reason="translate-toolkit is an extra")

ZH, EN = LocaleTag("zh-Hans"), LocaleTag("en")
CATALOG = Catalog(
    Entry(msgid=""),
    (
        Entry(
            msgid="甲 <b>{{title}}</b>", msgstrs=("A <b>{{title}}</b>",), extracted=("paragraph",)
        ),
        Entry(msgid="甲", msgctxt="heading", msgstrs=("A",), flags=("fuzzy",)),
        Entry(msgid="第一行  \n第二行"),
        Entry(msgid="旧", msgstrs=("old",), obsolete=True),
    ),
)


def test_xliff_gives_back_what_it_was_given() -> None:
    imported = from_xliff(CATALOG, to_xliff(CATALOG, master=ZH, locale=EN))
    assert imported.catalog.entries == CATALOG.entries
    assert imported.filled == 2
    assert imported.unknown == ()


def test_a_translation_from_an_agency_is_taken_over() -> None:
    data = to_xliff(CATALOG, master=ZH, locale=EN).decode()
    data = data.replace("第二行</source>", "第二行</source>\n<target>first  \nsecond</target>")
    imported = from_xliff(CATALOG, data.encode())
    assert imported.catalog.entries[2].translation == "first  \nsecond"


def test_a_message_that_changed_since_the_export_is_left_out() -> None:
    data = to_xliff(CATALOG, master=ZH, locale=EN)
    changed = CATALOG.with_entries([Entry(msgid="甲乙")])
    imported = from_xliff(changed, data)
    assert imported.filled == 0
    assert "甲" in imported.unknown


def test_a_memory_survives_tmx() -> None:
    pairs = [Remembered(source="甲 & <乙>", target="A & <B>", origin="privacy")]
    (found,) = from_tmx(to_tmx(pairs, master=ZH, locale=EN), master=ZH, locale=EN)
    assert (found.source, found.target) == ("甲 & <乙>", "A & <B>")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<xliff",
        b"not XML",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    ],
)
def test_what_is_no_such_file_is_refused(data: bytes) -> None:
    with pytest.raises(CatalogError):
        from_xliff(CATALOG, data, path="a.xlf")
    with pytest.raises(CatalogError):
        list(from_tmx(data, master=ZH, locale=EN, path="a.tmx"))
