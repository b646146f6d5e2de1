"""Pairs of texts as hypothesis draws them: an old one, and what a hand or a slip made of it."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

from tests.text.drawn import any_texts, pieces


class Revised(NamedTuple):
    """A text before and after."""

    old: str
    new: str


ODD = (
    "三", "。", " ", "**", "\r", "\n", "不", "1", "{{x}}", "](", "\u0301", "|", "\u200d",
)  # fmt: skip
_odd = st.sampled_from(ODD)


@st.composite
def revised_texts(draw: st.DrawFn) -> Revised:
    """Any text, and the same after a few edits (or another text altogether)."""
    old = draw(any_texts(max_blocks=5))
    if draw(st.integers(0, 5)) == 0:
        return Revised(old, draw(any_texts(max_blocks=5)))
    lines = old.split("\n")
    for _ in range(draw(st.integers(0, 4))):
        lines = draw(_edited(lines))
    return Revised(old, "\n".join(lines))


@st.composite
def _edited(draw: st.DrawFn, lines: list[str]) -> list[str]:
    place = draw(st.integers(0, len(lines) - 1))
    other = draw(st.integers(0, len(lines) - 1))
    line, edited = lines[place], list(lines)
    offset = draw(st.integers(0, len(line)))
    match draw(st.integers(0, 6)):
        case 0:
            edited[place] = line[:offset] + draw(pieces | _odd) + line[offset:]
        case 1:
            edited[place] = line[:offset] + line[offset + draw(st.integers(1, 3)) :]
        case 2:
            edited[place], edited[other] = edited[other], edited[place]
        case 3:
            edited.insert(place, draw(any_texts(max_blocks=1)))
        case 4:
            edited[place:place] = lines[max(place - 3, 0) : place]
        case 5:
            edited = [text.replace(",", "，").replace(" ", "  ") for text in lines]
        case _:
            edited.pop(place)
    return edited or [""]


@st.composite
def revised_lines(draw: st.DrawFn) -> Revised:
    """Two pieces of inline Markdown that share some of their pieces, scripts mixed."""
    soup = draw(st.lists(pieces, max_size=14))
    keep = draw(st.lists(st.booleans(), min_size=len(soup), max_size=len(soup)))
    new = [piece for piece, kept in zip(soup, keep, strict=True) if kept or draw(st.booleans())]
    for piece in draw(st.lists(pieces | _odd, max_size=4)):
        new.insert(draw(st.integers(0, len(new))), piece)
    joiner = draw(st.sampled_from(("", " ")))
    return Revised(joiner.join(soup), joiner.join(new))
