"""What an engine says about a pair of texts, in the one form in which all are measured."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from benchmarks.redline.drafts import Range

# Noise that the contract says is never highlighted.
FORMAT_NOISE = frozenset(
    {"whitespace", "line_wrap", "line_end", "bom", "unicode_form", "bullet_style"}
)
# Noise that is shown, and named as such.
NAMED_NOISE = frozenset(
    {
        "punctuation",
        "emphasis",
        "heading_level",
        "renumbering",
        "identifier",
        "date_line",
        "markup",
    }
)


class Kept(NamedTuple):
    """A run of text that is in both: where it is in the old text, in the new one, how long."""

    old: int
    new: int
    length: int


@dataclass(frozen=True, slots=True)
class Found:
    """A pair of the alignment that an engine found."""

    kind: str
    old: tuple[Range, ...]
    new: tuple[Range, ...]
    also_modified: bool = False


@dataclass(slots=True)
class Redline:
    """An engine's answer. Ranges are of code points, in order, without overlaps."""

    kept: list[Kept] = field(default_factory=list)
    old_shown: list[Range] = field(default_factory=list)  # highlighted as deleted
    new_shown: list[Range] = field(default_factory=list)  # highlighted as inserted
    old_named: list[Range] = field(default_factory=list)  # shown, but called meaningless
    new_named: list[Range] = field(default_factory=list)
    old_format: list[Range] = field(default_factory=list)  # not shown at all
    new_format: list[Range] = field(default_factory=list)
    pairs: list[Found] | None = None  # None: the engine knows no blocks


class ContractError(Exception):
    """An answer that breaks the promises of the JSON contract."""


def from_json(answer: dict[str, Any], old: str, new: str) -> Redline:
    """The answer of `Comparison.to_dict()`; raises ContractError where it contradicts the texts."""
    redline = Redline(pairs=[_found(entry) for entry in answer["alignment"]])
    assert redline.pairs is not None
    _check_partition([span for pair in redline.pairs for span in pair.old], old, "old")
    _check_partition([span for pair in redline.pairs for span in pair.new], new, "new")
    changed = {}
    for change in answer["changes"]:
        pair = _found(change)
        changed[pair.old, pair.new] = change
    for pair in redline.pairs:
        entry = changed.pop((pair.old, pair.new), None)
        if entry is not None:
            _add_edits(redline, pair, entry["edits"], old, new)
        elif _text(old, pair.old) == _text(new, pair.new):
            _keep(redline, pair)
        else:
            raise ContractError(f"{pair} differs and is not among the changes")
    if changed:
        raise ContractError(f"changes that are no pairs of the alignment: {list(changed)[:3]}")
    for name in ("old_shown", "new_shown", "old_named", "new_named", "old_format", "new_format"):
        setattr(redline, name, joined(getattr(redline, name)))
    return redline


def _found(entry: dict[str, Any]) -> Found:
    return Found(
        kind=entry["kind"],
        old=tuple(Range(span["start"], span["end"]) for span in entry["old"]),
        new=tuple(Range(span["start"], span["end"]) for span in entry["new"]),
        also_modified=entry["also_modified"],
    )


def _check_partition(spans: list[Range], text: str, side: str) -> None:
    at = 0
    for span in sorted(spans):
        if span.start != at:
            raise ContractError(f"the {side} spans leave or double {at}..{span.start}")
        at = span.end
    if at != len(text):
        raise ContractError(f"the {side} spans end at {at} of {len(text)}")


def _text(text: str, spans: Iterable[Range]) -> str:
    return "".join(text[start:end] for start, end in spans)


def _keep(redline: Redline, pair: Found) -> None:
    if len(pair.old) == len(pair.new) == 1:
        redline.kept.append(
            Kept(pair.old[0].start, pair.new[0].start, pair.old[0].end - pair.old[0].start)
        )


