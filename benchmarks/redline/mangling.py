"""Real texts with lines lost, doubled, or broken by Markdown: the contract must hold."""

from __future__ import annotations

import random
from collections.abc import Iterator

from benchmarks.redline.revisions import TextPair
from benchmarks.redline.sources import Half, sources

_EXCERPT_LINES = 40
_CONSTRUCTS = (
    "{: #part }", '{: datetime="2020-01-01" }', "---", "***", "===", "> quoted", "```", "    deep",
    "| a | b |\n|---|---|\n| c | d |", "<table><tr><td>cell</td></tr></table>", "<!-- hidden -->",
    "[name]: https://example.com/", "[^1]: note", "term\n: definition", "1. ", "* ", "#", "# Head",
    "---\ntitle: words\n---", "{{name}}", "<br>", "\\", "\t", "", "\u2028", "\u200b", "\x85",
)  # fmt: skip
_STARTS = ("  ", "    ", "> ", "* ", "# ", "1. ", "| ")
_ENDS = ("  ", "\\", " {: #x }", "\r", "\u2028", "\ufeff", "\x0b", "\x85", "|")


def pairs(count: int, *, seed: int = 13) -> Iterator[TextPair]:
    """Two mangled editions each of an excerpt; the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311
    texts = sources(Half.DEVELOPMENT)
    for number in range(count):
        source = rng.choice(texts)
        lines = "".join(block.text + block.gap for block in source.blocks).split("\n")
        start = rng.randrange(max(1, len(lines) - _EXCERPT_LINES))
        excerpt = lines[start : start + _EXCERPT_LINES]
        old, new = _mangled(excerpt, rng), _mangled(excerpt, rng)
        yield TextPair(f"{source.name} mangled {number}", source.locale, old, new)


def _mangled(lines: list[str], rng: random.Random) -> str:
    lines = list(lines)
    for _ in range(rng.randint(1, 5)):
        at = rng.randrange(len(lines))
        match rng.randrange(8):
            case 0 | 1 if len(lines) > 1:
                del lines[at]
            case 2:
                lines.insert(at, rng.choice(lines))
            case 3 | 4:
                lines.insert(at, rng.choice(_CONSTRUCTS))
            case 5:
                lines[at] = rng.choice(_STARTS) + lines[at]
            case 6:
                lines[at] += rng.choice(_ENDS)
            case _:
                lines[at] = lines[at][: len(lines[at]) // 2]
    return "\n".join(lines)
