"""All that publisher.toml can say, as values; nothing here reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from publisher.model.locales import LocaleTag

ANY_LOCALE = "*"  # values for locales that have none of their own
ANY_HOST = "*"
ANY_CATEGORY = "any"  # a notice period for whatever is material


class Incomplete(StrEnum):
    """What becomes of a locale whose catalog is not complete."""

    HOLD = "hold"  # it stays at its last complete revision
    MARK = "mark"  # the master's passages stand in, marked with their language


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A brand or domain that the workspace publishes for."""

    name: str
    hosts: tuple[str, ...]  # lower case, without port; ANY_HOST: whatever is asked for
    url: str  # without a slash at the end
    values: Mapping[str, Mapping[str, str]]  # locale's tag or ANY_LOCALE -> placeholder -> value


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """Where copies of the repositories are pushed to and pulled from."""

    name: str
    url: str  # of one repository, with {locale} in it
    user: str = ""  # for https; empty: the server is not told who asks
    password_file: Path | None = None  # its first line is the password or token
    password_env: str = ""  # the variable that has it, where there is no file
    ca_file: Path | None = None  # certificates to trust instead of the machine's


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How the log's head is signed and timestamped."""

    origin: str  # names the log in checkpoints; host and path by convention
    key_file: Path | None = None  # None: checkpoints are not signed
    timestamp_url: str | None = None  # an RFC 3161 authority; None: no timestamps


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What must be decided before a revision may become public."""

    stops: bool = True  # else what is undecided is reported and published all the same
    strong: float = 0.85  # from this score on "not material" needs a person's reason
    second_person: bool = False  # whether someone else must approve a decision
    notice_days: Mapping[str, int] = field(default_factory=dict)  # category or ANY_CATEGORY -> days
    rules: Path | None = None  # a folder of rules that extend the shipped ones; None: there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that publisher.toml says."""

    root: Path  # the workspace's folder
    master: LocaleTag
    locales: tuple[LocaleTag, ...]  # translations, without the master
    prevailing: LocaleTag
    incomplete: Incomplete = Incomplete.HOLD
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    news_days: int = 30  # how long the site announces a material change on its policy's page
    sites: tuple[Site, ...] = ()
    remotes: tuple[Remote, ...] = ()
    proof: Proof = field(default_factory=lambda: Proof(origin="publisher"))
    gate: Gate = field(default_factory=Gate)

    @property
    def site_values(self) -> dict[str, dict[str, dict[str, str]]]:
        """All sites' values: site -> locale's tag or ANY_LOCALE -> placeholder -> value."""
        return {
            site.name: {tag: dict(table) for tag, table in site.values.items()}
            for site in self.sites
        }

    def site(self, name: str) -> Site | None:
        """The site of that name."""
        return next((site for site in self.sites if site.name == name), None)
