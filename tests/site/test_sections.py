from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from publisher.site.sections import plain


@pytest.mark.parametrize(
    ("inline", "read"),
    [
        pytest.param("plain words", "plain words", id="nothing-to-resolve"),
        pytest.param("**bold** and *so*", "bold and so", id="emphasis"),
        pytest.param("[here](https://example.com)", "here", id="link"),
        pytest.param("5 \\* 3 &amp; more", "5 * 3 & more", id="escapes"),
        pytest.param("", "", id="empty"),
    ],
)
def test_folded_words_show_as_they_are_read(inline: str, read: str) -> None:
    assert plain(inline) == read


def test_a_new_tables_cells_stand_in_their_rows(client: FlaskClient) -> None:
    html = client.get("/en/privacy/changes/4/5").get_data(as_text=True)
    rows = html.split('<div class="row">')[1:]
    assert [row.count('class="cell"') for row in rows] == [4, 4, 4, 4]


def test_paragraphs_that_came_together_are_one_change(client: FlaskClient) -> None:
    html = client.get("/en/privacy/changes/3/4").get_data(as_text=True)
    added = re.findall(r'<article class="change change--added.*?</article>', html, re.DOTALL)
    assert len(added) == 1
    assert "6. Retention Periods" in added[0]
    assert added[0].count("as-list_item") == 3
