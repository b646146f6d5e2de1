"""Withdrawals, corrections and days in the past, as pages, lists and feeds show them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from publisher.site import create_app
from publisher.workspace.adopting import adopt_history
from publisher.workspace.publishing import publish_workspace, withdraw_revision
from tests.history.conftest import DE, EN, FIRST, PRIVACY, SECOND, Company, git, published_twice

ATOM = "{http://www.w3.org/2005/Atom}"
WHY = "It named <b>the wrong</b> period"


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """Two revisions, a day apart."""
    yield from published_twice(tmp_path / "workspace")


def withdraw(company: Company) -> None:
    company.now += timedelta(days=1)
    withdraw_revision(
        company.workspace,
        policy=PRIVACY,
        number=2,
        locale=None,
        reason=WHY,
        now=company.now,
        progress=lambda _: None,
    )


def correct(company: Company, text: str) -> None:
    company.now += timedelta(days=1)
    company.commit(text)
    company.translate(EN, DE)
    publish_workspace(
        company.workspace, now=company.now, progress=lambda _: None, mends=2, reason=WHY
    )


def client(company: Company) -> FlaskClient:
    return create_app(company.workspace, now=lambda: company.now).test_client()


def html(reader: FlaskClient, address: str) -> str:
    response = reader.get(address)
    assert response.status_code == 200, address
    return response.get_data(as_text=True)


def titles(reader: FlaskClient) -> list[str | None]:
    root = ET.fromstring(reader.get("/en/privacy/changes.atom").data)  # noqa: S314 - ours
    return [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]


def test_a_withdrawn_revision_stays_readable_marked_with_day_and_reason(company: Company) -> None:
    withdraw(company)
    reader = client(company)
    for address in ("/en/privacy/2", "/en/privacy/history", "/de/privacy/history"):
        page = html(reader, address)
        assert "It named &lt;b&gt;the wrong&lt;/b&gt; period" in page
        assert 'datetime="2026-05-07"' in page
    assert "within three months" in html(reader, "/en/privacy/2")
    assert "within one month" in html(reader, "/en/privacy/")


def test_a_withdrawal_is_in_the_list_and_once_in_the_feed(company: Company) -> None:
    withdraw(company)
    reader = client(company)
    assert titles(reader) == ["Privacy policy: revision 2 withdrawn"]
    taken = reader.get("/en/privacy/revisions.json").get_json()["revisions"][1]
    assert (taken["standing"], taken["withdrawn"]["reason"]) == ("withdrawn", WHY)
    assert (taken["withdrawn"]["publication"], taken["publication"]) == (3, 2)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("---\nrevised: 2026-05-07\n---\n" + FIRST, 3, id="a-new-text"),
        pytest.param("---\nrevised: 2026-04-30\n---\n" + SECOND, 2, id="the-facts-alone"),
    ],
)
def test_a_correction_names_the_publication_that_it_mends(
    company: Company, text: str, number: int
) -> None:
    correct(company, text)
    reader = client(company)
    for address in (f"/en/privacy/{number}", "/en/privacy/history", "/en/privacy/"):
        assert "Corrects publication 2 of" in html(reader, address), address
        assert "It named &lt;b&gt;the wrong&lt;/b&gt; period" in html(reader, address)
    assert "Corrected on" in html(reader, "/en/privacy/2")
    [correction] = reader.get("/en/privacy/revisions.json").get_json()["revisions"][number - 1][
        "corrections"
    ]
    assert (correction["mends_publication"], correction["mends_revisions"]) == (2, [2])
    feed = reader.get("/en/privacy/changes.atom").get_data(as_text=True)
    assert "Corrects publication 2 of" in feed
    assert len(titles(reader)) == number - 1  # a corrected fact is no second announcement


def test_the_history_answers_what_was_in_force_and_public_on_a_day(company: Company) -> None:
    company.commit(f"---\nrevised: 2026-05-06\neffective: 2026-06-01\n---\n{FIRST}")
    company.translate(EN, DE)
    company.publish()
    reader = client(company)
    page = html(reader, "/en/privacy/history?on=2026-05-07")
    answer = page[page.index('id="then"') :].partition("</section>")[0]
    in_force, public = answer.split("Newest version public on")
    assert 'href="/en/privacy/2"' in in_force
    assert 'href="/en/privacy/3"' in public
    ahead = html(reader, "/en/privacy/history?on=2026-06-02")
    assert "Newest version public on" not in ahead
    before = html(reader, "/en/privacy/history?on=2020-01-01")
    assert before.count("no version") == 2
    listed = reader.get("/en/privacy/revisions.json?on=2026-05-07").get_json()
    assert listed["on"] == {"day": "2026-05-07", "in_force": 2, "public": 3}
    assert 'id="then"' not in html(reader, "/en/privacy/history?on=")
    assert '<input type="date" id="on" name="on"' in html(reader, "/en/privacy/history")


@pytest.mark.parametrize(
    "day", ["2026-02-30", "0000-01-01", "yesterday", "2026-W01-1", "20260501", "٢٠٢٦-٠٥-٠١", "--on"]
)
def test_what_is_no_day_is_refused(company: Company, day: str) -> None:
    reader = client(company)
    for page in ("history", "revisions.json"):
        assert reader.get(f"/en/privacy/{page}", query_string={"on": day}).status_code == 400


def test_days_begin_in_the_companys_time_zone(company: Company) -> None:
    late = datetime(2026, 5, 8, 17, tzinfo=UTC)  # already the ninth in Shanghai
    company.now = late - timedelta(days=1)
    company.commit(f"---\nrevised: 2026-05-01\n---\n{FIRST}")
    company.translate(EN, DE)
    company.publish()
    reader = client(company)
    on = {
        day: reader.get(f"/en/privacy/revisions.json?on={day}").get_json()["on"]["public"]
        for day in ("2026-05-08", "2026-05-09")
    }
    assert on == {"2026-05-08": 2, "2026-05-09": 3}


def test_a_policy_that_ended_shows_its_last_text_as_such(company: Company, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    git(source, "init", "--quiet")
    for number, text in enumerate(("# Terms 1\n", "# Terms 2\n", None), start=1):
        (source / "en").mkdir(exist_ok=True)
        path = source / "en/terms.md"
        path.unlink() if text is None else path.write_text(text)
        git(source, "add", "--all")
        date = f"2020-0{number}-01T12:00:00Z"
        git(
            source,
            *("-c", "user.name=a", "-c", "user.email=a@example.com"),
            *("commit", "--quiet", "-m", "edit"),
            GIT_AUTHOR_DATE=date,
            GIT_COMMITTER_DATE=date,
        )
    adopt_history(
        company.workspace,
        source,
        paths=["{locale}/{policy}.md"],
        branch=None,
        renamed={},
        main_line_only=False,
        ends_removed=True,
        now=company.now,
        progress=lambda _: None,
    )
    reader = client(company)
    listed = reader.get("/en/terms/revisions.json?on=2020-02-15").get_json()
    assert [item["standing"] for item in listed["revisions"]] == ["superseded", "withdrawn"]
    assert [item["withdrawn"] and item["withdrawn"]["from"] for item in listed["revisions"]] == [
        None,
        "2020-03-01",
    ]
    assert (listed["in_force"], listed["on"]["in_force"]) == (None, 2)
    for address in ("/en/terms/", "/en/terms/history", "/en/terms/2"):
        assert 'datetime="2020-03-01"' in html(reader, address)
    assert "Terms 2" in html(reader, "/en/terms/")
    assert reader.get("/en/terms/changes/1/2").status_code == 200
