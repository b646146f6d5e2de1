"""One writer at a time: a lock that the kernel frees when its holder dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from publisher.model.errors import BusyError

LOCK_FILE = "publisher.lock"


class AlreadyPublishingError(BusyError):
    """Another process is writing to this workspace."""

    def __init__(self, *, place: str, holder: str) -> None:
        self.place = place
        self.holder = holder
        super().__init__(
            f"{place}: already in progress, process {holder or 'unknown'} is publishing;"
            " wait for it to end, then try again"
        )


@contextmanager
def writer_lock(git_dir: Path) -> Iterator[None]:
    """Hold the workspace's lock; raises AlreadyPublishingError where another process does.

    The file stays behind and means nothing by itself: the lock is the kernel's (flock), so that
    of a dead process is gone with it.
    """
    path = git_dir / LOCK_FILE
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(descriptor, 40, 0).decode("ascii", "replace").strip()
            raise AlreadyPublishingError(place=str(git_dir.parent), holder=holder) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)
