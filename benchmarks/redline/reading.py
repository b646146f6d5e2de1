"""How an answer reads: what is highlighted, in how many pieces, and where the pieces are cut."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import rjieba
from rapidfuzz.distance import Indel

from benchmarks.redline.drafts import Range
from benchmarks.redline.results import Redline, joined
from benchmarks.redline.tokens import Level, grapheme_edges, least_mass, word_edges


@dataclass(slots=True)
class Reading:
    """Counts over any number of pairs of texts."""

    pairs: int = 0
    lines: int = 0  # changed lines of both texts, by the exact comparison of lines
    runs_in_lines: int = 0  # highlighted runs in those lines, a run over n lines counted n times
    shown_lines: int = 0  # lines in which anything is highlighted
    runs_in_shown_lines: int = 0
    shown: int = 0  # characters highlighted, white space aside
    named: int = 0  # characters shown as noise
    least: int = 0  # the least by tokens, over whole texts
    least_words: int = 0  # the same at other levels
    least_characters: int = 0
    least_in_pairs: int = 0  # the same within the pairs that the engine aligned
    edges: int = 0
    inside_words: int = 0
    jieba_edges: int = 0
    inside_jieba_words: int = 0
    inside_graphemes: int = 0

    def add(self, old: str, new: str, redline: Redline, *, chinese: bool) -> None:
        """Count one pair of texts."""
        self.pairs += 1
        changed = changed_lines(old, new)
        for text, lines, shown, named in (
            (old, changed.old, redline.old_shown, redline.old_named),
            (new, changed.new, redline.new_shown, redline.new_named),
        ):
            self._add_lines(text, lines, shown)
            self.shown += mass(text, shown)
            self.named += mass(text, named)
            self._add_edges(text, joined([*shown, *named]), chinese=chinese)
        self.least += least_mass(old, new)
        self.least_words += least_mass(old, new, Level.WORDS)
        self.least_characters += least_mass(old, new, Level.CHARACTERS)
        self.least_in_pairs += _least_in_pairs(old, new, redline)

    def _add_lines(self, text: str, lines: list[Range], shown: list[Range]) -> None:
        self.lines += len(lines)
        pieces = _pieces(text, shown)
        self.runs_in_shown_lines += len(pieces)
        self.shown_lines += len({text.rfind("\n", 0, piece.start) for piece in pieces})
        starts = [piece.start for piece in pieces]
        for line in lines:
            self.runs_in_lines += bisect_left(starts, line.end) - bisect_left(starts, line.start)

    def _add_edges(self, text: str, runs: list[Range], *, chinese: bool) -> None:
        edges = {edge for run in runs for edge in run}
        words, graphemes = set(word_edges(text)), set(grapheme_edges(text))
        self.edges += len(edges)
        self.inside_words += len(edges - words)
        self.inside_graphemes += len(edges - graphemes)
        if chinese:
            self.jieba_edges += len(edges)
            self.inside_jieba_words += len(edges - set(_jieba_edges(text)))


def mass(text: str, runs: list[Range]) -> int:
    """Characters in runs, white space aside."""
    return sum(len("".join(text[start:end].split())) for start, end in runs)


def _least_in_pairs(old: str, new: str, redline: Redline) -> int:
    total = 0
    for pair in redline.pairs or ():
        before = "".join(old[start:end] for start, end in pair.old)
        after = "".join(new[start:end] for start, end in pair.new)
        if before != after:
            total += least_mass(before, after)
    return total


def _pieces(text: str, runs: list[Range]) -> list[Range]:
    """Runs cut at line ends, those of white space alone left out."""
    pieces = []
    for start, end in runs:
        at = start
        for line in text[start:end].splitlines(keepends=True):
            if line.strip():
                pieces.append(Range(at, at + len(line)))
            at += len(line)
    return pieces


class ChangedLines(NamedTuple):
    """Lines that are in one text only, by the longest common subsequence of lines."""

    old: list[Range]
    new: list[Range]


def changed_lines(old: str, new: str) -> ChangedLines:
    """The lines that differ, white space at their ends and blank lines aside."""
    numbers: dict[str, int] = {}
    old_lines, new_lines = _lines(old), _lines(new)
    one = [numbers.setdefault(old[a:b].strip(), len(numbers)) for a, b in old_lines]
    other = [numbers.setdefault(new[a:b].strip(), len(numbers)) for a, b in new_lines]
    changed = ChangedLines([], [])
    for op in Indel.opcodes(one, other):
        if op.tag != "equal":
            changed.old.extend(old_lines[op.src_start : op.src_end])
            changed.new.extend(new_lines[op.dest_start : op.dest_end])
    return changed


@lru_cache(maxsize=8)
def _lines(text: str) -> list[Range]:
    lines = []
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            lines.append(Range(at, at + len(line)))
        at += len(line)
    return lines


@lru_cache(maxsize=8)
def _jieba_edges(text: str) -> list[int]:
    edges = [0]
    for word in rjieba.cut(text):
        edges.append(edges[-1] + len(word))
    assert edges[-1] == len(text), "jieba keeps every character"
    return edges
