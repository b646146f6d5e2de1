"""Changes without meaning: lines broken anew, punctuation and white space made uniform."""

from __future__ import annotations

from benchmarks.redline import rewriting
from benchmarks.redline.documents import BlockKind, body_start
from benchmarks.redline.drafts import Role
from benchmarks.redline.work import Work, require


def rewrap(work: Work) -> None:
    """The lines of paragraphs and items are broken anew."""
    width = work.rng.choice((36, 48, 60, 72, 88))
    hanging = work.rng.random() < 0.6
    done = 0
    for part in work.draft.free_parts():
        marker = body_start(part.block)
        indent = " " * marker if hanging else ""
        edits = rewriting.rewrap(part.block, width, indent=indent)
        if edits:
            work.draft.edit(part, edits, role=Role.MODIFIED)
            done += 1
    require(done >= 2)


def normalise(work: Work) -> None:
    """Punctuation, quotation marks, white space and bullets are made uniform."""
    rng = work.rng
    text = "\n".join(part.block.text for part in work.draft.parts if part.block.is_free)
    rules = rewriting.pick_rules(rng, work.phrases.language.partition("-")[0], text)
    bullet = rng.choice(("-", "+", None))
    trailing = rng.random() < 0.4
    nested = any(part.block.nested for part in work.draft.parts)
    done = 0
    for part in work.draft.free_parts():
        edits = rewriting.normalise(
            part.block,
            rules,
            trailing=trailing and rng.random() < 0.5,
            bullet=None if nested else bullet,
        )
        if edits:
            work.draft.edit(part, edits, role=Role.MODIFIED)
            done += 1
    require(done >= 2)
    if rng.random() < 0.3:
        for part in work.draft.parts:
            if (
                part.sources
                and work.draft.old[part.sources[-1]].gap == "\n\n"
                and rng.random() < 0.3
            ):
                part.gap = "\n\n\n"


def rewrap_some(work: Work) -> None:
    """Some paragraphs' lines are broken anew."""
    parts = work.free(BlockKind.PARAGRAPH, least=2 * work.shortest)
    require(len(parts) >= 2)
    for part in work.rng.sample(parts, min(3, len(parts))):
        edits = rewriting.rewrap(part.block, 50, indent="")
        if edits:
            work.draft.edit(part, edits, role=Role.MODIFIED)
