"""Decides what a publication makes public. Pure: nothing is read or written here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from publisher.history.canonical import sha256
from publisher.history.ledger import values_differ
from publisher.history.masters import MasterRevision
from publisher.history.publication import Lag, LaggingMessage, SiteValues
from publisher.history.snapshot import Publications
from publisher.model.errors import PlaceholderError
from publisher.model.locales import LocaleTag
from publisher.model.policies import CommitId, PolicyId, PublishedRevision, RevisionFacts
from publisher.model.segments import SegmentKind
from publisher.text import parse, placeholders
from publisher.text.front_matter import body_start, read_facts

# A line that may be a heading, or underline one; in code or HTML it is none.
_HEADING_LINE = re.compile(
    r"^[ \t>]{0,9}(?:#{1,6}(?:[ \t][^\r\n]*)?|[=-]+[ \t]*)(?:\r\n|\r|\n|\Z)|<h[1-6][^\r\n]*",
    re.MULTILINE,
)

# Filled with a revision's dates when a page is made.
DATE_PLACEHOLDERS = frozenset({"revisionDate", "effectiveDate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A locale's text of a master revision, as its catalog makes it."""

    text: str  # complete, or with the master's passages marked
    missing: tuple[LaggingMessage, ...]  # what the catalog does not translate
    total: int  # messages that the master has
    translated_at: datetime | None  # when the catalog was last worked on; None: it does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the workspace's settings say about publishing."""

    master: LocaleTag
    locales: tuple[LocaleTag, ...]
    prevailing: LocaleTag
    mark_incomplete: bool
    values: SiteValues


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedText:
    """A text that will be public, with the number that it gets."""

    policy: PolicyId
    locale: LocaleTag
    number: int
    source: str
    facts: RevisionFacts
    master: MasterRevision
    master_number: int
    translated_at: datetime | None
    replaces: PublishedRevision | None  # the same text with other facts; None: a new text
    commit: CommitId | None  # None: still to be written

    @property
    def title(self) -> str:
        """What the text is called."""
        return self.facts.title or first_heading(self.source) or self.policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a publication will say, but for the ids of what is still to be written."""

    head: CommitId | None  # of the master, when it was read; None: nothing is committed
    texts: tuple[PlannedText, ...]
    lags: tuple[Lag, ...]
    values_changed: bool
    prevailing_changed: bool
    absent: tuple[tuple[PolicyId, LocaleTag], ...]  # held back with no text to show at all

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that readers would see."""
        return not self.texts and not self.values_changed and not self.prevailing_changed


def make_plan(
    *,
    public: Publications,
    head: CommitId | None,
    masters: Mapping[PolicyId, MasterRevision],
    translations: Mapping[tuple[PolicyId, LocaleTag], Translation],
    rules: Rules,
    now: datetime,
) -> Plan:
    """What becomes public of the newest masters and the translations at hand.

    Raises PlaceholderError for a text whose placeholders a site has no value for.
    """
    texts: list[PlannedText] = []
    lags: list[Lag] = []
    absent: list[tuple[PolicyId, LocaleTag]] = []
    for policy, master in sorted(masters.items()):
        planned = _master_text(public, master, rules.master)
        number = planned.number if planned else len(public.revisions(policy, rules.master))
        texts += [planned] if planned else []
        for locale in rules.locales:
            translation = translations.get((policy, locale))
            lag = _lag(public, master, number, locale, translation, rules, now)
            if lag is not None:
                lags.append(lag)
            if lag is not None and not lag.marked:
                absent += [] if public.revisions(policy, locale) else [(policy, locale)]
            elif translation is not None:
                text = _locale_text(public, master, number, locale, translation)
                texts += [text] if text else []
    for text in texts:
        _check_placeholders(text, rules.values)
    return Plan(
        head=head,
        texts=tuple(texts),
        lags=tuple(lags),
        values_changed=values_differ(public.ledger, rules.values),
        prevailing_changed=any(
            public.prevailing(policy) != rules.prevailing for policy in public.policies()
        ),
        absent=tuple(absent),
    )


