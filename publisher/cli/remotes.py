"""`publisher push` and `pull`: copies of the repositories elsewhere."""

from __future__ import annotations

import click

from publisher.cli.options import example, workspace_option
from publisher.cli.progress import told
from publisher.history.remotes import UrlOf, pull, push
from publisher.model.errors import UsageError
from publisher.workspace import Workspace


@click.command("push", epilog=example("publisher push", "publisher push backup"))
@workspace_option
@click.argument("remote", default="origin")
def push_command(workspace: Workspace, remote: str) -> None:
    """Send all that is public to a configured REMOTE, the log last.

    Only forward: what is there is never overwritten.
    """
    with told(f"pushing to {remote}") as progress:
        sent = push(
            workspace.repositories,
            workspace.publications(),
            url_of=_address(workspace, remote),
            progress=progress,
        )
    click.echo(f"Sent {len(sent)} repositories to {remote}")


@click.command("pull", epilog=example("publisher pull", "publisher pull backup"))
@workspace_option
@click.argument("remote", default="origin")
def pull_command(workspace: Workspace, remote: str) -> None:
    """Bring in what became public elsewhere, from a configured REMOTE.

    Every text is checked before anything becomes public here.
    """
    with told(f"pulling from {remote}") as progress:
        public = pull(
            workspace.repositories,
            workspace.log,
            url_of=_address(workspace, remote),
            progress=progress,
        )
    click.echo(f"{len(public.publications())} publications are public here")


def _address(workspace: Workspace, name: str) -> UrlOf:
    remotes = {remote.name: remote.url for remote in workspace.settings.remotes}
    if name not in remotes:
        known = ", ".join(remotes) or "none"
        raise UsageError(
            f"{name!r} is no remote; known: {known}. Add [remotes.{name}] with"
            ' url = "ssh://host/policies/{locale}.git" to publisher.toml'
        )
    return lambda locale: remotes[name].replace("{locale}", locale.tag)
