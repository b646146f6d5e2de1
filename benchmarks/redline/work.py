"""What an operation works with: the draft, chance, and the sentences of the language."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass

from benchmarks.redline.documents import Block, BlockKind, body_start
from benchmarks.redline.drafts import Draft, Part, Range
from benchmarks.redline.phrases import Phrases

Blocks = tuple[Block, ...]


class NotApplicableError(Exception):
    """A text has nothing that the operation could work on."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """The phrase that a case changes: where, and which characters had to change at least."""

    old: Range
    new: Range
    old_needed: Range
    new_needed: Range


@dataclass(slots=True)
class Work:
    """What an operation works with."""

    draft: Draft
    rng: random.Random
    phrases: Phrases
    phrase: tuple[Part, Range, Range, str] | None = None  # part, old range, new range, old text

    @property
    def shortest(self) -> int:
        """The least length of a block that can be told from others."""
        return 14 if not self.phrases.has_spaces else 36

    def free(
        self, kind: BlockKind | None = None, *, least: int = 0, articles: bool = False
    ) -> list[Part]:
        """Untouched parts that no other part resembles, long enough to be known again."""
        counts = Counter(words(part.block) for part in self.draft.parts)
        return [
            part
            for part in self.draft.free_parts()
            if (kind is None or part.block.kind is kind)
            and (
                part.block.kind is BlockKind.PARAGRAPH
                or part.block.text[0] in "*+-"
                or (articles and part.block.kind is BlockKind.ARTICLE)
            )
            and counts[words(part.block)] == 1
            and len(words(part.block)) >= max(least, self.shortest)
        ]

    def choose(self, parts: list[Part]) -> Part:
        """One of the parts, or NotApplicableError where there is none."""
        if not parts:
            raise NotApplicableError
        return self.rng.choice(parts)


def words(block: Block) -> str:
    """A block's words without its marker and any white space: what tells it from others."""
    return re.sub(r"\s+", "", block.text[body_start(block) :])


def require(condition: object) -> None:
    """Give the case up where something that the operation needs does not hold."""
    if not condition:
        raise NotApplicableError
