"""What a token is, and when two of them say the same."""

from __future__ import annotations

import unicodedata
from enum import IntEnum
from typing import NamedTuple

from publisher.text.folding import fold_punctuation


class TokenKind(IntEnum):
    """What a token is; decides how a difference in it is named."""

    WORD = 0
    UNSPACED = 1  # a grapheme of a script without spaces
    NUMBER = 2
    DATE = 3
    PUNCTUATION = 4
    SYMBOL = 5
    PLACEHOLDER = 6
    EMAIL = 7
    TARGET = 8  # where a link leads
    EMPHASIS = 9
    MARKUP = 10
    ATTRIBUTES = 11
    LABEL = 12
    BULLET = 13
    HEADING = 14
    DELIMITER = 15  # the row of dashes below a table's head
    BREAK = 16  # a hard line break
    END = 17


# Kinds that are not read but seen: how words are set, not what they say.
SETTING = frozenset(
    {
        TokenKind.EMPHASIS,
        TokenKind.MARKUP,
        TokenKind.ATTRIBUTES,
        TokenKind.BULLET,
        TokenKind.HEADING,
        TokenKind.DELIMITER,
        TokenKind.BREAK,
        TokenKind.END,
    }
)


class Token(NamedTuple):
    """A run of text that stays whole, with the white space before it."""

    lead: str  # white space (and containers' prefixes) before it
    text: str
    key: str  # equal where two tokens say the same
    kind: TokenKind
    start: int  # offset of `text` in the source


_SIGNS = str.maketrans("％￥", "%¥")
_APOSTROPHES = str.maketrans("’ʼ", "''")
# Kinds that one key stands for: two of them are the same token, written differently.
_CONSTANT_KEYS = {
    TokenKind.HEADING: "\0heading",
    TokenKind.BULLET: "\0bullet",
    TokenKind.LABEL: "\0label",
    TokenKind.DELIMITER: "\0delimiter",
    TokenKind.ATTRIBUTES: "\0attributes",
}


def token_key(text: str, kind: TokenKind) -> str:
    """What a token says, whatever way it is written."""
    constant = _CONSTANT_KEYS.get(kind)
    if constant is not None:
        return constant
    if kind is TokenKind.PUNCTUATION:
        return fold_punctuation(text)
    if kind is TokenKind.EMPHASIS:
        return f"\0emphasis{len(text)}"
    if kind is TokenKind.PLACEHOLDER:
        return "".join(text.split())
    if kind in (TokenKind.DATE, TokenKind.NUMBER):
        return "".join(
            unicodedata.normalize("NFC", text).translate(_SIGNS).replace("&nbsp;", "").split()
        )
    if kind is TokenKind.MARKUP and text.startswith("<"):
        return " ".join(text.split())
    if kind is TokenKind.WORD:
        text = text.translate(_APOSTROPHES)
    return text if text.isascii() else unicodedata.normalize("NFC", text)
