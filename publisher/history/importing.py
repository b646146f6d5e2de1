"""Brings an existing Git history in: each locale's texts into its own repository, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from publisher.history.canonical import sha256
from publisher.history.git.objects import ObjectReader
from publisher.history.git.runner import GitRepository
from publisher.history.git.walks import walk
from publisher.history.git.writing import NewCommit, Signature, current, write_commits
from publisher.history.ledger import sealed
from publisher.history.lineages import (
    Findings,
    FoundText,
    PathPattern,
    Skipped,
    Target,
    find_texts,
)
from publisher.history.log import NEXT_REF, PublicationLog, text_path
from publisher.history.publication import Occasion, Publication, PublicationKind, Withdrawal
from publisher.history.publish import Progress, make_public, writing
from publisher.history.repositories import Repositories
from publisher.history.snapshot import Publications
from publisher.model.errors import FrontMatterError, RepositoryError, UsageError
from publisher.model.policies import CommitId, PartialDate, PublishedRevision, RevisionFacts
from publisher.text.front_matter import read_facts

# What a text says of itself: its title where it has one, and its date where it states one.
Describe = Callable[[str], tuple[str, PartialDate | None]]


class NothingToImportError(UsageError):
    """No file of the repository answers to the layout."""

    def __init__(self, *, place: str, patterns: Sequence[str]) -> None:
        self.place = place
        super().__init__(
            f"{place}: no file ever answered to {' or '.join(map(repr, patterns))}; see how the"
            " files are named with `git log --name-only` and give that as --path"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import brought, and what it left out."""

    publication: Publication | None  # None: all of it was here already
    brought: Mapping[Target, int]  # texts by policy and locale
    known: Mapping[Target, int]  # texts that an earlier import brought
    skipped: tuple[Skipped, ...]
    refused: Mapping[Target, str]  # why a whole history was left out
    removed: Mapping[Target, date]  # texts that are gone there, since when
    ended: bool  # whether these no longer bind here either


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignHistory:
    """Which texts of which repository to import."""

    repository: GitRepository
    patterns: Sequence[PathPattern]  # the first that fits a path counts
    revision: str = "HEAD"
    main_line_only: bool = False  # leave out what was only ever on side branches
    ends_removed: bool = False  # what was removed there binds no longer here, from that day on

    def texts(self) -> Findings:
        """All that is there; raises NothingToImportError."""
        tip = current(self.repository, self.revision)
        if tip is None:
            place = self.repository.place
            raise RepositoryError(f"{place}: there is no commit {self.revision!r} to import")
        found = find_texts(
            walk(self.repository, tip), self._target, main_line_only=self.main_line_only
        )
        if not found.texts:
            raise NothingToImportError(
                place=self.repository.place, patterns=[item.pattern for item in self.patterns]
            )
        return found

    def _target(self, path: str) -> Target | None:
        targets = (pattern.target(path) for pattern in self.patterns)
        return next((target for target in targets if target is not None), None)


def foreign_repository(path: Path) -> GitRepository:
    """A repository of somebody else, for reading; raises RepositoryError."""
    for candidate in (path / ".git", path):
        if (candidate / "HEAD").is_file() and (candidate / "objects").is_dir():
            return GitRepository(git_dir=candidate.absolute())
    pointer = path / ".git"
    if pointer.is_file():
        words = pointer.read_text("utf-8", "replace").strip()
        if words.startswith("gitdir: "):
            return GitRepository(git_dir=(path / words.removeprefix("gitdir: ")).resolve())
    raise RepositoryError(f"{path}: not a Git repository; name the folder that holds .git")


