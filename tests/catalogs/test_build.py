"""A locale's text holds finished translations only; its dates are the locale's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from babel.messages.extract import extract as babel_extract
from hypothesis import given
from hypothesis import strategies as st

from publisher.catalogs.assemble import Gap, assemble
from publisher.catalogs.dates import TextDates, fill_dates, written
from publisher.catalogs.entries import Catalog, Entry, Key
from publisher.catalogs.extractor import template
from publisher.catalogs.messages import messages_of, source_id
from publisher.model.errors import PlaceholderError
from publisher.model.locales import LocaleTag
from publisher.model.policies import PartialDate
from publisher.text import parse

ZH, EN = LocaleTag("zh-Hans"), LocaleTag("en")
NOW = datetime(2026, 7, 15, tzinfo=UTC)
SOURCE = "---\ntitle: 政策\n---\n\n# 政策\n\n甲。\n\n* 乙；\n* 丙。\n"


def translated(source: str = SOURCE) -> Catalog:
    fresh = template(source, policy="p", path="p.md", created_at=NOW)
    return fresh.with_entries(replace(e, msgstrs=(f"<{e.msgid}>",)) for e in fresh.entries)


def build(catalog: Catalog, source: str = SOURCE, **facts: object) -> str:
    dates = TextDates(**facts)  # type: ignore[arg-type]
    return assemble(source, catalog, locale=EN, master=ZH, dates=dates).text


@given(st.data())
def test_fuzzy_obsolete_and_empty_are_never_published(data: st.DataObject) -> None:
    catalog = translated()
    spoilt = st.sampled_from(["fuzzy", "obsolete", "empty", "fine"])
    states = {entry.key: data.draw(spoilt) for entry in catalog.entries}
    entries = []
    for entry in catalog.entries:
        match states[entry.key]:
            case "fuzzy":
                entries.append(replace(entry, flags=("fuzzy",), msgstrs=("STALE",)))
            case "obsolete":
                entries.append(replace(entry, obsolete=True, msgstrs=("STALE",)))
            case "empty":
                entries.append(replace(entry, msgstrs=("",)))
            case _:
                entries.append(entry)
    found = assemble(SOURCE, catalog.with_entries(entries), locale=EN, master=ZH, dates=TextDates())
    assert "STALE" not in found.text
    assert {item.message.key for item in found.missing} == {
        key for key, state in states.items() if state != "fine"
    }


def test_a_missing_passage_is_the_master_s_marked_with_its_language() -> None:
    catalog = translated()
    entries = [replace(e, msgstrs=("",)) if e.msgid == "乙；" else e for e in catalog.entries]
    text = build(catalog.with_entries(entries))
    assert '* <span lang="zh-Hans" dir="ltr">乙；</span>\n* <丙。>' in text


def test_what_a_check_refused_counts_as_missing() -> None:
    found = assemble(
        SOURCE, translated(), locale=EN, master=ZH, dates=TextDates(), refused={Key("甲。")}
    )
    assert [(item.gap, item.line) for item in found.missing] == [(Gap.REFUSED, 7)]
    assert "<甲。>" not in found.text


def test_a_passage_that_the_catalog_does_not_know_is_named() -> None:
    found = assemble(f"{SOURCE}\n丁。\n", translated(), locale=EN, master=ZH, dates=TextDates())
    assert [(item.gap, item.line) for item in found.missing] == [(Gap.ABSENT, 12)]


@pytest.mark.parametrize(
    ("locale", "month", "day"),
    [
        ("zh-Hans", "2022年7月", "2022年7月5日"),
        ("zh-Hant", "2022年7月", "2022年7月5日"),
        ("en", "July 2022", "July 5, 2022"),
        ("en-GB", "July 2022", "5 July 2022"),
        ("ja", "2022年7月", "2022年7月5日"),
        ("de", "Juli 2022", "5. Juli 2022"),
        ("ar", "يوليو 2022", "5 يوليو 2022"),
        ("pt-BR", "julho de 2022", "5 de julho de 2022"),
    ],
)
def test_dates_are_written_as_the_locale_writes_them(locale: str, month: str, day: str) -> None:
    tag = LocaleTag(locale)
    assert written(PartialDate(2022, 7), tag) == month
    assert written(PartialDate(2022, 7, 5), tag) == day


def test_date_placeholders_are_filled_and_the_site_s_stay() -> None:
    dates = TextDates(revised_on=PartialDate(2022, 7), effective_on=date(2022, 8, 1))
    text = "{{title}} {{ revisionDate }}, {{effectiveDate}} {{siteDomain}}"
    assert fill_dates(text, dates, EN) == "{{title}} July 2022, August 1, 2022 {{siteDomain}}"


def test_a_policy_is_in_force_when_revised_where_no_other_day_is_stated() -> None:
    dates = TextDates(revised_on=PartialDate(2022, 7, 15))
    assert fill_dates("{{effectiveDate}}", dates, EN) == "July 15, 2022"


def test_a_date_that_nobody_stated_is_an_error_with_its_line() -> None:
    with pytest.raises(PlaceholderError, match="revised") as caught:
        fill_dates("a\n\n{{revisionDate}}", TextDates(), EN)
    assert caught.value.line == 3


class TestMessages:
    def test_equal_text_is_one_message_unless_its_role_differs(self) -> None:
        found = messages_of(parse("# 概述\n\n概述\n\n* 概述\n\n| 概述 |\n| --- |\n| 甲 |\n"))
        assert [(m.key.msgid, m.key.msgctxt, len(m.places)) for m in found] == [
            ("概述", "heading", 1),
            ("概述", None, 2),
            ("概述", "table cell", 1),
            ("甲", None, 1),
        ]

    def test_the_title_and_the_first_heading_are_one_message(self) -> None:
        (title,) = (m for m in messages_of(parse(SOURCE)) if m.key.msgid == "政策")
        assert title.key.msgctxt is None
        assert title.notes == ("front matter: title", "heading 1")

    def test_soft_wraps_are_joined_as_the_script_wants(self) -> None:
        found = [m.key.msgid for m in messages_of(parse("甲，\n乙。\n\none\ntwo\n"))]
        assert found == ["甲，乙。", "one two"]

    def test_notes_name_the_headings_above(self) -> None:
        found = messages_of(parse("# A\n\n## B\n\ntext\n"))
        assert found[-1].notes == ("paragraph in A › B",)

    def test_a_text_is_remembered_by_the_name_that_git_gives_it(self) -> None:
        # printf 'abc\n' | git hash-object --stdin
        assert source_id("abc\n") == "8baef1b4abc478178b004d62031cf7fe6db6f903"


class TestBabel:
    def test_pybabel_finds_the_extractor_by_its_name(self) -> None:
        found = list(babel_extract("publisher_markdown", BytesIO(SOURCE.encode())))
        assert (2, "政策", ["front matter: title", "heading 1"], None) in found

    def test_contexts_come_through_babel(self) -> None:
        found = template("# 甲\n\n甲\n", policy="p", path="a b.md", created_at=NOW)
        assert [entry.key for entry in found.entries] == [Key("甲", "heading"), Key("甲")]
        assert found.entries[0].references == ("\u2068a b.md\u2069:1",)


def test_a_read_only_message_is_published_as_the_master_has_it() -> None:
    entry = Entry(msgid="示例公司", flags=("read-only",))
    assert entry.translation == "示例公司"
    assert replace(entry, flags=("fuzzy", "read-only")).translation is None
