"""Reads a history in one pass: every commit with the files that it changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from publisher.history.git.runner import GitRepository
from publisher.model.policies import CommitId

_FORMAT = "%H%x00%P%x00%an%x00%ae%x00%aI%x00%cI%x00%s"
_FIELDS = 7
GITLINK = "160000"
SYMLINK = "120000"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """One file that a commit changed, against the commit's first parent."""

    status: str  # A, M, D, T; R where it was renamed
    new_mode: str
    old_oid: str
    new_oid: str
    old_path: str
    path: str  # equal to old_path unless renamed


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedCommit:
    """A commit as the log tells it."""

    oid: CommitId
    parents: tuple[CommitId, ...]
    author: str
    email: str
    authored_at: datetime
    committed_at: datetime
    subject: str
    changes: tuple[FileChange, ...]


def walk(
    repository: GitRepository, tip: str, *, first_parent: bool = False, renames: bool = True
) -> Iterator[LoggedCommit]:
    """Every commit up to a tip, parents before children; merges against their first parent.

    Renames are those of each commit alone (``-M``): ``--follow`` takes copies for renames and so
    makes up ancestors.
    """
    options = ["--first-parent"] if first_parent else []
    output = repository.run(
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
        "--reverse",
        "--diff-merges=first-parent",
        "-M" if renames else "--no-renames",
        *options,
        f"--format={_FORMAT}",
        "--end-of-options",
        tip,
    )
    return _commits(output)


def _commits(output: bytes) -> Iterator[LoggedCommit]:
    fields = output.split(b"\0")
    position = 0
    while position + _FIELDS <= len(fields):
        head = [field.decode("utf-8", "replace") for field in fields[position : position + _FIELDS]]
        position += _FIELDS
        changes: list[FileChange] = []
        while position < len(fields) and fields[position][:2] in (b"\n:", b":0", b":1"):
            width = 3 if fields[position].rsplit(b" ", 1)[1][:1] in b"RC" else 2
            changes.append(_change(fields[position : position + width]))
            position += width
        yield _commit(head, tuple(changes))


def _commit(head: list[str], changes: tuple[FileChange, ...]) -> LoggedCommit:
    oid, parents, author, email, authored, committed, subject = head
    return LoggedCommit(
        oid=CommitId(oid),
        parents=tuple(CommitId(parent) for parent in parents.split()),
        author=author,
        email=email,
        authored_at=_date(authored, committed),
        committed_at=_date(committed, authored),
        subject=subject,
        changes=changes,
    )


def _date(text: str, other: str) -> datetime:
    # A damaged date prints as nothing, or beyond what a datetime holds.
    for candidate in (text, other, "1970-01-01T00:00:00+00:00"):
        try:
            return datetime.fromisoformat(candidate)
        except ValueError:
            continue
    raise AssertionError("the last candidate is a date")


def _change(fields: list[bytes]) -> FileChange:
    _, new_mode, old_oid, new_oid, status = fields[0].lstrip(b"\n:").decode().split()
    return FileChange(
        status=status[0],
        new_mode=new_mode,
        old_oid=old_oid,
        new_oid=new_oid,
        old_path=os.fsdecode(fields[1]),
        path=os.fsdecode(fields[-1]),
    )
