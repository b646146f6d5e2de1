"""Whether merging keeps what is still right, along real histories and on edits judged by hand."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po, write_po

from benchmarks.catalogs.texts import NOW, Text, histories
from benchmarks.figures import Figure, report
from publisher.catalogs import po
from publisher.catalogs.entries import FUZZY, Catalog, Entry, Key
from publisher.catalogs.extractor import template
from publisher.catalogs.messages import source_id
from publisher.catalogs.update import Comparing, Master, update
from publisher.changes.align import align
from publisher.changes.redline import redline
from publisher.model.changes import Edit
from publisher.model.locales import LocaleTag

_LABELS = Path(__file__).with_name("merged.toml")
_EN = LocaleTag("en")
_MARK = re.compile(r"T:([0-9a-f]{12})")


def digest(text: str) -> str:
    """The name of a message in the labels."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _redline(old: str, new: str) -> tuple[Edit, ...]:
    return redline(old, new, locale="zh-Hans")


@dataclass
class Desk:
    """A catalog that follows a master, all of it translated after each revision."""

    data: bytes | None = None

    def __post_init__(self) -> None:
        """Begin with no text known."""
        self.known: dict[str, str] = {}

    def revise(self, source: str, *, knows_history: bool = True) -> bytes:
        """The catalog's file after an update."""
        known = self.known if knows_history else {}
        comparing = Comparing(align=align, redline=_redline, source_of=known.get)
        master = Master(policy="p", source=source, path="p.md", created_at=NOW)
        self.data = update(self.data, master, comparing, locale=_EN).data
        self.known[source_id(source)] = source
        return self.data

    def translate(self) -> None:
        """Finish every message; a translation names the message it is of."""
        catalog = po.read(self.data or b"")
        self.data = po.write(catalog.with_entries(map(_translated, catalog.entries)))


def _translated(entry: Entry) -> Entry:
    if entry.obsolete:
        return entry
    done = replace(entry, msgstrs=(f"T:{digest(entry.msgid)}",), previous=None)
    return done.with_flags(drop=(FUZZY,))


def measure() -> None:
    """Report the histories, then the edits that were judged."""
    _along_histories()
    _judged_edits()


# ------------------------------------------------------------------------------------ histories


def _along_histories() -> None:
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for _, _, texts in histories():
            _follow(texts, counts, Path(folder) / "a.po")
    if not counts["revisions"]:
        print("no corpus beside the repository: merging is not measured")
        return
    report(Figure(name="revisions merged", measured=counts["revisions"]))
    for name, wanted in (
        ("files changed by an unchanged master", 0),
        ("messages that lost a translation of their very words", 0),
        ("files with a message twice", 0),
        ("texts removed and brought back that are not restored whole", 0),
        ("files that msgfmt -c complains about", 0),
        ("files that msgcat would write otherwise", 0),
    ):
        if not (shutil.which("msgfmt") is None and name.startswith("files that msg")):
            report(Figure(name=name, measured=counts[name], at_most=wanted))


def _follow(texts: list[Text], counts: Counter[str], file: Path) -> None:
    desk, ever = Desk(), set[Key]()
    for text in texts:
        source = text.source
        data = desk.revise(source)
        counts["revisions"] += 1
        counts["files changed by an unchanged master"] += desk.revise(source) != data
        entries = po.read(data).entries
        counts["files with a message twice"] += len({e.key for e in entries}) != len(entries)
        counts["messages that lost a translation of their very words"] += sum(
            entry.key in ever and entry.translation is None and not entry.obsolete
            for entry in entries
        )
        _ask_gettext(data, counts, file)
        desk.translate()
        ever |= {entry.key for entry in po.read(desk.data or b"").active()}
        counts["texts removed and brought back that are not restored whole"] += not _returns(
            desk, source
        )


