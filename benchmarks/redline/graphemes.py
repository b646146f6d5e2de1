"""Pairs that differ inside what a reader sees as one character: no edge may fall in there."""

from __future__ import annotations

import tomllib
from pathlib import Path

from benchmarks.redline.results import Redline
from benchmarks.redline.revisions import TextPair
from benchmarks.redline.tokens import grapheme_edges

_FILE = Path(__file__).parent / "graphemes.toml"


def pairs() -> list[TextPair]:
    """The cases as pairs of texts."""
    cases = tomllib.loads(_FILE.read_text("utf-8"))["case"]
    return [TextPair(case["name"], case["locale"], case["old"], case["new"]) for case in cases]


def cut_graphemes(pair: TextPair, redline: Redline) -> list[str]:
    """Places at which any edge of an answer falls inside a grapheme, shown or not."""
    cuts = []
    for text, groups in (
        (pair.old, (redline.old_shown, redline.old_named, redline.old_format)),
        (pair.new, (redline.new_shown, redline.new_named, redline.new_format)),
    ):
        whole = set(grapheme_edges(text))
        for runs in groups:
            cuts += [_around(text, edge) for run in runs for edge in run if edge not in whole]
    return cuts


def _around(text: str, edge: int) -> str:
    return ascii(text[max(edge - 3, 0) : edge]) + "|" + ascii(text[edge : edge + 3])
