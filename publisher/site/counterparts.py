"""The same page in another language: which of its revisions renders the same master text."""

from __future__ import annotations

from collections.abc import Sequence

from publisher.model.locales import LocaleTag
from publisher.model.policies import PublishedRevision


def counterpart(
    revision: PublishedRevision, others: Sequence[PublishedRevision], *, master: LocaleTag
) -> PublishedRevision | None:
    """The revision among `others` (one language, oldest first) that says the same as this one.

    Where the master's numbers are unknown (an imported history), equal revision dates decide; None
    where nothing corresponds.
    """
    number = _master_number(revision, master)
    if number is not None:
        same = [item for item in others if _master_number(item, master) == number]
    else:
        same = [item for item in others if item.revised_on == revision.revised_on]
    return same[-1] if same else None


def _master_number(revision: PublishedRevision, master: LocaleTag) -> int | None:
    return revision.number if revision.locale == master else revision.master_number
