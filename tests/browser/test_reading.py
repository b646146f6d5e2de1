"""What readers of all kinds find: in five languages, light and dark, wide and narrow."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from publisher.model.policies import PolicyId
from publisher.site import create_app
from publisher.site.languages import SHIPPED
from publisher.workspace import Workspace
from publisher.workspace.deciding import decide
from publisher.workspace.publishing import publish_workspace, withdraw_revision
from publisher.workspace.sample import build_sample
from tests.browser.conftest import A_DAY, served

pytestmark = pytest.mark.browser

PAGES = [
    "/{}/",
    "/{}/privacy/",
    "/{}/privacy/1",
    "/{}/privacy/history",
    "/{}/privacy/changes/3/4",
    "/{}/privacy/changes/3/4?view=side",
    "/{}/privacy/changes/1/3",
    "/{}/terms/changes/1/2",
    "/{}/nowhere/",
]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


@pytest.fixture(params=["light", "dark"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    opened = browser.new_context(
        color_scheme=request.param, viewport={"width": 1280, "height": 900}
    )
    yield opened
    opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    yield opened.new_page()
    opened.close()


def left(page: Page, selector: str) -> float:
    return float(page.locator(selector).evaluate("one => one.getBoundingClientRect().left"))


def unfold(page: Page) -> None:
    page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")


@pytest.mark.slow
@pytest.mark.parametrize("locale", SHIPPED, ids=str)
def test_no_page_has_a_barrier(context: BrowserContext, sample_site: str, locale: object) -> None:
    page = context.new_page()
    found = []
    for address in PAGES:
        page.goto(sample_site + address.format(locale))
        unfold(page)
        results = Axe().run(page, options=RULES).response
        assert results["passes"], address  # it did look
        for violation in results["violations"]:
            nodes = [node["html"][:200] for node in violation["nodes"][:3]]
            found.append((address, violation["id"], nodes))
    assert found == []


@pytest.fixture(scope="module")
def amended_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample after the company was renamed and a revision withdrawn, by its address."""
    root = tmp_path_factory.mktemp("amended") / "workspace"
    build_sample(root, progress=lambda _words: None).close()
    path = root / "publisher.toml"
    path.write_text(re.sub(r'(?m)^title = "(.*)"$', r'title = "\1 & Co."', path.read_text("utf-8")))
    with Workspace.open(root) as workspace:
        for policy in workspace.publications().policies():
            decide(
                workspace,
                policy,
                material=True,
                reason="The company was sold.",
                by="Li Na",
                now=A_DAY,
                progress=lambda _: None,
                about_values=True,
            )
        publish_workspace(workspace, now=A_DAY, progress=lambda _: None)
        withdraw_revision(
            workspace,
            policy=PolicyId("privacy"),
            number=2,
            locale=None,
            reason="It named the wrong period.",
            now=A_DAY,
            progress=lambda _: None,
        )
    with (
        Workspace.open(root) as workspace,
        served(create_app(workspace, now=lambda: A_DAY)) as address,
    ):
        yield address


AMENDED = [
    "/{}/privacy/",
    "/{}/privacy/2",
    "/{}/privacy/history?on=2024-03-01",
    "/{}/privacy/values/10",
    "/{}/privacy/values/10?view=side",
]


