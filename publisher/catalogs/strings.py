"""The strings of PO files: quoted, escaped, and split over lines where they hold line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\t": "\\t",
    "\r": "\\r",
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\v": "\\v",
}
_TO_ESCAPED = str.maketrans(_ESCAPES)
_FROM_ESCAPED = {escaped[1]: char for char, escaped in _ESCAPES.items()}
_NEEDS_ESCAPE = re.compile(r'[\\"\n\t\r\a\x08\f\v]')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class UnknownEscapeError(ValueError):
    """A backslash stands before a character that makes no escape here."""


def unescape(text: str) -> str:
    """The characters that the inside of a quoted string stands for; raises UnknownEscapeError.

    Octal and hexadecimal escapes are refused: they name bytes of an encoding, not characters.
    """
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_unescape, text)


def _unescape(match: re.Match[str]) -> str:
    try:
        return _FROM_ESCAPED[match[1]]
    except KeyError:
        raise UnknownEscapeError(match[0]) from None


def quoted_lines(text: str) -> Iterator[str]:
    """A string as ``msgcat --no-wrap`` writes it: a line of its own per line break."""
    if _NEEDS_ESCAPE.search(text) is None:
        yield f'"{text}"'
        return
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    if len(lines) > 1:
        yield '""'
    for index, line in enumerate(lines):
        is_last = index == len(lines) - 1
        ending = "" if is_last and not text.endswith("\n") else "\\n"
        yield f'"{line.translate(_TO_ESCAPED)}{ending}"'
    if not lines:
        yield '""'
