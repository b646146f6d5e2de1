"""Tokens: the smallest runs of a text that a redline shows as changed.

A grapheme is never split. Dates, numbers with their units, e-mail addresses, links' targets,
placeholders and markup are whole tokens. Words are runs of letters; Han, kana and the scripts that
put no spaces between words are one grapheme a token, and edges are snapped to words later.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from publisher.model.segments import ParsedText, Segment, SegmentKind, Span
from publisher.text.messages import joins_without_space
from publisher.text.token_kinds import Token, TokenKind, token_key
from publisher.text.token_patterns import (
    BEGINS_WITH_A_WORD,
    DEFINITION,
    EMPHASIS_TAG,
    FRAME,
    HASHES,
    HREF,
    STAR,
    TOKEN,
)

_KINDS = {
    "mark": TokenKind.PUNCTUATION,
    "brace": TokenKind.PUNCTUATION,
    "unspaced": TokenKind.UNSPACED,
    "placeholder": TokenKind.PLACEHOLDER,
    "attributes": TokenKind.ATTRIBUTES,
    "note": TokenKind.SYMBOL,
    "link": TokenKind.MARKUP,
    "date": TokenKind.DATE,
    "number": TokenKind.NUMBER,
    "ordinal": TokenKind.NUMBER,
    "fraction": TokenKind.NUMBER,
    "han_number": TokenKind.NUMBER,
    "email": TokenKind.EMAIL,
    "url": TokenKind.TARGET,
    "word": TokenKind.WORD,
    "emphasis": TokenKind.EMPHASIS,
    "code": TokenKind.MARKUP,
    "escape": TokenKind.MARKUP,
    "punctuation": TokenKind.PUNCTUATION,
    "other": TokenKind.SYMBOL,
}
_FRAME_KINDS = {
    "attributes": TokenKind.ATTRIBUTES,
    "heading": TokenKind.HEADING,
    "underline": TokenKind.HEADING,
    "bullet": TokenKind.BULLET,
    "delimiter": TokenKind.DELIMITER,
}
# Building a NamedTuple by its own constructor takes twice as long.
_new_token = tuple.__new__


def tokenize(parsed: ParsedText, index: int) -> tuple[Token, ...]:
    """The tokens of a segment's whole extent, closed by an empty one.

    Leads and texts joined give the extent back.
    """
    return tuple(_Tokens(parsed.source).of(parsed.segments[index]))


def tokenize_unlabelled(parsed: ParsedText, index: int) -> tuple[Token, ...]:
    """The tokens of a segment, the ordinal at the head of its words read as words."""
    return tuple(_Tokens(parsed.source).of(parsed.segments[index]._replace(label=None)))


def outline(parsed: ParsedText, index: int) -> tuple[Token, ...]:
    """The tokens of a segment's markers, its body as a single one.

    For a body that another text has to the letter.
    """
    segment = parsed.segments[index]
    body = segment.body
    tokens = _Tokens(parsed.source)
    tokens.lead_start = segment.extent.start
    tokens.frame(segment.extent.start, body.start, segment)
    tokens.add(body.start, body.end, TokenKind.WORD, "")
    tokens.frame(body.end, segment.extent.end, segment)
    tokens.close(segment.extent.end)
    return tuple(tokens.tokens)


def whole_outline(parsed: ParsedText, index: int) -> tuple[Token, ...]:
    """The outline of a segment that came or went whole.

    A body that does not begin with a word is read like any other, since it may hold none.
    """
    segment = parsed.segments[index]
    if segment.kind is SegmentKind.CODE or not BEGINS_WITH_A_WORD.match(
        parsed.source, *segment.body
    ):
        return tokenize(parsed, index)
    return outline(parsed, index)


def tokens_of(
    parsed: ParsedText, indices: Sequence[int], *, is_labelled: bool = True
) -> list[Token]:
    """The tokens of several segments as one sequence: an inner end's space leads what follows.

    Where `is_labelled` is false, an ordinal at the head of the first one's words is read as words.
    """
    if len(indices) == 1:
        read = tokenize if is_labelled else tokenize_unlabelled
        return list(read(parsed, indices[0]))
    tokens: list[Token] = []
    pending = ""
    for index in indices:
        is_plain = index == indices[0] and not is_labelled
        for token in tokenize_unlabelled(parsed, index) if is_plain else tokenize(parsed, index):
            if token.kind is TokenKind.END and index != indices[-1]:
                pending += token.lead
            else:
                tokens.append(token._replace(lead=pending + token.lead) if pending else token)
                pending = ""
    return tokens


def tokenize_line(text: str) -> list[Token]:
    """The tokens of a piece of inline Markdown."""
    collector = _Tokens(text)
    collector.inline(0, len(text))
    collector.close(len(text))
    return collector.tokens


class _Tokens:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens: list[Token] = []
        self.reached = 0  # all before is in a token or pending as the next one's lead
        self.lead_start = 0

    def of(self, segment: Segment) -> list[Token]:
        start, end = segment.extent
        self.lead_start = start
        if not segment.lines:
            self.frame(start, end, segment)
        else:
            self.frame(start, segment.lines[0].start, segment)
            self.body(segment)
            self.frame(segment.lines[-1].end, end, segment)
        self.close(end)
        return self.tokens

    def body(self, segment: Segment) -> None:
        """The lines of a body; those that a soft wrap parts are read as one."""
        lines = list(segment.lines)
        while lines:
            count = 1
            while count < len(lines) and not self._is_hard(
                lines[count - 1].end, lines[count].start
            ):
                count += 1
            if count == 1 or segment.kind is SegmentKind.CODE:
                self.line(segment, lines[0].start, lines[0].end)
                count = 1
            else:
                self.wrapped(segment, lines[:count])
            lines = lines[count:]
            if lines:
                self.hard_break(self.lead_start, lines[0].start)

    def wrapped(self, segment: Segment, lines: list[Span]) -> None:
        """Several lines as one: a token may reach over a soft wrap, which is then inside it."""
        joined, offsets = "", []
        for line in lines:
            words = line.of(self.source)
            if joined and not joins_without_space(joined[-1], words[0]):
                joined += " "
                offsets.append(line.start - 1)
            joined += words
            offsets.extend(range(line.start, line.end))
        collector = _Tokens(joined)
        label = segment.label
        if label is not None and label.start >= lines[0].start and label.end <= lines[0].end:
            offset = label.start - lines[0].start
            collector.inline(0, offset)
            collector.add(offset, offset + len(label.of(self.source)), TokenKind.LABEL)
            collector.inline(offset + len(label.of(self.source)), len(joined))
        else:
            start = 0
            if segment.kind is SegmentKind.PARAGRAPH and lines[0] == segment.lines[0]:
                start = collector.unspaced_marker(0, len(joined))
            collector.inline(start, len(joined))
        for token in collector.tokens:
            start = offsets[token.start]
            end = offsets[token.start + len(token.text) - 1] + 1
            self.add(start, end, token.kind, token.key)

    def line(self, segment: Segment, start: int, end: int) -> None:
        label = segment.label
        if label is not None and start <= label.start < end:
            self.inline(start, label.start)
            self.add(label.start, label.end, TokenKind.LABEL)
            start = label.end
        if segment.kind is SegmentKind.CODE:
            self.add(start, end, TokenKind.WORD)
            return
        definition = DEFINITION.match(self.source, start, end)
        if definition is not None and segment.kind is SegmentKind.REFERENCE:
            self.add(start, definition.start("target"), TokenKind.MARKUP)
            self.add(definition.start("target"), definition.end("target"), TokenKind.TARGET)
            start = definition.end("target")
        if segment.kind is SegmentKind.PARAGRAPH and not segment.html:
            start = self.unspaced_marker(start, end)
        self.inline(start, end)

    def unspaced_marker(self, start: int, end: int) -> int:
        """Read what was meant as a heading's or an item's marker; where the words begin."""
        for pattern, kind in ((HASHES, TokenKind.HEADING), (STAR, TokenKind.BULLET)):
            marker = pattern.match(self.source, start, end)
            if marker is not None:
                self.add(start, marker.end(), kind)
                return marker.end()
        return start

    def _is_hard(self, start: int, end: int) -> bool:
        """Whether the white space between two lines breaks the line for the reader too."""
        return self.source[start:end].startswith("  ") or self.source[start - 1] == "\\"

    def hard_break(self, start: int, end: int) -> None:
        """A hard break's spaces; a soft wrap has none."""
        stop = start
        while stop < end and self.source[stop] in " \t":
            stop += 1
        if stop - start >= 2:
            self.add(start, stop, TokenKind.BREAK)

    def close(self, end: int) -> None:
        """What is left is the lead of an empty last token."""
        lead = self.source[self.lead_start : end]
        self.tokens.append(Token(lead, "", "\0end", TokenKind.END, end))
        self.lead_start = end

    def add(self, start: int, end: int, kind: TokenKind, key: str | None = None) -> None:
        if start == end:
            return
        text = self.source[start:end]
        if key is None:
            key = token_key(text, kind)
        self.tokens.append(Token(self.source[self.lead_start : start], text, key, kind, start))
        self.lead_start = end

    def inline(self, start: int, end: int) -> None:
        """Inline Markdown. Most of a text is words, marks and Han, so these go a short way."""
        source, tokens = self.source, self.tokens
        for match in TOKEN.finditer(source, start, end):
            name = match.lastgroup
            if name == "space":
                continue
            first, last = match.span()
            if name == "words":
                self._add_words(first, last)
            elif name == "han":
                self._add_han(first, last)
            elif (kind := _KINDS.get(name)) is None:  # type: ignore[arg-type]
                self._add_link(match)
            else:
                text = source[first:last]
                lead = source[self.lead_start : first] if self.lead_start != first else ""
                tokens.append(_new_token(Token, (lead, text, token_key(text, kind), kind, first)))
                self.lead_start = last

    def frame(self, start: int, end: int, segment: Segment) -> None:
        for match in FRAME.finditer(self.source, start, end):
            name = match.lastgroup or "other"
            if name == "space":
                continue
            if name == "ordered":
                is_label = segment.label is not None and segment.label.start == match.start()
                self.add(
                    match.start(), match.end(), TokenKind.LABEL if is_label else TokenKind.MARKUP
                )
            elif name == "tag":
                self._add_tag(match.start(), match.end())
            elif name == "underline" and segment.kind is not SegmentKind.HEADING:
                is_bullet = match[0] == "-" and match.end() <= segment.body.start
                kind = TokenKind.BULLET if is_bullet else TokenKind.MARKUP
                self.add(match.start(), match.end(), kind)
            else:
                self.add(match.start(), match.end(), _FRAME_KINDS.get(name, TokenKind.MARKUP))

    def _add_link(self, match: regex.Match[str]) -> None:
        """A tag, or a link's target with its marks."""
        if match.lastgroup == "tag":
            self._add_tag(match.start(), match.end())
        elif match.lastgroup == "autolink":
            self.add(match.start(), match.start("autolink"), TokenKind.MARKUP)
            self.add(match.start("autolink"), match.end("autolink"), TokenKind.TARGET)
            self.add(match.end("autolink"), match.end(), TokenKind.MARKUP)
        else:
            self.add(match.start("opened"), match.end("opened"), TokenKind.MARKUP)
            self.add(match.start("target"), match.end("target"), TokenKind.TARGET)
            if match["closed"]:
                self.add(match.start("closed"), match.end("closed"), TokenKind.MARKUP, "\0)")

    def _add_words(self, start: int, end: int) -> None:
        """A run of plain words with a blank between them: most of a text in letters."""
        lead, kind, add = self.source[self.lead_start : start], TokenKind.WORD, self.tokens.append
        for word in self.source[start:end].split(" "):
            add(_new_token(Token, (lead, word, word, kind, start)))
            lead = " "
            start += len(word) + 1
        self.lead_start = end

    def _add_han(self, start: int, end: int) -> None:
        """A run of plain Han or kana, one token each: most of a Chinese or Japanese text."""
        source, unspaced = self.source, TokenKind.UNSPACED
        if self.lead_start != start:
            character = source[start]
            lead = source[self.lead_start : start]
            self.tokens.append(Token(lead, character, character, unspaced, start))
            start += 1
        self.tokens += [
            _new_token(Token, ("", character, character, unspaced, offset))
            for offset, character in enumerate(source[start:end], start)
        ]
        self.lead_start = end

    def _add_tag(self, start: int, end: int) -> None:
        text = self.source[start:end]
        target = HREF.fullmatch(text)
        if target:
            self.add(start, start + target.start("target"), TokenKind.MARKUP)
            self.add(start + target.start("target"), start + target.end("target"), TokenKind.TARGET)
            self.add(start + target.end("target"), end, TokenKind.MARKUP)
        elif EMPHASIS_TAG.fullmatch(text):
            self.add(start, end, TokenKind.EMPHASIS)
        else:
            self.add(start, end, TokenKind.MARKUP)
