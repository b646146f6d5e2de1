"""What must be decided before changed values of sites may become public."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from publisher.changes import Comparison
from publisher.changes.materiality import Rulebook
from publisher.changes.values import compare_values
from publisher.config import Gate
from publisher.history.publication import Decision, SiteValues
from publisher.history.sitevalues import ChangedValues, changed_values, values_sha256
from publisher.history.snapshot import Publications
from publisher.model.changes import Level, Materiality
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId, PublishedRevision
from publisher.text import placeholders
from publisher.workspace.gate import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuesAtPlace:
    """Changed values of one site in one language's text."""

    site: str
    locale: LocaleTag
    changed: ChangedValues
    comparison: Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingValues:
    """Values of sites that changed and would show in a public text of a policy."""

    policy: PolicyId
    body_sha256: str  # what decisions know them by
    places: tuple[ValuesAtPlace, ...]  # never empty, the weightiest first
    decision: Decision | None

    @property
    def suggestion(self) -> Materiality:
        """What the machine suggests; never what legal decided."""
        return self.places[0].comparison.materiality


def pending_values(
    public: Publications, policy: PolicyId, values: SiteValues, *, rules: Rulebook
) -> PendingValues | None:
    """The policy's texts with the values as they would be; None where they read as before."""
    before = public.site_values
    found = [
        ValuesAtPlace(
            site=site,
            locale=locale,
            changed=changed,
            comparison=compare_values(
                public.text(latest), changed.old, changed.new, locale=locale.tag, rules=rules
            ).comparison,
        )
        for locale in public.locales(policy)
        for site in values
        if (latest := public.latest(policy, locale))
        and (
            changed := changed_values(
                partial(_shown, public, latest), site, locale, before=before, after=values
            )
        )
    ]
    if not found:
        return None
    digest = values_sha256(before, values)
    return PendingValues(
        policy=policy,
        body_sha256=digest,
        places=tuple(sorted(found, key=lambda item: -item.comparison.materiality.score)),
        decision=public.decision(policy, digest),
    )


def _shown(public: Publications, revision: PublishedRevision) -> frozenset[str]:
    return placeholders.names(public.text(revision))


def values_standing(item: PendingValues, gate: Gate) -> Standing:
    """What is still missing before changed values may show in a policy."""
    if item.decision is not None:
        needs_second = gate.second_person and not item.decision.approved_by
        return Standing.UNAPPROVED if needs_second else Standing.SETTLED
    is_material = item.suggestion.level is Level.MATERIAL
    return Standing.UNDECLARED if is_material else Standing.SETTLED


def undecided_values(item: PendingValues, gate: Gate) -> str | None:
    """What a person has to decide about changed values; None: nothing."""
    match values_standing(item, gate):
        case Standing.UNDECLARED:
            shown = "; ".join(changes_shown(item.places[0].changed))
            what = (
                f"values in {item.policy} change ({shown}) and the machine suggests material, score"
                f" {item.suggestion.score:.2f}; run `publisher decide {item.policy} --values`"
            )
        case Standing.UNAPPROVED:
            what = (
                f"changed values in {item.policy}: decided, and a second person has to approve; run"
                f" `publisher decide {item.policy} --values --approve --by NAME`"
            )
        case _:
            return None
    return what


def changes_shown(changed: ChangedValues) -> Iterator[str]:
    """Each changed value in one phrase."""
    for name in sorted(changed.old.keys() | changed.new.keys()):
        old, new = (side.get(name, "(none)") for side in (changed.old, changed.new))
        yield f"{name}: {old} → {new}"
