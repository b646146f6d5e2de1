"""What every template can use: the site's words, dates, tongues, and links to static files."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask, g, url_for
from flask_babel import get_domain
from markupsafe import Markup, escape

from publisher.model.locales import LocaleTag
from publisher.model.policies import PartialDate, PublishedRevision
from publisher.site import dates
from publisher.site.fingerprints import static_version
from publisher.site.languages import DOMAIN, FALLBACK, SiteBabel, name_in, own_name
from publisher.site.requests import current_reading


def install(app: Flask) -> None:
    """Give the app's templates their words, filters and globals."""
    SiteBabel(
        app,
        default_locale=FALLBACK.gettext_name,
        default_domain=DOMAIN,
        locale_selector=lambda: interface().gettext_name,
        configure_jinja=False,
    )
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=_escaped_gettext, ngettext=_escaped_ngettext, newstyle=True
    )
    environment.filters.update(
        day=day, plain_day=plain_day, filled=filled, name=name, own_name=own_name, tongue=tongue
    )
    environment.globals.update(arrow=arrow, static=static)


def interface() -> LocaleTag:
    """The language of the site's own words in this request."""
    found: LocaleTag = g.get("interface", FALLBACK)
    return found


def day(when: PartialDate | date | datetime) -> Markup:
    """A date in the reader's language, as a time element."""
    return dates.time_element(when, interface(), current_reading().zone)


def plain_day(when: PartialDate | date | datetime) -> str:
    """A date in the reader's language, where no element may stand."""
    return dates.words_of_day(when, interface(), current_reading().zone)


def filled(text: str, of: PublishedRevision | LocaleTag) -> str:
    """A line of a policy's facts with the site's values: of a revision those of its time."""
    return current_reading().filled(text, of)


def name(locale: LocaleTag) -> str:
    """A language's name in the reader's language."""
    return name_in(locale, interface())


def tongue(locale: LocaleTag) -> Markup:
    """The attributes that tell browsers and voices in what language an element speaks."""
    return Markup(' lang="{}" dir="{}"').format(locale.tag, locale.direction)


def arrow() -> str:
    """An arrow from old to new, which points where the reader's lines run."""
    return "←" if interface().direction == "rtl" else "→"


def static(name: str) -> str:
    """The address of a static file, which changes with its content."""
    return url_for("static", filename=name, v=static_version(name))


# A translator's words are text like any other: markup in them is shown, not obeyed.
def _escaped_gettext(message: str) -> Markup:
    return escape(get_domain().get_translations().ugettext(message))


def _escaped_ngettext(singular: str, plural: str, count: int) -> Markup:
    return escape(get_domain().get_translations().ungettext(singular, plural, count))
