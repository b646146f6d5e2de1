from __future__ import annotations

import pytest

from publisher.model.locales import LocaleTag
from publisher.site.counterparts import counterpart
from tests.site.conftest import ZH, revision

DE = LocaleTag("de")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        pytest.param(1, 1, id="the-same"),
        pytest.param(3, 2, id="numbers-differ-where-one-was-left-out"),
        pytest.param(2, None, id="left-out"),
    ],
)
def test_the_revision_of_the_same_original_is_found(number: int, expected: int | None) -> None:
    original = revision(number, "2026-01-01", locale=ZH, master_number=None)
    others = (
        revision(1, "2026-01-01", locale=DE, master_number=1),
        revision(2, "2026-03-01", locale=DE, master_number=3),
    )
    found = counterpart(original, others, master=ZH)
    assert (found.number if found else None) == expected


def test_a_translation_corrected_twice_gives_its_last_word() -> None:
    others = tuple(revision(n, "2026-01-01", locale=DE, master_number=1) for n in (1, 2))
    found = counterpart(revision(1, "2026-01-01", locale=ZH), others, master=ZH)
    assert found == others[1]


def test_in_an_imported_history_equal_dates_decide() -> None:
    english = revision(7, "2026-02-01", master_number=None)
    others = (revision(1, "2026-01-01", locale=DE), revision(2, "2026-02-01", locale=DE))
    assert counterpart(english, others, master=ZH) == others[1]
