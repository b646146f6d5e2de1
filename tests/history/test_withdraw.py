"""Withdrawals and corrections: entries of the log that say why, and delete nothing."""

from __future__ import annotations

from datetime import date

import pytest

from publisher.history.publication import Publication, PublicationKind
from publisher.history.withdraw import AlreadyWithdrawnError
from publisher.model.errors import NotPublishedError
from publisher.model.locales import LocaleTag
from publisher.workspace.publishing import publish_workspace, withdraw_revision
from tests.history.conftest import DE, EN, FIRST, PRIVACY, SECOND, ZH, Company

DAY = date(2026, 12, 1)


@pytest.fixture
def twice(company: Company) -> Company:
    """Two revisions are public in three languages."""
    for text in (FIRST, SECOND):
        company.commit(text)
        company.translate(EN, DE)
        company.publish()
    return company


def withdrawn(company: Company, *, locale: LocaleTag | None = None) -> Publication:
    return withdraw_revision(
        company.workspace,
        policy=PRIVACY,
        number=2,
        locale=locale,
        reason="wrong period",
        now=company.now,
        progress=lambda _: None,
    )


def numbers(company: Company) -> list[int | None]:
    public = company.workspace.publications()
    current = [public.current(PRIVACY, tag, DAY) for tag in (ZH, EN, DE)]
    return [item.number if item else None for item in current]


def test_a_withdrawn_revision_stays_and_the_one_before_is_in_force(twice: Company) -> None:
    entry = withdrawn(twice)
    public = twice.workspace.publications()
    assert numbers(twice) == [1, 1, 1]
    assert public.text(public.revision(PRIVACY, ZH, 2)) == SECOND
    withdrawal = public.withdrawal(public.revision(PRIVACY, EN, 2))
    assert withdrawal is not None
    assert withdrawal.reason == "wrong period"
    assert entry.kind is PublicationKind.WITHDRAWAL
    assert entry.public[PRIVACY][EN].number == 1


def test_one_language_can_be_withdrawn_alone(twice: Company) -> None:
    withdrawn(twice, locale=EN)
    assert numbers(twice) == [2, 1, 2]


def test_it_does_not_come_back_by_publishing_the_same_text(twice: Company) -> None:
    withdrawn(twice)
    assert twice.publish().publication is None
    assert numbers(twice) == [1, 1, 1]


def test_the_next_text_gets_the_next_number(twice: Company) -> None:
    withdrawn(twice)
    twice.commit(FIRST)
    twice.translate(EN, DE)
    twice.publish()
    assert numbers(twice) == [3, 3, 3]


def test_what_is_withdrawn_or_unknown_cannot_be_withdrawn(twice: Company) -> None:
    withdrawn(twice)
    with pytest.raises(AlreadyWithdrawnError):
        withdrawn(twice)
    with pytest.raises(NotPublishedError):
        withdrawn(twice, locale=LocaleTag("fr"))


def test_a_correction_names_the_publication_that_it_mends(twice: Company) -> None:
    path = twice.workspace.catalog_path(EN, PRIVACY)
    path.write_text(path.read_text("utf-8").replace("We delete", "We erase"), "utf-8")
    published = publish_workspace(
        twice.workspace, now=twice.now, progress=lambda _: None, mends=2, reason="wrong verb"
    )
    entry = published.publication
    assert entry is not None
    assert (entry.kind, entry.mends, entry.reason) == (PublicationKind.CORRECTION, 2, "wrong verb")


def test_a_correction_of_nothing_is_refused(twice: Company) -> None:
    with pytest.raises(NotPublishedError):
        publish_workspace(
            twice.workspace, now=twice.now, progress=lambda _: None, mends=9, reason="x"
        )
