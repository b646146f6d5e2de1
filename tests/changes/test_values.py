"""Changed values of placeholders: each place once, nothing of a value taken for markup."""

from __future__ import annotations

import pytest

from publisher.changes.values import compare_values
from publisher.changes.views.html import redline
from publisher.model.changes import EditOp, Level

TEXT = (
    "# {{title}} 的政策\n\n{{title}} 负责。见 [网站](https://www.{{siteDomain}}/a)。\n\n"
    "我们在{{ period }}内删除。\n\n不变。\n"
)


def test_each_clause_that_shows_a_value_differs_in_that_place_alone() -> None:
    found = compare_values(TEXT, {"title": "甲公司"}, {"title": "乙公司"}, locale="zh-Hans")
    changes = found.comparison.visible_changes
    assert [change.new[0].line for change in changes] == [1, 3]
    for change in changes:
        ops = [edit.op for edit in change.edits if edit.op is not EditOp.KEEP]
        assert sorted(ops) == [EditOp.DELETE, EditOp.INSERT]
    assert "<del>甲公司</del><ins>乙公司</ins>" in redline(
        found.comparison, changes[1], values=found.values
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "level", "category"),
    [
        pytest.param("title", "甲公司", "乙公司", Level.MATERIAL, "controller", id="who-answers"),
        pytest.param("period", "一个月", "三个月", Level.MATERIAL, "retention", id="a-period"),
        pytest.param("siteDomain", "a.example", "b.example", Level.IMMATERIAL, None, id="a-domain"),
        pytest.param("unused", "a", "b", Level.IMMATERIAL, None, id="shown-nowhere"),
    ],
)
def test_the_machine_judges_a_value_by_what_readers_see(
    name: str, old: str, new: str, level: Level, category: str | None
) -> None:
    judged = compare_values(TEXT, {name: old}, {name: new}, locale="zh-Hans").comparison.materiality
    assert judged.level is level, judged
    if category:
        assert category in judged.categories


def test_a_clause_is_judged_by_the_values_in_it() -> None:
    old = {"title": "甲公司", "period": "一个月", "siteDomain": "a.example"}
    new = {"title": "甲公司", "period": "三个月", "siteDomain": "b.example"}
    del old["title"], new["title"]
    changes = compare_values(TEXT, old, new, locale="zh-Hans").comparison.visible_changes
    levels = {change.new[0].line: change.materiality.level for change in changes}
    assert levels == {3: Level.IMMATERIAL, 5: Level.MATERIAL}


@pytest.mark.parametrize(
    "value", ["{{title}}", "{{x}}", "**x**", "<b>x</b>", "a\n\n# b", "|", "`", "{% x %}", "New0"]
)
def test_a_value_is_shown_as_it_is_written(value: str) -> None:
    found = compare_values(
        "{{title}} und {{New0}} bleiben.\n", {"title": "A"}, {"title": value}, locale="de"
    )
    [change] = found.comparison.visible_changes
    shown = redline(found.comparison, change, values=found.values)
    assert f"<ins>{value.replace('<', '&lt;').replace('>', '&gt;')}</ins>" in shown
    assert "{{New0}} bleiben" in shown


def test_a_value_that_was_not_there_shows_as_its_placeholder() -> None:
    found = compare_values("Wir: {{title}}.\n", {}, {"title": "A"}, locale="de")
    [change] = found.comparison.visible_changes
    shown = redline(found.comparison, change, values=found.values)
    assert "<del>{{title}}</del><ins>A</ins>" in shown
