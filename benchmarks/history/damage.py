"""Ways in which a workspace's repositories can be damaged, each of which must be found."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable
from pathlib import Path

from publisher.history.git.writing import update_refs
from publisher.history.log import ENTRY_FILE, LOG_REF
from publisher.history.repositories import MIRROR_REF
from publisher.history.snapshot import Publications
from publisher.model.errors import PublisherError
from publisher.workspace import Workspace

_Damage = Callable[[Path, random.Random], str]


def inflict(root: Path, seed: int) -> str:
    """What was done to the workspace, chosen by the seed."""
    chance = random.Random(seed)  # noqa: S311 - repeatable damage
    kind = _KINDS[seed % len(_KINDS)]
    return f"{kind.__name__.lstrip('_')}: {kind(root, chance)}"


def wrong_texts(root: Path, truth: Publications) -> list[str]:
    """Revisions whose text is served and is not the one that was published."""
    wrong = []
    try:
        with Workspace.open(root) as workspace:
            public = workspace.publications()
            for policy in public.policies():
                for locale in public.locales(policy):
                    for revision in public.revisions(policy, locale):
                        try:
                            served = public.data(revision)
                        except PublisherError:
                            continue
                        true = truth.data(truth.revision(policy, locale, revision.number))
                        if served != true:
                            wrong.append(f"{policy} {locale} {revision.number}")
    except PublisherError:
        return wrong  # nothing is served
    return wrong


def _reachable(root: Path, chance: random.Random, *, only: str = "") -> Path:
    """A loose object that something public needs."""
    master = root / "policies/zh-Hans/.git"
    folder = chance.choice([*sorted((root / "policies").glob("*.git")), master])
    if only == ENTRY_FILE:
        folder = master
    with Workspace.open(root) as workspace:
        repositories = workspace.repositories
        repository = next(
            repositories.of(tag)
            for tag in repositories.existing()
            if repositories.of(tag).git_dir == folder
        )
        listed = repository.run("rev-list", "--objects", "--all").decode().splitlines()
        names = [line for line in listed if only in line]
        oids = [line.split(" ")[0] for line in names or listed]
    loose = [folder / "objects" / oid[:2] / oid[2:] for oid in oids]
    path = chance.choice([path for path in loose if path.is_file()])
    path.chmod(0o644)
    return path


def _flipped_bit(root: Path, chance: random.Random) -> str:
    path = _reachable(root, chance)
    data = bytearray(path.read_bytes())
    place = chance.randrange(len(data))
    data[place] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    return f"{path} byte {place}"


def _cut_object(root: Path, chance: random.Random) -> str:
    path = _reachable(root, chance)
    path.write_bytes(path.read_bytes()[: chance.randrange(path.stat().st_size)])
    return str(path)


def _lost_object(root: Path, chance: random.Random) -> str:
    path = _reachable(root, chance)
    path.unlink()
    return str(path)


def _forged_text(root: Path, chance: random.Random) -> str:
    path = _reachable(root, chance, only=".md")
    text = b"# Forged\n\nWe sell your data.\n"
    path.write_bytes(zlib.compress(b"blob %d\0%s" % (len(text), text)))
    return str(path)


def _forged_entry(root: Path, chance: random.Random) -> str:
    path = _reachable(root, chance, only=ENTRY_FILE)
    data = zlib.decompress(path.read_bytes())
    path.write_bytes(zlib.compress(data.replace(b"2026", b"2025")))
    return str(path)


def _moved_branch(root: Path, chance: random.Random) -> str:
    with Workspace.open(root) as workspace:
        tag = chance.choice(workspace.settings.locales)
        repository = workspace.repositories.of(tag)
        older = repository.run("rev-parse", f"{MIRROR_REF}~1").decode().strip()
        update_refs(repository, {MIRROR_REF: older})  # type: ignore[dict-item]
    return str(tag)


def _lost_branch(root: Path, chance: random.Random) -> str:
    with Workspace.open(root) as workspace:
        tag = chance.choice(workspace.settings.locales)
        update_refs(workspace.repositories.of(tag), {MIRROR_REF: None})
    return str(tag)


def _garbled_branch(root: Path, chance: random.Random) -> str:
    path = chance.choice(sorted((root / "policies").glob("*.git"))) / MIRROR_REF
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data) - 1)] = ord(chance.choice("xyz!"))
    path.write_bytes(data)
    return str(path)


def _packed_refs(root: Path, chance: random.Random) -> str:
    folder = chance.choice(sorted((root / "policies").glob("*.git")))
    with Workspace.open(root) as workspace:
        repositories = workspace.repositories
        for tag in repositories.existing():
            if repositories.of(tag).git_dir == folder:
                repositories.of(tag).run("pack-refs", "--all", "--prune")
    path = folder / "packed-refs"
    lines = path.read_text().splitlines()
    digit = chance.randrange(40)
    other = chance.choice([c for c in "0123456789abcdef" if c != lines[-1][digit]])
    lines[-1] = lines[-1][:digit] + other + lines[-1][digit + 1 :]
    path.write_text("\n".join(lines) + "\n")
    return str(path)


def _head(root: Path, chance: random.Random) -> str:
    folders = [*sorted((root / "policies").glob("*.git")), root / "policies/zh-Hans/.git"]
    path = chance.choice(folders) / "HEAD"
    path.write_text(chance.choice(["ref: refs/heads/other\n", "garbage\n", "0" * 40 + "\n"]))
    return str(path)


def _log_set_back(root: Path, chance: random.Random) -> str:  # noqa: ARG001 - one way only
    with Workspace.open(root) as workspace:
        master = workspace.repositories.master
        older = master.run("rev-parse", f"{LOG_REF}~1").decode().strip()
        update_refs(master, {LOG_REF: older})  # type: ignore[dict-item]
    return older


def _log_lost(root: Path, chance: random.Random) -> str:  # noqa: ARG001 - one way only
    with Workspace.open(root) as workspace:
        update_refs(workspace.repositories.master, {LOG_REF: None})
    return LOG_REF


_KINDS: tuple[_Damage, ...] = (
    _flipped_bit,
    _cut_object,
    _lost_object,
    _forged_text,
    _forged_entry,
    _moved_branch,
    _lost_branch,
    _garbled_branch,
    _packed_refs,
    _head,
    _log_set_back,
    _log_lost,
)
