"""Building gives the master's structure back, byte for byte, around whatever words are put in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.catalogs.features import Feature, features
from publisher.catalogs import po
from publisher.catalogs.assemble import assemble
from publisher.catalogs.dates import TextDates
from publisher.catalogs.extractor import template
from publisher.model.locales import LocaleTag
from publisher.model.policies import PartialDate

NOW = datetime(2026, 7, 15, tzinfo=UTC)
EN, ZH = LocaleTag("en"), LocaleTag("zh-Hans")
HAN = re.compile("[\u3400-\u9fff]")
# What a translator never touches: code, targets, attributes, comments and reference definitions.
KEPT = re.compile(
    r"^```.*?^```|^~~~\n.*?^~~~$|`[^`\n]+`|\]\([^()\s]*|<[^<>]*>|\{:[^{}]*\}|^\[[^\]^]+\]:.*?$"
    r"|\]\[[^\]]*\]",
    re.DOTALL | re.MULTILINE,
)


def built(source: str, translate: Callable[[str], str]) -> str:
    """The text with every message translated, through a catalog's file."""
    fresh = template(source, policy="p", path="p.md", created_at=NOW)
    entries = (replace(entry, msgstrs=(translate(entry.msgid),)) for entry in fresh.entries)
    catalog = po.read(po.write(fresh.with_entries(entries)))
    dates = TextDates(revised_on=PartialDate(2022, 7))
    assembled = assemble(source, catalog, locale=EN, master=ZH, dates=dates)
    assert assembled.is_complete
    return assembled.text


def to_yi(text: str) -> str:
    """A text with its Han characters replaced where a translator would replace them."""
    parts, reached = [], 0
    for match in KEPT.finditer(text):
        parts += [HAN.sub("译", text[reached : match.start()]), match[0]]
        reached = match.end()
    return "".join([*parts, HAN.sub("译", text[reached:])])


def without_wraps(text: str) -> str:
    """A text without white space and quotes, which a longer or shorter wording may change."""
    return re.sub(r"[\s\"'>\ufeff]", "", text)


ALL = list(features())


def test_there_are_enough_cases() -> None:
    assert len(ALL) >= 60


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_equal_translations_give_the_source_back(case: Feature) -> None:
    source = case.source.replace("{{revisionDate}}", "")
    assert built(source, lambda text: text) == source


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_other_words_leave_the_structure_alone(case: Feature) -> None:
    source = case.source.replace("{{revisionDate}}", "")
    found = built(source, to_yi)
    assert without_wraps(found) == without_wraps(to_yi(source))


@pytest.mark.corpus
@pytest.mark.parametrize("locale", ["zh-CN", "en", "ja"])
def test_equal_translations_give_real_texts_back(corpus: Path, locale: str) -> None:
    for file in sorted((corpus / locale).glob("*/*.md"))[::7]:
        source = file.read_bytes().decode("utf-8")
        assert built(source, lambda text: text) == source, file
