"""publisher.toml: one frozen Settings, or an error that names the line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from publisher.model.errors import ConfigError, PublisherError
from publisher.model.locales import LocaleTag

FILE_NAME = "publisher.toml"
ANY_LOCALE = "*"  # values for locales that have none of their own
ANY_HOST = "*"
ANY_CATEGORY = "any"  # a notice period for whatever is material

_T = TypeVar("_T")


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


def load(root: Path) -> Settings:
    """The settings of the workspace in a folder; raises ConfigError."""
    path = root / FILE_NAME
    try:
        source = path.read_bytes()
    except FileNotFoundError as error:
        raise ConfigError(
            what=f"no such file; `publisher init {root}` makes a workspace", path=path
        ) from error
    except OSError as error:
        raise ConfigError(what=f"it cannot be read ({error.strerror})", path=path) from error
    return parse(source, root=root)


def parse(source: bytes, *, root: Path) -> Settings:
    """The settings that a file's bytes say; raises ConfigError, naming the line where known."""
    path = root / FILE_NAME
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise ConfigError(what="it is not UTF-8; save it as UTF-8", path=path, line=line) from error
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line_found = re.search(r"at line (\d+)", str(error))
        line = int(line_found[1]) if line_found else text.count("\n") + 1
        raise ConfigError(what=f"it is not valid TOML: {error}", path=path, line=line) from error
    return _settings(_Table(document, path=path, text=text, names=()), root)


class _Table:
    """A table of the file that knows its place, and which of its keys were asked for."""

    def __init__(
        self, content: dict[str, Any], *, path: Path, text: str, names: tuple[str, ...]
    ) -> None:
        self.content = content
        self.path = path
        self.text = text
        self.names = names
        self.asked: set[str] = set()

    def error(self, key: str | None, what: str) -> ConfigError:
        """An error at a key of this table."""
        label = ".".join((*self.names, key) if key else self.names)
        return ConfigError(
            what=f"{label}: {what}" if label else what,
            path=self.path,
            line=_line_of(self.text, self.names, key),
        )

    def get(self, key: str, read: Callable[[Any], _T], *, default: _T | None = None) -> _T:
        """A key's value as `read` makes it; without a default it must be there."""
        self.asked.add(key)
        if key not in self.content:
            if default is None:
                raise self.error(None, f"{key!r} is missing; add it")
            return default
        try:
            return read(self.content[key])
        except (ValueError, TypeError, PublisherError) as error:
            raise self.error(key, str(error)) from error

    def table(self, key: str) -> _Table:
        """A table inside this one; an empty one where it is absent."""
        self.asked.add(key)
        inner = self.content.get(key, {})
        if not isinstance(inner, dict):
            raise self.error(key, "must be a table")
        return _Table(inner, path=self.path, text=self.text, names=(*self.names, key))

    def tables(self) -> tuple[_Table, ...]:
        """All that this table holds, each of which must be a table."""
        return tuple(self.table(key) for key in self.content)

    def finish(self) -> None:
        """Refuse keys that nobody asked for: they are misspelt."""
        for key in self.content:
            if key not in self.asked:
                known = ", ".join(sorted(self.asked))
                raise self.error(key, f"unknown key; the keys here are {known}")


def _settings(file: _Table, root: Path) -> Settings:
    workspace = file.table("workspace")
    master = workspace.get("master", _locale)
    none: tuple[LocaleTag, ...] = ()
    listed = workspace.get("locales", _locales, default=none)
    locales = tuple(tag for tag in listed if tag != master)
    prevailing = workspace.get("prevailing", _locale, default=master)
    if prevailing not in (master, *locales):
        raise workspace.error("prevailing", f"{prevailing} is neither the master nor in locales")
    incomplete = workspace.get("incomplete", _incomplete, default=Incomplete.HOLD)
    timezone = workspace.get("timezone", _timezone, default=ZoneInfo("UTC"))
    news_days = workspace.get("news_days", _days, default=30)
    sites = tuple(_site(table) for table in file.table("sites").tables())
    remotes = tuple(_remote(table, root) for table in file.table("remotes").tables())
    proof = _proof(file.table("proof"), root)
    gate = _gate(file.table("materiality"), root)
    workspace.finish()
    file.finish()
    _refuse_shared_hosts(file, sites)
    return Settings(
        root=root,
        master=master,
        locales=locales,
        prevailing=prevailing,
        incomplete=incomplete,
        timezone=timezone,
        news_days=news_days,
        sites=sites,
        remotes=remotes,
        proof=proof,
        gate=gate,
    )


def _site(table: _Table) -> Site:
    every: tuple[str, ...] = (ANY_HOST,)
    hosts = table.get("hosts", _texts, default=every)
    url = table.get("url", _url)
    values = _values(table.table("values"))
    table.finish()
    return Site(
        name=table.names[-1],
        hosts=tuple(host.lower() for host in hosts),
        url=url.rstrip("/"),
        values=values,
    )


