"""A translation that exists is taken over where it is sure, and marked with why where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import pytest

from publisher.catalogs.adopt import Adopted, adopt
from publisher.catalogs.checks import Languages
from publisher.catalogs.effort import count_words
from publisher.catalogs.entries import Catalog, Entry, Key
from publisher.catalogs.extractor import template
from publisher.catalogs.memory import Remembered, propose, propose_converted, remembered
from publisher.catalogs.site_values import with_placeholders
from publisher.model.locales import LocaleTag
from publisher.text import parse

NOW = datetime(2026, 7, 15, tzinfo=UTC)
LANGUAGES = Languages(master=LocaleTag("zh-Hans"), locale=LocaleTag("en"))

MASTER = """\
# 隐私政策

## 1. 概述

{{title}} 致力于保护您的个人信息。本政策说明我们如何收集和使用您的个人信息。

## 2. 我们收集的信息

我们收集以下信息：

* 您的姓名和电子邮件地址；
* 您的设备信息和 IP 地址。

我们将在三个月内删除您的个人信息。请访问[帮助页面](https://example.com/zh-CN/help)。

## 3. 联系我们

请发送电子邮件至 abuse@{{siteDomain}}。
"""
ENGLISH = """\
# Privacy Policy

## 1. Overview

{{title}} is committed to protecting your personal information. This policy explains how we collect
and use your personal information.

## 2. Information We Collect

We collect the following information:

* your name and e-mail address;
* your device information and IP address.

We will delete your personal information within three months. Please visit the [help
page](https://example.com/en-US/help).

## 3. Contact Us

Please send an e-mail to abuse@{{siteDomain}}.
"""


def adopted(existing: str, catalog: Catalog | None = None) -> Adopted:
    fresh = catalog or template(MASTER, policy="p", path="p.md", created_at=NOW)
    return adopt(parse(MASTER), parse(existing), fresh, LANGUAGES)


def translations(found: Adopted) -> Iterator[tuple[str, str | None]]:
    return ((entry.msgid, entry.translation) for entry in found.catalog.entries)


def test_a_parallel_translation_is_adopted_whole() -> None:
    found = adopted(ENGLISH)
    assert not found.missing
    assert not found.surplus
    assert all(text is not None for _, text in translations(found))
    assert dict(translations(found))["3. 联系我们"] == "3. Contact Us"


def test_a_block_too_many_shifts_nothing() -> None:
    existing = ENGLISH.replace(
        "## 3. Contact Us",
        "## Children\n\nWe do not offer services to children.\n\n## 3. Contact Us",
    )
    found = adopted(existing)
    assert found.surplus == ("Children", "We do not offer services to children.")
    assert dict(translations(found))["3. 联系我们"] == "3. Contact Us"


def test_a_missing_block_stays_empty() -> None:
    found = adopted(ENGLISH.replace("We collect the following information:\n\n", ""))
    assert found.missing == (Key("我们收集以下信息："),)
    assert dict(translations(found))["我们收集以下信息："] is None


def test_other_numbers_are_adopted_as_fuzzy_with_the_reason() -> None:
    found = adopted(ENGLISH.replace("three months", "two months"))
    entry = next(e for e in found.catalog.entries if "三个月" in e.msgid)
    assert entry.is_fuzzy
    assert entry.extracted[-1].startswith("adopted: the numbers differ")


def test_what_a_translator_did_is_never_overwritten() -> None:
    fresh = template(MASTER, policy="p", path="p.md", created_at=NOW)
    done = fresh.with_entries(
        Entry(msgid=e.msgid, msgstrs=("mine",)) if e.msgid == "隐私政策" else e
        for e in fresh.entries
    )
    assert dict(translations(adopted(ENGLISH, done)))["隐私政策"] == "mine"


@pytest.mark.parametrize("existing", ["", "\n", "# One\n", "x\n" * 500])
def test_nothing_that_does_not_fit_is_taken_for_sure(existing: str) -> None:
    found = adopted(existing)
    assert sum(text is not None for _, text in translations(found)) <= 1


class TestMemory:
    MEMORY = (
        Remembered(source="我们收集以下信息：", target="We collect:", origin="terms"),
        Remembered(
            source="请发送电子邮件至 help@{{siteDomain}}。", target="Write!", origin="terms"
        ),
    )

    def test_equal_and_near_messages_are_proposed_and_always_fuzzy(self) -> None:
        fresh = template(MASTER, policy="p", path="p.md", created_at=NOW)
        found = {entry.msgid: entry for entry in propose(fresh, self.MEMORY).entries}
        equal, near = found["我们收集以下信息："], found["请发送电子邮件至 abuse@{{siteDomain}}。"]
        assert (equal.msgstr, near.msgstr) == ("We collect:", "Write!")
        assert equal.translation is None
        assert near.previous is not None
        assert near.extracted[-1].startswith("proposed: ")
        assert found["1. 概述"].msgstr == ""

    def test_fuzzy_translations_are_not_remembered(self) -> None:
        entries = (
            Entry(msgid="甲", msgstrs=("a",), flags=("fuzzy",)),
            Entry(msgid="乙", msgstrs=("b",), obsolete=True),
        )
        (item,) = remembered(Catalog(Entry(msgid=""), entries), "privacy")
        assert (item.source, item.origin) == ("乙", "privacy, an earlier revision")

    def test_another_script_is_proposed_word_by_word(self) -> None:
        opencc = pytest.importorskip("opencc", reason="OpenCC is an extra")
        catalog = Catalog(Entry(msgid=""), (Entry(msgid="软件里的信息"),))
        convert = opencc.OpenCC("s2twp").convert
        (entry,) = propose_converted(catalog, convert, by="OpenCC").entries
        assert entry.msgstr == "軟體裡的資訊"
        assert entry.is_fuzzy


def test_words_are_counted_as_translators_are_paid() -> None:
    assert count_words("我们将在 30 日内 reply。") == 8


def test_the_sample_s_own_translations_are_adopted(repository_root: Path) -> None:
    master = (repository_root / "policies/sample/privacy/2.md").read_text(encoding="utf-8")
    fresh = template(master, policy="p", path="p.md", created_at=NOW)
    found = adopt(parse(master), parse(master), fresh, LANGUAGES)
    assert not found.missing


class TestSiteValues:
    VALUES: ClassVar = {
        "title": {"Example Company", "サンプル株式会社", "Beispiel GmbH", "شركة المثال"},
        "siteDomain": {"example.com"},
        "revisionDate": {"July 15, 2022"},
    }
    FILLED = ENGLISH.replace("{{title}}", "Example Company").replace(
        "{{siteDomain}}", "example.com"
    )

    def test_a_text_as_its_readers_saw_it_is_adopted_with_its_placeholders(self) -> None:
        fresh = template(MASTER, policy="p", path="p.md", created_at=NOW)
        found = adopt(parse(MASTER), parse(self.FILLED), fresh, LANGUAGES, values=self.VALUES)
        whole = adopted(ENGLISH)
        assert found.catalog == whole.catalog
        assert not any(entry.is_fuzzy for entry in found.catalog.entries)

    def test_without_values_it_is_fuzzy_with_the_reason(self) -> None:
        entry = next(e for e in adopted(self.FILLED).catalog.entries if "abuse@" in e.msgid)
        assert entry.is_fuzzy
        assert "placeholders differ" in entry.extracted[-1]

    @pytest.mark.parametrize(
        ("text", "names", "wanted"),
        [
            pytest.param("Example Company,", "title", "{{title}},", id="latin"),
            pytest.param("Example\nCompany", "title", "{{title}}", id="wrapped"),
            pytest.param("Example Companys", "title", "Example Companys", id="longer-word"),
            pytest.param("example company", "title", "example company", id="other-case"),
            pytest.param("サンプル株式会社は", "title", "{{title}}は", id="no-spaces"),
            pytest.param("لشركة المثال", "title", "ل{{title}}", id="arabic-prefix"),
            pytest.param("**Beispiel GmbH**", "title", "**{{title}}**", id="bold"),
            pytest.param("Example Company", "siteDomain", "Example Company", id="not-in-master"),
            pytest.param("a@Example.com.", "siteDomain", "a@{{siteDomain}}.", id="sentence-end"),
            pytest.param(
                "[x](https://www.example.com/en)",
                "siteDomain",
                "[x](https://www.{{siteDomain}}/en)",
                id="link",
            ),
            pytest.param("example.com.cn", "siteDomain", "example.com.cn", id="longer-host"),
            pytest.param("my-example.com", "siteDomain", "my-example.com", id="other-host"),
            pytest.param("on July 15, 2022.", "revisionDate", "on {{revisionDate}}.", id="date"),
        ],
    )
    def test_a_value_becomes_a_placeholder_where_the_master_has_it(
        self, text: str, names: str, wanted: str
    ) -> None:
        assert with_placeholders(text, self.VALUES, {names}) == wanted
