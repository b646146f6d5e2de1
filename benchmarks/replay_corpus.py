"""Rebuilds one Git repository from real revision histories, as a company would have had it.

    python -m benchmarks.replay_corpus TARGET [--corpus ../shared/corpus] [--path PATTERN]

Every text becomes a commit with its own date and subject, in the order of time.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

DEFAULT_CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
DEFAULT_PATH = "{locale}/{policy}.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text of the corpus with what its index says of it."""

    locale: str
    policy: str
    place: int  # within its history
    file: Path
    at: datetime
    subject: str


def texts(corpus: Path) -> list[Text]:
    """All texts of all histories; those of one history in its order, all by time."""
    found = []
    for index in sorted(corpus.glob("*/*/index.jsonl")):
        for place, line in enumerate(index.read_text("utf-8").splitlines()):
            entry = json.loads(line)
            found.append(
                Text(
                    locale=index.parent.parent.name,
                    policy=index.parent.name,
                    place=place,
                    file=index.parent / entry["file"],
                    at=datetime.fromisoformat(entry["date"]),
                    subject=entry["subject"],
                )
            )
    return _by_time(found)


def replay(corpus: Path, target: Path, *, pattern: str = DEFAULT_PATH) -> int:
    """How many commits the new repository in `target` has."""
    target.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    git = ["git", "-C", str(target)]
    subprocess.run(
        [*git, "init", "--quiet", "--template=", "--initial-branch=main"],
        check=True,
        env=environment,
    )
    found = texts(corpus)
    stream = b"".join(_stream(found, pattern))
    subprocess.run([*git, "fast-import", "--quiet"], input=stream, check=True, env=environment)
    subprocess.run([*git, "reset", "--quiet", "--hard"], check=True, env=environment)
    return len(found)


def _by_time(found: list[Text]) -> list[Text]:
    """By time, but never a history's later text before an earlier one, whatever clocks said."""
    moments: dict[tuple[str, str], float] = {}
    keyed = []
    for text in found:
        history = (text.locale, text.policy)
        moments[history] = max(moments.get(history, 0.0), text.at.timestamp())
        keyed.append((moments[history], text.locale, text.policy, text.place, text))
    return [item[-1] for item in sorted(keyed, key=lambda item: item[:-1])]


def _stream(found: list[Text], pattern: str) -> Iterator[bytes]:
    for text in found:
        who = b"Legal <legal@example.com> %d %s" % (
            int(text.at.timestamp()),
            text.at.strftime("%z").encode(),
        )
        subject = text.subject.encode()
        content = text.file.read_bytes()
        path = pattern.format(locale=text.locale, policy=text.policy).encode()
        yield b"commit refs/heads/main\nauthor %s\ncommitter %s\n" % (who, who)
        yield b"data %d\n%s\n" % (len(subject), subject)
        yield b"M 100644 inline %s\ndata %d\n" % (path, len(content))
        yield content + b"\n"


def main(arguments: list[str]) -> int:
    """Build the repository and say what is in it."""
    parser = argparse.ArgumentParser(prog="replay_corpus", description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--corpus", type=Path, default=DEFAULT_CORPUS)
    parser.add_argument("--path", default=DEFAULT_PATH)
    options = parser.parse_args(arguments)
    if not options.corpus.is_dir():
        print(f"{options.corpus}: no revision histories there; name them with --corpus")
        return 2
    count = replay(options.corpus, options.target, pattern=options.path)
    print(f"{options.target}: {count} commits")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
