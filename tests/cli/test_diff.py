"""`publisher diff` shows what changed, in a terminal, as JSON, as a page, and inside Git."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

OLD = "# 政策\n\n我们将在一个月内删除您的信息。\n"
NEW = "# 政策\n\n我们将在三个月内删除您的信息。\n"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with two revisions of a text."""
    (tmp_path / "old.md").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.md").write_text(NEW, encoding="utf-8")
    return tmp_path


def test_whole_numbers_are_marked_in_the_terminal(run: Run, texts: Path) -> None:
    shown = run("diff", "old.md", "new.md", "--locale", "zh-Hans", cwd=texts).out
    assert "1 clause changed." in shown
    assert "[-一个月-]{+三个月+}内" in shown


def test_json_is_what_the_library_returns(run: Run, texts: Path) -> None:
    from publisher import compare  # noqa: PLC0415 - beside the command that must agree with it

    shown = run("diff", "old.md", "new.md", "--locale", "zh-Hans", "--format", "json", cwd=texts)
    assert json.loads(shown.out) == compare(OLD, NEW, locale="zh-Hans").to_dict()


@pytest.mark.parametrize("shape", [["--format", "html"], ["--side-by-side"]])
def test_a_page_marks_insertions_and_deletions(run: Run, texts: Path, shape: list[str]) -> None:
    shown = run("diff", "old.md", "new.md", *shape, cwd=texts).out
    assert "<del>一个月</del>" in shown
    assert "<ins>三个月</ins>" in shown
    assert shown.startswith("<!doctype html>")


def test_stat_counts_and_names_the_noise(run: Run, texts: Path) -> None:
    (texts / "new.md").write_text(NEW.replace("# 政策", "## 政策"), encoding="utf-8")
    shown = run("diff", "old.md", "new.md", "--stat", cwd=texts).out
    assert "1  modified" in shown
    assert "1  heading_level (no change of meaning)" in shown


def test_front_matter_is_no_clause(run: Run, texts: Path) -> None:
    facts = "---\ntitle: 政策\nrevised: 2022-07\nsummary:\n  - {}\n---\n"
    (texts / "old.md").write_text(facts.format("甲方的说明。") + OLD, encoding="utf-8")
    (texts / "new.md").write_text(facts.format("完全不同的一句。") + NEW, encoding="utf-8")
    shown = run("diff", "old.md", "new.md", "--stat", cwd=texts).out
    assert "1 clause changed.\n" in shown
    (texts / "new.md").write_text(facts.format("完全不同的一句。") + OLD, encoding="utf-8")
    assert "No clause changed: only facts" in run("diff", "old.md", "new.md", cwd=texts).out


def test_the_exit_code_tells_a_difference_only_when_asked(run: Run, texts: Path) -> None:
    run("diff", "old.md", "new.md", cwd=texts)
    run("diff", "old.md", "new.md", "--exit-code", cwd=texts, code=1)
    run("diff", "old.md", "old.md", "--exit-code", cwd=texts)


def test_a_file_that_is_no_utf_8_is_named_with_its_line(run: Run, texts: Path) -> None:
    (texts / "old.md").write_bytes(b"# ok\n\xff\xfe\n")
    failed = run("diff", "old.md", "new.md", cwd=texts, code=1)
    assert "old.md:2" in failed.err
    assert "UTF-8" in failed.err


def test_git_shows_words_through_the_external_diff(texts: Path) -> None:
    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=texts,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            check=True,
        )
        return done.stdout.decode()

    git("init", "--quiet")
    (texts / "policy.md").write_text(OLD, encoding="utf-8")
    (texts / ".gitattributes").write_text("*.md diff=policy\n", encoding="utf-8")
    git("add", ".")
    git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "x")
    (texts / "policy.md").write_text(NEW, encoding="utf-8")
    command = f"{sys.executable} -m publisher diff"
    git("config", "diff.policy.command", f"{command} --no-pager")
    assert "[-一个月-]{+三个月+}" in git("diff")
    git("config", "--unset", "diff.policy.command")
    git("config", "diff.policy.textconv", f"{command} --textconv")
    assert "+我们将在三个月内删除您的信息。" in git("diff")
