"""Copies elsewhere: pushed so that the log comes last, pulled so that it moves last."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from publisher.history.git.runner import GitRepository
from publisher.history.git.writing import current
from publisher.history.log import LOG_REF, PublicationLog, advance
from publisher.history.publish import OvertakenError, Progress, writing
from publisher.history.recovery import follow
from publisher.history.repositories import BRANCH, MIRROR_REF, Repositories
from publisher.history.snapshot import Publications
from publisher.model.errors import RepositoryError
from publisher.model.locales import LocaleTag

_INCOMING = "refs/publisher/incoming"
# An agent and nothing else of the user's; ssh itself reads its own files.
_SSH = {"GIT_SSH_COMMAND": "ssh -o BatchMode=yes", "GIT_SSH_VARIANT": "ssh"}

# Speaks Git's own protocol for credentials; the words themselves are in the environment, so that no
# command line and no file of ours ever has them.
_HELPER = (
    '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n"'
    ' "$PUBLISHER_REMOTE_USER" "$PUBLISHER_REMOTE_PASSWORD"; }; f'
)

# The address of a locale's copy.
UrlOf = Callable[[LocaleTag], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who asks an https server, and whom of its kind we believe."""

    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None  # certificates instead of the machine's

    def environment(self, url: str) -> dict[str, str]:
        """What Git needs for this one address: given to no other host, no redirect followed."""
        parts = urlsplit(url)
        settings = {"http.followRedirects": "false"}
        found: dict[str, str] = {}
        if self.user:
            settings[f"credential.{parts.scheme}://{parts.netloc}.helper"] = _HELPER
            found["PUBLISHER_REMOTE_USER"] = self.user
            found["PUBLISHER_REMOTE_PASSWORD"] = self.password
        if self.ca_file is not None:
            found["GIT_SSL_CAINFO"] = str(self.ca_file)
        for index, (name, value) in enumerate(settings.items()):
            found |= {f"GIT_CONFIG_KEY_{index}": name, f"GIT_CONFIG_VALUE_{index}": value}
        return found | {"GIT_CONFIG_COUNT": str(len(settings))}


_NOBODY = Access()


class NothingThereError(RepositoryError):
    """The remote has no publication log."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(f"{url}: there is no publication log; `publisher push` brings one there")


def push(
    repositories: Repositories,
    public: Publications,
    *,
    url_of: UrlOf,
    progress: Progress,
    access: Access = _NOBODY,
) -> tuple[LocaleTag, ...]:
    """The locales whose repositories were sent; the log goes last, so that what it names is there.

    Only forward: a copy that has something else is refused by Git, nothing of it is overwritten.
    """
    master = repositories.master_locale
    sent = []
    for locale in sorted(public.heads.keys() - {master}):
        progress(locale.tag)
        reaching = _reaching(repositories.opened(locale), url_of(locale), access)
        _push(reaching, url_of(locale), f"{MIRROR_REF}:{MIRROR_REF}")
        sent.append(locale)
    progress("the log")
    published = public.heads.get(master)
    branch = (f"{published}:refs/heads/{BRANCH}",) if published else ()
    if public.tip is not None:
        reaching = _reaching(repositories.master, url_of(master), access)
        _push(reaching, url_of(master), *branch, f"{public.tip}:{LOG_REF}")
        sent.append(master)
    return tuple(sent)


def pull(
    repositories: Repositories,
    log: PublicationLog,
    *,
    url_of: UrlOf,
    progress: Progress,
    access: Access = _NOBODY,
) -> Publications:
    """All that is public after bringing in what the copies have.

    The log only moves forward, and only when every text that it names is here and right; so what
    readers see is never half of a publication. Raises LogRewrittenError, BusyError.
    """
    master = repositories.master_locale
    with writing(repositories, log, progress, restores_log=True) as held:
        before = log.snapshot()
        progress("the log")
        repository = held.made(master)
        reaching = _reaching(repository, url_of(master), access)
        _fetch(reaching, url_of(master), f"+{LOG_REF}:{_INCOMING}")
        tip = current(repository, _INCOMING)
        if tip is None:
            raise NothingThereError(url_of(master))
        after = log.at(tip)
        for locale in sorted(after.heads.keys() - {master}):
            progress(locale.tag)
            reaching = _reaching(held.made(locale), url_of(locale), access)
            _fetch(reaching, url_of(locale), f"+{MIRROR_REF}:{_INCOMING}")
        progress("checking")
        _check(before, after)
        if after.tip != before.tip and not advance(repository, new=tip, old=before.tip):
            raise OvertakenError
        follow(held, after.heads, before.heads, progress)
        for locale in after.heads:
            held.of(locale).run("update-ref", "-d", _INCOMING)
    return log.snapshot()


def _check(before: Publications, after: Publications) -> None:
    for policy in after.policies():
        for locale in after.locales(policy):
            for revision in after.revisions(policy, locale):
                if revision not in before.revisions(policy, locale):
                    after.data(revision)


def _push(repository: GitRepository, url: str, *refspecs: str) -> None:
    arguments = ("push", "--quiet", "--atomic", "--no-signed", "--recurse-submodules=no")
    repository.run(*arguments, "--", url, *refspecs)


def _fetch(repository: GitRepository, url: str, refspec: str) -> None:
    repository.run(
        "fetch",
        "--quiet",
        "--no-tags",
        "--no-write-fetch-head",
        "--no-auto-maintenance",
        "--no-recurse-submodules",
        "--end-of-options",
        url,
        refspec,
    )


def _reaching(repository: GitRepository, url: str, access: Access) -> GitRepository:
    """The repository, allowed to speak the one protocol of an address."""
    scheme, separator, _ = url.partition("://")
    protocol = scheme if separator else "file" if url.startswith("/") else "ssh"
    agent = os.environ.get("SSH_AUTH_SOCK")
    secrets = {**_SSH, "SSH_AUTH_SOCK": agent} if agent else dict(_SSH)
    secrets |= access.environment(url)
    return replace(repository, protocols=protocol, secrets=secrets)
