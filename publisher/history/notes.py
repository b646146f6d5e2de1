"""Signed notes and checkpoints: c2sp.org/signed-note and c2sp.org/tlog-checkpoint, with Ed25519."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from publisher.model.errors import InvalidSourceError

_ED25519 = b"\x01"
_SIGNATURE = "— "


class NoteError(InvalidSourceError):
    """A note, checkpoint or key is not what it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """A public key under a name: ``example.com/policies+6d5e2a3f+AYxc…``."""

    name: str
    key: bytes  # 32 bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes by which signatures find their key."""
        data = self.name.encode() + b"\n" + _ED25519 + self.key
        return hashlib.sha256(data).digest()[:4]

    def __str__(self) -> str:
        encoded = base64.b64encode(_ED25519 + self.key).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    @classmethod
    def parse(cls, text: str) -> Verifier:
        """Read a key as it is handed out; raises NoteError."""
        parts = text.strip().split("+", 2)
        if len(parts) == 3 and parts[0]:
            data = _decoded(parts[2])
            if data is not None and len(data) == 33 and data[:1] == _ED25519:
                verifier = cls(name=parts[0], key=data[1:])
                if verifier.key_id.hex() == parts[1]:
                    return verifier
        raise NoteError(what=f"{text.strip()[:60]!r} is not a key of the form name+id+base64")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A private key under a name."""

    name: str
    seed: bytes  # 32 bytes

    @classmethod
    def new(cls, name: str) -> Signer:
        """A fresh key."""
        return cls(name=name, seed=Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def verifier(self) -> Verifier:
        """What others check signatures with."""
        key = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return Verifier(name=self.name, key=key)

    def sign(self, text: str) -> str:
        """The note with a signature; the text ends with a line break."""
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        encoded = base64.b64encode(self.verifier.key_id + signature).decode()
        return f"{text}\n{_SIGNATURE}{self.name} {encoded}\n"

    def __str__(self) -> str:
        encoded = base64.b64encode(_ED25519 + self.seed).decode()
        return f"PRIVATE+KEY+{self.name}+{self.verifier.key_id.hex()}+{encoded}"

    @classmethod
    def parse(cls, text: str, *, path: str | None = None) -> Signer:
        """Read a key file; raises NoteError, which never shows the key."""
        parts = text.strip().split("+", 4)
        data = _decoded(parts[4]) if parts[:2] == ["PRIVATE", "KEY"] and len(parts) == 5 else None
        if data is None or len(data) != 33 or data[:1] != _ED25519:
            raise NoteError(
                what="not a private key made by `publisher checkpoint --new-key`", path=path
            )
        return cls(name=parts[2], seed=data[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The head of a log: how many entries it has, and the hash that stands for all of them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The note's text, before signatures."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def parse_checkpoint(note: str) -> Checkpoint:
    """What a note says, signed or not; raises NoteError."""
    lines = note.partition("\n\n")[0].split("\n")
    root = _decoded(lines[2]) if len(lines) >= 3 else None
    if root is None or len(root) != 32 or not lines[0] or not _is_size(lines[1]):
        raise NoteError(what="not a checkpoint: it begins with an origin, a size and a root hash")
    return Checkpoint(origin=lines[0], size=int(lines[1]), root=root)


def is_signed_by(note: str, verifier: Verifier) -> bool:
    """Whether a note has a right signature of a key; others' signatures are passed over."""
    text, blank, signatures = note.rpartition("\n\n")
    if not blank:
        return False
    for line in signatures.splitlines():
        name, _, encoded = line.removeprefix(_SIGNATURE).rpartition(" ")
        data = _decoded(encoded)
        if not line.startswith(_SIGNATURE) or data is None or name != verifier.name:
            continue
        if data[:4] != verifier.key_id:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(verifier.key).verify(data[4:], f"{text}\n".encode())
        except InvalidSignature:
            return False
        return True
    return False


def _is_size(text: str) -> bool:
    return text.isascii() and text.isdigit() and (text == "0" or text[0] != "0") and len(text) < 20


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
