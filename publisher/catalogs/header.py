"""A catalog's header: what may stand in it, and the fields that we write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from babel.core import get_global
from babel.messages.plurals import get_plural

from publisher.catalogs.entries import FUZZY, Catalog, Entry
from publisher.model.errors import InvalidLocaleError
from publisher.model.locales import LocaleTag

SOURCE_FIELD = "X-Publisher-Source"  # which master text the catalog's messages are of
_MAX_PLURALS = 10  # no language has more than six
_MAX_EXPRESSION = 1000
_MAX_DEPTH = 30

_PLURAL_FORMS = re.compile(r"nplurals=([0-9]{1,2}); *plural=([n0-9\s()?:=!<>&|%*+/-]+?);? *")
_TEMPLATE_PLURAL_FORMS = "nplurals=INTEGER; plural=EXPRESSION;"
_CHARSET = re.compile(r"charset=([^\s;]+)", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}(?::[0-9]{2})?[+-][0-9]{4}")
_NO_DATE = "YEAR-MO-DA HO:MI+ZONE"
_PERSON = re.compile(r"[^<>\x00-\x1f]*(?:<[^<>\s]+>)?")
_FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


class HeaderProblem(NamedTuple):
    """Why a header is refused, and the field at fault where there is one."""

    what: str
    field: str | None = None


def header_problem(header: Entry, locale: LocaleTag | None) -> HeaderProblem | None:
    """The first thing for which a header must be refused; None where it is sound.

    ``locale`` is what the file's place says; None for a template.
    """
    return next(_problems(header, locale), None)


def _problems(header: Entry, locale: LocaleTag | None) -> Iterator[HeaderProblem]:
    fields: dict[str, str] = {}
    for line in header.msgstr.split("\n"):
        if not line:
            continue
        name, colon, value = line.partition(":")
        if not colon or not _FIELD_NAME.fullmatch(name):
            yield HeaderProblem(f"the header line {line[:40]!r} is not of the form 'Name: value'")
            return
        if name.lower() in fields:
            yield HeaderProblem(f"the header has {name} twice", name)
        fields[name.lower()] = value.strip()
    yield from _charset_problems(fields)
    yield from _plural_problems(fields)
    yield from _date_problems(fields)
    yield from _person_problems(fields)
    if locale is not None:
        yield from _language_problems(fields, locale)


def _charset_problems(fields: dict[str, str]) -> Iterator[HeaderProblem]:
    content_type = fields.get("content-type")
    if content_type is None:
        yield HeaderProblem('the header has no "Content-Type: text/plain; charset=UTF-8"')
        return
    match = _CHARSET.search(content_type)
    charset = match[1] if match else "none"
    if charset.upper() not in {"UTF-8", "UTF8"}:
        yield HeaderProblem(
            f"the header's charset is {charset[:40]}; only UTF-8 is read, convert the file with"
            " msgconv --to-code=UTF-8",
            "Content-Type",
        )
    encoding = fields.get("content-transfer-encoding", "8bit")
    if encoding.lower() not in {"8bit", ""}:
        yield HeaderProblem(
            f"Content-Transfer-Encoding must be 8bit, not {encoding[:40]}",
            "Content-Transfer-Encoding",
        )


def _plural_problems(fields: dict[str, str]) -> Iterator[HeaderProblem]:
    forms = fields.get("plural-forms", "")
    if forms in {"", _TEMPLATE_PLURAL_FORMS}:
        return
    match = _PLURAL_FORMS.fullmatch(forms) if len(forms) <= _MAX_EXPRESSION else None
    if match is None or not 1 <= int(match[1]) <= _MAX_PLURALS or _depth(match[2]) > _MAX_DEPTH:
        yield HeaderProblem(
            "Plural-Forms is not of the form 'nplurals=2; plural=(n != 1);' with 1 to"
            f" {_MAX_PLURALS} plurals",
            "Plural-Forms",
        )


def _depth(expression: str) -> int:
    """How deep parentheses and choices nest."""
    depth = deepest = 0
    for char in expression:
        depth += (char == "(") - (char == ")")
        deepest = max(deepest, depth)
    return max(deepest, expression.count("?"))


def _date_problems(fields: dict[str, str]) -> Iterator[HeaderProblem]:
    for name in ("POT-Creation-Date", "PO-Revision-Date"):
        value = fields.get(name.lower(), "")
        if value not in {"", _NO_DATE} and read_date(value) is None:
            yield HeaderProblem(f"{name} is no date; write 2026-07-15 09:30+0800", name)


def read_date(value: str) -> datetime | None:
    """The time that a header's date field states; None where it is no date."""
    if not _DATE.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def format_date(moment: datetime) -> str:
    """A time as gettext writes it."""
    return moment.strftime("%Y-%m-%d %H:%M%z")


def _person_problems(fields: dict[str, str]) -> Iterator[HeaderProblem]:
    for name in ("Last-Translator", "Language-Team"):
        if not _PERSON.fullmatch(fields.get(name.lower(), "")):
            yield HeaderProblem(f"{name} is not of the form 'Name <address>'", name)


def _language_problems(fields: dict[str, str], locale: LocaleTag) -> Iterator[HeaderProblem]:
    value = fields.get("language", "")
    if not value:
        return
    try:
        stated = LocaleTag.parse(value)
    except InvalidLocaleError:
        yield HeaderProblem(f"Language is {value[:40]!r}, which is no locale", "Language")
        return
    if _maximised(stated) != _maximised(locale):
        yield HeaderProblem(
            f"Language is {value}, but the file is for {locale.gettext_name}; if the file is in its"
            f" right place, write Language: {locale.gettext_name}",
            "Language",
        )


def _maximised(locale: LocaleTag) -> str:
    """The locale with likely script and region, so that zh_CN and zh_Hans are the same."""
    likely = get_global("likely_subtags")
    wanted = (locale.language, locale.script, locale.territory)
    for script in (locale.script, None):
        for territory in (locale.territory, None):
            guess = likely.get("_".join(p for p in (locale.language, script, territory) if p))
            if guess is not None:
                full = LocaleTag.parse(guess)
                return "_".join(
                    str(own or other)
                    for own, other in zip(
                        wanted, (full.language, full.script, full.territory), strict=True
                    )
                )
    return "_".join(part or "" for part in wanted)


def new_header(*, policy: str, locale: LocaleTag | None, created_at: datetime) -> Entry:
    """The header of a template (no locale) or of a locale's first catalog.

    A template says nothing of plurals: Babel cannot read what gettext would put there.
    """
    fields = {
        "Project-Id-Version": policy,
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": format_date(created_at),
        # gettext's initial value in a locale's catalog makes msgfmt warn, and none at all Babel.
        "PO-Revision-Date": format_date(created_at) if locale else _NO_DATE,
        "Last-Translator": "",
        "Language-Team": "",
        "Language": locale.gettext_name if locale else "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if locale is not None:
        plural = get_plural(locale.gettext_name)
        fields["Plural-Forms"] = f"nplurals={plural.num_plurals}; plural={plural.plural_expr};"
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return Entry(msgid="", msgstrs=(text,), flags=() if locale else (FUZZY,))


def new_catalog(*, policy: str, locale: LocaleTag | None, created_at: datetime) -> Catalog:
    """A catalog without entries."""
    return Catalog(new_header(policy=policy, locale=locale, created_at=created_at))
