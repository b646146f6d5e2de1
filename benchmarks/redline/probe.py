"""A process of its own that compares what it is given, and says what that cost.

    python -m benchmarks.redline.probe < request

The request is a JSON object: `pairs`, a list of [old, new, locale]; `limit_mb`, its address space.
The answer: CPU seconds of all pairs, caches of texts emptied before each; the growth of the
resident memory's peak; and a SHA-256 over the canonical JSON of every answer.
"""

from __future__ import annotations

import hashlib
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.redline import engine
from benchmarks.redline.sources import REPOSITORY

_WARM_UP = (
    "# A\n\nSome words, 15 days, and [a link](https://example.com/).\n\n* 我们会在一个月内答复。\n"
)
_CPU_LIMIT_S = 120


@dataclass(frozen=True, slots=True)
class Cost:
    """What comparisons took, or why there is no answer."""

    cpu_s: float
    memory_mb: float
    sha256: str
    failure: str | None = None


def measure(
    pairs: Iterable[tuple[str, str, str]], *, limit_mb: int = 4096, hash_seed: str = "0"
) -> Cost:
    """Compare pairs in a fresh process."""
    request = json.dumps({"pairs": list(pairs), "limit_mb": limit_mb})
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.redline.probe"],
        input=request.encode(),
        capture_output=True,
        cwd=REPOSITORY,
        env={**engine.environment(), "PYTHONHASHSEED": hash_seed},
        check=False,
    )
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["killed"]
        return Cost(float("inf"), float("inf"), "", f"exit {done.returncode}: {lines[-1][:200]}")
    answer = json.loads(done.stdout)
    return Cost(answer["cpu_s"], answer["memory_mb"], answer["sha256"])


def main() -> None:
    """Answer one request."""
    request = json.load(sys.stdin)
    engine.canonical(_WARM_UP, _WARM_UP + "\nMore.\n", "en")
    before_kb = _peak_kb(forget=True)
    limit = request["limit_mb"] << 20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_LIMIT_S, _CPU_LIMIT_S))
    digest = hashlib.sha256()
    cpu_s = 0.0
    for old, new, locale in request["pairs"]:
        engine.forget_texts()
        started = time.process_time()
        answer = engine.compare_function()(old, new, locale=locale).to_dict()
        cpu_s += time.process_time() - started
        digest.update(json.dumps(answer, ensure_ascii=False, sort_keys=True).encode())
    json.dump(
        {
            "cpu_s": cpu_s,
            "memory_mb": (_peak_kb() - before_kb) / 1024,
            "sha256": digest.hexdigest(),
        },
        sys.stdout,
    )


def _peak_kb(*, forget: bool = False) -> int:
    """The peak of the resident memory. Not getrusage's: that remembers the parent's."""
    if forget:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    status = Path("/proc/self/status").read_text(encoding="ascii")
    match = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert match is not None
    return int(match[1])


if __name__ == "__main__":
    main()
