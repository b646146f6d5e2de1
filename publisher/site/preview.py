"""create_preview: what a publication would show now, on an application of its own.

Nothing of it is part of the public site: `create_app` knows none of these pages. It answers only to
the names of this machine, so that no page of another host can read it through a browser.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Flask, Response, abort, current_app, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from publisher.catalogs.assemble import Gap
from publisher.config import Site
from publisher.model.errors import PublisherError
from publisher.model.locales import LocaleTag
from publisher.site import faults, headers, requests
from publisher.site.addresses import of_policy
from publisher.site.around import page
from publisher.site.foundation import founded_app, utc_now
from publisher.site.languages import interface_language
from publisher.site.reading import Reading
from publisher.site.requests import current_locale, current_reading
from publisher.site.templating import interface
from publisher.site.texts import text_view
from publisher.text import placeholders
from publisher.text.render import to_html
from publisher.workspace import Workspace
from publisher.workspace.previewing import Preview, anchor, draft_values, gap_mark, preview

_OWN_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})

# Named like the public site's pages, because that is where the frame of every page leads.
blueprint = Blueprint("pages", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReading(Reading):
    """A reading of what is not public yet."""

    def values(self, locale: LocaleTag) -> Mapping[str, str]:
        """What fills placeholders from the next publication on: the values of publisher.toml."""
        return draft_values(self.site, locale)


def create_preview(
    workspace: Workspace, site: Site, *, now: Callable[[], datetime] = utc_now
) -> Flask:
    """Previews of every policy and locale of a workspace, with a site's values."""
    app = founded_app(workspace, blueprint, now=now)
    app.extensions["previewed_site"] = site
    app.register_error_handler(PublisherError, faults.unbuildable)
    app.before_request(_open_draft)
    app.after_request(_finish)
    return app


@blueprint.get("/")
def root() -> AnyResponse:
    """The list of previews in the language that the browser asks for."""
    return requests.in_readers_language("pages.policies")


@blueprint.get("/<locale:locale>/")
def policies() -> str:
    """The committed policies, each with what is missing in the language."""
    found = [
        preview(_workspace(), policy, current_locale())
        for policy in sorted(_workspace().policy_sources())
    ]
    return page(
        "site/previews.html",
        elsewhere=lambda other: url_for("pages.policies", locale=other),
        canonical=None,
        previews=found,
        original=current_reading().master,
    )


@blueprint.get("/<locale:locale>/<policy:policy>/")
def policy(policy: str) -> str:
    """The text of a policy, with what is missing marked where it stands."""
    known = next((item for item in _workspace().policy_sources() if item == policy), None)
    if known is None:
        abort(404)
    found = preview(_workspace(), known, current_locale(), mark=gap_mark(_why, interface()))
    reading = current_reading()
    title = reading.filled(found.title, found.locale)
    values = placeholders.values_for(found.text, reading.values(found.locale))
    return page(
        "site/preview.html",
        elsewhere=lambda other: of_policy("pages.policy", other, known),
        canonical=None,
        found=found,
        original=reading.master,
        title=title,
        prevailing=_workspace().settings.prevailing,
        text=text_view(to_html(found.text, values=values), title),
        gaps=_gaps(found),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GapView:
    """A passage that is missing, as the page lists it."""

    why: str
    opening: str  # how the passage begins, in the master's language
    anchor: str | None  # where it stands; None: in the front matter, which the page does not show


def _gaps(found: Preview) -> tuple[GapView, ...]:
    master = current_reading().master
    return tuple(
        GapView(
            why=_why(item.gap),
            opening=current_reading().filled(item.message.key.msgid, master),
            anchor=f"s-{anchor(item)}" if f'id="{anchor(item)}"' in found.text else None,
        )
        for item in found.missing
    )


def _why(gap: Gap) -> str:
    match gap:
        case Gap.FUZZY:
            return str(_("Needs work:"))
        case Gap.REFUSED:
            return str(_("Refused by a check:"))
        case Gap.EMPTY | Gap.ABSENT:
            return str(_("Not translated:"))


def _workspace() -> Workspace:
    return current_reading().room.workspace


def _open_draft() -> AnyResponse | None:
    """Prepare a request before its view: answers 400 to any name but this machine's."""
    if _host_name() not in _OWN_NAMES:
        abort(400)
    if request.endpoint == "static":
        return None
    room = requests.reading_room()
    g.reading = DraftReading(
        room=room,
        publications=room.workspace.publications(),
        site=current_app.extensions["previewed_site"],
        today=room.now().astimezone(room.workspace.settings.timezone).date(),
    )
    wanted = g.get("wanted_locale")
    g.locale = requests.negotiated(g.reading)
    if wanted is not None:
        g.locale = next((item for item in g.reading.locales if item.tag == wanted), g.locale)
    g.interface = interface_language(g.locale)
    if wanted not in (None, g.locale.tag):
        abort(404)
    return None


def _host_name() -> str:
    name = request.host.lower()
    return name.partition("]")[0] + "]" if name.startswith("[") else name.partition(":")[0]


def _finish(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return headers.secure(response, https=False)
