"""The texts that catalogs are measured on: the seed, and real revision histories."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

# What catalogs are dated by here: the same each time.
NOW = datetime(2026, 7, 15, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


class Text(NamedTuple):
    """A revision of a policy in one locale."""

    locale: str
    policy: str
    path: Path

    @property
    def source(self) -> str:
        """Its characters, line ends untouched."""
        return self.path.read_bytes().decode("utf-8")


def shared() -> Path | None:
    """The folder of real texts beside the repository; None where there is none."""
    folder = Path(os.environ.get("PUBLISHER_SHARED") or ROOT.parent / "shared")
    return folder if (folder / "corpus").is_dir() else None


def texts() -> Iterator[Text]:
    """Every real text, oldest first within a history, and the seed."""
    folder = shared()
    if folder is None:
        return
    for path in sorted((folder / "corpus").glob("*/*/*.md")):
        if path.parents[1].name != "traps":
            yield Text(path.parents[1].name, path.parents[0].name, path)
    yield Text("zh-CN", "seed", folder / "seed" / "privacy.zh.md")


def traps() -> Iterator[Text]:
    """Real texts that break naive tools: both sides of each pair."""
    folder = shared()
    if folder is not None:
        for path in sorted((folder / "corpus" / "traps").glob("*/*.md")):
            yield Text("traps", path.parent.name, path)


def histories() -> Iterator[tuple[str, str, list[Text]]]:
    """Each history as locale, policy and its texts, oldest first."""
    found: dict[tuple[str, str], list[Text]] = {}
    for text in texts():
        found.setdefault((text.locale, text.policy), []).append(text)
    for (locale, policy), members in found.items():
        if policy != "seed":
            yield locale, policy, members
