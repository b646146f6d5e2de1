"""`publisher push` and `pull`: copies of the repositories elsewhere."""

from __future__ import annotations

import click

from publisher.cli.options import example, workspace_option
from publisher.cli.progress import told
from publisher.history.remotes import pull, push
from publisher.workspace import Workspace
from publisher.workspace.remotes import access_to, address_of, remote_named


@click.command("push", epilog=example("publisher push", "publisher push backup"))
@workspace_option
@click.argument("remote", default="origin")
def push_command(workspace: Workspace, remote: str) -> None:
    """Send all that is public to a configured REMOTE, the log last.

    Only forward: what is there is never overwritten.
    """
    there = remote_named(workspace.settings, remote)
    with told(f"pushing to {remote}") as progress:
        sent = push(
            workspace.repositories,
            workspace.publications(),
            url_of=address_of(there),
            access=access_to(there),
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
    there = remote_named(workspace.settings, remote)
    with told(f"pulling from {remote}") as progress:
        public = pull(
            workspace.repositories,
            workspace.log,
            url_of=address_of(there),
            access=access_to(there),
            progress=progress,
        )
    click.echo(f"{len(public.publications())} publications are public here")
