"""Proof of a workspace's log: checkpoints, receipts, verification."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from publisher.history import merkle
from publisher.history.notes import (
    Checkpoint,
    NoteError,
    Signer,
    Verifier,
    is_signed_by,
    parse_checkpoint,
)
from publisher.history.publish import Progress, writing
from publisher.history.receipts import Receipt
from publisher.history.recovery import recover
from publisher.history.verify import Verified, leaves, verify
from publisher.model.errors import ConfigError, InvalidSourceError, UsageError
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId
from publisher.workspace.opened import Workspace


def make_key(workspace: Workspace, path: Path) -> Verifier:
    """A new private key in a file that only its owner can read; what others need is returned."""
    signer = Signer.new(workspace.settings.proof.origin)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise UsageError(f"{path}: there is a file already; it was left as it is") from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{signer}\n")
        os.fsync(file.fileno())
    return signer.verifier


def signer_of(workspace: Workspace) -> Signer:
    """The configured key; raises ConfigError or NoteError."""
    path = workspace.settings.proof.key_file
    if path is None:
        raise ConfigError(
            path=workspace.settings.root / "publisher.toml",
            what="[proof] has no key; make one with `publisher checkpoint --new-key FILE`,"
            ' then add key = "FILE" there',
        )
    try:
        words = path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidSourceError(path=path, what=f"the key cannot be read ({error})") from error
    signer = Signer.parse(words, path=str(path))
    origin = workspace.settings.proof.origin
    if signer.name != origin:
        raise ConfigError(
            path=workspace.settings.root / "publisher.toml",
            what=f"[proof] origin is {origin!r} and the key in {path} is named {signer.name!r};"
            f" write origin = {signer.name!r}, or make a key for the other one",
        )
    return signer


def checkpoint_note(workspace: Workspace) -> str:
    """A signed note of the log's head, for somebody outside to keep."""
    public = workspace.publications()
    found = leaves(public, workspace.log)
    checkpoint = Checkpoint(
        origin=workspace.settings.proof.origin, size=len(found), root=merkle.root(found)
    )
    return signer_of(workspace).sign(checkpoint.text)


def receipt_of(workspace: Workspace, policy: PolicyId, locale: LocaleTag, number: int) -> Receipt:
    """The proof of one revision; raises NotPublishedError."""
    public = workspace.publications()
    public.revision(policy, locale, number)
    found = leaves(public, workspace.log)
    # The newest entry that has it: one that corrected its facts has them as they are now.
    index = next(
        entry.sequence - 1
        for entry in reversed(public.publications())
        if any(
            (item.policy, item.locale, item.number) == (policy, locale, number)
            for item in entry.revisions
        )
    )
    return Receipt(
        policy=policy,
        locale=locale,
        number=number,
        entry=list(workspace.log.entries(public))[index],
        index=index,
        proof=merkle.inclusion_proof(found, index),
        note=checkpoint_note(workspace),
    )


def kept_checkpoint(path: Path, *, verifier: Verifier | None) -> Checkpoint:
    """What a note that somebody kept says; with a key, only if it signed the note."""
    note = path.read_bytes().decode("utf-8", "replace")
    try:
        checkpoint = parse_checkpoint(note)
    except NoteError as error:
        raise NoteError(what=error.what, path=path) from error
    if verifier is not None and not is_signed_by(note, verifier):
        raise InvalidSourceError(
            path=path,
            what=f"the checkpoint is not signed by {verifier.name} with this key; it was changed,"
            " or somebody else made it",
        )
    return checkpoint


def verify_workspace(
    workspace: Workspace, *, checkpoint: Checkpoint | None, progress: Callable[[str], None]
) -> Verified:
    """All that is wrong with what is public; see history.verify."""
    return verify(workspace.repositories, workspace.log, checkpoint=checkpoint, progress=progress)


def recover_workspace(workspace: Workspace, *, progress: Progress) -> tuple[str, ...]:
    """What was mended; raises BusyError where somebody is publishing."""
    with writing(workspace.repositories, workspace.log, progress) as held:
        return recover(held, workspace.publications())