def _values(table: _Table) -> Mapping[str, Mapping[str, str]]:
    values: dict[str, dict[str, str]] = {ANY_LOCALE: {}}
    for key, value in table.content.items():
        if isinstance(value, dict):
            inner = table.table(key)
            try:
                tag = LocaleTag(key)
            except PublisherError as error:
                raise table.error(key, str(error)) from error
            values[tag.tag] = {name: inner.get(name, _text) for name in inner.content}
        else:
            values[ANY_LOCALE][key] = table.get(key, _text)
    return values


def _remote(table: _Table, root: Path) -> Remote:
    password_file = table.get("password_file", _text, default="")
    ca_file = table.get("ca_file", _text, default="")
    remote = Remote(
        name=table.names[-1],
        url=table.get("url", _remote_url),
        user=table.get("user", _text, default=""),
        password_file=root / password_file if password_file else None,
        password_env=table.get("password_env", _variable, default=""),
        ca_file=root / ca_file if ca_file else None,
    )
    table.finish()
    if remote.password_file and remote.password_env:
        raise table.error("password_env", "there is a password_file too; keep one of them")
    secret = bool(remote.password_file or remote.password_env)
    if (secret or remote.user) and not remote.url.startswith("https://"):
        raise table.error("url", "a user and a password are for https:// alone")
    if secret != bool(remote.user):
        raise table.error(None, "user goes with password_file or password_env; give both")
    return remote


def _proof(table: _Table, root: Path) -> Proof:
    key_file = table.get("key", _text, default="")
    proof = Proof(
        origin=table.get("origin", _origin, default="publisher"),
        key_file=root / key_file if key_file else None,
        timestamp_url=table.get("timestamp", _url, default="") or None,
    )
    table.finish()
    return proof


def _gate(table: _Table, root: Path) -> Gate:
    notice = table.table("notice")
    rules = table.get("rules", _text, default="")
    gate = Gate(
        stops=table.get("undecided", _undecided, default=True),
        strong=table.get("strong", _share, default=Gate().strong),
        second_person=table.get("second_person", _flag, default=False),
        notice_days={name: notice.get(name, _days) for name in notice.content},
        rules=root / rules if rules else None,
    )
    table.finish()
    return gate


def _refuse_shared_hosts(file: _Table, sites: tuple[Site, ...]) -> None:
    owners: dict[str, str] = {}
    for site in sites:
        for host in site.hosts:
            if host in owners:
                raise (
                    file.table("sites")
                    .table(site.name)
                    .error("hosts", f"{host!r} already belongs to the site {owners[host]!r}")
                )
            owners[host] = site.name


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("must be text between quotes")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("must be a list of texts")
    return tuple(_text(item) for item in value)


def _undecided(value: object) -> bool:
    if value not in ("stop", "report"):
        raise ValueError("must be 'stop' or 'report'")
    return value == "stop"


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("must be true or false")
    return value


def _share(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise ValueError("must be a number from 0 to 1")
    return float(value)


def _days(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 3660:
        raise ValueError("must be a number of days")
    return value


def _locale(value: object) -> LocaleTag:
    return LocaleTag(_text(value))


def _locales(value: object) -> tuple[LocaleTag, ...]:
    tags = tuple(LocaleTag(text) for text in _texts(value))
    if len(set(tags)) != len(tags):
        raise ValueError("a locale stands here twice")
    return tags


def _incomplete(value: object) -> Incomplete:
    try:
        return Incomplete(_text(value))
    except ValueError:
        raise ValueError("must be 'hold' or 'mark'") from None


def _timezone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(_text(value))
    except (ValueError, OSError, LookupError):
        raise ValueError(f"{value!r} is no time zone; write one such as 'Asia/Shanghai'") from None


def _url(value: object) -> str:
    url = _text(value)
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", url):
        raise ValueError("must be an address such as 'https://www.example.com'")
    return url


def _remote_url(value: object) -> str:
    url = _text(value)
    if "{locale}" not in url:
        raise ValueError("must have {locale} where the locale's repository is named")
    if url.startswith("-") or not re.match(r"(https://|ssh://|file:///|/|[\w.-]+@[\w.-]+:)", url):
        raise ValueError("must be https://, ssh://, user@host:path, file:/// or an absolute path")
    if url.startswith("https://") and "@" in url.removeprefix("https://").partition("/")[0]:
        raise ValueError("must hold no user or password; use user and password_file beside it")
    return url


def _variable(value: object) -> str:
    name = _text(value)
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise ValueError("must be the name of an environment variable, never the password itself")
    return name


def _origin(value: object) -> str:
    origin = _text(value)
    if not re.fullmatch(r"[^\s+]{1,200}", origin):
        raise ValueError("must be a name without blanks or '+', such as 'example.com/policies'")
    return origin


def _line_of(text: str, names: tuple[str, ...], key: str | None) -> int | None:
    """Where a key stands, or its table; None where a notation hides it."""
    table: tuple[str, ...] = ()
    of_table = None
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[([^\[\]]+)\]", line)
        if header:
            table = tuple(part.strip().strip("\"'") for part in header[1].split("."))
            if table == names:
                of_table = number
            if key is not None and table == (*names, key):
                return number
            continue
        name = re.match(r"\s*(\"[^\"]+\"|'[^']+'|[\w-]+)\s*=", line)
        if name and key is not None and table == names and name[1].strip("\"'") == key:
            return number
    return of_table
