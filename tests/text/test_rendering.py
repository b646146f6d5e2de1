"""A page shows what a text says: every word, safely, in the same blocks that a diff sees."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import example, given

from publisher.text import parse
from publisher.text.emphasis import flanks
from publisher.text.render import slug, to_html
from publisher.text.safe_html import is_safe_link
from publisher.text.token_kinds import TokenKind
from publisher.text.tokens import tokenize
from tests.cases.tables import table
from tests.text.drawn import any_texts
from tests.text.reading import Reading

_REL = ' rel="noopener noreferrer"'
_SEEN = frozenset(
    {
        TokenKind.WORD,
        TokenKind.UNSPACED,
        TokenKind.NUMBER,
        TokenKind.DATE,
        TokenKind.EMAIL,
        TokenKind.PLACEHOLDER,
    }
)
# Control characters are shown as what cannot be shown.
_SHOWN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127], "\ufffd")


def html_of(text: str) -> str:
    """A page of one paragraph, without what every link has."""
    html = to_html(text).html.strip().replace(_REL, "")
    return html.removeprefix("<p>").removesuffix("</p>")


def assert_is_inert(page: Reading) -> None:
    assert page.dangers == []
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize(
    ("written", "shown", "tags"), table("html.md", "Hostile and odd markup", columns=3)
)
def test_markup_is_shown_or_safe_and_nothing_vanishes(written: str, shown: str, tags: str) -> None:
    page = Reading(to_html(written).html)
    assert_is_inert(page)
    assert page.words == shown
    assert " ".join(dict.fromkeys(page.tags)) == tags


@given(any_texts())
@example("<b>\n\n</b>")
@example("# 甲\n\n# 甲\n\n# 甲-2\n\n<p id='甲'>x</p>")
@example("[^1]: a\n\n[^1]: b\n\n# note 1")
@example("</div></p></section>")
def test_no_text_can_act_on_its_reader(source: str) -> None:
    page = to_html(source)
    assert_is_inert(Reading(page.html))


@given(any_texts())
@example("| a |\n|---|\n| b | c | d |")
@example("[a](javascript:x 'lost')")
@example("甲 \\{: #id }")
@example("**a**\\{: #id }")
def test_every_word_of_a_text_is_seen(source: str) -> None:
    assert_every_word_is_seen(source, Reading(to_html(source).html))


def assert_every_word_is_seen(source: str, page: Reading) -> None:
    shown = "".join(page.words.split())
    parsed = parse(source)
    for index, segment in enumerate(parsed.segments):
        if segment.kind in ("field", "reference", "rule", "code"):
            continue
        for token in tokenize(parsed, index):
            is_entity = source[max(token.start - 2, 0) : token.start].endswith(("&", "&#"))
            is_inside = segment.body.start <= token.start < segment.body.end
            if token.kind in _SEEN and is_inside and not is_entity:
                assert "".join(token.text.split()).translate(_SHOWN) in shown


@given(any_texts())
def test_the_contents_lead_to_headings_that_are_there(source: str) -> None:
    page = to_html(source)
    ids = Reading(page.html).ids
    assert [heading.id for heading in page.contents if heading.id not in ids] == []
    assert all(heading.id.startswith("s-") for heading in page.contents)


@pytest.mark.corpus
@pytest.mark.parametrize(
    "folder", ["corpus/zh-CN", "corpus/en", "corpus/ja", "corpus/traps", "seed"]
)
def test_every_real_text_is_shown_whole_and_inert(shared: Path, folder: str) -> None:
    files = sorted((shared / folder).rglob("*.md"))
    if not files:
        pytest.skip(f"no texts in {shared / folder}")
    for file in files[::4]:
        source = file.read_bytes().decode("utf-8")
        page = Reading(to_html(source).html)
        assert_is_inert(page)
        assert_every_word_is_seen(source, page)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("[" * 50_000, id="brackets"),
        pytest.param("![[]()" * 6_000, id="images"),
        pytest.param("<![" * 16_000, id="declarations"),
        pytest.param("".join("  " * depth + "- a\n" for depth in range(300)), id="lists-300-deep"),
        pytest.param("> " * 300 + "a", id="quotes-300-deep"),
        pytest.param("*a **b " * 5_000, id="open-emphasis"),
        pytest.param("<b>" * 5_000, id="open-tags"),
        pytest.param("`" * 20_000 + "a", id="backticks"),
        pytest.param("&" * 20_000, id="ampersands"),
        pytest.param("# 甲\n\n" * 2_000, id="equal-headings"),
        pytest.param("[a](" * 10_000, id="open-links"),
        pytest.param("<a href='" * 5_000, id="open-attributes"),
        pytest.param(f"<html><body>{'<p>{{ x </p>' * 16_000}</body></html>", id="a-page-of-200-kB"),
    ],
)
def test_an_absurd_text_is_shown_without_growing_beyond_measure(source: str) -> None:
    page = to_html(source).html
    assert_is_inert(Reading(page))
    assert len(page) <= 20 * len(source) + 1_000


@pytest.mark.parametrize(("written", "html"), table("markdown.md", "Emphasis", columns=2))
def test_emphasis_works_beside_every_script(written: str, html: str) -> None:
    assert html_of(written) == html


@pytest.mark.parametrize("marker", ["*", "_"])
def test_emphasis_between_latin_letters_and_marks_is_as_commonmark_says(marker: str) -> None:
    opening, closing = flanks(" ", "a", marker), flanks("a", " ", marker)
    assert (opening.can_open, opening.can_close) == (True, False)
    assert (closing.can_open, closing.can_close) == (False, True)
    assert flanks("a", "b", marker).can_open is (marker == "*")
    assert flanks("a", "(", "*").can_open is False


@pytest.mark.parametrize(("written", "html"), table("markdown.md", "On the page", columns=2))
def test_a_page_shows_what_is_meant(written: str, html: str) -> None:
    assert html_of(written) == html


@pytest.mark.parametrize(
    ("headings", "ids"), table("markdown.md", "Addresses of headings", columns=2)
)
def test_a_heading_has_an_address_of_its_own_in_any_script(headings: str, ids: str) -> None:
    page = to_html("\n\n".join(headings.split("; ")))
    assert " ".join(heading.id for heading in page.contents) == ids
    assert [*dict.fromkeys(Reading(page.html).ids)] == ids.split()


def test_an_address_is_never_empty_and_never_long() -> None:
    assert slug("***") == "section"
    assert slug("甲" * 500) == "甲" * 80


def test_the_prefix_of_addresses_is_the_callers() -> None:
    page = to_html("# 甲\n\n[to](#甲) <a name='x'>y</a>[^1]\n\n[^1]: z", id_prefix="old-")
    assert {identifier[:4] for identifier in Reading(page.html).ids} == {"old-"}
    assert {link[:5] for link in Reading(page.html).links} == {"#old-"}


def test_a_note_is_found_where_its_mark_leads() -> None:
    page = Reading(to_html("# note 1\n\n甲[^1] 乙[^脚注]\n\n[^1]: 丙\n\n[^脚注]: 丁").html)
    assert len(page.links) == 2
    assert all(link[1:] in page.ids for link in page.links)


@pytest.mark.parametrize(
    "url",
    ["https://example.com", "http://example.com/a?b=c#d", "mailto:a@b.example", "tel:+49", "/terms",
     "terms", "#top", "?a=b", "../a", "https://例子.example/路径", "https://{{siteDomain}}/x"],
)  # fmt: skip
def test_a_reader_may_follow_plain_addresses(url: str) -> None:
    assert is_safe_link(url)


UNSAFE = (
    "", "//example.com", "javascript:x", "JAVASCRIPT:x", " javascript:x", "java\nscript:x",
    "data:,x", "java\u200bscript:x", "vbscript:x", "file:///etc", "ftp://x", "https:x",
    "https://", "https:///x", "https://a@b", "https://a:b@c", "http:\\\\x", "/\\x", "\\\\x",
    "a:b", "&#106;avascript:x", "https://[", "javascript&colon;x", "https://a b",
    "\u202ehttps://x", "blob:x", "about:blank",
)  # fmt: skip


@pytest.mark.parametrize("url", UNSAFE)
def test_a_reader_may_follow_no_other(url: str) -> None:
    assert not is_safe_link(url)


def test_half_a_surrogate_pair_is_shown_as_what_it_is() -> None:
    assert Reading(to_html("a\ud800b").html).words == "a\ufffdb"


def test_deep_texts_need_no_deep_stack() -> None:
    before = sys.getrecursionlimit()
    to_html("> - " * 2_000 + "a")
    assert sys.getrecursionlimit() == before


def test_no_style_and_no_class_of_an_author_reaches_the_page() -> None:
    page = to_html("| a |\n|:-:|\n| b |\n\n<p class='x' style='y'>z</p>").html
    assert set(re.findall(r'class="([^"]*)"', page)) == {"align-center"}
    assert "style" not in page
