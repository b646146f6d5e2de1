"""The master's revisions: what legal committed, read from the master repository in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath

from publisher.history.git.objects import ObjectReader
from publisher.history.git.runner import GitRepository
from publisher.history.git.walks import GITLINK, SYMLINK, FileChange, LoggedCommit, walk
from publisher.model.errors import FrontMatterError, InvalidSourceError, UsageError
from publisher.model.policies import (
    CommitId,
    PartialDate,
    PolicyId,
    RevisionFacts,
    parse_policy_id,
)
from publisher.text.front_matter import body_start, read_facts

# The date that a text states of itself; None where it states none.
StatedDate = Callable[[str], PartialDate | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterRevision:
    """One text of the master with the facts that hold for it, the latest correction of them."""

    policy: PolicyId
    text_commit: CommitId  # that brought the text
    commit: CommitId  # that brought the facts; the same unless they were corrected later
    source: str  # as of `commit`, with front matter
    facts: RevisionFacts
    facts_error: FrontMatterError | None  # None: the front matter is right, or there is none
    stated_on: PartialDate | None  # by the facts, else by the text; None: neither states a date
    committed_at: datetime  # when the text was committed
    declared_by: str  # author of the commit that last changed `material`; empty: not declared
    subject: str
    is_removed: bool = False  # the file is gone from the newest commit

    @property
    def revised_on(self) -> PartialDate:
        """The stated revision date, else the day on which the text was committed."""
        return self.stated_on or PartialDate.of(self.committed_at.date())

    @property
    def body(self) -> str:
        """The text behind the front matter."""
        return self.source[body_start(self.source) :]


def read_masters(
    repository: GitRepository,
    objects: ObjectReader,
    *,
    tip: CommitId | None,
    stated_date: StatedDate,
) -> dict[PolicyId, tuple[MasterRevision, ...]]:
    """Every policy's revisions up to a commit, oldest first; None: there is no commit yet.

    What a merge brought counts when it was merged.
    """
    if tip is None:
        return {}
    touches = list(_touches(walk(repository, tip, first_parent=True, renames=False)))
    blobs = objects.find_many(change.new_oid for _, _, change in touches if _is_text(change))
    revisions: dict[PolicyId, list[MasterRevision]] = {}
    for policy, commit, change in touches:
        shelf = revisions.setdefault(policy, [])
        if not _is_text(change):
            if shelf:
                shelf[-1] = replace(shelf[-1], is_removed=True)
            continue
        blob = next(blobs)
        if blob is None:
            objects.read(change.new_oid)  # says which one is missing
            continue
        source = _decoded(blob.data, policy, commit)
        _shelve(shelf, _revision(policy, commit, source, stated_date))
    return {policy: tuple(shelf) for policy, shelf in revisions.items() if shelf}


def policy_of(path: str) -> PolicyId | None:
    """The policy whose master text a path is; None for any other file."""
    name = PurePosixPath(path)
    if name.suffix != ".md" or len(name.parts) != 1:
        return None
    try:
        return parse_policy_id(name.stem)
    except UsageError:
        return None


def _touches(
    commits: Iterable[LoggedCommit],
) -> Iterator[tuple[PolicyId, LoggedCommit, FileChange]]:
    for commit in commits:
        for change in commit.changes:
            policy = policy_of(change.path)
            if policy is not None:
                yield policy, commit, change


def _is_text(change: FileChange) -> bool:
    return change.status != "D" and change.new_mode not in (GITLINK, SYMLINK)


def _decoded(data: bytes, policy: PolicyId, commit: LoggedCommit) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidSourceError(
            path=f"{policy}.md",
            line=data.count(b"\n", 0, error.start) + 1,
            what=f"the text of commit {commit.oid[:10]} is not UTF-8; save it as UTF-8",
        ) from error


def _revision(
    policy: PolicyId, commit: LoggedCommit, source: str, stated_date: StatedDate
) -> MasterRevision:
    facts, fault = _facts(source, policy)
    return MasterRevision(
        policy=policy,
        text_commit=commit.oid,
        commit=commit.oid,
        source=source,
        facts=facts,
        facts_error=fault,
        stated_on=facts.revised_on or stated_date(source),
        committed_at=commit.authored_at,
        declared_by=commit.author if facts.material is not None else "",
        subject=commit.subject,
    )


def _facts(source: str, policy: PolicyId) -> tuple[RevisionFacts, FrontMatterError | None]:
    # A fault of years ago that was mended since must not stop anything; the newest one does.
    try:
        return read_facts(source), None
    except FrontMatterError as error:
        fault = FrontMatterError(what=error.what, path=f"{policy}.md", line=error.line)
        return RevisionFacts(), fault


def _shelve(shelf: list[MasterRevision], new: MasterRevision) -> None:
    last = shelf[-1] if shelf else None
    if last is None or last.body != new.body:
        shelf.append(new)
    else:
        shelf[-1] = _corrected(last, new)


def _corrected(last: MasterRevision, new: MasterRevision) -> MasterRevision:
    same_decision = last.facts.material == new.facts.material
    return replace(
        new,
        text_commit=last.text_commit,
        committed_at=last.committed_at,
        subject=last.subject,
        declared_by=last.declared_by if same_decision else new.declared_by,
    )


def newest(
    masters: Mapping[PolicyId, tuple[MasterRevision, ...]],
) -> dict[PolicyId, MasterRevision]:
    """The newest revision of every policy that is still there; raises its FrontMatterError."""
    found = {
        policy: revisions[-1]
        for policy, revisions in masters.items()
        if not revisions[-1].is_removed
    }
    for revision in found.values():
        if revision.facts_error is not None:
            raise revision.facts_error
    return found
