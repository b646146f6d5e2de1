"""Naming a difference: which one of the kinds of `Difference` it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from publisher.changes.references import Renumbered, follows
from publisher.changes.regions import is_invisible
from publisher.changes.script import Region
from publisher.changes.slips import is_slip
from publisher.model.changes import Difference
from publisher.text.dates import MAX_DATE_LINE, is_date_clause
from publisher.text.dating_words import EFFECTIVE
from publisher.text.folding import fold
from publisher.text.token_kinds import SETTING, Token, TokenKind

_OF_SAME_KEY = {
    TokenKind.LABEL: Difference.RENUMBERING,
    TokenKind.BULLET: Difference.BULLET_STYLE,
    TokenKind.HEADING: Difference.HEADING_LEVEL,
    TokenKind.EMPHASIS: Difference.EMPHASIS,
    TokenKind.MARKUP: Difference.MARKUP,
}
_OF_SETTING = {
    TokenKind.EMPHASIS: Difference.EMPHASIS,
    TokenKind.ATTRIBUTES: Difference.IDENTIFIER,
    TokenKind.HEADING: Difference.HEADING_LEVEL,
    TokenKind.LABEL: Difference.RENUMBERING,
}
_OF_CONTENT = {
    TokenKind.TARGET: Difference.LINK_TARGET,
    TokenKind.PLACEHOLDER: Difference.PLACEHOLDER,
    TokenKind.NUMBER: Difference.NUMBER,
    TokenKind.DATE: Difference.NUMBER,
}
_QUOTES = frozenset("\"'")
_END_MARKS = frozenset(".;,:")
_NOTE_MARKS = frozenset("([*")
_BEHIND_LABEL = frozenset("-.:|•")
_DATED_FIELDS = frozenset({"revised:", "effective:"})
_DASHES = re.compile(r"[-\s]+")


def of_space(old: str, new: str, *, ends_block: bool = False) -> Difference:
    """What differs in the white space (and containers' prefixes) before a token.

    `ends_block` says that no word of the block follows, so that a line's end wraps nothing.
    """
    if old.replace("\ufeff", "") == new.replace("\ufeff", ""):
        return Difference.BOM
    if _quote_marks(old) != _quote_marks(new) or (ends_block and (">" in old) != (">" in new)):
        return Difference.MARKUP
    if _unix(old) == _unix(new):
        return Difference.LINE_END
    old_lines, new_lines = _unix(old).count("\n"), _unix(new).count("\n")
    if not ends_block and old_lines != new_lines and max(old_lines, new_lines) == 1:
        return Difference.LINE_WRAP
    return Difference.WHITESPACE


def _quote_marks(lead: str) -> int:
    """How many quotes begin here; the marks of further lines repeat them."""
    return _unix(lead).partition("\n")[0].count(">")


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def of_same_key(old: Token, new: Token) -> Difference:
    """What differs between two tokens that say the same."""
    if old.kind is TokenKind.ATTRIBUTES:
        return _of_attributes(old.text, new.text)
    if old.kind is TokenKind.DELIMITER:
        same = _DASHES.sub("-", old.text.strip()) == _DASHES.sub("-", new.text.strip())
        return Difference.WHITESPACE if same else Difference.MARKUP
    is_label = old.kind is TokenKind.LABEL
    if old.kind in _OF_SAME_KEY and old.kind is not TokenKind.MARKUP and not is_label:
        return _OF_SAME_KEY[old.kind]
    if _unspaced(old.text) == _unspaced(new.text):
        is_wrapped = ("\n" in old.text) != ("\n" in new.text)
        return Difference.LINE_WRAP if is_wrapped else Difference.WHITESPACE
    if unicodedata.normalize("NFC", old.text) == unicodedata.normalize("NFC", new.text):
        return Difference.UNICODE_FORM
    if is_label and not is_same_ordinal(old.text, new.text):
        return Difference.RENUMBERING
    return Difference.PUNCTUATION


def _unspaced(text: str) -> str:
    return "".join(text.replace("&nbsp;", " ").split())


def is_same_ordinal(old: str, new: str) -> bool:
    """Whether two labels count the same, whatever their blanks and the width of their marks."""
    return "".join(fold(old).split()) == "".join(fold(new).split())


def _of_attributes(old: str, new: str) -> Difference:
    if "datetime" in old and "datetime" in new:
        return Difference.DATE_LINE
    if "".join(old.split()) == "".join(new.split()):
        return Difference.WHITESPACE
    return Difference.IDENTIFIER


def of_region(
    region: Region, old: Sequence[Token], new: Sequence[Token], numbers: Renumbered
) -> Difference:
    """What the words of a region differ in; setting tokens in it are named one by one.

    `numbers`: what clauses were renumbered to, for references that follow.
    """
    gone, come = old[region.a0 : region.a1], new[region.b0 : region.b1]
    words = [
        token
        for token in (*gone, *come)
        if token.kind not in SETTING and token.kind is not TokenKind.LABEL
    ]
    if all(is_invisible(token.text) for token in words):
        return Difference.MARKUP
    if all(token.kind is TokenKind.PUNCTUATION for token in words):
        is_mere = _is_mere_punctuation(region, words, old, new)
        return Difference.PUNCTUATION if is_mere else Difference.WORDING
    around = old[max(region.a0 - 3, 0) : region.a0], old[region.a1 : region.a1 + 2]
    if follows(gone, come, *around, numbers):
        return Difference.RENUMBERING
    if _is_in_dated_field(old):
        return Difference.DATE_LINE
    return _of_words(region, words, old, new)


def _of_words(
    region: Region, words: Sequence[Token], old: Sequence[Token], new: Sequence[Token]
) -> Difference:
    if _is_slip(region, old, new):
        return Difference.TYPO
    names = {_OF_CONTENT.get(token.kind, Difference.WORDING) for token in words}
    if Difference.NUMBER in names and _dates_the_text(region, names, old, new):
        return Difference.DATE_LINE
    return names.pop() if len(names) == 1 else Difference.WORDING


def _is_slip(region: Region, old: Sequence[Token], new: Sequence[Token]) -> bool:
    """Whether a region is one word that was misspelt on one of its sides."""
    sides = (old[region.a0 : region.a1], new[region.b0 : region.b1])
    if not all(sides) or any(
        token.kind not in (TokenKind.WORD, TokenKind.UNSPACED) for side in sides for token in side
    ):
        return False
    if any(token.lead for side in sides for token in side[1:]):
        return False
    before, after = ("".join(token.text for token in side) for side in sides)
    return is_slip(before, after)


def of_token(token: Token, in_region: Difference) -> Difference:
    """What a token that came or went differs in, inside a region of that name."""
    if token.kind in _OF_SETTING:
        if token.kind is TokenKind.ATTRIBUTES and "datetime" in token.text:
            return Difference.DATE_LINE
        return _OF_SETTING[token.kind]
    if token.kind in SETTING:
        return Difference.MARKUP
    return Difference.LINK_TARGET if token.kind is TokenKind.TARGET else in_region


def _is_mere_punctuation(
    region: Region, words: list[Token], old: Sequence[Token], new: Sequence[Token]
) -> bool:
    """Quotation marks, and the mark that ends a block or an ordinal: style, not meaning."""
    if all(token.key in _QUOTES for token in words):
        return True
    if _is_behind_label(old, region.a0) and _is_behind_label(new, region.b0):
        return all(token.key in _BEHIND_LABEL for token in words)
    ends_block = all(token.kind in SETTING for token in old[region.a1 :]) and all(
        token.kind in SETTING for token in new[region.b1 :]
    )
    return ends_block and all(token.key in _END_MARKS for token in words)


def _is_behind_label(tokens: Sequence[Token], index: int) -> bool:
    return index > 0 and tokens[index - 1].kind is TokenKind.LABEL


def _is_in_dated_field(tokens: Sequence[Token]) -> bool:
    """Whether the tokens are those of `revised` or `effective` in the front matter."""
    return bool(tokens) and tokens[0].kind is TokenKind.MARKUP and tokens[0].text in _DATED_FIELDS


def _is_date_line(region: Region, old: Sequence[Token], new: Sequence[Token]) -> bool:
    """Whether the region lies in a clause that does nothing but date the text, on both sides."""
    sides = ((old, region.a0, region.a1), (new, region.b0, region.b1))
    return all(
        is_date_clause(_clause(tokens, start, end), is_alone=_is_short(tokens))
        or is_date_clause(_line_before_a_note(tokens, start, end), is_alone=True)
        for tokens, start, end in sides
    )


def _line_before_a_note(tokens: Sequence[Token], start: int, end: int) -> str:
    """The line around a region, where the next one begins with a bracket; else empty."""
    while start > 0 and not _begins_a_line(tokens[start]):
        start -= 1
    while end < len(tokens) and not _begins_a_line(tokens[end]):
        end += 1
    if end == len(tokens) or tokens[end].key not in _NOTE_MARKS:
        return ""
    return _read(tokens[start:end])


def _begins_a_line(token: Token) -> bool:
    return "\n" in token.lead or "\r" in token.lead


def _dates_the_text(
    region: Region, names: set[Difference], old: Sequence[Token], new: Sequence[Token]
) -> bool:
    if _is_date_line(region, old, new) and (len(names) == 1 or _are_of_one_use(region, old, new)):
        return True
    return _is_machine_dated(old) and _is_machine_dated(new)


def _are_of_one_use(region: Region, old: Sequence[Token], new: Sequence[Token]) -> bool:
    """Whether two date lines in other words both say since when a text is in force, or neither."""
    return _says_in_force(old, region.a0, region.a1) is _says_in_force(new, region.b0, region.b1)


def _says_in_force(tokens: Sequence[Token], start: int, end: int) -> bool:
    return EFFECTIVE.search(_clause(tokens, start, end)) is not None


def _is_machine_dated(tokens: Sequence[Token]) -> bool:
    """Whether a short block dates the text in any language: it has a `datetime` attribute."""
    return _is_short(tokens) and any(
        token.kind is TokenKind.ATTRIBUTES and "datetime" in token.text for token in tokens
    )


def _is_short(tokens: Sequence[Token]) -> bool:
    return sum(len(token.text) for token in tokens if token.kind not in SETTING) <= MAX_DATE_LINE


def _clause(tokens: Sequence[Token], start: int, end: int) -> str:
    while start > 0 and not _ends_clause(tokens[start - 1]):
        start -= 1
    while end < len(tokens) and not (end > start and _ends_clause(tokens[end - 1])):
        end += 1
    return _read(tokens[start:end])


def _read(tokens: Sequence[Token]) -> str:
    return "".join(
        token.lead + token.text
        for token in tokens
        if token.kind not in SETTING and token.kind is not TokenKind.LABEL
    ).strip()


def _ends_clause(token: Token) -> bool:
    is_stop = token.kind is TokenKind.PUNCTUATION and token.key in (".", ";", "!")
    return is_stop or token.kind in (TokenKind.BULLET, TokenKind.HEADING, TokenKind.END)
