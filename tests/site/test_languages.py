from __future__ import annotations

import pytest

from publisher.model.locales import LocaleTag
from publisher.site.languages import SHIPPED, interface_language, name_in, negotiate, own_name

EN = LocaleTag("en")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param(["ja"], "ja", id="exact"),
        pytest.param(["de-AT", "en"], "de", id="another-country"),
        pytest.param(["zh-CN"], "zh-Hans", id="the-script-that-mainland-writes"),
        pytest.param(["zh-SG"], "zh-Hans", id="and-singapore"),
        pytest.param(["zh-TW", "en"], "en", id="another-script-is-worse-than-the-second-wish"),
        pytest.param(["zh-TW"], "zh-Hans", id="another-script-is-better-than-nothing"),
        pytest.param(["fr", "ar-EG"], "ar", id="second-wish"),
        pytest.param(["fr"], "en", id="none"),
        pytest.param([], "en", id="no-wish"),
        pytest.param(["*", "../../etc", "x" * 9000, "de"], "de", id="malformed-ones-count-nothing"),
    ],
)
def test_the_reader_gets_the_language_wished_for_first(wanted: list[str], expected: str) -> None:
    assert negotiate(wanted, SHIPPED, default=EN) == LocaleTag(expected)


@pytest.mark.parametrize(
    ("text", "around"),
    [("pt-BR", "en"), ("zh-CN", "zh-Hans"), ("de-CH", "de"), ("ar", "ar")],
)
def test_a_text_in_any_language_has_words_around_it(text: str, around: str) -> None:
    assert interface_language(LocaleTag(text)) == LocaleTag(around)


def test_languages_are_called_as_their_speakers_call_them() -> None:
    names = [own_name(locale) for locale in SHIPPED]
    assert names == ["简体中文", "English", "日本語", "Deutsch", "العربية"]


def test_a_language_without_a_name_is_called_by_its_tag() -> None:
    assert name_in(LocaleTag("qqq"), EN).lower() == "qqq"
