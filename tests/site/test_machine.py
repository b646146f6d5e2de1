"""What programs read: the feed, JSON, a text's own bytes."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from publisher.model.locales import LocaleTag
from publisher.site.feeds import FeedEntry, FeedHead, atom, tag_uri
from tests.site.conftest import A_DAY, ClientOn

ATOM = "{http://www.w3.org/2005/Atom}"
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def parsed(client: FlaskClient, address: str) -> dict[str, Any]:
    response = client.get(address)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return dict(response.get_json())


def feed(client: FlaskClient, locale: str, policy: str = "privacy") -> ET.Element:
    response = client.get(f"/{locale}/{policy}/changes.atom")
    assert response.content_type == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.data)  # noqa: S314 - our own answer


def test_the_feed_has_the_material_changes_newest_first(client: FlaskClient) -> None:
    entries = feed(client, "en").findall(f"{ATOM}entry")
    titles = [entry.findtext(f"{ATOM}title") for entry in entries]
    assert titles == [f"Privacy and Security Policy: revision {number}" for number in (5, 4, 3)]
    assert "one month to three months" in (entries[1].findtext(f"{ATOM}content") or "")


def test_the_feed_speaks_its_language(client: FlaskClient) -> None:
    root = feed(client, "ar")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    assert (root.findtext(f"{ATOM}title") or "").startswith("التغييرات الجوهرية")


def test_the_feeds_links_are_absolute_and_the_sites_own(client: FlaskClient) -> None:
    root = feed(client, "en")
    links = [str(link.get("href")) for link in root.iter(f"{ATOM}link")]
    assert len(links) == 5
    assert all(link.startswith("https://www.example.com/en/privacy/") for link in links)


def test_ids_stay_whatever_the_day_and_differ_between_languages(
    client: FlaskClient, client_on: ClientOn
) -> None:
    def ids(reader: FlaskClient, locale: str) -> list[str | None]:
        return [entry.findtext(f"{ATOM}id") for entry in feed(reader, locale).iter(f"{ATOM}entry")]

    later = client_on(A_DAY.replace(year=2030))
    assert ids(client, "en") == ids(later, "en")
    assert not set(ids(client, "en")) & set(ids(client, "ja"))
    assert feed(client, "en").findtext(f"{ATOM}updated") == feed(later, "en").findtext(
        f"{ATOM}updated"
    )


def test_the_tag_of_an_id_names_the_site() -> None:
    assert tag_uri("https://example.com:8443/legal", "privacy", "en", "4") == (
        "tag:example.com,2024:privacy/en/4"
    )


@given(title=st.text(), html=st.text())
@pytest.mark.parametrize("nasty", ["\x00\x0b\x1f", "\ufffe\uffff", "]]>", "<!--", "\u2028\x85"])
def test_no_character_breaks_a_feed(nasty: str, title: str, html: str) -> None:
    head = FeedHead(
        id="tag:x",
        title=title + nasty,
        subtitle=nasty,
        author=nasty + title,
        address="https://x/",
        own_address="https://x/f",
        locale=LocaleTag("en"),
        started_at=NOON,
    )
    entry = FeedEntry(
        id="tag:y", title=nasty + title, address="https://x/", html=html + nasty, published_at=NOON
    )
    root = ET.fromstring(atom(head, [entry]).encode())  # noqa: S314 - our own answer
    assert len(root.findall(f"{ATOM}entry")) == 1


def test_lists_are_there_as_json(client: FlaskClient) -> None:
    policies = parsed(client, "/en/policies.json")["policies"]
    assert [item["policy"] for item in policies] == ["privacy", "terms"]
    assert policies[0]["in_force"] == 4
    assert policies[0]["upcoming"] == [5]
    german = parsed(client, "/de/policies.json")["policies"][0]
    assert german["behind_since"].startswith("2026-11-16")


def test_the_list_of_revisions_leads_to_texts_that_have_its_hashes(client: FlaskClient) -> None:
    listed = parsed(client, "/en/privacy/revisions.json")["revisions"]
    assert [item["standing"] for item in listed] == [*["superseded"] * 3, "in_force", "upcoming"]
    for item in listed:
        path = item["text_url"].removeprefix("https://www.example.com")
        data = client.get(path).data
        assert hashlib.sha256(data).hexdigest() == item["text_sha256"]


def test_a_comparison_as_json_fits_the_texts_as_committed(client: FlaskClient) -> None:
    found = parsed(client, "/zh-Hans/privacy/changes/4/5.json")
    new = client.get("/zh-Hans/privacy/5.md").data.decode()
    assert found["version"] >= 1
    for change in found["changes"]:
        after = "".join(edit["text"] for edit in change["edits"] if edit["op"] != "delete")
        assert after == "".join(new[span["start"] : span["end"]] for span in change["new"])


@pytest.mark.parametrize(
    "address", ["/en/privacy/changes/4/4.json", "/en/privacy/changes/4/3.json"]
)
def test_a_comparison_backwards_is_refused(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 400
