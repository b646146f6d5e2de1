"""`publisher judge`, `review` and `decide`: what a change means, and who said so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from publisher.changes import Comparison, compare
from publisher.changes.materiality import Rulebook
from publisher.cli.options import example, rules_option, workspace_option
from publisher.cli.progress import told
from publisher.history.publication import Decision
from publisher.model.changes import Change, Level, Materiality, Reason
from publisher.model.errors import InvalidSourceError, UsageError
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId, parse_policy_id
from publisher.workspace import Workspace
from publisher.workspace.deciding import approve, decide, waiting, waiting_values
from publisher.workspace.gate import Pending, contradictions, standing
from publisher.workspace.valuegate import (
    PendingValues,
    changes_shown,
    undecided_values,
    values_standing,
)

_SHOWN_WORDS = 40  # characters of evidence
_MARKS = {Level.MATERIAL: "!", Level.UNDECIDED: "?", Level.IMMATERIAL: " "}


@click.command(
    "judge",
    epilog=example(
        "publisher judge old.md new.md --locale zh-Hans",
        "publisher judge old.md new.md --locale en --json",
        "publisher judge old.md new.md --locale en -C ~/acme",
    ),
)
@click.argument("old", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("new", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--locale", type=LocaleTag, required=True, help="The language of both texts.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@rules_option
def judge_command(
    old: Path, new: Path, *, locale: LocaleTag, as_json: bool, rules: Rulebook
) -> None:
    """Say what the machine suggests about the changes from OLD to NEW, and by which words.

    It suggests; legal decides, in the front matter or by `publisher decide`. In a workspace its own
    rules judge along with the shipped ones, as they do before it is published.
    """
    comparison = compare(_text(old), _text(new), locale=locale.tag, rules=rules)
    if as_json:
        click.echo(json.dumps(comparison.to_dict(), ensure_ascii=False, indent=2))
        return
    click.echo(_suggested(comparison.materiality, rules))
    for line in _changes(comparison):
        click.echo(line)


@click.command("review", epilog=example("publisher review", "publisher review --json"))
@workspace_option
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def review_command(ctx: click.Context, workspace: Workspace, *, as_json: bool) -> None:
    """List the committed texts that wait to be published: what is suggested, what was decided.

    Ends with 1 where something has to be decided first.
    """
    with told("judging"):
        public = workspace.publications()
        found, changed = waiting(workspace, public), waiting_values(workspace, public)
    settings = workspace.settings
    today = datetime.now(settings.timezone).date()
    stopped = any(
        it.stops for item in found for it in contradictions(item, settings.gate, today=today)
    )
    stopped |= settings.gate.stops and any(
        undecided_values(item, settings.gate) for item in changed
    )
    if as_json:
        rows = [_as_json(workspace, item) for item in found]
        rows += [_values_as_json(workspace, item) for item in changed]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif not found and not changed:
        click.echo("No committed text waits to follow a published one, and no value changed")
    else:
        for item in found:
            for line in _row(workspace, item):
                click.echo(line)
        for values in changed:
            for line in _values_row(workspace, values):
                click.echo(line)
    if stopped:
        ctx.exit(1)


@click.command(
    "decide",
    epilog=example(
        'publisher decide privacy --not-material --by "Li Na" --reason "A typing error was mended"',
        'publisher decide privacy --approve --by "Wang Fang"',
        'publisher decide privacy --values --material --by "Li Na" --reason "The firm was renamed"',
    ),
)
@workspace_option
@click.argument("policy", type=parse_policy_id)
@click.option("--material/--not-material", default=None, help="What was decided.")
@click.option("--approve", "approves", is_flag=True, help="Agree with what another decided.")
@click.option("--reason", default="", help="Why, in a sentence; it stays in the log.")
@click.option("--by", required=True, help="Who decides, by name.")
@click.option(
    "--values", "about_values", is_flag=True, help="About the changed values of sites in it."
)
def decide_command(
    workspace: Workspace,
    policy: PolicyId,
    *,
    material: bool | None,
    approves: bool,
    reason: str,
    by: str,
    about_values: bool,
) -> None:
    """Record in the publication log what legal decided about the committed text of POLICY.

    The decision holds for this very text; another text needs another decision. With --values it is
    about the values in publisher.toml that changed and show in POLICY, such as the company's name.
    """
    now = datetime.now(UTC)
    if not by.strip():
        raise UsageError("--by: name who decides")
    if approves:
        if material is not None or reason.strip():
            raise UsageError("--approve agrees with a decision; give only --by with it")
        with told("deciding") as progress:
            decision = approve(
                workspace,
                policy,
                by=by.strip(),
                now=now,
                progress=progress,
                about_values=about_values,
            )
    else:
        if material is None or not reason.strip():
            raise UsageError("say --material or --not-material, and --reason in a sentence")
        with told("deciding") as progress:
            decision = decide(
                workspace,
                policy,
                material=material,
                reason=reason.strip(),
                by=by.strip(),
                now=now,
                progress=progress,
                about_values=about_values,
            )
    click.echo(f"{policy}: legal decided: {_decided(decision)}")
    if workspace.settings.gate.second_person and not decision.approved_by:
        which = "--values --approve" if about_values else "--approve"
        click.echo(f"A second person has to approve: publisher decide {policy} {which} --by NAME")


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise InvalidSourceError(path=path, what="no such file") from error
    except UnicodeDecodeError as error:
        raise InvalidSourceError(path=path, what="not UTF-8; save it as UTF-8") from error


def _suggested(materiality: Materiality, rules: Rulebook) -> str:
    names = ", ".join(rules.categories[name].name("en") for name in materiality.categories)
    about = f"; about: {names}" if names else ""
    level = materiality.level.value
    return f"the machine suggests: {level}, score {materiality.score:.2f}{about}"


def _changes(comparison: Comparison) -> Iterator[str]:
    for change in comparison.visible_changes:
        place = change.new[0] if change.new else change.old[0]
        side = "" if change.new else " of the old text"
        judged = change.materiality
        noise = f" ({change.noise.value})" if change.noise else ""
        yield (
            f"{_MARKS[judged.level]} line {place.line}{side}: {change.kind.value}{noise},"
            f" {judged.level.value} {judged.score:.2f}"
        )
        yield from (f"      {_reason(reason)}" for reason in _telling(change))


def _telling(change: Change) -> tuple[Reason, ...]:
    reasons = change.materiality.reasons
    return tuple(reason for reason in reasons if reason.evidence.old or reason.evidence.new)


def _reason(reason: Reason) -> str:
    old, new = (_short(words) for words in (reason.evidence.old, reason.evidence.new))
    return f"{reason.rule} {reason.weight:.2f}: {old} → {new}"


def _short(words: str) -> str:
    words = " ".join(words.split())
    if not words:
        return "(nothing)"
    return words if len(words) <= _SHOWN_WORDS else f"{words[: _SHOWN_WORDS - 1]}…"


def _row(workspace: Workspace, item: Pending) -> Iterator[str]:
    state = standing(item, workspace.settings.gate)
    yield f"{item.policy}, after revision {item.public.number}: {state.value}"
    yield f"  {_suggested(item.suggestion, workspace.rules)}"
    declared = {True: "material", False: "not material", None: "nothing"}[item.facts.material]
    yield f"  the front matter declares: {declared}"
    if item.decision is not None:
        yield f"  legal decided: {_decided(item.decision)}"
    yield from (f"  {line}" for line in _obligations(item.suggestion, workspace.rules))
    path = workspace.master_path(item.policy).relative_to(workspace.settings.root)
    today = datetime.now(workspace.settings.timezone).date()
    for found in contradictions(item, workspace.settings.gate, today=today):
        yield f"  {path}:{found.line}: {found.what}"
    yield from (f"  {line}" for line in _changes(item.comparison))


def _values_row(workspace: Workspace, item: PendingValues) -> Iterator[str]:
    state = values_standing(item, workspace.settings.gate)
    yield f"{item.policy}, changed values: {state.value}"
    yield f"  {_suggested(item.suggestion, workspace.rules)}"
    for place in item.places:
        for words in changes_shown(place.changed):
            yield f"  {place.site}, {place.locale}: {words}"
    if item.decision is not None:
        yield f"  legal decided: {_decided(item.decision)}"
    yield from (f"  {line}" for line in _obligations(item.suggestion, workspace.rules))
    if what := undecided_values(item, workspace.settings.gate):
        yield f"  {what}"


def _values_as_json(workspace: Workspace, item: PendingValues) -> dict[str, Any]:
    what = undecided_values(item, workspace.settings.gate)
    return {
        "policy": item.policy,
        "values_sha256": item.body_sha256,
        "standing": values_standing(item, workspace.settings.gate).value,
        "decision": _decision_as_json(item.decision),
        "findings": [{"what": what, "stops": workspace.settings.gate.stops}] if what else [],
        "values": [
            {
                "site": place.site,
                "locale": place.locale.tag,
                "old": dict(place.changed.old),
                "new": dict(place.changed.new),
                "suggested": place.comparison.materiality.level.value,
                "score": round(place.comparison.materiality.score, 4),
            }
            for place in item.places
        ],
    }


def _decision_as_json(decision: Decision | None) -> dict[str, Any] | None:
    if decision is None:
        return None
    return {
        "material": decision.material,
        "by": decision.by,
        "on": decision.decided_at.isoformat(),
        "reason": decision.reason,
        "approved_by": decision.approved_by,
    }


def _decided(decision: Decision) -> str:
    verdict = "material" if decision.material else "not material"
    second = f", approved by {decision.approved_by}" if decision.approved_by else ""
    return (
        f"{verdict}, by {decision.by} on {decision.decided_at:%Y-%m-%d}{second}: {decision.reason}"
    )


def _obligations(materiality: Materiality, rules: Rulebook) -> Iterator[str]:
    """What laws may ask for, by category; sources to look at, not advice."""
    if materiality.level is not Level.MATERIAL:
        return
    for name in materiality.categories:
        category = rules.categories[name]
        for item in category.obligations:
            days = f" {item.days} days before" if item.days else ""
            yield f"may bring ({category.name('en')}): {item.duty.value}{days}, see {item.source}"


def _as_json(workspace: Workspace, item: Pending) -> dict[str, Any]:
    today = datetime.now(workspace.settings.timezone).date()
    return {
        "policy": item.policy,
        "follows": item.public.number,
        "body_sha256": item.body_sha256,
        "standing": standing(item, workspace.settings.gate).value,
        "declared": item.facts.material,
        "decision": _decision_as_json(item.decision),
        "findings": [
            {"line": found.line, "what": found.what, "stops": found.stops}
            for found in contradictions(item, workspace.settings.gate, today=today)
        ],
        "comparison": item.comparison.to_dict(),
    }
