"""Clauses that promise nothing: date lines, courtesies, pointers to where more is to be read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from publisher.changes.materiality import atoms as kinds
from publisher.changes.materiality.atoms import Atom
from publisher.changes.materiality.clauses import Clause, Side
from publisher.text.dates import is_date_clause

_MAX_DATE_LINE = 120
_FILLED_DATE = re.compile(r"\{\{\s*(?:revision|effective)Date\s*\}\}")
_MAY_DATE = re.compile(r"\d|元年|Date\s*\}\}")
_ERAS = {"民国": 1911, "民國": 1911, "令和": 2018, "平成": 1988}
_ERA = re.compile(rf"(?P<era>{'|'.join(_ERAS)})\s?(?P<year>\d{{1,3}}|元)\s?年")
_MAX_EDITION = 60  # characters of a line that names an edition
_YEAR = r"(?:\d{1,2}\s?[./]\s?)?(?:19|20)\d\d(?:\s?[./\-]\s?\d{1,2}){0,2}"
_YEAR_HAN = r"(?:19|20)\d\d\s?年度?(?:\s?\d{1,2}\s?月)?(?:\s?\d{1,2}\s?日)?"
_EDITION = re.compile(
    rf"(?i:édition|edition|version|revision|rev|fassung|ausgabe|stand|版本|版|改訂|修订|修訂)"
    rf"[\s:：.(（]{{0,3}}(?:{_YEAR_HAN}|{_YEAR})|(?:{_YEAR_HAN}|{_YEAR})\s?(?:版|改訂|修订|修訂|(?i:edition))"
)
_YEAR_OF_TITLE = re.compile(rf"[(（][^()（）]{{0,20}}?(?:{_YEAR_HAN}|{_YEAR})[^()（）]{{0,6}}[)）]")
_WORDS_OF_POINTER = 12
_WORDS_OF_COURTESY = 5  # besides those of courtesy itself
_OF_EDITIONS = frozenset({kinds.NUMBER, kinds.MEASURE, kinds.DATE})
_BINDS_NOBODY = frozenset(
    {kinds.POINTER, "hedge", "wish", "all", "conjunction", "condition", "time", "permission"}
)


def only_dates(side: Side, clause: Clause) -> bool:
    """Whether a clause does nothing but date the text, in whatever era."""
    words = side.text[clause.start : clause.end].strip()
    if len(words) > _MAX_DATE_LINE or not _MAY_DATE.search(words):
        return False
    is_alone = not side.text[: clause.start].strip() and not side.text[clause.end :].strip()
    return is_date_clause(_FILLED_DATE.sub("2000-01-01", _in_common_era(words)), is_alone=is_alone)


def without_edition(atoms: Sequence[Atom], text: str, *, is_title: bool) -> Sequence[Atom]:
    """What a title or a line alone says besides the edition that it names: "rev. 03/2019"."""
    if not is_title and len(text) > _MAX_EDITION:
        return atoms
    if not any(atom.group in _OF_EDITIONS for atom in atoms):
        return atoms
    patterns = (_EDITION, _YEAR_OF_TITLE) if is_title else (_EDITION,)
    spans = [match.span() for pattern in patterns for match in pattern.finditer(text)]
    return [
        atom
        for atom in atoms
        if atom.group not in _OF_EDITIONS
        or not any(start <= atom.start < end for start, end in spans)
    ]


def is_courtesy(atoms: Sequence[Atom]) -> bool:
    """Whether a clause greets, thanks or praises, and promises nothing."""
    if not any(atom.group == kinds.COURTESY for atom in atoms):
        return False
    others = [atom for atom in atoms if atom.group not in (kinds.COURTESY, *_BINDS_NOBODY)]
    return len(others) <= _WORDS_OF_COURTESY and not any(atom.is_counted for atom in others)


def is_pointer(said: Sequence[Atom]) -> bool:
    """Whether a clause only says where more is to be read."""
    return (
        len(said) < _WORDS_OF_POINTER
        and any(atom.group == kinds.POINTER for atom in said)
        and not any(atom.is_counted and atom.group not in _BINDS_NOBODY for atom in said)
    )


def _in_common_era(words: str) -> str:
    return _ERA.sub(
        lambda match: f"{int(match['year'].replace('元', '1')) + _ERAS[match['era']]}年", words
    )
