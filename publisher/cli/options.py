"""Options and arguments that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from publisher.changes.materiality import Rulebook
from publisher.model.errors import UsageError
from publisher.workspace import Workspace
from publisher.workspace.rules import rules_near


def example(*lines: str) -> str:
    """A help text's last part: how a call looks."""
    shown = "\n".join(f"  {line}" for line in lines)
    return f"\b\nExample:\n{shown}"


def excerpt(text: str) -> str:
    """The beginning of a passage in one line, enough to find it by."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:60]}…"


def day(text: str) -> date:
    """A day as options take it."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is not a day; write 2024-03-01") from error


def _opened(ctx: click.Context, _: click.Parameter, folder: Path) -> Workspace:
    workspace = Workspace.open(folder)
    ctx.call_on_close(workspace.close)
    return workspace


def _ruled(_: click.Context, __: click.Parameter, folder: Path | None) -> Rulebook:
    return rules_near(folder)


rules_option = click.option(
    "-C",
    "--workspace",
    "rules",
    type=click.Path(path_type=Path, file_okay=False),
    callback=_ruled,
    default=None,
    show_default="this folder, if it is a workspace",
    metavar="DIR",
    help="The folder with publisher.toml, whose rules judge.",
)
workspace_option = click.option(
    "-C",
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    callback=_opened,
    default=".",
    show_default="this folder",
    metavar="DIR",
    help="The folder with publisher.toml.",
)
