"""The Flask that every application on a workspace stands on: the reading site, and the preview."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Blueprint, Flask
from jinja2 import StrictUndefined

from publisher.resources import Resource, resource_path
from publisher.site import faults, requests, templating
from publisher.site.addresses import install_converters
from publisher.site.fingerprints import STATIC
from publisher.site.reading import ReadingRoom
from publisher.workspace import Workspace


def utc_now() -> datetime:
    """The time now, aware."""
    return datetime.now(UTC)


def founded_app(workspace: Workspace, *blueprints: Blueprint, now: Callable[[], datetime]) -> Flask:
    """An application with these pages; it still lacks what opens and what finishes a request."""
    app = Flask(
        "publisher.site",
        static_folder=str(STATIC),
        template_folder=str(resource_path(Resource.TEMPLATES)),
    )
    app.url_map.merge_slashes = False
    app.jinja_env.undefined = StrictUndefined
    app.extensions["reading_room"] = ReadingRoom(workspace=workspace, now=now)
    install_converters(app)  # before the pages, whose addresses are written with them
    templating.install(app)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    faults.install(app)
    app.url_value_preprocessor(requests.take_locale)
    return app
