"""Merging keeps what history says is still right, and says what changed in the rest."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.catalogs.assemble import assemble
from publisher.catalogs.dates import TextDates
from publisher.catalogs.entries import Entry, Key
from publisher.catalogs.extractor import template
from publisher.catalogs.lineage import origins
from publisher.catalogs.merge import Outcome, merge
from publisher.catalogs.messages import messages_of
from publisher.changes.align import align
from publisher.text import parse
from tests.catalogs.conftest import MASTER, Desk, master_redline

FIRST = """\
# 隐私政策

## 1. 概述

我们收集您的姓名、电话号码和电子邮件地址，用于与您沟通。

## 2. 删除

除非有合理理由，否则我们将在一个月内安全删除相关个人信息。您也可以通过账户设置自行删除。

## 3. 联系我们

如果您有任何疑问，请发送电子邮件至 abuse@{{siteDomain}}。
"""


def test_an_unchanged_master_leaves_the_file_byte_for_byte(desk: Desk) -> None:
    desk.revise(FIRST)
    desk.translate()
    before = desk.data
    desk.revise(FIRST)
    assert desk.data == before


def test_an_unchanged_master_leaves_even_a_file_that_another_program_wrapped(desk: Desk) -> None:
    desk.revise(FIRST)
    desk.translate()
    assert desk.data is not None
    desk.data = desk.data.replace(b"\n\nmsgid", b"\n\n\nmsgid").replace(
        b'msgstr "[en] ', b'msgstr ""\n"[en] "\n"'
    )
    before = desk.data
    desk.revise(FIRST)
    assert desk.data == before


def test_a_moved_message_keeps_its_translation(desk: Desk) -> None:
    desk.revise(FIRST)
    desk.translate()
    head, _, rest = FIRST.partition("## 2. 删除\n\n")
    body, _, tail = rest.partition("\n\n## 3.")
    updated = desk.revise(f"{head}## 3.{tail}\n## 2. 删除\n\n{body}\n")
    assert set(updated.merged.outcomes.values()) == {Outcome.KEPT}


def test_a_changed_message_is_fuzzy_with_the_previous_one_and_what_changed(desk: Desk) -> None:
    desk.revise(FIRST)
    desk.translate()
    desk.revise(FIRST.replace("一个月", "三个月"))
    changed = next(entry for entry in desk.catalog.active() if "三个月" in entry.msgid)
    assert changed.is_fuzzy
    assert changed.translation is None
    assert changed.msgstr.startswith("[en] 除非")
    assert changed.previous is not None
    assert changed.previous.msgid == changed.msgid.replace("三个月", "一个月")
    assert changed.extracted[-1].startswith("changed: ")
    assert "[-一个月-]{+三个月+}" in changed.extracted[-1]
    assert sum(entry.is_fuzzy for entry in desk.catalog.active()) == 1


def test_the_note_goes_when_the_translator_is_done(desk: Desk) -> None:
    desk.revise(FIRST)
    desk.translate()
    desk.revise(FIRST.replace("一个月", "三个月"))
    desk.translate()
    desk.revise(FIRST.replace("一个月", "三个月"))
    changed = next(entry for entry in desk.catalog.active() if "三个月" in entry.msgid)
    assert changed.previous is None
    assert not any(comment.startswith("changed:") for comment in changed.extracted)


def test_a_fuzzy_message_that_changes_again_remembers_what_it_is_a_translation_of(
    desk: Desk,
) -> None:
    desk.revise(FIRST)
    desk.translate()
    desk.revise(FIRST.replace("一个月", "三个月"))
    desk.revise(FIRST.replace("一个月", "六个月"))
    changed = next(entry for entry in desk.catalog.active() if "六个月" in entry.msgid)
    assert changed.previous is not None
    assert "一个月" in (changed.previous.msgid or "")
    assert "[-一个月-]{+六个月+}" in changed.extracted[-1]


def test_text_that_was_changed_back_has_its_translation_back(desk: Desk) -> None:
    desk.revise(FIRST)
    desk.translate()
    original = {entry.msgid: entry.msgstr for entry in desk.catalog.active()}
    desk.revise(FIRST.replace("一个月", "三个月"))
    updated = desk.revise(FIRST)
    assert {entry.msgid: entry.translation for entry in desk.catalog.active()} == original
    assert updated.merged.counts[Outcome.RESTORED] == 1


def test_text_that_was_removed_and_returns_is_restored_whole(desk: Desk) -> None:
    desk.revise(FIRST)
    desk.translate()
    desk.edit(lambda entry: replace(entry, comments=("checked by Ms Lee",)))
    original = {entry.msgid: (entry.msgstr, entry.comments) for entry in desk.catalog.active()}
    short = FIRST.partition("## 2.")[0]
    desk.revise(short)
    obsolete = [entry for entry in desk.catalog.entries if entry.obsolete]
    assert {entry.msgid for entry in obsolete} < set(original)
    desk.revise(FIRST)
    found = {entry.msgid: (entry.translation, entry.comments) for entry in desk.catalog.entries}
    assert found == original


def test_an_untranslated_message_leaves_nothing_behind(desk: Desk) -> None:
    desk.revise(FIRST)
    desk.revise(FIRST.partition("## 2.")[0])
    assert not any(entry.obsolete for entry in desk.catalog.entries)


def test_a_renumbered_heading_needs_no_translator_where_the_ordinal_is_alike(desk: Desk) -> None:
    desk.revise(FIRST)
    desk.translate({"3. 联系我们": "3. Contact Us", "2. 删除": "2. Deletion"})
    desk.revise(FIRST.replace("## 3. 联系我们", "## 4. 联系我们"))
    assert desk.entry("4. 联系我们").translation == "4. Contact Us"


def test_a_renumbered_heading_is_fuzzy_where_the_ordinal_is_written_otherwise(desk: Desk) -> None:
    desk.revise("## 第三条 联系我们\n")
    desk.translate({"第三条 联系我们": "Article 3 Contact Us"})
    desk.revise("## 第四条 联系我们\n")
    assert desk.entry("第四条 联系我们").is_fuzzy


def test_only_a_line_wrap_is_no_change(desk: Desk) -> None:
    desk.revise(FIRST)
    desk.translate()
    updated = desk.revise(FIRST.replace("电话号码和", "电话号码和\n"))
    assert set(updated.merged.outcomes.values()) == {Outcome.KEPT}


def test_the_parts_of_a_split_message_propose_their_share(desk: Desk) -> None:
    body = "我们采用物理和技术措施来保护您的个人信息。我们会定期审查这些措施，并在必要时更新它们。"
    first, second = body[:21], body[21:]
    desk.revise(f"# 甲\n\n{body}\n\n乙方应当遵守本协议。\n")
    desk.translate(
        {
            body: "We protect your data by physical and technical measures."
            " We review these measures regularly and update them where needed."
        }
    )
    desk.revise(f"# 甲\n\n{first}\n\n{second}\n\n乙方应当遵守本协议。\n")
    parts = [desk.entry(first), desk.entry(second)]
    assert [part.is_fuzzy for part in parts] == [True, True]
    assert parts[0].msgstr == "We protect your data by physical and technical measures."
    assert parts[1].msgstr.startswith("We review")
    assert parts[0].previous is not None
    assert parts[0].previous.msgid == body
    assert "part 1 of 2" in parts[0].extracted[-1]


def test_a_merged_message_proposes_all_its_parts(desk: Desk) -> None:
    first = "我们采用物理和技术措施来保护您的个人信息。"
    second = "我们会定期审查这些措施，并在必要时更新它们。"
    desk.revise(f"# 甲\n\n{first}\n\n{second}\n\n乙方应当遵守本协议。\n")
    desk.translate({first: "We protect your data.", second: "We review our measures."})
    desk.revise(f"# 甲\n\n{first}{second}\n\n乙方应当遵守本协议。\n")
    merged = desk.entry(first + second)
    assert merged.is_fuzzy
    assert merged.msgstr == "We protect your data. We review our measures."
    assert merged.previous is not None
    assert merged.previous.msgid == first + second


def test_a_translators_comment_and_flags_outlive_a_changed_message(desk: Desk) -> None:
    desk.revise(FIRST)
    desk.translate()
    desk.edit(lambda e: replace(e, comments=("note",), flags=("ignore-length", "python-format")))
    desk.revise(FIRST.replace("一个月", "三个月"))
    changed = next(entry for entry in desk.catalog.active() if "三个月" in entry.msgid)
    assert changed.comments == ("note",)
    assert changed.flags == ("fuzzy", "ignore-length")


def test_prose_is_no_format_string(desk: Desk) -> None:
    desk.revise("须支付 5% 的押金和 %s。\n")
    assert desk.data is not None
    assert b"format" not in desk.data


def test_what_must_not_be_translated_is_published_as_it_is(desk: Desk) -> None:
    desk.revise("示例公司\n\n某街 1 号\n")
    desk.edit(lambda e: e.with_flags(add=("read-only",)) if e.msgid == "示例公司" else e)
    desk.revise("示例公司\n\n某街 1 号\n")
    assert desk.entry("示例公司").translation == "示例公司"
    desk.revise("示例有限公司\n\n某街 1 号\n")
    assert desk.entry("示例有限公司").translation is None


def test_legal_can_declare_that_a_change_is_none_for_translators(desk: Desk) -> None:
    old, new = "我们保护您的帐户安全。\n", "我们保护您的账户安全。\n"
    desk.revise(old)
    desk.translate()
    before, after = parse(old), parse(new)
    merged = merge(
        desk.catalog,
        template(new, policy="p", path="p.md", created_at=datetime(2026, 7, 15, tzinfo=UTC)),
        origins(before, after, align(before, after)),
        redline=master_redline,
        same_meaning={Key("我们保护您的账户安全。"): "我们保护您的帐户安全。"},
    )
    assert merged.catalog.entries[0].translation == "[en] 我们保护您的帐户安全。"


class TestDeclaredAfterwards:
    NOW = datetime(2026, 7, 15, tzinfo=UTC)
    OLD, NEW = "我们保护您的帐户安全。\n", "我们保护您的账户安全。\n"
    DECLARED: ClassVar = {Key("我们保护您的账户安全。"): "我们保护您的帐户安全。"}

    def again(self, desk: Desk) -> Entry:
        """The message after an update that legal declared to change nothing."""
        fresh = template(self.NEW, policy="p", path="p.md", created_at=self.NOW)
        merged = merge(desk.catalog, fresh, {}, redline=master_redline, same_meaning=self.DECLARED)
        assert merge(merged.catalog, fresh, {}, redline=master_redline).catalog == merged.catalog
        return merged.catalog.entries[0]

    def test_what_an_update_made_fuzzy_is_as_it_was(self, desk: Desk) -> None:
        desk.revise(self.OLD)
        desk.translate()
        desk.revise(self.NEW)
        entry = self.again(desk)
        assert entry.translation == "[en] 我们保护您的帐户安全。"
        assert entry.previous is None
        assert not any(comment.startswith("changed: ") for comment in entry.extracted)

    def test_what_a_translator_has_begun_to_change_stays_theirs(self, desk: Desk) -> None:
        desk.revise(self.OLD)
        desk.translate()
        desk.revise(self.NEW)
        desk.edit(lambda entry: replace(entry, msgstrs=("half done",)))
        assert self.again(desk).translation is None

    def test_what_was_not_finished_before_stays_fuzzy(self, desk: Desk) -> None:
        desk.revise("我们保护您的账号安全。\n")
        desk.translate()
        desk.revise(self.OLD)
        desk.revise(self.NEW)
        assert self.again(desk).translation is None


def test_a_declared_change_leaves_an_older_change_to_the_translator(desk: Desk) -> None:
    first, last = "我们会保护您的账号安全。\n", "我们保护您的账户安全。\n"
    desk.revise(first)
    desk.translate()
    before, after = parse(first), parse(last)
    merged = merge(
        desk.catalog,
        template(last, policy="p", path="p.md", created_at=datetime(2026, 7, 15, tzinfo=UTC)),
        origins(before, after, align(before, after)),
        redline=master_redline,
        same_meaning={Key("我们保护您的账户安全。"): "我们保护您的账号安全。"},
    )
    assert merged.catalog.entries[0].is_fuzzy


class TestWithoutHistory:
    """Catalogs from elsewhere: exact, then context, then position, then likeness."""

    def test_equal_messages_keep_their_translation(self, desk: Desk) -> None:
        desk.revise(FIRST)
        desk.translate()
        updated = desk.revise(FIRST.replace("一个月", "三个月"), knows_history=False)
        assert updated.merged.counts[Outcome.FUZZY] == 1

    def test_a_like_message_between_the_same_neighbours_is_proposed(self, desk: Desk) -> None:
        desk.revise(FIRST)
        desk.translate()
        new = FIRST.replace(
            "除非有合理理由，否则我们将在一个月内安全删除相关个人信息。",
            "我们将在收到请求后三个月内删除相关个人信息。",
        )
        desk.revise(new, knows_history=False)
        changed = next(entry for entry in desk.catalog.active() if "收到请求" in entry.msgid)
        assert changed.is_fuzzy
        assert any(comment.startswith("similar:") for comment in changed.extracted)

    def test_nothing_is_proposed_where_nothing_is_alike(self, desk: Desk) -> None:
        desk.revise(FIRST)
        desk.translate()
        desk.revise(
            FIRST.replace("我们收集您的姓名、电话号码和电子邮件地址，用于与您沟通。", "全新"),
            knows_history=False,
        )
        assert desk.entry("全新").msgstr == ""


_SENTENCES = (
    "我们收集您的姓名、电话号码和电子邮件地址。",
    "我们收集您的姓名、电话号码和邮寄地址。",
    "我们将在一个月内删除您的个人信息。",
    "我们将在三个月内删除您的个人信息。",
    "我们不向未成年人提供服务。",
    "请通过我们的网站与我们联系。",
    "我们将在一个月内删除您的个人信息。请通过我们的网站与我们联系。",
)


@given(st.data())
def test_no_stale_sentence_is_published_whatever_the_order_of_commands(
    data: st.DataObject,
) -> None:
    desk = Desk()
    source = ""
    for _ in range(data.draw(st.integers(2, 6))):
        order = data.draw(st.permutations(_SENTENCES))
        source = "\n\n".join(order[: data.draw(st.integers(1, len(order)))]) + "\n"
        desk.revise(source, knows_history=data.draw(st.booleans()))
        chosen = data.draw(st.sets(st.sampled_from(_SENTENCES)))
        desk.translate({text: f"<{text}>" for text in chosen})
    # A translation names the sentence that it was made for.
    for entry in desk.catalog.active():
        assert entry.translation in (None, f"<{entry.msgid}>")
    dates = TextDates()
    found = assemble(source, desk.catalog, locale=desk.locale, master=MASTER, dates=dates)
    published = set(re.findall("<([^<>]*。)>", found.text))
    assert published <= {message.key.msgid for message in messages_of(parse(source))}


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="needs gettext's msgfmt and msgcat")
def test_gettext_reads_every_merged_file_without_complaint(desk: Desk, tmp_path: Path) -> None:
    texts = [FIRST, FIRST.replace("一个月", "三个月"), FIRST.partition("## 2.")[0], FIRST]
    for number, text in enumerate(texts):
        desk.revise(text)
        file = tmp_path / f"{number}.po"
        assert desk.data is not None
        file.write_bytes(desk.data)
        checked = subprocess.run(
            ["msgfmt", "-c", "-o", "/dev/null", file], capture_output=True, check=False
        )
        assert (checked.returncode, checked.stderr) == (0, b"")
        written = subprocess.run(["msgcat", "--no-wrap", file], capture_output=True, check=True)
        assert written.stdout == desk.data
        if number == 0:
            desk.translate()
