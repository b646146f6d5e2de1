"""The workspace's settings: what they are, and how publisher.toml says them."""

from publisher.config.reading import FILE_NAME, load, parse
from publisher.config.settings import (
    ANY_CATEGORY,
    ANY_HOST,
    ANY_LOCALE,
    Gate,
    Incomplete,
    Proof,
    Remote,
    Settings,
    Site,
)

__all__ = [
    "ANY_CATEGORY",
    "ANY_HOST",
    "ANY_LOCALE",
    "FILE_NAME",
    "Gate",
    "Incomplete",
    "Proof",
    "Remote",
    "Settings",
    "Site",
    "load",
    "parse",
]
