"""create_app: the reading site of one workspace as a WSGI application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Flask, Response, g, request

from publisher.site import headers, machine, pages, requests
from publisher.site.fingerprints import static_version
from publisher.site.foundation import founded_app, utc_now
from publisher.workspace import Workspace


def create_app(workspace: Workspace, *, now: Callable[[], datetime] = utc_now) -> Flask:
    """The reading site of a workspace; the day of `now` decides what is in force."""
    app = founded_app(workspace, pages.blueprint, machine.blueprint, now=now)
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
