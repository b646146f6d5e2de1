"""Checks stop what must not be published, and leave sound translations in peace."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from babel.messages.catalog import Catalog as BabelCatalog
from babel.messages.catalog import TranslationError

from publisher.catalogs import po
from publisher.catalogs.checkers import check_message
from publisher.catalogs.checks import Languages, check_catalog, check_entry, refused_keys
from publisher.catalogs.entries import Catalog, Entry, Key
from publisher.catalogs.findings import Finding, Rule
from publisher.catalogs.glossary import Glossary, Term, read_glossary
from publisher.catalogs.header import new_header
from publisher.catalogs.reports import Problem, ReportFormat, problems_of, report, unreadable
from publisher.model.errors import CatalogError, InvalidSourceError
from publisher.model.locales import LocaleTag
from tests.cases.tables import table

ZH, EN = LocaleTag("zh-Hans"), LocaleTag("en")
CASES = "catalogs-checks.md"


def said(findings: Iterable[Finding]) -> set[str]:
    return {f"{finding.rule}{'' if finding.is_error else '?'}" for finding in findings}


@pytest.mark.parametrize(
    ("locale", "master", "translation", "expected"),
    table(CASES, "A translation by itself", columns=4),
)
def test_checks_find_what_the_table_says(
    locale: str, master: str, translation: str, expected: str
) -> None:
    entry = Entry(msgid=master, msgstrs=(translation,))
    findings = check_entry(entry, Languages(master=ZH, locale=LocaleTag(locale)))
    assert said(findings) == set(filter(None, expected.split(", ")))


@pytest.mark.parametrize(
    ("locale", "term", "agreed", "master", "translation", "expected"),
    table(CASES, "With words that were agreed on", columns=6),
)
def test_agreed_words_are_looked_for_as_the_table_says(
    locale: str, term: str, agreed: str, master: str, translation: str, expected: str
) -> None:
    glossary = Glossary((Term(term, tuple(agreed.split(" / "))),))
    languages = Languages(master=ZH, locale=LocaleTag(locale), glossary=glossary)
    findings = check_entry(Entry(msgid=master, msgstrs=(translation,)), languages)
    assert said(findings) == set(filter(None, expected.split(", ")))


@pytest.mark.parametrize(
    ("locale", "first", "one", "second", "other", "expected"),
    table(CASES, "Two messages of one catalog", columns=6),
)
def test_terms_are_compared_as_the_table_says(
    locale: str, first: str, one: str, second: str, other: str, expected: str
) -> None:
    entries = (
        Entry(msgid=first, msgstrs=(one,), line=10),
        Entry(msgid=second, msgctxt="heading", msgstrs=(other,), line=20),
    )
    languages = Languages(master=ZH, locale=LocaleTag(locale))
    findings = check_catalog(catalog(*entries), languages)
    assert said(findings) == set(filter(None, expected.split(", ")))
    assert {finding.line for finding in findings} <= {20}


def catalog(*entries: Entry) -> Catalog:
    return Catalog(
        new_header(policy="p", locale=EN, created_at=datetime(2026, 7, 15, tzinfo=UTC)), entries
    )


def test_only_what_could_be_published_is_checked() -> None:
    entries = (
        Entry(msgid="甲 {{title}}", msgstrs=("A",), flags=("fuzzy",)),
        Entry(msgid="乙 {{title}}", msgstrs=("B",), obsolete=True),
        Entry(msgid="丙 {{title}}"),
    )
    assert check_catalog(catalog(*entries), Languages(master=ZH, locale=EN)) == ()


def test_a_flag_silences_a_rule_but_never_one_that_protects_readers() -> None:
    flags = tuple(f"ignore-{rule}" for rule in Rule)
    entry = Entry(msgid="{{title}} 5 日", msgstrs=("<b>6 days",), flags=flags)
    findings = check_entry(entry, Languages(master=ZH, locale=EN))
    assert {finding.rule for finding in findings} == {Rule.PLACEHOLDER, Rule.HTML}


@pytest.mark.parametrize(
    "piece",
    ["三", "[", "{{", "![[]()", "<a ", "1,", "1 234 ", "a@", "\u2068", "2022年", "`", "字", "<!--"],
)
def test_absurd_translations_are_checked_to_their_end(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    entry = Entry(msgid="甲", msgstrs=(text,))
    assert check_entry(entry, Languages(master=ZH, locale=EN)) is not None


def test_what_is_longer_than_any_passage_is_refused_unread() -> None:
    entry = Entry(msgid="甲", msgstrs=("a" * 1_000_000,))
    (finding,) = check_entry(entry, Languages(master=ZH, locale=EN))
    assert finding.is_error


def test_a_message_with_an_error_is_refused() -> None:
    good = Entry(msgid="三个月", msgstrs=("three months",))
    bad = Entry(msgid="六个月", msgstrs=("seven months",))
    assert refused_keys(catalog(good, bad), Languages(master=ZH, locale=EN)) == {Key("六个月")}


def test_one_term_translated_in_two_ways_is_reported() -> None:
    entries = (
        Entry(msgid="关联公司", msgstrs=("affiliate",), line=10),
        Entry(msgid="关联公司", msgctxt="heading", msgstrs=("subsidiary",), line=20),
    )
    (finding,) = check_catalog(catalog(*entries), Languages(master=ZH, locale=EN))
    assert finding.rule is Rule.INCONSISTENT
    assert finding.line == 20
    assert "line 10" in finding.what


GLOSSARY = """\
term_zh-Hans,en,de,note
个人信息,personal information,personenbezogene Daten,
信息,information,Informationen,
同意,consent|agree,Einwilligung,x
"""


def test_glossary_words_must_be_used_in_some_form() -> None:
    glossary = read_glossary(GLOSSARY.encode(), master=ZH, locale=EN)
    languages = Languages(master=ZH, locale=EN, glossary=glossary)

    def found(master: str, text: str) -> list[Rule]:
        return [f.rule for f in check_entry(Entry(msgid=master, msgstrs=(text,)), languages)]

    assert found("您同意提供个人信息。", "You agree to provide Personal Information.") == []
    assert found("您同意提供个人信息。", "By consenting you provide personal information.") == []
    assert found("您同意提供个人信息。", "You agree to provide personal data.") == [Rule.GLOSSARY]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (b"zh,en\n", 1, "term_zh-Hans"),
        (b"term_zh-Hans,en\na,b,c\n", 2, "3 fields"),
        (b'term_zh-Hans,en\n"a,b\n', 2, "CSV"),
        (b"term_zh-Hans,en\n\xff,b\n", 2, "UTF-8"),
    ],
)
def test_a_broken_glossary_is_refused_with_its_line(text: bytes, line: int, words: str) -> None:
    with pytest.raises(InvalidSourceError, match=words) as caught:
        read_glossary(text, master=ZH, locale=EN, path="locales/glossary.csv")
    assert caught.value.line == line


class TestReports:
    @pytest.fixture
    def found(self) -> list[Problem]:
        data = po.write(catalog(Entry(msgid="三个月 %", msgstrs=("two months, %",))))
        findings = check_catalog(po.read(data), Languages(master=ZH, locale=EN))
        return list(problems_of("locales/en/LC_MESSAGES/privacy.po", findings))

    def test_text_names_file_line_and_what_to_do(self, found: list[Problem]) -> None:
        text = report(found, ReportFormat.TEXT)
        assert text.startswith("locales/en/LC_MESSAGES/privacy.po:15: error: the numbers differ")
        assert "ignore-number" in text

    def test_json_holds_every_finding(self, found: list[Problem]) -> None:
        read = json.loads(report(found, ReportFormat.JSON))
        (finding,) = read["problems"]
        assert (finding["rule"], finding["severity"], finding["line"]) == ("number", "error", 15)

    def test_sarif_names_a_known_rule_for_each_result(self, found: list[Problem]) -> None:
        (run,) = json.loads(report(found, ReportFormat.SARIF))["runs"]
        known = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
        assert {str(rule) for rule in Rule} <= known
        assert [result["ruleId"] for result in run["results"]] == ["number"]

    def test_annotations_are_one_line_each(self, found: list[Problem]) -> None:
        (line,) = report(found, ReportFormat.GITHUB).splitlines()
        assert line.startswith(
            "::error file=locales/en/LC_MESSAGES/privacy.po,line=15,title=number"
        )

    def test_a_file_that_cannot_be_read_is_an_error_too(self) -> None:
        unread = unreadable("a.po", CatalogError(what="cut", line=3))
        assert unread.is_error
        for form in ReportFormat:
            assert "cut" in report([unread], form)


class TestBabel:
    def test_checks_run_when_babel_checks_a_policy(self) -> None:
        found = BabelCatalog(locale="en")
        message = found.add("三个月", "two months", [("policies/zh-Hans/privacy.md", 3)])
        errors = [error for _, errors in found.check() for error in errors]
        assert any("numbers differ" in str(error) for error in errors)
        with pytest.raises(TranslationError):
            check_message(found, message)

    def test_other_catalogs_are_left_alone(self) -> None:
        found = BabelCatalog(locale="en")
        found.add("{{title}} 三个月", "two months", [("templates/page.html", 3)])
        assert list(found.check()) == []
