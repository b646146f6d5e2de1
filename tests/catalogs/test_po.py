"""PO files: what is whole survives, what is not is refused with its line."""

from __future__ import annotations

import random
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.catalogs import po
from publisher.catalogs.entries import Catalog, Entry, Key, Previous
from publisher.catalogs.header import new_header
from publisher.model.errors import CatalogError
from publisher.model.locales import LocaleTag

EN = LocaleTag("en")
HEADER = b"""msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Generator: Poedit 3.4\\n"
"X-Company-Field: kept\\n"
"""
WHOLE = (
    HEADER
    + """
# a translator's comment
#. heading 2 in A
#: policies/zh-Hans/privacy.md:3 policies/zh-Hans/privacy.md:9
#, fuzzy, ignore-same, some-unknown-flag
#| msgctxt "heading"
#| msgid "旧"
msgctxt "heading"
msgid "5% 的押金 \\"引号\\" \\\\ \\t"
msgstr "5% deposit"

#= sticky
msgid ""
"first line  \\n"
"second"
msgstr ""
"erste  \\n"
"zweite"

#: \u2068two words.md\u2069:4
msgid "one"
msgid_plural "many"
msgstr[0] "eins"
msgstr[1] "viele"

# kept too
#, fuzzy
#~| msgctxt "table cell"
#~| msgid "even older"
#~ msgctxt "heading"
#~ msgid "gone"
#~ msgstr "weg"
""".encode()
)


def one(text: str) -> bytes:
    return HEADER + b"\n" + text.encode()


def test_everything_in_a_file_survives_reading_and_writing() -> None:
    assert po.write(po.read(WHOLE, locale=EN)) == WHOLE


def test_entries_say_what_the_file_says() -> None:
    catalog = po.read(WHOLE, locale=EN)
    heading, _, plural, gone = catalog.entries
    assert heading.key == Key('5% 的押金 "引号" \\ \t', "heading")
    assert heading.previous == Previous(msgid="旧", msgctxt="heading")
    assert heading.is_fuzzy
    assert heading.translation is None
    assert plural.references == ("\u2068two words.md\u2069:4",)
    assert gone.obsolete
    assert gone.previous == Previous(msgid="even older", msgctxt="table cell")
    assert catalog.field("x-company-field") == "kept"


@pytest.mark.skipif(shutil.which("msgcat") is None, reason="needs gettext's msgcat")
def test_written_files_are_fixed_points_of_msgcat(tmp_path: Path) -> None:
    known = WHOLE.replace(b", ignore-same, some-unknown-flag", b"").replace(b"#= sticky\n", b"")
    file = tmp_path / "a.po"
    file.write_bytes(po.write(po.read(known)))
    read = subprocess.run(["msgcat", "--no-wrap", file], capture_output=True, check=True)
    assert read.stdout == known


def test_another_reader_finds_the_same_in_a_written_file() -> None:
    catalog = po.read(WHOLE.replace(b"#= sticky\n", b""), locale=EN)
    found = polib.pofile(po.write(catalog).decode(), check_for_duplicates=True)
    read = {(e.msgid, e.msgctxt or ""): e for e in found}
    for entry in catalog.entries:
        other = read[entry.msgid, entry.msgctxt or ""]
        assert other.msgstr == ("" if entry.msgid_plural else entry.msgstr)
        assert bool(other.obsolete) == entry.obsolete
        if entry.previous and not entry.obsolete:  # polib does not read #~|
            assert other.previous_msgid == entry.previous.msgid


def test_windows_line_ends_make_no_difference() -> None:
    assert po.read(WHOLE.replace(b"\n", b"\r\n")) == po.read(WHOLE)


def test_wrapped_strings_are_read_and_written_unwrapped() -> None:
    wrapped = one('msgid ""\n"a "\n"b"\nmsgstr ""\n"c "\n"d"\n')
    assert po.write(po.read(wrapped)) == one('msgid "a b"\nmsgstr "c d"\n')


