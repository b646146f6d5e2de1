"""Notes for the translator on why an entry is fuzzy: written as extracted comments.

Each begins with a word of its own, so that it is found again: a note stays while the entry is fuzzy
and goes when it no longer is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from publisher.model.changes import Edit, EditOp

Redline = Callable[[str, str], Sequence[Edit]]

CHANGED = "changed: "
SPLIT = "split: "
MERGED = "merged: "
SIMILAR = "similar: "
ADOPTED = "adopted: "
PROPOSED = "proposed: "
_NOTES = (CHANGED, SPLIT, MERGED, SIMILAR, ADOPTED, PROPOSED)
_CONTEXT = 14  # characters of kept text shown on each side of an edit


def is_note(comment: str) -> bool:
    """Whether an extracted comment is a note on why its entry is fuzzy."""
    return comment.startswith(_NOTES)


def kept_notes(comments: Iterable[str]) -> tuple[str, ...]:
    """The notes among an entry's extracted comments."""
    return tuple(comment for comment in comments if is_note(comment))


def changed(edits: Sequence[Edit]) -> str:
    """What changed, word by word, as ``wdiff`` marks it: ``…将在[-一个月-]{+三个月+}内…``."""
    runs = [
        (op, "".join(edit.text for edit in run))
        for op, run in groupby(edits, key=lambda edit: edit.op)
    ]
    last = len(runs) - 1
    shown = "".join(
        _shown(op, text, is_first=index == 0, is_last=index == last)
        for index, (op, text) in enumerate(runs)
    )
    return CHANGED + " ".join(shown.split())


def is_format_only(edits: Iterable[Edit]) -> bool:
    """Whether two texts differ in nothing that a reader or a translator would see."""
    return all(edit.difference is None or edit.difference.is_format for edit in edits)


def _shown(op: EditOp, text: str, *, is_first: bool, is_last: bool) -> str:
    match op:
        case EditOp.INSERT:
            return f"{{+{text}+}}"
        case EditOp.DELETE:
            return f"[-{text}-]"
        case EditOp.KEEP:
            head = 0 if is_first else _CONTEXT
            tail = 0 if is_last else _CONTEXT
            if len(text) <= head + tail + 1:
                return text
            return f"{text[:head]}…{text[len(text) - tail :]}"
