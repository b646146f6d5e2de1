from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient

HOSTILE = [
    "--output=canary",
    "1..2",
    "a..b",
    "@{1}",
    ":/privacy",
    "HEAD",
    "HEAD:../",
    "git~1",
    ".GIT",
    ".git",
    "0",
    "00000001",
    "-1",
    "+1",
    "1e3",
    "１",
    "٣",
    "99",
    "9" * 5000,
    "%2e%2e",
    "..%2f..%2fetc%2fpasswd",
    "..%5c",
    "%00",
    "1%00",
    "1%0a",
    "%E2%80%AE1",
    "<script>",
    "{{7*7}}",
    "{0.__class__}",
]


@pytest.mark.parametrize(
    "address",
    [
        "/{}/",
        "/{}/privacy/",
        "/en/{}/",
        "/en/privacy/{}",
        "/en/privacy/{}/history",
        "/en/privacy/changes/{}/4",
        "/en/privacy/changes/3/{}",
        "/en/privacy/changes/3/{}.json",
        "/en/privacy/{}.md",
        "/en/{}/changes.atom",
        "/en/privacy/changes?from={}&to=4",
        "/en/privacy/changes?from=3&to={}",
        "/en/privacy/changes/3/4?view={}",
        "/en/privacy/values/{}",
        "/en/privacy/history?on={}",
        "/en/privacy/revisions.json?on={}",
        "/static/{}",
    ],
)
def test_what_is_not_published_is_refused_without_asking_git(
    client: FlaskClient, address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    client.get("/en/privacy/changes/3/4")  # whatever reads repositories runs already
    monkeypatch.chdir(tmp_path)
    started: list[object] = []
    monkeypatch.setattr(subprocess.Popen, "__init__", lambda *args, **_kw: started.append(args))

    codes = {hostile: client.get(address.format(hostile)).status_code for hostile in HOSTILE}

    assert {hostile: code for hostile, code in codes.items() if code not in (400, 404)} == {}
    assert not started
    assert not list(tmp_path.iterdir())


def test_an_error_page_shows_none_of_the_address(client: FlaskClient) -> None:
    html = client.get("/en/<script>alert(1)</script>/").get_data(as_text=True)
    assert "alert(1)" not in html


@pytest.mark.parametrize(
    ("address", "code", "words"),
    [
        ("/de/nirgends/", 404, "Diese Seite gibt es nicht"),
        ("/ja/privacy/99", 404, "このページはありません"),
        ("/ar/privacy/changes?from=x&to=2", 400, "هذا العنوان غير مفهوم"),
        ("/zh-Hans/privacy/changes/3/4?view=%22", 400, "无法识别此地址"),
    ],
)
def test_errors_speak_the_readers_language(
    client: FlaskClient, address: str, code: int, words: str
) -> None:
    response = client.get(address)
    assert response.status_code == code
    assert words in response.get_data(as_text=True)


def test_an_address_without_language_fails_in_the_browsers(client: FlaskClient) -> None:
    response = client.get("/a/b/c", headers={"Accept-Language": "de"})
    assert response.status_code == 404
    assert '<html lang="de"' in response.get_data(as_text=True)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_pages_can_only_be_read(client: FlaskClient, method: str) -> None:
    assert client.open("/en/privacy/", method=method).status_code == 405