REFUSED = [
    pytest.param(b"", 1, "header", id="empty file"),
    pytest.param(b"\n\n", 1, "header", id="only blank lines"),
    pytest.param(b'#~ msgid "a"\n#~ msgstr "b"\n', 1, "header", id="only obsolete entries"),
    pytest.param(b'msgid "a"\nmsgstr "b"\n', 1, "header", id="no header"),
    pytest.param(b"\xef\xbb\xbf" + HEADER, 1, "byte order mark", id="BOM"),
    pytest.param(HEADER.decode().encode("utf-16"), 1, "UTF-16", id="UTF-16"),
    pytest.param(HEADER + b'\nmsgid "\xff"\nmsgstr ""\n', 8, "UTF-8", id="bad UTF-8"),
    pytest.param(HEADER + b'\nmsgid "a\0"\nmsgstr ""\n', 8, "NUL", id="NUL"),
    pytest.param(HEADER.replace(b"UTF-8", b"UTF-7"), 4, "UTF-7", id="charset UTF-7"),
    pytest.param(HEADER.replace(b"UTF-8", b"cp037"), 4, "cp037", id="charset cp037"),
    pytest.param(HEADER.replace(b"UTF-8", b"x-unknown"), 4, "x-unknown", id="unknown charset"),
    pytest.param(
        HEADER + b'"Plural-Forms: nplurals=1000000000; plural=0;\\n"\n', 7, "Plural", id="nplurals"
    ),
    pytest.param(
        HEADER + b'"Plural-Forms: nplurals=' + b"9" * 5000 + b'; plural=0;\\n"\n',
        7,
        "Plural",
        id="nplurals of 5,000 digits",
    ),
    pytest.param(
        HEADER
        + b'"Plural-Forms: nplurals=2; plural='
        + b"(" * 400
        + b"n"
        + b")" * 400
        + b';\\n"\n',
        7,
        "Plural",
        id="deeply nested plural",
    ),
    pytest.param(
        HEADER + b'"PO-Revision-Date: 2026-02-30 10:00+0000\\n"\n', 7, "date", id="bad day"
    ),
    pytest.param(HEADER + b'"PO-Revision-Date: yesterday\\n"\n', 7, "date", id="bad date"),
    pytest.param(
        HEADER.replace(b"Language: en", b"Language: de"), 3, "Language", id="other locale"
    ),
    pytest.param(
        HEADER.replace(b"Language: en", b"Language: ../../etc"), 3, "locale", id="path as locale"
    ),
    pytest.param(HEADER + b'"Last-Translator: a <b> <c>\\n"\n', 7, "Last-Translator", id="angles"),
    pytest.param(HEADER + b'"Last-Translator: a\\nb\\n"\n', 1, "Name: value", id="newline in name"),
    pytest.param(HEADER + b'"language: de\\n"\n', 3, "twice", id="field twice"),
    pytest.param(HEADER + b"\n" + HEADER, 8, "header", id="second header"),
    pytest.param(
        one('msgid "a"\nmsgstr ""\n\nmsgid "a"\nmsgstr ""\n'), 11, "line 8", id="duplicate"
    ),
    pytest.param(
        one('msgid "a"\nmsgstr ""\n\n#~ msgid "a"\n#~ msgstr "b"\n'), 11, "line 8", id="both"
    ),
    pytest.param(one('msgid "a "b" c"\nmsgstr ""\n'), 8, "quotation", id="unescaped quote"),
    pytest.param(one('msgid "a\\d"\nmsgstr ""\n'), 8, "escape", id="unknown escape"),
    pytest.param(one('<<<<<<< HEAD\nmsgid "a"\nmsgstr ""\n'), 8, "conflict", id="conflict marker"),
    pytest.param(one('msgid "a"\n=======\nmsgstr ""\n'), 9, "conflict", id="conflict in entry"),
    pytest.param(one('msgid "a"\n'), 8, "msgstr", id="cut entry"),
    pytest.param(one('msgid "a"\nmsgstr "b\n'), 9, "cut", id="cut string"),
    pytest.param(one('msgid "a"\nmsgstr "b"'), 9, "cut", id="cut before the last line break"),
    pytest.param(one("# only a comment\n"), 8, "cut", id="cut after a comment"),
    pytest.param(one('msgid "a\\nb"\nmsgstr ""\n"x\\n"\n'), 8, "cut", id="cut between lines"),
    pytest.param(one('msgid "a"\nmsgstr[x] "b"\n'), 9, "msgid_plural", id="index without plural"),
    pytest.param(
        one('msgid "a"\nmsgid_plural "b"\nmsgstr[x] "b"\n'), 10, r"msgstr\[0\]", id="index x"
    ),
    pytest.param(
        one('msgid "a"\nmsgid_plural "b"\nmsgstr[999999999] "b"\n'), 10, r"msgstr\[0\]", id="huge"
    ),
    pytest.param(one('msgid "a"\n#~ msgstr "b"\n'), 9, "half obsolete", id="half obsolete"),
    pytest.param(one('msgstr "b"\n'), 8, "out of place", id="msgstr alone"),
    pytest.param(one('msgid "a"\nmsgid "b"\nmsgstr ""\n'), 9, "twice", id="msgid twice"),
    pytest.param(one('msgid "a"\n# c\nmsgstr ""\n'), 9, "inside an entry", id="comment inside"),
    pytest.param(one('domain "x"\n'), 8, "neither", id="domain"),
    pytest.param(one("hello\n"), 8, "neither", id="prose"),
    pytest.param(one('"string"\n'), 8, "belongs to nothing", id="string alone"),
]


