"""The English names of kinds and differences: what catalogs translate."""

from __future__ import annotations

from publisher.model.changes import Change, Difference, PairKind


def N_(message: str) -> str:  # noqa: N802 - the name by which extractors know it
    """Mark a message for extraction."""
    return message


_KINDS = {
    PairKind.SAME: N_("Unchanged"),
    PairKind.MODIFIED: N_("Changed"),
    PairKind.ADDED: N_("Added"),
    PairKind.REMOVED: N_("Removed"),
    PairKind.MOVED: N_("Moved"),
    PairKind.SPLIT: N_("Split"),
    PairKind.MERGED: N_("Merged"),
    PairKind.RENUMBERED: N_("Renumbered"),
}
_MOVED_AND_CHANGED = N_("Moved and changed")
_DIFFERENCES = {
    Difference.WHITESPACE: N_("White space"),
    Difference.LINE_WRAP: N_("Line wraps"),
    Difference.LINE_END: N_("Line ends"),
    Difference.BOM: N_("Byte order mark"),
    Difference.UNICODE_FORM: N_("Encoding of characters"),
    Difference.BULLET_STYLE: N_("Style of bullets"),
    Difference.PUNCTUATION: N_("Punctuation"),
    Difference.EMPHASIS: N_("Emphasis"),
    Difference.HEADING_LEVEL: N_("Level of a heading"),
    Difference.RENUMBERING: N_("Renumbered"),
    Difference.IDENTIFIER: N_("Anchor of a link"),
    Difference.DATE_LINE: N_("Date of the text"),
    Difference.MARKUP: N_("Markup"),
    Difference.LINK_TARGET: N_("Target of a link"),
    Difference.PLACEHOLDER: N_("Placeholder"),
    Difference.NUMBER: N_("Number or date"),
    Difference.TYPO: N_("Spelling"),
    Difference.WORDING: N_("Wording"),
}


def kind_name(change: Change) -> str:
    """What became of a segment, in English, as a msgid."""
    return _MOVED_AND_CHANGED if change.also_modified else _KINDS[change.kind]


def difference_name(difference: Difference) -> str:
    """What kind of difference it is, in English, as a msgid."""
    return _DIFFERENCES[difference]
