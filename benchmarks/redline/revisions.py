"""Pairs of real texts: successive revisions, and those that differ in white space alone."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.redline.sources import Half, histories, sources


@dataclass(frozen=True, slots=True)
class TextPair:
    """Two texts to compare."""

    name: str
    locale: str
    old: str
    new: str


def successive(*, every: int = 1) -> Iterator[TextPair]:
    """Every revision of the corpus with the one before it; only each n-th pair for a quick look."""
    number = 0
    for name, paths in histories().items():
        texts = [path.read_bytes().decode("utf-8") for path in paths]
        for index in range(1, len(texts)):
            number += 1
            if number % every == 0:
                label = f"{name} {index}-{index + 1}"
                yield TextPair(label, name.partition("/")[0], texts[index - 1], texts[index])


_WORDS_WITH_SPACES = re.compile(r"[^\W_\u3040-\u30ff\u3400-\u9fff]+")


def differs_in_space_alone(pair: TextPair) -> bool:
    """Whether the texts differ, but only in white space that sets no words apart."""
    return (
        pair.old != pair.new
        and _bare(pair.old) == _bare(pair.new)
        and same_words(pair.old, pair.new)
    )


def same_words(old: str, new: str) -> bool:
    """Whether the words of scripts that set words apart are the same: "a way" is not "away"."""
    return _WORDS_WITH_SPACES.findall(old) == _WORDS_WITH_SPACES.findall(new)


def _bare(text: str) -> str:
    return "".join(text.replace("\ufeff", "").split())


def white_space_pairs(*, seed: int = 7) -> Iterator[TextPair]:
    """Texts against themselves with other white space: what no reader may be shown."""
    for source in sources():
        old = "".join(block.text + block.gap for block in source.blocks)
        rng = random.Random(f"{seed}/{source.name}")  # noqa: S311
        for name, change in _CHANGES.items():
            new = change(old, rng)
            if source.half is Half.DEVELOPMENT and new != old:
                yield TextPair(f"{source.name} {name}", source.locale, old, new)


def _crlf(text: str, _: random.Random) -> str:
    return text.replace("\n", "\r\n")


def _cr(text: str, _: random.Random) -> str:
    return text.replace("\n", "\r")


def _bom(text: str, _: random.Random) -> str:
    return "\ufeff" + text


def _no_end(text: str, _: random.Random) -> str:
    return text.rstrip("\n")


def _more_blank_lines(text: str, rng: random.Random) -> str:
    return re.sub(r"\n\n(?=\S)", lambda _: "\n" * rng.randint(2, 4), text)


def _trailing_space(text: str, rng: random.Random) -> str:
    """One space at the end of some lines: two and more would be a hard break."""
    return re.sub(r"(?<=[^\s|}>])\n(?=\n)", lambda _: rng.choice(("\n", " \n", "\t\n")), text)


def _blank_lines_with_space(text: str, rng: random.Random) -> str:
    return re.sub(r"\n\n(?=\S)", lambda _: rng.choice(("\n\n", "\n \n")), text)


def _wider_markers(text: str, _: random.Random) -> str:
    return re.sub(r"^(#{1,6}) (?=\S)", r"\1  ", text, flags=re.MULTILINE)


def _double_space(text: str, rng: random.Random) -> str:
    """Two spaces between some words, tags left alone."""
    return re.sub(
        r"<[^>]*>|(?<=[a-zа-яäöüß,]) (?=[a-zа-яäöü])",
        lambda match: "  " if match[0] == " " and rng.random() < 0.1 else match[0],
        text,
    )


_CHANGES = {
    "crlf": _crlf,
    "cr": _cr,
    "bom": _bom,
    "no line end": _no_end,
    "blank lines": _more_blank_lines,
    "trailing space": _trailing_space,
    "space on blank lines": _blank_lines_with_space,
    "wider markers": _wider_markers,
    "double space": _double_space,
}
