"""Reads objects through one long-lived Git process, each checked against its own id."""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import IO, NamedTuple, Self

from publisher.history.git.runner import GitRepository, opened
from publisher.model.errors import RepositoryError

# Requests in flight fit into a pipe (64 KB on Linux) twice over, so that neither side can block
# the other: we never write while Git waits for us to read.
_WINDOW_BYTES = 24 * 1024


class DamagedObjectError(RepositoryError):
    """An object is there but is not what its id says."""

    def __init__(self, *, place: str, name: str, words: str) -> None:
        self.place = place
        self.name = name
        super().__init__(
            f"{place}: object {name} is damaged ({words}); restore the repository from a copy,"
            " then run `publisher verify`"
        )


class MissingObjectError(RepositoryError):
    """An object that must be there is not."""

    def __init__(self, *, place: str, name: str) -> None:
        self.place = place
        self.name = name
        super().__init__(
            f"{place}: object {name} is missing; restore the repository from a copy,"
            " then run `publisher verify`"
        )


class GitObject(NamedTuple):
    """An object as Git stores it, its id checked."""

    oid: str
    kind: str  # blob, tree, commit, tag
    data: bytes


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """A line of a tree."""

    mode: str
    name: str
    oid: str


class ObjectReader:
    """A window into one repository; threads may share it, forked processes get their own.

    The process is started at the first question and again where it died; new objects and moved
    refs are seen without a restart.
    """

    def __init__(self, repository: GitRepository) -> None:
        self._repository = repository
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._words: IO[bytes] | None = None
        self._pid = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, name: str) -> GitObject:
        """The object; raises MissingObjectError or DamagedObjectError."""
        found = self.find(name)
        if found is None:
            raise MissingObjectError(place=self._repository.place, name=name)
        return found

    def find(self, name: str) -> GitObject | None:
        """The object that an id or one of our own ref names means; None where there is none."""
        (found,) = self.find_many((name,))
        return found

    def find_many(self, names: Iterable[str]) -> Iterator[GitObject | None]:
        """Many objects in the order of their names, in few round trips."""
        with self._lock:
            process = self._started()
            complete = False
            try:
                yield from self._conversation(process, names)
                complete = True
            finally:
                if not complete:  # answers that nobody took would be taken for others' answers
                    process.kill()
                    process.wait()

    def resolve(self, ref: str) -> str | None:
        """The id that a ref of ours has now; None where it does not exist."""
        with self._lock:
            process = self._started()
            _write(process, f"info {ref}\nflush\n".encode())
            header = self._line(process, ref).split()
        return header[0] if len(header) == 3 else None

    def tree(self, oid: str) -> tuple[TreeEntry, ...]:
        """The lines of a tree."""
        return tuple(_tree_entries(self.read(oid)))

    def close(self) -> None:
        """End the process; the next question starts another."""
        process, self._process = self._process, None
        if process is None or self._pid != os.getpid():
            return
        with contextlib.suppress(BrokenPipeError):
            opened(process.stdin).close()
        opened(process.stdout).close()
        process.wait()
        if self._words is not None:
            self._words.close()

    def _started(self) -> subprocess.Popen[bytes]:
        forked = self._pid != os.getpid()
        if self._process is None or forked or self._process.poll() is not None:
            if not forked:
                self.close()
            self._words = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
            self._process = subprocess.Popen(
                self._repository.command("cat-file", "--batch-command", "--buffer"),
                env=self._repository.environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._words,
                bufsize=1 << 16,
            )
            self._pid = os.getpid()
        return self._process

    def _conversation(
        self, process: subprocess.Popen[bytes], names: Iterable[str]
    ) -> Iterator[GitObject | None]:
        asked: list[Sequence[str]] = []
        for window in _windows(names):
            self._ask(process, window)
            asked.append(window)
            if len(asked) > 1:
                yield from self._answers(process, asked.pop(0))
        for window in asked:
            yield from self._answers(process, window)

    def _ask(self, process: subprocess.Popen[bytes], names: Sequence[str]) -> None:
        lines = "".join(f"contents {name}\n" for name in names)
        _write(process, f"{lines}flush\n".encode())

    def _answers(
        self, process: subprocess.Popen[bytes], names: Sequence[str]
    ) -> Iterator[GitObject | None]:
        for name in names:
            header = self._line(process, name).split(" ")
            if len(header) != 3:
                yield None
                continue
            oid, kind, size = header[0], header[1], int(header[2])
            data = opened(process.stdout).read(size + 1)[:-1]
            if len(data) != size or object_id(kind, data, like=oid) != oid:
                raise self._damage(name)
            yield GitObject(oid, kind, data)

    def _line(self, process: subprocess.Popen[bytes], name: str) -> str:
        line = opened(process.stdout).readline()
        if not line.endswith(b"\n"):
            process.wait()
            raise self._damage(name)
        return line[:-1].decode("utf-8", "replace")

    def _damage(self, name: str) -> DamagedObjectError:
        words = "its content does not match its id"
        if self._words is not None:
            self._words.seek(0)
            words = self._words.read(2000).decode("utf-8", "replace").strip() or words
        return DamagedObjectError(place=self._repository.place, name=name, words=words)


def object_id(kind: str, data: bytes, *, like: str) -> str:
    """The id that Git gives to an object, in the object format that another id is in."""
    algorithm = hashlib.sha256 if len(like) == 64 else _sha1
    digest = algorithm(b"%s %d\0" % (kind.encode(), len(data)))
    digest.update(data)
    return digest.hexdigest()


def _sha1(data: bytes) -> hashlib._Hash:
    return hashlib.sha1(data, usedforsecurity=False)


def _windows(names: Iterable[str]) -> Iterator[Sequence[str]]:
    window: list[str] = []
    size = 0
    for name in names:
        if "\n" in name:
            raise ValueError("an object's name has no line break")
        window.append(name)
        size += len(name) + len("contents \n")
        if size > _WINDOW_BYTES:
            yield window
            window, size = [], 0
    if window:
        yield window


def _write(process: subprocess.Popen[bytes], data: bytes) -> None:
    with contextlib.suppress(BrokenPipeError):  # told by the answer that does not come
        opened(process.stdin).write(data)
        opened(process.stdin).flush()


def _tree_entries(tree: GitObject) -> Iterator[TreeEntry]:
    data, position = tree.data, 0
    width = len(tree.oid) // 2
    while position < len(data):
        space = data.index(b" ", position)
        end = data.index(b"\0", space)
        yield TreeEntry(
            mode=data[position:space].decode(),
            name=os.fsdecode(data[space + 1 : end]),
            oid=data[end + 1 : end + 1 + width].hex(),
        )
        position = end + 1 + width
