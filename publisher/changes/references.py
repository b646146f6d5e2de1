"""References that follow a renumbering: "see Section 9" where the ninth became the tenth."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import regex

from publisher.model.changes import Pair
from publisher.model.segments import ParsedText, Segment, SegmentKind
from publisher.text.token_kinds import Token, TokenKind
from publisher.text.tokens import tokenize

# The number of a heading or an article before -> after.
Renumbered = Mapping[str, str]

_NUMBER = regex.compile(r"\p{Nd}+(?:\.\p{Nd}+)*|[〇零一二三四五六七八九十百千]+")
# "第九条", "제9조", "9节": the token itself names a clause; "9条" may be nine messages.
_SELF = regex.compile(r"[第제§]|[章节節장절]")
# Beside a law's name, or a paragraph's sign, a number is one of that law's.
_OF_A_LAW = regex.compile(
    r"[》」』法典律(（]|条例|條例|규정|법|(?i:\b(?:of(?! (?:this|these|our))|des?|der|du|del|della|"
    r"act|law|code|regulation|\w*gdpr|\w*dsgvo|rgpd|ccpa|bgb|abs|absatz|paragraph|paragraphe|lit|"
    r"loi|ley|кодекс\w*|закон\w*|gesetz\w*)\b)"
)
_REFERRING = frozenset(
    """section sections article articles art clause clauses paragraph paragraphs chapter chapters
    part parts annex appendix schedule abschnitt abschnitts abschnitten artikel artikels artikeln
    ziffer ziffern nummer nr punkt kapitel anhang anlage absatz paragraphe chapitre partie annexe
    point points artículo artículos sección cláusula apartado capítulo articolo articoli sezione
    artigo seção раздел разделе раздела статья статье статьи пункт пункте пункта المادة البند القسم
    § §§""".split()
)


def renumbered(old: ParsedText, new: ParsedText, pairs: Iterable[Pair]) -> Renumbered:
    """Which number of a heading or an article became which; none that could be either of two.

    The items of a list are a text's clauses where no heading has a number.
    """
    found: dict[str, set[str]] = {}
    with_items = not _has_numbered_headings(old) and not _has_numbered_headings(new)
    for pair in pairs:
        if len(pair.old) == len(pair.new) == 1:
            before = _number(old, old.segments[pair.old[0]], with_items=with_items)
            after = _number(new, new.segments[pair.new[0]], with_items=with_items)
            if before and after:
                found.setdefault(before, set()).add(after)
    return {
        before: after.pop()
        for before, after in found.items()
        if len(after) == 1 and before not in after
    }


def follows(
    old: Sequence[Token],
    new: Sequence[Token],
    before: Sequence[Token],
    after: Sequence[Token],
    numbers: Renumbered,
) -> bool:
    """Whether a token that took another's place names the same clause by its new number.

    `before` and `after` are the few tokens on either side; a law's article is no clause of the
    text.
    """
    if not numbers or len(old) != 1 or len(new) != 1:
        return False
    was, is_now = _split(old[0].text), _split(new[0].text)
    if was is None or is_now is None or was[1] != is_now[1] or numbers.get(was[0]) != is_now[0]:
        return False
    return _names_a_clause(was[1], before, after)


def left_behind(
    old: ParsedText, new: ParsedText, pairs: Iterable[Pair]
) -> Iterator[tuple[int, str, str]]:
    """References of the new text that still give a clause's former number.

    Each as its line, what is written there, and the number that the clause has now.
    """
    pairs = tuple(pairs)
    numbers = renumbered(old, new, pairs)
    if not numbers:
        return
    for pair in pairs:
        if len(pair.old) != 1 or len(pair.new) != 1:
            continue
        before = Counter(found for _, found, _ in _references(old, pair.old[0], numbers))
        for start, found, is_now in _references(new, pair.new[0], numbers):
            if before[found] > 0:
                before[found] -= 1
                yield new.source.count("\n", 0, start) + 1, found, is_now


def _references(
    parsed: ParsedText, index: int, numbers: Renumbered
) -> Iterator[tuple[int, str, str]]:
    """Where a segment names a clause that was renumbered: its place, its words, the new number."""
    tokens = tokenize(parsed, index)
    for at, token in enumerate(tokens):
        if token.kind is TokenKind.LABEL or not (split := _split(token.text)):
            continue
        is_now = numbers.get(split[0])
        before, after = tokens[max(at - 3, 0) : at], tokens[at + 1 : at + 3]
        if is_now is not None and _names_a_clause(split[1], before, after):
            is_named = not _SELF.search(split[1])
            words = f"{before[-1].text} {token.text}" if is_named else token.text
            yield token.start, words, is_now


def _names_a_clause(rest: str, before: Sequence[Token], after: Sequence[Token]) -> bool:
    """Whether a number names a clause of the text: by what is written with it, or before it."""
    around = " ".join(token.text for token in (*before, *after))
    if _OF_A_LAW.search(around):
        return False
    is_named = bool(before) and before[-1].text.lower().rstrip(".") in _REFERRING
    return is_named or bool(_SELF.search(rest))


def _has_numbered_headings(parsed: ParsedText) -> bool:
    return any(
        segment.label is not None and segment.kind is SegmentKind.HEADING
        for segment in parsed.segments
    )


def _number(parsed: ParsedText, segment: Segment, *, with_items: bool) -> str | None:
    """The number by which a text would refer to a segment: a heading, an article, an item."""
    if segment.label is None:
        return None
    label = segment.label.of(parsed.source)
    is_clause = segment.kind is SegmentKind.HEADING or any(map(str.isalpha, label))
    if not is_clause and not (with_items and segment.level <= 1):
        return None
    split = _split(label)
    return split[0] if split else None


def _split(text: str) -> tuple[str, str] | None:
    """A number in a text, in plain digits, and what stands around it; None: there is not one."""
    plain = unicodedata.normalize("NFKC", text)
    places = list(_NUMBER.finditer(plain))
    if len(places) != 1:
        return None
    start, end = places[0].span()
    return places[0][0], "".join((plain[:start] + plain[end:]).split())
