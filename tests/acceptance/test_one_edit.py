"""One edit, from legal's commit to the page in five languages, by the commands that people use."""

from __future__ import annotations

from pathlib import Path

import pytest

from publisher.site import create_app
from publisher.workspace import Workspace
from tests.cli.conftest import Run, run
from tests.history.conftest import git

__all__ = ["run"]

TERM = "我们将在三个月内安全删除相关个人信息"
EDITED = "我们将在六个月内安全删除相关个人信息"
WORDS = {
    "en": ("three months", "six months"),
    "ja": ("3か月", "6か月"),
    "de": ("drei Monaten", "sechs Monaten"),
    "ar": ("ثلاثة أشهر", "ستة أشهر"),
}


@pytest.mark.slow
def test_an_edit_walks_from_commit_to_the_pages(run: Run, tmp_path: Path) -> None:
    root = tmp_path / "sample"
    run("demo", str(root), "--no-serve")
    master = root / "policies/zh-Hans"
    text = (master / "privacy.md").read_text("utf-8")
    assert text.count(TERM) == 1
    (master / "privacy.md").write_text(
        text.replace(TERM, EDITED).replace("revised: 2026-11-09", "revised: 2026-12-01"), "utf-8"
    )
    git(master, "commit", "--quiet", "--all", "-m", "六个月")

    assert "0 errors" in run("check", cwd=root).err
    run("extract", cwd=root)
    assert "1 fuzzy" in run("update", cwd=root).out
    held = run("publish", "--at", "2026-12-02T09:00+08:00", cwd=root).out
    assert "privacy en shows revision 5: 1 of" in held

    for locale, (old, new) in WORDS.items():
        path = root / "locales" / locale / "LC_MESSAGES/privacy.po"
        path.write_text(_finished(path.read_text("utf-8"), EDITED, old, new), "utf-8")
    shown = run("publish", "--at", "2026-12-03T09:00+08:00", cwd=root).out
    assert "privacy en revision 6" in shown

    with Workspace.open(root) as workspace:
        client = create_app(workspace).test_client()
        for locale, (_, new) in {**WORDS, "zh-Hans": ("", "六个月")}.items():
            if locale == "de":
                continue  # the sample leaves German behind on purpose
            page = client.get(f"/{locale}/privacy/changes/5/6")
            assert page.status_code == 200
            assert new.split()[0] in page.get_data(as_text=True)


def _finished(catalog: str, source: str, old: str, new: str) -> str:
    """The catalog after its translator: the fuzzy entry of a passage mended."""
    blocks = catalog.split("\n\n")
    for index, block in enumerate(blocks):
        if source in block and "#, fuzzy" in block:
            assert old in block
            lines = [
                line for line in block.split("\n") if not line.startswith(("#, fuzzy", "#| ", "#~"))
            ]
            blocks[index] = "\n".join(lines).replace(old, new)
    return "\n\n".join(blocks)
