"""`publisher preview`: what would be published, in the terminal and as a site on this machine."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from publisher.cli.terminal_page import terminal_page
from publisher.text.render import to_html
from tests.cli.conftest import Run
from tests.history.conftest import git

MASTER = """\
---
title: 隐私政策
revised: 2024-03-01
---
# 隐私政策

{{title}} 保护您的信息。

<table><tr><td>名称</td><td>目的</td></tr></table>
"""


@pytest.fixture
def desk(run: Run, tmp_path: Path) -> Path:
    """A workspace with one policy, of which the first sentence is translated into English."""
    root = tmp_path / "acme"
    run("init", str(root), "--locales", "en")
    (root / "policies/zh-Hans/privacy.md").write_text(MASTER, "utf-8")
    git(root / "policies/zh-Hans", "add", ".")
    git(root / "policies/zh-Hans", "commit", "--quiet", "-m", "First text")
    run("update", cwd=root)
    path = root / "locales/en/LC_MESSAGES/privacy.po"
    done = 'msgid "{{title}} 保护您的信息。"\nmsgstr "{{title}} protects your data."'
    path.write_text(
        path.read_text("utf-8").replace('msgid "{{title}} 保护您的信息。"\nmsgstr ""', done),
        "utf-8",
    )
    return root


def test_the_terminal_shows_the_result_with_what_is_missing_marked(run: Run, desk: Path) -> None:
    ran = run("preview", "en", cwd=desk)
    assert ran.out.split("\n\n") == [
        "[untranslated] 隐私政策",
        "Example Company protects your data.",
        "[untranslated] 名称 │ [untranslated] 目的\n",
    ]
    assert "line 9 of the master: untranslated: 名称" in ran.err
    assert "1 of 4 messages are translated" in ran.err


def test_the_source_is_what_would_be_published(run: Run, desk: Path) -> None:
    ran = run("preview", "en", "--source", cwd=desk)
    assert '\n# <span lang="zh-Hans" dir="ltr">隐私政策</span>\n' in ran.out
    assert "\n{{title}} protects your data.\n" in ran.out


def test_legal_may_look_at_the_master(run: Run, desk: Path) -> None:
    assert run("preview", "zh-Hans", cwd=desk).out.startswith("隐私政策\n\nExample Company 保护")


@pytest.mark.parametrize(
    "arguments",
    [("fr",), ("en", "--policy", "x"), ("en", "--site", "x"), ("en", "--serve", "--source")],
    ids=" ".join,
)
def test_what_cannot_be_is_a_usage_error(run: Run, desk: Path, arguments: tuple[str, ...]) -> None:
    assert run("preview", *arguments, cwd=desk, code=2).err.startswith("publisher: ")


def test_it_is_served_to_this_machine_alone(desk: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "publisher", "preview", "en", "--serve", "--port", "0"],
        cwd=desk,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)/en/", process.stdout.readline())
        try:
            assert found is not None
            html = _answer(int(found[1]), "/en/privacy/")
        finally:
            process.terminate()
    assert "This is a preview. It has not been published." in html
    assert "Not translated:</small> 隐私政策</mark>" in html


def _answer(port: int, address: str) -> str:
    for _ in range(100):  # until it listens
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", address)
            return connection.getresponse().read().decode()
        except ConnectionRefusedError:
            time.sleep(0.1)
        finally:
            connection.close()
    pytest.fail("nothing listens")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        pytest.param("# A\n\nb *c*\nd", "A\n\nb c d", id="paragraphs"),
        pytest.param("* a\n* b\n\n  c\n  1. d\n  2. e", "• a\n• b\nc\n  1. d\n  2. e", id="lists"),
        pytest.param("3. a\n4. b", "3. a\n4. b", id="numbers"),
        pytest.param("[a](https://b.example/) c", "a <https://b.example/> c", id="link"),
        pytest.param("[a](#b)", "a", id="place"),
        pytest.param("| a | b |\n| - | - |\n| c | d |", "a │ b\nc │ d", id="table"),
        pytest.param("```\na\n  b\n```", "a\n  b\n", id="code"),
        pytest.param("a  \nb", "a\nb", id="line-break"),
        pytest.param("a\n\n---\n\nb", "a\n\n────────\n\nb", id="rule"),
        pytest.param("a &lt;b&gt;", "a <b>", id="entities"),
        pytest.param("", "", id="empty"),
    ],
)
def test_a_text_reads_in_the_terminal_as_on_the_page(source: str, shown: str) -> None:
    assert terminal_page(to_html(source).html).plain == shown
