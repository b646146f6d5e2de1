"""Babel's door to the checks: ``pybabel compile`` and ``Message.check()`` run them."""

from __future__ import annotations

import regex
from babel.core import Locale
from babel.messages.catalog import Catalog as BabelCatalog
from babel.messages.catalog import Message, TranslationError

from publisher.catalogs.checks import Languages, check_entry
from publisher.catalogs.entries import Entry
from publisher.catalogs.extractor import EXTRACTED_FROM
from publisher.model.errors import InvalidLocaleError
from publisher.model.locales import LocaleTag

_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
_HAN = regex.compile(r"\p{Han}")


def check_message(catalog: BabelCatalog | None, message: Message) -> None:
    """Raise TranslationError for the first error in a translation of a policy's message.

    Other catalogs that go through Babel in the same environment are left alone: a policy's are
    known by their locations, which name Markdown files.
    """
    if catalog is None or catalog.locale is None or not _is_of_policy(message):
        return
    locale = _tag(catalog.locale)
    if locale is None or not isinstance(message.id, str) or not isinstance(message.string, str):
        return
    entry = Entry(msgid=message.id, msgstrs=(message.string,), flags=tuple(message.flags))
    languages = Languages(master=_language_of(message.id), locale=locale)
    for finding in check_entry(entry, languages):
        if finding.is_error:
            raise TranslationError(f"{finding.what}; {finding.hint}")


def _is_of_policy(message: Message) -> bool:
    return any(str(name).endswith(EXTRACTED_FROM) for name, _ in message.locations)


def _language_of(text: str) -> LocaleTag:
    """A guess at the master's language, of which Babel says nothing: by the script of a message."""
    if _KANA.search(text):
        return LocaleTag("ja")
    return LocaleTag("zh" if _HAN.search(text) else "en")


def _tag(locale: Locale) -> LocaleTag | None:
    try:
        return LocaleTag.parse(str(locale))
    except InvalidLocaleError:
        return None
