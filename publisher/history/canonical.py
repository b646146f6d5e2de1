"""The log's entries as canonical JSON: UTF-8, sorted keys, no blanks, no floats."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Protocol, TypeVar

from publisher.history.publication import (
    Decision,
    Lag,
    LaggingMessage,
    Publication,
    PublicationKind,
    PublicRef,
    Withdrawal,
)
from publisher.model.errors import PublisherError, RepositoryError
from publisher.model.locales import LocaleTag
from publisher.model.policies import (
    CommitId,
    PartialDate,
    PolicyId,
    PublishedRevision,
    parse_policy_id,
)

FORMAT = 1


class LogEntryError(RepositoryError):
    """An entry of the publication log is not what this program writes."""

    def __init__(self, *, entry: str, what: str) -> None:
        self.entry = entry
        super().__init__(
            f"publication log, entry {entry}: {what}; run `publisher verify` and restore"
            " the master repository from a copy"
        )


def encode(publication: Publication) -> bytes:
    """The bytes that are committed, hashed and chained; decode() gives the publication back."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "sequence": publication.sequence,
        "previous": publication.previous,
        "published": _moment(publication.published_at),
        "kind": publication.kind.value,
        "reason": publication.reason,
        "mends": publication.mends,
        "master": publication.master.tag,
        "prevailing": {policy: tag.tag for policy, tag in publication.prevailing.items()},
        "policies": _listed(publication.revisions, record),
        "withdrawn": _listed(publication.withdrawn, _withdrawal),
        "lag": _listed(publication.lags, _lag),
        "heads": {locale.tag: commit for locale, commit in publication.heads.items()},
        "public": {
            policy: {locale.tag: _public(ref) for locale, ref in locales.items()}
            for policy, locales in publication.public.items()
        },
    }
    if publication.values is not None:
        document["values"] = publication.values
    if publication.decisions:
        document["decisions"] = [_decision(item) for item in publication.decisions]
    return canonical(document)


def canonical(document: object) -> bytes:
    """Any document of ours in the one form that it has."""
    text = json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode("utf-8")


def sha256(data: bytes) -> str:
    """The hash by which texts and entries are known, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def decode(data: bytes, *, entry: str) -> Publication:
    """The publication that an entry's bytes say; raises LogEntryError."""
    try:
        document = json.loads(data)
        found = document["format"]
        publication = _publication(document) if found == FORMAT else None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LogEntryError(entry=entry, what=f"it cannot be read ({error!r})") from error
    except PublisherError as error:
        raise LogEntryError(entry=entry, what=str(error)) from error
    if publication is None:
        raise LogEntryError(entry=entry, what=f"its format is {found}, this program's is {FORMAT}")
    return publication


def _publication(document: dict[str, Any]) -> Publication:
    sequence = document["sequence"]
    return Publication(
        sequence=sequence,
        previous=document["previous"],
        published_at=_read_moment(document["published"]),
        kind=PublicationKind(document["kind"]),
        reason=document["reason"],
        mends=document["mends"],
        master=LocaleTag(document["master"]),
        prevailing={
            parse_policy_id(policy): LocaleTag(tag)
            for policy, tag in document["prevailing"].items()
        },
        revisions=tuple(
            _revision(policy, locale, item, sequence)
            for policy, locale, item in _items(document["policies"])
        ),
        withdrawn=tuple(
            _read_withdrawal(policy, locale, item)
            for policy, locale, item in _items(document["withdrawn"])
        ),
        lags=tuple(
            _read_lag(policy, locale, item) for policy, locale, item in _items(document["lag"])
        ),
        public={
            parse_policy_id(policy): {
                LocaleTag(tag): PublicRef(
                    number=ref["number"],
                    commit=CommitId(ref["commit"]),
                    text_sha256=ref["text_sha256"],
                )
                for tag, ref in locales.items()
            }
            for policy, locales in document["public"].items()
        },
        heads={LocaleTag(tag): CommitId(oid) for tag, oid in document["heads"].items()},
        values=document.get("values"),
        decisions=tuple(_read_decision(item) for item in document.get("decisions", ())),
    )


def _items(
    listed: Mapping[str, Mapping[str, list[dict[str, Any]]]],
) -> Iterable[tuple[PolicyId, LocaleTag, dict[str, Any]]]:
    for policy, locales in listed.items():
        for tag, items in locales.items():
            for item in items:
                yield parse_policy_id(policy), LocaleTag(tag), item


