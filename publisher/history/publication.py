"""What a publication says: the nouns of the log's entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from publisher.model.locales import LocaleTag
from publisher.model.policies import CommitId, PolicyId, PublishedRevision

ANY_LOCALE = "*"  # in values: for locales that have no value of their own

# site -> locale's tag or ANY_LOCALE -> placeholder's name -> value
SiteValues = Mapping[str, Mapping[str, Mapping[str, str]]]


class PublicationKind(StrEnum):
    """Why an entry of the log exists."""

    PUBLICATION = "publication"
    IMPORT = "import"  # an existing history; its dates are that history's claims
    CORRECTION = "correction"  # mends the publication that it names
    WITHDRAWAL = "withdrawal"  # takes revisions back, with a reason; nothing is deleted
    DECISION = "decision"  # says whether a text that is not public yet is material, and why


@dataclass(frozen=True, slots=True, kw_only=True)
class LaggingMessage:
    """A passage of the master that a locale does not render yet."""

    line: int  # in the master's text, from 1
    section: tuple[str, ...]  # headings above it, outermost first
    text: str  # how it begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How far a locale is behind the master."""

    policy: PolicyId
    locale: LocaleTag
    master_number: int  # the master's newest revision
    rendered_number: int | None  # the master's revision that the locale shows; None: none at all
    since: datetime  # when the first revision that the locale lacks became public
    messages: tuple[LaggingMessage, ...]  # what is untranslated, in the text's order
    total: int  # messages that the master's newest revision has
    marked: bool = False  # the locale shows these passages in the master's language


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A revision that is no longer held out as valid."""

    policy: PolicyId
    locale: LocaleTag
    number: int
    reason: str
    from_day: date | None = None  # it binds no longer from then on; None: it never should have
    sequence: int = 0  # of the publication that took it back; 0: not in the log yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about a text of the master before it became public."""

    policy: PolicyId
    body_sha256: str  # of the text behind the front matter: another text needs another decision;
    # of changed values: what `history.sitevalues.values_sha256` says of them
    material: bool
    reason: str
    by: str  # who decided, by name
    decided_at: datetime  # aware, UTC
    suggested: int = 0  # the machine's score then, in thousandths: what was decided about
    approved_by: str = ""  # a second person; empty: nobody yet


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRef:
    """What of a policy and locale was public after a publication: the newest text, by its hash."""

    number: int
    commit: CommitId
    text_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Why a publication is made, and by which rules; its texts come from elsewhere."""

    master: LocaleTag
    prevailing: LocaleTag
    values: SiteValues = field(default_factory=dict)  # as the settings have them now
    kind: PublicationKind = PublicationKind.PUBLICATION
    reason: str = ""
    mends: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One entry of the publication log."""

    published_at: datetime  # aware, UTC
    master: LocaleTag
    sequence: int = 0  # 1, 2, 3 …: the order of time, whatever clocks say; 0: not in the log yet
    previous: str | None = None  # SHA-256 of the entry before, as committed; None: the first
    kind: PublicationKind = PublicationKind.PUBLICATION
    reason: str = ""  # of a correction or a withdrawal, in its author's words
    mends: int | None = None  # the publication that a correction corrects
    revisions: tuple[PublishedRevision, ...] = ()  # made public by this one; a number that was
    # public before: the same text with corrected facts
    withdrawn: tuple[Withdrawal, ...] = ()  # by this publication
    decisions: tuple[Decision, ...] = ()  # recorded by this entry
    lags: tuple[Lag, ...] = ()  # all that lag after it
    prevailing: Mapping[PolicyId, LocaleTag] = field(default_factory=dict)
    public: Mapping[PolicyId, Mapping[LocaleTag, PublicRef]] = field(default_factory=dict)
    heads: Mapping[LocaleTag, CommitId] = field(default_factory=dict)  # of each repository after it
    values: SiteValues | None = None  # all values where some changed; None: as before
