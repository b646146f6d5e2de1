"""What a comparison finds: pairs of segments, edits inside them, and what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from publisher.model.segments import Span


class PairKind(StrEnum):
    """Which old segment is which new one."""

    SAME = "same"
    MODIFIED = "modified"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    RENUMBERED = "renumbered"


class EditOp(StrEnum):
    """What happens to a run of text."""

    KEEP = "keep"
    INSERT = "insert"
    DELETE = "delete"


class Difference(StrEnum):
    """What kind of difference an edit is; each edit that is no keep has exactly one.

    The first group is format: never highlighted. The second is noise that is shown and named. The
    third is content.
    """

    WHITESPACE = "whitespace"
    LINE_WRAP = "line_wrap"
    LINE_END = "line_end"
    BOM = "bom"
    UNICODE_FORM = "unicode_form"
    BULLET_STYLE = "bullet_style"

    PUNCTUATION = "punctuation"
    EMPHASIS = "emphasis"
    HEADING_LEVEL = "heading_level"
    RENUMBERING = "renumbering"
    IDENTIFIER = "identifier"
    DATE_LINE = "date_line"
    MARKUP = "markup"

    LINK_TARGET = "link_target"
    PLACEHOLDER = "placeholder"
    NUMBER = "number"
    TYPO = "typo"
    WORDING = "wording"

    @property
    def is_format(self) -> bool:
        """Whether a reader is never shown it."""
        return self in FORMAT_DIFFERENCES

    @property
    def is_noise(self) -> bool:
        """Whether it has no meaning: format, or shown and named as noise."""
        return self in FORMAT_DIFFERENCES or self in _SHOWN_NOISE


FORMAT_DIFFERENCES = frozenset(
    {
        Difference.WHITESPACE,
        Difference.LINE_WRAP,
        Difference.LINE_END,
        Difference.BOM,
        Difference.UNICODE_FORM,
        Difference.BULLET_STYLE,
    }
)
_SHOWN_NOISE = frozenset(
    {
        Difference.PUNCTUATION,
        Difference.EMPHASIS,
        Difference.HEADING_LEVEL,
        Difference.RENUMBERING,
        Difference.IDENTIFIER,
        Difference.DATE_LINE,
        Difference.MARKUP,
    }
)


class Edit(NamedTuple):
    """A run of text that is kept, inserted or deleted.

    Of a change, keeps and deletes joined are the old spans' text, keeps and inserts the new
    spans'.
    """

    op: EditOp
    text: str
    difference: Difference | None = None  # None exactly for keeps

    @property
    def noise(self) -> Difference | None:
        """The kind of meaningless difference, or None where the edit is a keep or has meaning."""
        return self.difference if self.difference and self.difference.is_noise else None


class Place(NamedTuple):
    """A span of a text with the line (from 1) on which it begins."""

    span: Span
    line: int


class Level(StrEnum):
    """What the machine suggests about a change; legal decides."""

    MATERIAL = "material"
    IMMATERIAL = "immaterial"
    UNDECIDED = "undecided"


class Evidence(NamedTuple):
    """The words that a rule went by. Spans are code points of the texts compared."""

    old: str = ""
    new: str = ""
    old_span: Span | None = None
    new_span: Span | None = None


class Reason(NamedTuple):
    """Why a change was judged as it was: the rule, and the words it went by."""

    rule: str  # identifier of the rule: "negation", "retention.period"
    category: str | None  # identifier of the category it speaks for, if any
    weight: float  # -1 (noise) to 1 (as material as it gets)
    evidence: Evidence = Evidence()


@dataclass(frozen=True, slots=True, kw_only=True)
class Materiality:
    """What the machine suggests, with its reasons; never what legal decided."""

    level: Level
    score: float  # 0 to 1
    categories: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


class Pair(NamedTuple):
    """An entry of an alignment: which old places became which new ones."""

    kind: PairKind
    old: tuple[int, ...]  # indices of segments of the old text; empty: added
    new: tuple[int, ...]  # indices of segments of the new text; empty: removed
    moved: bool = False  # also for split and merged ones whose parts left their place


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An aligned pair that differs, with its edits and what the machine thinks of it."""

    kind: PairKind
    also_modified: bool  # a moved one whose words were edited too
    old: tuple[Place, ...]
    new: tuple[Place, ...]
    section: tuple[str, ...]  # headings' path in the new text; of the old one where removed
    edits: tuple[Edit, ...]
    noise: Difference | None  # set where all its edits are noise: the weightiest of them
    materiality: Materiality
