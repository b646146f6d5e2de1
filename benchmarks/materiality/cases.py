"""Labelled cases: single edits and revisions, from the files under cases/ and from the corpus."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

_CASES = Path(__file__).parent / "cases"
_ROOT = Path(__file__).resolve().parents[2]
CATEGORIES = frozenset(
    "data purpose automation sharing transfer consent retention rights minors controller security"
    " fees liability disputes licence notification contact conduct scope".split()
)


class Half(StrEnum):
    """Which half a case belongs to; held-out cases are counted, never shown."""

    DEV = "dev"
    HELDOUT = "heldout"

    @property
    def folders(self) -> tuple[str, ...]:
        """Where its cases lie. What was held out and has been looked at since is built with."""
        return ("dev", "seen", "seen-2") if self is Half.DEV else ("heldout",)


class Kind(StrEnum):
    """What is compared."""

    SINGLE = "single"  # one sentence or paragraph, edited once
    PAIR = "pair"  # a whole text of the project's own, edited in several places
    REAL = "real"  # two revisions of the corpus


class CaseError(ValueError):
    """A case contradicts itself, or its file; the message says which and how to mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Two texts, and whether people must be told of what differs."""

    name: str  # "en/sale/m1"; unique within its half
    half: Half
    kind: Kind
    locale: str
    old: str
    new: str
    material: bool
    categories: tuple[str, ...]  # what the material edits touch; empty: immaterial, or not said
    why: str


def corpus() -> Path:
    """Where the real revision histories lie, present or not."""
    shared = os.environ.get("PUBLISHER_SHARED")
    return (Path(shared) if shared else _ROOT.parent / "shared") / "corpus"


def load(half: Half) -> tuple[Case, ...]:
    """All cases of a half; those of the corpus only where it is present."""
    cases: list[Case] = []
    for folder in half.folders:
        for path in sorted((_CASES / folder).glob("*.toml")):
            content = tomllib.loads(path.read_text(encoding="utf-8"))
            cases += _singles(content, half, path)
            cases += _pairs(content, half, path)
            cases += _real(content, half)
    names = [case.name for case in cases]
    if repeated := {name for name in names if names.count(name) > 1}:
        raise CaseError(f"{half}: {', '.join(sorted(repeated))}: give each case a name of its own")
    return tuple(cases)


def _prefix(path: Path) -> str:
    folder = path.parent.name
    return f"{folder}/{path.stem}" if folder.startswith("seen") else path.stem


def _singles(content: dict[str, Any], half: Half, file: Path) -> Iterator[Case]:
    for clause in content.get("clause", ()):
        for label in ("material", "immaterial"):
            for number, variant in enumerate(clause.get(label, ()), start=1):
                name = f"{_prefix(file)}/{clause['id']}/{label[0]}{number}"
                category = variant.get("category")
                if (label == "material") is not (category in CATEGORIES):
                    raise CaseError(f"{name}: a category of README.md if material, else none")
                yield Case(
                    name=name,
                    half=half,
                    kind=Kind.SINGLE,
                    locale=file.stem,
                    old=clause["old"],
                    new=variant["new"],
                    material=label == "material",
                    categories=(category,) if category else (),
                    why=variant["why"],
                )


def _pairs(content: dict[str, Any], half: Half, file: Path) -> Iterator[Case]:
    for revision in content.get("revision", ()):
        name = f"{_prefix(file)}/{revision['id']}"
        path = file.parent / "texts" / f"{file.stem}-{revision['text']}.md"
        old = path.read_text(encoding="utf-8")
        categories = tuple(e["category"] for e in revision["edits"] if "category" in e)
        if not CATEGORIES.issuperset(categories):
            raise CaseError(f"{name}: one of {categories} is no category of README.md")
        if _is_material(revision, name) is not bool(categories):
            raise CaseError(f"{name}: material exactly if one of its edits has a category")
        yield Case(
            name=name,
            half=half,
            kind=Kind.PAIR,
            locale=file.stem,
            old=old,
            new=_edited(old, revision["edits"], name),
            material=bool(categories),
            categories=categories,
            why=revision["why"],
        )


def _edited(text: str, edits: list[dict[str, str]], name: str) -> str:
    for edit in edits:
        if (found := text.count(edit["old"])) != 1:
            raise CaseError(f"{name}: {edit['old']!r} stands {found} times in the text, not once")
        text = text.replace(edit["old"], edit["new"])
    return text


def _real(content: dict[str, Any], half: Half) -> Iterator[Case]:
    for pair in content.get("real", ()):
        folder = corpus() / pair["policy"]
        if not folder.is_dir():
            continue
        name = f"{pair['policy']}/{pair['old'][:3]}-{pair['new'][:3]}"
        yield Case(
            name=name,
            half=half,
            kind=Kind.REAL,
            locale=pair["policy"].partition("/")[0],
            old=_as_committed(folder / pair["old"]),
            new=_as_committed(folder / pair["new"]),
            material=_is_material(pair, name),
            categories=(),
            why=pair["why"],
        )


def _as_committed(path: Path) -> str:
    """Line ends and all; a byte that is no UTF-8 must not stop the measuring."""
    return path.read_bytes().decode("utf-8", errors="replace")


def _is_material(entry: dict[str, Any], name: str) -> bool:
    if entry["label"] not in ("material", "immaterial"):
        raise CaseError(f"{name}: label is {entry['label']!r}, not material or immaterial")
    return bool(entry["label"] == "material")
