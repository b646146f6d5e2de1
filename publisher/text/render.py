"""A text as HTML that is safe to show: the same blocks that diffs and catalogs see."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore, inline, text_join
from markdown_it.token import Token

from publisher.model.segments import Span
from publisher.text import placeholders
from publisher.text.blocks import ATTRIBUTE_LIST, row_cells, without_trailing_attributes
from publisher.text.dialect import block_tokens, markdown
from publisher.text.front_matter import body_start
from publisher.text.messages import joins_without_space
from publisher.text.safe_html import alignment_class, cleaned, is_safe_link, known_tags_only

_ID = re.compile(r"#([\w:.-]+)|\bid=[\"']?([\w:.-]+)")
# No page and no feed may hold them, and nobody would see them: a reader is shown that one is there.
_CONTROLS = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), 127, *range(0xD800, 0xE000)], "\ufffd"
)
_ENCODED_PLACEHOLDER = re.compile(r"%7B%7B((?:[^%{}]|%20){1,64})%7D%7D")


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of a table of contents."""

    level: int
    id: str
    text: str  # plain


@dataclass(frozen=True, slots=True)
class Page:
    """A text as shown: sanitised HTML, and its headings in order."""

    html: str
    contents: tuple[Heading, ...]


@dataclass(slots=True)
class _Rendering:
    values: Mapping[str, str] | None
    id_prefix: str
    used: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    contents: list[Heading] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)

    def raw_html(self, raw: str) -> str:
        return known_tags_only(
            raw,
            fill=self.fill,
            id_prefix=self.id_prefix,
            unique_id=self.unique_id,
            refused=self.refused,
        )

    def fill(self, text: str) -> str:
        if self.values is None or "{{" not in text:
            return text
        return placeholders.fill(text, self.values)

    def link(self, url: str) -> str:
        url = _ENCODED_PLACEHOLDER.sub(lambda m: "{{" + m[1].replace("%20", " ") + "}}", url)
        url = self.fill(url)
        return f"#{self.id_prefix}{url[1:]}" if url.startswith("#") else url

    def unique_id(self, wanted: str) -> str:
        """The id for what wants this one: the first to want it has it, later ones a number more."""
        found = wanted
        while found in self.used:
            self.counts[wanted] += 1
            found = f"{wanted}-{self.counts[wanted] + 1}"
        self.used.add(found)
        return self.id_prefix + found


def to_html(source: str, *, values: Mapping[str, str] | None = None, id_prefix: str = "s-") -> Page:
    """The body of a text (without its front matter) as sanitised HTML.

    Raw HTML stays markup as far as it is known to be safe, and is shown as text beyond that. All
    ids and the links to them get `id_prefix`, so that no text can take an id of the page around it.
    `values` fill placeholders, after parsing: they are never read as Markdown or HTML. Raises
    PlaceholderError for a name without a value; None leaves placeholders as they are.
    """
    text = source[body_start(source) :].removeprefix("\ufeff")
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    md = markdown()
    rendering = _Rendering(values, id_prefix)
    tokens = _tokens(text)
    for index, token in enumerate(tokens):
        _prepare(tokens, index, token, rendering)
    rendered = md.renderer.render(tokens, md.options, {})
    return Page(cleaned(rendered), tuple(rendering.contents))


def _tokens(text: str) -> list[Token]:
    md = markdown()
    environment: dict[str, Any] = {}
    tokens = block_tokens(text, environment)
    _keep_surplus_cells(text.split("\n"), tokens)
    state = StateCore(text, md, environment, tokens)
    inline(state)
    _finish_inline(state)
    return tokens


def _finish_inline(state: StateCore) -> None:
    """Join the pieces of text; attribute lists go first, while escaped braces are still apart."""
    for token in state.tokens:
        _take_inline_attributes(token.children or [])
    text_join(state)


def _keep_surplus_cells(lines: list[str], tokens: list[Token]) -> None:
    """A row with more cells than its table's head loses none: they join its last cell."""
    row: list[Token] = []
    line = 0
    for token in tokens:
        if token.type == "tr_open":
            row, line = [], (token.map or [0])[0]
        elif token.type == "inline":
            row.append(token)
        elif token.type == "tr_close" and row:
            cells = row_cells(lines[line])
            if len(cells) > len(row):
                row[-1].content = " | ".join([row[-1].content, *cells[len(row) :]])


def _prepare(tokens: list[Token], index: int, token: Token, rendering: _Rendering) -> None:
    match token.type:
        case "inline":
            _render_inline(tokens, index, token, rendering)
        case "html_block":
            token.content = rendering.raw_html(token.content)
        case "fence" | "code_block":
            token.content, token.info = rendering.fill(token.content), ""
        case "th_open" | "td_open" if token.attrs.get("style"):
            token.attrs = {"class": alignment_class(str(token.attrs["style"])) or ""}
        case "footnote_reference_open":
            identifier = rendering.unique_id(_note_id(token))
            _retag(token, "div", {"class": "footnote", "id": identifier})
        case "footnote_reference_close":
            _retag(token, "div", {})
        case _:
            pass


