"""`publisher verify`, `checkpoint`, `receipt` and `recover`: that what is public is what was."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import click

from publisher.cli.options import example, workspace_option
from publisher.cli.progress import told
from publisher.history.notes import NoteError, Verifier
from publisher.history.receipts import parse_receipt, prove
from publisher.model.errors import InvalidSourceError, UsageError
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId, parse_policy_id
from publisher.workspace import Workspace
from publisher.workspace.files import write_whole
from publisher.workspace.proving import (
    checkpoint_note,
    kept_checkpoint,
    make_key,
    receipt_of,
    recover_workspace,
    signer_of,
    verify_workspace,
)
from publisher.workspace.timestamping import timestamp as timestamp_of
from publisher.workspace.timestamping import timestamped_at

_FILE = click.Path(path_type=Path, dir_okay=False)
_GIVEN_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command(
    "verify",
    epilog=example(
        "publisher verify",
        "publisher verify --checkpoint kept-by-the-auditor.txt --key 'example.com/policies+…'",
        "publisher verify --receipt privacy-en-3.tlog-proof --key 'example.com/policies+…'",
    ),
)
@click.option("-C", "--workspace", "folder", default=".", type=click.Path(path_type=Path))
@click.option("--checkpoint", type=_GIVEN_FILE, help="A note that was kept: shows a changed past.")
@click.option("--receipt", type=_GIVEN_FILE, help="Check this file alone; no repository is read.")
@click.option("--text", type=_GIVEN_FILE, help="With --receipt: is this the text it proves?")
@click.option("--timestamp", type=_GIVEN_FILE, help="With --checkpoint: an authority's answer.")
@click.option("--authority", type=_GIVEN_FILE, help="With --timestamp: its root certificate, PEM.")
@click.option("--key", help="The public key that notes and receipts must be signed with.")
@click.pass_context
def verify_command(
    ctx: click.Context,
    folder: Path,
    *,
    checkpoint: Path | None,
    receipt: Path | None,
    text: Path | None,
    timestamp: Path | None,
    authority: Path | None,
    key: str | None,
) -> None:
    """Check all that is public: every object, ref, hash and the chain of publications, offline.

    Ends with 1 where anything is not as it was published.
    """
    verifier = Verifier.parse(key) if key else None
    if receipt is not None:
        _verify_receipt(receipt, text, verifier)
        return
    if text is not None:
        raise UsageError("--text goes with --receipt")
    if (timestamp is None) != (authority is None) or (timestamp and checkpoint is None):
        raise UsageError("--timestamp goes with --checkpoint and --authority; give all three")
    with Workspace.open(folder) as workspace:
        kept = None
        if checkpoint is not None:
            kept = kept_checkpoint(checkpoint, verifier=verifier)
        with told("verifying") as progress:
            verified = verify_workspace(workspace, checkpoint=kept, progress=progress)
    for problem in verified.problems:
        click.echo(str(problem))
    click.echo(
        f"{verified.publications} publications, {verified.revisions} revisions,"
        f" {verified.repositories} repositories: {len(verified.problems)} problems"
    )
    if timestamp and authority and checkpoint:
        note = checkpoint.read_bytes().decode("utf-8", "replace")
        at = timestamped_at(timestamp.read_bytes(), note, authority=authority)
        click.echo(f"the checkpoint existed at {at.isoformat()}")
    if verified.problems:
        ctx.exit(1)


@click.command(
    "checkpoint",
    epilog=example(
        "publisher checkpoint --new-key secrets/log.key",
        "publisher checkpoint > 2026-05-04.checkpoint  # hand this to somebody outside",
    ),
)
@workspace_option
@click.option("--new-key", type=_FILE, help="Make a private key in this file instead.")
@click.option("--timestamp", type=_FILE, help="Ask the configured authority; its answer goes here.")
@click.option("--public-key", is_flag=True, help="Print the key that others check with instead.")
def checkpoint_command(
    workspace: Workspace, *, new_key: Path | None, timestamp: Path | None, public_key: bool
) -> None:
    """Print a signed note of the log's head: how many publications, and one hash for all of them.

    Whoever keeps it can show later that none of them was changed or taken out.
    """
    if new_key is not None:
        click.echo(str(make_key(workspace, new_key)))
        click.echo(
            f'publisher: keep {new_key} secret, and add key = "{new_key}" and origin ='
            f' "{workspace.settings.proof.origin}" under [proof] in publisher.toml; the line above'
            " is for everybody",
            err=True,
        )
    elif public_key:
        click.echo(str(signer_of(workspace).verifier))
    else:
        note = checkpoint_note(workspace)
        if timestamp is not None:
            write_whole(timestamp, timestamp_of(workspace, note))
        click.echo(note, nl=False)


@click.command(
    "receipt", epilog=example("publisher receipt privacy en 3 > privacy-en-3.tlog-proof")
)
@workspace_option
@click.argument("policy", type=parse_policy_id)
@click.argument("locale", type=LocaleTag)
@click.argument("number", type=int)
def receipt_command(workspace: Workspace, policy: PolicyId, locale: LocaleTag, number: int) -> None:
    """Print the proof that one revision was published: a small file that stands by itself."""
    click.echo(str(receipt_of(workspace, policy, locale, number)), nl=False)


@click.command("recover", epilog=example("publisher recover"))
@workspace_option
def recover_command(workspace: Workspace) -> None:
    """Mend what a crash left: locks, half-written files, branches behind the log.

    Each publication does this by itself where the one before did not come to its end.
    """
    with told("recovering") as progress:
        mended = recover_workspace(workspace, progress=progress)
    for line in mended:
        click.echo(line)
    click.echo("All is as the log says" if mended else "There was nothing to mend")


def _verify_receipt(path: Path, text: Path | None, verifier: Verifier | None) -> None:
    if verifier is None:
        raise UsageError("--receipt needs --key: whose word is to be believed")
    try:
        proven = prove(parse_receipt(path.read_text("utf-8", "replace")), verifier=verifier)
    except NoteError as error:
        raise NoteError(what=error.what, path=path) from error
    revision, size = proven.revision, proven.checkpoint.size
    if text is not None and sha256(text.read_bytes()).hexdigest() != revision.text_sha256:
        raise InvalidSourceError(
            path=text,
            what=f"not the text of {revision.policy} in {revision.locale}, revision"
            f" {revision.number}; that one has SHA-256 {revision.text_sha256}",
        )
    click.echo(
        f"{revision.policy} in {revision.locale}, revision {revision.number}: {revision.title}\n"
        f"public since {revision.published_at.isoformat()}, publication"
        f" {proven.publication.sequence} of {size} in {proven.checkpoint.origin}\n"
        f"sha256: {revision.text_sha256}"
    )
