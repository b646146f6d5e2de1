"""Where the shipped data is: templates, catalogs, and the sample policies.

A checkout has these folders at its top; a wheel has copies of them in publisher/_data. Nothing else
in the program knows that.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import Translations

from publisher.model.errors import CatalogError, PublisherError
from publisher.model.locales import LocaleTag

_PACKAGE = Path(__file__).resolve().parent


class Resource(StrEnum):
    """A folder that travels with the program."""

    TEMPLATES = "templates"
    LOCALES = "locales"
    POLICIES = "policies"


class ResourceMissingError(PublisherError):
    """The installation lacks a folder that every installation has."""

    def __init__(self, resource: Resource, looked_in: tuple[Path, ...]) -> None:
        self.resource = resource
        self.looked_in = looked_in
        places = " and ".join(str(place) for place in looked_in)
        super().__init__(
            f"{resource}: the installation is incomplete, no such folder at {places};"
            " install publisher again"
        )


def resource_path(resource: Resource | str) -> Path:
    """The folder of a resource, in a checkout as in a wheel; read-only by convention."""
    resource = Resource(resource)
    places = (_PACKAGE / "_data" / resource, _PACKAGE.parent / resource)
    for place in places:
        if place.is_dir():
            return place
    raise ResourceMissingError(resource, places)


@lru_cache(maxsize=256)
def words(domain: str, locale: LocaleTag) -> Translations:
    """The program's own words of one domain in one locale; empty where there is no catalog.

    Compiled in memory from the PO at first use (a few milliseconds), so that neither a checkout nor
    a wheel has a compile step that can be forgotten or a compiled file that can be stale. Fuzzy
    entries are left out. Raises CatalogError for a file that cannot be read.
    """
    path = resource_path(Resource.LOCALES) / locale.gettext_name / "LC_MESSAGES" / f"{domain}.po"
    if not path.is_file():
        return Translations()
    compiled = BytesIO()
    try:
        with path.open("rb") as file:
            write_mo(compiled, read_po(file, locale=locale.gettext_name, abort_invalid=True))
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        raise CatalogError(path=path, what=f"not a readable catalog: {error}") from error
    compiled.seek(0)
    return Translations(compiled, domain)
