"""The small features of Markdown that a build leaves alone: tests/cases/catalogs-markdown.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_CASES = Path(__file__).resolve().parents[2] / "tests" / "cases" / "catalogs-markdown.md"


class Feature(NamedTuple):
    """A feature, and a text that has it."""

    name: str
    source: str


def features() -> Iterator[Feature]:
    """Each feature of the file, with the line ends, mark and missing end that its opening names."""
    text = _CASES.read_text(encoding="utf-8").partition("\n## ")[2]
    for section in f"\n## {text}".split("\n## ")[1:]:
        name, _, rest = section.partition("\n")
        opening, _, body = rest.partition("\n")
        source, _, _ = f"\n{body}".rpartition("\n~~~~")
        source = f"{source[1:]}\n" if source else ""
        words = opening.removeprefix("~~~~").split()
        if "unended" in words:
            source = source.removesuffix("\n")
        if "crlf" in words:
            source = source.replace("\n", "\r\n")
        if "cr" in words:
            source = source.replace("\n", "\r")
        yield Feature(name, f"\ufeff{source}" if "bom" in words else source)