def import_history(
    repositories: Repositories,
    log: PublicationLog,
    foreign: ForeignHistory,
    *,
    describe: Describe,
    occasion: Occasion,
    now: datetime,
    progress: Progress,
) -> ImportReport:
    """Every different text of every policy and locale, public as one publication.

    Histories that an earlier import brought go on where that ended; one that is in the log
    otherwise is refused. Raises NothingToImportError, BusyError.
    """
    progress("reading the history")
    found = foreign.texts()
    with (
        ObjectReader(foreign.repository) as objects,
        writing(repositories, log, progress) as held,
    ):
        public = log.snapshot()
        selection = _select(found, public, objects)
        ends = foreign.ends_removed
        if not selection.texts and not (ends and any(_ended(found, selection, public, ()))):
            return _report(None, selection, found, ended=ends)
        importer = _Importer(held, public=public, describe=describe, progress=progress)
        importer.write(selection.texts, objects)
        publication = sealed(
            public.ledger,
            replace(occasion, kind=PublicationKind.IMPORT),
            Publication(
                published_at=now.astimezone(UTC).replace(microsecond=0),
                master=occasion.master,
                revisions=tuple(importer.revisions),
                withdrawn=(
                    tuple(_ended(found, selection, public, importer.revisions)) if ends else ()
                ),
                lags=public.lags(),
                heads=importer.heads,
            ),
        )
        make_public(held, public, publication, progress)
    return _report(publication, selection, found, ended=ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Selection:
    texts: tuple[FoundText, ...]
    known: Mapping[Target, int]
    refused: Mapping[Target, str]


def _select(found: Findings, public: Publications, objects: ObjectReader) -> _Selection:
    """What is new: whole histories, and what follows the texts of an earlier import."""
    refused = {
        target: f"{one} and {other} stood side by side and would be one policy; rename one of them"
        for target, (one, other) in found.clashes.items()
    }
    known: dict[Target, int] = {}
    for target in {text.target for text in found.texts} - refused.keys():
        shelf = public.revisions(target.policy, target.locale)
        if not shelf:
            continue
        blobs = [text.blob for text in found.texts if text.target == target]
        hashes = [sha256(blob.data) for blob in objects.find_many(blobs) if blob]
        if hashes[: len(shelf)] == [item.text_sha256 for item in shelf]:
            known[target] = len(shelf)
        else:
            refused[target] = "it has another history in this workspace already"
    texts: list[FoundText] = []
    passed = dict(known)
    for text in found.texts:
        if passed.get(text.target, 0) > 0:
            passed[text.target] -= 1
        elif text.target not in refused:
            texts.append(text)
    return _Selection(texts=tuple(texts), known=known, refused=refused)


def _ended(
    found: Findings,
    selection: _Selection,
    public: Publications,
    brought: Sequence[PublishedRevision],
) -> Iterator[Withdrawal]:
    """All revisions of a text that was removed, from the day of that commit on."""
    for target, commit in sorted(found.ended.items()):
        if target in selection.refused:
            continue
        known = public.revisions(target.policy, target.locale)
        new = [
            item for item in brought if (item.policy, item.locale) == (target.policy, target.locale)
        ]
        for revision in (*known, *new):
            if public.withdrawal(revision) is None:
                yield Withdrawal(
                    policy=target.policy,
                    locale=target.locale,
                    number=revision.number,
                    reason=f"removed by commit {commit.oid[:10]} of the imported history",
                    from_day=commit.authored_at.date(),
                )


class _Importer:
    """Writes found texts to the repositories of their locales, and notes each as a revision."""

    def __init__(
        self,
        repositories: Repositories,
        *,
        public: Publications,
        describe: Describe,
        progress: Progress,
    ) -> None:
        self._repositories = repositories
        self._public = public
        self._describe = describe
        self._progress = progress
        self._numbers: dict[Target, int] = {}
        self.heads = dict(public.heads)
        self.revisions: list[PublishedRevision] = []

    def write(self, texts: Sequence[FoundText], objects: ObjectReader) -> None:
        """A commit for each text, in the order of the history."""
        for locale in sorted({text.target.locale for text in texts}):
            self._progress(f"writing {locale}")
            repository = self._repositories.made(locale)
            own = [text for text in texts if text.target.locale == locale]
            parent = self.heads.get(locale)
            if locale == self._repositories.master_locale:
                parent = current(repository, "HEAD")
            noted: list[PublishedRevision] = []
            ids = write_commits(
                repository, self._commits(own, objects, parent, noted), ref=NEXT_REF
            )
            self.heads[locale] = ids[-1]
            self.revisions += [
                replace(item, commit=oid) for item, oid in zip(noted, ids, strict=True)
            ]

    def _commits(
        self,
        texts: Sequence[FoundText],
        objects: ObjectReader,
        parent: CommitId | None,
        noted: list[PublishedRevision],
    ) -> Iterator[NewCommit]:
        blobs = objects.find_many(text.blob for text in texts)
        for index, (text, blob) in enumerate(zip(texts, blobs, strict=True)):
            if blob is None:
                raise RepositoryError(
                    f"{text.path}: its text of commit {text.commit.oid[:10]} is missing from the"
                    " repository; fetch the whole of it (no partial clone), then import again"
                )
            noted.append(self._revision(text, blob.data))
            signature = _signature(text)
            yield NewCommit(
                parent=index - 1 if index else parent,
                author=signature,
                committer=signature,
                message=f"{text.commit.subject}\n\nImported-from: {text.commit.oid}\n",
                files={text_path(text.target.policy): blob.data},
            )

    def _revision(self, text: FoundText, data: bytes) -> PublishedRevision:
        target = text.target
        shelf = self._public.revisions(target.policy, target.locale)
        number = self._numbers.get(target, len(shelf)) + 1
        self._numbers[target] = number
        source = data.decode("utf-8", "replace")
        facts = _facts(source)
        title, stated = self._describe(source)
        authored_at = text.commit.authored_at
        return PublishedRevision(
            policy=target.policy,
            locale=target.locale,
            number=number,
            commit=CommitId(""),
            text_sha256=sha256(data),
            title=facts.title or title or target.policy,
            revised_on=facts.revised_on or stated or PartialDate.of(authored_at.date()),
            effective_on=facts.effective_on,
            published_at=authored_at.astimezone(UTC).replace(microsecond=0),
            material=facts.material,
            summary=facts.summary,
            subject=text.commit.subject,
        )


def _facts(source: str) -> RevisionFacts:
    # Another tool's front matter is part of the text and states nothing to us.
    try:
        return read_facts(source)
    except FrontMatterError:
        return RevisionFacts()


def _signature(text: FoundText) -> Signature:
    commit = text.commit
    return Signature(name=commit.author, email=commit.email, at=commit.authored_at)


def _report(
    publication: Publication | None, selection: _Selection, found: Findings, *, ended: bool
) -> ImportReport:
    brought: dict[Target, int] = {}
    for text in selection.texts:
        brought[text.target] = brought.get(text.target, 0) + 1
    return ImportReport(
        publication=publication,
        brought=brought,
        known=selection.known,
        skipped=found.skipped,
        refused=selection.refused,
        removed={
            target: commit.authored_at.date()
            for target, commit in found.ended.items()
            if target not in selection.refused
        },
        ended=ended,
    )
