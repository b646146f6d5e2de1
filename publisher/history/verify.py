"""Checks all that is public, offline: objects, refs, hashes, the chain, an old checkpoint."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from publisher.history import canonical, merkle
from publisher.history.git.runner import GitError, GitRepository
from publisher.history.ledger import Ledger
from publisher.history.log import LOG_REF, NEXT_REF, PublicationLog
from publisher.history.notes import Checkpoint
from publisher.history.repositories import BRANCH, MIRROR_REF, Repositories
from publisher.history.snapshot import Publications
from publisher.model.errors import PublisherError
from publisher.model.policies import CommitId, PublishedRevision

_CHECKED_KINDS = ("--strict", "--full", "--no-dangling", "--no-progress")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that is not as it was published."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was looked at."""

    publications: int
    revisions: int
    repositories: int
    problems: tuple[Problem, ...]


def verify(
    repositories: Repositories,
    log: PublicationLog,
    *,
    checkpoint: Checkpoint | None,
    progress: Callable[[str], None],
) -> Verified:
    """All that is wrong; with a checkpoint that somebody kept, a rewritten past too.

    Nothing is written and no network is used.
    """
    progress("the log")
    try:
        public = log.snapshot()
    except PublisherError as error:
        problems = (Problem(place=LOG_REF, what=str(error)), *_objects(repositories, progress))
        return _verified(None, repositories, problems)
    problems = (
        *_entries(public, log),
        *_rewritten(public, log, checkpoint),
        *_texts(public, progress),
        *_refs(repositories, public),
        *_objects(repositories, progress),
    )
    return _verified(public, repositories, problems)


def leaves(public: Publications, log: PublicationLog) -> list[bytes]:
    """The leaf hashes of the log's entries, oldest first."""
    return [merkle.leaf_hash(data) for data in log.entries(public)]


def _entries(public: Publications, log: PublicationLog) -> Iterator[Problem]:
    """The chain was checked when the log was read; here what each entry says of the whole."""
    ledger = Ledger()
    for entry, data in zip(public.ledger.entries, log.entries(public), strict=True):
        place = f"publication {entry.publication.sequence}"
        if canonical.encode(entry.publication) != data:
            yield Problem(place=place, what="its JSON is not canonical; something else wrote it")
        ledger = ledger.extended((entry,))
        if ledger.public() != entry.publication.public:
            yield Problem(place=place, what="what it lists as public does not follow from the log")


def _rewritten(
    public: Publications, log: PublicationLog, checkpoint: Checkpoint | None
) -> Iterator[Problem]:
    if checkpoint is None:
        return
    found = leaves(public, log)
    if checkpoint.size > len(found):
        yield Problem(
            place=LOG_REF,
            what=f"the checkpoint is of {checkpoint.size} publications and the log has only"
            f" {len(found)}: it was cut or set back",
        )
    elif merkle.root(found[: checkpoint.size]) != checkpoint.root:
        yield Problem(
            place=LOG_REF,
            what=f"its first {checkpoint.size} publications are not those of the checkpoint:"
            " the past was rewritten",
        )


def _texts(public: Publications, progress: Callable[[str], None]) -> Iterator[Problem]:
    for policy in public.policies():
        for locale in public.locales(policy):
            progress(f"{policy} in {locale}")
            for revision in public.revisions(policy, locale):
                yield from _text(public, revision)


def _text(public: Publications, revision: PublishedRevision) -> Iterator[Problem]:
    try:
        public.data(revision)
    except PublisherError as error:
        place = f"{revision.policy} in {revision.locale}, revision {revision.number}"
        yield Problem(place=place, what=str(error))


def _refs(repositories: Repositories, public: Publications) -> Iterator[Problem]:
    found = {locale: repositories.of(locale) for locale in repositories.existing()}
    for locale in public.heads.keys() - found.keys():
        yield Problem(place=repositories.of(locale).place, what="the repository is missing")
    for locale, repository in found.items():
        try:
            refs = _read_refs(repository)
        except GitError as error:
            yield Problem(place=repository.place, what=error.words.strip())
            continue
        if locale == repositories.master_locale:
            yield from _master_refs(repository, refs, public)
        else:
            yield from _mirror_refs(repository, refs, public.heads.get(locale))


def _master_refs(
    repository: GitRepository, refs: dict[str, str], public: Publications
) -> Iterator[Problem]:
    written = refs.get(NEXT_REF)
    if written is not None and written != public.tip:
        yield Problem(
            place=repository.place,
            what=f"publication {written[:10]} was written and is not in the log: somebody was"
            " killed while publishing, or the log was set back; compare with a checkpoint, then"
            " publish again: that refuses where it was public",
        )
    head = public.heads.get(public.master) if public.master else None
    if head is None:
        return
    status, _ = repository.attempt("merge-base", "--is-ancestor", head, "HEAD", accept=range(256))
    if status != 0:
        yield Problem(
            place=repository.place,
            what=f"what is checked out does not hold the published commit {head[:10]};"
            " look with `git log` whether the branch was rewritten or HEAD is damaged",
        )


def _mirror_refs(
    repository: GitRepository, refs: dict[str, str], head: CommitId | None
) -> Iterator[Problem]:
    expected = {} if head is None else {MIRROR_REF: head}
    refs.pop(NEXT_REF, None)
    if refs != expected:
        yield Problem(
            place=repository.place,
            what=f"its refs are {refs or 'none'}, the log says {expected or 'none'};"
            " `publisher recover` sets them right",
        )
    if (repository.git_dir / "HEAD").read_bytes().strip() != f"ref: refs/heads/{BRANCH}".encode():
        yield Problem(
            place=repository.place,
            what=f"HEAD does not name the branch {BRANCH}; `publisher recover` sets it right",
        )


def _objects(repositories: Repositories, progress: Callable[[str], None]) -> Iterator[Problem]:
    for locale in repositories.existing():
        progress(f"objects of {locale}")
        repository = repositories.of(locale)
        try:
            output = repository.run("fsck", *_CHECKED_KINDS).decode("utf-8", "replace")
        except GitError as error:
            output = error.words
        if output.strip():
            yield Problem(place=repository.place, what=output.strip())


def _read_refs(repository: GitRepository) -> dict[str, str]:
    output = repository.run("for-each-ref", "--format=%(refname) %(objectname)").decode()
    return dict(line.split(" ") for line in output.splitlines())


def _verified(
    public: Publications | None, repositories: Repositories, problems: tuple[Problem, ...]
) -> Verified:
    return Verified(
        publications=len(public.publications()) if public else 0,
        revisions=sum(map(len, public.ledger.shelves.values())) if public else 0,
        repositories=len(repositories.existing()),
        problems=problems,
    )
