"""Cases that are judged wrongly, in few lines: the change, its label, and what was said."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from benchmarks.materiality.cases import Case, Half
from benchmarks.materiality.scoring import Judged

_AROUND = 24  # characters of kept text shown on either side of a difference
_TOKEN = re.compile(r"[^\W\u3040-\u9fff]+|\s+|.")  # words; a character of scripts without spaces
_WIDTH = 420
_REASONS = 4


def describe(judged: Judged) -> list[str]:
    """Lines about one wrong answer. Only of the dev half: the other one is counted, never shown."""
    case = judged.case
    if case.half is not Half.DEV:
        raise ValueError(f"{case.name} is held out: its failures are counted, not listed")
    label = "material" if case.material else "immaterial"
    named = f" ({', '.join(case.categories)})" if case.categories else ""
    return [
        f"{case.name}: {label}{named}, said {_said(judged)}",
        f"    {_shortened(marked(case))}",
        f"    label: {case.why}",
        *(f"    went by {reason}" for reason in _reasons(judged)),
    ]


def _said(judged: Judged) -> str:
    if judged.materiality is None:
        return judged.error
    return f"{judged.materiality.level} {judged.materiality.score:.2f}"


def _reasons(judged: Judged) -> Iterator[str]:
    for reason in sorted(judged.reasons, key=lambda reason: -abs(reason.weight))[:_REASONS]:
        evidence = reason.evidence
        yield f"{reason.rule} {reason.weight:+.2f}: {evidence.old[:60]!r} to {evidence.new[:60]!r}"


def marked(case: Case) -> str:
    """The differing runs as ``[-old-]{+new+}`` with a little of what surrounds them."""
    old, new = case.old.splitlines(), case.new.splitlines()
    lines = difflib.SequenceMatcher(None, old, new, autojunk=False)
    blocks = [
        _marked_text("⏎".join(old[a:b]), "⏎".join(new[c:d]))
        for operation, a, b, c, d in lines.get_opcodes()
        if operation != "equal"
    ]
    return " | ".join(blocks) or "line ends only"


def _marked_text(old: str, new: str) -> str:
    if max(len(old), len(new)) > 4 * _WIDTH:
        return f"[-{old[:_WIDTH]}…-]{{+{new[:_WIDTH]}…+}}"
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    runs = []
    for operation, a, b, c, d in matcher.get_opcodes():
        if operation == "equal":
            kept = "".join(before[a:b])
            short = len(kept) <= 2 * _AROUND
            runs.append(kept if short else f"{kept[:_AROUND]}…{kept[-_AROUND:]}")
            continue
        deleted, inserted = "".join(before[a:b]), "".join(after[c:d])
        runs.append(
            (f"[-{deleted}-]" if deleted else "") + (f"{{+{inserted}+}}" if inserted else "")
        )
    return "".join(runs)


def _shortened(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH]} … ({len(text)} characters)"
