"""PO files, read strictly and written as gettext writes them: UTF-8, LF, unwrapped.

What a file holds survives: translators' comments, unknown flags and header fields, previous
messages with their contexts, obsolete entries. What is cut, ambiguous or not UTF-8 is refused with
its line, because a file that is guessed at would be published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from publisher.catalogs.entries import Catalog, Entry
from publisher.catalogs.header import header_problem
from publisher.catalogs.po_reader import read_entries
from publisher.catalogs.strings import quoted_lines
from publisher.model.errors import CatalogError
from publisher.model.locales import LocaleTag

MAX_BYTES = 32 * 1024 * 1024


def read(
    data: bytes, *, path: PurePath | str | None = None, locale: LocaleTag | None = None
) -> Catalog:
    """The catalog that a PO or POT file's bytes hold; raises CatalogError with the line at fault.

    ``locale`` is the one that the file's place says it is for. A header that names another is
    refused, never believed.
    """
    lines = _decode(data, path).split("\n")
    if lines.pop() != "":
        raise CatalogError(
            what="the file ends inside a line, so it may have been cut; if it is whole, end it with"
            " a line break",
            path=path,
            line=len(lines) + 1,
        )
    entries = tuple(read_entries(lines, path))
    if not entries or entries[0].msgid or entries[0].msgctxt is not None:
        raise CatalogError(
            what='there is no header; begin the file with msgid "" and a msgstr that holds'
            ' "Content-Type: text/plain; charset=UTF-8\\n"',
            path=path,
            line=entries[0].line if entries else 1,
        )
    header = entries[0]
    if problem := header_problem(header, locale):
        raise CatalogError(
            what=problem.what, path=path, line=_line_of(problem.field, header, lines)
        )
    return Catalog(header, entries[1:])


def write(catalog: Catalog) -> bytes:
    """The catalog's file, as ``msgcat --no-wrap`` would write it; obsolete entries come last."""
    current = [entry for entry in catalog.entries if not entry.obsolete]
    obsolete = [entry for entry in catalog.entries if entry.obsolete]
    blocks = ("\n".join(_entry_lines(e)) for e in (catalog.header, *current, *obsolete))
    return ("\n\n".join(blocks) + "\n").encode()


def _decode(data: bytes, path: PurePath | str | None) -> str:
    """The text of the file, with LF line ends."""
    if len(data) > MAX_BYTES:
        raise CatalogError(
            what=f"the file has {len(data):,} bytes and the limit is {MAX_BYTES:,}", path=path
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CatalogError(what="the file is UTF-16; save it as UTF-8", path=path, line=1)
    if data.startswith(b"\xef\xbb\xbf"):
        raise CatalogError(
            what="the file begins with a byte order mark; save it as UTF-8 without one",
            path=path,
            line=1,
        )
    if (nul := data.find(b"\0")) >= 0:
        raise CatalogError(
            what="there is a NUL byte, so this is damaged or not UTF-8",
            path=path,
            line=data.count(b"\n", 0, nul) + 1,
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CatalogError(
            what="the bytes here are not UTF-8; convert the file with msgconv --to-code=UTF-8",
            path=path,
            line=data.count(b"\n", 0, error.start) + 1,
        ) from None
    return text.replace("\r\n", "\n")


def _line_of(field_name: str | None, header: Entry, lines: list[str]) -> int:
    """The line on which a header field stands."""
    if field_name is not None:
        wanted = f'"{field_name.lower()}'
        for number in range(header.line, len(lines) + 1):
            if wanted in lines[number - 1].lower():
                return number
    return header.line


def _entry_lines(entry: Entry) -> Iterator[str]:
    """An entry's lines, in gettext's order."""
    yield from _commented("#", entry.comments)
    yield from _commented("#.", entry.extracted)
    yield from _references(entry.references)
    if entry.flags:
        yield "#, " + ", ".join(entry.flags)
    if entry.sticky_flags:
        yield "#= " + ", ".join(entry.sticky_flags)
    mark = "#~ " if entry.obsolete else ""
    if entry.previous is not None:
        prefix = "#~| " if entry.obsolete else "#| "
        for name in ("msgctxt", "msgid", "msgid_plural"):
            yield from _string(prefix, name, getattr(entry.previous, name))
    yield from _string(mark, "msgctxt", entry.msgctxt)
    yield from _string(mark, "msgid", entry.msgid)
    yield from _string(mark, "msgid_plural", entry.msgid_plural)
    for index, text in enumerate(entry.msgstrs):
        name = "msgstr" if entry.msgid_plural is None else f"msgstr[{index}]"
        yield from _string(mark, name, text)


def _commented(mark: str, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for line in text.split("\n"):
            yield f"{mark} {line}".rstrip(" ")


_REFERENCES_WIDTH = 79  # gettext wraps these, and nothing else, even with --no-wrap


def _references(references: Iterable[str]) -> Iterator[str]:
    line = "#:"
    for reference in references:
        if len(line) > 2 and len(f"{line} {reference}".encode()) > _REFERENCES_WIDTH:
            yield line
            line = "#:"
        line = f"{line} {reference}"
    if len(line) > 2:
        yield line


def _string(prefix: str, keyword: str, text: str | None) -> Iterator[str]:
    if text is None:
        return
    first, *rest = quoted_lines(text)
    yield f"{prefix}{keyword} {first}"
    for line in rest:
        yield f"{prefix}{line}"