def _add_edits(
    redline: Redline, pair: Found, edits: list[dict[str, Any]], old: str, new: str
) -> None:
    """Put a change's edits to their places, after checking that they give both sides back."""
    before = "".join(edit["text"] for edit in edits if edit["op"] != "insert")
    after = "".join(edit["text"] for edit in edits if edit["op"] != "delete")
    if before != _text(old, pair.old) or after != _text(new, pair.new):
        raise ContractError(f"the edits of {pair} do not give both sides back")
    old_places, new_places = _Places(pair.old), _Places(pair.new)
    old_at = new_at = 0
    for edit in edits:
        length = len(edit["text"])
        match edit["op"]:
            case "keep":
                _require(edit["noise"] is None, "a keep has no noise", edit)
                for (a, b), (c, _) in _cut_alike(
                    old_places.of(old_at, length), new_places.of(new_at, length)
                ):
                    redline.kept.append(Kept(a, c, b - a))
                old_at += length
                new_at += length
            case "delete":
                _side(redline, "old", edit["noise"]).extend(old_places.of(old_at, length))
                old_at += length
            case "insert":
                _side(redline, "new", edit["noise"]).extend(new_places.of(new_at, length))
                new_at += length
            case other:
                raise ContractError(f"unknown op {other!r}")


def _require(held: bool, promise: str, edit: dict[str, Any]) -> None:  # noqa: FBT001
    if not held:
        raise ContractError(f"{promise}: {edit}")


def _side(redline: Redline, side: str, noise: str | None) -> list[Range]:
    """The list that an edit belongs to by its class: exactly one."""
    if noise is None:
        name = "shown"
    elif noise in FORMAT_NOISE:
        name = "format"
    elif noise in NAMED_NOISE:
        name = "named"
    else:
        raise ContractError(f"unknown noise {noise!r}")
    ranges: list[Range] = getattr(redline, f"{side}_{name}")
    return ranges


class _Places:
    """Offsets in the joined text of some spans, as ranges of the whole text."""

    def __init__(self, spans: tuple[Range, ...]) -> None:
        self._spans = spans
        self._starts = [0]
        for span in spans:
            self._starts.append(self._starts[-1] + span.end - span.start)

    def of(self, at: int, length: int) -> list[Range]:
        ranges = []
        while length > 0:
            number = bisect_right(self._starts, at) - 1
            span = self._spans[number]
            start = span.start + at - self._starts[number]
            end = min(span.end, start + length)
            ranges.append(Range(start, end))
            at += end - start
            length -= end - start
        return ranges


def _cut_alike(one: list[Range], other: list[Range]) -> Iterable[tuple[Range, Range]]:
    """Two lists of ranges of the same total length, cut so that they correspond piece by piece."""
    one, other = one[::-1], other[::-1]
    while one and other:
        a, b = one.pop(), other.pop()
        length = min(a.end - a.start, b.end - b.start)
        yield Range(a.start, a.start + length), Range(b.start, b.start + length)
        if a.end - a.start > length:
            one.append(Range(a.start + length, a.end))
        if b.end - b.start > length:
            other.append(Range(b.start + length, b.end))


def joined(ranges: Iterable[Range]) -> list[Range]:
    """Ranges in order, those that touch or overlap made one."""
    result: list[Range] = []
    for start, end in sorted(ranges):
        if start >= end:
            continue
        if result and start <= result[-1].end:
            result[-1] = Range(result[-1].start, max(end, result[-1].end))
        else:
            result.append(Range(start, end))
    return result


def rebuilt(answer: dict[str, Any], old: str, new: str) -> tuple[str, str]:
    """Old and new text, each put together from the other one and the answer alone."""
    changed = {
        (_spans(change["old"]), _spans(change["new"])): change["edits"]
        for change in answer["changes"]
    }
    olds: list[tuple[Range, str]] = []
    news: list[tuple[Range, str]] = []
    for pair in answer["alignment"]:
        before, after = _spans(pair["old"]), _spans(pair["new"])
        edits = changed.get((before, after))
        if edits is None:
            was, becomes = _text(new, after), _text(old, before)
        else:
            was = "".join(edit["text"] for edit in edits if edit["op"] != "insert")
            becomes = "".join(edit["text"] for edit in edits if edit["op"] != "delete")
        olds += _dealt(before, was)
        news += _dealt(after, becomes)
    return _put_together(olds), _put_together(news)


def _spans(spans: list[dict[str, int]]) -> tuple[Range, ...]:
    return tuple(Range(span["start"], span["end"]) for span in spans)


def _dealt(spans: tuple[Range, ...], text: str) -> Iterable[tuple[Range, str]]:
    """A text cut to the lengths of spans; what is left over goes to the last."""
    at = 0
    for number, span in enumerate(spans, start=1):
        end = len(text) if number == len(spans) else at + span.end - span.start
        yield span, text[at:end]
        at = end


def _put_together(pieces: list[tuple[Range, str]]) -> str:
    return "".join(text for _, text in sorted(pieces))
