"""The second opinion on a text's structure, under a limit of time and away from this process."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection

from publisher.text.second_opinion import Disagreement, disagreements

# python-markdown needs a few hundredths of a second for a real policy, and 12 s for 10 KB of `[`.
LIMIT_S = 10.0


def second_opinion(source: str, *, limit_s: float = LIMIT_S) -> tuple[Disagreement, ...] | None:
    """Where python-markdown would make other blocks of a text; None where it could not say."""
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(source, sending), daemon=True)
    process.start()
    sending.close()
    try:
        answer: tuple[Disagreement, ...] | None = (
            receiving.recv() if receiving.poll(limit_s) else None
        )
    except EOFError:
        return None
    finally:
        process.kill()
        process.join()
        receiving.close()
    return answer


def _answer(source: str, sending: Connection) -> None:
    try:
        sending.send(disagreements(source))
    except RecursionError:
        sending.send(None)
