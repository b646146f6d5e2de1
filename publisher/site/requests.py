"""From a request to what it reads: the site, the snapshot, the language, the cache's question."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Response, abort, current_app, g, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from publisher.model.locales import LocaleTag
from publisher.site.fingerprints import program_digest
from publisher.site.languages import FALLBACK, interface_language, negotiate
from publisher.site.reading import Reading, ReadingRoom


def reading_room() -> ReadingRoom:
    """The app's reading room."""
    room: ReadingRoom = current_app.extensions["reading_room"]
    return room


def current_reading() -> Reading:
    """The snapshot that the request at hand reads."""
    reading: Reading = g.reading
    return reading


def current_locale() -> LocaleTag:
    """The language that the request's address names."""
    locale: LocaleTag = g.locale
    return locale


def take_locale(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Keep the language that an address names out of the views' arguments: all of them have it."""
    if values and "locale" in values:
        g.wanted_locale = values.pop("locale")


def open_reading() -> AnyResponse | None:
    """Prepare a request before its view: answers 400 for a foreign host, 304 for what is known."""
    if request.endpoint == "static":
        return None
    reading = reading_room().open(request.host)
    if reading is None:
        abort(400)
    g.reading = reading
    g.https = reading.site.url.startswith("https:")
    g.locale = _locale_of_address(reading) or negotiated(reading)
    g.interface = interface_language(g.locale)
    if "wanted_locale" not in g:
        return None
    return _canonical(g.wanted_locale) or _unmodified()


def negotiated(reading: Reading) -> LocaleTag:
    """The site's language that the reader's browser asks for; English or the master otherwise."""
    default = FALLBACK if FALLBACK in reading.locales else reading.master
    return negotiate(request.accept_languages.values(), reading.locales, default=default)


def _locale_of_address(reading: Reading) -> LocaleTag | None:
    first = request.path.split("/", 2)[1].casefold()
    return next((item for item in reading.locales if item.tag.casefold() == first), None)


def _canonical(wanted: str) -> AnyResponse | None:
    """A redirect where the address spells the language another way; 404 for one that is none."""
    locale = current_locale()
    if wanted == locale.tag:
        return None
    if wanted.casefold() != locale.tag.casefold() or request.endpoint is None:
        return _without_language(wanted)
    return redirect(url_for(request.endpoint, locale=locale.tag, **(request.view_args or {})), 308)


def _without_language(name: str) -> AnyResponse:
    """A redirect from a policy whose id looks like a language; 404 for what is neither."""
    if request.endpoint != "pages.policies" or current_reading().policy(name) is None:
        raise NotFound
    return in_readers_language("pages.policy", policy=name)


def in_readers_language(endpoint: str, policy: str | None = None) -> AnyResponse:
    """A redirect to a page in the language that the reader's browser asks for."""
    locale = negotiated(current_reading())
    response = redirect(url_for(endpoint, locale=locale, policy=policy))
    response.vary.add("Accept-Language")
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _unmodified() -> AnyResponse | None:
    """A 304 where the reader's copy is made from the same facts; it is asked before any work.

    ``If-None-Match: *`` is left to the view: whether there is anything, only the view knows.
    """
    g.etag = _etag(current_reading())
    if g.etag not in request.if_none_match.as_set(include_weak=True):
        return None
    response = Response(status=304)
    response.set_etag(g.etag, weak=True)
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _etag(reading: Reading) -> str:
    facts = (
        program_digest(),
        str(reading.publications.tip),
        repr(reading.room.workspace.settings),
        reading.rules.fingerprint,
        reading.site.name,
        reading.today.isoformat(),
        request.full_path,
    )
    return hashlib.sha256("\0".join(facts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
