"""Changed values of a site: dated changes with a page of their own, announced once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from publisher.history.sitevalues import value_steps
from publisher.site import create_app
from publisher.workspace.deciding import decide
from tests.history.conftest import DE, EN, FIRST, PRIVACY, SECOND, ZH, Company, published_twice

ATOM = "{http://www.w3.org/2005/Atom}"
OWNED = "\n{{title}} 对您的个人信息负责。\n"
LOCALES = ("zh-Hans", "en", "de")


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """Two revisions that name the company; then it is renamed."""
    yield from published_twice(tmp_path / "workspace", OWNED)


def renamed(company: Company, *, material: bool | None = None) -> None:
    company.set_value('title = "Example Company"', 'title = "New & <Name>"')
    if material is not None:
        decide(
            company.workspace,
            PRIVACY,
            material=material,
            reason="only the name",
            by="Li Na",
            now=company.now,
            progress=lambda _: None,
            about_values=True,
        )
    company.publish()


def reader(company: Company, *, day: date | None = None) -> FlaskClient:
    moment = datetime(day.year, day.month, day.day, 4, tzinfo=UTC) if day else company.now
    return create_app(company.workspace, now=lambda: moment).test_client()


def html(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.get_data(as_text=True)


def entries(client: FlaskClient, locale: str = "en") -> list[ET.Element]:
    root = ET.fromstring(  # noqa: S314 - our own answer
        client.get(f"/{locale}/privacy/changes.atom").data
    )
    return root.findall(f"{ATOM}entry")


def test_every_language_dates_it_in_its_history_and_says_what_changed(company: Company) -> None:
    renamed(company)
    client = reader(company)
    for locale in LOCALES:
        history = html(client, f"/{locale}/privacy/history")
        assert f'href="/{locale}/privacy/values/3"' in history
        assert history.index('id="values-3"') < history.index('id="revision-2"')
        page = html(client, f"/{locale}/privacy/values/3")
        assert "New &amp; &lt;Name&gt;" in page
        assert "Example Company</del>" in page or "Example Company<span" in page
        assert 'hreflang="de" href="https://www.example.com/de/privacy/values/3"' in page
        assert "<Name>" not in page
    assert "is responsible for your personal information" in html(client, "/en/privacy/values/3")
    assert client.get("/en/privacy/values/2").status_code == 404
    assert client.get("/en/privacy/values/3?view=side").status_code == 200


def test_what_legal_decided_counts_else_what_the_machine_suggests(company: Company) -> None:
    renamed(company)
    client = reader(company)
    assert "Suggests: material" in html(client, "/en/privacy/values/3")
    [entry, *_others] = entries(client)
    assert entry.findtext(f"{ATOM}title") == "Privacy policy: changed details"
    assert "details in this policy changed" in html(client, "/en/privacy/")


def test_what_legal_declared_not_material_is_in_the_history_and_not_announced(
    company: Company,
) -> None:
    before = len(entries(reader(company)))
    renamed(company, material=False)
    client = reader(company)
    assert len(entries(client)) == before
    assert "details in this policy changed" not in html(client, "/en/privacy/")
    page = html(client, "/en/privacy/values/4")
    assert "only the name" in page
    assert "Declared not material" in page


def test_it_is_announced_once_whatever_is_published_later(company: Company) -> None:
    renamed(company, material=True)
    first = [entry.findtext(f"{ATOM}id") for entry in entries(reader(company))]
    company.commit(f"---\nrevised: 2027-01-01\n---\n{FIRST}{OWNED}")
    company.translate(EN, DE)
    company.publish()
    later = [entry.findtext(f"{ATOM}id") for entry in entries(reader(company))]
    assert len(set(later)) == len(later)
    assert later[-len(first) :] == first
    assert sum("values" in (name or "") for name in later) == 1


def test_a_past_revision_is_read_with_the_values_of_its_time(company: Company) -> None:
    renamed(company)
    client = reader(company)
    assert "Example Company is responsible" in html(client, "/en/privacy/1")
    assert "New &amp; &lt;Name&gt; is responsible" in html(client, "/en/privacy/2")
    assert "New &amp; &lt;Name&gt; is responsible" in html(client, "/en/privacy/")
    changes = html(client, "/en/privacy/changes/1/2")
    assert "/values/3" not in changes


def test_a_comparison_names_the_values_that_changed_in_between(company: Company) -> None:
    renamed(company)
    company.commit(f"---\nrevised: 2026-06-01\n---\n{FIRST}{OWNED}")
    company.translate(EN, DE)
    company.publish()
    client = reader(company, day=date(2026, 7, 1))
    assert 'href="/en/privacy/values/3"' in html(client, "/en/privacy/changes/2/3")
    assert "values/3" not in html(client, "/en/privacy/changes/1/2")
    # Revision 2 was read with the new name until revision 3 took its place.
    assert "New &amp; &lt;Name&gt; is responsible" in html(client, "/en/privacy/2")
    assert "Example Company is responsible" in html(client, "/en/privacy/1")


def test_programs_read_it_too(company: Company) -> None:
    renamed(company)
    [change] = reader(company).get("/en/privacy/revisions.json").get_json()["value_changes"]
    assert change["values"] == [{"name": "title", "old": "Example Company", "new": "New & <Name>"}]
    assert (change["publication"], change["revision"]) == (3, 2)
    assert change["material"] is None


def test_a_value_of_one_language_changes_that_language_alone(company: Company) -> None:
    path = company.workspace.settings.root / "publisher.toml"
    path.write_text(path.read_text("utf-8") + '\n[sites.default.values.en]\ntitle = "Ours"\n')
    company.reopen()
    company.publish()
    client = reader(company)
    assert client.get("/en/privacy/values/3").status_code == 200
    assert client.get("/de/privacy/values/3").status_code == 404
    assert "values-3" not in html(client, "/zh-Hans/privacy/history")


def test_a_new_site_and_a_text_that_names_a_value_first_change_no_value(company: Company) -> None:
    path = company.workspace.settings.root / "publisher.toml"
    path.write_text(
        path.read_text("utf-8")
        + '\n[sites.other]\nhosts = ["o.example"]\nurl = "https://o.example"\n'
        '[sites.other.values]\ntitle = "Other"\nsiteDomain = "o.example"\n'
    )
    company.set_value('title = "Example Company"', 'title = "Example Company"\nfax = "1"')
    company.set_value("[sites.other.values]", '[sites.other.values]\nfax = "2"')
    company.commit(f"{SECOND}{OWNED}\n{{{{fax}}}}\n")
    company.publish()
    public = company.workspace.publications()
    for site in ("default", "other"):
        assert value_steps(public, site, PRIVACY, ZH, zone=UTC) == ()


def test_an_old_change_is_no_news(company: Company) -> None:
    renamed(company, material=True)
    day = (company.now + timedelta(days=40)).date()
    assert "details in this policy changed" not in html(reader(company, day=day), "/en/privacy/")