@pytest.mark.parametrize(("data", "line", "words"), REFUSED)
def test_bad_files_are_refused_with_their_line(data: bytes, line: int, words: str) -> None:
    with pytest.raises(CatalogError, match=words) as caught:
        po.read(data, path="locales/en/LC_MESSAGES/privacy.po", locale=EN)
    assert caught.value.line == line
    assert str(caught.value).startswith("locales/en/LC_MESSAGES/privacy.po:")


def test_too_large_a_file_is_refused_unread() -> None:
    with pytest.raises(CatalogError, match="limit"):
        po.read(b"#" * (po.MAX_BYTES + 1))


@pytest.mark.parametrize(
    ("stated", "place"),
    [("zh_CN", "zh-Hans"), ("zh_TW", "zh-Hant"), ("pt", "pt-BR"), ("en_US", "en"), ("", "en")],
)
def test_a_locale_may_be_named_in_another_way(stated: str, place: str) -> None:
    data = HEADER.replace(b"Language: en", f"Language: {stated}".encode())
    assert po.read(data, locale=LocaleTag(place)).entries == ()


@pytest.mark.parametrize(
    ("stated", "place"), [("zh_TW", "zh-Hans"), ("pt", "pt-PT"), ("sr", "sr-Latn")]
)
def test_a_header_never_overrides_the_file_s_place(stated: str, place: str) -> None:
    data = HEADER.replace(b"Language: en", f"Language: {stated}".encode())
    with pytest.raises(CatalogError, match="Language"):
        po.read(data, locale=LocaleTag(place))


def test_a_file_cut_anywhere_is_refused_or_holds_whole_entries_only() -> None:
    data = WHOLE.replace(b", ignore-same, some-unknown-flag", b"")
    whole = po.read(data).entries
    for length in range(len(data)):
        try:
            found = po.read(data[:length]).entries
        except CatalogError as error:
            assert error.line is not None  # noqa: PT017 - both outcomes are right
        else:
            assert found[:-1] == whole[: max(len(found) - 1, 0)]
            assert not found or _is_whole_or_untranslated(found[-1], whole[len(found) - 1])


def _is_whole_or_untranslated(found: Entry, whole: Entry) -> bool:
    """Whether an entry is as it was, or lacks its translation; half of one would be published."""
    left = tuple(text for text in found.msgstrs if text)
    return found.key == whole.key and left == whole.msgstrs[: len(left)]


def test_mutated_files_give_a_catalog_or_the_declared_error() -> None:
    chance = random.Random(20260715)  # noqa: S311
    pieces = [
        b'"',
        b"\\",
        b"\n",
        b"#~ ",
        b"#| ",
        b"msgid ",
        b"msgstr ",
        b"\r",
        b"\xff",
        b"\0",
        b"[1]",
    ]
    for _ in range(3000):
        data = bytearray(WHOLE)
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(data))
            match chance.randrange(3):
                case 0:
                    del data[place : place + chance.randint(1, 9)]
                case 1:
                    data[place:place] = chance.choice(pieces)
                case _:
                    data[place] = chance.randrange(256)
        try:
            catalog = po.read(bytes(data))
        except CatalogError as error:
            assert error.line is not None  # noqa: PT017
        else:
            assert po.read(po.write(catalog)) == catalog


_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@given(
    msgid=_texts.filter(lambda text: not text.endswith("\n")),
    msgstr=_texts,
    context=st.none() | _texts,
)
def test_any_text_survives_writing_and_reading(
    msgid: str, msgstr: str, context: str | None
) -> None:
    entry = Entry(msgid=msgid, msgctxt=context, msgstrs=(msgstr.rstrip("\n"),))
    catalog = Catalog(
        new_header(policy="p", locale=EN, created_at=datetime(2026, 7, 15, tzinfo=UTC)), (entry,)
    )
    assert po.read(po.write(catalog), locale=EN) == catalog


def test_a_message_of_a_megabyte_is_read() -> None:
    text = "字" * 350_000
    assert po.read(one(f'msgid "{text}"\nmsgstr ""\n')).entries[0].msgid == text


def test_100_000_entries_are_read_and_written() -> None:
    body = "\n".join(f'msgid "m{n}"\nmsgstr "t{n}"\n' for n in range(100_000))
    catalog = po.read(one(body))
    assert len(catalog.entries) == 100_000
    assert po.write(catalog) == one(body)
