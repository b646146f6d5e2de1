from __future__ import annotations

from datetime import date

import pytest

from publisher.model.changes import Level
from publisher.site.news import NewsKind, news
from publisher.site.timeline import Step
from tests.site.conftest import revision
from tests.site.test_timeline import timeline


def says(level: Level) -> object:
    def judge(_step: Step) -> Level:
        return level

    return judge


@pytest.mark.parametrize(
    ("declared", "suggested", "is_told"),
    [
        pytest.param(True, Level.IMMATERIAL, True, id="declared"),
        pytest.param(False, Level.MATERIAL, False, id="declared-not"),
        pytest.param(None, Level.MATERIAL, True, id="undeclared-but-suggested"),
        pytest.param(None, Level.UNDECIDED, False, id="nobody-says-so"),
    ],
)
def test_legal_decides_and_the_machine_speaks_only_where_legal_is_silent(
    declared: bool | None, suggested: Level, is_told: bool
) -> None:
    seen = timeline(revision(1, "2025-01-01"), revision(2, "2026-11-20", material=declared))
    found = news(seen, days=30, judge=says(suggested))  # type: ignore[arg-type]
    assert bool(found) is is_told
    if found:
        assert found[0].suggested is (declared is None)


def test_a_later_typo_does_not_hide_a_recent_material_change() -> None:
    first = revision(1, "2025-01-01")
    material = revision(2, "2026-11-10", material=True)
    typo = revision(3, "2026-11-20", material=False)
    (found,) = news(
        timeline(first, material, typo),
        days=30,
        judge=says(Level.IMMATERIAL),  # type: ignore[arg-type]
    )
    assert found.kind is NewsKind.RECENT
    assert (found.step.old, found.step.new) == (first, typo)
    assert found.revisions == (material,)


def test_an_announced_change_is_news_even_when_it_is_not_material() -> None:
    now = revision(1, "2025-01-01")
    coming = revision(2, "2026-11-01", effective_on=date(2027, 1, 1), material=False)
    (found,) = news(timeline(now, coming), days=30, judge=says(Level.IMMATERIAL))  # type: ignore[arg-type]
    assert found.kind is NewsKind.UPCOMING
    assert not found.material


def test_the_first_publication_is_no_change() -> None:
    only = timeline(revision(1, "2026-11-20", material=True))
    assert news(only, days=30, judge=says(Level.MATERIAL)) == ()  # type: ignore[arg-type]
