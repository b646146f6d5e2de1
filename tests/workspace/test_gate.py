"""The gate: nothing material becomes public before legal has said so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date
from pathlib import Path

import pytest

from publisher.changes.materiality import rulebook
from publisher.config import Gate
from publisher.history.sitevalues import value_steps
from publisher.model.errors import InvalidSourceError, UsageError
from publisher.text.front_matter import read_facts
from publisher.workspace import Workspace
from publisher.workspace.checking import check_workspace
from publisher.workspace.deciding import (
    NothingToDecideError,
    UndecidedError,
    approve,
    decide,
    waiting,
)
from publisher.workspace.gate import Standing, contradictions, pending, standing
from publisher.workspace.made import make_workspace
from publisher.workspace.rules import rules_in
from tests.cli.conftest import Run, run  # noqa: F401 - a fixture
from tests.history.conftest import NOON, PRIVACY, ZH, Company

OLD = "# 隐私政策\n\n我们将在一个月内删除您的个人信息。\n"
NEW = "# 隐私政策\n\n我们将在三个月内删除您的个人信息。\n"
SLIP = "# 隐私政策\n\n我们将在一个月内删除您的个人信息；\n"


def dated(text: str, *, revised: str, more: str = "") -> str:
    return f"---\nrevised: {revised}\n{more}---\n{text}"


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """A workspace without translations whose first text is public."""
    made = Company(make_workspace(tmp_path / "acme", master=ZH, locales=(), timezone="UTC"))
    made.commit(dated(OLD, revised="2024-01-01"))
    made.publish()
    yield made
    made.workspace.close()


def with_settings(company: Company, text: str) -> None:
    root = company.workspace.settings.root
    with (root / "publisher.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[materiality]\n{text}\n")
    company.workspace.close()
    company.workspace = Workspace.open(root)


def decided(
    company: Company, *, material: bool, by: str = "Li Na", about_values: bool = False
) -> None:
    decide(
        company.workspace,
        PRIVACY,
        material=material,
        reason="a typing error was mended",
        by=by,
        now=NOON,
        progress=lambda _: None,
        about_values=about_values,
    )


def test_an_undeclared_material_change_is_stopped_at_its_line(company: Company) -> None:
    company.commit(dated(NEW, revised="2024-02-01"))
    with pytest.raises(UndecidedError, match=r"privacy\.md:6: .*一个月 → 三个月"):
        company.publish()
    assert len(company.workspace.publications().revisions(PRIVACY, ZH)) == 1
    problems = [it for it in check_workspace(company.workspace) if "suggests material" in it.what]
    assert [(it.line, it.severity.value) for it in problems] == [(6, "error")]


@pytest.mark.parametrize("declared", ["true", "false"])
def test_what_legal_declares_is_published(company: Company, declared: str) -> None:
    text = NEW if declared == "true" else SLIP
    company.commit(dated(text, revised="2024-02-01", more=f"material: {declared}\n"))
    company.publish()
    latest = company.workspace.publications().revisions(PRIVACY, ZH)[-1]
    assert latest.material is (declared == "true")


def test_declared_false_against_strong_evidence_needs_a_reason(company: Company) -> None:
    company.commit(dated(NEW, revised="2024-02-01", more="material: false\n"))
    with pytest.raises(UndecidedError, match="declared not material"):
        company.publish()
    decided(company, material=False)
    company.publish()
    public = company.workspace.publications()
    latest = public.revisions(PRIVACY, ZH)[-1]
    assert (latest.number, latest.material, latest.decided_by) == (2, False, "Li Na")
    (decision,) = public.publications()[1].decisions
    assert (decision.by, decision.reason) == ("Li Na", "a typing error was mended")
    assert decision.decided_at == NOON
    assert decision.suggested > 850


def test_a_decision_holds_for_its_text_alone(company: Company) -> None:
    company.commit(dated(NEW, revised="2024-02-01"))
    decided(company, material=False)
    company.commit(dated(NEW.replace("三个月", "九个月"), revised="2024-02-01"))
    with pytest.raises(UndecidedError):
        company.publish()


def test_a_second_person_has_to_agree_where_configured(company: Company) -> None:
    with_settings(company, "second_person = true")
    company.commit(dated(NEW, revised="2024-02-01"))
    decided(company, material=True)
    with pytest.raises(UndecidedError, match="second person"):
        company.publish()
    with pytest.raises(UsageError, match="another person"):
        approve(company.workspace, PRIVACY, by="li na", now=NOON, progress=lambda _: None)
    approve(company.workspace, PRIVACY, by="Wang Fang", now=NOON, progress=lambda _: None)
    company.publish()
    assert company.workspace.publications().revisions(PRIVACY, ZH)[-1].material is True


def test_there_is_nothing_to_decide_about_a_public_text(company: Company) -> None:
    with pytest.raises(NothingToDecideError):
        decided(company, material=True)


def test_reported_only_where_so_configured(company: Company) -> None:
    with_settings(company, 'undecided = "report"')
    company.commit(dated(NEW, revised="2024-02-01"))
    company.publish()
    assert company.workspace.publications().revisions(PRIVACY, ZH)[-1].material is None


def test_a_new_text_under_the_old_date_is_found(company: Company) -> None:
    company.commit(dated(SLIP, revised="2024-01-01"))
    (item,) = waiting(company.workspace, company.workspace.publications())
    (found,) = contradictions(item, Gate(), today=date(2024, 1, 1))
    assert (found.line, found.stops) == (2, False)
    assert "revised is still 2024-01-01" in found.what


@pytest.mark.parametrize(
    ("today", "short"),
    [
        pytest.param(date(2024, 2, 1), False, id="in-time"),
        pytest.param(date(2024, 2, 2), True, id="a-day-late"),
    ],
)
def test_the_notice_period_is_kept(company: Company, today: date, *, short: bool) -> None:
    more = "effective: 2024-03-02\nmaterial: true\n"
    company.commit(dated(NEW, revised="2024-02-01", more=more))
    (item,) = waiting(company.workspace, company.workspace.publications())
    found = list(contradictions(item, Gate(notice_days={"retention": 30}), today=today))
    assert [it.line for it in found] == ([3] if short else [])


def test_the_machine_legal_and_the_kind_are_three_things(company: Company) -> None:
    company.commit(dated(NEW, revised="2024-02-01", more="material: false\n"))
    (item,) = waiting(company.workspace, company.workspace.publications())
    assert item.suggestion.score > 0.9
    assert item.declared is False
    assert item.decision is None
    assert standing(item, Gate()) is Standing.CONTRADICTED
    assert standing(item, Gate(strong=1.0)) is Standing.SETTLED


def test_the_first_text_needs_no_decision(tmp_path: Path) -> None:
    with make_workspace(tmp_path / "new", master=ZH, locales=(), timezone="UTC") as workspace:
        found = pending(
            workspace.publications(),
            PRIVACY,
            NEW,
            read_facts(NEW),
            master=ZH,
            rules=rulebook(),
        )
    assert found is None


def test_a_workspace_s_rules_name_their_file_when_wrong(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text("[signals\n", "utf-8")
    with pytest.raises(InvalidSourceError, match=r"en\.toml:1"):
        rules_in(tmp_path)
    with pytest.raises(InvalidSourceError, match="no such folder"):
        rules_in(tmp_path / "absent")


def test_people_review_and_decide_by_command(company: Company, run: Run) -> None:  # noqa: F811
    root = str(company.workspace.settings.root)
    company.commit(dated(NEW, revised="2024-02-01"))
    shown = run("review", "-C", root, code=1).out
    assert "undeclared" in shown
    assert "the machine suggests: material" in shown
    assert "一个月 → 三个月" in shown
    (row,) = json.loads(run("review", "-C", root, "--json", code=1).out)
    assert row["standing"] == "undeclared"
    assert row["comparison"]["materiality"]["level"] == "material"
    run("decide", "privacy", "-C", root, "--material", "--by", "Li Na", code=2)
    done = run("decide", "privacy", "-C", root, "--material", "--by", "Li Na", "--reason", "longer")
    assert "legal decided: material, by Li Na" in done.out
    run("review", "-C", root)
    run("publish", "-C", root)


def test_two_files_are_judged_by_command(tmp_path: Path, run: Run) -> None:  # noqa: F811
    (tmp_path / "old.md").write_text(OLD, "utf-8")
    (tmp_path / "new.md").write_text(NEW, "utf-8")
    shown = run("judge", "old.md", "new.md", "--locale", "zh-Hans").out
    assert shown.startswith("the machine suggests: material")
    document = json.loads(run("judge", "old.md", "new.md", "--locale", "zh-Hans", "--json").out)
    assert document["materiality"]["level"] == "material"
    assert "no such file" in run("judge", "gone.md", "new.md", "--locale", "en", code=1).err


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("详见第 2 节。", ["第 2 节"], id="left-behind"),
        pytest.param("详见第 3 节。", [], id="follows"),
        pytest.param("依照《个人信息保护法》第 2 节处理。", [], id="of-a-law"),
        pytest.param("每天最多 2 条。", [], id="a-count"),
    ],
)
def test_a_reference_to_a_renumbered_clause_is_named(
    company: Company, sentence: str, expected: list[str]
) -> None:
    old = f"# 政策\n\n## 1. 概述\n\n{sentence.replace('3', '2')}\n\n## 2. 联系\n\n写信。\n"
    new = old.replace("## 2. 联系", "## 2. 新增的一节\n\n新的内容。\n\n## 3. 联系")
    new = new.replace(sentence.replace("3", "2"), sentence)
    company.commit(dated(old, revised="2024-01-02", more="material: true\n"))
    company.publish()
    item = pending(
        company.workspace.publications(),
        PRIVACY,
        dated(new, revised="2024-02-01", more="material: true\n"),
        read_facts(dated(new, revised="2024-02-01")),
        master=ZH,
        rules=rulebook(),
    )
    assert item is not None
    found = [one.what for one in contradictions(item, Gate(), today=date(2024, 2, 1))]
    stale = [what for what in found if "names a clause" in what]
    assert [what.partition("”")[0].lstrip("“") for what in stale] == expected


def test_a_workspace_s_own_rules_judge_wherever_it_is_known(
    company: Company,
    run: Run,  # noqa: F811
    tmp_path: Path,
) -> None:
    (tmp_path / "old.md").write_text("We frobnicate it.\n", "utf-8")
    (tmp_path / "new.md").write_text("We frobnicate it, zorbly.\n", "utf-8")
    root = company.workspace.settings.root
    (root / "rules").mkdir()
    (root / "rules" / "en.toml").write_text('[categories]\nfees = ["zorbly"]\n', "utf-8")
    with_settings(company, 'rules = "rules"')
    arguments = ("old.md", "new.md", "--locale", "en")
    assert "Fees" not in run("judge", *arguments).out
    assert "Fees" in run("judge", *arguments, "-C", str(root)).out
    document = json.loads(run("diff", *arguments, "--format", "json", "-C", str(root)).out)
    assert document["materiality"]["categories"] == ["fees"]
    inside = [str(tmp_path / name) for name in arguments[:2]]
    assert "Fees" in run("judge", *inside, "--locale", "en", cwd=root).out
    assert "publisher.toml" in run("judge", *arguments, "-C", str(tmp_path), code=None).err


OWNED = "\n{{title}} 对您的个人信息负责。\n"


@pytest.fixture
def renaming(company: Company) -> Company:
    """The public text names the company, and the company has another name."""
    company.commit(dated(OLD + OWNED, revised="2024-02-01", more="material: false\n"))
    company.publish()
    company.set_value('title = "Example Company"', 'title = "New Company"')
    return company


def test_a_material_value_waits_for_a_decision(renaming: Company) -> None:
    with pytest.raises(UndecidedError, match=r"title: Example Company → New Company.*--values"):
        renaming.publish()
    assert len(renaming.workspace.publications().publications()) == 2
    [problem] = [item for item in check_workspace(renaming.workspace) if "title" in item.what]
    assert (problem.path, problem.severity.value) == ("publisher.toml", "error")
    decided(renaming, material=True, about_values=True)
    published = renaming.publish().publication
    assert published is not None
    assert published.values is not None
    [step] = value_steps(renaming.workspace.publications(), "default", PRIVACY, ZH, zone=UTC)
    assert step.decision is not None
    assert (step.decision.material, step.decision.by) == (True, "Li Na")


def test_a_decision_about_a_value_needs_one_that_changed(company: Company) -> None:
    with pytest.raises(NothingToDecideError, match="--values"):
        decided(company, material=True, about_values=True)


def test_another_value_needs_another_decision(renaming: Company) -> None:
    decided(renaming, material=False, about_values=True)
    renaming.set_value('title = "New Company"', 'title = "Yet Another"')
    with pytest.raises(UndecidedError, match="Yet Another"):
        renaming.publish()


def test_a_value_that_may_not_matter_waits_for_nobody(renaming: Company) -> None:
    renaming.set_value('title = "New Company"', 'title = "Example Company"')
    renaming.set_value('siteDomain = "example.com"', 'siteDomain = "example.org"')
    assert renaming.publish().publication is not None


def test_the_commands_review_decide_and_approve_values(
    renaming: Company,
    run: Run,  # noqa: F811 - the fixture
) -> None:
    with_settings(renaming, "second_person = true")
    root = str(renaming.workspace.settings.root)
    renamed = "title: Example Company → New Company"
    assert renamed in run("review", "-C", root, code=1).out
    about = ("privacy", "-C", root, "--values")
    told = run("decide", *about, "--material", "--by", "Li Na", "--reason", "renamed").out
    assert "--values --approve" in told
    assert "a second person" in run("publish", "-C", root, code=1).err
    run("decide", *about, "--approve", "--by", "Wang Fang")
    [row] = json.loads(run("review", "-C", root, "--json").out)
    assert (row["standing"], row["decision"]["approved_by"]) == ("settled", "Wang Fang")
    logged = "value of title (default): Example Company → New Company"
    assert logged in run("publish", "-C", root).out
    assert logged in run("log", "-C", root).out