def first_heading(source: str) -> str:
    """The words of a text's first heading, in one line; empty where it has none."""
    # What follows a heading does not change it, so no more than up to it is parsed.
    for candidate in _HEADING_LINE.finditer(source):
        parsed = parse(source[: candidate.end()])
        for segment in parsed.segments:
            if segment.kind is SegmentKind.HEADING and segment.lines:
                return " ".join(line.of(source).strip() for line in segment.lines)
    return ""


def _master_text(
    public: Publications, master: MasterRevision, locale: LocaleTag
) -> PlannedText | None:
    shelf = public.revisions(master.policy, locale)
    same_text = bool(shelf) and _body(public.text(shelf[-1])) == master.body
    if same_text and shelf[-1].text_sha256 == sha256(master.source.encode()):
        return None
    number = len(shelf) if same_text else len(shelf) + 1
    return PlannedText(
        policy=master.policy,
        locale=locale,
        number=number,
        source=master.source,
        facts=master.facts,
        master=master,
        master_number=number,
        translated_at=None,
        replaces=shelf[-1] if same_text else None,
        commit=master.commit,
    )


def _locale_text(
    public: Publications,
    master: MasterRevision,
    master_number: int,
    locale: LocaleTag,
    translation: Translation,
) -> PlannedText | None:
    shelf = public.revisions(master.policy, locale)
    last = shelf[-1] if shelf and shelf[-1].master_number == master_number else None
    if last is not None and last.text_sha256 == sha256(translation.text.encode()):
        return None
    same_text = last is not None and _body(public.text(last)) == _body(translation.text)
    return PlannedText(
        policy=master.policy,
        locale=locale,
        number=len(shelf) if same_text else len(shelf) + 1,
        source=translation.text,
        facts=read_facts(translation.text),
        master=master,
        master_number=master_number,
        translated_at=translation.translated_at,
        replaces=last if same_text else None,
        commit=None,
    )


def _lag(
    public: Publications,
    master: MasterRevision,
    master_number: int,
    locale: LocaleTag,
    translation: Translation | None,
    rules: Rules,
    now: datetime,
) -> Lag | None:
    if translation is not None and not translation.missing:
        return None
    shelf = public.revisions(master.policy, locale)
    rendered = _rendered_number(public, master, shelf, rules.master)
    known = public.lag(master.policy, locale)
    if rendered == master_number and not (known and known.marked):
        return None  # complete once; a catalog that lost something since changes nothing public
    marked = rules.mark_incomplete and translation is not None
    return Lag(
        policy=master.policy,
        locale=locale,
        master_number=master_number,
        rendered_number=master_number if marked else rendered,
        since=_lacking_since(public, master, rendered, known, rules.master, now),
        messages=translation.missing if translation else (),
        total=translation.total if translation else 0,
        marked=marked,
    )


def _rendered_number(
    public: Publications,
    master: MasterRevision,
    shelf: tuple[PublishedRevision, ...],
    locale: LocaleTag,
) -> int | None:
    """The master's revision that the newest of a shelf renders.

    An imported text does not say; it is taken to render what the master had by then.
    """
    if not shelf:
        return None
    by_then = [
        item
        for item in public.revisions(master.policy, locale)
        if item.sequence <= shelf[-1].sequence
    ]
    return shelf[-1].master_number or len(by_then) or None


def _lacking_since(
    public: Publications,
    master: MasterRevision,
    rendered: int | None,
    known: Lag | None,
    locale: LocaleTag,
    now: datetime,
) -> datetime:
    if known is not None:
        return known.since
    lacking = public.revisions(master.policy, locale)[rendered or 0 :]
    return lacking[0].published_at if lacking else now


def _check_placeholders(text: PlannedText, values: SiteValues) -> None:
    for site, tables in values.items():
        known = {**tables.get("*", {}), **tables.get(text.locale.tag, {})}
        try:
            placeholders.fill(text.source, {**known, **dict.fromkeys(DATE_PLACEHOLDERS, "")})
        except PlaceholderError as error:
            raise PlaceholderError(
                path=f"{text.policy}.md ({text.locale}, site {site})",
                line=error.line,
                what=error.what,
            ) from error


def _body(source: str) -> str:
    return source[body_start(source) :]
