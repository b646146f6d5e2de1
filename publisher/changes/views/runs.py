"""Runs: a change's edits as what a reader sees of them, markup resolved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import groupby
from typing import NamedTuple

from publisher.changes.comparison import Comparison
from publisher.model.changes import Change, Difference, EditOp, Place
from publisher.model.segments import ParsedText
from publisher.text.messages import joins_without_space
from publisher.text.token_kinds import Token, TokenKind
from publisher.text.tokens import tokens_of


class Role(Enum):
    """What a run is to a reader."""

    WORDS = auto()
    TARGET = auto()  # where a link leads: only shown where it changed
    MARKUP = auto()  # only shown where it changed
    PARAGRAPH = auto()  # a new block begins


class Run(NamedTuple):
    """A piece of text that is shown in one way."""

    op: EditOp
    text: str
    role: Role
    strong: bool
    emphasised: bool
    difference: Difference | None

    @property
    def is_noise(self) -> bool:
        """Whether the difference has no meaning."""
        return self.difference is not None and self.difference.is_noise


class _Piece(NamedTuple):
    text: str
    role: Role
    strong: bool
    emphasised: bool


_MARKUP_KINDS = frozenset(
    {
        TokenKind.EMPHASIS,
        TokenKind.MARKUP,
        TokenKind.ATTRIBUTES,
        TokenKind.BULLET,
        TokenKind.HEADING,
        TokenKind.DELIMITER,
    }
)


def runs(comparison: Comparison, change: Change) -> Iterator[Run]:
    """What a reader sees of a change, in order; format differences are resolved to the new side."""
    for _, alike in groupby(
        _single_runs(comparison, change), key=lambda run: run._replace(text="")
    ):
        first, *more = alike
        if first.role is Role.PARAGRAPH or not more:
            yield from (first, *more)
        else:
            yield first._replace(text="".join(run.text for run in (first, *more)))


def _single_runs(comparison: Comparison, change: Change) -> Iterator[Run]:
    old = _pieces(comparison.old, change.old)
    new = _pieces(comparison.new, change.new)
    for edit in change.edits:
        left = len(edit.text)
        if edit.op is EditOp.KEEP:
            skipped = left
            while skipped > 0:
                skipped -= len(next(old).text)
        source = old if edit.op is EditOp.DELETE else new
        while left > 0:
            piece = next(source)
            left -= len(piece.text)
            yield from _shown(piece, edit.op, edit.difference)


def _shown(piece: _Piece, op: EditOp, difference: Difference | None) -> Iterator[Run]:
    if difference is not None and difference.is_format:
        if op is EditOp.DELETE:
            return
        op, difference = EditOp.KEEP, None
    is_hidden = op is EditOp.KEEP and piece.role in (Role.TARGET, Role.MARKUP)
    if piece.text and not is_hidden:
        text = " " if piece.text.isspace() else piece.text
        yield Run(op, text, piece.role, piece.strong, piece.emphasised, difference)


def _pieces(parsed: ParsedText, places: Sequence[Place]) -> Iterator[_Piece]:
    """Leads and tokens of segments one by one, each with how it is shown."""
    starts = {segment.extent.start: index for index, segment in enumerate(parsed.segments)}
    tokens = tokens_of(parsed, [starts[place.span.start] for place in places])
    strong = emphasised = False
    before: Token | None = None
    for token in tokens:
        if token.lead:
            yield _Piece(token.lead, _lead_role(before, token), strong, emphasised)
        yield _Piece(token.text, _role(before, token), strong, emphasised)
        if token.kind is TokenKind.EMPHASIS:
            size = len(token.text.strip("</>")) if token.text[0] != "<" else 0
            strong ^= size >= 2
            emphasised ^= size in (1, 3)
        if token.text:
            before = token


def _lead_role(before: Token | None, token: Token) -> Role:
    if before is None or token.kind is TokenKind.END:
        return Role.MARKUP
    if "\n" in token.lead or "\r" in token.lead:
        if token.lead.count("\n") > 1 or token.kind in (TokenKind.BULLET, TokenKind.HEADING):
            return Role.PARAGRAPH
        if joins_without_space(before.text[-1], (token.text or " ")[0]):
            return Role.MARKUP
    if before.kind in (TokenKind.BULLET, TokenKind.HEADING):
        return Role.MARKUP
    return Role.WORDS


def _role(before: Token | None, token: Token) -> Role:
    if token.kind is TokenKind.TARGET:
        # An address in angle brackets, or as a link's words, is read.
        is_read = before is None or before.kind is not TokenKind.MARKUP or before.text in ("<", "[")
        return Role.WORDS if is_read else Role.TARGET
    if token.kind is TokenKind.BREAK:
        return Role.PARAGRAPH
    return Role.MARKUP if token.kind in _MARKUP_KINDS else Role.WORDS
