"""What must be decided before a revision may become public, and what it contradicts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from publisher.changes import Comparison, compare
from publisher.changes.materiality import Rulebook
from publisher.changes.references import left_behind
from publisher.config import ANY_CATEGORY, Gate
from publisher.history.canonical import sha256
from publisher.history.publication import Decision
from publisher.history.snapshot import Publications
from publisher.model.changes import Change, Level, Materiality
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId, PublishedRevision, RevisionFacts
from publisher.model.segments import SegmentKind
from publisher.text.front_matter import body_start


class Standing(StrEnum):
    """What is still missing before a revision may become public."""

    SETTLED = "settled"
    UNDECLARED = "undeclared"  # the machine suggests material, nobody said anything
    CONTRADICTED = "contradicted"  # declared not material, against strong evidence
    UNAPPROVED = "unapproved"  # decided, and a second person has to agree


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A text of the master that would be the next revision."""

    policy: PolicyId
    source: str
    facts: RevisionFacts
    public: PublishedRevision  # the one that it would follow
    comparison: Comparison
    decision: Decision | None

    @property
    def suggestion(self) -> Materiality:
        """What the machine suggests; never what legal decided."""
        return self.comparison.materiality

    @property
    def body_sha256(self) -> str:
        """What decisions know the text by."""
        return body_hash(self.source)

    @property
    def declared(self) -> bool | None:
        """What legal said: in a recorded decision, else in the front matter; None: nothing."""
        return self.decision.material if self.decision else self.facts.material

    @property
    def effective_on(self) -> date | None:
        """From when it would bind; None: it does not say."""
        if self.facts.effective_on is not None:
            return self.facts.effective_on
        return self.facts.revised_on.last_day if self.facts.revised_on else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Something about a pending revision that a person has to look at."""

    what: str
    line: int
    stops: bool  # whether it may not become public like this


def pending(
    public: Publications,
    policy: PolicyId,
    source: str,
    facts: RevisionFacts,
    *,
    master: LocaleTag,
    rules: Rulebook,
) -> Pending | None:
    """The text as the next revision; None where it is the first, or only facts changed."""
    latest = public.latest(policy, master)
    if latest is None:
        return None
    old = public.text(latest)
    if old[body_start(old) :] == source[body_start(source) :]:
        return None
    return Pending(
        policy=policy,
        source=source,
        facts=facts,
        public=latest,
        comparison=compare(old, source, locale=master.tag, rules=rules),
        decision=public.decision(policy, body_hash(source)),
    )


def body_hash(source: str) -> str:
    """The hash of a text behind its front matter."""
    return sha256(source[body_start(source) :].encode("utf-8"))


def standing(item: Pending, gate: Gate) -> Standing:
    """What is still missing."""
    if item.decision is not None:
        needs_second = gate.second_person and not item.decision.approved_by
        return Standing.UNAPPROVED if needs_second else Standing.SETTLED
    if item.facts.material is None:
        is_material = item.suggestion.level is Level.MATERIAL
        return Standing.UNDECLARED if is_material else Standing.SETTLED
    if not item.facts.material and item.suggestion.score >= gate.strong:
        return Standing.CONTRADICTED
    return Standing.SETTLED


def contradictions(item: Pending, gate: Gate, *, today: date) -> Iterator[Contradiction]:
    """All that a person has to look at, with the lines of the text."""
    yield from _undecided(item, gate)
    if item.facts.revised_on is not None and item.facts.revised_on == item.public.revised_on:
        yield Contradiction(
            what=f"the text changed and revised is still {item.facts.revised_on}; write the day of"
            " this change, or correct the text's facts alone",
            line=_line_of(item.source, "revised"),
            stops=False,
        )
    yield from _short_notice(item, gate, today)
    yield from _stale_references(item)


def weightiest(item: Pending) -> Change | None:
    """The change that speaks most for being material."""
    return max(item.comparison.changes, key=lambda it: it.materiality.score, default=None)


def evidence(change: Change) -> str:
    """The words that the weightiest reason went by, old and new."""
    reasons = change.materiality.reasons
    if not reasons:
        return ""
    found = reasons[0].evidence
    old, new = found.old or "(nothing)", found.new or "(nothing)"
    return f"{reasons[0].rule}: {old} → {new}"


def _undecided(item: Pending, gate: Gate) -> Iterator[Contradiction]:
    now = standing(item, gate)
    if now is Standing.SETTLED:
        return
    change = weightiest(item)
    line = _place(item, change)
    shown = f" ({evidence(change)})" if change else ""
    score = f"{item.suggestion.score:.2f}"
    decide = f"or run `publisher decide {item.policy}`"
    whats = {
        Standing.UNDECLARED: f"the machine suggests material, score {score}{shown}, and the front"
        f" matter does not say; write `material: true` or `false`, {decide}",
        Standing.CONTRADICTED: f"declared not material, and the machine suggests material, score"
        f" {score}{shown}; write `material: true`, {decide} with the reason",
        Standing.UNAPPROVED: "decided, and a second person has to approve; run `publisher decide"
        f" {item.policy} --approve --by NAME`",
    }
    yield Contradiction(what=whats[now], line=line, stops=gate.stops)


def _short_notice(item: Pending, gate: Gate, today: date) -> Iterator[Contradiction]:
    if item.effective_on is None or item.declared is False:
        return
    if item.declared is None and item.suggestion.level is not Level.MATERIAL:
        return
    names = (ANY_CATEGORY, *item.suggestion.categories)
    days, name = max((gate.notice_days.get(name, 0), name) for name in names)
    notice = (item.effective_on - today).days
    if days and notice < days:
        of = "" if name == ANY_CATEGORY else f" for {name}"
        yield Contradiction(
            what=f"it binds from {item.effective_on}, {max(notice, 0)} days from today, and"
            f" publisher.toml asks for {days} days' notice{of}; choose a later effective date",
            line=_line_of(item.source, "effective"),
            stops=gate.stops,
        )


def _stale_references(item: Pending) -> Iterator[Contradiction]:
    found = item.comparison
    for line, words, number in left_behind(found.old, found.new, found.alignment):
        yield Contradiction(
            what=f"“{words}” names a clause that has the number {number} now; write {number},"
            " or leave it where it means what stands in the old one's place",
            line=line,
            stops=False,
        )


def _place(item: Pending, change: Change | None) -> int:
    if change is not None and change.new:
        index = {segment.extent: segment for segment in item.comparison.new.segments}
        segment = index[change.new[0].span]
        return segment.line if segment.kind is not SegmentKind.FIELD else 1
    return _line_of(item.source, "material")


def _line_of(source: str, field: str) -> int:
    """The line of a field of the front matter; the first line where it is not written."""
    head = source[: body_start(source)]
    match = re.search(rf"(?m)^{field}[ \t]*:", head)
    return head.count("\n", 0, match.start()) + 1 if match else 1
