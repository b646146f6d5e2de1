"""Publishing: all locales together, the incomplete ones held and said to be behind."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from publisher.history import canonical
from publisher.history.lock import AlreadyPublishingError, writer_lock
from publisher.history.log import ENTRY_FILE, LOG_REF
from publisher.history.sitevalues import value_steps
from publisher.model.errors import CatalogError, NotPublishedError, PlaceholderError
from publisher.model.locales import LocaleTag
from publisher.model.policies import PartialDate
from tests.history.conftest import DE, EN, FIRST, PRIVACY, SECOND, ZH, Company, company_at, git


def ready(
    company: Company, text: str = FIRST, *, locales: tuple[LocaleTag, ...] = (EN, DE)
) -> None:
    company.commit(text)
    company.translate(*locales)


def test_all_locales_become_public_in_one_entry(company: Company) -> None:
    ready(company)
    publication = company.publish().publication
    assert publication is not None
    public = company.workspace.publications()
    assert public.locales(PRIVACY) == (ZH, DE, EN)
    assert [public.revisions(PRIVACY, tag)[-1].sequence for tag in (ZH, EN, DE)] == [1, 1, 1]
    english = public.revision(PRIVACY, EN, 1)
    assert public.text(english) == (
        "# Privacy policy\n\nWe delete your personal information within one month.\n"
    )
    assert (english.title, english.master_number) == ("Privacy policy", 1)


def test_the_master_is_published_as_legal_committed_it(company: Company) -> None:
    commit = company.commit(FIRST.replace("\n", "\r\n"))
    company.publish()
    public = company.workspace.publications()
    revision = public.revision(PRIVACY, ZH, 1)
    assert revision.commit == commit
    assert public.data(revision) == FIRST.replace("\n", "\r\n").encode()


def test_a_locale_that_is_not_complete_is_held_and_said_to_be_behind(company: Company) -> None:
    ready(company)
    company.publish()
    ready(company, SECOND, locales=(DE,))
    company.publish()
    since = company.now
    company.publish()
    public = company.workspace.publications()
    assert len(public.revisions(PRIVACY, EN)) == 1
    assert len(public.revisions(PRIVACY, DE)) == 2
    lag = public.lag(PRIVACY, EN)
    assert lag is not None
    assert (lag.rendered_number, lag.master_number) == (1, 2)
    assert lag.since == since
    assert [(item.line, item.text) for item in lag.messages] == [
        (3, "我们将在三个月内删除您的个人信息。")
    ]
    assert public.lag(PRIVACY, DE) is None


def test_a_locale_that_catches_up_gets_its_own_number_and_lags_no_more(company: Company) -> None:
    ready(company)
    company.publish()
    ready(company, SECOND, locales=())
    company.publish()
    ready(company, SECOND, locales=(EN, DE))
    company.publish()
    public = company.workspace.publications()
    english = public.revision(PRIVACY, EN, 2)
    assert (english.master_number, english.sequence) == (2, 3)
    assert public.lag(PRIVACY, EN) is None
    assert len(public.revisions(PRIVACY, ZH)) == 2


def test_fuzzy_is_never_published(company: Company) -> None:
    ready(company)
    path = company.workspace.catalog_path(EN, PRIVACY)
    text = path.read_text("utf-8").replace('msgid "隐私政策"', '#, fuzzy\nmsgid "隐私政策"')
    path.write_text(text, "utf-8")
    company.publish()
    public = company.workspace.publications()
    assert public.revisions(PRIVACY, EN) == ()
    lag = public.lag(PRIVACY, EN)
    assert lag is not None
    assert lag.rendered_number is None


def test_marked_where_so_configured(company: Company) -> None:
    path = company.workspace.settings.root / "publisher.toml"
    path.write_text(path.read_text("utf-8").replace('"hold"', '"mark"', 1), "utf-8")
    ready(company, locales=())
    english = company.workspace.catalog_path(EN, PRIVACY)
    english.write_text(
        english.read_text("utf-8").replace(
            'msgid "隐私政策"\nmsgstr ""', 'msgid "隐私政策"\nmsgstr "Privacy policy"'
        ),
        "utf-8",
    )
    company.reopen()
    company.publish()
    public = company.workspace.publications()
    text = public.text(public.revision(PRIVACY, EN, 1))
    assert text.startswith("# Privacy policy")
    assert 'lang="zh-Hans"' in text
    lag = public.lag(PRIVACY, EN)
    assert lag is not None
    assert lag.marked


def test_corrected_facts_keep_the_number_and_the_day_of_publication(company: Company) -> None:
    ready(company, f"---\nrevised: 2026-05\n---\n{FIRST}")
    company.publish()
    first_published = company.now
    ready(company, f"---\nrevised: 2026-05-03\neffective: 2026-07-01\n---\n{FIRST}")
    company.publish()
    public = company.workspace.publications()
    for locale in (ZH, EN, DE):
        [revision] = public.revisions(PRIVACY, locale)
        assert revision.revised_on == PartialDate(2026, 5, 3)
        assert revision.effective_on == date(2026, 7, 1)
        assert revision.published_at == first_published
        assert revision.sequence == 1


def test_a_better_translation_is_a_new_revision_of_that_locale_alone(company: Company) -> None:
    ready(company)
    company.publish()
    path = company.workspace.catalog_path(EN, PRIVACY)
    path.write_text(path.read_text("utf-8").replace("We delete", "We erase"), "utf-8")
    publication = company.publish().publication
    assert publication is not None
    [revision] = publication.revisions
    assert (revision.locale, revision.number, revision.master_number) == (EN, 2, 1)


def test_a_master_change_that_leaves_a_translation_as_it_is_still_brings_a_revision(
    company: Company,
) -> None:
    ready(company)
    company.publish()
    ready(company, FIRST.replace("\n\n", "\n\n\n"))
    company.publish()
    english = company.workspace.publications().revision(PRIVACY, EN, 2)
    assert english.master_number == 2


def test_publishing_again_changes_nothing(company: Company) -> None:
    ready(company)
    company.publish()
    tip = company.workspace.publications().tip
    assert company.publish().publication is None
    assert company.workspace.publications().tip == tip


def test_an_upcoming_revision_is_public_but_not_in_force(company: Company) -> None:
    ready(company, f"---\nrevised: 2026-05-01\n---\n{FIRST}")
    company.publish()
    ready(company, f"---\nrevised: 2026-06-01\neffective: 2026-09-01\n---\n{SECOND}")
    company.publish()
    public = company.workspace.publications()
    on_the_eve, on_the_day = date(2026, 8, 31), date(2026, 9, 1)
    current = [public.current(PRIVACY, EN, day) for day in (on_the_eve, on_the_day)]
    assert [item.number for item in current if item] == [1, 2]
    assert [item.number for item in public.upcoming(PRIVACY, EN, on_the_eve)] == [2]
    assert public.upcoming(PRIVACY, EN, on_the_day) == ()


def test_a_clock_set_back_changes_no_order(company: Company) -> None:
    ready(company)
    company.publish()
    company.now -= timedelta(days=900)
    ready(company, SECOND)
    company.publish()
    public = company.workspace.publications()
    assert [item.sequence for item in public.revisions(PRIVACY, EN)] == [1, 2]
    latest = public.latest(PRIVACY, EN)
    assert latest is not None
    assert latest.number == 2


def test_days_begin_in_the_configured_zone(company: Company) -> None:
    ready(company)
    company.now = datetime(2026, 5, 3, 20, tzinfo=UTC)  # published a day later, 4 am in Shanghai
    company.publish()
    public = company.workspace.publications()
    zone = company.workspace.settings.timezone
    assert public.public_on(PRIVACY, EN, date(2026, 5, 4), zone=zone) is None
    assert public.public_on(PRIVACY, EN, date(2026, 5, 5), zone=zone) is not None


def test_a_damaged_catalog_stops_the_whole_publication(company: Company) -> None:
    ready(company)
    path = company.workspace.catalog_path(EN, PRIVACY)
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(CatalogError, match=r"privacy\.po:"):
        company.publish()
    assert company.workspace.publications().tip is None


def test_a_placeholder_without_a_value_stops_it_with_its_line(company: Company) -> None:
    company.commit("# 政策\n\n{{unknownName}} 的政策\n")
    with pytest.raises(PlaceholderError, match=r"privacy\.md .*:3: \{\{unknownName\}\}"):
        company.publish()


def test_changed_values_alone_are_a_publication(company: Company) -> None:
    company.commit("# {{title}} 的政策\n")
    company.publish()
    path = company.workspace.settings.root / "publisher.toml"
    path.write_text(
        path.read_text("utf-8").replace('title = "Example Company"', 'title = "New Name"', 1),
        "utf-8",
    )
    workspace = company.reopen()
    site = workspace.site_for("localhost:8000")
    assert site is not None
    assert workspace.values(site, ZH)["title"] == "Example Company"
    publication = company.publish().publication
    assert publication is not None
    assert publication.revisions == ()
    assert workspace.values(site, ZH)["title"] == "New Name"
    public = workspace.publications()
    assert public.values("default", ZH, at=1)["title"] == "Example Company"
    [step] = value_steps(public, "default", PRIVACY, ZH, zone=UTC)
    assert (step.changed.old, step.changed.new) == (
        {"title": "Example Company"},
        {"title": "New Name"},
    )
    assert (step.sequence, step.published_at) == (2, company.now)
    assert value_steps(public, "default", PRIVACY, EN, zone=UTC) == ()


def test_the_same_history_gives_the_same_objects(company: Company, tmp_path: Path) -> None:
    ready(company)
    company.publish()
    with company_at(tmp_path / "again") as workspace:
        again = Company(workspace)
        ready(again)
        again.publish()
        assert again.workspace.publications().tip == company.workspace.publications().tip
        assert again.workspace.publications().heads == company.workspace.publications().heads


def test_branches_follow_the_log_and_repositories_are_sound(company: Company) -> None:
    ready(company)
    company.publish()
    heads = company.workspace.publications().heads
    for locale in (EN, DE):
        folder = company.workspace.repositories.folder / f"{locale}.git"
        assert git(folder, "rev-parse", "main").strip() == heads[locale]
        assert git(folder, "for-each-ref", "--format=%(refname)").split() == ["refs/heads/main"]
        git(folder, "fsck", "--strict")
    git(company.master, "fsck", "--strict")
    assert git(company.master, "status", "--porcelain") == ""


def test_while_one_publishes_another_is_told_so(company: Company) -> None:
    ready(company)
    with (
        writer_lock(company.master / ".git"),
        pytest.raises(AlreadyPublishingError, match="already published or in progress"),
    ):
        company.publish()
    assert company.publish().publication is not None


def test_an_entry_is_canonical_and_reads_back(company: Company) -> None:
    ready(company)
    company.publish()
    data = git(company.master, "show", f"{LOG_REF}:{ENTRY_FILE}").encode()
    publication = canonical.decode(data, entry="1")
    assert canonical.encode(publication) == data
    assert publication == company.workspace.publications().publication(1)


def test_what_is_not_published_is_said_to_be_so(company: Company) -> None:
    ready(company)
    company.publish()
    public = company.workspace.publications()
    for number in (0, -1, 2):
        with pytest.raises(NotPublishedError):
            public.revision(PRIVACY, EN, number)


def test_a_snapshot_is_the_same_object_until_something_becomes_public(company: Company) -> None:
    ready(company)
    company.publish()
    before = company.workspace.publications()
    assert company.workspace.publications() is before
    ready(company, SECOND)
    company.publish()
    after = company.workspace.publications()
    assert after is not before
    assert len(before.revisions(PRIVACY, EN)) == 1
