"""Emphasis that works beside CJK punctuation.

CommonMark decides by the characters around `**` whether it opens or closes. Between a full-width
colon and a Han character (`**安全浏览：**不`) its rule says neither, though every reader of Chinese
sees what is meant. The amendment followed here is that of the CommonMark community's CJK-friendly
proposal: CJK punctuation does not stop a delimiter from opening or closing, and a CJK character
beside a delimiter counts like white space when the delimiter's other neighbour is punctuation.
"""

from __future__ import annotations

from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

_CJK_RANGES = (
    (0x1100, 0x11FF),  # Hangul jamo
    (0x2E80, 0x303E),  # radicals, CJK symbols and punctuation
    (0x3041, 0x33FF),  # kana, bopomofo, compatibility jamo, enclosed letters
    (0x3400, 0x4DBF),
    (0x4E00, 0xA4CF),  # Han, Yi
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),  # Hangul
    (0xF900, 0xFAFF),
    (0xFE10, 0xFE1F),
    (0xFE30, 0xFE6F),
    (0xFF00, 0xFFEE),  # half and full width
    (0x1AFF0, 0x1B16F),
    (0x20000, 0x3FFFF),
)


def is_cjk(character: str) -> bool:
    """Whether a character belongs to Chinese, Japanese or Korean writing, its punctuation too."""
    code = ord(character)
    return code >= 0x1100 and any(low <= code <= high for low, high in _CJK_RANGES)


class Flanks(NamedTuple):
    """What a run of delimiters may do."""

    can_open: bool
    can_close: bool


def flanks(before: str, after: str, marker: str) -> Flanks:
    """Whether a run of `*` or `_` between two characters may open and may close emphasis."""
    punctuation_before = isMdAsciiPunct(ord(before)) or isPunctChar(before)
    punctuation_after = isMdAsciiPunct(ord(after)) or isPunctChar(after)
    space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    cjk_before, cjk_after = is_cjk(before), is_cjk(after)
    left = not space_after and (
        not punctuation_after or cjk_after or space_before or punctuation_before or cjk_before
    )
    right = not space_before and (
        not punctuation_before or cjk_before or space_after or punctuation_after or cjk_after
    )
    if marker != "_":
        return Flanks(left, right)
    return Flanks(
        left and (not right or punctuation_before), right and (not left or punctuation_after)
    )


class _CjkFriendlyInline(StateInline):
    # The name and the arguments are markdown-it's.
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803, FBT001
        """As in CommonMark, but for runs beside a CJK character."""
        scanned = super().scanDelims(start, canSplitWord)
        end = start + scanned.length
        before = self.src[start - 1] if start > 0 else " "
        after = self.src[end] if end < self.posMax else " "
        if not (is_cjk(before) or is_cjk(after)):
            return scanned
        can = flanks(before, after, self.src[start])
        return scanned._replace(can_open=can.can_open, can_close=can.can_close)


class CjkFriendlyParserInline(ParserInline):
    """markdown-it's inline parser with the amended rule."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Read inline Markdown into tokens."""
        state = _CjkFriendlyInline(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens
