"""`publisher init` and `publisher demo`: a workspace to begin with, and one to look at."""

from __future__ import annotations

from pathlib import Path

import click

from publisher.cli.options import example
from publisher.cli.progress import told
from publisher.config import FILE_NAME
from publisher.model.errors import UsageError
from publisher.model.locales import LocaleTag
from publisher.workspace.made import make_workspace
from publisher.workspace.opened import Workspace
from publisher.workspace.sample import build_sample


@click.command(
    "init",
    epilog=example(
        "publisher init acme --master zh-Hans --locales en,de",
        "cd acme",
        "$EDITOR policies/zh-Hans/privacy.md",
        "git -C policies/zh-Hans add privacy.md",
        'git -C policies/zh-Hans commit -m "First text"',
        "publisher extract && publisher update",
    ),
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--master",
    type=LocaleTag,
    default="zh-Hans",
    show_default=True,
    help="The language that legal edits.",
)
@click.option(
    "--locales",
    default="en,ja,de,ar",
    show_default=True,
    help="The languages to translate into, parted by commas.",
)
@click.option(
    "--timezone", default="Asia/Shanghai", show_default=True, help="Where days begin and end."
)
def init_command(folder: Path, master: LocaleTag, locales: str, timezone: str) -> None:
    """Make a workspace in FOLDER."""
    tags = [LocaleTag(name.strip()) for name in locales.split(",") if name.strip()]
    others = [tag for tag in dict.fromkeys(tags) if tag != master]
    with make_workspace(folder, master=master, locales=others, timezone=timezone) as workspace:
        root = workspace.settings.root
        click.echo(f"Made a workspace in {root}")
        click.echo(f"  {FILE_NAME}: look through it first, it is short")
        click.echo(f"  policies/{master}/: put a policy here, such as privacy.md, and commit it")
        click.echo("  then: publisher extract && publisher update, and later publisher publish")


@click.command("demo", epilog=example("publisher demo build/demo --port 8080"))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--no-serve", is_flag=True, help="Only build it.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
def demo_command(folder: Path, *, no_serve: bool, host: str, port: int) -> None:
    """Build the sample workspace in FOLDER, where it is not there yet, and serve it.

    Two policies of an invented company in five languages, with their history: a typo fix, two
    material changes, one announced but not yet in force, and German one revision behind.
    """
    with _sample(folder) as workspace:
        if no_serve:
            return
        from publisher.cli.serving import serve_workspace  # noqa: PLC0415 - Flask loads slowly

        serve_workspace(workspace, host=host, port=port)


def _sample(folder: Path) -> Workspace:
    if (folder / FILE_NAME).is_file():
        click.echo(f"The sample workspace is in {folder}")
        return Workspace.open(folder)
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{folder}: not empty and no workspace; name a new folder")
    click.echo(f"Building the sample workspace in {folder}")
    with told("building the sample") as progress:
        workspace = build_sample(folder, progress=progress)
    public = workspace.publications()
    for policy in public.policies():
        locales = ", ".join(str(locale) for locale in public.locales(policy))
        count = len(public.revisions(policy, workspace.settings.master))
        click.echo(f"  {policy}: {count} revisions, in {locales}")
    return workspace
