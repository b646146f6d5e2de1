"""The lines of a source text, with their offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from publisher.model.segments import Span

_LINE_END = re.compile(r"\r\n|\r|\n")

BOM = "\ufeff"


class LineTable:
    """Where each line of a text begins and ends.

    A line ends at LF, CR or CRLF, as in CommonMark; U+2028 and U+0085 are characters like any
    other. Lines count from 0 here, as in the parser's maps.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.starts = [0]
        self.ends: list[int] = []
        if "\r" in source:
            for match in _LINE_END.finditer(source):
                self.ends.append(match.start())
                self.starts.append(match.end())
        else:
            self.starts += [end + 1 for end in _positions(source, "\n")]
            self.ends += [start - 1 for start in self.starts[1:]]
        if self.starts[-1] == len(source) and len(self.starts) > 1:
            self.starts.pop()
        else:
            self.ends.append(len(source))

    def __len__(self) -> int:
        return len(self.starts)

    def text(self, index: int) -> str:
        """A line without its end."""
        return self.source[self.starts[index] : self.ends[index]]

    def span(self, index: int) -> Span:
        """Where a line lies, without its end."""
        return Span(self.starts[index], self.ends[index])

    def line_at(self, offset: int) -> int:
        """The index of the line that holds an offset."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def is_blank(self, index: int) -> bool:
        """Whether a line holds nothing but white space."""
        text = self.text(index)
        return not text or text.isspace() or text == BOM

    def joined(self, first: int, last: int) -> str:
        """Lines first to last (exclusive) with LF between them: what the parser is given."""
        return "\n".join(self.text(index) for index in range(first, last))


def _positions(text: str, character: str) -> Iterator[int]:
    reached = text.find(character)
    while reached >= 0:
        yield reached
        reached = text.find(character, reached + 1)
