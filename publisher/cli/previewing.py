"""`publisher preview`: what would be published in a locale, in the terminal or as the site."""

from __future__ import annotations

import click
from rich.console import Console

from publisher.catalogs.assemble import Gap
from publisher.cli.options import example, excerpt, workspace_option
from publisher.cli.serving import serve_preview
from publisher.cli.terminal_page import terminal_page
from publisher.model.errors import UsageError
from publisher.model.locales import LocaleTag
from publisher.text import placeholders
from publisher.text.render import to_html
from publisher.workspace import Workspace
from publisher.workspace import translators as desk
from publisher.workspace.previewing import (
    Preview,
    draft_values,
    gap_mark,
    known_site,
    preview,
)

_WHY = {
    Gap.FUZZY: "[fuzzy]",
    Gap.EMPTY: "[untranslated]",
    Gap.ABSENT: "[not in the catalog]",
    Gap.REFUSED: "[refused by a check]",
}
_EN = LocaleTag("en")


@click.command(
    "preview",
    epilog=example(
        "publisher preview en",
        "publisher preview en --serve",
        "publisher preview en --source > en.md",
    ),
)
@click.argument("locale")
@click.option("--policy", metavar="ID", help="Where there are several policies.")
@click.option("--source", is_flag=True, help="Print the Markdown itself.")
@click.option(
    "--serve", "as_site", is_flag=True, help="Show it as the site would, to this machine alone."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True)
@click.option("--site", metavar="NAME", help="Whose values are shown.  [default: the first]")
@workspace_option
def preview_command(
    workspace: Workspace,
    locale: str,
    policy: str | None,
    port: int,
    site: str | None,
    *,
    source: bool,
    as_site: bool,
) -> None:
    """Show the text of LOCALE as it would be published now, with what is missing marked.

    It is made of the committed master and the catalog as it lies. Fuzzy, untranslated and refused
    passages stand in the master's words. With --serve, it is made anew whenever the page is loaded.
    """
    tag = LocaleTag.parse(locale)
    if tag != workspace.settings.master:
        tag = desk.known_locale(workspace, locale)
    chosen = known_site(workspace, site)
    if as_site:
        if source:
            raise UsageError("--serve and --source exclude each other")
        known = None if policy is None else desk.known_policy(workspace, policy)
        serve_preview(workspace, chosen, tag, policy=known, port=port)
        return
    name = desk.known_policy(workspace, policy)
    if source:
        found = preview(workspace, name, tag)
        click.echo(found.text, nl=False)
    else:
        found = preview(workspace, name, tag, mark=gap_mark(lambda gap: _WHY[gap], _EN))
        values = draft_values(chosen, tag)
        page = to_html(found.text, values=placeholders.values_for(found.text, values)).html
        Console(highlight=False).print(terminal_page(page))
    _say_missing(found)


def _say_missing(found: Preview) -> None:
    for item in found.missing:
        line = f"line {item.line} of the master: {item.gap}"
        click.echo(f"{line}: {excerpt(item.message.key.msgid)}", err=True)
    click.echo(f"{found.translated} of {found.total} messages are translated", err=True)
