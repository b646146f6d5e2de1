"""publisher.toml: one frozen Settings, or an error that names the line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from publisher.config import kinds
from publisher.config.settings import (
    ANY_HOST,
    ANY_LOCALE,
    Gate,
    Incomplete,
    Proof,
    Remote,
    Settings,
    Site,
)
from publisher.config.tables import Table
from publisher.model.errors import ConfigError, PublisherError
from publisher.model.locales import LocaleTag

FILE_NAME = "publisher.toml"


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
    return _settings(Table(document, path=path, text=text, names=()), root)


def _settings(file: Table, root: Path) -> Settings:
    workspace = file.table("workspace")
    master = workspace.get("master", kinds.locale)
    none: tuple[LocaleTag, ...] = ()
    listed = workspace.get("locales", kinds.locales, default=none)
    locales = tuple(tag for tag in listed if tag != master)
    prevailing = workspace.get("prevailing", kinds.locale, default=master)
    if prevailing not in (master, *locales):
        raise workspace.error("prevailing", f"{prevailing} is neither the master nor in locales")
    incomplete = workspace.get("incomplete", kinds.incomplete, default=Incomplete.HOLD)
    timezone = workspace.get("timezone", kinds.timezone, default=ZoneInfo("UTC"))
    news_days = workspace.get("news_days", kinds.days, default=30)
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


def _site(table: Table) -> Site:
    every: tuple[str, ...] = (ANY_HOST,)
    hosts = table.get("hosts", kinds.texts, default=every)
    url = table.get("url", kinds.url)
    values = _values(table.table("values"))
    table.finish()
    return Site(
        name=table.names[-1],
        hosts=tuple(host.lower() for host in hosts),
        url=url.rstrip("/"),
        values=values,
    )


def _values(table: Table) -> Mapping[str, Mapping[str, str]]:
    values: dict[str, dict[str, str]] = {ANY_LOCALE: {}}
    for key, value in table.content.items():
        if isinstance(value, dict):
            inner = table.table(key)
            try:
                tag = LocaleTag(key)
            except PublisherError as error:
                raise table.error(key, str(error)) from error
            values[tag.tag] = {name: inner.get(name, kinds.text) for name in inner.content}
        else:
            values[ANY_LOCALE][key] = table.get(key, kinds.text)
    return values


def _remote(table: Table, root: Path) -> Remote:
    password_file = table.get("password_file", kinds.text, default="")
    ca_file = table.get("ca_file", kinds.text, default="")
    remote = Remote(
        name=table.names[-1],
        url=table.get("url", kinds.remote_url),
        user=table.get("user", kinds.text, default=""),
        password_file=root / password_file if password_file else None,
        password_env=table.get("password_env", kinds.variable, default=""),
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


def _proof(table: Table, root: Path) -> Proof:
    key_file = table.get("key", kinds.text, default="")
    proof = Proof(
        origin=table.get("origin", kinds.origin, default="publisher"),
        key_file=root / key_file if key_file else None,
        timestamp_url=table.get("timestamp", kinds.url, default="") or None,
    )
    table.finish()
    return proof


def _gate(table: Table, root: Path) -> Gate:
    notice = table.table("notice")
    rules = table.get("rules", kinds.text, default="")
    gate = Gate(
        stops=table.get("undecided", kinds.undecided, default=True),
        strong=table.get("strong", kinds.share, default=Gate().strong),
        second_person=table.get("second_person", kinds.flag, default=False),
        notice_days={name: notice.get(name, kinds.days) for name in notice.content},
        rules=root / rules if rules else None,
    )
    table.finish()
    return gate


def _refuse_shared_hosts(file: Table, sites: tuple[Site, ...]) -> None:
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
