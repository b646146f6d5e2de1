"""Reads a history in one pass: every commit with the files that it changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import NamedTuple

from publisher.history.git.runner import GitRepository
from publisher.model.policies import CommitId

_FORMAT = "%H%x00%P%x00%an%x00%ae%x00%aI%x00%s"
_FIELDS = 6
GITLINK = "160000"
SYMLINK = "120000"
# A hash that begins a commit has neither; the first change of a commit follows a line break.
_CHANGE_BEGINS = frozenset({b"\n:", b":0", b":1"})
_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


# Thousands of both are made at once, and a tuple of words is nothing to the garbage collector.
class FileChange(NamedTuple):
    """One file that a commit changed, against the commit's first parent."""

    status: str  # A, M, D, T; R where it was renamed
    new_mode: str
    old_oid: str
    new_oid: str
    old_path: str
    path: str  # equal to old_path unless renamed


class LoggedCommit(NamedTuple):
    """A commit as the log tells it."""

    oid: CommitId
    parents: tuple[CommitId, ...]
    author: str
    email: str
    author_date: str  # as Git prints it in ISO 8601; empty where the commit's is damaged
    subject: str
    changes: tuple[FileChange, ...]

    @property
    def authored_at(self) -> datetime:
        """When the author wrote it, in the author's zone; 1970 where nobody can tell."""
        try:
            return datetime.fromisoformat(self.author_date)
        except ValueError:
            return _UNKNOWN


def walk(
    repository: GitRepository, tip: str, *, first_parent: bool = False, renames: bool = True
) -> list[LoggedCommit]:
    """Every commit up to a tip, parents before children; merges against their first parent.

    Renames are those of each commit alone (``-M``): ``--follow`` takes copies for renames and so
    makes up ancestors.
    """
    options = ["--first-parent"] if first_parent else []
    chunks = repository.stream(
        "log",
        "--raw",
        "-z",
        "--no-abbrev",
        "--no-show-signature",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--ignore-submodules=none",
        "--encoding=UTF-8",
        "--topo-order",
        "--diff-merges=first-parent",
        "-M" if renames else "--no-renames",
        *options,
        f"--format={_FORMAT}",
        "--end-of-options",
        tip,
    )
    # Git tells the newest first, and can begin to tell that way before it has seen everything.
    return list(_commits(_fields(chunks)))[::-1]


def _fields(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        fields = (rest + chunk).split(b"\0")
        rest = fields.pop()
        yield from fields


def _commits(fields: Iterator[bytes]) -> Iterator[LoggedCommit]:
    field = next(fields, None)
    while field is not None:
        head = [field, *islice(fields, _FIELDS - 1)]
        changes: list[FileChange] = []
        field = next(fields, None)
        while field is not None and field[:2] in _CHANGE_BEGINS:
            old_path = next(fields)
            renamed = field.rsplit(b" ", 1)[1][:1] in b"RC"
            changes.append(_change(field, old_path, next(fields) if renamed else old_path))
            field = next(fields, None)
        yield _commit(head, tuple(changes))


def _commit(head: list[bytes], changes: tuple[FileChange, ...]) -> LoggedCommit:
    words = b"\0".join(head).decode("utf-8", "replace")
    oid, parents, author, email, date, subject = words.split("\0")
    return LoggedCommit(
        oid=CommitId(oid),
        parents=tuple(CommitId(parent) for parent in parents.split()),
        author=author,
        email=email,
        author_date=date,
        subject=subject,
        changes=changes,
    )


def _change(told: bytes, old_path: bytes, path: bytes) -> FileChange:
    _, new_mode, old_oid, new_oid, status = told.lstrip(b"\n:").decode().split()
    old = os.fsdecode(old_path)
    return FileChange(
        status=status[0],
        new_mode=new_mode,
        old_oid=old_oid,
        new_oid=new_oid,
        old_path=old,
        path=old if path is old_path else os.fsdecode(path),
    )
