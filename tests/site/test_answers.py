"""Headers and caches: what an answer says besides its content."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from publisher.site import create_app
from publisher.workspace import Workspace
from tests.site.conftest import ClientOn

PAGE = "/en/privacy/"


@pytest.mark.parametrize(
    "address", [PAGE, "/en/privacy/changes.atom", "/nirgends", "/static/site.css"]
)
def test_every_answer_bounds_what_a_browser_may_do(client: FlaskClient, address: str) -> None:
    headers = client.get(address, buffered=True).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Strict-Transport-Security"] if address.startswith("/en") else True
    assert "Set-Cookie" not in headers


def test_a_reader_who_knows_the_page_is_told_that_it_holds(client: FlaskClient) -> None:
    first = client.get(PAGE)
    again = client.get(PAGE, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"] == "public, no-cache"


def test_addresses_days_and_settings_have_their_own_tags(
    client: FlaskClient, client_on: ClientOn
) -> None:
    tags = [
        client.get(PAGE).headers["ETag"],
        client.get("/de/privacy/").headers["ETag"],
        client.get("/en/privacy/changes/3/4").headers["ETag"],
        client.get("/en/privacy/changes/3/4?view=side").headers["ETag"],
        client_on(date(2027, 3, 1)).get(PAGE).headers["ETag"],
        client_on(date(2026, 11, 23), "news_days = 7").get(PAGE).headers["ETag"],
    ]
    assert len(set(tags)) == len(tags)


def test_any_tag_at_all_gets_the_page(client: FlaskClient) -> None:
    assert client.get(PAGE, headers={"If-None-Match": "*"}).status_code == 200
    assert client.get("/en/privacy/99", headers={"If-None-Match": "*"}).status_code == 404


def test_an_error_is_not_kept(client: FlaskClient) -> None:
    assert "ETag" not in client.get("/en/privacy/99").headers


def test_head_says_what_get_says_without_the_text(client: FlaskClient) -> None:
    got, asked = client.get(PAGE), client.head(PAGE)
    assert (asked.status_code, asked.data) == (200, b"")
    assert asked.headers["ETag"] == got.headers["ETag"]
    assert asked.headers["Content-Length"] == got.headers["Content-Length"]


def test_static_files_are_kept_as_long_as_their_address(client: FlaskClient) -> None:
    html = client.get(PAGE).get_data(as_text=True)
    address = html.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "immutable" in client.get(address, buffered=True).headers["Cache-Control"]
    other = client.get("/static/site.css?v=0", buffered=True)
    assert "immutable" not in other.headers["Cache-Control"]


def test_each_host_gets_its_own_site(tmp_path: Path, sample_root: Path) -> None:
    settings = (sample_root / "publisher.toml").read_text("utf-8")
    two = settings.replace('hosts = ["*"]', 'hosts = ["legal.example.com"]') + (
        '\n[sites.other]\nhosts = ["localhost"]\nurl = "http://other.example"\n'
        '[sites.other.values]\ntitle = "Other & <Sons>"\nsiteDomain = "other.example"\n'
    )
    (tmp_path / "publisher.toml").write_text(two, "utf-8")
    (tmp_path / "policies").symlink_to(sample_root / "policies")
    with Workspace.open(tmp_path) as workspace:
        client = create_app(workspace).test_client()
        ours = client.get(PAGE, headers={"Host": "legal.example.com:8443"})
        other = client.get(PAGE).get_data(as_text=True)
        assert "Example Company is committed" in ours.get_data(as_text=True)
        assert "Other &amp; &lt;Sons&gt; is committed" in other
        assert 'rel="canonical" href="http://other.example/en/privacy/"' in other
        assert "Strict-Transport-Security" not in client.get(PAGE).headers
        for host in ("evil.example", "legal.example.com@evil.example", "a b", "[::1", ""):
            refused = client.get(PAGE, headers={"Host": host})
            assert refused.status_code == 400, host
            assert b"evil" not in refused.data


def test_links_that_leave_the_page_ignore_the_host_asked_for(client: FlaskClient) -> None:
    html = client.get(PAGE, headers={"Host": "evil.example"}).get_data(as_text=True)
    assert "evil.example" not in html
    assert 'hreflang="ar" href="https://www.example.com/ar/privacy/"' in html
