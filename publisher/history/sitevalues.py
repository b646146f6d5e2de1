"""Values of sites over time: when one changed what readers saw, and with which a text was shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cache, partial
from itertools import pairwise

from publisher.history.canonical import canonical, sha256
from publisher.history.publication import ANY_LOCALE, Decision, SiteValues
from publisher.history.snapshot import Publications
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId, PublishedRevision, is_in_force
from publisher.text import placeholders


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedValues:
    """The values of a site that changed and that a text shows; a name without one had none."""

    old: Mapping[str, str]
    new: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueStep:
    """A dated change of a policy that no text took: values of the site changed in it."""

    site: str
    revision: PublishedRevision  # the text in which they show
    changed: ChangedValues
    sequence: int  # of the publication that made them public
    published_at: datetime
    decision: Decision | None  # what legal decided about them; None: nothing


def changed_values(
    shown: Callable[[], frozenset[str]],
    site: str,
    locale: LocaleTag,
    *,
    before: SiteValues,
    after: SiteValues,
) -> ChangedValues | None:
    """What changed in a text for readers of a site; None: nothing, or the site is a new one.

    `shown` gives the names that the text shows; it is asked only where some value changed.
    """
    if site not in before or site not in after:
        return None
    old, new = (values_in(tables, site, locale) for tables in (before, after))
    others = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    names = sorted(others and others & shown())
    if not names:
        return None
    return ChangedValues(
        old={name: old[name] for name in names if name in old},
        new={name: new[name] for name in names if name in new},
    )


def value_steps(
    public: Publications, site: str, policy: PolicyId, locale: LocaleTag, *, zone: tzinfo
) -> tuple[ValueStep, ...]:
    """Each publication that changed values of a site in a policy's text, oldest first.

    A value that came with the text which shows it first is no change of a value.
    """
    found: list[ValueStep] = []
    shown: Callable[[PublishedRevision], frozenset[str]] = cache(
        lambda revision: placeholders.names(public.text(revision))
    )
    for (_, before), (sequence, after) in pairwise(public.ledger.values):
        publication = public.publication(sequence)
        revision = _read_by(public, policy, locale, sequence - 1, zone=zone)
        if revision is None:
            continue
        changed = changed_values(partial(shown, revision), site, locale, before=before, after=after)
        if changed is None:
            continue
        found.append(
            ValueStep(
                site=site,
                revision=revision,
                changed=changed,
                sequence=sequence,
                published_at=publication.published_at,
                decision=public.decision(policy, values_sha256(before, after), until=sequence),
            )
        )
    return tuple(found)


def values_sha256(before: SiteValues, after: SiteValues) -> str:
    """What decisions know a change of values by: another change needs another decision."""
    return sha256(canonical({"from": before, "to": after}))


def values_in(tables: SiteValues, site: str, locale: LocaleTag) -> dict[str, str]:
    """A site's values for a locale: its own, and those for any."""
    own = tables.get(site, {})
    return {**own.get(ANY_LOCALE, {}), **own.get(locale.tag, {})}


def last_shown(
    public: Publications, revision: PublishedRevision, *, today: date, zone: tzinfo
) -> int | None:
    """The publication by whose values a revision was read last; None: it is read today.

    Until the one that follows it takes effect, or until it is taken back.
    """
    withdrawal = public.withdrawal(revision)
    if withdrawal is not None:
        return max(revision.sequence, withdrawal.sequence - 1)
    shelf = public.revisions(revision.policy, revision.locale)
    follower = next(
        (item for item in shelf[revision.number :] if public.withdrawal(item) is None), None
    )
    if follower is None or not is_in_force(follower, today):
        return None
    last = revision.sequence
    for entry in public.publications():
        day = entry.published_at.astimezone(zone).date()
        if entry.sequence < follower.sequence or day < follower.in_force_from:
            last = max(last, entry.sequence)
    return last


def _read_by(
    public: Publications, policy: PolicyId, locale: LocaleTag, sequence: int, *, zone: tzinfo
) -> PublishedRevision | None:
    """The text that was in force after a publication, else the newest by then."""
    if sequence < 1:
        return None
    day = public.publication(sequence + 1).published_at.astimezone(zone).date()
    known = [
        item
        for item in reversed(public.revisions(policy, locale))
        if item.sequence <= sequence and not _withdrawn_by(public, item, sequence)
    ]
    return next((item for item in known if is_in_force(item, day)), next(iter(known), None))


def _withdrawn_by(public: Publications, revision: PublishedRevision, sequence: int) -> bool:
    withdrawal = public.withdrawal(revision)
    return withdrawal is not None and withdrawal.sequence <= sequence
