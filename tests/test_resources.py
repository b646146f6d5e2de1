"""Shipped data is found, and the site's words are read as translators left them."""

from __future__ import annotations

from pathlib import Path

import pytest

from publisher import resources
from publisher.model.errors import CatalogError
from publisher.model.locales import LocaleTag
from publisher.resources import Resource, ResourceMissingError, resource_path, words

_HEADER = """\
msgid ""
msgstr ""
"Language: de\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own, as a wheel lays it out; its package folder."""
    package = tmp_path / "site-packages" / "publisher"
    package.mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", package)
    words.cache_clear()
    return package


def write_words(installation: Path, entries: str) -> Path:
    path = installation / "_data" / "locales" / "de" / "LC_MESSAGES" / "site.po"
    path.parent.mkdir(parents=True)
    path.write_text(_HEADER + entries, encoding="utf-8")
    return path


def test_a_checkout_has_its_data_at_the_top(repository_root: Path) -> None:
    assert resource_path("policies") == repository_root / "policies"


def test_a_wheel_has_its_data_inside_the_package(installation: Path) -> None:
    (installation / "_data" / "templates").mkdir(parents=True)
    (installation.parent / "templates").mkdir()  # someone else's, beside the package
    assert resource_path(Resource.TEMPLATES) == installation / "_data" / "templates"


def test_an_incomplete_installation_says_where_it_looked(installation: Path) -> None:
    with pytest.raises(ResourceMissingError) as caught:
        resource_path(Resource.LOCALES)
    assert str(installation / "_data" / "locales") in str(caught.value)
    assert "install publisher again" in str(caught.value)


def test_words_are_translated_and_plural(installation: Path) -> None:
    write_words(
        installation,
        'msgid "History"\nmsgstr "Verlauf"\n\n'
        'msgid "%(n)d day"\nmsgid_plural "%(n)d days"\n'
        'msgstr[0] "%(n)d Tag"\nmsgstr[1] "%(n)d Tage"\n',
    )
    german = words("site", LocaleTag("de"))
    assert german.gettext("History") == "Verlauf"
    assert german.ngettext("%(n)d day", "%(n)d days", 3) == "%(n)d Tage"


def test_fuzzy_and_obsolete_words_are_not_used(installation: Path) -> None:
    write_words(
        installation,
        '#, fuzzy\nmsgid "Contents"\nmsgstr "Inhaltsstoffe"\n\n#~ msgid "Old"\n#~ msgstr "Alt"\n',
    )
    german = words("site", LocaleTag("de"))
    assert german.gettext("Contents") == "Contents"
    assert german.gettext("Old") == "Old"


def test_a_locale_without_catalog_keeps_the_words_of_the_source(installation: Path) -> None:
    write_words(installation, "")
    assert words("site", LocaleTag("pt-BR")).gettext("History") == "History"


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(b'msgid "cut in the mid', id="cut"),
        pytest.param(b'msgid "x"\nmsgstr "\xff"\n', id="not-utf-8"),
        pytest.param(b"<<<<<<< ours\n", id="conflict"),
    ],
)
def test_a_damaged_catalog_is_an_error_with_its_path(installation: Path, damage: bytes) -> None:
    path = write_words(installation, "")
    path.write_bytes(path.read_bytes() + damage)
    with pytest.raises(CatalogError) as caught:
        words("site", LocaleTag("de"))
    assert caught.value.path == str(path)
