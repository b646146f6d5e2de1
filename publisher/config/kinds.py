"""What a key of publisher.toml may hold: one function for each kind of value.

Each gives the value as the program has it. What it raises (ValueError, TypeError, PublisherError)
has words that go behind the key's name.
"""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from publisher.config.settings import Incomplete
from publisher.model.locales import LocaleTag


def text(value: object) -> str:
    """Text between quotes."""
    if not isinstance(value, str):
        raise TypeError("must be text between quotes")
    return value


def texts(value: object) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list):
        raise TypeError("must be a list of texts")
    return tuple(text(item) for item in value)


def undecided(value: object) -> bool:
    """Whether what is undecided stops a publication."""
    if value not in ("stop", "report"):
        raise ValueError("must be 'stop' or 'report'")
    return value == "stop"


def flag(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise TypeError("must be true or false")
    return value


def share(value: object) -> float:
    """A number from 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise ValueError("must be a number from 0 to 1")
    return float(value)


def days(value: object) -> int:
    """A number of days, ten years of them at most."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 3660:
        raise ValueError("must be a number of days")
    return value


def locale(value: object) -> LocaleTag:
    """A locale by its tag."""
    return LocaleTag(text(value))


def locales(value: object) -> tuple[LocaleTag, ...]:
    """Different locales."""
    tags = tuple(LocaleTag(text) for text in texts(value))
    if len(set(tags)) != len(tags):
        raise ValueError("a locale stands here twice")
    return tags


def incomplete(value: object) -> Incomplete:
    """What becomes of an incomplete locale."""
    try:
        return Incomplete(text(value))
    except ValueError:
        raise ValueError("must be 'hold' or 'mark'") from None


def timezone(value: object) -> ZoneInfo:
    """A time zone by its name."""
    try:
        return ZoneInfo(text(value))
    except (ValueError, OSError, LookupError):
        raise ValueError(f"{value!r} is no time zone; write one such as 'Asia/Shanghai'") from None


def url(value: object) -> str:
    """An address of the web, without query."""
    url = text(value)
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", url):
        raise ValueError("must be an address such as 'https://www.example.com'")
    return url


def remote_url(value: object) -> str:
    """Where a remote's repositories are, with {locale} in it."""
    url = text(value)
    if "{locale}" not in url:
        raise ValueError("must have {locale} where the locale's repository is named")
    if url.startswith("-") or not re.match(r"(https://|ssh://|file:///|/|[\w.-]+@[\w.-]+:)", url):
        raise ValueError("must be https://, ssh://, user@host:path, file:/// or an absolute path")
    if url.startswith("https://") and "@" in url.removeprefix("https://").partition("/")[0]:
        raise ValueError("must hold no user or password; use user and password_file beside it")
    return url


def variable(value: object) -> str:
    """The name of an environment variable."""
    name = text(value)
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise ValueError("must be the name of an environment variable, never the password itself")
    return name


def origin(value: object) -> str:
    """A name of a log, as checkpoints may have it."""
    origin = text(value)
    if not re.fullmatch(r"[^\s+]{1,200}", origin):
        raise ValueError("must be a name without blanks or '+', such as 'example.com/policies'")
    return origin
