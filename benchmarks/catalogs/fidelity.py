"""Whether a build gives the master's structure back, byte for byte."""

from __future__ import annotations

import html.parser
import re
from collections.abc import Callable
from dataclasses import replace

import markdown

from benchmarks.catalogs.features import features
from benchmarks.catalogs.texts import NOW, texts, traps
from benchmarks.figures import Figure, report
from publisher.catalogs import po
from publisher.catalogs.assemble import assemble
from publisher.catalogs.dates import TextDates
from publisher.catalogs.extractor import template
from publisher.model.locales import LocaleTag
from publisher.text.render import to_html

_EN, _ZH = LocaleTag("en"), LocaleTag("zh-Hans")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
# What a translator never touches: code, targets, tags, attribute lists, reference definitions.
_KEPT = re.compile(
    r"^```.*?^```|`[^`\n]+`|\]\([^()\s]*|<[^<>]*>|\{:[^{}]*\}|^\[[^\]^]+\]:.*?$|\]\[[^\]]*\]",
    re.DOTALL | re.MULTILINE,
)
_MARKDOWN = ["tables", "attr_list", "def_list", "footnotes"]


def built(source: str, translate: Callable[[str], str]) -> str:
    """The text with every message translated, by way of a catalog's file."""
    fresh = template(source, policy="p", path="p.md", created_at=NOW)
    entries = (replace(entry, msgstrs=(translate(entry.msgid),)) for entry in fresh.entries)
    catalog = po.read(po.write(fresh.with_entries(entries)))
    found = assemble(source, catalog, locale=_EN, master=_ZH, dates=TextDates())
    return found.text if found.is_complete else ""


def to_yi(text: str) -> str:
    """A text with its Han characters replaced by 译 where a translator would replace them."""
    parts, reached = [], 0
    for match in _KEPT.finditer(text):
        parts += [_HAN.sub("译", text[reached : match.start()]), match[0]]
        reached = match.end()
    return "".join([*parts, _HAN.sub("译", text[reached:])])


def _unwrapped(text: str) -> str:
    return re.sub(r"[\s>]", "", text)


def measure() -> None:
    """Report identity, replacement and rendering over small features and all real texts."""
    small = list(features())
    report(Figure(name="small Markdown features", measured=len(small), at_least=60))
    same = sum(_is_same(feature.source.replace("{{revisionDate}}", "")) for feature in small)
    report(Figure(name="identity builds of features", measured=same, at_least=len(small)))
    sources = list(texts())
    if not sources:
        print("no corpus beside the repository: real texts are not measured")
        return
    identical = sum(_is_same(text.source) for text in sources)
    report(Figure(name="identity builds", measured=identical, unit="texts", at_least=len(sources)))
    tricky = list(traps())
    identical = sum(_is_same(text.source) for text in tricky)
    name = "identity builds of texts that break naive tools"
    report(Figure(name=name, measured=identical, at_least=len(tricky)))
    chinese = [text for text in sources if text.locale == "zh-CN"]
    left = wrong = alike = 0
    for text in chinese:
        source = text.source
        found, wanted = built(source, to_yi), to_yi(source)
        left += left_behind(found, wanted)
        wrong += _unwrapped(found) != _unwrapped(wanted)
        alike += _renders_alike(source, found)
    report(Figure(name="Han characters left behind", measured=left, at_most=0))
    report(Figure(name="Chinese texts not as replaced", measured=wrong, unit="texts", at_most=0))
    report(
        Figure(
            name="Chinese texts rendered with the same tags, ids, hrefs and lengths",
            measured=alike,
            unit="texts",
            at_least=len(chinese),
        )
    )


def _is_same(source: str) -> bool:
    return built(source, lambda msgid: msgid) == source


def left_behind(found: str, wanted: str) -> int:
    """Characters that stand in the built text and should have been replaced."""
    han = [char for char in found if _HAN.match(char) and char != "译"]
    kept = [char for char in wanted if _HAN.match(char) and char != "译"]
    return max(len(han) - len(kept), 0)


class _Structure(html.parser.HTMLParser):
    """The tags of a page with ids and targets, and how many characters a reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.characters = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = (f"{name}={value}" for name, value in attrs if name in {"id", "href"})
        self.tags.append((tag, *kept))

    def handle_data(self, data: str) -> None:
        self.characters += len("".join(data.split()))


def structure(page: str) -> tuple[list[tuple[str, ...]], int]:
    """What must be the same in two languages of one text."""
    parser = _Structure()
    parser.feed(page)
    return parser.tags, parser.characters


def _renders_alike(source: str, found: str) -> bool:
    before, after = to_html(source), to_html(found)
    if _without_generated_ids(before.html) != _without_generated_ids(after.html):
        return False
    return structure(_by_python_markdown(source)) == structure(_by_python_markdown(found))


def _without_generated_ids(page: str) -> tuple[list[tuple[str, ...]], int]:
    # A heading's generated id is made of its words, which were translated.
    tags, characters = structure(page)
    return [tag[:1] if re.fullmatch("h[1-6]", tag[0]) else tag for tag in tags], characters


def _by_python_markdown(source: str) -> str:
    return markdown.markdown(source.removeprefix("\ufeff"), extensions=_MARKDOWN)
