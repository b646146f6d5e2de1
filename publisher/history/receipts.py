"""A receipt proves one revision without the repositories: a file of c2sp.org/tlog-proof."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

from publisher.history import merkle
from publisher.history.canonical import canonical, decode
from publisher.history.notes import Checkpoint, NoteError, Verifier, is_signed_by, parse_checkpoint
from publisher.history.publication import Publication
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId, PublishedRevision, parse_policy_id

_HEADER = "c2sp.org/tlog-proof@v1"
_MAX_CHARACTERS = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A revision, the publication that made it public, and the proof that the log holds that."""

    policy: PolicyId
    locale: LocaleTag
    number: int
    entry: bytes  # of the log, as committed
    index: int  # of the entry, from 0
    proof: tuple[bytes, ...]
    note: str  # the checkpoint, with its signatures

    def __str__(self) -> str:
        """The file: which revision, and the entry, are its opaque extra data."""
        name = {"locale": self.locale.tag, "number": self.number, "policy": self.policy}
        extra = base64.b64encode(canonical(name) + b"\n" + self.entry).decode()
        hashes = "".join(f"{base64.b64encode(step).decode()}\n" for step in self.proof)
        return f"{_HEADER}\nextra {extra}\nindex {self.index}\n{hashes}\n{self.note}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What a receipt proves."""

    revision: PublishedRevision
    publication: Publication
    checkpoint: Checkpoint


def parse_receipt(text: str) -> Receipt:
    """Read a receipt; raises NoteError. What it says is only true when `prove` says so."""
    head, blank, note = text.partition("\n\n")
    lines = head.split("\n")
    if not blank or len(text) > _MAX_CHARACTERS or lines[0] != _HEADER:
        raise NoteError(what=f"not a receipt: its first line is not {_HEADER}")
    try:
        extra = base64.b64decode(lines[1].removeprefix("extra "), validate=True)
        name, _, entry = extra.partition(b"\n")
        policy, locale, number = _name(name)
        return Receipt(
            policy=policy,
            locale=locale,
            number=number,
            entry=entry,
            index=int(lines[2].removeprefix("index ")),
            proof=tuple(base64.b64decode(line, validate=True) for line in lines[3:]),
            note=note,
        )
    except (ValueError, KeyError, IndexError, TypeError, binascii.Error) as error:
        raise NoteError(what=f"not a receipt of `publisher receipt` ({error})") from error


def prove(receipt: Receipt, *, verifier: Verifier) -> Proven:
    """What the receipt proves to those who trust a key; raises NoteError where it proves nothing.

    Nothing but the receipt and the key is looked at.
    """
    checkpoint = parse_checkpoint(receipt.note)
    if checkpoint.origin != verifier.name or not is_signed_by(receipt.note, verifier):
        raise NoteError(what=f"the checkpoint in it is not signed by {verifier.name}")
    leaf = merkle.leaf_hash(receipt.entry)
    found = merkle.root_from_proof(leaf, receipt.index, checkpoint.size, receipt.proof)
    if found != checkpoint.root:
        raise NoteError(what="the publication in it is not the one in the signed log")
    publication = decode(receipt.entry, entry=str(receipt.index + 1))
    for revision in publication.revisions:
        named = (revision.policy, revision.locale, revision.number)
        if named == (receipt.policy, receipt.locale, receipt.number):
            return Proven(revision=revision, publication=publication, checkpoint=checkpoint)
    raise NoteError(what="the publication in it does not hold the revision that it names")


def _name(data: bytes) -> tuple[PolicyId, LocaleTag, int]:
    document = json.loads(data)
    return (
        parse_policy_id(document["policy"]),
        LocaleTag(document["locale"]),
        int(document["number"]),
    )
