"""What the generator can say and change in a language: sentences of our own, rules for phrases."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.redline.drafts import Range

_FOLDER = Path(__file__).parent / "languages"
_MARKED = re.compile(r"⟦(.*?)⟧")


@dataclass(frozen=True, slots=True)
class Carrier:
    """A sentence with a phrase in it, and another phrase that can take its place."""

    text: str
    phrase: Range
    other: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """Everything that a case may insert into a text of one language, or change in it."""

    language: str
    numbering: tuple[str, ...]
    similar: str
    similar_values: tuple[str, ...]
    clauses: tuple[str, ...]
    sentences: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    dates: tuple[Carrier, ...]
    numbers: tuple[Carrier, ...]
    negations: tuple[Carrier, ...]
    number_in_prose: re.Pattern[str]
    swaps: tuple[tuple[str, str], ...]

    @property
    def has_spaces(self) -> bool:
        """Whether words, and so sentences, are set apart by spaces."""
        return not self.language.startswith(("zh", "ja"))


@cache
def phrases_of(language: str) -> Phrases:
    """The phrases of a language, by the name of its file."""
    data: dict[str, Any] = tomllib.loads((_FOLDER / f"{language}.toml").read_text("utf-8"))
    return Phrases(
        language=language,
        numbering=tuple(data["numbering"]),
        similar=data["similar"],
        similar_values=tuple(data["similar_values"]),
        clauses=tuple(data["clauses"]),
        sentences=tuple(data["sentences"]),
        sections=tuple((entry["heading"], tuple(entry["body"])) for entry in data["sections"]),
        dates=_carriers(data["dates"]),
        numbers=_carriers(data["numbers"]),
        negations=_carriers(data["negations"]),
        number_in_prose=re.compile(
            rf"(?<![\w.,/:#%&=-])(?P<number>\d{{1,3}}) ?(?:{data['number_units']})(?![A-Za-z0-9])"
        ),
        swaps=tuple((one, other) for one, other in data["swaps"]),
    )


def _carriers(rows: list[list[str]]) -> tuple[Carrier, ...]:
    carriers = []
    for marked, other in rows:
        match = _MARKED.search(marked)
        assert match is not None, marked
        phrase = Range(match.start(), match.start() + len(match[1]))
        carriers.append(Carrier(_MARKED.sub(r"\1", marked), phrase, other))
    return tuple(carriers)


_SENTENCE_END = re.compile(r"(?<=[。！？])|(?<=[.!?؟۔])[ \n]+(?=\S)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Za-zА-я]|z\. ?B|d\. ?h|e\.g|i\.e|Nr|Abs|Art|vgl|cf|No|Inc|т\. ?е)|\d)\.$"
)


def sentence_breaks(text: str, start: int) -> list[Range]:
    """Where a block may be split: the white space (perhaps none) between two of its sentences."""
    breaks = []
    for match in _SENTENCE_END.finditer(text, start):
        before, after = text[start : match.start()], text[match.end() :]
        if not after.strip() or _ABBREVIATION.search(before) or after[0] in '”」』）)"’»]*':
            continue
        if _is_balanced(before) and _is_balanced(after):
            breaks.append(Range(*match.span()))
    return breaks


def _is_balanced(text: str) -> bool:
    pairs = (("[", "]"), ("(", ")"), ("（", "）"), ("“", "”"), ("「", "」"), ("{", "}"), ("«", "»"))
    even = ("**", "`", '"', "*", "_")
    return all(text.count(a) == text.count(b) for a, b in pairs) and not any(
        text.count(mark) % 2 for mark in even
    )
