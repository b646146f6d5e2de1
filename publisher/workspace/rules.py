"""A workspace's own rules: TOML files that extend the shipped ones."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from publisher.changes.materiality import Rulebook, extended_rulebook, rulebook
from publisher.config import FILE_NAME, load
from publisher.model.errors import InvalidSourceError


def rules_near(folder: Path | None) -> Rulebook:
    """The rules of the workspace in a folder; None: of the current one, if it is a workspace.

    Raises ConfigError for a folder that is named and is no workspace.
    """
    if folder is None:
        folder = Path()
        if not (folder / FILE_NAME).is_file():
            return rulebook()
    return rules_in(load(folder.absolute()).gate.rules)


def rules_in(folder: Path | None) -> Rulebook:
    """The shipped rules with those of a folder; raises InvalidSourceError, naming the file."""
    if folder is None:
        return rulebook()
    if not folder.is_dir():
        raise InvalidSourceError(
            path=folder, what="no such folder; make it, or take `rules` out of publisher.toml"
        )
    additions = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            additions[path.stem] = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise InvalidSourceError(path=path, what="not UTF-8; save it as UTF-8") from error
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"at line (\d+)", str(error))
            raise InvalidSourceError(
                path=path, line=int(line[1]) if line else None, what=f"not valid TOML: {error}"
            ) from error
    try:
        return extended_rulebook(additions)
    except InvalidSourceError as error:
        raise InvalidSourceError(path=folder, what=error.what) from error
