"""Adds the top-level data folders to a wheel."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DATA_FOLDERS = ("templates", "locales", "policies")


class DataFolders(BuildHookInterface[Any]):
    """Maps each data folder to publisher/_data, where publisher.resources looks in a wheel.

    An editable installation gets none of it: it reads the folders of its checkout, and a copy
    would go stale beside them.
    """

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Extend the wheel's content; a missing folder fails the build."""
        if version == "editable":
            return
        for folder in DATA_FOLDERS:
            build_data["force_include"][folder] = f"publisher/_data/{folder}"
