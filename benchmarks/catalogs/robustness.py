"""Whether a damaged catalog is refused with its line, and never read as half of what it was."""

from __future__ import annotations

import random
import resource
import time
from collections import Counter
from dataclasses import replace

from benchmarks.catalogs.texts import NOW, ROOT
from benchmarks.figures import Figure, report
from publisher.catalogs import po
from publisher.catalogs.entries import Catalog, Entry
from publisher.catalogs.header import new_header
from publisher.model.errors import CatalogError
from publisher.model.locales import LocaleTag

_MUTANTS = 20_000
_PIECES = (
    b'"', b"\\", b"\n", b"\r", b"#~ ", b"#| ", b"#, fuzzy\n", b"msgid ", b"msgstr ", b"\xff", b"\0",
    b"msgctxt ", b"[9]", b"<<<<<<< HEAD\n", b"nplurals=1000000000;", b"\xef\xbb\xbf", b"\\x41",
)  # fmt: skip


def measure() -> None:
    """Report mutants, cuts at every byte, and the largest inputs."""
    whole = _sample()
    counts = _mutated(whole)
    report(Figure(name="mutated files", measured=_MUTANTS))
    report(Figure(name="of them refused with a line", measured=counts["refused"]))
    report(Figure(name="of them failing in another way", measured=counts["failed"], at_most=0))
    report(
        Figure(
            name="of them read, written and read differently",
            measured=counts["unstable"],
            at_most=0,
        )
    )
    cuts, half = _cut(whole)
    report(Figure(name="files cut at every byte", measured=cuts))
    report(Figure(name="of them read with half a translation", measured=half, at_most=0))
    _hostile(whole)
    _large()


def _sample() -> bytes:
    """A catalog of the sample, cut to a size at which every byte can be cut off."""
    path = ROOT / "locales" / "ja" / "LC_MESSAGES" / "privacy.po"
    catalog = po.read(path.read_bytes())
    entries = [*catalog.entries[:25], *catalog.entries[-5:]]
    entries[3] = replace(entries[3], msgstrs=("一行目  \n二行目",), msgid="第一行  \n第二行")
    return po.write(catalog.with_entries(entries))


def _mutated(whole: bytes) -> Counter[str]:
    chance = random.Random(20260715)  # noqa: S311 - the same mutants each time
    counts: Counter[str] = Counter()
    for _ in range(_MUTANTS):
        data = _mutant(whole, chance)
        try:
            catalog = po.read(data)
            counts["unstable"] += po.read(po.write(catalog)) != catalog
        except CatalogError as error:
            counts["refused" if error.line else "failed"] += 1
        except Exception as error:  # noqa: BLE001 - whatever else it is, it counts
            counts["failed"] += 1
            print(f"  {type(error).__name__}: {error}")
    return counts


def _mutant(whole: bytes, chance: random.Random) -> bytes:
    data = bytearray(whole)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                del data[place : place + chance.randint(1, 60)]
            case 1:
                data[place:place] = chance.choice(_PIECES)
            case 2:
                other = chance.randrange(len(data))
                data[place:place] = data[other : other + chance.randint(1, 200)]
            case _:
                data[place] = chance.randrange(256)
    return bytes(data)


def _cut(whole: bytes) -> tuple[int, int]:
    entries = po.read(whole).entries
    half = 0
    for length in range(len(whole)):
        try:
            found = po.read(whole[:length]).entries
        except CatalogError:
            continue
        for entry, original in zip(found, entries, strict=False):
            half += entry.msgstr not in ("", original.msgstr) or entry.key != original.key
    return len(whole), half


def _hostile(whole: bytes) -> None:
    """Report files that were written to take a reader down, and the most that one of them took."""
    plural = b'"Plural-Forms: nplurals='
    nested = b"(" * 100_000 + b"n" + b")" * 100_000
    header = next(line for line in whole.splitlines() if line.startswith(plural))
    files = [
        whole.replace(header, plural + b'1000000000; plural=0;\\n"'),
        whole.replace(header, plural + b"9" * 1_000_000 + b'; plural=0;\\n"'),
        whole.replace(header, plural + b"2; plural=" + nested + b';\\n"'),
        whole.replace(b"charset=UTF-8", b"charset=UTF-7"),
        whole.decode().encode("utf-16"),
        whole.decode().encode("utf-32"),
        whole + b'\nmsgid "a"\nmsgid_plural "b"\nmsgstr[999999999] "c"\n',
        whole + b'\nmsgid "' + b"\\" * 1_000_001 + b'"\nmsgstr ""\n',
        b"\n" * (po.MAX_BYTES + 1),
    ]
    refused, longest = 0, 0.0
    for data in files:
        started = time.perf_counter()
        try:
            po.read(data)
        except CatalogError as error:
            refused += error.line is not None or len(data) > po.MAX_BYTES
        longest = max(longest, time.perf_counter() - started)
    name = "hostile files refused: nplurals, nesting, UTF-7, UTF-16, indices, escapes, size"
    report(Figure(name=name, measured=refused, at_least=len(files)))
    report(Figure(name="the longest that one of them took", measured=longest, unit="s", at_most=1))


def _large() -> None:
    header = new_header(policy="p", locale=LocaleTag("en"), created_at=NOW)
    many = tuple(Entry(msgid=f"m{n}", msgstrs=(f"t{n}",)) for n in range(100_000))
    huge = (Entry(msgid="字" * 350_000, msgstrs=("x" * 1_000_000,)),)
    for name, entries in (("100,000 entries", many), ("a message of 1 MB", huge)):
        data = po.write(Catalog(header, entries))
        started = time.perf_counter()
        po.read(data)
        spent = time.perf_counter() - started
        report(Figure(name=f"reading {name}", measured=spent, unit="s", at_most=10))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    report(Figure(name="peak memory", measured=peak, unit="MB", at_most=1000))
