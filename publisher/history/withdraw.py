"""Takes published revisions back: an entry of the log with a reason, never a deletion."""

from __future__ import annotations

from datetime import datetime

from publisher.history.ledger import sealed
from publisher.history.log import PublicationLog
from publisher.history.publication import Occasion, Publication, Withdrawal
from publisher.history.publish import Progress, make_public, writing
from publisher.history.repositories import Repositories
from publisher.history.snapshot import Publications
from publisher.model.errors import UsageError
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId, PublishedRevision


class AlreadyWithdrawnError(UsageError):
    """There is nothing left to take back."""

    def __init__(self, *, policy: PolicyId, number: int) -> None:
        super().__init__(
            f"{policy}, revision {number}: it was withdrawn already; `publisher log` says why"
        )


def withdraw(
    repositories: Repositories,
    log: PublicationLog,
    *,
    policy: PolicyId,
    number: int,
    locale: LocaleTag | None,
    occasion: Occasion,
    now: datetime,
    progress: Progress,
) -> Publication:
    """The publication that takes a revision back; without a locale, with all that render it.

    Raises NotPublishedError, AlreadyWithdrawnError, BusyError.
    """
    with writing(repositories, log, progress) as held:
        public = log.snapshot()
        chosen = [
            revision
            for revision in _named(public, policy, number, locale=locale, master=occasion.master)
            if public.withdrawal(revision) is None
        ]
        if not chosen:
            raise AlreadyWithdrawnError(policy=policy, number=number)
        publication = sealed(
            public.ledger,
            occasion,
            Publication(
                published_at=now,
                master=occasion.master,
                withdrawn=tuple(
                    Withdrawal(
                        policy=item.policy,
                        locale=item.locale,
                        number=item.number,
                        reason=occasion.reason,
                    )
                    for item in chosen
                ),
                lags=public.lags(),
                heads=public.heads,
            ),
        )
        make_public(held, public, publication, progress)
    return publication


def _named(
    public: Publications,
    policy: PolicyId,
    number: int,
    *,
    locale: LocaleTag | None,
    master: LocaleTag,
) -> list[PublishedRevision]:
    named = public.revision(policy, locale or master, number)
    if locale is not None:
        return [named]
    rendering = [
        revision
        for other in public.locales(policy)
        if other != master
        for revision in public.revisions(policy, other)
        if revision.master_number == number
    ]
    return [named, *rendering]