class _Shelved(Protocol):
    @property
    def policy(self) -> PolicyId: ...
    @property
    def locale(self) -> LocaleTag: ...


_Item = TypeVar("_Item", bound=_Shelved)


def _listed(
    items: Iterable[_Item], one: Callable[[_Item], dict[str, Any]]
) -> dict[str, dict[str, list[dict[str, Any]]]]:
    listed: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        listed[item.policy][item.locale.tag].append(one(item))
    return listed


def record(revision: PublishedRevision) -> dict[str, Any]:
    """A revision as the log has it."""
    return {
        "number": revision.number,
        "commit": revision.commit,
        "text_sha256": revision.text_sha256,
        "title": revision.title,
        "revised": str(revision.revised_on),
        "effective": None if revision.effective_on is None else revision.effective_on.isoformat(),
        "published": _moment(revision.published_at),
        "translated": None if revision.translated_at is None else _moment(revision.translated_at),
        "master_number": revision.master_number,
        "material": revision.material,
        "decided_by": revision.decided_by,
        "summary": list(revision.summary),
        "subject": revision.subject,
    }


def _revision(
    policy: PolicyId, locale: LocaleTag, item: dict[str, Any], sequence: int
) -> PublishedRevision:
    effective, translated = item["effective"], item["translated"]
    return PublishedRevision(
        policy=policy,
        locale=locale,
        number=item["number"],
        commit=CommitId(item["commit"]),
        text_sha256=item["text_sha256"],
        title=item["title"],
        revised_on=PartialDate.parse(item["revised"]),
        effective_on=None if effective is None else date.fromisoformat(effective),
        published_at=_read_moment(item["published"]),
        translated_at=None if translated is None else _read_moment(translated),
        master_number=item["master_number"],
        material=item["material"],
        decided_by=item["decided_by"],
        summary=tuple(item["summary"]),
        subject=item["subject"],
        sequence=sequence,
    )


def _withdrawal(withdrawal: Withdrawal) -> dict[str, Any]:
    day = withdrawal.from_day
    since = {} if day is None else {"from": day.isoformat()}
    return {"number": withdrawal.number, "reason": withdrawal.reason, **since}


def _read_withdrawal(policy: PolicyId, locale: LocaleTag, item: dict[str, Any]) -> Withdrawal:
    since = item.get("from")
    return Withdrawal(
        policy=policy,
        locale=locale,
        number=item["number"],
        reason=item["reason"],
        from_day=None if since is None else date.fromisoformat(since),
    )


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "policy": decision.policy,
        "body_sha256": decision.body_sha256,
        "material": decision.material,
        "reason": decision.reason,
        "by": decision.by,
        "decided": _moment(decision.decided_at),
        "suggested": decision.suggested,
        "approved_by": decision.approved_by,
    }


def _read_decision(item: dict[str, Any]) -> Decision:
    return Decision(
        policy=parse_policy_id(item["policy"]),
        body_sha256=item["body_sha256"],
        material=item["material"],
        reason=item["reason"],
        by=item["by"],
        decided_at=_read_moment(item["decided"]),
        suggested=item["suggested"],
        approved_by=item["approved_by"],
    )


def _public(ref: PublicRef) -> dict[str, Any]:
    return {"number": ref.number, "commit": ref.commit, "text_sha256": ref.text_sha256}


def _lag(lag: Lag) -> dict[str, Any]:
    return {
        "master_number": lag.master_number,
        "rendered_number": lag.rendered_number,
        "since": _moment(lag.since),
        "total": lag.total,
        "marked": lag.marked,
        "messages": [
            {"line": message.line, "section": list(message.section), "text": message.text}
            for message in lag.messages
        ],
    }


def _read_lag(policy: PolicyId, locale: LocaleTag, item: dict[str, Any]) -> Lag:
    return Lag(
        policy=policy,
        locale=locale,
        master_number=item["master_number"],
        rendered_number=item["rendered_number"],
        since=_read_moment(item["since"]),
        total=item["total"],
        marked=item["marked"],
        messages=tuple(
            LaggingMessage(
                line=message["line"], section=tuple(message["section"]), text=message["text"]
            )
            for message in item["messages"]
        ),
    )


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _read_moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