def _returns(desk: Desk, source: str) -> bool:
    """Whether a text that is emptied and brought back has every translation again."""
    other = Desk(desk.data)
    other.known = dict(desk.known)
    before = {e.key: e.translation for e in po.read(desk.data or b"").active()}
    other.revise(source[: len(source) // 3])
    after = {e.key: e.translation for e in po.read(other.revise(source)).active()}
    return before == after


def _ask_gettext(data: bytes, counts: Counter[str], file: Path) -> None:
    if shutil.which("msgfmt") is None:
        return
    file.write_bytes(data)
    checked = subprocess.run(
        ["msgfmt", "-c", "-o", "/dev/null", file], capture_output=True, check=False
    )
    counts["files that msgfmt -c complains about"] += bool(checked.returncode or checked.stderr)
    written = subprocess.run(["msgcat", "--no-wrap", file], capture_output=True, check=False)
    counts["files that msgcat would write otherwise"] += written.stdout != data


# ---------------------------------------------------------------------------------- judged edits


Merge = Callable[[str, str], dict[str, str]]  # old and new text -> translation by new message


def _judged_edits() -> None:
    edits = list(_edits())
    if not edits:
        return
    report(Figure(name="edits judged by hand", measured=len(edits)))
    ours = _score(_ours, edits, show=True)
    report(Figure(name="right previous message", measured=ours["right"], unit="%", at_least=97))
    report(Figure(name="wrong previous message", measured=ours["wrong"], unit="%", at_most=1))
    blind = _score(_without_history, edits)
    report(Figure(name="right without history", measured=blind["right"], unit="%"))
    report(Figure(name="wrong without history", measured=blind["wrong"], unit="%"))
    for name, merge in (("msgmerge", _msgmerge), ("Babel", _babel)):
        if name == "msgmerge" and shutil.which("msgmerge") is None:
            print("msgmerge is missing; install Debian's gettext")
            continue
        found = _score(merge, edits)
        report(Figure(name=f"right, {name}", measured=found["right"], unit="%"))
        report(Figure(name=f"wrong, {name}", measured=found["wrong"], unit="%"))


def _edits() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each judged edit with the texts before and after it."""
    found = {
        (locale, policy, text.path.name[:3]): text
        for locale, policy, texts in histories()
        for text in texts
    }
    for edit in tomllib.loads(_LABELS.read_text("utf-8"))["edit"]:
        old, new = (found.get((*edit["history"], number)) for number in edit["revisions"])
        if old is not None and new is not None:
            yield old.source, new.source, edit


def _score(
    merge: Merge, edits: list[tuple[str, str, dict[str, Any]]], *, show: bool = False
) -> dict[str, float]:
    counts: Counter[str] = Counter()
    kept: dict[tuple[str, str], dict[str, str]] = {}
    for old, new, edit in edits:
        pair = (source_id(old), source_id(new))
        if pair not in kept:
            kept[pair] = merge(old, new)
        found = set(_MARK.findall(kept[pair].get(edit["new"], "")))
        wanted = set(edit["old"])
        verdict = "right" if found & wanted or found == wanted else "wrong" if found else "missed"
        counts[verdict] += 1
        if show and verdict != "right":
            print(f"  {verdict}: {edit['history']} {edit['revisions']} {edit['new']}")
    return {name: 100 * counts[name] / len(edits) for name in ("right", "wrong", "missed")}


def _ours(old: str, new: str, *, knows_history: bool = True) -> dict[str, str]:
    desk = Desk()
    desk.revise(old)
    desk.translate()
    return _by_digest(po.read(desk.revise(new, knows_history=knows_history)))


def _without_history(old: str, new: str) -> dict[str, str]:
    return _ours(old, new, knows_history=False)


def _by_digest(catalog: Catalog) -> dict[str, str]:
    return {digest(entry.msgid): entry.msgstr for entry in catalog.active()}


def _old_and_template(old: str, new: str) -> tuple[bytes, bytes]:
    desk = Desk()
    desk.revise(old)
    desk.translate()
    return desk.data or b"", po.write(template(new, policy="p", path="p.md", created_at=NOW))


def _msgmerge(old: str, new: str) -> dict[str, str]:
    catalog, fresh = _old_and_template(old, new)
    with tempfile.TemporaryDirectory() as folder:
        one, two = Path(folder, "old.po"), Path(folder, "new.pot")
        one.write_bytes(catalog)
        two.write_bytes(fresh)
        done = subprocess.run(
            ["msgmerge", "--quiet", "--previous", "--no-wrap", one, two],
            capture_output=True,
            check=True,
        )
    return _by_digest(po.read(done.stdout))


def _babel(old: str, new: str) -> dict[str, str]:
    catalog, fresh = _old_and_template(old, new)
    merged = read_po(io.BytesIO(catalog), locale="en")
    merged.update(read_po(io.BytesIO(fresh)))
    written = io.BytesIO()
    write_po(written, merged, width=0, ignore_obsolete=True)
    return {digest(str(message.id)): str(message.string) for message in merged if message.id}
