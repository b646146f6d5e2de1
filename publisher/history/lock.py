"""One writer at a time: a lock that the kernel frees when its holder dies."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from publisher.model.errors import BusyError

LOCK_FILE = "publisher.lock"
# A killed holder's Git processes keep the lock until they end; they are waited for so long.
_ORPHANS_S = 10.0
_POLL_S = 0.02


class AlreadyPublishingError(BusyError):
    """Another process is writing to this workspace."""

    def __init__(self, *, place: str, holder: int | None) -> None:
        self.place = place
        self.holder = holder
        super().__init__(
            f"{place}: already published or in progress, process {holder or 'unknown'} is at it;"
            " wait for it to end, then look at `publisher log`"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WriterLock:
    """The lock while it is held."""

    descriptor: int
    left_over: bool  # the holder before did not come to its end: there may be things to mend


@contextmanager
def writer_lock(git_dir: Path) -> Iterator[WriterLock]:
    """Hold the workspace's lock; raises AlreadyPublishingError where another process does.

    The lock is the kernel's (flock) on a file that stays, so that of a dead process is gone with it
    and its children. The file names the holder, and is emptied when the holder came to its end.
    """
    descriptor = os.open(git_dir / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _acquire(descriptor, git_dir)
        left_over = _holder(descriptor) is not None
        os.pwrite(descriptor, f"{os.getpid():<10}\n".encode(), 0)
        os.fsync(descriptor)
        yield WriterLock(descriptor=descriptor, left_over=left_over)
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, git_dir: Path) -> None:
    deadline = time.monotonic() + _ORPHANS_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = _holder(descriptor)
            if _lives(holder) or time.monotonic() > deadline:
                raise AlreadyPublishingError(place=str(git_dir.parent), holder=holder) from error
            time.sleep(_POLL_S)
        else:
            return


def _holder(descriptor: int) -> int | None:
    words = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
    return int(words) if words.isdigit() else None


def _lives(process: int | None) -> bool:
    if process is None:  # it holds the lock and has not yet said who it is
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(process)


def _is_zombie(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False
