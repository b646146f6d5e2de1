"""The master's revisions: each commit that changes the text; facts may be corrected later."""

from __future__ import annotations

from datetime import date

import pytest

from publisher.model.errors import FrontMatterError, InvalidSourceError
from publisher.model.policies import PartialDate
from tests.history.conftest import FIRST, PRIVACY, SECOND, Company, git


def with_facts(facts: str, text: str) -> str:
    return f"---\n{facts}---\n{text}"


def test_each_commit_that_changes_the_text_is_a_revision(company: Company) -> None:
    commits = [company.commit(FIRST), company.commit(SECOND)]
    company.commit("# 条款\n", policy="terms")
    revisions = company.workspace.masters()[PRIVACY]
    assert [item.text_commit for item in revisions] == commits
    assert [item.source for item in revisions] == [FIRST, SECOND]


def test_a_commit_of_front_matter_alone_corrects_the_facts(company: Company) -> None:
    text = company.commit(with_facts("revised: 2026-05\n", FIRST))
    facts = company.commit(with_facts("revised: 2026-05-02\nmaterial: true\n", FIRST))
    [revision] = company.workspace.masters()[PRIVACY]
    assert (revision.text_commit, revision.commit) == (text, facts)
    assert revision.revised_on == PartialDate(2026, 5, 2)
    assert revision.declared_by == "Legal"


def test_the_text_s_own_date_line_counts_where_there_is_no_front_matter(company: Company) -> None:
    company.commit(FIRST + "\n本政策更新于2022年7月。\n")
    assert company.workspace.policy_sources()[PRIVACY].revised_on == PartialDate(2022, 7)


def test_the_commit_s_day_counts_where_nothing_states_a_date(company: Company) -> None:
    company.commit(FIRST)
    assert company.workspace.policy_sources()[PRIVACY].revised_on.first_day == date(2026, 5, 4)


def test_a_merge_counts_once_when_it_is_merged(company: Company) -> None:
    company.commit(FIRST)
    git(company.master, "switch", "--quiet", "-c", "draft")
    company.commit(FIRST + "\n草稿\n")
    company.commit(SECOND)
    git(company.master, "switch", "--quiet", "main")
    git(company.master, "merge", "--quiet", "--no-ff", "-m", "merge", "draft")
    assert [item.source for item in company.workspace.masters()[PRIVACY]] == [FIRST, SECOND]


def test_a_fault_in_the_front_matter_names_the_line(company: Company) -> None:
    company.commit(with_facts("revised: soon\n", FIRST))
    with pytest.raises(FrontMatterError, match=r"privacy\.md:2"):
        company.workspace.policy_sources()


def test_a_fault_that_was_mended_since_stops_nothing(company: Company) -> None:
    company.commit(with_facts("revised: soon\n", FIRST))
    company.commit(with_facts("revised: 2026-05-04\n", SECOND))
    assert company.workspace.policy_sources()[PRIVACY].source.endswith(SECOND)


def test_a_text_that_is_not_utf8_is_refused_with_its_line(company: Company) -> None:
    (company.master / "privacy.md").write_bytes("# 标题\n\n正文\n".encode("gb18030"))
    git(company.master, "add", ".")
    git(company.master, "commit", "--quiet", "-m", "gb18030")
    with pytest.raises(InvalidSourceError, match=r"privacy\.md:1: .*not UTF-8"):
        company.workspace.masters()


def test_a_removed_policy_is_no_longer_a_source_and_files_of_other_kinds_never_are(
    company: Company,
) -> None:
    company.commit(FIRST)
    (company.master / "README.md").write_text("read me")
    (company.master / "link.md").symlink_to("README.md")
    git(company.master, "add", ".")
    git(company.master, "rm", "--quiet", "privacy.md")
    git(company.master, "commit", "--quiet", "-m", "tidy")
    assert company.workspace.policy_sources() == {}


def test_an_empty_master_has_no_policies(company: Company) -> None:
    assert company.workspace.masters() == {}
