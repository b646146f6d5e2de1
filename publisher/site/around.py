"""What stands around every page: whose site it is, and the same page in the other languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import render_template, request, url_for

from publisher.model.locales import LocaleTag
from publisher.site.languages import own_name
from publisher.site.reading import Reading
from publisher.site.requests import current_locale, current_reading
from publisher.site.templating import interface

# The address of the page at hand in another language; None: it does not exist there.
Elsewhere = Callable[[LocaleTag], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLink:
    """An entry of the language menu."""

    locale: LocaleTag
    name: str  # in its own language
    href: str
    absolute: str
    current: bool
    here: bool  # whether this very page exists in it; else the link leads to the closest one


def page(template: str, *, elsewhere: Elsewhere, canonical: str | None, **facts: object) -> str:
    """A page of the site as HTML; `elsewhere` tells where it is in the other languages.

    `canonical` is its one address for search engines; None: it is not to be found.
    """
    reading = current_reading()
    return render_template(
        template,
        locale=current_locale(),
        interface=interface(),
        brand=brand(reading, current_locale()),
        brand_locale=_brand_locale(reading, current_locale()),
        home=url_for("pages.policies", locale=current_locale()),
        languages=_languages(reading, elsewhere),
        canonical=absolute(canonical) if canonical else None,
        **facts,
    )


def absolute(address: str) -> str:
    """An address of this site with the site's configured origin, whatever Host the request had."""
    return current_reading().site.url + address.removeprefix(request.root_path)


def brand(reading: Reading, locale: LocaleTag) -> str:
    """What the company calls itself: the value of {{title}}, else the site's name."""
    return reading.values(locale).get("title") or reading.site.name


def _brand_locale(reading: Reading, locale: LocaleTag) -> LocaleTag:
    return locale if "title" in reading.site.values.get(locale.tag, {}) else reading.master


def _languages(reading: Reading, elsewhere: Elsewhere) -> tuple[LanguageLink, ...]:
    links = []
    for locale in reading.locales:
        href = elsewhere(locale)
        closest = href or url_for("pages.policies", locale=locale)
        links.append(
            LanguageLink(
                locale=locale,
                name=own_name(locale),
                href=closest,
                absolute=absolute(closest),
                current=locale == current_locale(),
                here=href is not None,
            )
        )
    return tuple(links)
