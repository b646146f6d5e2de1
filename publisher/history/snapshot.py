"""What readers see: one immutable view of all that is public, as one tip of the log says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from publisher.history.canonical import sha256
from publisher.history.ledger import Ledger
from publisher.history.publication import (
    ANY_LOCALE,
    Decision,
    Lag,
    Publication,
    SiteValues,
    Withdrawal,
)
from publisher.model.errors import NotPublishedError, RepositoryError
from publisher.model.locales import LocaleTag
from publisher.model.policies import CommitId, PolicyId, PublishedRevision, is_in_force

# The bytes of a revision's text, from the repository of its locale.
ReadText = Callable[[PublishedRevision], bytes]


class TextMismatchError(RepositoryError):
    """A text is not the one that was published."""

    def __init__(self, revision: PublishedRevision, *, found: str) -> None:
        self.revision = revision
        self.found = found
        super().__init__(
            f"{revision.policy} in {revision.locale}, revision {revision.number}: the text in the"
            f" repository (SHA-256 {found[:12]}…) is not the one that was published"
            f" ({revision.text_sha256[:12]}…); it is not shown; run `publisher verify`"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A publication that mended an error, seen from one of the revisions that it brought."""

    revision: PublishedRevision  # as it is since: a new one, or one whose facts were corrected
    sequence: int
    published_at: datetime
    reason: str  # in its author's words
    mends: int  # the publication that it corrects
    mended_at: datetime  # when that became public
    mended: tuple[PublishedRevision, ...]  # what that brought of the same policy and locale


