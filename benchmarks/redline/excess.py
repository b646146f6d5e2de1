"""Where an answer highlights more than the least: the changes of real revisions, worst first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks.redline.engine import answer
from benchmarks.redline.revisions import TextPair
from benchmarks.redline.tokens import least_mass

_MARKS = {"keep": ("", ""), "insert": ("[+", "+]"), "delete": ("[-", "-]")}
_LONGEST = 700


def worst_changes(pairs: Iterable[TextPair], count: int) -> Iterator[str]:
    """The changes with the greatest excess over the least, each as one marked-up line."""
    found: list[tuple[int, str, dict[str, Any]]] = []
    for pair in pairs:
        for change in answer(pair.old, pair.new, pair.locale).json["changes"]:
            excess = _excess(pair, change)
            if excess > 0:
                found.append((excess, pair.name, change))
    found.sort(key=lambda entry: (-entry[0], entry[1]))
    for excess, name, change in found[:count]:
        yield f"{name}: {change['kind']}, {excess} characters too many"
        yield "    " + marked_up(change["edits"])[:_LONGEST]


def _excess(pair: TextPair, change: dict[str, Any]) -> int:
    old = "".join(pair.old[span["start"] : span["end"]] for span in change["old"])
    new = "".join(pair.new[span["start"] : span["end"]] for span in change["new"])
    shown = sum(
        len("".join(edit["text"].split()))
        for edit in change["edits"]
        if edit["op"] != "keep" and edit["noise"] is None
    )
    return shown - least_mass(old, new)


def marked_up(edits: list[dict[str, Any]]) -> str:
    """Edits in one line: ``kept [-deleted-] [+inserted+]<noise>``."""
    pieces = []
    for edit in edits:
        before, after = _MARKS[edit["op"]]
        noise = f"<{edit['noise']}>" if edit["noise"] else ""
        pieces.append(f"{before}{edit['text']}{after}{noise}")
    return "".join(pieces).replace("\n", "⏎")
