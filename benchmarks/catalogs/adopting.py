"""Whether an existing translation is paired with its master as a person would pair it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from benchmarks.catalogs.texts import Text, texts
from benchmarks.figures import Figure, report
from publisher.catalogs.adopt import Adoption, pair_blocks
from publisher.catalogs.bilingual import Block, blocks_of
from publisher.catalogs.checks import Languages
from publisher.catalogs.messages import keys_by_place, messages_of
from publisher.model.locales import LocaleTag
from publisher.text import parse

_LABELS = Path(__file__).with_name("adopted.toml")
_MASTER = LocaleTag("zh-Hans")
_RUN = re.compile(r"(?P<first>\d+)(?:\.\.(?P<last>\d+))?(?:=(?P<other>\d+))?")


class Verdict(StrEnum):
    """What became of a block of the master."""

    RIGHT = "right"  # adopted as judged; or nothing adopted, where there is nothing
    MISSED = "missed"  # there is a translation, and it was not found
    MARKED = "wrong, marked fuzzy"
    UNMARKED = "wrong and not fuzzy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What a person found for each block of a master; blocks are named by their numbers."""

    pairs: dict[int, int]
    proposals: dict[int, int]
    alone: frozenset[int]
    surplus: frozenset[int]  # of the translation

    def assert_whole(self, masters: int, others: int) -> None:
        """Stop where a block of either text is not judged, or judged twice."""
        judged = [*self.pairs, *self.proposals, *self.alone]
        assert sorted(judged) == list(range(masters)), "the master's blocks are not all judged once"
        used = {*self.pairs.values(), *self.proposals.values()}
        assert len(used & self.surplus) == 0, "a block is a translation and surplus"
        assert used | self.surplus == set(range(others)), "the translation's are not all judged"


def measure() -> None:
    """Report the share of blocks judged by hand that are adopted rightly, and the worst kind."""
    available = {(text.locale, text.policy, text.path.name[:3]): text for text in texts()}
    counts: Counter[Verdict] = Counter()
    for document in tomllib.loads(_LABELS.read_text("utf-8"))["document"]:
        master = available.get((document["master"][0], document["policy"], document["master"][1]))
        locale, number = document["translation"]
        other = available.get((locale, document["policy"], number))
        if master is None or other is None:
            print("no corpus beside the repository: adopting is not measured")
            return
        counts.update(_verdicts(master, other, LocaleTag(locale), _labels(document)))
    judged = counts.total()
    report(Figure(name="blocks judged by hand", measured=judged))
    share = 100 * counts[Verdict.RIGHT] / judged
    report(Figure(name="adopted rightly", measured=share, unit="%", at_least=95))
    report(Figure(name="adopted wrongly, marked fuzzy", measured=counts[Verdict.MARKED]))
    report(Figure(name="not found", measured=counts[Verdict.MISSED]))
    share = 100 * counts[Verdict.UNMARKED] / judged
    report(Figure(name="adopted wrongly and not fuzzy", measured=share, unit="%", at_most=1))


def _labels(document: dict[str, Any]) -> Labels:
    return Labels(
        pairs=dict(_runs(document["pairs"])),
        proposals=dict(_runs(document.get("proposals", ""))),
        alone=frozenset(block for block, _ in _runs(document.get("alone", ""))),
        surplus=frozenset(block for block, _ in _runs(document.get("surplus", ""))),
    )


def _runs(written: str) -> Iterator[tuple[int, int]]:
    """The blocks of runs, each with its counterpart (of no meaning where none is written)."""
    for match in _RUN.finditer(written):
        first, other = int(match["first"]), int(match["other"] or 0)
        for block in range(first, int(match["last"] or first) + 1):
            yield block, other + block - first


def _verdicts(master: Text, other: Text, locale: LocaleTag, labels: Labels) -> Iterator[Verdict]:
    languages = Languages(master=_MASTER, locale=locale)
    one, two = parse(master.source), parse(other.source)
    ones, twos = blocks_of(one, _MASTER), blocks_of(two, locale)
    labels.assert_whole(len(ones), len(twos))
    keys = keys_by_place(messages_of(one))
    found, _ = pair_blocks(one, two, languages)
    for number, block in enumerate(ones):
        adoption = found.get(keys[block.index])
        # Equal passages are one message: any of their translations is right.
        alike = [i for i, same in enumerate(ones) if keys[same.index] == keys[block.index]]
        verdict = _verdict(adoption, labels, alike, twos)
        if verdict is not Verdict.RIGHT:
            text = adoption.text if adoption else "nothing"
            print(f"  {verdict}: {number} {block.text[:50]} | {text[:60]}")
        yield verdict


def _verdict(
    adoption: Adoption | None, labels: Labels, alike: list[int], twos: list[Block]
) -> Verdict:
    pairs = [twos[labels.pairs[i]].text for i in alike if i in labels.pairs]
    proposals = [twos[labels.proposals[i]].text for i in alike if i in labels.proposals]
    if adoption is None:
        return Verdict.MISSED if pairs else Verdict.RIGHT
    if adoption.text in pairs or (adoption.text in proposals and not adoption.is_sure):
        return Verdict.RIGHT
    return Verdict.UNMARKED if adoption.is_sure else Verdict.MARKED
