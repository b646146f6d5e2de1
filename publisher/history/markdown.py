"""A publication as Markdown, for people who look into the log with Git alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publisher.history.publication import Decision, Publication, PublicationKind
from publisher.model.policies import PublishedRevision

_ACTIVE = re.compile(r"([\\`*_{}\[\]<>#|])")


def render(publication: Publication) -> str:
    """The entry as a page; what counts is the JSON beside it."""
    return "\n".join(_lines(publication)) + "\n"


def _lines(publication: Publication) -> Iterator[str]:
    yield f"# {_heading(publication)}"
    yield ""
    yield f"Public since {publication.published_at:%Y-%m-%d %H:%M:%S} UTC."
    if publication.reason:
        yield f"Reason: {_escaped(publication.reason)}"
    yield f"The entry before has SHA-256 `{publication.previous or 'none, this is the first'}`."
    if publication.revisions:
        yield from _revisions(publication)
    if publication.withdrawn:
        yield from ("", "## Withdrawn", "")
        for item in publication.withdrawn:
            reason = _escaped(item.reason)
            yield f"- {item.policy}, {item.locale}, revision {item.number}: {reason}"
    if publication.decisions:
        yield from ("", "## Decided", "")
        yield from (_decision(item) for item in publication.decisions)
    if publication.lags:
        yield from ("", "## Behind the master", "")
        for lag in publication.lags:
            yield (
                f"- {lag.policy}, {lag.locale}: {len(lag.messages)} of {lag.total} messages of"
                f" master revision {lag.master_number}, since {lag.since:%Y-%m-%d}"
            )
    if publication.values is not None:
        yield from ("", "Values of sites changed; they are in `publication.json`.")


def _heading(publication: Publication) -> str:
    match publication.kind:
        case PublicationKind.PUBLICATION:
            return f"Publication {publication.sequence}"
        case PublicationKind.IMPORT:
            return f"Publication {publication.sequence}: an imported history"
        case PublicationKind.CORRECTION:
            return f"Publication {publication.sequence}: corrects publication {publication.mends}"
        case PublicationKind.WITHDRAWAL:
            return f"Publication {publication.sequence}: a withdrawal"
        case PublicationKind.DECISION:
            return f"Publication {publication.sequence}: a decision about a text to come"


def _revisions(publication: Publication) -> Iterator[str]:
    yield ""
    yield "| policy | locale | revision | title | revised | in force from | material | SHA-256 |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for revision in publication.revisions:
        yield _row(revision)
    for revision in publication.revisions:
        if revision.summary:
            yield from ("", f"## {revision.policy}, {revision.locale}, {revision.number}", "")
            yield from (f"- {_escaped(line)}" for line in revision.summary)


def _decision(decision: Decision) -> str:
    verdict = "material" if decision.material else "not material"
    second = f", approved by {_escaped(decision.approved_by)}" if decision.approved_by else ""
    return (
        f"- {decision.policy}, text `{decision.body_sha256}`: {verdict}, decided by"
        f" {_escaped(decision.by)} on {decision.decided_at:%Y-%m-%d}{second}:"
        f" {_escaped(decision.reason)} (the machine's score was 0.{decision.suggested:03})"
    )


def _row(revision: PublishedRevision) -> str:
    material = {True: "yes", False: "no", None: "undecided"}[revision.material]
    cells = (
        revision.policy,
        revision.locale.tag,
        str(revision.number),
        _escaped(revision.title),
        str(revision.revised_on),
        revision.in_force_from.isoformat(),
        f"{material} ({_escaped(revision.decided_by)})" if revision.decided_by else material,
        f"`{revision.text_sha256}`",
    )
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    return _ACTIVE.sub(r"\\\1", " ".join(text.split()))
