"""Records in the log what a person decided about a text that is not public yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from publisher.history.ledger import sealed
from publisher.history.log import PublicationLog
from publisher.history.publication import Decision, Occasion, Publication
from publisher.history.publish import Progress, make_public, writing
from publisher.history.repositories import Repositories
from publisher.history.snapshot import Publications

# What to record, given what is public when the lock is held.
Decide = Callable[[Publications], Decision]


def record_decision(
    repositories: Repositories,
    log: PublicationLog,
    *,
    decide: Decide,
    occasion: Occasion,
    now: datetime,
    progress: Progress,
) -> Decision:
    """The decision, as the log has it from now on; no text becomes public by it.

    Raises BusyError, and what `decide` raises.
    """
    with writing(repositories, log, progress) as held:
        public = log.snapshot()
        decision = decide(public)
        publication = sealed(
            public.ledger,
            occasion,
            Publication(
                published_at=now,
                master=occasion.master,
                decisions=(decision,),
                lags=public.lags(),
                heads=public.heads,
            ),
        )
        make_public(held, public, publication, progress)
    return decision
