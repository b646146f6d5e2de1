from __future__ import annotations

from publisher.changes.comparison import compare
from publisher.model.changes import Level
from publisher.site.carrying import carried

MASTER = (
    "# 政策\n\n我们将在一个月内删除。\n\n联系我们。\n",
    "# 政策\n\n我们将在三个月内删除。\n\n联系我们。\n",
)
ARABIC = (
    "# سياسة\n\nسنحذفها خلال شهر واحد.\n\nاتصل بنا.\n",
    "# سياسة\n\nسنحذفها خلال ثلاثة أشهر.\n\nاتصل بنا.\n",
)


def test_a_translation_gets_the_judgement_of_its_original() -> None:
    master = compare(*MASTER, locale="zh-Hans")
    found = carried(compare(*ARABIC, locale="ar"), master)
    assert found is not None
    assert [change.materiality for change in found.changes] == [master.changes[0].materiality]
    assert found.materiality == master.materiality
    assert found.materiality.level is Level.MATERIAL


def test_a_correction_of_the_translation_alone_keeps_its_own_judgement() -> None:
    master = compare(*MASTER, locale="zh-Hans")
    corrected = (
        "# Policy\n\nOld.\n\nContact us.\n",
        "# Policy\n\nNew.\n\nYou may not contact us.\n",
    )
    own = compare(*corrected, locale="en")
    found = carried(own, master)
    assert found is not None
    assert found.changes[1].materiality == own.changes[1].materiality


def test_texts_of_different_build_are_judged_by_themselves() -> None:
    master = compare(*MASTER, locale="zh-Hans")
    own = compare("# One\n", "# Two\n\nmore\n", locale="en")
    assert carried(own, master) is None


def test_a_correction_that_changes_a_promise_counts_for_the_whole() -> None:
    master = compare(
        "# 政策\n\n联系我们。\n\n甲\n", "# 政策\n\n联系 我们。\n\n甲\n", locale="zh-Hans"
    )
    assert master.materiality.level is Level.IMMATERIAL
    own = compare(
        "# Policy\n\nContact us.\n\nWe sell your data.\n",
        "# Policy\n\nContact us!\n\nWe do not sell your data.\n",
        locale="en",
    )
    found = carried(own, master)
    assert found is not None
    assert found.materiality.level is Level.MATERIAL
    assert found.materiality.score == own.materiality.score
    assert "sharing" in found.materiality.categories


def test_a_correction_without_meaning_leaves_the_masters_judgement() -> None:
    master = compare(*MASTER, locale="zh-Hans")
    own = compare(
        "# Policy\n\nWe delete it within a month.\n\nContact us.\n",
        "# Policy\n\nWe delete it within three months.\n\nPlease contact us.\n",
        locale="en",
    )
    found = carried(own, master)
    assert found is not None
    assert found.materiality == master.materiality