@pytest.mark.slow
@pytest.mark.parametrize("locale", SHIPPED, ids=str)
def test_no_page_of_what_was_amended_has_a_barrier_or_is_too_wide(
    context: BrowserContext, amended_site: str, locale: object
) -> None:
    page = context.new_page()
    found = []
    for address in AMENDED:
        answer = page.goto(amended_site + address.format(locale))
        assert answer is not None
        assert answer.status == 200, address
        unfold(page)
        results = Axe().run(page, options=RULES).response
        found += [
            (address, violation["id"], [node["html"][:200] for node in violation["nodes"][:3]])
            for violation in results["violations"]
        ]
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append((address, f"wider than {width}", []))
    assert found == []


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("locale", ["en", "de", "ar", "zh-Hans"])
def test_no_page_is_wider_than_its_window(
    browser: Browser, sample_site: str, locale: str, width: int
) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        for address in PAGES:
            page.goto(sample_site + address.format(locale))
            unfold(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_nothing_is_fetched_from_elsewhere_and_nothing_is_stored(
    page: Page, sample_site: str
) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for address in PAGES[:-1]:
        page.goto(sample_site + address.format("en"))
    assert asked
    assert {url for url in asked if not url.startswith(sample_site + "/")} == set()
    assert complaints == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_everything_works_without_scripts(browser: Browser, sample_site: str) -> None:
    with browser.new_context(java_script_enabled=False, locale="de-AT") as context:
        page = context.new_page()
        page.goto(sample_site)
        assert page.url == f"{sample_site}/de/"
        page.get_by_role("link", name="Datenschutz- und Sicherheitserklärung").first.click()
        page.get_by_role("link", name="Versionsgeschichte", exact=True).click()
        page.get_by_label("Frühere Fassung").select_option("2")
        page.get_by_role("button", name="Vergleichen").click()
        assert page.url.startswith(f"{sample_site}/de/privacy/changes/2/4")
        page.get_by_role("link", name="Nebeneinander").click()
        assert page.locator(".pair").count() > 3
        page.locator(".languages summary").click()
        page.get_by_role("link", name="日本語").click()
        assert page.url == f"{sample_site}/ja/privacy/changes/2/4?view=side"


def test_the_keyboard_reaches_the_text_first_and_closes_the_menu(
    page: Page, sample_site: str
) -> None:
    page.goto(f"{sample_site}/en/privacy/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    menu = page.locator(".languages")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    assert menu.get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_voices_hear_what_was_inserted_and_deleted(page: Page, sample_site: str) -> None:
    page.goto(f"{sample_site}/en/privacy/changes/3/4")
    change = page.locator("article", has_text="we will securely delete the relevant").first
    heard = " ".join((change.text_content() or "").split())
    assert "[deleted: one month end of deletion]" in heard
    assert "[inserted: three months end of insertion]" in heard
    spoken = change.locator("ins .visually-hidden").first.bounding_box()
    assert spoken is not None
    assert spoken["width"] <= 1


@pytest.mark.parametrize("locale", ["zh-Hans", "de", "ar"])
@pytest.mark.parametrize("width", [768, 1280])
def test_the_button_of_a_form_stands_with_its_field(
    browser: Browser, sample_site: str, locale: str, width: int
) -> None:
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{sample_site}/{locale}/privacy/history")
        field = page.locator("#on").bounding_box()
        button = page.locator("form:has(#on) button").bounding_box()
        assert field is not None
        assert button is not None
        first, second = (button, field) if locale == "ar" else (field, button)
        assert 0 < second["x"] - (first["x"] + first["width"]) < 32
        assert (field["y"], field["height"]) == (button["y"], button["height"])


def test_what_no_longer_stands_beside_is_named(browser: Browser, sample_site: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{sample_site}/en/privacy/changes/3/4?view=side")
        name = page.locator(".change--modified .after .side").first
        narrow = name.bounding_box()
        page.set_viewport_size({"width": 1280, "height": 900})
        wide = name.bounding_box()
        assert narrow is not None
        assert wide is not None
        assert narrow["width"] > 20
        assert wide["width"] <= 1


def test_an_arrow_points_where_the_lines_run(page: Page, sample_site: str) -> None:
    for locale, title in (("en", "(3 → 4)"), ("ar", "(3 ← 4)")):
        page.goto(f"{sample_site}/{locale}/privacy/changes/3/4")
        assert title in page.title()


def test_arabic_begins_on_the_right(page: Page, sample_site: str) -> None:
    page.goto(f"{sample_site}/ar/privacy/")
    assert left(page, ".brand") > left(page, ".languages")
    assert left(page, ".contents--side") > left(page, ".prose")


def test_a_link_to_a_change_shows_it(page: Page, sample_site: str) -> None:
    page.goto(f"{sample_site}/en/privacy/changes/3/4")
    target = page.locator("article.change").nth(2)
    page.goto(f"{sample_site}/en/privacy/changes/3/4#{target.get_attribute('id')}")
    assert page.locator("article.change:target").count() == 1


def test_print_shows_the_text_without_the_furniture(page: Page, sample_site: str) -> None:
    page.goto(f"{sample_site}/en/privacy/changes/3/4")
    page.emulate_media(media="print")
    assert page.locator(".change").first.is_visible()
    for furniture in (".languages", ".ways", ".views", ".onward"):
        assert not page.locator(furniture).is_visible(), furniture
    page.goto(f"{sample_site}/en/privacy/history")
    assert page.locator(".trail").is_visible()
    for furniture in (".pickers", ".trail .on a", ".footer a"):
        assert not page.locator(furniture).first.is_visible(), furniture
    page.goto(f"{sample_site}/en/privacy/changes/3/4")
    marked = page.locator(".change--modified del").first
    assert "line-through" in marked.evaluate("one => getComputedStyle(one).textDecorationLine")


def test_who_wants_no_motion_gets_none(browser: Browser, sample_site: str) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{sample_site}/en/privacy/")
        behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
        assert page.evaluate(behaviour) == "auto"
