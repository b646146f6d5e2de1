"""Whether an existing translation is paired with its master as a person would pair it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from benchmarks.catalogs.texts import Text, texts
from benchmarks.figures import Figure, report
from publisher.catalogs.adopt import pair_blocks
from publisher.catalogs.bilingual import blocks_of
from publisher.catalogs.checks import Languages
from publisher.catalogs.messages import keys_by_place, messages_of
from publisher.model.locales import LocaleTag
from publisher.text import parse

_LABELS = Path(__file__).with_name("adopted.toml")
_MASTER = LocaleTag("zh-Hans")
_RUN = re.compile(r"(?P<first>\d+)(?:\.\.(?P<last>\d+))?=(?P<other>\d+)")


def measure() -> None:
    """Report the share of blocks paired by hand that are adopted rightly, and the worst kind."""
    available = {(text.locale, text.policy, text.path.name[:3]): text for text in texts()}
    labelled = right = wrong = unmarked = 0
    for document in tomllib.loads(_LABELS.read_text("utf-8"))["document"]:
        master = available.get((document["master"][0], document["policy"], document["master"][1]))
        locale, number = document["translation"]
        other = available.get((locale, document["policy"], number))
        if master is None or other is None:
            print("no corpus beside the repository: adopting is not measured")
            return
        counts = _counts(master, other, LocaleTag(locale), _pairs(document["pairs"]))
        labelled, right = labelled + counts[0], right + counts[1]
        wrong, unmarked = wrong + counts[2], unmarked + counts[3]
    report(Figure(name="blocks paired by hand", measured=labelled))
    share = 100 * right / labelled
    report(Figure(name="adopted rightly", measured=share, unit="%", at_least=95))
    report(Figure(name="adopted wrongly, marked fuzzy", measured=wrong - unmarked))
    share = 100 * unmarked / labelled
    report(Figure(name="adopted wrongly and not fuzzy", measured=share, unit="%", at_most=1))


def _pairs(written: str) -> dict[int, int]:
    """The labels as numbers of blocks."""
    found: dict[int, int] = {}
    for match in _RUN.finditer(written):
        first, other = int(match["first"]), int(match["other"])
        for block in range(first, int(match["last"] or first) + 1):
            found[block] = other + block - first
    return found


def _counts(
    master: Text, other: Text, locale: LocaleTag, pairs: dict[int, int]
) -> tuple[int, int, int, int]:
    """How many blocks are labelled, right, wrong, and wrong without a mark.

    What has no counterpart and was given one is wrong, too.
    """
    languages = Languages(master=_MASTER, locale=locale)
    one, two = parse(master.source), parse(other.source)
    ones, twos = blocks_of(one, _MASTER), blocks_of(two, locale)
    keys = keys_by_place(messages_of(one))
    found, _ = pair_blocks(one, two, languages)
    right = wrong = unmarked = 0
    for number, block in enumerate(ones):
        adoption = found.get(keys[block.index])
        if adoption is None:
            continue
        wanted = pairs.get(number)
        # Equal passages are one message: any of their translations is right.
        texts_of_key = {
            twos[pairs[i]].text
            for i, other_block in enumerate(ones)
            if i in pairs and keys[other_block.index] == keys[block.index]
        }
        if wanted is not None and any(text in adoption.text for text in texts_of_key):
            right += 1
        else:
            wrong += 1
            unmarked += adoption.is_sure
            print(f"  wrong{'' if adoption.is_sure else ', fuzzy'}: {block.text[:50]}"
                  f" | {adoption.text[:60]}")  # fmt: skip
    return len(pairs), right, wrong, unmarked
