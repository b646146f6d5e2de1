from __future__ import annotations

import pytest

from publisher.changes.materiality import rulebook
from publisher.site.languages import SHIPPED
from publisher.site.naming import SIGNS, category_name


def test_every_sign_that_the_rules_know_has_a_name() -> None:
    assert set(rulebook().signals) <= set(SIGNS)


@pytest.mark.parametrize("locale", SHIPPED, ids=str)
def test_every_category_has_a_name_in_every_shipped_language(locale: object) -> None:
    unnamed = [
        name
        for name in rulebook().categories
        if category_name(name, locale, rulebook()) == name  # type: ignore[arg-type]
    ]
    assert unnamed == []


def test_a_category_that_the_rules_do_not_know_is_called_by_its_id() -> None:
    assert category_name("invented", SHIPPED[0], rulebook()) == "invented"
