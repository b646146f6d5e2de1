"""What a check of a catalog found: where, what is wrong, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a finding stops a publication."""

    ERROR = "error"
    WARNING = "warning"


class Rule(StrEnum):
    """What a finding is about. The flag ``ignore-<rule>`` on an entry silences it where allowed."""

    PLACEHOLDER = "placeholder"
    LINK = "link"
    ATTRIBUTES = "attributes"
    HTML = "html"
    FOOTNOTE = "footnote"
    NUMBER = "number"
    DATE = "date"
    EMAIL = "email"
    EMPHASIS = "emphasis"
    BRACKET = "bracket"
    BIDI = "bidi"
    INVISIBLE = "invisible"
    LOOKALIKE = "lookalike"
    SAME = "same"
    LANGUAGE = "language"
    GLOSSARY = "glossary"
    LENGTH = "length"
    INCONSISTENT = "inconsistent"
    LINE_BREAK = "line-break"


# What would let a page say or do something else than the master: no flag silences these.
NEVER_IGNORED = frozenset({Rule.PLACEHOLDER, Rule.HTML, Rule.ATTRIBUTES, Rule.BIDI})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a check found in one entry."""

    rule: Rule
    severity: Severity
    what: str  # what is wrong
    hint: str  # what to do
    msgid: str = ""
    line: int = 0  # of the entry in its file; 0: not read from a file

    @property
    def is_error(self) -> bool:
        """Whether it stops a publication."""
        return self.severity is Severity.ERROR
