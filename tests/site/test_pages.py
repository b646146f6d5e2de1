from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from publisher.config import parse
from publisher.site import create_app
from publisher.site.languages import SHIPPED
from publisher.workspace import Workspace
from tests.site.conftest import A_DAY, ClientOn

PAGES = [
    "/{}/",
    "/{}/privacy/",
    "/{}/privacy/1",
    "/{}/privacy/history",
    "/{}/privacy/changes/3/4",
    "/{}/privacy/changes/3/4?view=side",
    "/{}/privacy/changes/1/4",
    "/{}/terms/",
]


def text(client: FlaskClient, address: str, code: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == code, address
    return response.get_data(as_text=True)


def words(html: str) -> str:
    """What is read of a page, roughly."""
    inline = re.sub(r"</?(?:time|ins|del|strong|em)\b[^>]*>", "", html)
    return " ".join(re.sub(r"<[^>]+>", " ", inline).split())


@pytest.mark.parametrize("locale", SHIPPED, ids=str)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_in_every_language(
    client: FlaskClient, page: str, locale: object
) -> None:
    html = text(client, page.format(locale))
    assert f'<html lang="{locale}"' in html
    assert html.count("<h1") == 1
    assert "{{" not in html
    assert "%(" not in html


def test_the_front_door_leads_to_the_readers_language(client: FlaskClient) -> None:
    response = client.get("/", headers={"Accept-Language": "fr, de-AT;q=0.9, en;q=0.5"})
    assert (response.status_code, response.location) == (302, "/de/")
    assert "Accept-Language" in response.headers["Vary"]


def test_an_address_without_language_leads_to_the_policy(client: FlaskClient) -> None:
    response = client.get("/privacy", headers={"Accept-Language": "ja"})
    assert response.location == "/ja/privacy/"


def test_a_language_spelt_another_way_leads_to_the_canonical_address(client: FlaskClient) -> None:
    response = client.get("/zh-hans/privacy/changes/1/2?view=side")
    assert response.status_code == 308
    assert response.location.startswith("/zh-Hans/privacy/changes/1/2")


def test_the_list_names_each_policy_with_its_dates(client: FlaskClient) -> None:
    read = words(text(client, "/en/"))
    assert "Privacy and Security Policy In force Revision date November 18, 2025" in read
    assert "In force since January 1, 2026" in read
    assert "A new version takes effect on March 1, 2027." in read


def test_a_policy_shows_its_text_and_its_facts(client: FlaskClient) -> None:
    read = words(text(client, "/en/privacy/"))
    assert "Status In force Revision date November 18, 2025 In force since January 1, 2026" in read
    assert "Revision 4 of 5" in read
    assert "Example Company is committed to protecting your personal information." in read
    assert "the Simplified Chinese version prevails" in read


def test_the_prevailing_language_says_that_it_prevails(client: FlaskClient) -> None:
    assert "本语言版本优先于各译本" in text(client, "/zh-Hans/privacy/")


def test_a_text_that_repeats_its_title_shows_it_once(client: FlaskClient) -> None:
    html = text(client, "/en/privacy/")
    assert len(re.findall(r"<h1[^>]*>\s*Privacy and Security Policy", html)) == 1


def test_the_contents_lead_to_the_headings(client: FlaskClient) -> None:
    html = text(client, "/zh-Hans/privacy/")
    targets = set(re.findall(r'href="#(s-[^"]+)"', html))
    assert len(targets) > 8
    assert targets <= set(re.findall(r' id="([^"]+)"', html))


def test_the_masters_date_placeholder_shows_a_date(client: FlaskClient) -> None:
    assert "本隐私政策更新于2025年11月18日" in text(client, "/zh-Hans/privacy/")


def test_an_announced_revision_is_upcoming_with_a_way_to_what_will_change(
    client: FlaskClient,
) -> None:
    html = text(client, "/en/privacy/")
    assert "An announced material change takes effect on" in html
    assert 'href="/en/privacy/changes/4/5"' in html
    assert "You are reading an announced version." in text(client, "/en/privacy/5")
    assert "<h1>What will change" in text(client, "/en/privacy/changes/4/5")


def test_the_announced_revision_takes_over_on_its_day(client_on: ClientOn) -> None:
    eve, day = client_on(date(2027, 2, 28)), client_on(date(2027, 3, 1))
    assert "Revision 4 of 5" in words(text(eve, "/en/privacy/"))
    assert "Revision 5 of 5" in words(text(day, "/en/privacy/"))


def test_a_material_change_is_announced_for_the_days_asked_for(client_on: ClientOn) -> None:
    def banner(day: date, setting: str = "") -> bool:
        html = text(client_on(day, setting), "/en/privacy/")
        return "This policy changed materially on" in html

    assert banner(date(2026, 1, 31))
    assert not banner(date(2026, 2, 1))
    assert banner(date(2026, 2, 1), "news_days = 60")
    assert not banner(date(2026, 1, 2), "news_days = 0")


def test_a_superseded_revision_says_so(client: FlaskClient) -> None:
    html = text(client, "/en/privacy/2")
    assert "You are reading an earlier version." in html
    assert 'href="/en/privacy/">Read the current version' in html


def test_a_translation_that_is_behind_names_since_when_and_what(client: FlaskClient) -> None:
    html = text(client, "/de/privacy/")
    read = words(html)
    assert "entspricht seit dem 16. November 2026 nicht mehr dem Stand des Originals" in read
    assert "Sie gibt Fassung 4 des Originals wieder" in read
    assert 'lang="zh-Hans" dir="ltr">在您使用人工智能功能时' in html
    assert re.search(r'<dt lang="de" dir="ltr"><a href="#s-[^"]+">2\. Personenbezogene', html)
    assert 'href="/zh-Hans/privacy/changes/4/5"' in html


def test_the_history_has_every_revision_with_what_legal_declared(client: FlaskClient) -> None:
    read = words(text(client, "/en/privacy/history"))
    order = [read.index(f"Revision {number} ") for number in (5, 4, 3, 2, 1)]
    assert order
    assert "Revision 3 Superseded Material change" in read
    assert "Revision 2 Superseded No material change" in read
    assert "First published version" in read


def test_what_changed_tells_apart_legal_and_machine(client: FlaskClient) -> None:
    read = words(text(client, "/en/privacy/changes/3/4"))
    legal, machine = read.index("What our legal team says"), read.index("What the comparison found")
    assert legal < read.index("Declared material") < machine
    assert machine < read.index("Suggests: material")
    assert "is not a legal assessment" in read


def test_what_changed_marks_whole_words_and_says_so_aloud(client: FlaskClient) -> None:
    html = text(client, "/en/privacy/changes/3/4")
    assert re.search(r"<del>.*\[deleted:.*one month.*</del><ins>.*\[inserted:.*three months", html)


def test_unchanged_parts_are_folded_and_still_there(client: FlaskClient) -> None:
    html = text(client, "/en/privacy/changes/3/4")
    assert '<details class="unchanged">' in html
    assert "We collect personal information for the following purposes:" in html


def test_differences_without_meaning_are_listed_apart(client: FlaskClient) -> None:
    html = text(client, "/zh-Hans/privacy/changes/3/4")
    content, _, noise = html.partition('<details class="noise-list">')
    assert "重新编号" not in words(content[content.index('class="redline') :])
    assert "重新编号" in words(noise)


def test_side_by_side_has_both_texts(client: FlaskClient) -> None:
    html = text(client, "/en/privacy/changes/3/4?view=side")
    assert 'class="words before" lang="en" dir="ltr"' in html
    assert "Not in the earlier version" in html


def test_between_distant_revisions_every_declaration_is_shown(client: FlaskClient) -> None:
    read = words(text(client, "/en/privacy/changes/1/4"))
    part = read[read.index("What our legal team says") : read.index("What the comparison found")]
    assert [number in part for number in ("Revision 4", "Revision 3", "Revision 2")] == [True] * 3


def test_the_form_leads_to_the_comparison_in_either_order(client: FlaskClient) -> None:
    for query in ("from=2&to=4", "from=4&to=2"):
        response = client.get(f"/en/privacy/changes?{query}&view=side")
        assert response.location == "/en/privacy/changes/2/4?view=side"


def test_a_comparison_with_itself_or_backwards_leads_on(client: FlaskClient) -> None:
    assert "Both sides of the comparison are revision 3." in text(
        client, "/en/privacy/changes/3/3", 400
    )
    assert 'href="/en/privacy/changes/2/4"' in text(client, "/en/privacy/changes/4/2", 400)


def test_the_language_menu_keeps_the_page(client: FlaskClient) -> None:
    html = text(client, "/en/privacy/changes/3/4?view=side")
    assert 'href="/ar/privacy/changes/3/4?view=side" hreflang="ar"' in html
    # German has no revision that renders the fifth of the master.
    html = text(client, "/en/privacy/changes/4/5")
    assert 'href="/de/" hreflang="de"' in html
    assert "not available for this page" in html


def test_arabic_is_set_from_right_to_left(client: FlaskClient) -> None:
    html = text(client, "/ar/privacy/")
    assert '<html lang="ar" dir="rtl">' in html
    assert '<article class="prose" lang="ar" dir="rtl">' in html


@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_inline_style_or_script(client: FlaskClient, page: str) -> None:
    html = text(client, page.format("ar"))
    assert not re.search(r"\sstyle=|<style|\son\w+=", html)
    assert re.findall(r"<script[^>]*>", html) == re.findall(
        r'<script src="/static/site\.js\?v=[0-9a-f]{12}" defer>', html
    )


def test_pages_name_only_their_own_site(client: FlaskClient) -> None:
    html = text(client, "/en/privacy/", 200)
    addresses = re.findall(r'<(?:link|script|img)[^>]*(?:href|src)="([^"]+)"', html)
    assert addresses
    for address in addresses:
        assert address.startswith(("/", "https://www.example.com/")), address


def test_dates_are_told_to_machines_too(client: FlaskClient) -> None:
    assert '<time datetime="2025-11-18">18 نوفمبر 2025</time>' in text(client, "/ar/privacy/")
    assert '<time datetime="2022-07">July 2022</time>' in text(client, "/en/privacy/1")


def test_the_day_is_the_companys(client_on: ClientOn) -> None:
    assert A_DAY.isoformat() == "2026-11-23"
    assert "In force" in words(text(client_on(date(2026, 10, 15)), "/en/terms/"))
    assert "Revision 2 of 2" in words(text(client_on(date(2026, 10, 15)), "/en/terms/"))
    assert "Revision 1 of 2" in words(text(client_on(date(2026, 10, 14)), "/en/terms/"))


def test_the_workspaces_own_rules_judge_what_readers_see(sample_root: Path, tmp_path: Path) -> None:
    def shown() -> str:
        source = (sample_root / "publisher.toml").read_text("utf-8")
        settings = f"{source}\n[materiality]\nrules = '{tmp_path}'\n".encode()
        with Workspace(parse(settings, root=sample_root)) as workspace:
            client = create_app(workspace, now=lambda: datetime(2026, 11, 23, 4, tzinfo=UTC))
            return client.test_client().get("/en/privacy/changes/3/4").text

    assert "Suggests: material" in shown()
    own = "[retention.name]\nen = 'How long, by our own rules'\n"
    (tmp_path / "categories.toml").write_text(own, "utf-8")
    assert "How long, by our own rules" in shown()
