"""The rules that travel with the package: the one place in `changes` that reads something."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from publisher.changes.materiality.rulebook import Rulebook, Table, merged, read_rulebook

_FOLDER = "rules"
_CATEGORIES = "categories"
_SIGNALS = "signals"
_WEIGHTS = "weights"
_NO_LANGUAGES = frozenset({_CATEGORIES, _SIGNALS, _WEIGHTS})


@lru_cache(maxsize=1)
def rulebook() -> Rulebook:
    """The shipped rules, read once."""
    return extended_rulebook({})


def extended_rulebook(additions: Mapping[str, Table]) -> Rulebook:
    """The shipped rules with a workspace's own: file's name without suffix -> its content.

    Raises InvalidSourceError for what is no rule.
    """
    tables: dict[str, dict[str, Any]] = dict(shipped_tables())
    for name, table in additions.items():
        tables[name] = merged(tables.get(name, {}), table)
    return rulebook_of(tables)


def rulebook_of(tables: Mapping[str, Table]) -> Rulebook:
    """The rules of tables, file's name without suffix -> its content; all of them."""
    languages = {name: table for name, table in tables.items() if name not in _NO_LANGUAGES}
    return read_rulebook(tables[_CATEGORIES], tables[_SIGNALS], languages, weights=tables[_WEIGHTS])


@lru_cache(maxsize=1)
def shipped_tables() -> Mapping[str, dict[str, Any]]:
    """The shipped files, name without suffix -> content."""
    folder = files("publisher.changes") / _FOLDER
    return {
        item.name.removesuffix(".toml"): tomllib.loads(item.read_text("utf-8"))
        for item in folder.iterdir()
        if item.name.endswith(".toml")
    }
