"""Words as they are written into a text, so that nothing in them begins a block of its own.

Whether a line would begin one is not guessed at: the parser is asked. A backslash then takes the
meaning from the mark that it began with, and the reader sees the mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from publisher.model.segments import Span
from publisher.text.blocks import without_trailing_attributes
from publisher.text.dialect import block_tokens
from publisher.text.html_blocks import INLINE_TAGS

_HARD_BREAK = re.compile(r"[ \t]{2,}\Z")
_ORDINAL = re.compile(r"[0-9]{1,9}(?=[.)])")
_MARK = re.compile(r"[!-/:-@\[-`{-~]")
# A line that begins with a letter begins no block; only the line below could make it one.
_PLAIN = re.compile(r"[^\W\d_]")
# "* **" is a rule though neither half of it is, and ": x" defines a paragraph far above.
_JOINING = re.compile(r"[-*_=+ \t]+\Z|[:~](?:[ \t]|\Z)")
_CLOSING_HASHES = re.compile(r"(?:(?<=[ \t])|\A)(?=#+[ \t]*\Z)")
_BAR = re.compile(r"(?<!\\)\|")
_TAG = re.compile(
    r"<!--.*?-->|</?(?P<name>[A-Za-z][A-Za-z0-9-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>"
    r"|(?P<unclosed><(?=[A-Za-z/!?]))"
)


def body_lines(body: str) -> list[str]:
    """The lines of a body: no blank ones, white space at an end only where it breaks the line."""
    lines = []
    for line in re.split(r"\r\n|\r|\n", body):
        words = line.strip()
        if words:
            lines.append(words + (_HARD_BREAK.search(line) or [""])[0])
    if lines:
        lines[-1] = lines[-1].rstrip()
    return lines


def as_paragraph(lines: Sequence[str], *, underline: str = "") -> list[str]:
    """The lines with backslashes where they would be read as anything but one paragraph.

    `underline` is what stands below them where they are a heading.
    """
    if underline and not _is_one_block(lines, underline):
        # A bar, even behind a backslash, makes a row of dashes the second line of a table.
        lines = [line.replace("|", "&#124;") for line in lines]
    written: list[str] = []
    for line in lines:
        above = written[-1:]
        # On its own as well: below a lazy line of a quote more begins a block than in a paragraph.
        if _is_one_block([line], underline) and (not above or _is_one_block([*above, line], "")):
            written.append(line)
        elif not above or _is_one_block([*above, _escaped(line)], ""):
            written.append(_escaped(line))
        else:  # the end of a link's definition that begins on the line above
            written[-1:] = [_escaped(above[0]), line]
    return written


def as_heading(line: str) -> str:
    """A line behind `#`, its own hashes at the end kept from closing the heading."""
    line = _CLOSING_HASHES.sub(r"\\", line)
    return _escaped(line) if _is_mere_attributes(line) else line


def as_cell(line: str, *, begins_row: bool) -> str:
    """A line in a table's cell: its bars are text, and it ends before the next bar."""
    line = _BAR.sub(r"\\|", line)
    if line.endswith("\\"):
        line += " "
    return as_paragraph([line])[0] if begins_row else line


def as_html(line: str) -> str:
    """A line in a raw HTML block: tags that stand in a line of text stay, others are shown."""
    if not _TAG.sub("", line).strip():
        return line.replace("<", "&lt;")

    def shown(match: re.Match[str]) -> str:
        name = (match["name"] or "").lower()
        is_kept = not match["unclosed"] and (not name or name in INLINE_TAGS)
        return match[0] if is_kept else f"&lt;{match[0][1:]}"

    return _TAG.sub(shown, line)


def _escaped(line: str) -> str:
    """The line with a backslash before the mark that it begins with."""
    ordinal = _ORDINAL.match(line)
    if ordinal:
        return f"{ordinal[0]}\\{line[ordinal.end() :]}"
    return f"\\{line}" if _MARK.match(line) else line


def _is_one_block(lines: Sequence[str], underline: str) -> bool:
    if _JOINING.match(lines[-1]):
        return False
    if len(lines) == 1 and not underline and _PLAIN.match(lines[0]):
        return True
    tokens = block_tokens("\n".join([*lines, underline] if underline else lines))
    kind = "heading_open" if underline else "paragraph_open"
    if [token.type for token in tokens[:2]] != [kind, "inline"] or len(tokens) != 3:
        return False
    is_whole = tokens[1].content.count("\n") == len(lines) - 1
    return is_whole and not _is_mere_attributes(lines[-1] if len(lines) == 1 else lines[0])


def _is_mere_attributes(line: str) -> bool:
    return not without_trailing_attributes(line, [Span(0, len(line))])
