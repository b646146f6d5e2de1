"""Debian's Chromium on sites that run on loopback."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from publisher.site import create_app
from publisher.workspace import Workspace
from publisher.workspace.sample import build_sample

A_DAY = datetime(2026, 11, 23, 4, tzinfo=UTC)  # one revision is announced, German is one behind


@pytest.fixture(scope="session")
def browser(chromium_path: Path) -> Iterator[Browser]:
    """One browser for all tests; each opens contexts of its own."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium_path,
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        yield launched
        launched.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The app on a free port of loopback, by its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample's site, by its address."""
    root = tmp_path_factory.mktemp("browser") / "workspace"
    build_sample(root, progress=lambda _words: None).close()
    with (
        Workspace.open(root) as workspace,
        served(create_app(workspace, now=lambda: A_DAY)) as address,
    ):
        yield address
