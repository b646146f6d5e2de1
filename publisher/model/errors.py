"""What can go wrong, one class for each different thing a caller would do about it."""

from __future__ import annotations

from pathlib import PurePath


class PublisherError(Exception):
    """Base of every error that a person can act on.

    The message says where, what, and what to do next; facts are attributes of the subclasses.
    """

    exit_code = 1


class RetryableError(PublisherError):
    """The same call may succeed later without anyone changing anything."""

    exit_code = 75  # EX_TEMPFAIL of sysexits.h


class UsageError(PublisherError):
    """The call asked for something that cannot be: a bad option, an unknown name."""

    exit_code = 2


class InvalidLocaleError(UsageError):
    """A string is not a locale that this program handles."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            f"{text!r} is not a locale; write a BCP 47 tag such as 'zh-Hans', 'en' or 'pt-BR'"
        )


class InvalidSourceError(PublisherError):
    """A file that a person wrote cannot be used as it is; it was left untouched."""

    def __init__(self, *, what: str, path: PurePath | str | None = None, line: int | None = None):
        self.path = None if path is None else str(path)
        self.line = line
        self.what = what
        place = self.path or ""
        if line is not None:
            place = f"{place}:{line}" if place else f"line {line}"
        super().__init__(f"{place}: {what}" if place else what)


class FrontMatterError(InvalidSourceError):
    """The front matter of a master text is wrong, at a known line."""


class PlaceholderError(InvalidSourceError):
    """A text names a placeholder that has no value, or one that is malformed."""


class ConfigError(InvalidSourceError):
    """publisher.toml is missing or wrong."""


class CatalogError(InvalidSourceError):
    """A catalog (PO, POT) cannot be read or used."""


class TextTooLargeError(PublisherError):
    """A text is over a documented limit by size."""

    def __init__(self, *, size: int, limit: int) -> None:
        self.size = size
        self.limit = limit
        super().__init__(
            f"the text has {size:,} characters and the limit is {limit:,}; split it into policies"
        )


class NotPublishedError(PublisherError):
    """Nothing public answers to what was asked for."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"{what} is not published; `publisher log` lists what is")


class RepositoryError(PublisherError):
    """A Git repository is missing, damaged, or not what it should be."""


class BusyError(RetryableError):
    """Another process holds what this one needs."""
