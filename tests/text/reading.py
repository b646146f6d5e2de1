"""A page as a browser's parser sees it: its words, its tags, and what in it could act."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

# A void element has no closing tag.
_VOID = frozenset("br hr col wbr".split())
_SAFE_TAGS = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp section "
    "small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr".split()
)
_SAFE_ATTRIBUTES = frozenset(
    "href id class lang dir title colspan rowspan headers scope abbr span start reversed type "
    "datetime open rel role".split()
)
_SAFE_TARGET = re.compile(
    r"https?://[^/@\s]+(?:[/?#][^\s]*)?|mailto:[^\s]+|tel:[^\s]+|(?!//)[^\s:\\]*(?:[/?#][^\s]*)?"
)


@dataclass
class Reading(HTMLParser):
    """What was found in a page."""

    html: str
    words: str = ""
    tags: list[str] = field(default_factory=list)
    open_tags: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    dangers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)
        self.close()
        self.words = " ".join(self.words.split())
        self.dangers += [f"<{tag}> never closes" for tag in self.open_tags]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in _VOID:
            self.open_tags.append(tag)
        if tag not in _SAFE_TAGS:
            self.dangers.append(f"<{tag}>")
        for name, value in attrs:
            if name not in _SAFE_ATTRIBUTES:
                self.dangers.append(f"<{tag} {name}>")
            if name == "href":
                self.links.append(value or "")
                if not _SAFE_TARGET.fullmatch(value or ""):
                    self.dangers.append(f"a link to {value!r}")
            if name == "id":
                self.ids.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        if self.open_tags and self.open_tags[-1] == tag:
            self.open_tags.pop()
        else:
            self.dangers.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        self.dangers.append(f"a comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        self.dangers.append(f"a declaration {decl!r}")

    def handle_pi(self, data: str) -> None:
        self.dangers.append(f"an instruction {data!r}")
