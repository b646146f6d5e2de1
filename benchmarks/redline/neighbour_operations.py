"""Clauses that resemble each other, and lists in another order."""

from __future__ import annotations

from benchmarks.redline.documents import Block, BlockKind, body_start
from benchmarks.redline.drafts import Role
from benchmarks.redline.work import Work, require, words


def swap_similar(work: Work, family: list[int]) -> None:
    """Two clauses that resemble each other change places."""
    at = work.rng.randrange(len(family) - 1)
    parts = work.draft.parts
    one = next(i for i, part in enumerate(parts) if part.sources == (family[at],))
    parts[one], parts[one + 1] = parts[one + 1], parts[one]
    for part in parts:
        if part.sources and part.sources[0] in family:
            part.target = True
    for part in (parts[one], parts[one + 1]):
        part.role = Role.MOVED


def insert_similar_before(work: Work, family: list[int]) -> None:
    """A clause that resembles another is put right in front of it."""
    old = work.draft.old
    parts = work.draft.parts
    if work.rng.random() < 0.5:
        used = "".join(old[index].text for index in family)
        value = work.rng.choice([v for v in work.phrases.similar_values if v not in used])
        before = work.rng.choice(family)
        model = old[before]
        text = work.phrases.similar.format(x=value, n=work.rng.randint(11, 36))
        block = Block(model.kind, model.text[: body_start(model)] + text, model.gap)
    else:
        original = work.choose(work.free(BlockKind.PARAGRAPH, least=2 * work.shortest))
        before = original.sources[0]
        joint = " " if work.phrases.has_spaces else ""
        text = old[before].text + joint + work.rng.choice(work.phrases.sentences)
        require("{:" not in text)
        block = Block(BlockKind.PARAGRAPH, text, "\n\n")
    at = next(i for i, part in enumerate(parts) if part.sources == (before,))
    parts[at].target = True
    for part in parts:
        if part.sources and part.sources[0] in family:
            part.target = True
    work.draft.insert(at, [block])


def reorder_list(work: Work) -> None:
    """The items of a list get another order."""
    parts = work.draft.parts
    runs: list[list[int]] = [[]]
    for index, part in enumerate(parts):
        if part.block.kind is BlockKind.ITEM and part.block.is_free and part.block.text[0] in "*+-":
            runs[-1].append(index)
        elif runs[-1]:
            runs.append([])
    runs = [
        run
        for run in runs
        if len(run) >= 3
        and len({words(parts[i].block) for i in run}) == len(run)
        and all(len(words(parts[i].block)) >= 4 and "\n" not in parts[i].block.text for i in run)
        and all(not parts[i].is_touched for i in run)
    ]
    require(bool(runs))
    run = work.rng.choice(runs)
    order = list(run)
    while order == run:
        work.rng.shuffle(order)
    tight = parts[run[0]].block.gap
    moved = [parts[index] for index in order]
    last_gap = work.draft.old[parts[run[-1]].sources[-1]].gap
    for place, part in zip(run, moved, strict=True):
        parts[place] = part
        part.role, part.target = Role.MOVED, True
        part.gap = last_gap if place == run[-1] else tight
