"""Git as a peer: its word diff with an expression that knows CJK, and its moved lines."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path

from benchmarks.redline.peer_answers import UnreadableError, from_kept, from_ops
from benchmarks.redline.results import Kept, Redline

# Numbers; letters of two bytes and less together; each CJK character, and what else has three
# bytes or four, alone. By bytes, because ranges of characters are refused in UTF-8 locales.
_WORD = (
    (
        rb"[0-9]+|([A-Za-z]|[\xc3-\xdf][\x80-\xbf])+|[\xe0-\xef][\x80-\xbf][\x80-\xbf]"
        rb"|[\xf0-\xf7][\x80-\xbf][\x80-\xbf][\x80-\xbf]|\xc2[\x80-\xbf]|[^[:space:]]"
    )
    .decode("unicode_escape")
    .encode("latin-1")
)
_ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "LC_ALL": "C",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "HOME": os.devnull,
}
_COLOURS = {
    "color.diff.old": "red",
    "color.diff.new": "green",
    "color.diff.oldMoved": "magenta",
    "color.diff.newMoved": "cyan",
    "color.diff.frag": "yellow",
}


def word_diff(old: str, new: str) -> tuple[Redline, float]:
    """Git diff --word-diff of two texts, and its CPU time, start of the process included."""
    output, cpu_s = _diff(old, new, b"--word-diff=porcelain", b"--word-diff-regex=" + _WORD)
    return from_ops(_porcelain(output, new), old, new), cpu_s


def cpu_of_word_diff(old: Path, new: Path) -> float:
    """The CPU time of git diff --word-diff on two files."""
    return _run(old, new, b"--word-diff=porcelain", b"--word-diff-regex=" + _WORD)[1]


def color_moved(old: str, new: str) -> tuple[Redline, float]:
    """Git diff --color-moved of two texts by lines: context and moved lines are kept."""
    options = [part for name, value in _COLOURS.items() for part in ("-c", f"{name}={value}")]
    output, cpu_s = _diff(
        old, new, b"--color=always", b"--color-moved=plain", before=[o.encode() for o in options]
    )
    return from_kept(_moved(output.decode(), old, new), old, new, lax=True), cpu_s


def _diff(
    old: str, new: str, *options: bytes, before: list[bytes] | None = None
) -> tuple[bytes, float]:
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder) / "old", Path(folder) / "new"
        one.write_bytes(old.encode())
        other.write_bytes(new.encode())
        return _run(one, other, *options, before=before)


def _run(
    old: Path, new: Path, *options: bytes, before: list[bytes] | None = None
) -> tuple[bytes, float]:
    command = [b"git", *(before or []), b"diff", b"--no-index", b"-U10000000", *options, b"--"]
    process = subprocess.Popen(
        [*command, bytes(old), bytes(new)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # warnings of line ends
        env=_ENVIRONMENT,
    )
    assert process.stdout is not None
    output = process.stdout.read()
    process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise UnreadableError(f"git diff ended with {process.returncode}")
    return output, usage.ru_utime + usage.ru_stime


def _porcelain(output: bytes, new: str) -> list[list[str]]:
    """The ops of a word diff; its lines end where a word run ends, `~` stands for a line end."""
    text = output.decode()
    begin = text.find("\n@@ ")
    if begin < 0:
        return [["=", new]]
    ops = []
    for line in text[text.index("\n", begin + 1) + 1 :].split("\n"):
        if line[:1] in (" ", "+", "-"):
            ops.append([line[0] if line[0] != " " else "=", line[1:]])
        elif line == "~":
            ops.append(["=", "\n"])
    return ops


_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def _moved(output: str, old: str, new: str) -> list[Kept]:
    begin = output.find("@@ ")
    if begin < 0:
        return [Kept(0, 0, min(len(old), len(new)))]
    kept: list[Kept] = []
    moved_old: dict[str, list[int]] = defaultdict(list)
    moved_new: dict[str, list[int]] = defaultdict(list)
    old_at = new_at = 0
    for raw in output[output.index("\n", begin) + 1 :].split("\n")[:-1]:
        colour, line = _colour(raw), _ESCAPE.sub("", raw)
        mark, text = line[:1], line[1:]
        if mark == "\\":
            continue
        if mark == " ":
            kept.append(Kept(old_at, new_at, len(text) + 1))
        if mark == "-" and colour == "35":
            moved_old[text].append(old_at)
        if mark == "+" and colour == "36":
            moved_new[text].append(new_at)
        old_at += len(text) + 1 if mark in " -" else 0
        new_at += len(text) + 1 if mark in " +" else 0
    for text, places in moved_old.items():
        for one, other in zip(places, moved_new.get(text, []), strict=False):
            kept.append(Kept(one, other, len(text) + 1))
    return sorted(kept)


def _colour(line: str) -> str:
    match = re.match(r"\x1b\[([0-9;]*)m", line)
    return match[1] if match else ""
