"""`publisher extract` and `update`: templates and catalogs of the committed policies."""

from __future__ import annotations

from collections.abc import Mapping

import click

from publisher.catalogs.merge import Outcome, SameMeaning
from publisher.cli.options import example, excerpt, workspace_option
from publisher.cli.progress import told
from publisher.model.policies import PolicyId
from publisher.workspace import Workspace
from publisher.workspace.declaring import same_meaning
from publisher.workspace.translating import WrittenFile, extract, update_catalogs
from publisher.workspace.translators import known_policy


@click.command(
    "extract",
    epilog=example("publisher extract", "# locales/privacy.pot now lists what is to be translated"),
)
@workspace_option
def extract_command(workspace: Workspace) -> None:
    """Write a template (POT) of the messages of each committed policy."""
    with told("extracting"):
        files = list(extract(workspace))
    if not files:
        click.echo(_no_policies(workspace))
    for file in files:
        _say(workspace, file, f"{file.messages} messages")
    _warn_uncommitted(workspace)


@click.command(
    "update",
    epilog=example(
        "publisher update",
        "# then finish locales/en/LC_MESSAGES/privacy.po in Poedit or any editor",
    ),
)
@click.option(
    "--same-meaning",
    "lines",
    type=click.IntRange(min=1),
    multiple=True,
    metavar="LINE",
    help="A line of the master whose change legal declares to be none for translators.",
)
@click.option("--policy", metavar="ID", help="Of --same-meaning, where there are several.")
@workspace_option
def update_command(workspace: Workspace, lines: tuple[int, ...], policy: str | None) -> None:
    """Bring each locale's catalog (PO) to the committed policies.

    Translations stay where the master did not change, become fuzzy where it did, with a note of
    what changed, and are kept as obsolete where the passage is gone. What --same-meaning
    names stays as it is translated, whether or not an update has marked it fuzzy already.
    """
    same = {}
    if lines:
        named = known_policy(workspace, policy)
        same = {named: same_meaning(workspace, named, lines)}
    with told("updating catalogs"):
        files = list(update_catalogs(workspace, same))
    if not files:
        click.echo(_no_policies(workspace))
    for file in files:
        counts = file.merged.counts if file.merged else {}
        fuzzy, new = counts.get(Outcome.FUZZY, 0), counts.get(Outcome.UNTRANSLATED, 0)
        state = f"{fuzzy} fuzzy, {new} untranslated" if fuzzy or new else "complete"
        _say(workspace, file, f"{file.messages} messages, {state}")
        _warn_of_open(file, same)
    _warn_uncommitted(workspace)


def _warn_of_open(file: WrittenFile, same: Mapping[PolicyId, SameMeaning]) -> None:
    """Name what legal declared to be the same and still needs a translator."""
    outcomes = file.merged.outcomes if file.merged else {}
    for key in same.get(file.policy, ()):
        if outcomes.get(key) is Outcome.FUZZY:
            click.echo(
                f"publisher: {file.locale}: still fuzzy, because the wording before that change was"
                f" not translated, or a translator is at it: {excerpt(key.msgid)}",
                err=True,
            )


def _say(workspace: Workspace, file: WrittenFile, state: str) -> None:
    path = file.path.relative_to(workspace.settings.root)
    click.echo(f"{path}: {state}{'' if file.changed else ' (unchanged)'}")


def _no_policies(workspace: Workspace) -> str:
    folder = workspace.master_path(PolicyId("x")).parent
    return f"No policy is committed in {folder}; write one there, such as privacy.md, and commit it"


def _warn_uncommitted(workspace: Workspace) -> None:
    for policy in workspace.uncommitted():
        click.echo(
            f"publisher: {workspace.master_path(policy)}: has changes that are not committed;"
            " the committed text was used",
            err=True,
        )
