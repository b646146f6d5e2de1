"""The grammar of PO files: lines in, entries out, and nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from publisher.catalogs.entries import FUZZY, Entry, Key, Previous
from publisher.catalogs.strings import UnknownEscapeError, unescape
from publisher.model.errors import CatalogError

MAX_PLURALS = 10

_STRING_LINE = re.compile(
    r"(?P<prefix>\#~\||\#~|\#\||)[ \t]*"
    r"(?:(?P<keyword>msgctxt|msgid_plural|msgid|msgstr)(?:\[(?P<index>[^\]\"]*)\])?[ \t]*)?"
    r'"(?P<text>[^"\\]*(?:\\.[^"\\]*)*)"[ \t]*'
)
_REFERENCE = re.compile("\u2068[^\u2069]*\u2069\\S*|\\S+")  # isolates surround names with spaces
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_FIELD_ORDER = {"msgctxt": 0, "msgid": 1, "msgid_plural": 2, "msgstr": 3}


@dataclass(slots=True)
class _Draft:
    """An entry while its lines are read."""

    line: int
    comments: list[str] = field(default_factory=list)
    extracted: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    sticky_flags: list[str] = field(default_factory=list)
    strings: dict[str, list[str]] = field(default_factory=dict)
    previous: dict[str, list[str]] = field(default_factory=dict)
    plurals: list[list[str]] = field(default_factory=list)
    obsolete: bool = False

    @property
    def is_complete(self) -> bool:
        return "msgstr" in self.strings


def read_entries(lines: list[str], path: PurePath | str | None) -> Iterator[Entry]:
    """The entries in a file's lines, the header first; raises CatalogError with a line."""
    return _Reader(lines, path).entries()


