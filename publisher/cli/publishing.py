"""`publisher publish`, `log` and `show`: making texts public, and looking at what is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import click

from publisher.cli.options import day, example, workspace_option
from publisher.cli.progress import told
from publisher.history.publication import ANY_LOCALE, Lag, Publication, PublicationKind
from publisher.history.publish import Published
from publisher.history.snapshot import Publications
from publisher.model.errors import NotPublishedError, UsageError
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId, PublishedRevision, parse_policy_id
from publisher.workspace import Workspace
from publisher.workspace.publishing import publish_workspace, withdraw_revision


@click.command("publish", epilog=example("publisher publish"))
@workspace_option
@click.option(
    "--at",
    metavar="TIME",
    help="The time to record, such as 2024-03-01T09:00+08:00; only for samples and tests.",
)
@click.option("--corrects", type=int, metavar="N", help="The publication that this one mends.")
@click.option("--reason", default="", help="Why, in a sentence; required with --corrects.")
def publish_command(
    workspace: Workspace, *, at: str | None, corrects: int | None, reason: str
) -> None:
    """Make public the committed policies in every locale whose catalog is complete.

    All of it becomes public at one moment or none of it does. Locales that are not complete stay
    at their last complete revision, and the log says how far they are behind.
    """
    if (corrects is None) == bool(reason.strip()):
        raise UsageError("--corrects and --reason belong together; give both or neither")
    with told("publishing") as progress:
        published = publish_workspace(
            workspace, now=_moment(at), progress=progress, mends=corrects, reason=reason.strip()
        )
    for line in _outcome(workspace, published):
        click.echo(line)
    for policy in workspace.uncommitted():
        click.echo(
            f"publisher: {workspace.master_path(policy)}: has changes that are not committed;"
            " the committed text was published",
            err=True,
        )


@click.command(
    "withdraw",
    epilog=example('publisher withdraw privacy 3 --reason "It names the wrong retention period"'),
)
@workspace_option
@click.argument("policy", type=parse_policy_id)
@click.argument("number", type=int)
@click.option("--locale", type=LocaleTag, help="In this language only.")
@click.option("--reason", required=True, help="Why, in a sentence that readers see.")
@click.option("--at", metavar="TIME", help="The time to record; only for samples and tests.")
def withdraw_command(
    workspace: Workspace,
    policy: PolicyId,
    number: int,
    *,
    locale: LocaleTag | None,
    reason: str,
    at: str | None,
) -> None:
    """Take back revision NUMBER of POLICY, in all languages that render it.

    Nothing is deleted: it stays in the history, marked, and the one before is in force again.
    """
    if not reason.strip():
        raise UsageError("--reason: say why, readers will see it")
    with told("withdrawing") as progress:
        publication = withdraw_revision(
            workspace,
            policy=policy,
            number=number,
            locale=locale,
            reason=reason.strip(),
            now=_moment(at),
            progress=progress,
        )
    click.echo(f"Publication {publication.sequence} is public")
    for item in publication.withdrawn:
        click.echo(f"  {item.policy} {item.locale} revision {item.number} is withdrawn")


@click.command("log", epilog=example("publisher log --policy privacy"))
@workspace_option
@click.option("--policy", type=parse_policy_id, help="Only publications of this policy.")
def log_command(workspace: Workspace, policy: PolicyId | None) -> None:
    """List what became public, newest first."""
    public = workspace.publications()
    entries = [
        entry
        for entry in reversed(public.publications())
        if policy is None or _concerns(entry, policy)
    ]
    if not entries:
        click.echo("Nothing is public yet; `publisher publish` makes it so")
    for entry in entries:
        for line in _entry_lines(workspace, entry, policy):
            click.echo(line)


@click.command(
    "show",
    epilog=example(
        "publisher show privacy --locale en --on 2024-03-01",
        "publisher show privacy --locale en --revision 3 --facts",
    ),
)
@workspace_option
@click.argument("policy", type=parse_policy_id)
@click.option("--locale", type=LocaleTag, help="The language; the master where none is given.")
@click.option("--revision", "number", type=int, help="A revision's number.")
@click.option("--on", type=day, help="The revision in force on that day.")
@click.option("--public-on", type=day, help="The newest revision that was public that day.")
@click.option("--facts", is_flag=True, help="Dates and hashes instead of the text.")
def show_command(
    workspace: Workspace,
    policy: PolicyId,
    *,
    locale: LocaleTag | None,
    number: int | None,
    on: date | None,
    public_on: date | None,
    facts: bool,
) -> None:
    """Print a published text of POLICY: the one in force today, unless asked for another."""
    if sum(choice is not None for choice in (number, on, public_on)) > 1:
        raise UsageError("--revision, --on and --public-on exclude each other; give one")
    public = workspace.publications()
    tag = locale or workspace.settings.master
    today = datetime.now(UTC).astimezone(workspace.settings.timezone).date()
    if number is not None:
        revision: PublishedRevision | None = public.revision(policy, tag, number)
    elif public_on is not None:
        zone = workspace.settings.timezone
        revision = public.public_on(policy, tag, public_on, zone=zone)
    else:
        revision = public.current(policy, tag, on or today)
    if revision is None:
        raise NotPublishedError(f"{policy} in {tag} on {public_on or on or today}")
    if facts:
        for line in _facts(public, revision):
            click.echo(line)
    else:
        click.echo(public.data(revision), nl=False)


def _concerns(entry: Publication, policy: PolicyId) -> bool:
    named = {item.policy for item in entry.revisions} | {item.policy for item in entry.withdrawn}
    return policy in named


def _moment(at: str | None) -> datetime:
    if at is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise UsageError(f"--at: {at!r} is no time; write 2024-03-01T09:00+08:00") from error
    if moment.tzinfo is None:
        raise UsageError(f"--at: {at!r} names no time zone; write 2024-03-01T09:00+08:00")
    return moment


def _outcome(workspace: Workspace, published: Published) -> Iterator[str]:
    publication = published.publication
    if publication is None:
        yield "Nothing new to publish"
        lags = published.plan.lags
    else:
        yield f"Publication {publication.sequence} is public"
        for revision in publication.revisions:
            yield f"  {_revision(revision)}"
        yield from (f"  {line}" for line in _values(workspace.publications(), publication))
        lags = publication.lags
    for lag in lags:
        yield f"  {_lag(workspace, lag)}"


def _revision(revision: PublishedRevision) -> str:
    return (
        f"{revision.policy} {revision.locale} revision {revision.number}: {revision.title},"
        f" revised {revision.revised_on}, in force from {revision.in_force_from}"
    )


def _lag(workspace: Workspace, lag: Lag) -> str:
    path = workspace.catalog_path(lag.locale, lag.policy).relative_to(workspace.settings.root)
    shown = f"shows revision {lag.rendered_number}" if lag.rendered_number else "is not public yet"
    if lag.marked:
        shown = "shows the gaps in the master's language"
    if not lag.messages:
        return f"{lag.policy} {lag.locale} {shown}: no catalog {path}; run `publisher update`"
    first = lag.messages[0]
    return (
        f"{lag.policy} {lag.locale} {shown}: {len(lag.messages)} of {lag.total} messages are"
        f" untranslated or fuzzy, first at the master's line {first.line}; finish {path}, then"
        " publish again"
    )


def _entry_lines(
    workspace: Workspace, entry: Publication, policy: PolicyId | None
) -> Iterator[str]:
    moment = entry.published_at.astimezone(workspace.settings.timezone)
    kind = "" if entry.kind is PublicationKind.PUBLICATION else f" ({entry.kind.value})"
    yield f"{entry.sequence}  {moment:%Y-%m-%d %H:%M %Z}{kind}"
    if entry.mends is not None:
        yield f"    corrects publication {entry.mends}"
    if entry.reason:
        yield f"    {entry.reason}"
    for item in entry.withdrawn:
        yield f"    {item.policy} {item.locale} revision {item.number} is withdrawn"
    yield from (f"    {line}" for line in _values(workspace.publications(), entry))
    shelves: dict[tuple[PolicyId, LocaleTag], list[PublishedRevision]] = {}
    for revision in entry.revisions:
        if policy is None or revision.policy == policy:
            shelves.setdefault((revision.policy, revision.locale), []).append(revision)
    for (name, locale), revisions in shelves.items():
        if len(revisions) == 1:
            yield f"    {_revision(revisions[0])}"
        else:
            first, last = revisions[0], revisions[-1]
            yield (
                f"    {name} {locale} revisions {first.number} to {last.number}:"
                f" {first.revised_on} to {last.revised_on}"
            )


def _values(public: Publications, entry: Publication) -> Iterator[str]:
    """What changed of values that were public before."""
    if entry.values is None or entry.sequence == 1:
        return
    before = public.site_values_at(entry.sequence - 1)
    for site, tables in entry.values.items():
        for locale, table in tables.items():
            old = before.get(site, {}).get(locale, {})
            for name in sorted(old.keys() | table.keys()):
                if old.get(name) != table.get(name):
                    place = f"{site}, {locale}" if locale != ANY_LOCALE else site
                    words = f"{old.get(name, '(none)')} → {table.get(name, '(none)')}"
                    yield f"value of {name} ({place}): {words}"


def _facts(public: Publications, revision: PublishedRevision) -> Iterator[str]:
    withdrawal = public.withdrawal(revision)
    material = {True: "yes", False: "no", None: "undecided"}[revision.material]
    facts = {
        "policy": revision.policy,
        "locale": revision.locale,
        "revision": revision.number,
        "title": revision.title,
        "revised": revision.revised_on,
        "in force from": revision.in_force_from,
        "published": revision.published_at.isoformat(),
        "publication": revision.sequence,
        "translated": revision.translated_at and revision.translated_at.isoformat(),
        "renders master revision": revision.master_number,
        "material": material,
        "decided by": revision.decided_by,
        "commit": revision.commit,
        "sha256": revision.text_sha256,
        "withdrawn": withdrawal and withdrawal.reason,
    }
    for name, value in facts.items():
        if value not in (None, ""):
            yield f"{name}: {value}"
    for line in revision.summary:
        yield f"summary: {line}"
