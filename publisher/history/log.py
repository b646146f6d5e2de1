"""The publication log: a ref whose commits are publications; what it says is what is public."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from publisher.history import canonical, markdown
from publisher.history.canonical import LogEntryError
from publisher.history.git.objects import MissingObjectError, ObjectReader, TreeEntry
from publisher.history.git.runner import GitRepository
from publisher.history.git.writing import NewCommit, Signature, compare_and_swap, write_commits
from publisher.history.ledger import Ledger, LogEntry
from publisher.history.publication import Publication
from publisher.history.snapshot import Publications
from publisher.model.errors import RepositoryError
from publisher.model.locales import LocaleTag
from publisher.model.policies import CommitId, PolicyId, PublishedRevision

__all__ = ["LOG_REF", "LogRewrittenError", "PublicationLog", "Publications", "text_path"]

LOG_REF = "refs/publisher/log"
NEXT_REF = "refs/publisher/next"  # keeps what is being published from pruning
ENTRY_FILE = "publication.json"
READABLE_FILE = "publication.md"
PUBLISHER_NAME, PUBLISHER_EMAIL = "publisher", "publisher@localhost"


class LogRewrittenError(RepositoryError):
    """The log does not go on from where this process has read it."""

    def __init__(self, *, place: str, known: CommitId, found: CommitId) -> None:
        self.known = known
        self.found = found
        super().__init__(
            f"{place}: {LOG_REF} was at {known} and is at {found}, which does not descend from it:"
            " the past was rewritten; run `publisher verify` with a checkpoint that you kept"
        )


class PublicationLog:
    """Reads the log of one workspace; threads may share it."""

    def __init__(
        self, master: GitRepository, repository_of: Callable[[LocaleTag], GitRepository]
    ) -> None:
        self._repository = master
        self._repository_of = repository_of
        self._objects = ObjectReader(master)
        self._texts: dict[LocaleTag, ObjectReader] = {}
        self._lock = threading.Lock()
        self._newest = Publications(ledger=Ledger(), read_text=self._read_text)

    def snapshot(self) -> Publications:
        """All that is public now; the same object as before where nothing new became public."""
        tip = self._objects.resolve(LOG_REF)
        with self._lock:
            known = self._newest
            if tip is None and known.tip is None:
                return known
            if tip is None:
                raise MissingObjectError(place=self._repository.place, name=LOG_REF)
            if tip != known.tip:
                entries = self._read_since(known, CommitId(tip))
                ledger = known.ledger.extended(entries)
                self._newest = Publications(ledger=ledger, read_text=self._read_text)
            return self._newest

    def at(self, tip: CommitId) -> Publications:
        """What a later tip says, without taking it for what is public; raises LogRewrittenError."""
        known = self.snapshot()
        ledger = known.ledger.extended(self._read_since(known, tip))
        return Publications(ledger=ledger, read_text=self._read_text)

    def written_last(self) -> LogEntry | None:
        """The entry that was written last, public or not; None where that is not known."""
        commit = self._objects.resolve(NEXT_REF)
        blob = self._objects.find(f"{commit}:{ENTRY_FILE}") if commit else None
        if commit is None or blob is None:  # an import writes texts before its entry
            return None
        return LogEntry(
            commit=CommitId(commit),
            sha256=canonical.sha256(blob.data),
            publication=canonical.decode(blob.data, entry=commit),
        )

    def entries(self, public: Publications) -> Iterator[bytes]:
        """The bytes of a snapshot's entries, oldest first, each with the hash that is chained."""
        names = [f"{entry.commit}:{ENTRY_FILE}" for entry in public.ledger.entries]
        found = self._objects.find_many(names)
        for entry, blob in zip(public.ledger.entries, found, strict=True):
            if blob is None or canonical.sha256(blob.data) != entry.sha256:
                raise MissingObjectError(place=self._repository.place, name=entry.commit)
            yield blob.data

    def close(self) -> None:
        """End the Git processes that read; they start again when needed."""
        for reader in (self._objects, *self._texts.values()):
            reader.close()

    def _read_since(self, known: Publications, tip: CommitId) -> Iterator[LogEntry]:
        commits = self._commits_since(known, tip)
        blobs = self._objects.find_many(blob for _, blob in commits)
        previous = known.ledger.entries[-1] if known.ledger.entries else None
        for (commit, oid), blob in zip(commits, blobs, strict=True):
            if blob is None:
                raise MissingObjectError(place=self._repository.place, name=oid)
            previous = _entry(commit, blob.data, previous)
            yield previous

    def _commits_since(self, known: Publications, tip: CommitId) -> Sequence[tuple[CommitId, str]]:
        found: list[tuple[CommitId, str]] = []
        commit = tip
        while commit != known.tip:
            tree, parents = _tree_and_parents(self._objects.read(commit).data)
            lines = self._objects.tree(tree)
            if not lines:
                break
            found.append((commit, _entry_blob(commit, lines)))
            if not parents:
                raise LogEntryError(entry=commit, what="nothing comes before it")
            commit = parents[0]
        if commit != known.tip and known.tip is not None:
            raise LogRewrittenError(place=self._repository.place, known=known.tip, found=tip)
        return found[::-1]

    def _read_text(self, revision: PublishedRevision) -> bytes:
        with self._lock:
            reader = self._texts.get(revision.locale)
            if reader is None:
                reader = ObjectReader(self._repository_of(revision.locale))
                self._texts[revision.locale] = reader
        return reader.read(f"{revision.commit}:{text_path(revision.policy)}").data


