"""Reads the tables and texts in this folder, which lawyers and translators read and add to.

In a cell, `⏎` is a line break, `␍` a carriage return, `⇥` a tab, `␣` a space that counts, `\\|` a
bar, `\\u202e` (or `\\U0001f600`) the character of that code, and `–` alone is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from _pytest.mark import ParameterSet

_SIGNS = {"⏎": "\n", "␍": "\r", "⇥": "\t", "␣": " ", r"\|": "|"}
_SIGN = re.compile(r"[⏎␍⇥␣]|\\\||\\u[0-9a-f]{4}|\\U[0-9a-f]{8}")
_BAR = re.compile(r"(?<!\\)\|")
_FENCE = "~~~~"


class TextCase(NamedTuple):
    """A case of whole texts: between its lines of four tildes, each named by what follows them."""

    name: str
    texts: dict[str, str]


def table(file: str, section: str, *, columns: int) -> list[ParameterSet]:
    """The rows of the table under a heading of tests/cases/FILE, without its head."""
    found = [
        pytest.param(*cells, id=f"line-{line}")
        for line, cells in _rows(file, section)
        if len(cells) == columns or _fail(file, line, f"{len(cells)} cells, not {columns}")
    ]
    return found or _fail(file, 0, f"no table under {section!r}")


def texts(file: str, section: str) -> list[ParameterSet]:
    """The cases of whole texts (`### name`, then `~~~~ old` and so on) under a heading."""
    cases: list[TextCase] = []
    name = ""
    for _, line in _section(file, section):
        if line.startswith("### "):
            cases.append(TextCase(line[4:], {}))
            name = ""
        elif line.startswith(_FENCE):
            name = line.removeprefix(_FENCE).strip()
            if name:
                cases[-1].texts[name] = ""
        elif name:
            cases[-1].texts[name] += f"{line}\n"
    return [pytest.param(case, id=case.name) for case in cases] or _fail(file, 0, section)


def _rows(file: str, section: str) -> Iterator[tuple[int, list[str]]]:
    is_head = True
    for number, line in _section(file, section):
        if not line.startswith("|"):
            is_head = True
            continue
        cells = [_decoded(cell.strip()) for cell in _BAR.split(line.rstrip())[1:-1]]
        if is_head or set("".join(cells)) <= set("-: "):
            is_head = False
            continue
        yield number, cells


def _section(file: str, section: str) -> Iterator[tuple[int, str]]:
    """The numbered lines between a heading of the second level and the next one."""
    text = (Path(__file__).parent / file).read_text(encoding="utf-8")
    is_inside, is_text = False, False
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith(_FENCE):
            is_text = line.rstrip() != _FENCE
        if line.startswith("## ") and not is_text:
            is_inside = line[3:].strip() == section
        elif is_inside:
            yield number, line


def _decoded(cell: str) -> str:
    if cell == "–":
        return ""

    def character(match: re.Match[str]) -> str:
        sign = match[0]
        return _SIGNS.get(sign) or chr(int(f"0x{sign[2:]}", 0))

    return _SIGN.sub(character, cell)


def _fail(file: str, line: int, what: str) -> list[ParameterSet]:
    raise ValueError(f"tests/cases/{file}:{line}: {what}")
