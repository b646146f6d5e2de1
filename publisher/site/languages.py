"""Languages: which ones the site's own words come in, and which one a reader wants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice

from babel.core import get_global
from babel.support import NullTranslations
from flask import g
from flask_babel import Babel, Domain

from publisher.catalogs.dates import babel_locale
from publisher.model.errors import InvalidLocaleError
from publisher.model.locales import LocaleTag
from publisher.resources import words

# The one list of the languages that this program speaks; locales/<language>/LC_MESSAGES/messages.po
# has the words. Policies may be published in any language.
SHIPPED = tuple(LocaleTag(tag) for tag in ("zh-Hans", "en", "ja", "de", "ar"))
FALLBACK = LocaleTag("en")
DOMAIN = "messages"

_HEADER_TAGS_READ = 20  # of Accept-Language; more is no reader's wish


def interface_language(locale: LocaleTag) -> LocaleTag:
    """The shipped language that stands around a text in the given one."""
    return closest([locale], SHIPPED) or FALLBACK


def negotiate(
    wanted: Iterable[str], available: Sequence[LocaleTag], *, default: LocaleTag
) -> LocaleTag:
    """The available language that a reader asked for first, or the default.

    `wanted` are the tags of an Accept-Language header, most wanted first; malformed ones and ``*``
    count for nothing.
    """
    tags = [tag for text in islice(wanted, _HEADER_TAGS_READ) if (tag := _understood(text))]
    return closest(tags, available) or default


def closest(wanted: Sequence[LocaleTag], available: Sequence[LocaleTag]) -> LocaleTag | None:
    """The first match in order of wish: same script before same language alone; None: no match."""
    for alike in (_same_written_language, _same_language):
        for tag in wanted:
            if tag in available:
                return tag
            if match := next((other for other in available if alike(tag, other)), None):
                return match
    return None


def own_name(locale: LocaleTag) -> str:
    """What the language is called in itself: 简体中文, Deutsch, العربية, else its tag."""
    return name_in(locale, locale)


def name_in(locale: LocaleTag, language: LocaleTag) -> str:
    """What a language is called in another one: Simplified Chinese, Japanese; else its tag."""
    speaker, spoken = babel_locale(language), babel_locale(locale)
    name = speaker.languages.get(locale.gettext_name)
    if name is None and spoken.language == locale.language:
        name = spoken.get_display_name(speaker)
    return name[:1].upper() + name[1:] if name else locale.tag


class SiteWords(Domain):  # type: ignore[misc, unused-ignore]
    """Flask-Babel's door to the catalogs that travel with the program."""

    def get_translations(self) -> NullTranslations:
        """The catalog of the request's interface language."""
        return words(DOMAIN, g.get("interface", FALLBACK))


class SiteBabel(Babel):  # type: ignore[misc, unused-ignore]
    """Flask-Babel without compiled files: the words come from publisher.resources."""

    @cached_property
    def domain_instance(self) -> SiteWords:
        """The only domain of the site."""
        return SiteWords(domain=DOMAIN)


def _understood(text: str) -> LocaleTag | None:
    try:
        return LocaleTag(text)
    except InvalidLocaleError:
        return None


def _same_written_language(one: LocaleTag, other: LocaleTag) -> bool:
    return one.language == other.language and _script(one) == _script(other)


def _same_language(one: LocaleTag, other: LocaleTag) -> bool:
    return one.language == other.language


def _script(locale: LocaleTag) -> str | None:
    if locale.script:
        return locale.script
    likely: dict[str, str] = get_global("likely_subtags")  # type: ignore[assignment, unused-ignore]
    full = likely.get(f"{locale.language}_{locale.territory}") or likely.get(locale.language)
    return LocaleTag(full).script if full else None
