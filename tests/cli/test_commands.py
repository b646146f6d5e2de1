"""The commands: what they print, how they end, and that their help teaches."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from publisher import __version__
from publisher.cli.program import program
from tests.cli.conftest import Run
from tests.history.conftest import FIRST, git

COMMANDS = program.list_commands(None)  # type: ignore[arg-type]  # the context is not looked at


@pytest.fixture
def begun(run: Run, tmp_path: Path) -> Path:
    """A new workspace with one committed policy."""
    root = tmp_path / "acme"
    run("init", str(root), "--locales", "en")
    (root / "policies/zh-Hans/privacy.md").write_text(FIRST, "utf-8")
    git(root / "policies/zh-Hans", "add", ".")
    git(root / "policies/zh-Hans", "commit", "--quiet", "-m", "First text")
    return root


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").out == f"publisher, version {__version__}\n"


def test_help_lists_every_command_and_the_exit_codes(run: Run) -> None:
    shown = run("--help").out
    assert all(f"\n  {name} " in shown for name in COMMANDS)
    assert "Exit codes: 0 done" in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_s_help_has_an_example(run: Run, name: str) -> None:
    shown = run(name, "--help").out
    assert f"publisher {name}" in shown.partition("Example")[2]


def test_an_unknown_command_is_a_usage_error(run: Run) -> None:
    ran = run("pubish", code=2)
    assert ran.err == "publisher: 'pubish' is no command; `publisher --help` lists them\n"


def test_a_folder_without_settings_says_how_to_begin(run: Run) -> None:
    ran = run("publish", code=1)
    assert "publisher.toml: no such file; `publisher init" in ran.err


def test_init_leaves_a_workspace_as_it_is(run: Run, begun: Path) -> None:
    before = (begun / "publisher.toml").read_bytes()
    ran = run("init", str(begun), "--master", "en", code=2)
    assert "there is a workspace already" in ran.err
    assert (begun / "publisher.toml").read_bytes() == before


def test_a_wrong_setting_is_told_with_its_line(run: Run, begun: Path) -> None:
    path = begun / "publisher.toml"
    path.write_text(path.read_text("utf-8").replace("incomplete", "incomplet", 1), "utf-8")
    line = (
        path.read_text("utf-8")
        .splitlines()
        .index(next(row for row in path.read_text("utf-8").splitlines() if "incomplet " in row))
    )
    ran = run("log", cwd=begun, code=1)
    assert f"publisher.toml:{line + 1}: workspace.incomplet: unknown key" in ran.err


def test_extract_and_update_say_what_is_left_to_do(run: Run, begun: Path) -> None:
    assert run("extract", cwd=begun).out == "locales/privacy.pot: 2 messages\n"
    first = run("update", cwd=begun).out
    assert first == "locales/en/LC_MESSAGES/privacy.po: 2 messages, 0 fuzzy, 2 untranslated\n"
    assert run("update", cwd=begun).out == first.replace("\n", " (unchanged)\n")


def test_publish_names_what_is_behind_and_what_to_do(run: Run, begun: Path) -> None:
    run("extract", cwd=begun)
    run("update", cwd=begun)
    shown = run("publish", cwd=begun).out
    assert "Publication 1 is public" in shown
    assert "privacy zh-Hans revision 1: 隐私政策" in shown
    assert "2 of 2 messages are untranslated or fuzzy" in shown
    assert "finish locales/en/LC_MESSAGES/privacy.po, then publish again" in shown
    assert run("publish", cwd=begun).out.startswith("Nothing new to publish")


def test_uncommitted_work_is_pointed_out_and_not_published(run: Run, begun: Path) -> None:
    (begun / "policies/zh-Hans/privacy.md").write_text("# 别的\n", "utf-8")
    ran = run("publish", cwd=begun)
    assert "has changes that are not committed" in ran.err
    assert run("show", "privacy", cwd=begun).out == FIRST


def test_show_and_log_tell_what_was_public(run: Run, begun: Path) -> None:
    run("publish", "--at", "2026-05-05T09:00+08:00", cwd=begun)
    assert "1  2026-05-05 09:00 CST" in run("log", cwd=begun).out
    facts = run("show", "privacy", "--facts", cwd=begun).out
    assert "publication: 1" in facts
    missing = run("show", "privacy", "--public-on", "2026-05-04", cwd=begun, code=1)
    assert missing.err.startswith("publisher: privacy in zh-Hans on 2026-05-04 is not published")
    assert run("show", "privacy", "--public-on", "2026-05-05", cwd=begun).out == FIRST


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("show", "../../etc"), id="policy"),
        pytest.param(("show", "privacy", "--locale", "../x"), id="locale"),
        pytest.param(("show", "privacy", "--on", "2026-02-30"), id="day"),
        pytest.param(
            ("show", "privacy", "--on", "2026-01-01", "--revision", "1"), id="two-choices"
        ),
        pytest.param(("publish", "--at", "2026-01-01T09:00"), id="no-zone"),
        pytest.param(("import-git", ".", "--as", "zh-CN"), id="no-locale"),
        pytest.param(("serve", "--port", "70000"), id="port"),
    ],
)
def test_what_cannot_be_is_a_usage_error(run: Run, begun: Path, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments, cwd=begun, code=2)
    assert "Traceback" not in ran.err


def test_check_ends_with_1_where_something_is_wrong(run: Run, begun: Path) -> None:
    policy = begun / "policies/zh-Hans/privacy.md"
    policy.write_text("---\nrevised: soon\n---\n# 标题\n", "utf-8")
    ran = run("check", cwd=begun, code=1)
    assert "policies/zh-Hans/privacy.md:2: error:" in ran.out
    policy.write_text(
        "---\nrevised: 2026-05-04\n---\n# 标题\n\n{{nobody}}\n\n更新于2022年7月。\n", "utf-8"
    )
    ran = run("check", cwd=begun, code=1)
    assert "privacy.md:6: error: site default: {{nobody}} has no value" in ran.out
    assert "privacy.md:8: warning: the text says 2022年7月" in ran.out


def test_single_files_are_checked_against_the_glossary_above_them(run: Run, tmp_path: Path) -> None:
    catalog = tmp_path / "locales/en/LC_MESSAGES/privacy.po"
    catalog.parent.mkdir(parents=True)
    header = (
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    )
    catalog.write_text(f'{header}\nmsgid "个人信息"\nmsgstr "your data"\n', "utf-8")
    glossary = tmp_path / "locales/glossary.csv"
    glossary.write_text("term_zh-Hans,en\n个人信息,personal information\n", "utf-8")
    assert "in the glossary and not in the translation" in run("check", str(catalog)).out
    glossary.write_text("term,en\n个人信息,personal information\n", "utf-8")
    assert "glossary.csv:1: error" in run("check", str(catalog), code=1).out
    other = tmp_path / "other.csv"
    other.write_text("term_zh-Hans,en\n个人信息,your data\n", "utf-8")
    assert run("check", str(catalog), "--glossary", str(other)).out == ""


def test_legal_declares_a_change_to_be_none_for_translators(run: Run, begun: Path) -> None:
    master, catalog = begun / "policies/zh-Hans", begun / "locales/en/LC_MESSAGES/privacy.po"
    run("update", cwd=begun)
    sentence = "我们将在一个月内删除您的个人信息。"
    empty = f'msgid "{sentence}"\nmsgstr ""'
    done = empty[:-1] + 'We delete your personal information within one month."'
    catalog.write_text(catalog.read_text("utf-8").replace(empty, done), "utf-8")
    (master / "privacy.md").write_text(FIRST.replace("将", "会"), "utf-8")
    git(master, "commit", "--quiet", "--all", "-m", "Another word")
    assert "1 fuzzy" in run("update", cwd=begun).out
    assert "0 fuzzy" in run("update", "--same-meaning", "3", cwd=begun).out
    assert "fuzzy" not in catalog.read_text("utf-8")
    assert "line 2" in run("update", "--same-meaning", "2", cwd=begun, code=2).err


def test_output_into_a_closed_pipe_is_no_failure(run: Run, begun: Path) -> None:
    run("publish", cwd=begun)
    shell = f"set -o pipefail; {sys.executable} -m publisher show privacy -C {begun} | true"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
