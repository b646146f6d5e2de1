"""A preview shows what would be published, says so, marks what is missing, and stays at home."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from publisher.site import create_app
from publisher.site.languages import SHIPPED
from publisher.site.preview import create_preview
from publisher.workspace import Workspace
from tests.site.conftest import ZH

PAGES = ["/{}/", "/{}/privacy/", "/{}/terms/"]


@pytest.fixture(scope="module")
def preview(sample: Workspace) -> FlaskClient:
    """Someone at this machine, while the German translation is behind."""
    return create_preview(sample, sample.settings.sites[0]).test_client()


@pytest.fixture
def desk(sample_root: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A copy of the sample whose files may be changed."""
    shutil.copytree(sample_root, tmp_path / "desk")
    with Workspace.open(tmp_path / "desk") as workspace:
        yield workspace


def read(client: FlaskClient, address: str, code: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == code, address
    return response.get_data(as_text=True)


@pytest.mark.parametrize("locale", SHIPPED, ids=str)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_what_it_is_and_is_neither_found_nor_kept(
    preview: FlaskClient, page: str, locale: object
) -> None:
    response = preview.get(page.format(locale))
    html = response.get_data(as_text=True)
    assert response.status_code == 200
    assert 'class="banner banner--material"' in html
    assert '<meta name="robots" content="noindex' in html
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"].startswith("noindex")
    assert "ETag" not in response.headers
    assert "canonical" not in html
    assert html.count("<h1") == 1
    assert "{{" not in html
    assert "%(" not in html


def test_what_is_missing_stands_in_the_masters_words_with_language_and_reason(
    preview: FlaskClient,
) -> None:
    html = read(preview, "/de/privacy/")
    untranslated = (
        '<mark id="s-missing-25" lang="zh-Hans" dir="ltr"><small lang="de" dir="ltr">'
        "Nicht übersetzt:</small> 在您使用人工智能功能时"
    )
    assert untranslated in html
    assert "Zu überarbeiten:</small> 4.3 向境外提供个人信息" in html
    assert "59 von 90 Passagen sind übersetzt." in html
    assert "31 Passagen fehlen" in html


def test_the_list_of_what_is_missing_leads_to_it(preview: FlaskClient) -> None:
    html = read(preview, "/de/privacy/")
    targets = set(re.findall(r'href="#(s-missing-\d+)"', html))
    assert len(targets) > 15
    assert targets <= set(re.findall(r'<mark id="([^"]+)"', html))


def test_a_complete_translation_has_no_marks(preview: FlaskClient) -> None:
    html = read(preview, "/en/privacy/")
    assert "<mark" not in html
    assert "90 of 90 passages are translated." in html
    assert "Example Company" in html


def test_legal_sees_the_master_as_it_would_be(preview: FlaskClient) -> None:
    assert "<mark" not in read(preview, f"/{ZH}/privacy/")


def test_a_saved_catalog_shows_when_the_page_is_loaded_again(desk: Workspace) -> None:
    client = create_preview(desk, desk.settings.sites[0]).test_client()
    path = desk.settings.root / "locales/en/LC_MESSAGES/privacy.po"
    before = path.read_text("utf-8")
    heading = next(line for line in before.splitlines() if line.startswith('msgstr "1. '))
    path.write_text(before.replace(heading, 'msgstr "1. Seen from afar"'), "utf-8")
    assert "1. Seen from afar" in read(client, "/en/privacy/")


def test_what_a_check_refuses_is_not_shown_and_says_so(desk: Workspace) -> None:
    client = create_preview(desk, desk.settings.sites[0]).test_client()
    path = desk.settings.root / "locales/en/LC_MESSAGES/privacy.po"
    before = path.read_text("utf-8")
    heading = next(line for line in before.splitlines() if line.startswith('msgstr "1. '))
    path.write_text(before.replace(heading, 'msgstr "1. <script>alert(1)</script>"'), "utf-8")
    html = read(client, "/en/privacy/")
    assert "Refused by a check:</small> 1. " in html
    assert "alert(1)" not in html


def test_a_broken_catalog_is_named_with_its_line(desk: Workspace) -> None:
    client = create_preview(desk, desk.settings.sites[0]).test_client()
    path = desk.settings.root / "locales/en/LC_MESSAGES/privacy.po"
    path.write_bytes(path.read_bytes() + b"\n<<<<<<< HEAD\n")
    html = read(client, "/en/privacy/", code=500)
    assert "locales/en/LC_MESSAGES/privacy.po:" in html


@pytest.mark.parametrize("host", ["evil.example", "www.example.com:8001", "127.0.0.1.evil.example"])
@pytest.mark.parametrize("page", ["/en/privacy/", "/static/site.css", "/"])
def test_only_this_machines_names_are_answered(preview: FlaskClient, host: str, page: str) -> None:
    assert preview.get(page, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost:8001", "127.0.0.1", "[::1]:8001"])
def test_any_of_this_machines_names_will_do(preview: FlaskClient, host: str) -> None:
    assert preview.get("/en/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("page", ["/fr/", "/en/nothing/", "/en/privacy/history", "/DE/privacy/"])
def test_what_is_not_there_is_a_page_that_is_not_kept(preview: FlaskClient, page: str) -> None:
    response = preview.get(page)
    assert response.status_code == 404
    assert response.headers["Cache-Control"] == "no-store"


def test_the_public_site_has_no_preview(sample: Workspace) -> None:
    app = create_app(sample)
    modules = {app.view_functions[rule.endpoint].__module__ for rule in app.url_map.iter_rules()}
    assert "publisher.site.preview" not in modules
    html = read(app.test_client(), "/de/privacy/")
    assert "<mark" not in html
    assert "在您使用人工智能功能时，我们会收集" not in html.partition("<article")[2]
