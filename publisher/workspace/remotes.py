"""A configured remote, with the secret that it needs."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from publisher.config import FILE_NAME, Remote, Settings
from publisher.history.remotes import Access, UrlOf
from publisher.model.errors import InvalidSourceError, UsageError


def remote_named(settings: Settings, name: str) -> Remote:
    """The remote of that name; raises UsageError, naming those that there are."""
    found = next((remote for remote in settings.remotes if remote.name == name), None)
    if found is None:
        known = ", ".join(remote.name for remote in settings.remotes) or "none"
        raise UsageError(
            f"{name!r} is no remote; known: {known}. Add [remotes.{name}] with"
            f' url = "ssh://host/policies/{{locale}}.git" to {FILE_NAME}'
        )
    return found


def address_of(remote: Remote) -> UrlOf:
    """Where each locale's copy is."""
    return lambda locale: remote.url.replace("{locale}", locale.tag)


def access_to(remote: Remote, environment: Mapping[str, str] = os.environ) -> Access:
    """Who asks; raises InvalidSourceError or UsageError where the secret is not to be had."""
    if remote.ca_file is not None and not remote.ca_file.is_file():
        raise InvalidSourceError(path=remote.ca_file, what="no such file; it is a remote's ca_file")
    return Access(user=remote.user, password=_secret(remote, environment), ca_file=remote.ca_file)


def _secret(remote: Remote, environment: Mapping[str, str]) -> str:
    if remote.password_env:
        secret = environment.get(remote.password_env, "")
        if not secret:
            raise UsageError(
                f"{remote.password_env}: this variable is to hold the password of remote"
                f" {remote.name!r} and is empty; set it, or name a password_file in {FILE_NAME}"
            )
        return _checked(secret, remote.password_env)
    return _from_file(remote.password_file) if remote.password_file else ""


def _from_file(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            others = stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077
            secret = file.read(4096).removesuffix("\n").removesuffix("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidSourceError(
            path=path, what=f"the password cannot be read ({error}); write it there, one line"
        ) from error
    if others:
        raise InvalidSourceError(
            path=path, what=f"others may read this password; run `chmod 600 {path}`"
        )
    if not secret:
        raise InvalidSourceError(path=path, what="it is empty; write the password there")
    return _checked(secret, str(path))


def _checked(secret: str, place: str) -> str:
    # A line break would end the password in what Git is told, and begin something else.
    if any(ord(char) < 32 or ord(char) == 127 for char in secret):
        raise UsageError(f"{place}: a password has no line breaks or control characters; mend it")
    return secret
