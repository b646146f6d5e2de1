"""The rules that travel with the package: the one place in `changes` that reads something."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache, partial
from importlib.resources import files
from typing import Any

from publisher.changes.materiality.rulebook import (
    LanguageTable,
    Rulebook,
    Table,
    fingerprint_of,
    merged,
    read_rulebook,
)

_FOLDER = "rules"
_CATEGORIES = "categories"
_SIGNALS = "signals"
_WEIGHTS = "weights"
_NO_LANGUAGES = frozenset({_CATEGORIES, _SIGNALS, _WEIGHTS})


@lru_cache(maxsize=1)
def rulebook() -> Rulebook:
    """The shipped rules, read once; the words of a language when they are first asked for."""
    return extended_rulebook({})


def extended_rulebook(additions: Mapping[str, Table]) -> Rulebook:
    """The shipped rules with a workspace's own: file's name without suffix -> its content.

    Raises InvalidSourceError for what is no rule.
    """
    names = _shipped_texts().keys() | additions.keys()
    tables: dict[str, LanguageTable] = {name: partial(_shipped_table, name) for name in names}
    for name, table in additions.items():
        tables[name] = partial(merged, _shipped_table(name), table)
    found = _rulebook(tables, fingerprint_of(_shipped_texts(), additions))
    for name in additions.keys() - _NO_LANGUAGES:
        found.lexicon(name)  # whoever wrote it should hear of a mistake now
    return found


def rulebook_of(tables: Mapping[str, Table]) -> Rulebook:
    """The rules of tables, file's name without suffix -> its content; all of them."""
    return _rulebook(
        {name: partial(dict, table) for name, table in tables.items()}, fingerprint_of(tables)
    )


def shipped_tables() -> Mapping[str, dict[str, Any]]:
    """The shipped files, name without suffix -> content."""
    return {name: _shipped_table(name) for name in _shipped_texts()}


def _rulebook(tables: Mapping[str, LanguageTable], fingerprint: str) -> Rulebook:
    return read_rulebook(
        tables[_CATEGORIES](),
        tables[_SIGNALS](),
        {name: table for name, table in tables.items() if name not in _NO_LANGUAGES},
        weights=tables[_WEIGHTS](),
        fingerprint=fingerprint,
    )


@lru_cache(maxsize=64)
def _shipped_table(name: str) -> dict[str, Any]:
    """The content of a shipped file; of one that is not shipped, nothing."""
    return tomllib.loads(_shipped_texts().get(name, ""))


@lru_cache(maxsize=1)
def _shipped_texts() -> Mapping[str, str]:
    folder = files("publisher.changes") / _FOLDER
    return {
        item.name.removesuffix(".toml"): item.read_text("utf-8")
        for item in folder.iterdir()
        if item.name.endswith(".toml")
    }
