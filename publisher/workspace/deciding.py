"""Decisions about what is not public yet: what waits for one, and recording it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from publisher.config import FILE_NAME
from publisher.history.decisions import record_decision
from publisher.history.planning import Plan, PlannedText
from publisher.history.publication import Decision, Occasion, PublicationKind
from publisher.history.publish import Progress
from publisher.history.snapshot import Publications
from publisher.model.errors import PublisherError, UsageError
from publisher.model.policies import PolicyId
from publisher.workspace.gate import (
    Pending,
    body_hash,
    contradictions,
    pending,
)
from publisher.workspace.opened import Workspace
from publisher.workspace.valuegate import PendingValues, pending_values, undecided_values


class UndecidedError(PublisherError):
    """A revision may not become public before a person has decided something."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems) + "; nothing was published")


class NothingToDecideError(UsageError):
    """There is no text that a decision could be about."""

    def __init__(self, policy: PolicyId) -> None:
        self.policy = policy
        super().__init__(
            f"{policy}: nothing waits for this decision, neither a committed text nor, with"
            " --values, a changed value; `publisher review` lists what does"
        )


def waiting(workspace: Workspace, public: Publications) -> tuple[Pending, ...]:
    """The committed texts that would be next revisions, by policy."""
    found = []
    for policy, revision in sorted(workspace.policy_sources().items()):
        item = pending(
            public,
            policy,
            revision.source,
            revision.facts,
            master=workspace.settings.master,
            rules=workspace.rules,
        )
        if item is not None:
            found.append(item)
    return tuple(found)


def waiting_values(workspace: Workspace, public: Publications) -> tuple[PendingValues, ...]:
    """What changed values of sites would change in public texts, by policy."""
    rules = workspace.rules
    values = workspace.settings.site_values
    found = (pending_values(public, policy, values, rules=rules) for policy in public.policies())
    return tuple(item for item in found if item is not None)


def refuse_undecided(workspace: Workspace, public: Publications, *, today: date) -> None:
    """Raise UndecidedError where a text, or a changed value, may not become public as it is."""
    problems = []
    for item in waiting(workspace, public):
        path = workspace.master_path(item.policy).relative_to(workspace.settings.root)
        problems += [
            f"{path}:{found.line}: {found.what}"
            for found in contradictions(item, workspace.settings.gate, today=today)
            if found.stops
        ]
    for values in waiting_values(workspace, public):
        what = undecided_values(values, workspace.settings.gate)
        problems += [f"{FILE_NAME}: {what}"] if what and workspace.settings.gate.stops else []
    if problems:
        raise UndecidedError(problems)


def with_decisions(plan: Plan, public: Publications) -> Plan:
    """The plan, saying what was decided where the log has a decision about a text."""

    def decided(text: PlannedText) -> PlannedText:
        decision = public.decision(text.policy, body_hash(text.master.source))
        if decision is None:
            return text
        return replace(
            text,
            facts=replace(text.facts, material=decision.material),
            master=replace(text.master, declared_by=decision.by),
        )

    return replace(plan, texts=tuple(decided(text) for text in plan.texts))


def decide(
    workspace: Workspace,
    policy: PolicyId,
    *,
    material: bool,
    reason: str,
    by: str,
    now: datetime,
    progress: Progress,
    about_values: bool = False,
) -> Decision:
    """Record what a person decided about the committed text of a policy, or its changed values.

    Raises NothingToDecideError, BusyError.
    """
    moment = now.astimezone(UTC).replace(microsecond=0)

    def made(public: Publications) -> Decision:
        item = _waiting_for(workspace, public, policy, about_values=about_values)
        return Decision(
            policy=policy,
            body_sha256=item.body_sha256,
            material=material,
            reason=reason,
            by=by,
            decided_at=moment,
            suggested=min(999, round(item.suggestion.score * 1000)),
        )

    return record_decision(
        workspace.repositories,
        workspace.log,
        decide=made,
        occasion=_occasion(workspace, reason),
        now=moment,
        progress=progress,
    )


def approve(
    workspace: Workspace,
    policy: PolicyId,
    *,
    by: str,
    now: datetime,
    progress: Progress,
    about_values: bool = False,
) -> Decision:
    """Record that a second person agrees with the decision about a policy.

    Raises NothingToDecideError, UsageError where the same person decided, BusyError.
    """
    moment = now.astimezone(UTC).replace(microsecond=0)

    def made(public: Publications) -> Decision:
        item = _waiting_for(workspace, public, policy, about_values=about_values)
        decision = item.decision
        if decision is None:
            raise UsageError(f"{policy}: nothing is decided yet; decide first, then approve")
        if decision.by.casefold() == by.casefold():
            raise UsageError(f"{policy}: {by} decided this; another person has to approve it")
        return replace(decision, approved_by=by)

    return record_decision(
        workspace.repositories,
        workspace.log,
        decide=made,
        occasion=_occasion(workspace, f"approved by {by}"),
        now=moment,
        progress=progress,
    )


def _waiting_for(
    workspace: Workspace, public: Publications, policy: PolicyId, *, about_values: bool
) -> Pending | PendingValues:
    listed: Sequence[Pending | PendingValues] = (
        waiting_values(workspace, public) if about_values else waiting(workspace, public)
    )
    found = next((item for item in listed if item.policy == policy), None)
    if found is None:
        raise NothingToDecideError(policy)
    return found


def _occasion(workspace: Workspace, reason: str) -> Occasion:
    settings = workspace.settings
    return Occasion(
        master=settings.master,
        prevailing=settings.prevailing,
        values=workspace.publications().site_values,
        kind=PublicationKind.DECISION,
        reason=reason,
    )
