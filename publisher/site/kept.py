"""Answers that are costly to make and never change: made once, a few at a time, kept in bounds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import BoundedSemaphore, Lock
from typing import Generic, TypeVar

from publisher.model.errors import BusyError

Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")


class Kept(Generic[Key, Answer]):
    """The most recently used answers by key; safe to share between threads.

    At most `at_once` answers are made at the same time. Whoever would have to wait longer than
    `patience_s` for a turn gets a BusyError instead: a queue of readers must not fill the server.
    """

    def __init__(self, *, limit: int, at_once: int = 2, patience_s: float = 10.0) -> None:
        self._limit = limit
        self._patience_s = patience_s
        self._turns = BoundedSemaphore(at_once)
        self._lock = Lock()
        self._answers: OrderedDict[Key, Answer] = OrderedDict()

    def get(self, key: Key, make: Callable[[], Answer]) -> Answer:
        """The answer of a key, made now if it is not at hand."""
        if (found := self._look(key)) is not None:
            return found
        if not self._turns.acquire(timeout=self._patience_s):
            raise BusyError("the server is busy with other comparisons; try again in a moment")
        try:
            if (found := self._look(key)) is not None:
                return found
            answer = make()
        finally:
            self._turns.release()
        self._keep(key, answer)
        return answer

    def _look(self, key: Key) -> Answer | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def _keep(self, key: Key, answer: Answer) -> None:
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > self._limit:
                self._answers.popitem(last=False)
