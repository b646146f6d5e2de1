"""The other programs: asked in processes of their own, their answers brought to the common form."""

from __future__ import annotations

import json
import os
import select
import subprocess
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from benchmarks.peers.install import ENVIRONMENTS, PEERS, NodePeer, PythonPeer
from benchmarks.redline import peer_answers, peer_git
from benchmarks.redline.results import Redline
from benchmarks.redline.tokens import tokens

_WORKERS = Path(__file__).resolve().parent.parent / "peers"
_NEEDS_TOKENS = {"difflib", "rapidfuzz"}


@dataclass(frozen=True, slots=True)
class PeerAnswer:
    """A peer's answer, and the CPU time of the peer alone."""

    redline: Redline
    cpu_s: float


class Peer:
    """A program that compares two texts, in a process that is started again when it hangs."""

    def __init__(self, name: str, *, timeout_s: float = 20) -> None:
        self.name = name
        self._timeout_s = timeout_s
        self._process: subprocess.Popen[bytes] | None = None
        self.failures = 0  # pairs without an answer: too slow, or an error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._stop()

    def compare(self, old: str, new: str, locale: str) -> PeerAnswer | None:
        """The peer's answer, or None where it is too slow or fails."""
        if self.name.startswith("git"):
            return self._compare_by_git(old, new)
        answer = self._ask({"old": old, "new": new, "locale": locale})
        if answer is None or "cpu_s" not in answer:
            self.failures += 1
            return None
        try:
            redline = self._read(answer, old, new)
        except peer_answers.UnreadableError:
            self.failures += 1
            return None
        return PeerAnswer(redline, answer["cpu_s"])

    def _read(self, answer: dict[str, Any], old: str, new: str) -> Redline:
        if self.name == "wikidiff2":
            return peer_answers.from_wikidiff2(answer["lines"], old, new)
        return peer_answers.from_ops(answer["ops"], old, new)

    def _compare_by_git(self, old: str, new: str) -> PeerAnswer:
        compare = peer_git.word_diff if self.name == "git" else peer_git.color_moved
        redline, cpu_s = compare(old, new)
        return PeerAnswer(redline, cpu_s)

    def _ask(self, request: dict[str, Any]) -> dict[str, Any] | None:
        if self.name in _NEEDS_TOKENS:
            for side in ("old", "new"):
                request[f"{side}_edges"] = [0, *(end for _, end in tokens(request[side]))]
        if self._process is None:
            self._process = subprocess.Popen(
                _command(self.name),
                cwd=ENVIRONMENTS / self.name if self.name == "jsdiff" else None,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        try:
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
            ready, _, _ = select.select([stdout], [], [], self._timeout_s)
            line = stdout.readline() if ready else b""
        except BrokenPipeError:
            line = b""
        if not line:
            self._stop()
            return None
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                assert stream is not None
                try:
                    stream.close()
                except BrokenPipeError:
                    continue
            self._process = None


def _command(name: str) -> list[str]:
    peer = PEERS[name]
    if isinstance(peer, PythonPeer):
        return [str(peer.python), "-I", str(_WORKERS / "worker.py"), name]
    if isinstance(peer, NodePeer):
        return ["node", str(_WORKERS / "worker_jsdiff.mjs")]
    return ["php", str(_WORKERS / "worker_wikidiff2.php")]


ALL = (
    "git",
    "git --color-moved",
    "wikidiff2",
    "dmp",
    "fast-dmp",
    "jsdiff",
    "redlines",
    "htmldiff",
    "difflib",
    "rapidfuzz",
)


# Slow ones are asked for every n-th pair only; their figures are of those.
STRIDES = {"jsdiff": 25, "difflib": 12}


def available(names: tuple[str, ...] = ALL) -> tuple[list[str], dict[str, str]]:
    """Those of the peers that are installed or can be, and why the others are not."""
    if os.environ.get("PUBLISHER_BENCH_PEERS") == "none":
        return [], dict.fromkeys(names, "left out by PUBLISHER_BENCH_PEERS")
    missing: dict[str, str] = {}
    for name in names:
        failure = PEERS[name.split()[0]].install()
        if failure is not None:
            missing[name] = failure
    return [name for name in names if name not in missing], missing