def _retag(token: Token, tag: str, attrs: dict[str, Any]) -> None:
    token.type = f"div_{'open' if token.nesting == 1 else 'close'}"
    token.tag, token.attrs, token.block = tag, attrs, True


def _note_id(token: Token) -> str:
    # With a mark that no heading's id has, so that none can stand in the note's place.
    return f"note:{slug(str(token.meta.get('label', '')))}"


def _render_inline(tokens: list[Token], index: int, token: Token, rendering: _Rendering) -> None:
    explicit_id = _take_attributes(token)
    children = token.children or []
    _join_wraps(children)
    for child in _with_links(children, rendering):
        match child.type:
            case "text":
                child.content = rendering.fill(child.content)
            case "code_inline":
                child.content = rendering.fill(child.content)
            case "html_inline" if not child.meta.get("rendered"):
                child.content = rendering.raw_html(child.content)
    opening = tokens[index - 1]
    if opening.type == "heading_open":
        text = plain_text(children)
        identifier = rendering.unique_id(explicit_id or slug(text))
        opening.attrSet("id", identifier)
        rendering.contents.append(Heading(int(opening.tag[1]), identifier, text))
    elif explicit_id:
        opening.attrSet("id", rendering.unique_id(explicit_id))


def _take_attributes(token: Token) -> str | None:
    """Cut the attribute lists at the end of a block; gives the id that they name."""
    content = token.content
    ends = [Span(match.start(), match.end()) for match in re.finditer(r"[^\n]+", content)]
    kept = without_trailing_attributes(content, ends)
    if kept == ends:
        return None
    end = kept[-1].end if kept else 0
    cut = content[end:]
    md = markdown()
    token.content = content[:end].rstrip()
    token.children = []
    md.inline.parse(token.content, md, {}, token.children)
    _finish_inline(StateCore(token.content, md, {}, [token]))
    match = _ID.search(cut)
    return (match[1] or match[2]) if match else None


def _take_inline_attributes(children: list[Token]) -> None:
    """Cut attribute lists that touch the end of a link, of emphasis or of code."""
    for before, token in pairwise(children):
        if token.type == "text" and (before.nesting == -1 or before.type == "code_inline"):
            match = ATTRIBUTE_LIST.match(token.content)
            if match:
                token.content = token.content[match.end() :]


def _join_wraps(children: list[Token]) -> None:
    """A soft wrap between Han characters is no space; browsers would show one."""
    for index, token in enumerate(children):
        if token.type != "softbreak":
            continue
        before = next((t.content for t in reversed(children[:index]) if t.content), "")
        after = next((t.content for t in children[index + 1 :] if t.content), "")
        if before and after and joins_without_space(before[-1], after[0]):
            token.type, token.content = "text", ""


def _with_links(children: list[Token], rendering: _Rendering) -> list[Token]:
    """Links that a reader may follow; a link that nobody should follow becomes its own text."""
    open_links: list[str | None] = []
    for child in children:
        if child.type == "link_open":
            url = rendering.link(str(child.attrs.get("href", "")))
            if is_safe_link(url):
                title = child.attrs.get("title")
                child.attrs = {"href": url}
                if title:
                    child.attrs["title"] = rendering.fill(str(title))
                open_links.append(None)
            else:
                open_links.append(url)
                child.type, child.tag, child.nesting, child.content = "text", "", 0, "["
        elif child.type == "link_close" and open_links:
            refused = open_links.pop()
            if refused is not None:
                child.type, child.tag, child.nesting = "text", "", 0
                child.content = f"]({refused})"
        elif child.type == "image":
            _image_as_link(child, rendering)
        elif child.type == "footnote_ref":
            _note_as_link(child, rendering)
    return children


def _image_as_link(child: Token, rendering: _Rendering) -> None:
    """An image is never fetched: it would tell its host who reads. Its words link to it."""
    url = rendering.link(str(child.attrs.get("src", "")))
    words = html.escape(rendering.fill(child.content or url))
    child.type, child.meta = "html_inline", {"rendered": True}
    if is_safe_link(url):
        child.content = f'<a href="{html.escape(url)}">{words}</a>'
    else:
        child.content = escapeHtml(f"![{rendering.fill(child.content)}]({url})")


def _note_as_link(child: Token, rendering: _Rendering) -> None:
    label = str(child.meta.get("label", ""))
    target = rendering.id_prefix + _note_id(child)
    child.type, child.meta = "html_inline", {"rendered": True}
    child.content = f'<sup><a href="#{target}">[{html.escape(label)}]</a></sup>'


def plain_text(children: list[Token]) -> str:
    """What a reader sees of inline tokens."""
    parts = []
    for child in children:
        if child.type in ("text", "code_inline", "image"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return " ".join("".join(parts).split())


def slug(text: str) -> str:
    """An id for a heading: its letters and digits in any script, the rest as single hyphens."""
    words = re.sub(r"[\W_]+", "-", text.lower()).strip("-")
    return words[:80].strip("-") or "section"
