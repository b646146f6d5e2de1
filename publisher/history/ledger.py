"""What the log's entries add up to: all revisions, withdrawals and values that are public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from publisher.history.canonical import LogEntryError
from publisher.history.publication import Occasion, Publication, PublicRef, SiteValues, Withdrawal
from publisher.model.locales import LocaleTag
from publisher.model.policies import CommitId, PolicyId, PublishedRevision

Shelf = tuple[PolicyId, LocaleTag]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """A publication where the log has it."""

    commit: CommitId
    sha256: str  # of the entry's bytes, which the next entry names
    publication: Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The sum of the log up to one entry; a longer log gives another ledger."""

    entries: tuple[LogEntry, ...] = ()
    shelves: Mapping[Shelf, tuple[PublishedRevision, ...]] = field(default_factory=dict)
    withdrawn: Mapping[tuple[PolicyId, LocaleTag, int], Withdrawal] = field(default_factory=dict)
    values: tuple[tuple[int, SiteValues], ...] = ()  # with the sequence from which they hold

    def extended(self, entries: Iterable[LogEntry]) -> Ledger:
        """The ledger after further entries, oldest first; raises LogEntryError."""
        entries = tuple(entries)
        shelves, withdrawn = dict(self.shelves), dict(self.withdrawn)
        values = self.values
        for publication in (entry.publication for entry in entries):
            shelves.update(_shelved(shelves, publication))
            for item in publication.withdrawn:
                key = (item.policy, item.locale, item.number)
                withdrawn[key] = replace(item, sequence=publication.sequence)
            if publication.values is not None:
                values += ((publication.sequence, publication.values),)
        return Ledger(
            entries=self.entries + entries, shelves=shelves, withdrawn=withdrawn, values=values
        )

    def public(self) -> Mapping[PolicyId, Mapping[LocaleTag, PublicRef]]:
        """The newest text of each policy and locale that is not withdrawn, by its hash."""
        found: dict[PolicyId, dict[LocaleTag, PublicRef]] = {}
        for (policy, locale), shelf in sorted(self.shelves.items(), key=lambda item: item[0]):
            for revision in reversed(shelf):
                if (policy, locale, revision.number) not in self.withdrawn:
                    found.setdefault(policy, {})[locale] = PublicRef(
                        number=revision.number,
                        commit=revision.commit,
                        text_sha256=revision.text_sha256,
                    )
                    break
        return found


def sealed(ledger: Ledger, occasion: Occasion, draft: Publication) -> Publication:
    """The draft in its place behind the ledger, with all that follows from that."""
    last = ledger.entries[-1] if ledger.entries else None
    placed = replace(
        draft,
        master=occasion.master,
        kind=occasion.kind,
        reason=occasion.reason,
        mends=occasion.mends,
        values=occasion.values if values_differ(ledger, occasion.values) else None,
        sequence=last.publication.sequence + 1 if last else 1,
        previous=last.sha256 if last else None,
    )
    after = ledger.extended((LogEntry(commit=CommitId(""), sha256="", publication=placed),))
    policies = sorted({policy for policy, _ in after.shelves})
    return replace(
        placed, public=after.public(), prevailing=dict.fromkeys(policies, occasion.prevailing)
    )


def values_differ(ledger: Ledger, values: SiteValues) -> bool:
    """Whether the values of sites are others than the public ones."""
    public = ledger.values[-1][1] if ledger.values else {}
    return values != public and any(any(tables.values()) for tables in values.values())


def _shelved(
    shelves: Mapping[Shelf, tuple[PublishedRevision, ...]], publication: Publication
) -> dict[Shelf, tuple[PublishedRevision, ...]]:
    touched: dict[Shelf, list[PublishedRevision]] = {}
    for revision in publication.revisions:
        key = (revision.policy, revision.locale)
        shelf = touched.setdefault(key, list(shelves.get(key, ())))
        if 1 <= revision.number <= len(shelf):
            # The same text with corrected facts: it became public long ago.
            known = shelf[revision.number - 1]
            shelf[revision.number - 1] = replace(revision, sequence=known.sequence)
        elif revision.number == len(shelf) + 1:
            shelf.append(revision)
        else:
            raise LogEntryError(
                entry=str(publication.sequence),
                what=f"{revision.policy} in {revision.locale} has {len(shelf)} revisions,"
                f" {revision.number} cannot be next",
            )
    return {key: tuple(shelf) for key, shelf in touched.items()}
