"""A preview can be read by everybody who works on a translation, and looks like what it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from publisher.site.preview import create_preview
from publisher.workspace import Workspace
from publisher.workspace.sample import build_sample
from tests.browser.conftest import served
from tests.browser.test_reading import RULES

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Previews of the sample, by their address; German is behind."""
    root = tmp_path_factory.mktemp("preview") / "workspace"
    build_sample(root, progress=lambda _words: None).close()
    with (
        Workspace.open(root) as workspace,
        served(create_preview(workspace, workspace.settings.sites[0])) as address,
    ):
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", ["/de/privacy/", "/ar/privacy/", "/de/"])
def test_no_preview_has_a_barrier(browser: Browser, preview: str, place: str, scheme: str) -> None:
    with browser.new_context(color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(preview + place)
        page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")
        results = Axe().run(page, options=RULES).response
        assert results["passes"]
        violations = [
            (found["id"], [node["html"][:200] for node in found["nodes"][:3]])
            for found in results["violations"]
        ]
        assert violations == []


def test_a_preview_fits_a_narrow_window(browser: Browser, preview: str) -> None:
    with browser.new_context(viewport={"width": 320, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{preview}/de/privacy/")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_is_missing_is_found_from_the_list(browser: Browser, preview: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{preview}/de/privacy/")
        page.locator(".banner summary").click()
        page.locator(".banner li a").last.click()
        assert page.locator("mark:target").is_visible()
