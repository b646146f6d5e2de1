"""A log that lost what was public: nothing is built on what is left, and it can be brought back."""

from __future__ import annotations

import pytest

from publisher.history.log import LOG_REF, NEXT_REF
from publisher.history.lostlog import LogLostError
from publisher.workspace.proving import recover_workspace
from publisher.workspace.publishing import publish_workspace
from tests.history.conftest import DE, EN, FIRST, SECOND, Company, git


@pytest.fixture
def twice(company: Company) -> Company:
    for text in (FIRST, SECOND):
        company.commit(text)
        company.translate(EN, DE)
        company.publish()
    return company


def log_at(company: Company, name: str) -> None:
    if name:
        git(company.master, "update-ref", LOG_REF, name)
    else:
        git(company.master, "update-ref", "-d", LOG_REF)
    company.reopen()


@pytest.mark.parametrize(
    "back", [pytest.param("", id="lost"), pytest.param(f"{LOG_REF}^", id="set-back")]
)
@pytest.mark.parametrize("packed", [False, True], ids=["loose", "packed"])
def test_nothing_is_published_on_a_log_that_lost_something(
    twice: Company, back: str, *, packed: bool
) -> None:
    tip = git(twice.master, "rev-parse", LOG_REF).strip()
    before = git(twice.master.parent / "en.git", "rev-parse", "main")
    log_at(twice, back)
    if packed:
        git(twice.master.parent / "en.git", "pack-refs", "--all")
    twice.commit(FIRST)
    with pytest.raises(LogLostError, match=f"update-ref {LOG_REF} {tip}"):
        twice.publish()
    with pytest.raises(LogLostError):
        recover_workspace(twice.workspace, progress=lambda _: None)
    # What shows it is still there.
    assert git(twice.master.parent / "en.git", "rev-parse", "main") == before
    log_at(twice, tip)
    assert twice.publish().publication is not None


def test_it_is_refused_where_all_refs_of_the_log_are_lost(twice: Company) -> None:
    git(twice.master, "update-ref", "-d", NEXT_REF)
    log_at(twice, "")
    with pytest.raises(LogLostError, match="publisher pull"):
        twice.publish()


def test_a_publication_that_never_became_public_is_no_lost_one(company: Company) -> None:
    company.commit(FIRST)
    company.publish()  # the master alone: no language has a text yet
    entry = git(company.master, "rev-parse", LOG_REF).strip()
    company.commit(SECOND)
    company.translate(EN, DE)

    def killed(step: str) -> None:
        if step == "publish":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish_workspace(company.workspace, now=company.now, progress=killed)
    assert git(company.master, "rev-parse", NEXT_REF).strip() != entry
    assert company.publish().publication is not None