class _Reader:
    """Walks over a file's lines once; refuses what gettext's grammar has no place for."""

    def __init__(self, lines: list[str], path: PurePath | str | None) -> None:
        self._lines = lines
        self._path = path
        self._number = 0
        self._draft: _Draft | None = None
        self._open: list[str] | None = None  # the string that a bare quoted line continues
        self._open_prefix = ""
        self._seen: dict[Key, int] = {}

    def entries(self) -> Iterator[Entry]:
        for number, line in enumerate(self._lines, start=1):
            self._number = number
            if not line or line.isspace():
                self._open = None
                continue
            finished = self._take(line)
            if finished is not None:
                yield self._finish(finished)
        if self._draft is not None:
            if not self._draft.is_complete:
                raise self._error("the last entry has no msgstr, so the file may have been cut")
            yield self._finish(self._draft)

    def _take(self, line: str) -> _Draft | None:
        """Read one line; gives the draft before it where the line begins another entry."""
        match = _STRING_LINE.fullmatch(line)
        if match is not None:
            return self._take_string(match)
        if line.startswith("#") and not line.startswith(("#~", "#|")):
            return self._take_comment(line)
        raise self._error(_fault_of(line))

    def _take_string(self, match: re.Match[str]) -> _Draft | None:
        prefix, keyword, index, text = match.groups()
        try:
            value = unescape(text)
        except UnknownEscapeError as error:
            problem = f"{error} is no escape of PO files; write \\\\ for a backslash"
            raise self._error(problem) from None
        if keyword is None:
            if self._open is None or prefix != self._open_prefix:
                raise self._error("this string belongs to nothing; a line may be missing above it")
            self._open.append(value)
            return None
        is_previous = prefix in {"#|", "#~|"}
        finished = self._begin(prefix, keyword, is_previous=is_previous)
        self._open_prefix = prefix
        self._open = [value]
        draft = self._current()
        if is_previous:
            self._place(draft.previous, keyword)
        elif keyword == "msgstr" and (index is not None or "msgid_plural" in draft.strings):
            self._place_plural(draft, index)
        else:
            self._place(draft.strings, keyword)
        if not is_previous and keyword != "msgstr" and index is not None:
            raise self._error(f"{keyword} takes no index")
        return finished

    def _begin(self, prefix: str, keyword: str, *, is_previous: bool) -> _Draft | None:
        """Open the entry that a keyword's line belongs to; gives the one that it ends."""
        draft, finished = self._draft, None
        if draft is not None and draft.is_complete and (is_previous or keyword != "msgstr"):
            draft, finished = None, draft
        if draft is None:
            self._draft = draft = _Draft(line=self._number)
        is_obsolete = prefix.startswith("#~")
        if not draft.strings and not draft.previous:
            draft.obsolete = is_obsolete
        elif draft.obsolete != is_obsolete:
            raise self._error("the entry is half obsolete: mark all of its lines with #~, or none")
        return finished

    def _place(self, strings: dict[str, list[str]], keyword: str) -> None:
        """Give the open string its name, in the order that gettext's grammar has."""
        # They are in order, so the last one given is the one to compare with.
        if strings and _FIELD_ORDER[keyword] <= _FIELD_ORDER[next(reversed(strings))]:
            problem = f"{keyword} is out of place or stands twice; an entry is msgid, then msgstr"
            raise self._error(problem)
        if keyword in {"msgstr", "msgid_plural"} and "msgid" not in strings:
            raise self._error(f"{keyword} without a msgid before it")
        assert self._open is not None  # noqa: S101 - set by the caller
        strings[keyword] = self._open

    def _place_plural(self, draft: _Draft, index: str | None) -> None:
        if "msgid_plural" not in draft.strings:
            raise self._error("msgstr has an index, but there is no msgid_plural")
        expected = len(draft.plurals)
        if index is None or index != str(expected) or expected >= MAX_PLURALS:
            raise self._error(f"expected msgstr[{expected}]; plural forms are counted from 0 to 9")
        assert self._open is not None  # noqa: S101 - set by the caller
        draft.plurals.append(self._open)
        draft.strings["msgstr"] = self._open

    def _take_comment(self, line: str) -> _Draft | None:
        finished = None
        if self._draft is not None and self._draft.is_complete:
            self._draft, finished = None, self._draft
        draft = self._current()
        if draft.strings:
            raise self._error("a comment stands inside an entry")
        self._open = None
        kind, rest = line[1:2], line[2:]
        if kind == ".":
            draft.extracted.append(rest.removeprefix(" ").rstrip(" \t"))
        elif kind == ":":
            draft.references += _REFERENCE.findall(rest)
        elif kind == ",":
            draft.flags += _flags(rest)
        elif kind == "=":
            draft.sticky_flags += _flags(rest)
        else:
            draft.comments.append(line[1:].removeprefix(" ").rstrip(" \t"))
        return finished

    def _current(self) -> _Draft:
        if self._draft is None:
            self._draft = _Draft(line=self._number)
        return self._draft

    def _finish(self, draft: _Draft) -> Entry:
        """The entry that a draft became, once it is known to be alone with its key."""
        strings = {name: _joined(parts) for name, parts in draft.strings.items()}
        entry = Entry(
            msgid=strings["msgid"],
            msgctxt=strings.get("msgctxt"),
            msgid_plural=strings.get("msgid_plural"),
            msgstrs=tuple("".join(p) for p in draft.plurals) or (strings["msgstr"],),
            flags=_fuzzy_first(draft.flags) if draft.flags else (),
            sticky_flags=tuple(dict.fromkeys(draft.sticky_flags)),
            comments=tuple(draft.comments),
            extracted=tuple(draft.extracted),
            references=tuple(draft.references),
            previous=_previous(draft.previous),
            obsolete=draft.obsolete,
            line=draft.line,
        )
        first = self._seen.setdefault(entry.key, draft.line)
        if first != draft.line:
            what = "the header" if not entry.msgid else "the message"
            raise self._error(f"{what} stands here and in line {first}; remove one", draft.line)
        if not entry.msgid and (entry.obsolete or len(self._seen) > 1):
            raise self._error("only the header at the top may have an empty msgid", draft.line)
        return self._checked_ending(entry)

    def _checked_ending(self, entry: Entry) -> Entry:
        """The entry, unless its translation was cut between two lines."""
        if entry.msgid and not entry.msgid.endswith("\n"):
            for text in entry.msgstrs:
                if text.endswith("\n"):
                    raise self._error(
                        "the msgstr ends with a line break and the msgid does not, so lines may"
                        " have been cut; remove the \\n or add what is missing",
                        entry.line,
                    )
        return entry

    def _error(self, what: str, line: int | None = None) -> CatalogError:
        return CatalogError(what=what, path=self._path, line=line or self._number)


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else "".join(parts)


def _fuzzy_first(flags: list[str]) -> tuple[str, ...]:
    """Each flag once, in the order that gettext writes them in."""
    return tuple(sorted(dict.fromkeys(flags), key=lambda flag: flag != FUZZY))


def _flags(rest: str) -> list[str]:
    return [flag for flag in (part.strip() for part in rest.split(",")) if flag]


def _previous(strings: dict[str, list[str]]) -> Previous | None:
    if not strings:
        return None
    return Previous(**{name: "".join(parts) for name, parts in strings.items()})


def _fault_of(line: str) -> str:
    """What a person should look for in a line that fits no rule."""
    if line.startswith(_CONFLICT):
        return "a conflict marker of version control; resolve the conflict first"
    if line.lstrip("#~| \t").startswith(("msg", '"')):
        if line.count('"') < 2 or not line.rstrip().endswith('"'):
            return "the string has no end, so the line may have been cut"
        return 'the string is malformed; write \\" for a quotation mark inside it'
    return f"{line[:40]!r} is neither a comment nor part of an entry"
