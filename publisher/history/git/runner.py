"""Runs Git so that no configuration, hook, protocol or language of the machine can bend it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

from publisher.model.errors import RepositoryError

_CHUNK = 1 << 16
_PIPE = 1 << 20
_WORDS = 2000  # bytes of what Git printed that a message may hold
OLDEST_GIT = (2, 36)  # core.fsync and `cat-file --batch-command`

# What a process of ours inherits; everything else (GIT_*, LANG, EDITOR …) stays outside.
_INHERITED = ("PATH", "TMPDIR", "SYSTEMROOT")

_FIXED = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "true",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",  # refs/replace could show another text under a known id
    "GIT_NO_LAZY_FETCH": "1",  # Git 2.45; before it, the empty protocol list does the same
    "GIT_ADVICE": "0",
    "GIT_DEFAULT_HASH": "sha1",
    "GIT_DEFAULT_REF_FORMAT": "files",
    "GIT_PAGER": "cat",
    "HOME": os.devnull,
    "LC_ALL": "C",
    "TZ": "UTC",
}

# Given on every command line, so they win over the configuration inside a repository.
_SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.attributesFile": os.devnull,
    "core.fsync": "committed,pack-metadata,reference",
    "core.fsyncMethod": "fsync",
    "core.quotePath": "false",
    "core.untrackedCache": "false",
    "core.logAllRefUpdates": "false",
    "fetch.fsckObjects": "true",
    "receive.fsckObjects": "true",
    "transfer.fsckObjects": "true",
    "fetch.recurseSubmodules": "false",
    "submodule.recurse": "false",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "log.showSignature": "false",
    "commit.gpgSign": "false",
    "diff.renameLimit": "3000",
    "log.showRoot": "true",
}


class GitError(RepositoryError):
    """Git refused; its own words are in the message."""

    def __init__(self, *, place: str, command: str, exit_status: int, words: str) -> None:
        self.place = place
        self.command = command
        self.exit_status = exit_status
        self.words = words
        said = words.strip() or f"it ended with {exit_status} and said nothing"
        super().__init__(f"{place}: git {command} failed: {said}")


class GitMissingError(RepositoryError):
    """There is no Git on this machine, or one that is too old."""

    def __init__(self, found: str) -> None:
        self.found = found
        wanted = ".".join(map(str, OLDEST_GIT))
        super().__init__(f"git: {found}; install Git {wanted} or later and try again")


@dataclass(frozen=True, slots=True)
class GitRepository:
    """A repository by its git directory; every command names it, so nothing is discovered."""

    git_dir: Path
    work_tree: Path | None = None  # None: bare
    protocols: str = ""  # what may be spoken, colon-separated; empty: nothing leaves the machine
    secrets: Mapping[str, str] | None = None  # further environment of remotes: agent, ssh command
    held: tuple[int, ...] = ()  # descriptors that children inherit: the writer's lock

    @property
    def place(self) -> str:
        """How messages call it."""
        return str(self.work_tree or self.git_dir)

    def command(self, *arguments: str) -> list[str]:
        """The command line of a Git subcommand on this repository."""
        line = ["git", "--no-pager", f"--git-dir={self.git_dir}"]
        if self.work_tree is not None:
            line.append(f"--work-tree={self.work_tree}")
        for name, value in _SETTINGS.items():
            line += ["-c", f"{name}={value}"]
        return [*line, *arguments]

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """The whole environment of a Git process."""
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        protocols = {"GIT_ALLOW_PROTOCOL": self.protocols}
        return inherited | _FIXED | protocols | dict(self.secrets or {}) | dict(extra or {})

    def run(
        self,
        *arguments: str,
        stdin: bytes = b"",
        environment: Mapping[str, str] | None = None,
        accept: Iterable[int] = (0,),
    ) -> bytes:
        """What the command prints; raises GitError where it ends otherwise than accepted."""
        return self.attempt(*arguments, stdin=stdin, environment=environment, accept=accept)[1]

    def stream(self, *arguments: str) -> Iterator[bytes]:
        """What the command prints, while it prints it; raises GitError at the end."""
        with (
            tempfile.TemporaryFile() as words,
            subprocess.Popen(
                self.command(*arguments),
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=words,
                pass_fds=self.held,
            ) as process,
        ):
            output = opened(process.stdout)
            _widen(output)
            while chunk := output.read(_CHUNK):
                yield chunk
            if process.wait() != 0:
                words.seek(0)
                raise GitError(
                    place=self.place,
                    command=arguments[0],
                    exit_status=process.returncode,
                    words=words.read(_WORDS).decode("utf-8", "replace"),
                )

    def attempt(
        self,
        *arguments: str,
        stdin: bytes = b"",
        environment: Mapping[str, str] | None = None,
        accept: Iterable[int] = (0,),
    ) -> tuple[int, bytes]:
        """The exit status and what was printed, where several endings are no surprise."""
        done = _run(
            self.command(*arguments), stdin=stdin, environment=self.environment(environment)
        )
        if done.returncode not in accept:
            raise GitError(
                place=self.place,
                command=arguments[0],
                exit_status=done.returncode,
                words=(done.stderr + done.stdout[:_WORDS]).decode("utf-8", "replace"),
            )
        return done.returncode, done.stdout


@cache
def require_git() -> None:
    """Raise GitMissingError where Git is absent, or so old that it would not sync what it writes.

    An older Git knows nothing of `core.fsync`, and says nothing of that either.
    """
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    words = _run(["git", "version"], environment=environment | _FIXED).stdout.decode().split()
    found = words[2] if len(words) > 2 else "of no version"
    version = tuple(int(part) for part in found.split(".")[:3] if part.isdigit())
    if version < OLDEST_GIT:
        raise GitMissingError(f"{found} is too old")


def _run(
    line: Sequence[str],
    *,
    environment: Mapping[str, str],
    stdin: bytes = b"",
    held: Sequence[int] = (),
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            line,
            input=stdin,
            env=dict(environment),
            capture_output=True,
            check=False,
            pass_fds=held,
        )
    except FileNotFoundError as error:
        raise GitMissingError("not found on PATH") from error


def _widen(pipe: IO[bytes]) -> None:
    """Let Git run ahead of us: on a busy machine each wait for the other costs a turn."""
    resize = getattr(fcntl, "F_SETPIPE_SZ", None)  # Linux
    if resize is not None:
        with contextlib.suppress(OSError):  # beyond what the system allows it
            fcntl.fcntl(pipe, resize, _PIPE)


def opened(pipe: IO[bytes] | None) -> IO[bytes]:
    """A pipe that was asked for, as the type checker wants it."""
    if pipe is None:
        raise ValueError("the process was started without this pipe")
    return pipe
