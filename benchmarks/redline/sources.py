"""The texts that cases are made from: the corpus, the seed, and policies of our own."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from benchmarks.redline.documents import Block, read

_HERE = Path(__file__).resolve().parent
REPOSITORY = _HERE.parent.parent


class Half(StrEnum):
    """What a source is for."""

    DEVELOPMENT = "dev"
    HELD_OUT = "held-out"  # other documents and languages: for the final figure only


@dataclass(frozen=True, slots=True)
class Source:
    """One text that cases are made from."""

    name: str
    locale: str
    phrases: str  # which sentences fit it
    half: Half
    blocks: tuple[Block, ...]


# Which revision of a history is taken: a number counts from 1, a negative one from the end.
_CORPUS: tuple[tuple[str, int, Half], ...] = (
    ("zh-CN/firefox_privacy_notice", -1, Half.DEVELOPMENT),
    ("zh-CN/firefox_privacy_notice", 30, Half.DEVELOPMENT),
    ("zh-CN/common_voice_terms", -1, Half.DEVELOPMENT),
    ("en/firefox_privacy_notice", 60, Half.DEVELOPMENT),
    ("en/mozilla_privacy_policy", -1, Half.DEVELOPMENT),
    ("ja/firefox_privacy_notice", -1, Half.DEVELOPMENT),
    ("ja/mozilla_privacy_policy", -1, Half.DEVELOPMENT),
    ("zh-CN/mozilla_privacy_policy", -2, Half.HELD_OUT),
    ("zh-CN/websites_privacy_notice", -1, Half.HELD_OUT),
    ("zh-CN/firefox_cloud_services_tos", -1, Half.HELD_OUT),
    ("en/common_voice_terms", -1, Half.HELD_OUT),
    ("en/websites_privacy_notice", -1, Half.HELD_OUT),
    ("en/firefox_cloud_services_tos", 5, Half.HELD_OUT),
    ("ja/common_voice_terms", -1, Half.HELD_OUT),
    ("ja/websites_privacy_notice", 20, Half.HELD_OUT),
    ("ja/firefox_privacy_notice", 25, Half.HELD_OUT),
)
_OWN: tuple[tuple[str, Half], ...] = (
    ("de-shop", Half.DEVELOPMENT),
    ("ar-clinic", Half.DEVELOPMENT),
    ("en-terms", Half.DEVELOPMENT),
    ("zh-articles", Half.DEVELOPMENT),
    ("ja-articles", Half.HELD_OUT),
    ("en-clauses", Half.HELD_OUT),
    ("fr-association", Half.HELD_OUT),
    ("ru-transport", Half.HELD_OUT),
    ("zh-TW-library", Half.HELD_OUT),
    ("ko-school", Half.HELD_OUT),
    ("de-energy", Half.HELD_OUT),
    ("ar-bank", Half.HELD_OUT),
)
_PHRASES = {"zh-CN": "zh", "zh-Hans": "zh"}


def shared_folder() -> Path:
    """Where the corpus and the seed lie: beside the repository, or as PUBLISHER_SHARED says."""
    return Path(os.environ.get("PUBLISHER_SHARED", str(REPOSITORY.parent / "shared")))


def sources(half: Half | None = None) -> tuple[Source, ...]:
    """All texts of a half; those of the corpus only where it is at hand."""
    found = [*_seed(), *_corpus(), *_own()]
    return tuple(source for source in found if half in (None, source.half))


def _seed() -> list[Source]:
    path = shared_folder() / "seed" / "privacy.zh.md"
    if not path.exists():
        return []
    return [Source("seed", "zh-Hans", "zh", Half.DEVELOPMENT, read(path.read_text("utf-8")))]


def _corpus() -> list[Source]:
    found = []
    for folder, number, half in _CORPUS:
        files = sorted((shared_folder() / "corpus" / folder).glob("*.md"))
        if not files:
            continue
        path = files[number - 1 if number > 0 else number]
        locale, policy = folder.split("/")
        blocks = read(path.read_bytes().decode("utf-8"))
        name = f"{locale}-{policy}-{path.name[:3]}"
        found.append(Source(name, locale, _PHRASES.get(locale, locale), half, blocks))
    return found


def _own() -> list[Source]:
    found = []
    for name, half in _OWN:
        path = _HERE / "texts" / f"{name}.md"
        locale = name.rpartition("-")[0]
        found.append(Source(name, locale, locale, half, read(path.read_text("utf-8"))))
    return found


def histories() -> dict[str, list[Path]]:
    """The corpus's histories, ``locale/policy`` to the files of its revisions, oldest first."""
    root = shared_folder() / "corpus"
    folders = sorted(
        path for path in root.glob("*/*") if path.is_dir() and path.parent.name != "traps"
    )
    return {
        f"{folder.parent.name}/{folder.name}": sorted(folder.glob("*.md")) for folder in folders
    }
