"""How long judging takes beside diffing, over every revision of the corpus."""

from __future__ import annotations

import inspect
import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from publisher.changes import comparison

_JUDGING = "publisher.changes.materiality"
_PARSING = "parse"


Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


class Clock:
    """Adds up the time spent inside functions, nested calls counted once."""

    def __init__(self) -> None:
        self.spent_s = 0.0
        self.calls = 0
        self._depth = 0

    def around(self, function: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
        """The function, its time taken."""

        def timed(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
            self._depth += 1
            self.calls += 1
            started = time.perf_counter()
            try:
                answer = function(*args, **kwargs)
                # A generator does its work when it is read: read it while the clock runs.
                if inspect.isgenerator(answer):
                    return cast(Answer, iter(list(answer)))
                return answer
            finally:
                self._depth -= 1
                if not self._depth:
                    self.spent_s += time.perf_counter() - started

        return timed


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Seconds over all pairs; diffing is aligning and marking, without parsing."""

    pairs: int
    diffing_s: float
    judging_s: float

    @property
    def ratio(self) -> float:
        """Judging relative to diffing."""
        return self.judging_s / self.diffing_s


def measure(corpus: Path) -> Times | None:
    """Compare all consecutive revisions once; None where the corpus is absent."""
    pairs = [
        (locale.name, earlier, later)
        for locale in sorted(corpus.glob("[a-z][a-z]*"))
        if locale.name != "traps"
        for policy in sorted(locale.iterdir())
        for earlier, later in _consecutive(policy)
    ]
    if not pairs:
        return None
    with _clocks() as (judging, parsing):
        started = time.perf_counter()
        for locale_name, earlier, later in pairs:
            comparison.compare(_text(earlier), _text(later), locale=locale_name)
        total_s = time.perf_counter() - started
    if not judging.calls:
        raise RuntimeError(f"{comparison.__name__} calls nothing of {_JUDGING}; mend timing.py")
    return Times(
        pairs=len(pairs),
        diffing_s=total_s - judging.spent_s - parsing.spent_s,
        judging_s=judging.spent_s,
    )


def _consecutive(policy: Path) -> Iterator[tuple[Path, Path]]:
    revisions = sorted(policy.glob("*.md"))
    yield from itertools.pairwise(revisions)


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


@contextmanager
def _clocks() -> Iterator[tuple[Clock, Clock]]:
    """Clocks around what the comparison imports for judging and for parsing, while it lasts."""
    judging, parsing = Clock(), Clock()
    imported = {
        name: value for name, value in vars(comparison).items() if inspect.isfunction(value)
    }
    for name, function in imported.items():
        if function.__module__.startswith(_JUDGING):
            setattr(comparison, name, judging.around(function))
        elif name == _PARSING:
            setattr(comparison, name, parsing.around(function))
    try:
        yield judging, parsing
    finally:
        for name, function in imported.items():
            setattr(comparison, name, function)
