"""One edit, from legal's commit to the page in five languages, by the commands that people use."""

from __future__ import annotations

from pathlib import Path

import pytest

from publisher.site import create_app
from publisher.workspace import Workspace
from tests.cli.conftest import Run, run
from tests.history.conftest import git

__all__ = ["run"]

OLD_FEE = "| 每月 349 元 |"
NEW_FEE = "| 每月 389 元 |"
FACTS = {
    "revised: 2026-09-08": "revised: 2026-12-01",
    "effective: 2026-10-15": "effective: 2027-01-15",
}
LOCALES = ("en", "ja", "de", "ar")


@pytest.mark.slow
def test_an_edit_walks_from_commit_to_the_pages(run: Run, tmp_path: Path) -> None:
    root = tmp_path / "sample"
    run("demo", str(root), "--no-serve")
    master = root / "policies/zh-Hans"
    text = (master / "terms.md").read_text("utf-8")
    for old, new in {OLD_FEE: NEW_FEE, **FACTS}.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    (master / "terms.md").write_text(text, "utf-8")
    git(master, "commit", "--quiet", "--all", "-m", "标准版服务费")

    assert "0 errors" in run("check", cwd=root).err
    run("extract", cwd=root)
    assert "1 fuzzy" in run("update", cwd=root).out
    held = run("publish", "--at", "2026-12-02T09:00+08:00", cwd=root).out
    assert "terms en shows revision 2: 1 of" in held

    for locale in LOCALES:
        path = root / "locales" / locale / "LC_MESSAGES/terms.po"
        path.write_text(_finished(path.read_text("utf-8"), "每月 389 元", "349", "389"), "utf-8")
    shown = run("publish", "--at", "2026-12-03T09:00+08:00", cwd=root).out
    assert "terms en revision 3" in shown

    with Workspace.open(root) as workspace:
        client = create_app(workspace).test_client()
        for locale in ("zh-Hans", *LOCALES):
            page = client.get(f"/{locale}/terms/changes/2/3")
            assert page.status_code == 200
            words = page.get_data(as_text=True)
            assert "<ins" in words
            assert "389" in words


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
