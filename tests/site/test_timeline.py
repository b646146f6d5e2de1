from __future__ import annotations

from datetime import date

import pytest

from publisher.model.policies import PublishedRevision, is_in_force
from publisher.site.timeline import Standing, Timeline
from tests.site.conftest import revision

TODAY = date(2026, 11, 23)


def timeline(*revisions: PublishedRevision, withdrawn: dict[int, str] | None = None) -> Timeline:
    def in_force_on(day: date) -> PublishedRevision | None:
        valid = [item for item in revisions if item.number not in (withdrawn or {})]
        return next((item for item in reversed(valid) if is_in_force(item, day)), None)

    return Timeline(
        revisions=revisions, in_force_on=in_force_on, today=TODAY, withdrawn=withdrawn or {}
    )


@pytest.mark.parametrize(
    ("effective", "expected"),
    [
        pytest.param(TODAY, Standing.IN_FORCE, id="on-the-day"),
        pytest.param(date(2026, 11, 24), Standing.UPCOMING, id="tomorrow"),
    ],
)
def test_a_revision_is_upcoming_until_its_day(effective: date, expected: Standing) -> None:
    old, new = revision(1, "2025-01-01"), revision(2, "2026-11-01", effective_on=effective)
    assert timeline(old, new).standing(new) is expected


def test_an_announced_revision_that_a_later_one_overtakes_is_superseded() -> None:
    announced = revision(1, "2026-11-01", effective_on=date(2027, 1, 1))
    urgent = revision(2, "2026-11-20")
    seen = timeline(announced, urgent)
    assert seen.standing(announced) is Standing.SUPERSEDED
    assert seen.upcoming == ()


def test_several_announced_revisions_come_in_the_order_of_their_days() -> None:
    now = revision(1, "2025-01-01")
    first = revision(2, "2026-11-01", effective_on=date(2027, 1, 1))
    second = revision(3, "2026-11-02", effective_on=date(2027, 6, 1))
    assert timeline(now, first, second).upcoming == (first, second)


def test_the_first_revision_shows_before_it_is_in_force() -> None:
    only = revision(1, "2026-11-01", effective_on=date(2027, 1, 1))
    assert timeline(only).shown == only
    assert timeline(only).in_force is None


def test_a_month_counts_as_its_last_day() -> None:
    assert timeline(revision(1, "2026-11")).in_force is None
    assert timeline(revision(1, "2026-10")).in_force is not None


def test_a_withdrawn_revision_is_no_step_and_says_so() -> None:
    first, wrong, third = (revision(n, f"2026-0{n}-01") for n in (1, 2, 3))
    seen = timeline(first, wrong, third, withdrawn={2: "wrong file"})
    assert seen.standing(wrong) is Standing.WITHDRAWN
    assert seen.before(third) == first
    assert [(step.old.number, step.new.number) for step in seen.steps] == [(1, 3)]


def test_news_end_after_the_days_asked_for() -> None:
    old = revision(1, "2025-01-01")
    new = revision(2, "2026-10-24")
    seen = timeline(old, new)
    assert [step.new for step in seen.recent(30)] == [new]
    assert seen.recent(29) == ()


def test_news_count_from_the_day_in_force_where_that_is_later() -> None:
    old = revision(1, "2025-01-01")
    new = revision(2, "2026-01-01", effective_on=date(2026, 11, 20))
    assert [step.new for step in timeline(old, new).recent(30)] == [new]
