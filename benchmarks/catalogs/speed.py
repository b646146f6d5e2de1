"""How long merging without history takes beside msgmerge, and extracting and building a text."""

from __future__ import annotations

import io
import math
import os
import random
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from babel.messages.pofile import read_po

from benchmarks.catalogs.texts import NOW, Text, texts
from benchmarks.figures import Figure, report
from publisher.catalogs import po
from publisher.catalogs.assemble import assemble
from publisher.catalogs.dates import TextDates
from publisher.catalogs.entries import Catalog, Entry
from publisher.catalogs.extractor import template
from publisher.catalogs.header import new_header
from publisher.catalogs.matching import similar_origins
from publisher.catalogs.merge import merge
from publisher.changes.redline import redline
from publisher.model.changes import Edit
from publisher.model.locales import LocaleTag
from publisher.text import parse

_EN, _ZH = LocaleTag("en"), LocaleTag("zh-Hans")
_SIZES = (1000, 4000, 16000)
_THIRD = 1 / 3


def measure() -> None:
    """Report merging in two languages and three sizes, then the median document."""
    chinese, english = _words("zh-CN"), _words("en")
    if not chinese:
        print("no corpus beside the repository: speed is not measured")
        return
    for name, pool, size, changed in (
        ("8,000 Chinese messages, 233 unmatched", chinese, 8000, 233),
        ("2,000 English messages, 60 unmatched", english, 2000, 60),
    ):
        _beside_msgmerge(name, *_catalogs(pool, size, changed))
    spent = []
    for size in _SIZES:
        old, new = _catalogs(chinese, size, size * 3 // 100)
        spent.append(_timed(lambda old=old, new=new: _merged(old, new)))  # type: ignore[misc]
        report(Figure(name=f"merging {size:,} Chinese messages", measured=spent[-1], unit="s"))
    exponent = math.log(spent[-1] / spent[0]) / math.log(_SIZES[-1] / _SIZES[0])
    name = "exponent of growth from 1 to 16 thousand, 1 is linear, 2 quadratic"
    report(Figure(name=name, measured=exponent, at_most=1.25))
    _median_document()


def _timed(work: Callable[[], object], *, repeats: int = 3) -> float:
    """The least processor time of some runs, of this process and its children.

    Not the time on the wall: other programs run on the same machine.
    """
    return min(_once(work) for _ in range(repeats))


def _once(work: Callable[[], object]) -> float:
    started = _processor_time()
    work()
    return _processor_time() - started


def _processor_time() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _redline(old: str, new: str) -> tuple[Edit, ...]:
    return redline(old, new, locale="zh-Hans")


def _merged(old: Catalog, new: Catalog) -> Catalog:
    return merge(old, new, similar_origins(old, new), redline=_redline).catalog


def _words(locale: str) -> list[str]:
    """All sentences of a language's real texts, each once."""
    found: dict[str, None] = {}
    for text in texts():
        if text.locale == locale:
            for entry in template(text.source, policy="p", path="p.md", created_at=NOW).entries:
                found.update(dict.fromkeys(_sentences(entry.msgid)))
    return list(found)


def _sentences(text: str) -> list[str]:
    parts = text.replace("。", "。\n").replace(". ", ".\n").split("\n")
    return [part.strip() for part in parts if len(part.strip()) > 6]


def _catalogs(pool: list[str], size: int, changed: int) -> tuple[Catalog, Catalog]:
    """A translated catalog, and a template in which some messages are other ones.

    Half of those were edited, so that an older message is to be found for them; half are new.
    """
    chance = random.Random(size)  # noqa: S311 - the same catalogs each time
    messages: dict[str, None] = {}
    while len(messages) < size:
        messages[" ".join(chance.sample(pool, chance.choice((1, 1, 2, 3))))] = None
    old = list(messages)
    new = list(old)
    for number, place in enumerate(chance.sample(range(size), changed)):
        words = new[place]
        if number % 2:
            new[place] = "".join(chance.sample(words, len(words)))
            continue
        cut = chance.randrange(len(words) * 2 // 3 + 1)
        new[place] = words[:cut] + chance.choice(pool)[:6] + words[cut + len(words) // 6 :]
    return (
        Catalog(_header(_EN), tuple(Entry(msgid=m, msgstrs=(f"T {m}",)) for m in old)),
        Catalog(_header(None), tuple(Entry(msgid=m) for m in dict.fromkeys(new))),
    )


def _header(locale: LocaleTag | None) -> Entry:
    return new_header(policy="p", locale=locale, created_at=NOW)


def _beside_msgmerge(name: str, old: Catalog, new: Catalog) -> None:
    catalog, fresh = po.write(old), po.write(new)
    ours = _timed(lambda: po.write(_merged(po.read(catalog), po.read(fresh))))
    report(Figure(name=f"{name}: ours", measured=ours, unit="s"))
    if shutil.which("msgmerge") is None:
        print("msgmerge is missing; install Debian's gettext")
        return
    with tempfile.TemporaryDirectory() as folder:
        one, two = Path(folder, "old.po"), Path(folder, "new.pot")
        one.write_bytes(catalog)
        two.write_bytes(fresh)
        call = ["msgmerge", "--quiet", "--previous", "-o", os.devnull, str(one), str(two)]
        peer = _timed(lambda: subprocess.run(call, check=True))
    report(Figure(name=f"{name}: msgmerge", measured=peer, unit="s"))
    report(Figure(name=f"{name}: share of msgmerge's", measured=ours / peer, at_most=_THIRD))
    merged = read_po(io.BytesIO(catalog), locale="en")
    babel = _once(lambda: merged.update(read_po(io.BytesIO(fresh))))  # minutes: one run is enough
    report(Figure(name=f"{name}: Babel", measured=babel, unit="s"))


def _median_document() -> None:
    median = median_build_ms(list(texts())[::3])
    report(Figure(name="extract and build, median document", measured=median, unit="ms"))


def median_build_ms(sample: list[Text]) -> float:
    """Extracting, reading a catalog and building in one process, each text new to it."""
    spent = []
    for text in sample:
        source = text.source
        fresh = template(source, policy="p", path="p.md", created_at=NOW)
        entries = (replace(entry, msgstrs=(f"T {entry.msgid}",)) for entry in fresh.entries)
        data = po.write(fresh.with_entries(entries))
        parse.cache_clear()
        started = time.process_time()
        _extract_and_build(source, data)
        spent.append(time.process_time() - started)
    return 1000 * statistics.median(spent)


def _extract_and_build(source: str, data: bytes) -> str:
    template(source, policy="p", path="p.md", created_at=NOW)
    catalog = po.read(data)
    return assemble(source, catalog, locale=_EN, master=_ZH, dates=TextDates()).text
