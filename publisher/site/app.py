"""create_app: the reading site of one workspace as a WSGI application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask, Response, g, request
from jinja2 import StrictUndefined

from publisher.resources import Resource, resource_path
from publisher.site import faults, headers, machine, pages, requests, templating
from publisher.site.addresses import install_converters
from publisher.site.fingerprints import STATIC, static_version
from publisher.site.reading import ReadingRoom
from publisher.workspace import Workspace


def utc_now() -> datetime:
    """The time now, aware."""
    return datetime.now(UTC)


def create_app(workspace: Workspace, *, now: Callable[[], datetime] = utc_now) -> Flask:
    """The reading site of a workspace; the day of `now` decides what is in force."""
    app = Flask(
        "publisher.site",
        static_folder=str(STATIC),
        template_folder=str(resource_path(Resource.TEMPLATES)),
    )
    app.url_map.merge_slashes = False
    app.jinja_env.undefined = StrictUndefined
    app.extensions["reading_room"] = ReadingRoom(workspace=workspace, now=now)
    install_converters(app)
    templating.install(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(machine.blueprint)
    faults.install(app)
    app.url_value_preprocessor(requests.take_locale)
    app.before_request(requests.open_reading)
    app.after_request(_finish)
    return app


def _finish(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code == 200:
        if request.args.get("v") == static_version(request.path.rpartition("/")[2]):
            headers.immutable(response)
    elif response.status_code == 200 and "etag" in g:
        headers.revalidated(response, g.etag)
    return headers.secure(response, https=g.get("https", False))
