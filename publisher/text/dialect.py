"""The Markdown that policies are written in: one parser for diffs, catalogs and pages.

CommonMark by markdown-it-py, with tables, footnotes and definition lists. Three rules are our own:
indented code is off, because lawyers indent for looks; a block nested too deep becomes a paragraph
instead of vanishing; emphasis beside CJK punctuation works as people expect (see `emphasis`).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from publisher.text.emphasis import CjkFriendlyParserInline

_BLOCK_RULES = ["table", "fence", "blockquote", "hr", "list", "reference", "html_block", "heading"]
_BLOCK_RULES += ["lheading", "paragraph"]
_INLINE_RULES = ["text", "newline", "escape", "backticks", "emphasis", "link", "image"]
_INLINE_RULES += ["autolink", "html_inline", "entity"]
_INLINE_PASSES = ["balance_pairs", "emphasis", "fragments_join"]

# Deep enough for any text that a person wrote, shallow enough for Python's stack.
MAX_NESTING = 60
# A run of 50,000 brackets costs this many steps for each.
MAX_INLINE_NESTING = 20


class _KeepingParserBlock(ParserBlock):
    """A block parser that never skips a line: what is nested too deep is read as a paragraph."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        if state.level < MAX_NESTING:
            super().tokenize(state, startLine, endLine)
            return
        opening = state.push("paragraph_open", "p", 1)
        opening.map = [startLine, endLine]
        inline = state.push("inline", "", 0)
        inline.content = state.getLines(
            startLine, endLine, state.blkIndent, keepLastLF=False
        ).strip()
        inline.map = [startLine, endLine]
        inline.children = []
        state.push("paragraph_close", "p", -1)
        state.line = endLine


def _parser(max_nesting: int) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": max_nesting})
    md.block = _KeepingParserBlock()
    md.inline = CjkFriendlyParserInline()
    md.block.ruler.enableOnly(_BLOCK_RULES)
    md.inline.ruler.enableOnly(_INLINE_RULES)
    md.inline.ruler2.enableOnly(_INLINE_PASSES)
    md.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    md.use(deflist_plugin)
    return md


@cache
def markdown() -> MarkdownIt:
    """The one parser. Shared by all callers; it keeps no state between calls."""
    return _parser(MAX_INLINE_NESTING)


@cache
def _block_parser() -> MarkdownIt:
    return _parser(MAX_NESTING + 1)


def block_tokens(text: str, environment: dict[str, Any] | None = None) -> list[Token]:
    """The block structure of a text that has LF line ends; inline content is left unparsed.

    Link references and footnotes that the text defines are put into `environment`.
    """
    tokens: list[Token] = []
    md = _block_parser()
    found = environment if environment is not None else {}
    md.block.parse(text.replace("\0", "\ufffd"), md, found, tokens)
    return tokens
