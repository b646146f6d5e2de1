"""Growth with the length of a text, and pairs made to hurt."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.redline.probe import Cost, measure
from benchmarks.redline.rows import Row
from benchmarks.redline.sources import shared_folder

SIZES = (1, 4, 16, 64)
_ADVERSARIAL_LIMIT_MB = 512


@dataclass(frozen=True, slots=True)
class Growth:
    """What the seed, so many times, costs when a share of its blocks changes."""

    share: str
    costs: dict[int, Cost]  # by size

    @property
    def steepest(self) -> float:
        """The most that four times the text costs more."""
        sizes = sorted(self.costs)
        return max(
            self.costs[large].cpu_s / self.costs[small].cpu_s for small, large in pairwise(sizes)
        )


def seed_text() -> str | None:
    """The sample policy, or None where it is not at hand."""
    path = shared_folder() / "seed" / "privacy.zh.md"
    return path.read_text("utf-8") if path.exists() else None


def grow(seed: str) -> Iterator[Growth]:
    """The costs for every size and share."""
    for share, change in _SHARES.items():
        costs = {}
        for size in SIZES:
            rng = random.Random(f"{share}/{size}")  # noqa: S311
            old = "\n\n".join([seed.strip()] * size) + "\n"
            runs = [measure([(old, change(old, rng), "zh-Hans")]) for _ in range(3)]
            costs[size] = min(runs, key=lambda cost: cost.cpu_s)
        yield Growth(share, costs)


def _edit_blocks(share: float) -> Callable[[str, random.Random], str]:
    """A share of the blocks have eight characters in a row replaced."""

    def change(text: str, rng: random.Random) -> str:
        blocks = text.split("\n\n")
        for number in rng.sample(range(len(blocks)), max(1, round(share * len(blocks)))):
            block = blocks[number]
            at = rng.randrange(max(len(block) - 8, 1))
            blocks[number] = block[:at] + _han(rng, 8) + block[at + 8 :]
        return "\n\n".join(blocks)

    return change


def _replace_all(text: str, rng: random.Random) -> str:
    """Every Han character is another one: the structure stays, no word does."""
    return "".join(_han(rng, 1) if "\u4e00" <= letter <= "\u9fff" else letter for letter in text)


_SHARES: dict[str, Callable[[str, random.Random], str]] = {
    "1 %": _edit_blocks(0.01),
    "10 %": _edit_blocks(0.1),
    "100 %": _edit_blocks(1),
    "all words": _replace_all,
}


def _han(rng: random.Random, count: int) -> str:
    return "".join(chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(count))


def growth_rows(growths: list[Growth]) -> list[Row]:
    """The figures of growth."""
    rows = []
    for growth in growths:
        largest = growth.costs[SIZES[-1]]
        label = f"seed × {SIZES[-1]}, {growth.share} changed"
        rows += [
            Row(
                name=f"seed, {growth.share} changed: CPU for four times the text",
                ours=growth.steepest,
                unit="×",
                at_most=5.5,
                note=", ".join(f"{size}: {cost.cpu_s:.3f}" for size, cost in growth.costs.items()),
            ),
            Row(name=f"{label}: CPU", ours=largest.cpu_s, unit="s", at_most=1.2),
            Row(name=f"{label}: memory", ours=largest.memory_mb, unit="MB", at_most=100),
        ]
    return rows


# ------------------------------------------------------------------------------- made to hurt


def adversarial() -> dict[str, tuple[str, str]]:
    """Pairs on which naive programs hang or burst, by name."""
    rng = random.Random(5)  # noqa: S311
    words = [_han(rng, 2) for _ in range(6000)]
    shuffled = rng.sample(words, len(words))
    items = [f"* {_han(rng, 12)}\n" for _ in range(3000)]
    clauses = [f"我们保存第{number}类日志的期限为{number % 97}个月。\n\n" for number in range(2000)]
    return {
        "5,000 random Han against 5,000 others": (_han(rng, 5000), _han(rng, 5000)),
        "20,000 equal short lines against one more": ("同意。\n" * 20000, "同意。\n" * 20001),
        "20,000 equal short blocks against one less": (
            "同意。\n\n" * 20000,
            "同意。\n\n" * 19999,
        ),
        "20,000 equal short lines against 20,000 others": ("同意。\n" * 20000, "拒绝。\n" * 20000),
        "50,000 brackets against one more": ("[" * 50000, "[" * 50001),
        "50,000 brackets against closing ones": ("[" * 50000, "]" * 50000),
        "6,000 words in another order": (" ".join(words), " ".join(shuffled)),
        "3,000 list items in reverse": ("".join(items), "".join(reversed(items))),
        "2,000 clauses that resemble each other, shuffled": (
            "".join(clauses),
            "".join(rng.sample(clauses, len(clauses))),
        ),
        "300 lists in each other": (_nested(300), _nested(299)),
        "50,000 placeholders' openings": ("{{" * 50000, "{{" * 50000 + "}}"),
        "a word of 200,000 letters": ("a" * 200000, "a" * 199999 + "b"),
        "a family of 20,000 joined emoji": ("👩\u200d" * 20000, "👩\u200d" * 19999 + "👨"),
        "30,000 combining marks": ("e" + "\u0301" * 30000, "e" + "\u0301" * 29999 + "\u0300"),
    }


def _nested(depth: int) -> str:
    return "".join(f"{'  ' * level}* 条款{level}\n" for level in range(depth))


def hurt() -> Iterator[tuple[str, Cost]]:
    """The cost of every pair made to hurt."""
    for name, (old, new) in adversarial().items():
        yield name, measure([(old, new, "zh-Hans")], limit_mb=4 * _ADVERSARIAL_LIMIT_MB)


def adversarial_rows(costs: list[tuple[str, Cost]]) -> list[Row]:
    """The worst of them; those over a limit by name."""
    slowest = max(costs, key=lambda entry: entry[1].cpu_s)
    largest = max(costs, key=lambda entry: entry[1].memory_mb)
    return [
        Row(
            name="made to hurt: CPU of the worst",
            ours=slowest[1].cpu_s,
            unit="s",
            at_most=2,
            note=f"{len(costs)} pairs; {slowest[0]}",
        ),
        Row(
            name="made to hurt: memory of the worst",
            ours=largest[1].memory_mb,
            unit="MB",
            at_most=_ADVERSARIAL_LIMIT_MB,
            note=largest[0],
        ),
    ]


def five_megabytes_row() -> Row:
    """What the largest text that is promised an answer costs: bounded, without a target."""
    cost = measure([(*five_megabytes(), "zh-Hans")])
    return Row(
        name="5 MB, a twentieth changed: CPU",
        ours=cost.cpu_s,
        unit="s",
        note=cost.failure or f"{cost.memory_mb:.0f} MB",
    )


def five_megabytes() -> tuple[str, str]:
    """A pair of 5 MB: to be answered in bounded time and memory, whatever that is."""
    rng = random.Random(6)  # noqa: S311
    blocks = [_han(rng, 60) + "。" for _ in range(27000)]
    other = [_han(rng, 60) + "。" if rng.random() < 0.05 else block for block in blocks]
    return "\n\n".join(blocks) + "\n", "\n\n".join(other) + "\n"
