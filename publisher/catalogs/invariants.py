"""What a translation must carry over, each as a multiset: lost, added and altered all show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from publisher.catalogs.quantities import Quantity, Unit, mentioned_units, quantities
from publisher.model.locales import LocaleTag
from publisher.model.policies import PartialDate
from publisher.text.dates import find_dates
from publisher.text.placeholders import PLACEHOLDER
from publisher.text.token_kinds import Token, TokenKind
from publisher.text.tokens import tokenize_line

_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,99})\]")
_TAG = re.compile(r"<(?P<name>/?[A-Za-z][\w-]*)(?=[\s/>])(?P<attributes>[^<>]*)>")
# Said in a language, or compared as a link's target.
_FREE_ATTRIBUTE = re.compile(
    r"\s(?:title|alt|lang|dir|aria-label|href|src)\s*=\s*(?:\"[^\"]*\"|'[^']*'|\S+)"
)
_LOCALE_IN_PATH = re.compile(r"(?<=/)[a-z]{2,3}(?:[-_][A-Za-z]{2,4}){0,2}(?=/|$)")
_MAILTO = "mailto:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invariants:
    """What of a text must be found again in its translation."""

    placeholders: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)
    attributes: Counter[str] = field(default_factory=Counter)
    tags: Counter[str] = field(default_factory=Counter)
    footnotes: Counter[str] = field(default_factory=Counter)
    emails: Counter[str] = field(default_factory=Counter)
    dates: Counter[PartialDate] = field(default_factory=Counter)
    quantities: tuple[Quantity, ...] = ()
    mentioned: frozenset[Unit] = frozenset()  # units that are named, with a number or without


@lru_cache(maxsize=4096)
def invariants(text: str, locale: LocaleTag) -> Invariants:
    """What a translation of the text must carry over."""
    tokens = tokenize_line(_FOOTNOTE.sub("", text))
    of_kind: dict[TokenKind, list[str]] = {}
    for token in tokens:
        of_kind.setdefault(token.kind, []).append(token.text)
    prose = _prose(tokens)
    dates = [(span, day) for span, day in find_dates(prose) if day is not None]
    for span, _ in reversed(dates):
        prose = f"{prose[: span.start]}\N{OBJECT REPLACEMENT CHARACTER}{prose[span.end :]}"
    return Invariants(
        placeholders=Counter(match[1].strip() for match in PLACEHOLDER.finditer(text)),
        links=Counter(map(_link, of_kind.get(TokenKind.TARGET, ()))),
        attributes=Counter(" ".join(t.split()) for t in of_kind.get(TokenKind.ATTRIBUTES, ())),
        tags=Counter(_tags(text)),
        footnotes=Counter(_FOOTNOTE.findall(text)),
        emails=Counter(email.casefold() for email in of_kind.get(TokenKind.EMAIL, ())),
        dates=Counter(day for _, day in dates),
        quantities=quantities(prose, locale),
        mentioned=mentioned_units(prose),
    )


_NOT_PROSE = frozenset(
    {
        TokenKind.PLACEHOLDER,
        TokenKind.TARGET,
        TokenKind.ATTRIBUTES,
        TokenKind.EMAIL,
        TokenKind.MARKUP,
    }
)


def _prose(tokens: Iterable[Token]) -> str:
    """The words of a text alone, with something in place of what is no words."""
    parts: list[str] = []
    for token in tokens:
        parts.append(token.lead)
        if token.kind is TokenKind.EMPHASIS:
            continue
        parts.append("\N{OBJECT REPLACEMENT CHARACTER}" if token.kind in _NOT_PROSE else token.text)
    return "".join(parts)


def _link(target: str) -> str:
    """A link's target; where it names a locale in its path, any locale will do."""
    target = target.strip("<>").removeprefix(_MAILTO)
    scheme, found, rest = target.partition("://")
    if not found:
        return target
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host}{slash}" + _LOCALE_IN_PATH.sub("*", f"/{path}")[1:]


def _tags(text: str) -> Iterator[str]:
    """Raw HTML tags, without the attributes that a translation may change."""
    for match in _TAG.finditer(text):
        attributes = _FREE_ATTRIBUTE.sub("", match["attributes"]).strip(" /")
        yield f"<{match['name'].lower()}{' ' if attributes else ''}{attributes}>"
