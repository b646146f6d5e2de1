"""Shows that something is happening, on a terminal and on stderr only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console


@contextmanager
def told(what: str) -> Iterator[Callable[[str], None]]:
    """A function that is told each step; on a terminal they show behind a spinner."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _quiet
        return
    with console.status(what) as status:
        yield lambda step: status.update(f"{what}: {step}")


def _quiet(_: str) -> None:
    """Say nothing: nobody watches."""
