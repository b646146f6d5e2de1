"""What a reader is told when there is no page: in their language, with a way on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from flask import Flask, current_app, g, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound
from werkzeug.wrappers import Response

from publisher.model.errors import (
    NotPublishedError,
    PublisherError,
    RepositoryError,
    RetryableError,
)
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId, PublishedRevision
from publisher.site.addresses import of_changes, of_policy, of_revision
from publisher.site.around import page
from publisher.site.languages import name_in
from publisher.site.requests import current_locale, current_reading
from publisher.site.templating import interface
from publisher.site.timeline import Step

RETRY_AFTER_S = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A link that may lead to what the reader wanted."""

    words: str
    href: str
    locale: LocaleTag | None = None


class PublishedElsewhere(NotFound):
    """A policy that is published, but not in the language of the address."""

    def __init__(self, policy: PolicyId) -> None:
        super().__init__()
        self.policy = policy


def install(app: Flask) -> None:
    """Answer every error with a page of the site."""
    app.register_error_handler(PublishedElsewhere, _published_elsewhere)
    app.register_error_handler(HTTPException, _http_fault)
    app.register_error_handler(NotPublishedError, lambda _error: _http_fault(NotFound()))
    app.register_error_handler(RetryableError, _busy)
    app.register_error_handler(RepositoryError, _unreadable)


def abort_elsewhere(policy: PolicyId) -> NoReturn:
    """Answer 404, naming the languages in which the policy is published."""
    raise PublishedElsewhere(policy)


def not_a_step(
    policy: str, earlier: PublishedRevision, later: PublishedRevision
) -> tuple[str, int]:
    """The answer to a comparison with itself, or of the newer with the older."""
    if earlier == later:
        history = of_policy("pages.history", earlier.locale, policy)
        return _fault(
            400,
            _("A version does not differ from itself"),
            _("Both sides of the comparison are revision %(number)s.", number=later.number),
            Offer(words=_("Compare other versions"), href=history),
        )
    return _fault(
        400,
        _("The versions are in reverse order"),
        _("A comparison leads from the earlier version to the later one."),
        Offer(
            words=_(
                "What changed from revision %(old)s to revision %(new)s",
                old=later.number,
                new=earlier.number,
            ),
            href=of_changes(later, earlier),
        ),
    )


def too_large(step: Step) -> tuple[str, int]:
    """The answer to a comparison of texts beyond the documented limit."""
    return _fault(
        404,
        _("These texts are too large to be compared here"),
        _("You can read each of them in full."),
        *(
            Offer(
                words=_("Revision %(number)s", number=item.number),
                href=of_revision(item),
            )
            for item in (step.old, step.new)
        ),
    )


def unbuildable(error: PublisherError) -> tuple[str, int]:
    """The answer of a preview whose text or catalog is at fault: what commands say, too."""
    return _fault(500, _("This text cannot be built"), str(error))


def _published_elsewhere(error: PublishedElsewhere) -> tuple[str, int]:
    reading = current_reading()
    offers = (
        Offer(
            words=_("Read it in %(language)s", language=name_in(locale, interface())),
            href=of_policy("pages.policy", locale, error.policy),
            locale=locale,
        )
        for locale in reading.publications.locales(error.policy)
    )
    return _fault(
        404,
        _("Not available in this language"),
        _(
            "This policy has not been published in %(language)s.",
            language=name_in(current_locale(), interface()),
        ),
        *offers,
    )


def _http_fault(error: HTTPException) -> Response | tuple[str, int]:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    if "reading" not in g:
        return _plain(code)
    match code:
        case 404:
            return _fault(
                404,
                _("There is no such page"),
                _("The address may be misspelt, or what it names was never published."),
            )
        case 405:
            return _fault(405, _("This page can only be read"), _("Nothing can be sent to it."))
        case _ if code < 500:
            return _fault(
                code,
                _("This address is not understood"),
                _("It asks for something that this site does not have."),
            )
        case _:
            return _fault(
                code,
                _("Something went wrong"),
                _("The fault is on our side. Please try again later."),
            )


def _busy(error: RetryableError) -> tuple[str, int, dict[str, str]]:
    current_app.logger.warning("503: %s", error)
    return (*_unavailable(), {"Retry-After": str(RETRY_AFTER_S)})


def _unreadable(error: RepositoryError) -> Response | tuple[str, int]:
    current_app.logger.error("503: %s", error)
    return _unavailable() if "reading" in g else _plain(503)


def _unavailable() -> tuple[str, int]:
    return _fault(
        503,
        _("This page cannot be shown right now"),
        _("Please try again in a moment."),
    )


def _fault(code: int, headline: str, explanation: str, *offers: Offer) -> tuple[str, int]:
    html = page(
        "site/fault.html",
        elsewhere=lambda locale: url_for("pages.policies", locale=locale),
        canonical=None,
        code=code,
        headline=headline,
        explanation=explanation,
        offers=offers,
    )
    return html, code


def _plain(code: int) -> Response:
    """Where not even the site is known: no language, no address to lead to."""
    words = "Bad request" if code == 400 else InternalServerError.description
    return Response(f"{words}\n", status=code, content_type="text/plain; charset=utf-8")
