"""Makes a publication: objects first, in every repository; then one ref moves; then mirrors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from publisher.history.canonical import sha256
from publisher.history.git.runner import require_git
from publisher.history.git.writing import NewCommit, Signature, write_commits
from publisher.history.ledger import sealed
from publisher.history.lock import writer_lock
from publisher.history.log import (
    NEXT_REF,
    PUBLISHER_EMAIL,
    PUBLISHER_NAME,
    PublicationLog,
    advance,
    text_path,
    write_entry,
)
from publisher.history.lostlog import refuse_lost_log
from publisher.history.planning import Plan, PlannedText
from publisher.history.publication import Occasion, Publication
from publisher.history.recovery import AT_ONCE, follow, recover
from publisher.history.repositories import Repositories
from publisher.history.snapshot import Publications
from publisher.model.errors import BusyError
from publisher.model.locales import LocaleTag
from publisher.model.policies import CommitId, PublishedRevision

# Told of each step as it begins: "en", "log", "mirrors" …
Progress = Callable[[str], None]
# What to publish, given what is public when the lock is held.
Planner = Callable[[Publications], Plan]


class OvertakenError(BusyError):
    """Another publication became public while this one was being made."""

    def __init__(self) -> None:
        super().__init__(
            "another publication became public meanwhile; look at `publisher log`, then publish"
            " again if something is left"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What came of a call to publish."""

    publication: Publication | None  # None: there was nothing to publish
    plan: Plan


def publish(
    repositories: Repositories,
    log: PublicationLog,
    *,
    planner: Planner,
    now: datetime,
    occasion: Occasion,
    progress: Progress,
) -> Published:
    """Make public what the planner finds, all of it or nothing.

    Raises BusyError where
    another process publishes; PublisherError before anything is public; after that nothing fails
    that the next call would not mend.
    """
    with writing(repositories, log, progress) as held:
        progress("read")
        public = log.snapshot()
        plan = planner(public)
        if plan.is_empty:
            return Published(publication=None, plan=plan)
        heads = dict(public.heads)
        written = _write_texts(held, plan, heads, progress)
        publication = sealed(
            public.ledger,
            occasion,
            Publication(
                published_at=now,
                master=occasion.master,
                revisions=tuple(
                    published_revision(text, written[text.policy, text.locale], now)
                    for text in plan.texts
                ),
                lags=plan.lags,
                heads=heads,
            ),
        )
        make_public(held, public, publication, progress)
    return Published(publication=publication, plan=plan)


@contextmanager
def writing(
    repositories: Repositories,
    log: PublicationLog,
    progress: Progress,
    *,
    restores_log: bool = False,
) -> Iterator[Repositories]:
    """The repositories, for the one process that may write to them now.

    What a crash left behind is mended first. Raises GitMissingError, AlreadyPublishingError, and
    LogLostError where the log lost something that was public, unless the caller brings it back.
    """
    progress("lock")
    git_dir = repositories.opened(repositories.master_locale).git_dir
    require_git()
    with writer_lock(git_dir) as lock:
        held = replace(repositories, held=(lock.descriptor,))
        if not restores_log:
            refuse_lost_log(held, log, log.snapshot())
        if lock.left_over:
            progress("recover")
            recover(held, log.snapshot())
        yield held


def make_public(
    repositories: Repositories, public: Publications, publication: Publication, progress: Progress
) -> None:
    """Write the entry, move the log's ref, let the branches follow; raises OvertakenError.

    `public` is what the publication was made from.
    """
    progress("log")
    commit = write_entry(repositories.master, publication, after=public.tip)
    progress("publish")
    if not advance(repositories.master, new=commit, old=public.tip):
        raise OvertakenError
    progress("mirrors")
    follow(repositories, publication.heads, public.heads, progress)


def _write_texts(
    repositories: Repositories, plan: Plan, heads: dict[LocaleTag, CommitId], progress: Progress
) -> dict[tuple[str, LocaleTag], CommitId]:
    """The commits by policy and locale; `heads` become those after the publication."""
    if plan.head is not None:
        heads[repositories.master_locale] = plan.head
    by_locale: dict[LocaleTag, list[PlannedText]] = {}
    commits: dict[tuple[str, LocaleTag], CommitId] = {}
    for text in plan.texts:
        if text.commit is not None:
            commits[text.policy, text.locale] = text.commit
        else:
            by_locale.setdefault(text.locale, []).append(text)

    def write(locale: LocaleTag) -> CommitId:
        progress(locale.tag)
        commit = _locale_commit(by_locale[locale], heads.get(locale))
        written = write_commits(repositories.made(locale), [commit], ref=NEXT_REF)[0]
        progress(f"{locale.tag} written")
        return written

    with ThreadPoolExecutor(AT_ONCE) as threads:
        for locale, commit in zip(by_locale, threads.map(write, by_locale), strict=True):
            heads[locale] = commit
            for text in by_locale[locale]:
                commits[text.policy, locale] = commit
    return commits


def _locale_commit(texts: Sequence[PlannedText], parent: CommitId | None) -> NewCommit:
    """The same texts on the same parent give the same commit, whenever it is made."""
    moments = [text.master.committed_at for text in texts]
    moments += [text.translated_at for text in texts if text.translated_at]
    signature = Signature(
        name=PUBLISHER_NAME, email=PUBLISHER_EMAIL, at=max(moments).astimezone(UTC)
    )
    lines = [
        f"{text.policy}: revision {text.number}, renders the master's {text.master_number}"
        for text in texts
    ]
    return NewCommit(
        parent=parent,
        author=signature,
        committer=signature,
        message="\n".join(lines) + "\n",
        files={text_path(text.policy): text.source.encode("utf-8") for text in texts},
    )


def published_revision(text: PlannedText, commit: CommitId, now: datetime) -> PublishedRevision:
    """A planned text as the log will have it."""
    return PublishedRevision(
        policy=text.policy,
        locale=text.locale,
        number=text.number,
        commit=commit,
        text_sha256=sha256(text.source.encode("utf-8")),
        title=text.title,
        revised_on=text.facts.revised_on or text.master.revised_on,
        effective_on=text.facts.effective_on,
        published_at=text.replaces.published_at if text.replaces else now,
        translated_at=text.translated_at,
        master_number=text.master_number,
        material=text.facts.material,
        decided_by=text.master.declared_by,
        summary=text.facts.summary,
        subject=text.master.subject,
    )
