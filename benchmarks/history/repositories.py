"""Repositories of realistic size, made from real texts, and what bare Git takes on them."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.replay_corpus import Text

LOCALE, POLICY = "en", "privacy"
_ENVIRONMENT = {
    **os.environ,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "Legal",
    "GIT_AUTHOR_EMAIL": "legal@example.com",
    "GIT_COMMITTER_NAME": "Legal",
    "GIT_COMMITTER_EMAIL": "legal@example.com",
}


def git(folder: Path, *arguments: str, stdin: bytes | None = None) -> bytes:
    """What Git prints, without anything of this machine's settings."""
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        input=stdin,
        env=_ENVIRONMENT,
        capture_output=True,
        check=True,
    )
    return done.stdout


def many_commits(found: list[Text], target: Path, count: int) -> None:
    """A repository of so many commits to 30 files, each renamed now and then."""
    target.mkdir(parents=True)
    git(target, "init", "--quiet", "--bare", "--initial-branch=main")
    git(target, "fast-import", "--quiet", stdin=b"".join(_stream(found, count)))


def final_path(policy: int) -> str:
    """Where the renames end."""
    return f"{LOCALE}/{POLICY}-{policy}.md"


def _stream(found: list[Text], count: int) -> Iterator[bytes]:
    paths = {number: f"old/{number}/text-0.md" for number in range(30)}
    contents = [text.file.read_bytes() for text in found]
    renames = 0
    for index in range(count):
        policy = index % 30
        yield b"commit refs/heads/main\n"
        who = b"Legal <legal@example.com> %d +0000" % (1_400_000_000 + index * 3600)
        yield b"author %s\ncommitter %s\ndata 4\nedit\n" % (who, who)
        last = index >= count - 60
        if index > 60 and (index % 67 == 0 or last) and paths[policy] != final_path(policy):
            renames += 1
            new = final_path(policy) if last else f"old/{policy}/text-{renames}.md"
            yield b"R %s %s\n" % (paths[policy].encode(), new.encode())
            paths[policy] = new
            continue
        content = contents[(index * 7 + policy) % len(contents)]
        if index >= 30:
            # Mostly small edits, as in life: a line more than before.
            content = contents[policy] + b"Edit %d.\n" % index
        yield b"M 100644 inline %s\ndata %d\n" % (paths[policy].encode(), len(content))
        yield content + b"\n"


def timed_beside(
    ours: Callable[[], object], theirs: Callable[[], object], *, repeats: int = 5
) -> tuple[float, float]:
    """The least time in seconds of each of two calls, made in turns.

    So that what else the machine does at a time slows both.
    """
    pairs = [(timed(ours, repeats=1), timed(theirs, repeats=1)) for _ in range(repeats)]
    return min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)


def processor_time(work: Callable[[], object], *, repeats: int = 3) -> float:
    """The least seconds of processor that a call takes, those of the processes it starts included.

    What it costs, whatever else the machine does meanwhile.
    """

    def once() -> float:
        before = os.times()
        work()
        after = os.times()
        return sum(after[:4]) - sum(before[:4])

    return min(once() for _ in range(repeats))


def timed(work: object, *, repeats: int = 3) -> float:
    """The least time in seconds that a call takes."""
    assert callable(work)
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)
