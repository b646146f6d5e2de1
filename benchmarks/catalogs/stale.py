"""Whether anything that a translator has not finished gets into a built text, whatever is done."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace
from itertools import count

from benchmarks.catalogs.merging import Desk
from benchmarks.catalogs.texts import Text, histories
from benchmarks.figures import Figure, report
from publisher.catalogs import po
from publisher.catalogs.adopt import adopt
from publisher.catalogs.assemble import assemble
from publisher.catalogs.checks import Languages
from publisher.catalogs.dates import TextDates
from publisher.catalogs.entries import FUZZY, Catalog, Entry
from publisher.catalogs.memory import propose, remembered
from publisher.model.locales import LocaleTag
from publisher.text import parse

_EN, _ZH = LocaleTag("en"), LocaleTag("zh-Hans")
_RUNS = 4  # of each history
_COMMANDS = 12  # of each run
_MARK = re.compile(r"T[0-9]+T")


def measure() -> None:
    """Report texts built after commands in any order, and unfinished translations in them."""
    chance = random.Random(20260715)  # noqa: S311 - the same orders each time
    counts: Counter[str] = Counter()
    for _, _, texts in histories():
        for _ in range(_RUNS):
            _Run(texts, chance, counts).go()
    if not counts["built"]:
        print("no corpus beside the repository: orders of commands are not measured")
        return
    report(Figure(name="texts built after commands in any order", measured=counts["built"]))
    report(Figure(name="fuzzy entries beside them", measured=counts["fuzzy"]))
    name = "fuzzy, obsolete or refused strings in them"
    report(Figure(name=name, measured=counts["stale"], at_most=0))


class _Run:
    """One desk, and commands of chance; each translation has a mark of its own."""

    def __init__(self, texts: list[Text], chance: random.Random, counts: Counter[str]) -> None:
        self._texts, self._chance, self._counts = texts, chance, counts
        self._desk, self._source, self._serial = Desk(), "", count()

    def go(self) -> None:
        """Do some commands, and look at the text after each of them."""
        self._revise()
        commands = [self._revise, self._translate, self._unsettle, self._propose, self._adopt]
        for _ in range(_COMMANDS):
            self._chance.choice(commands)()
            self._look()

    @property
    def _catalog(self) -> Catalog:
        return po.read(self._desk.data or b"")

    def _revise(self) -> None:
        """Go to any revision, forth or back, with its history known or not."""
        self._source = self._chance.choice(self._texts).source
        self._desk.revise(self._source, knows_history=self._chance.random() < 0.7)

    def _translate(self) -> None:
        """Finish a part of the messages."""
        share = self._chance.random()

        def done(entry: Entry) -> Entry:
            if entry.obsolete or self._chance.random() > share:
                return entry
            finished = replace(entry, msgstrs=(f"T{next(self._serial)}T",), previous=None)
            return finished.with_flags(drop=(FUZZY,))

        self._desk.data = po.write(self._catalog.with_entries(map(done, self._catalog.entries)))

    def _unsettle(self) -> None:
        """Have a translator mark some as unfinished."""
        entries = [
            entry.with_flags(add=(FUZZY,))
            if entry.msgstr and not entry.obsolete and self._chance.random() < 0.2
            else entry
            for entry in self._catalog.entries
        ]
        self._desk.data = po.write(self._catalog.with_entries(entries))

    def _propose(self) -> None:
        known = list(remembered(self._catalog, "p"))
        self._desk.data = po.write(propose(self._catalog, known))

    def _adopt(self) -> None:
        """Take over another revision's text as if it were a translation."""
        other = self._chance.choice(self._texts).source
        languages = Languages(master=_ZH, locale=_EN)
        found = adopt(parse(self._source), parse(other), self._catalog, languages)
        self._desk.data = po.write(found.catalog)

    def _look(self) -> None:
        """Build, and count the marks that no finished entry of the text's own has."""
        catalog = self._catalog
        text = assemble(self._source, catalog, locale=_EN, master=_ZH, dates=TextDates()).text
        finished = {
            mark
            for entry in catalog.active()
            if entry.translation is not None
            for mark in _MARK.findall(entry.msgstr)
        }
        self._counts["built"] += 1
        self._counts["fuzzy"] += sum(entry.is_fuzzy for entry in catalog.active())
        self._counts["stale"] += len(set(_MARK.findall(text)) - finished)
