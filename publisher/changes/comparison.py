"""A comparison of two texts: what became of each segment, what differs, and what it means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from publisher.changes.align import align
from publisher.changes.materiality import Rulebook, judge_all, judge_changes
from publisher.changes.redline import redline_tokens, whole
from publisher.changes.references import Renumbered, renumbered
from publisher.model.changes import (
    Change,
    Difference,
    Edit,
    EditOp,
    Level,
    Materiality,
    Pair,
    PairKind,
    Place,
    Reason,
)
from publisher.model.segments import ParsedText, Segment, Span
from publisher.text import parse
from publisher.text.folding import fold
from publisher.text.tokens import outline, tokens_of, whole_outline

# Raised by one whenever a field of `to_dict` changes its meaning or leaves.
FORMAT_VERSION = 1
# Of several kinds of noise in one change, the first of these names it.
_WEIGHT_OF_NOISE = (
    Difference.DATE_LINE,
    Difference.RENUMBERING,
    Difference.HEADING_LEVEL,
    Difference.IDENTIFIER,
    Difference.MARKUP,
    Difference.EMPHASIS,
    Difference.PUNCTUATION,
    Difference.BULLET_STYLE,
    Difference.UNICODE_FORM,
    Difference.LINE_WRAP,
    Difference.LINE_END,
    Difference.BOM,
    Difference.WHITESPACE,
)
_NOTHING = Materiality(level=Level.IMMATERIAL, score=0.0)
# What became of a block is a change by itself, though not a character of it differs.
_SAY_SOMETHING = frozenset({PairKind.MOVED, PairKind.SPLIT, PairKind.MERGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs between two texts in one language."""

    old: ParsedText
    new: ParsedText
    locale: str
    alignment: tuple[Pair, ...]
    changes: tuple[Change, ...]  # the pairs that differ, in reading order
    materiality: Materiality

    @property
    def visible_changes(self) -> tuple[Change, ...]:
        """Changes that a reader can see: not those of format alone."""
        return tuple(change for change in self.changes if not is_format_only(change))

    def to_dict(self) -> dict[str, Any]:
        """The comparison as JSON values, to the schema in docs/comparison.schema.json."""
        return {
            "version": FORMAT_VERSION,
            "locale": self.locale,
            "materiality": _materiality_dict(self.materiality),
            "alignment": self._alignment_dicts(),
            "changes": [_change_dict(change) for change in self.changes],
        }

    def _alignment_dicts(self) -> list[dict[str, Any]]:
        edited = {change.new[0].span.start for change in self.changes if change.also_modified}
        found = []
        for pair in self.alignment:
            new = _segment_dicts(self.new, pair.new)
            found.append(
                {
                    "kind": pair.kind.value,
                    "also_modified": pair.kind is PairKind.MOVED and new[0]["start"] in edited,
                    "old": _segment_dicts(self.old, pair.old),
                    "new": new,
                }
            )
        return found


def compare(old: str, new: str, *, locale: str, rules: Rulebook | None = None) -> Comparison:
    """Compare two texts of one policy in one language (a BCP 47 tag such as "zh-Hans").

    Deterministic: no clock decides anything. Raises TextTooLargeError beyond 5,000,000 characters.
    Without `rules` the shipped ones judge.
    """
    before, after = parse(old), parse(new)
    pairs = align(before, after)
    drafts = tuple(redlines(before, after, pairs, locale=locale))
    changes = judge_changes(drafts, before, after, locale=locale, rules=rules)
    return Comparison(
        old=before,
        new=after,
        locale=locale,
        alignment=pairs,
        changes=changes,
        materiality=judge_all(changes),
    )


def is_format_only(change: Change) -> bool:
    """Whether a reader sees nothing of a change: white space, line wraps, bullets and the like."""
    return change.noise is not None and change.noise.is_format and change.kind is not PairKind.MOVED


def places(parsed: ParsedText, indices: Iterable[int]) -> tuple[Place, ...]:
    """Where segments lie, with their lines."""
    segments = (parsed.segments[index] for index in indices)
    return tuple(Place(segment.extent, segment.line) for segment in segments)


def redlines(
    before: ParsedText, after: ParsedText, pairs: tuple[Pair, ...], *, locale: str
) -> Iterable[Change]:
    """The pairs that differ, with their edits, not judged yet."""
    numbers = renumbered(before, after, pairs)
    for pair in pairs:
        if pair.kind is PairKind.SAME:
            continue
        edits = _edits(before, after, pair, locale, numbers)
        differences = {edit.difference for edit in edits if edit.difference is not None}
        if not differences and pair.kind not in _SAY_SOMETHING:
            continue
        is_noise = bool(differences) and all(difference.is_noise for difference in differences)
        holder, index = (after, pair.new[0]) if pair.new else (before, pair.old[0])
        yield Change(
            kind=pair.kind,
            also_modified=pair.kind is PairKind.MOVED and bool(differences) and not is_noise,
            old=places(before, pair.old),
            new=places(after, pair.new),
            section=holder.section(holder.segments[index]),
            edits=edits,
            noise=_weightiest(differences) if is_noise else None,
            materiality=_NOTHING,
        )


