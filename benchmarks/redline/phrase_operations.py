"""A date, a number or a negation changes, and nothing else."""

from __future__ import annotations

import re

from benchmarks.redline import rewriting
from benchmarks.redline.documents import body_start
from benchmarks.redline.drafts import Part, Range, Role, Substitution
from benchmarks.redline.work import Work, require

_BEFORE_A_DAY = ("年", "月", "년", "월")  # the number is part of a date


def number_edits(work: Work, part: Part) -> list[Substitution]:
    """A number with its unit in a block's prose, and another one for it; the phrase is both."""
    shut = rewriting.protected(part.block.text)
    found = []
    for match in work.phrases.number_in_prose.finditer(part.block.text, body_start(part.block)):
        if any(start < match.end() and match.start() < end for start, end in shut):
            continue
        if part.block.text[: match.start()].rstrip().endswith(_BEFORE_A_DAY):
            continue
        number = int(match["number"])
        other = number + work.rng.choice((1, 2, 5, 10, 30)) * (1 if number < 60 else -1)
        changed = match[0].replace(match["number"], str(other), 1)
        found.append(Substitution(*match.span(), changed))
    return found


def swap_edits(work: Work, part: Part) -> list[Substitution]:
    """A negation in a block's prose taken out or put in."""
    shut = rewriting.protected(part.block.text)
    found = []
    for one, other in work.phrases.swaps:
        pattern = re.escape(one) if not work.phrases.has_spaces else rf"\b{re.escape(one)}\b"
        found += [
            Substitution(*match.span(), other)
            for match in re.finditer(pattern, part.block.text)
            if not any(start < match.end() and match.start() < end for start, end in shut)
        ]
    return found


def change_phrase(work: Work, carrier: tuple[int, Range, str] | None, rule: str) -> None:
    """A date, a number or a negation changes, and nothing else.

    `carrier` is the block of the base that holds a sentence of ours, where its phrase is, and what
    takes its place; without one, a phrase of the text itself is changed.
    """
    if carrier is not None:
        index, span, other = carrier
        holding = [part for part in work.draft.parts if part.sources == (index,)]
        require(bool(holding) and not holding[0].is_touched)
        part = holding[0]
        edit = Substitution(*span, other)
    else:
        find = {"number": number_edits, "negation": swap_edits}.get(rule)
        require(find is not None)
        assert find is not None
        found = [(part, edit) for part in work.draft.free_parts() for edit in find(work, part)]
        require(bool(found))
        part, edit = work.rng.choice(found)
    before = part.block.text
    work.draft.edit(part, [edit], role=Role.MODIFIED)
    part.target = True
    work.phrase = (part, Range(edit.start, edit.end), part.changed[-1], before)
