"""Every string an attack: texts, titles, summaries, placeholders' values, the site's own words."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.support import NullTranslations
from playwright.sync_api import Browser, Page

from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId
from publisher.site import create_app
from publisher.site.languages import SiteWords
from publisher.workspace import Workspace
from publisher.workspace.adopting import adopt_history
from publisher.workspace.deciding import decide
from publisher.workspace.made import make_workspace
from publisher.workspace.publishing import publish_workspace, withdraw_revision
from tests.browser.conftest import served

pytestmark = pytest.mark.browser

ATTACKS = [
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit=1'>",
    "<svg/onload=window.hit=1>",
    "<math><annotation-xml encoding='text/html'><script>window.hit=1</script></annotation-xml>",
    "\"'><script>window.hit=1</script>",
    "<a href='javascript:window.hit=1'>raw</a>",
    "[link](javascript:window.hit=1)",
    "[link](java\tscript:window.hit=1)",
    "[link](&#106;avascript:window.hit=1)",
    "[link](data:text/html,<script>parent.hit=1</script>)",
    "[link](//evil.invalid/x)",
    "[link](https://name@evil.invalid)",
    "![pixel](https://evil.invalid/pixel.gif)",
    "<https://evil.invalid/auto>",
    "<!-- comment --><style>body{display:none}</style>",
    "<p style='position:fixed;inset:0' onclick='window.hit=1' id='main'>covered</p>",
    "<form action='https://evil.invalid'><input name=q autofocus onfocus=window.hit=1></form>",
    "<iframe src='https://evil.invalid'></iframe><base href='https://evil.invalid/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.invalid/'>",
    "<table><tr><td><script>window.hit=1</script></td></tr></table>",
    "`<script>window.hit=1</script>`",
    "{{7*7}} {% print(1) %} {0.__class__} %(x)s",
    "{{title}} and [{{title}}]({{title}}) and [x](https://{{siteDomain}}/)",
    "text \u202e backwards \u202c \u200b zero",
]
WORD = "<img src=x onerror=window.hit=1>\"'&"


def attacked(title: str, order: list[str]) -> str:
    body = "\n\n".join(
        [f"# {title} <script>window.hit=1</script>"]
        + [
            f"## {number}. {attack}\n\n{attack}\n\n- {attack}"
            for number, attack in enumerate(order)
        ]
    )
    summary = "\n".join(f"  - {WORD} {number}" for number in range(2))
    facts = f"title: {title} {WORD}\nrevised: 2026-05-04\nsummary:\n{summary}\nmaterial: true"
    return f"---\n{facts}\n---\n{body}\n"


class HostileWords(NullTranslations):
    """A translator who means harm: every message begins with an attack."""

    def gettext(self, message: str) -> str:
        return WORD + message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return WORD + (msgid1 if n == 1 else msgid2)

    ugettext, ungettext = gettext, ngettext


@pytest.fixture
def hostile_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A site whose every string is an attack, by its address."""
    monkeypatch.setattr(SiteWords, "get_translations", lambda _self: HostileWords())
    foreign = tmp_path / "foreign"
    _history(foreign)
    root = tmp_path / "workspace"
    make_workspace(
        root, master=LocaleTag("zh-Hans"), locales=[LocaleTag("en")], timezone="UTC"
    ).close()
    settings = (root / "publisher.toml").read_text("utf-8")
    value = WORD.replace('"', '\\"') + " javascript:window.hit=1 {{title}}"
    (root / "publisher.toml").write_text(
        settings.replace('title = "Example Company"', f'title = "{value}"', 1).replace(
            'siteDomain = "example.com"', 'siteDomain = "x\\"onmouseover=window.hit=1 y"'
        ),
        "utf-8",
    )
    with Workspace.open(root) as workspace:
        adopt_history(
            workspace,
            foreign,
            paths=["{locale}/{policy}.md"],
            branch=None,
            renamed={},
            main_line_only=False,
            now=datetime(2026, 5, 5, tzinfo=UTC),
            progress=lambda _words: None,
        )
    _amended(root, value)
    with Workspace.open(root) as workspace:
        app = create_app(workspace, now=lambda: datetime(2026, 5, 6, tzinfo=UTC))
        with served(app) as address:
            yield address