def write_entry(
    repository: GitRepository, publication: Publication, *, after: CommitId | None
) -> CommitId:
    """The commit of an entry in the master repository: written, not public."""
    entry = entry_commit(publication, parent=0 if after is None else after)
    commits = [entry] if after is not None else [_GENESIS, entry]
    return write_commits(repository, commits, ref=NEXT_REF)[-1]


def entry_commit(publication: Publication, *, parent: CommitId | int) -> NewCommit:
    """What the commit of an entry is.

    Its second parent is the master's commit at that time, so that what was published stays even
    where legal rewrites the branch.
    """
    signature = _signature(publication.published_at.astimezone(UTC))
    return NewCommit(
        parent=parent,
        keeps=publication.heads.get(publication.master),
        author=signature,
        committer=signature,
        message=f"Publication {publication.sequence}\n",
        files={
            ENTRY_FILE: canonical.encode(publication),
            READABLE_FILE: markdown.render(publication).encode("utf-8"),
        },
    )


def advance(repository: GitRepository, *, new: CommitId, old: CommitId | None) -> bool:
    """Make an entry public, and with it all that it names: the one moment that counts.

    False where another publication came in between.
    """
    moved = compare_and_swap(repository, LOG_REF, new=new, old=old)
    if moved:
        _sync_folder(repository.git_dir / LOG_REF)
    return moved


def _signature(at: datetime) -> Signature:
    return Signature(name=PUBLISHER_NAME, email=PUBLISHER_EMAIL, at=at)


def _sync_folder(ref: Path) -> None:
    # Git makes the file durable, but not that its folder names it.
    descriptor = os.open(ref.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# The first entry follows an empty commit, so that the first parent is always the log's own.
_GENESIS = NewCommit(
    parent=None,
    author=_signature(datetime.fromtimestamp(0, UTC)),
    committer=_signature(datetime.fromtimestamp(0, UTC)),
    message="The publication log begins\n",
    files={},
)


def text_path(policy: PolicyId) -> str:
    """Where a policy's text is in the repository of every locale."""
    return f"{policy}.md"


def _entry_blob(commit: CommitId, lines: Sequence[TreeEntry]) -> str:
    for line in lines:
        if line.name == ENTRY_FILE:
            return line.oid
    raise LogEntryError(entry=commit, what=f"it has no {ENTRY_FILE}")


def _entry(commit: CommitId, data: bytes, previous: LogEntry | None) -> LogEntry:
    publication = canonical.decode(data, entry=commit)
    expected = (previous.publication.sequence + 1, previous.sha256) if previous else (1, None)
    if (publication.sequence, publication.previous) != expected:
        raise LogEntryError(
            entry=commit,
            what=f"it says that it is number {publication.sequence} after"
            f" {publication.previous}, but it follows {expected[1]} as number {expected[0]}",
        )
    return LogEntry(commit=commit, sha256=canonical.sha256(data), publication=publication)


def _tree_and_parents(data: bytes) -> tuple[str, tuple[CommitId, ...]]:
    head = data.partition(b"\n\n")[0].decode("utf-8", "replace").splitlines()
    fields = [line.partition(" ") for line in head]
    parents = tuple(CommitId(value) for name, _, value in fields if name == "parent")
    return next(value for name, _, value in fields if name == "tree"), parents
