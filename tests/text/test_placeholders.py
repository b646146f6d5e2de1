"""Placeholders are filled once, with what a site gave, and never with anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.model.errors import PlaceholderError
from publisher.text.placeholders import fill, is_valid_name, names
from publisher.text.render import to_html
from tests.cases.tables import table
from tests.text.reading import Reading

VALUES = {
    "title": "示例公司",
    "siteDomain": "example.com",
    "odd": "{{title}}{% x %}{0.__class__}",
    "html": "<b>&amp;</b>",
    "empty": "",
}


@pytest.mark.parametrize(("text", "expected"), table("placeholders.md", "Names", columns=2))
def test_names_are_read_where_braces_are_whole(text: str, expected: str) -> None:
    assert ", ".join(sorted(names(text))) == expected


@pytest.mark.parametrize(("text", "filled"), table("placeholders.md", "Values", columns=2))
def test_values_are_put_in_literally_and_never_expanded_again(text: str, filled: str) -> None:
    assert fill(text, VALUES) == filled


@pytest.mark.parametrize(("text", "filled"), table("placeholders.md", "Values", columns=2))
def test_values_on_a_page_are_words_and_no_markup(text: str, filled: str) -> None:
    page = Reading(to_html(text, values=VALUES).html)
    assert (page.words, page.tags, page.dangers) == (filled, ["p"], [])


@pytest.mark.parametrize(("text", "line", "name"), table("placeholders.md", "Refused", columns=3))
def test_a_name_without_a_value_is_refused_with_its_line(text: str, line: str, name: str) -> None:
    with pytest.raises(PlaceholderError, match="known placeholders: empty, html, odd") as caught:
        fill(text, VALUES)
    assert caught.value.line == int(line)
    assert name in str(caught.value)
    with pytest.raises(PlaceholderError):
        to_html(text, values=VALUES)


@pytest.mark.parametrize("name", ["title", "siteDomain", "a_1"])
def test_a_name_is_letters_digits_and_underscores(name: str) -> None:
    assert is_valid_name(name)


@pytest.mark.parametrize("name", ["", "1a", "_a", "a b", "标题", "a.b", "a-b", "a\n", "é"])
def test_other_names_are_not_valid(name: str) -> None:
    assert not is_valid_name(name)


_PLACES = (
    "{}", "`{}`", "# {}", "[{}](/x)", "[x](/{})", "[x]({})", '[x](/y "{}")', "![{}](/x)",
    "<p title='{}'>{}</p>", "<a href='{}'>x</a>", '<a href="https://{}/">x</a>',
    "<div>\n{}\n</div>", "```\n{}\n```", "| {} |\n|---|", "a[^1]\n\n[^1]: {}", "<{}>",
    "<https://{}/>", "&{};", "**{}**",
)  # fmt: skip
_VALUES = (
    "<script>alert(1)</script>", '"onclick="alert(1)', "'><img src=x>", "javascript:alert(1)",
    "&lt;b&gt;", "//evil.example", "a@evil.example", "](javascript:x)", "\n\n# x", "`",
    "{{title}}", "\\", "-->", "%0a", " ",
)  # fmt: skip
_places, _values = st.sampled_from(_PLACES), st.sampled_from(_VALUES)


@given(_places, _values | st.text(max_size=12))
def test_no_value_can_act_wherever_it_stands(place: str, value: str) -> None:
    page = Reading(to_html(place.replace("{}", "{{v}}"), values={"v": value}).html)
    assert page.dangers == []


@given(_places, _values)
def test_no_value_brings_a_tag_of_its_own(place: str, value: str) -> None:
    def tags(value: str) -> list[str]:
        return Reading(to_html(place.replace("{}", "{{v}}"), values={"v": value}).html).tags

    plain = tags("value")
    # A link to an unsafe address is shown as text, which takes its tag away.
    assert tags(value) in (plain, [tag for tag in plain if tag != "a"])


@given(st.text(alphabet="{} \n\ttitle{}", max_size=80))
def test_what_is_no_placeholder_is_left_as_it_is(text: str) -> None:
    assert fill(text, dict.fromkeys(names(text), "")).count("{{") <= text.count("{{")
    if not names(text):
        assert fill(text, {}) == text


def test_fifty_thousand_braces_are_no_work() -> None:
    text = "{{" * 50_000
    assert names(text) == frozenset()
    assert fill(text, {}) == text
    assert Reading(to_html(text, values={}).html).words == text