class Publications:
    """All that is public, seen from one tip of the log; safe to share between threads.

    `revisions` and their numbers never change meaning: a newer snapshot only adds, and a later
    publication may correct a revision's facts (dates, summary, materiality).
    """

    def __init__(self, *, ledger: Ledger, read_text: ReadText) -> None:
        """Only for the log's reader."""
        self.ledger = ledger
        self._read_text = read_text

    @property
    def tip(self) -> CommitId | None:
        """The commit of the log that this is a view of; None: nothing is public yet."""
        return self.ledger.entries[-1].commit if self.ledger.entries else None

    # ------------------------------------------------------------------ what there is

    def policies(self) -> tuple[PolicyId, ...]:
        """Every policy that was ever public, by name."""
        return tuple(sorted({policy for policy, _ in self.ledger.shelves}))

    def locales(self, policy: PolicyId) -> tuple[LocaleTag, ...]:
        """The locales in which a policy is public, the master first; empty for an unknown one."""
        found = (locale for known, locale in self.ledger.shelves if known == policy)
        return tuple(sorted(found, key=lambda locale: (locale != self.master, locale)))

    def revisions(self, policy: PolicyId, locale: LocaleTag) -> tuple[PublishedRevision, ...]:
        """The published revisions, oldest first; empty for what is not published.

        Withdrawn ones are among them: see `withdrawal`.
        """
        return self.ledger.shelves.get((policy, locale), ())

    def revision(self, policy: PolicyId, locale: LocaleTag, number: int) -> PublishedRevision:
        """One revision by its number; raises NotPublishedError."""
        shelf = self.revisions(policy, locale)
        if not 1 <= number <= len(shelf):
            raise NotPublishedError(f"{policy} in {locale}, revision {number}")
        return shelf[number - 1]

    def latest(self, policy: PolicyId, locale: LocaleTag) -> PublishedRevision | None:
        """The revision that became public last and was not withdrawn, in force or not."""
        shelf = self.revisions(policy, locale)
        return next((item for item in reversed(shelf) if self.withdrawal(item) is None), None)

    def withdrawal(self, revision: PublishedRevision) -> Withdrawal | None:
        """Why a revision was taken back, from the beginning or from a day; None: it was not."""
        return self.ledger.withdrawn.get((revision.policy, revision.locale, revision.number))

    # ------------------------------------------------------------------ time

    def current(self, policy: PolicyId, locale: LocaleTag, on: date) -> PublishedRevision | None:
        """The revision in force on a day, by what is known now; None before the first.

        Of those that have taken effect the one published last binds, whatever clocks said.
        """
        shelf = self.revisions(policy, locale)
        return next(
            (
                item
                for item in reversed(shelf)
                if is_in_force(item, on) and not self._is_taken_back(item, on)
            ),
            None,
        )

    def _is_taken_back(self, revision: PublishedRevision, on: date) -> bool:
        withdrawal = self.withdrawal(revision)
        return withdrawal is not None and (withdrawal.from_day is None or withdrawal.from_day <= on)

    def upcoming(
        self, policy: PolicyId, locale: LocaleTag, on: date
    ) -> tuple[PublishedRevision, ...]:
        """Revisions that are public and will come into force after that day, the next first."""
        coming = (
            item
            for item in self.revisions(policy, locale)
            if not is_in_force(item, on)
            and self.current(policy, locale, item.in_force_from) == item
        )
        return tuple(sorted(coming, key=lambda item: item.in_force_from))

    def public_on(
        self, policy: PolicyId, locale: LocaleTag, on: date, *, zone: tzinfo
    ) -> PublishedRevision | None:
        """The newest revision that was public at the end of a day; None where there was none."""
        shelf = self.revisions(policy, locale)
        return next(
            (item for item in reversed(shelf) if item.published_at.astimezone(zone).date() <= on),
            None,
        )

    # ------------------------------------------------------------------ texts and standing

    def data(self, revision: PublishedRevision) -> bytes:
        """The text's bytes as committed; raises TextMismatchError where they are others."""
        data = self._read_text(revision)
        found = sha256(data)
        if found != revision.text_sha256:
            raise TextMismatchError(revision, found=found)
        return data

    def text(self, revision: PublishedRevision) -> str:
        """The text, placeholders unfilled; what is no UTF-8 (old imports) shows as U+FFFD."""
        return self.data(revision).decode("utf-8", "replace")

    def lag(self, policy: PolicyId, locale: LocaleTag) -> Lag | None:
        """How far a locale is behind the master, and since when; None where it is not."""
        if not self.ledger.entries:
            return None
        lags = self.ledger.entries[-1].publication.lags
        return next((lag for lag in lags if (lag.policy, lag.locale) == (policy, locale)), None)

    def lags(self) -> tuple[Lag, ...]:
        """All that lag behind the master now."""
        return self.ledger.entries[-1].publication.lags if self.ledger.entries else ()

    @property
    def master(self) -> LocaleTag | None:
        """The locale that legal edits, as the newest publication says; None: nothing is public."""
        return self.ledger.entries[-1].publication.master if self.ledger.entries else None

    def prevailing(self, policy: PolicyId) -> LocaleTag:
        """The language that wins in a conflict; raises NotPublishedError for an unknown policy."""
        if self.master is None or not self.locales(policy):
            raise NotPublishedError(policy)
        return self.ledger.entries[-1].publication.prevailing.get(policy, self.master)

    def corrections(self, policy: PolicyId, locale: LocaleTag) -> tuple[Correction, ...]:
        """The corrections that concern a policy in a locale, oldest first."""
        return tuple(
            Correction(
                revision=self.revision(policy, locale, item.number),
                sequence=entry.sequence,
                published_at=entry.published_at,
                reason=entry.reason,
                mends=entry.mends,
                mended_at=self.publication(entry.mends).published_at,
                mended=tuple(
                    self.revision(policy, locale, other.number)
                    for other in self.publication(entry.mends).revisions
                    if (other.policy, other.locale) == (policy, locale)
                ),
            )
            for entry in self.publications()
            if entry.mends is not None
            for item in entry.revisions
            if (item.policy, item.locale) == (policy, locale)
        )

    def decision(
        self, policy: PolicyId, body_sha256: str, *, until: int | None = None
    ) -> Decision | None:
        """What was decided last about a text of the master; None: nobody decided.

        `until` names the last publication that counts.
        """
        return next(
            (
                decision
                for entry in reversed(self.ledger.entries[:until])
                for decision in reversed(entry.publication.decisions)
                if (decision.policy, decision.body_sha256) == (policy, body_sha256)
            ),
            None,
        )

    # ------------------------------------------------------------------ the log itself

    def publications(self) -> tuple[Publication, ...]:
        """The log's entries, oldest first."""
        return tuple(entry.publication for entry in self.ledger.entries)

    def publication(self, sequence: int) -> Publication:
        """One entry by its sequence; raises NotPublishedError."""
        if not 1 <= sequence <= len(self.ledger.entries):
            raise NotPublishedError(f"publication {sequence}")
        return self.ledger.entries[sequence - 1].publication

    def log_commit(self, sequence: int) -> CommitId:
        """The commit of the log that holds an entry; raises NotPublishedError."""
        self.publication(sequence)
        return self.ledger.entries[sequence - 1].commit

    @property
    def heads(self) -> Mapping[LocaleTag, CommitId]:
        """The newest published commit of each locale's repository."""
        return self.ledger.entries[-1].publication.heads if self.ledger.entries else {}

    # ------------------------------------------------------------------ values

    @property
    def site_values(self) -> SiteValues:
        """All values of all sites as they are public now."""
        return self.ledger.values[-1][1] if self.ledger.values else {}

    def values(self, site: str, locale: LocaleTag, *, at: int | None = None) -> dict[str, str]:
        """Placeholders' values for a site and locale, as the publication `at` left them.

        None: as they are public now.
        """
        tables = self.site_values if at is None else self.site_values_at(at)
        own = tables.get(site, {})
        return {**own.get(ANY_LOCALE, {}), **own.get(locale.tag, {})}

    def site_values_at(self, sequence: int) -> SiteValues:
        """All values of all sites as a publication left them."""
        values = self.ledger.values
        return next((item for since, item in reversed(values) if since <= sequence), {})
