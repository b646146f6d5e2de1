from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from publisher.model.locales import LocaleTag
from publisher.resources import words
from publisher.site.languages import DOMAIN, SHIPPED

_FIELD = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
Message = tuple[str, ...]


@pytest.fixture(scope="session")
def used(repository_root: Path) -> set[Message]:
    """Every message that a template or a module asks for."""
    config = (repository_root / "locales/messages.cfg").open(encoding="utf-8")
    with config:
        methods, options = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]
    found = set()
    for part in ("templates", "publisher"):
        found |= {
            _parts(message)
            for _file, _line, message, _comments, _context in extract_from_dir(
                repository_root / part,
                [(pattern.removeprefix(f"{part}/"), method) for pattern, method in methods],
                {key.removeprefix(f"{part}/"): value for key, value in options.items()},
            )
        }
    return found


def catalog(repository_root: Path, locale: LocaleTag) -> Catalog:
    path = repository_root / "locales" / locale.gettext_name / "LC_MESSAGES" / f"{DOMAIN}.po"
    return read_po(BytesIO(path.read_bytes()), locale=locale.gettext_name, abort_invalid=True)


def test_catalogs_exist_for_the_shipped_languages_and_for_no_other(repository_root: Path) -> None:
    paths = repository_root.glob(f"locales/*/LC_MESSAGES/{DOMAIN}.po")
    assert {path.parent.parent.name for path in paths} == {item.gettext_name for item in SHIPPED}


@pytest.mark.parametrize("locale", SHIPPED, ids=str)
def test_no_word_is_missing_left_over_or_fuzzy(
    repository_root: Path, used: set[Message], locale: LocaleTag
) -> None:
    messages = [item for item in catalog(repository_root, locale) if item.id]
    assert {_parts(item.id) for item in messages} == used
    assert not [item.id for item in messages if item.fuzzy]
    assert not [item.id for item in messages if not all(_parts(item.string))]


@pytest.mark.parametrize("locale", SHIPPED, ids=str)
def test_translations_name_what_their_message_names(
    repository_root: Path, locale: LocaleTag
) -> None:
    for item in catalog(repository_root, locale):
        if not item.id:
            continue
        wanted = _fields(_parts(item.id)[0])
        for form in _parts(item.string):
            is_plural = len(_parts(item.id)) == 2
            assert _fields(form) <= wanted, (item.id, form)
            assert is_plural or _fields(form) == wanted, (item.id, form)


@pytest.mark.parametrize("locale", SHIPPED, ids=str)
def test_a_languages_name_stands_in_no_brackets(repository_root: Path, locale: LocaleTag) -> None:
    """Some names have brackets of their own: Chinesisch (vereinfacht)."""
    for item in catalog(repository_root, locale):
        for form in _parts(item.string):
            assert not re.search(r"[(（][^)）]*%\((language|wanted|actual)\)s", form), item.id


@pytest.mark.parametrize("locale", SHIPPED, ids=str)
def test_every_plural_form_is_there(repository_root: Path, locale: LocaleTag) -> None:
    known = catalog(repository_root, locale)
    for item in known:
        if item.pluralizable:
            assert len(_parts(item.string)) == known.num_plurals, item.id


@pytest.mark.parametrize(
    ("count", "form"),
    [
        (0, "لا فقرات دون تغيير"),
        (1, "فقرة واحدة دون تغيير"),
        (2, "فقرتان دون تغيير"),
        (3, "%(num)s فقرات دون تغيير"),
        (110, "%(num)s فقرات دون تغيير"),
        (11, "%(num)s فقرة دون تغيير"),
        (99, "%(num)s فقرة دون تغيير"),
        (102, "%(num)s فقرة دون تغيير"),
    ],
)
def test_arabic_counts_in_six_ways(count: int, form: str) -> None:
    translations = words(DOMAIN, LocaleTag("ar"))
    found = translations.ungettext(
        "%(num)s unchanged paragraph", "%(num)s unchanged paragraphs", count
    )
    assert found == form


def _parts(message: object) -> Message:
    return tuple(message) if isinstance(message, (list, tuple)) else (str(message),)


def _fields(text: str) -> set[str]:
    return {first or second for first, second in _FIELD.findall(text)}
