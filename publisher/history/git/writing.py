"""Writes commits in bulk, and moves refs by compare-and-swap; always through Git itself."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import IO

from publisher.history.git.runner import GitError, GitRepository, opened
from publisher.model.policies import CommitId

# Below this many objects fast-import's pack is unpacked into loose objects, durably; above it the
# pack is kept. A pack for each small publication would slow every later reading.
_UNPACK_LIMIT = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who made a commit, and when."""

    name: str
    email: str
    at: datetime  # aware; its offset is kept

    def line(self) -> bytes:
        """As a commit object has it."""
        offset = self.at.utcoffset()
        minutes = 0 if offset is None else int(offset.total_seconds()) // 60
        zone = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
        who = f"{_plain(self.name) or 'unknown'} <{_plain(self.email)}>"
        return f"{who} {max(0, int(self.at.timestamp()))} {zone}".encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCommit:
    """A commit to be written: what it changes in its parent's tree."""

    parent: CommitId | int | None  # an int: the commit with that place in the same call
    author: Signature
    committer: Signature
    message: str
    files: Mapping[str, bytes | None]  # None: removed
    keeps: CommitId | None = None  # a further parent, so that it is never pruned


def write_commits(
    repository: GitRepository, commits: Iterable[NewCommit], *, ref: str
) -> tuple[CommitId, ...]:
    """The ids of the commits, written in one process; the ref keeps the last one from pruning.

    The same input gives the same ids. The ref is one of ours and is moved without a check.
    """
    with tempfile.TemporaryDirectory(prefix="publisher-") as folder:
        marks = Path(folder, "marks")
        _fast_import(repository, _stream(commits, ref), marks)
        pairs = (line.split() for line in marks.read_text("ascii").splitlines())
        ids = {int(mark[1:]): CommitId(oid) for mark, oid in pairs}
    return tuple(ids[mark] for mark in sorted(ids))


def compare_and_swap(
    repository: GitRepository, ref: str, *, new: CommitId, old: CommitId | None
) -> bool:
    """Whether the ref was moved; False where it was no longer what the caller saw."""
    expected = old or "0" * len(new)
    try:
        repository.run("update-ref", "--no-deref", "--end-of-options", ref, new, expected)
    except GitError:
        if current(repository, ref) != old:
            return False
        raise
    return True


def update_refs(repository: GitRepository, refs: Mapping[str, CommitId | None]) -> None:
    """Move refs together, unconditionally; None deletes one."""
    lines = (
        f"delete {ref}\n" if oid is None else f"update {ref} {oid}\n" for ref, oid in refs.items()
    )
    repository.run("update-ref", "--no-deref", "--stdin", stdin="".join(lines).encode())


def current(repository: GitRepository, ref: str) -> CommitId | None:
    """What a ref is at this moment; None where it does not exist."""
    status, output = repository.attempt(
        "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^0", accept=(0, 1)
    )
    return CommitId(output.decode().strip()) if status == 0 else None


def _fast_import(repository: GitRepository, stream: Iterator[bytes], marks: Path) -> None:
    command = repository.command(
        "-c",
        f"fastimport.unpackLimit={_UNPACK_LIMIT}",
        "fast-import",
        "--quiet",
        "--force",
        "--done",
        f"--export-marks={marks}",
    )
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(
            command,
            env=repository.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=words,
            pass_fds=repository.held,
        ) as process,
    ):
        complete = _feed(opened(process.stdin), stream)
        status = process.wait()
        if status != 0 or not complete:
            words.seek(0)
            raise GitError(
                place=repository.place,
                command="fast-import",
                exit_status=status,
                words=_first_words(words.read().decode("utf-8", "replace")),
            )


def _feed(pipe: IO[bytes], stream: Iterator[bytes]) -> bool:
    try:
        with pipe:
            pipe.writelines(stream)
    except BrokenPipeError:
        return False
    return True


def _first_words(words: str) -> str:
    # After the reason fast-import tells how it wrote a crash report; nobody needs that.
    return next((line for line in words.splitlines() if line.strip()), words)


def _stream(commits: Iterable[NewCommit], ref: str) -> Iterator[bytes]:
    for index, commit in enumerate(commits):
        if commit.parent is None:
            yield b"reset %s\n\n" % ref.encode()
        yield b"commit %s\nmark :%d\n" % (ref.encode(), index + 1)
        author = commit.author.line()
        committer = author if commit.committer is commit.author else commit.committer.line()
        yield b"author %s\ncommitter %s\n" % (author, committer)
        yield from _data(commit.message.encode("utf-8", "replace"))
        if isinstance(commit.parent, int):
            yield b"from :%d\n" % (commit.parent + 1)
        elif commit.parent is not None:
            yield b"from %s\n" % commit.parent.encode()
        if commit.keeps is not None:
            yield b"merge %s\n" % commit.keeps.encode()
        for path, content in sorted(commit.files.items()):
            yield from _file(path, content)
        yield b"\n"
    yield b"done\n"


def _file(path: str, content: bytes | None) -> Sequence[bytes]:
    if content is None:
        return (b"D %s\n" % path.encode(),)
    return (b"M 100644 inline %s\n" % path.encode(), *_data(content))


def _data(content: bytes) -> Sequence[bytes]:
    return (b"data %d\n" % len(content), content, b"\n")


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    kept = "".join(" " if ord(char) < 32 or char in "<>" else char for char in text)
    return kept.encode("utf-8", "replace").decode().strip()
