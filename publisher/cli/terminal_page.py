"""A text's HTML as a terminal shows it: headings, lists and tables, links with their targets."""

from __future__ import annotations

from html.parser import HTMLParser

from rich.text import Text

# Blank lines stand around these; the others only begin a line.
_APART = frozenset("h1 h2 h3 h4 h5 h6 p ul ol dl table pre blockquote div section figure".split())
_LINES = frozenset("li tr dt dd caption figcaption summary details".split())
_STYLES = {
    **dict.fromkeys(("h1", "h2"), "bold underline"),
    **dict.fromkeys(("h3", "h4", "h5", "h6", "strong", "b", "th", "dt", "caption"), "bold"),
    **dict.fromkeys(("em", "i", "cite"), "italic"),
    **dict.fromkeys(("code", "kbd", "samp", "pre"), "cyan"),
    "a": "underline",
    "mark": "black on yellow",
}
_VOID = frozenset("br hr wbr col".split())


def terminal_page(html: str) -> Text:
    """What sanitised HTML says, with styles for a terminal; without colours it says the same."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finished()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._text = Text()
        self._open: list[tuple[str, str]] = []  # tags with what they show at their end
        self._lists: list[int | None] = []  # the next number of each open list; None: bullets
        self._breaks = 0  # line ends that are due before the next words
        self._space = False

    def finished(self) -> Text:
        """All that was read."""
        return self._text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._begin(tag)
        if tag in ("ul", "ol"):
            start = values.get("start") or "1"
            number = int(start) if start.isdecimal() else 1
            self._lists.append(number if tag == "ol" else None)
        elif tag == "li":
            self._words("  " * (len(self._lists) - 1) + self._bullet())
        elif tag in ("td", "th") and not self._is_first_in_line():
            self._words(" │ ")
        elif tag == "hr":
            self._words("────────")
        if tag not in _VOID:
            target = values.get("href") or ""
            is_told = tag == "a" and target and not target.startswith("#")
            self._open.append((tag, f" <{target}>" if is_told else ""))

    def handle_endtag(self, tag: str) -> None:
        if all(name != tag for name, _ in self._open):
            return
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        while self._open:
            name, ending = self._open.pop()
            if ending:
                self._words(ending)
            if name == tag:
                break
        self._begin(tag)

    def handle_data(self, data: str) -> None:
        if any(name == "pre" for name, _ in self._open):
            self._words(data)
            return
        words = " ".join(data.split())
        if words and data[0].isspace():
            self._space = True
        if words:
            self._words(words)
        if data[-1:].isspace():
            self._space = True

    def _begin(self, tag: str) -> None:
        """Have the next words stand as far below as a block or line wants."""
        within_item = any(name == "li" for name, _ in self._open)
        if tag in _APART:
            self._breaks = max(self._breaks, 1 if within_item else 2)
        elif tag in _LINES or tag in ("br", "hr"):
            self._breaks = max(self._breaks, 1)

    def _bullet(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "• "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _is_first_in_line(self) -> bool:
        return bool(self._breaks) or self._text.plain.endswith("\n") or not self._text.plain

    def _words(self, words: str) -> None:
        plain = self._text.plain
        if self._breaks and plain and not plain.endswith(("• ", ". ")):
            self._text.append("\n" * self._breaks)
        elif self._space and plain and not (plain.endswith((" ", "\n")) or words[0].isspace()):
            self._text.append(" ")
        self._breaks, self._space = 0, False
        style = " ".join(_STYLES[name] for name, _ in self._open if name in _STYLES)
        self._text.append(words, style=style or None)