def _weightiest(differences: set[Difference]) -> Difference:
    return next(difference for difference in _WEIGHT_OF_NOISE if difference in differences)


def _edits(
    before: ParsedText, after: ParsedText, pair: Pair, locale: str, numbers: Renumbered
) -> tuple[Edit, ...]:
    if not pair.new:
        return whole(whole_outline(before, pair.old[0]), EditOp.DELETE)
    if not pair.old:
        return whole(whole_outline(after, pair.new[0]), EditOp.INSERT)
    if _have_one_body(before, pair.old, after, pair.new):
        return redline_tokens(
            outline(before, pair.old[0]),
            outline(after, pair.new[0]),
            locale=locale,
            numbers=numbers,
        )
    is_labelled = not (
        _is_label_words(before, pair.old[0], after, pair.new[0])
        or _is_label_words(after, pair.new[0], before, pair.old[0])
    )
    old = tokens_of(before, pair.old, is_labelled=is_labelled)
    new = tokens_of(after, pair.new, is_labelled=is_labelled)
    return redline_tokens(old, new, locale=locale, numbers=numbers)


def _have_one_body(
    before: ParsedText, olds: tuple[int, ...], after: ParsedText, news: tuple[int, ...]
) -> bool:
    """Whether two segments say the same to the letter, so that only their markers can differ."""
    if len(olds) > 1 or len(news) > 1:
        return False
    old, new = before.segments[olds[0]], after.segments[news[0]]
    return (
        old.kind is new.kind
        and old.body.of(before.source) == new.body.of(after.source)
        and _label_place(old) == _label_place(new)
    )


def _label_place(segment: Segment) -> tuple[int, int] | None:
    """Where a label lies, counted from the body; None: before it, or nowhere."""
    label, start = segment.label, segment.body.start
    return (label.start - start, label.end - start) if label and label.start >= start else None


def _is_label_words(one: ParsedText, index: int, other: ParsedText, counterpart: int) -> bool:
    """Whether what numbers a block here is written there too, but as the words of a sentence.

    A blank or a line's end behind it may have made the difference.
    """
    label = one.segments[index].label
    block = other.segments[counterpart]
    if label is None or block.label is not None or label.start < one.segments[index].body.start:
        return False
    head = block.body.of(other.source)[: 2 * len(label.of(one.source)) + 20]
    return _unspaced(head).startswith(_unspaced(label.of(one.source)))


def _unspaced(text: str) -> str:
    return "".join(fold(text).split())


def _place_dict(place: Place) -> dict[str, int]:
    return {"start": place.span.start, "end": place.span.end, "line": place.line}


def _segment_dicts(parsed: ParsedText, indices: Iterable[int]) -> list[dict[str, int]]:
    """Where segments lie; made without the places, since most of an alignment is no change."""
    segments = [parsed.segments[index] for index in indices]
    return [
        {"start": segment.extent.start, "end": segment.extent.end, "line": segment.line}
        for segment in segments
    ]


def _change_dict(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "also_modified": change.also_modified,
        "old": [_place_dict(place) for place in change.old],
        "new": [_place_dict(place) for place in change.new],
        "section": list(change.section),
        "edits": [
            {
                "op": edit.op.value,
                "text": edit.text,
                "noise": edit.noise.value if edit.noise else None,
                "difference": edit.difference.value if edit.difference else None,
            }
            for edit in change.edits
        ],
        "noise": change.noise.value if change.noise else None,
        "materiality": _materiality_dict(change.materiality),
    }


def _materiality_dict(materiality: Materiality) -> dict[str, Any]:
    return {
        "level": materiality.level.value,
        "score": round(materiality.score, 4),
        "categories": list(materiality.categories),
        "reasons": [_reason_dict(reason) for reason in materiality.reasons],
    }


def _reason_dict(reason: Reason) -> dict[str, Any]:
    evidence = reason.evidence
    return {
        "rule": reason.rule,
        "category": reason.category,
        "weight": round(reason.weight, 4),
        "evidence": {
            "old": evidence.old,
            "new": evidence.new,
            "old_span": _span_dict(evidence.old_span),
            "new_span": _span_dict(evidence.new_span),
        },
    }


def _span_dict(span: Span | None) -> dict[str, int] | None:
    return None if span is None else {"start": span.start, "end": span.end}
