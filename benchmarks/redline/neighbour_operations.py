"""Clauses that resemble each other, and lists in another order."""

from __future__ import annotations

from benchmarks.redline.documents import Block, BlockKind, body_start
from benchmarks.redline.drafts import Part, Role, Substitution
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
    """The items of a list get another order; numbers in front of them stay in theirs."""
    parts = work.draft.parts
    runs = [run for run in _lists(parts) if _can_reorder(parts, run)]
    require(bool(runs))
    run = work.rng.choice(runs)
    order = list(run)
    while order == run:
        work.rng.shuffle(order)
    labels = [_marker(parts[index].block) for index in run]
    gaps = [work.draft.old[parts[index].sources[-1]].gap for index in run]
    moved = [parts[index] for index in order]
    for place, part, label, gap in zip(run, moved, labels, gaps, strict=True):
        own = _marker(part.block)
        if own != label:
            work.draft.edit(part, [Substitution(0, len(own), label)], role=Role.MOVED)
        parts[place] = part
        part.role, part.target = Role.MOVED, True
        part.gap = gap


def _marker(block: Block) -> str:
    return block.text[: body_start(block)]


def _lists(parts: list[Part]) -> list[list[int]]:
    """Runs of items, and of articles below articles."""
    runs: list[list[int]] = [[]]
    for index, part in enumerate(parts):
        block = part.block
        listed = block.is_free and (
            block.kind is BlockKind.ITEM
            or (block.kind is BlockKind.ARTICLE and block.text[0] in "(（")
        )
        if listed:
            runs[-1].append(index)
        elif runs[-1]:
            runs.append([])
    return runs


def _can_reorder(parts: list[Part], run: list[int]) -> bool:
    texts = [words(parts[index].block) for index in run]
    return (
        len(run) >= 3
        and len(set(texts)) == len(run)
        and all(len(text) >= 4 for text in texts)
        and all("\n" not in parts[i].block.text and not parts[i].is_touched for i in run)
    )