def _amended(root: Path, value: str) -> None:
    """The value is another, and a revision taken back, for reasons that are attacks."""
    path = root / "publisher.toml"
    path.write_text(path.read_text("utf-8").replace(value, f"{value} 2"), "utf-8")
    now = datetime(2026, 5, 5, 12, tzinfo=UTC)
    with Workspace.open(root) as workspace:
        decide(
            workspace,
            PolicyId("privacy"),
            material=True,
            reason=WORD,
            by=WORD,
            now=now,
            progress=lambda _: None,
            about_values=True,
        )
        publish_workspace(workspace, now=now, progress=lambda _: None)
        withdraw_revision(
            workspace,
            policy=PolicyId("privacy"),
            number=1,
            locale=LocaleTag("en"),
            reason=f"{WORD} {ATTACKS[0]}",
            now=now,
            progress=lambda _: None,
        )


def test_no_attack_is_carried_out_on_any_page(browser: Browser, hostile_site: str) -> None:
    heard: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("console", lambda message: _complaint(message.text, page.url, heard))
        page.on("pageerror", lambda error: heard.append(f"{page.url}: {error}"))
        page.on("dialog", lambda dialog: heard.append(f"{page.url}: dialog {dialog.message}"))
        page.on("request", lambda request: _only_ours(request.url, hostile_site, heard))
        seen = _crawl(page, hostile_site, heard)
    assert heard == []
    assert len(seen) >= 12
    assert f"{hostile_site}/zh-Hans/privacy/changes/1/2" in seen
    assert f"{hostile_site}/en/privacy/values/3" in seen


def _crawl(page: Page, site: str, heard: list[str]) -> set[str]:
    waiting, seen = [f"{site}/en/", f"{site}/zh-Hans/privacy/", f"{site}/en/nowhere/"], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = page.goto(address)
        assert answer is not None
        assert answer.status in (200, 404), address
        page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")
        page.mouse.move(200, 300)
        if page.evaluate("window.hit"):
            heard.append(f"{address}: an attack was carried out")
        links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        assert not [link for link in links if not link.startswith(("http://", "https://"))]
        inside = (link.partition("#")[0] for link in links if link.startswith(f"{site}/"))
        waiting.extend(link for link in inside if not link.endswith((".atom", ".json", ".md")))
    return seen


def test_an_attack_is_shown_not_dropped(browser: Browser, hostile_site: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{hostile_site}/en/privacy/1")
        words = page.locator("body").inner_text()
    for visible in ("<script>window.hit = 1</script>", "{{7*7}}", "onerror='window.hit=1'"):
        assert visible in words


def _complaint(words: str, url: str, heard: list[str]) -> None:
    if not words.endswith("status of 404 (NOT FOUND)"):  # the one that was asked for on purpose
        heard.append(f"{url}: {words}")


def _only_ours(url: str, site: str, heard: list[str]) -> None:
    if not url.startswith(f"{site}/"):
        heard.append(f"a request to {url}")


def _history(folder: Path) -> None:
    """Two revisions of an attacked policy in two languages, as a foreign repository has them."""
    folder.mkdir()
    _git(folder, "init", "--quiet", "--initial-branch=main")
    for number, order in enumerate((ATTACKS, [*reversed(ATTACKS[3:]), "one more"])):
        for locale in ("zh-Hans", "en"):
            path = folder / locale / "privacy.md"
            path.parent.mkdir(exist_ok=True)
            text = attacked("隐私" if locale == "zh-Hans" else "Privacy", order)
            path.write_text(text.replace("05-04", f"05-0{number + 3}"), "utf-8")
        _git(folder, "add", "--all")
        _git(folder, "commit", "--quiet", "-m", WORD)


def _git(folder: Path, *arguments: str) -> None:
    names = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "N"), ("EMAIL", "n@example.com"))
    }
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, env={**os.environ, **names})
