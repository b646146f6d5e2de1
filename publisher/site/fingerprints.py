"""What changes when the site's own files change: part of static addresses and of every ETag."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from publisher import __version__
from publisher.resources import Resource, resource_path
from publisher.site.languages import DOMAIN

_SITE = Path(__file__).parent
STATIC = _SITE / "static"


@cache
def static_version(name: str) -> str | None:
    """What tells a static file's contents apart; None: there is no such file."""
    path = STATIC / name
    if path.parent != STATIC or not path.is_file():
        return None
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


@cache
def program_digest() -> str:
    """What tells apart all that shapes pages besides the log: the program, templates and words."""
    digest = hashlib.sha256(__version__.encode())
    files = [
        *_SITE.rglob("*.*"),
        *(resource_path(Resource.TEMPLATES) / "site").glob("*.html"),
        *resource_path(Resource.LOCALES).glob(f"*/LC_MESSAGES/{DOMAIN}.po"),
    ]
    for path in sorted(files):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.read_bytes())
    return digest.hexdigest()
