"""Raw HTML in a text: what is known to be safe stays markup, all else is shown as text."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable
from functools import cache, lru_cache
from urllib.parse import urlsplit

import nh3

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)"
    r"(?P<attributes>(?:\s+[A-Za-z_:][\w:.-]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*)"
    r"\s*/?>"
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[A-Za-z_:][\w:.-]*)(?:\s*=\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|(?P<c>[^\s\"'=<>`]+)))?"
)
_TAGS = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp section "
    "small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr".split()
)
_ATTRIBUTES = {
    "*": {"id", "lang", "dir", "title"},
    "a": {"href"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "reversed", "type"},
    "time": {"datetime"},
    "details": {"open"},
}
# What the renderer itself writes, beyond what an author may.
_RENDERED = {**_ATTRIBUTES, "*": _ATTRIBUTES["*"] | {"class"}, "section": {"role"}}
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\\]")
_ALIGN = re.compile(r"text-align:\s*(left|right|center)")


def is_safe_link(url: str) -> bool:
    """Whether a reader may follow it: http, https, mailto, tel, or a place on the same site.

    Refused are other schemes, `//host`, a name before `@` in the host, control characters, and what
    the cleaner would take for no address at all.
    """
    url = html.unescape(url)
    if not url or _CONTROL.search(url) or url.startswith("//"):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return bool(parts.netloc) and "@" not in parts.netloc and _is_kept(url)
    if parts.scheme:
        return parts.scheme in _SCHEMES and _is_kept(url)
    return ":" not in url.split("/")[0].split("?")[0].split("#")[0]


@lru_cache(maxsize=4096)
def _is_kept(url: str) -> bool:
    return " href=" in cleaned(f'<a href="{html.escape(url)}">')


def known_tags_only(
    raw: str,
    *,
    fill: Callable[[str], str],
    id_prefix: str,
    unique_id: Callable[[str], str],
    refused: Counter[str],
) -> str:
    """Raw HTML with its known tags kept, known attributes too, and everything else as text.

    `fill` fills placeholders of a piece of text and escapes nothing. `unique_id` gives the id to
    write for the one that is wanted; `id_prefix` stands before it. `refused` counts, over all the
    raw HTML of a page, the known tags that were shown as text because of where they lead: their
    closing tags are shown too.
    """
    parts: list[str] = []
    position = 0
    for match in _TAG.finditer(raw):
        parts.append(_as_text(raw[position : match.start()], fill))
        tag = _known_tag(match, fill, id_prefix, unique_id)
        name = match["name"].lower()
        if match["close"] and refused[name]:
            refused[name] -= 1
            tag = None
        elif tag is None and name in _TAGS:
            refused[name] += 1
        parts.append(html.escape(fill(match[0]), quote=False) if tag is None else tag)
        position = match.end()
    parts.append(_as_text(raw[position:], fill))
    return "".join(parts)


def _as_text(text: str, fill: Callable[[str], str]) -> str:
    # An author's entities stay entities; a value's do not become any.
    pieces = re.split(r"(&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)", text)
    return "".join(
        piece if index % 2 else html.escape(fill(piece), quote=False)
        for index, piece in enumerate(pieces)
    )


def _known_tag(
    match: re.Match[str],
    fill: Callable[[str], str],
    id_prefix: str,
    unique_id: Callable[[str], str],
) -> str | None:
    name = match["name"].lower()
    if name not in _TAGS:
        return None
    if match["close"]:
        return f"</{name}>"
    written = [name]
    for attribute in _ATTRIBUTE.finditer(match["attributes"]):
        key = attribute["name"].lower()
        value = fill(html.unescape(attribute["a"] or attribute["b"] or attribute["c"] or ""))
        if key == "href" and name == "a":
            if not is_safe_link(value):
                return None
            value = f"#{id_prefix}{value[1:]}" if value.startswith("#") else value
        elif key == "id":
            value = unique_id(value)
        elif key == "name" and name == "a":
            key, value = "id", unique_id(value)
        elif key not in _ATTRIBUTES["*"] and key not in _ATTRIBUTES.get(name, ()):
            continue
        written.append(f'{key}="{html.escape(value)}"')
    return f"<{' '.join(written)}>"


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(),
        attributes={tag: set(names) for tag, names in _RENDERED.items()},
        url_schemes=set(_SCHEMES),
        link_rel="noopener noreferrer",
    )


def cleaned(rendered: str) -> str:
    """The last gate: balanced HTML that holds nothing but known tags and attributes."""
    return _cleaner().clean(rendered)


def alignment_class(style: str) -> str | None:
    """A table cell's alignment as a class, since no style may stand in a page."""
    match = _ALIGN.search(style)
    return f"align-{match[1]}" if match else None
