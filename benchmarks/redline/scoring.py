"""How an engine's answer to a case stands to the truth."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass

from benchmarks.redline.cases import Case
from benchmarks.redline.drafts import Link, Range
from benchmarks.redline.results import Found, Redline, joined
from benchmarks.redline.tokens import word_edges

# An old and a new block belong together where half of one is found in the other.
_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Judged:
    """One link of the truth, and what the engine made of it."""

    link: Link
    right: bool
    got: tuple[str, ...]  # the new blocks that the old ones were matched with
    said: str  # the kind by which the engine calls it, where it has kinds


def judge(case: Case, redline: Redline) -> list[Judged]:
    """For every link of a case, whether exactly the right blocks were matched."""
    old_blocks = sorted({span for link in case.links for span in link.old})
    new_blocks = sorted({span for link in case.links for span in link.new})
    forth, back = _bonds(redline, old_blocks, new_blocks)
    judged = []
    for link in case.links:
        got_new = {span for old in link.old for span in forth[old]}
        got_old = {span for new in link.new for span in back[new]}
        right = all(_same(case.new, forth[old], set(link.new)) for old in link.old) and all(
            _same(case.old, back[new], set(link.old)) for new in link.new
        )
        got = tuple(case.new[slice(*span)] for span in sorted(got_new)) or tuple(
            case.old[slice(*span)] for span in sorted(got_old)
        )
        judged.append(Judged(link, right, got, _said(redline, link)))
    return judged


def _same(text: str, got: set[Range], expected: set[Range]) -> bool:
    """Whether the blocks are the right ones, or such that read the same."""
    return got == expected or sorted(_words(text, span) for span in got) == sorted(
        _words(text, span) for span in expected
    )


def _words(text: str, span: Range) -> str:
    return "".join(text[span.start : span.end].split())


Bonds = dict[Range, set[Range]]


def _bonds(
    redline: Redline, old_blocks: list[Range], new_blocks: list[Range]
) -> tuple[Bonds, Bonds]:
    """Which blocks the engine holds together, from the old side and from the new one."""
    shared: dict[tuple[Range, Range], float] = defaultdict(float)
    if redline.pairs is None:
        _share_by_text(redline, old_blocks, new_blocks, shared)
    else:
        for pair in redline.pairs:
            _share_by_pair(pair, old_blocks, new_blocks, shared)
    forth: Bonds = defaultdict(set)
    back: Bonds = defaultdict(set)
    for (old, new), share in shared.items():
        if share >= _SHARE:
            forth[old].add(new)
            back[new].add(old)
    return forth, back


def _share_by_text(
    redline: Redline,
    old_blocks: list[Range],
    new_blocks: list[Range],
    shared: dict[tuple[Range, Range], float],
) -> None:
    for kept in redline.kept:
        for old, a, b in _overlaps(old_blocks, Range(kept.old, kept.old + kept.length)):
            shift = kept.new - kept.old
            for new, c, d in _overlaps(new_blocks, Range(a + shift, b + shift)):
                least = min(old.end - old.start, new.end - new.start)
                shared[old, new] += (d - c) / max(least, 1)


def _share_by_pair(
    pair: Found,
    old_blocks: list[Range],
    new_blocks: list[Range],
    shared: dict[tuple[Range, Range], float],
) -> None:
    length = sum(end - start for start, end in pair.new)
    reached: dict[Range, int] = defaultdict(int)
    for span in pair.new:
        for new, c, d in _overlaps(new_blocks, span):
            reached[new] += d - c
    for new, size in reached.items():
        if size < _SHARE * (new.end - new.start) and size < _SHARE * length:
            continue
        for span in pair.old:
            for old, a, b in _overlaps(old_blocks, span):
                shared[old, new] += (b - a) / max(old.end - old.start, 1)


def _overlaps(blocks: list[Range], span: Range) -> list[tuple[Range, int, int]]:
    """The blocks that a span overlaps, each with the overlap."""
    found = []
    at = max(bisect_right(blocks, (span.start, 1 << 60)) - 1, 0)
    while at < len(blocks) and blocks[at].start < span.end:
        start, end = max(span.start, blocks[at].start), min(span.end, blocks[at].end)
        if start < end:
            found.append((blocks[at], start, end))
        at += 1
    return found


def _said(redline: Redline, link: Link) -> str:
    """The kind of the pair that holds a link's first block."""
    span = link.old[0] if link.old else link.new[0]
    for pair in redline.pairs or ():
        for place in pair.old if link.old else pair.new:
            if place.start <= span.start < place.end:
                return pair.kind + ("+modified" if pair.also_modified else "")
    return ""


# ------------------------------------------------------------------------- what is highlighted


def beyond(case: Case, redline: Redline) -> list[str]:
    """Highlighted runs that hold more than what truly changed, white space aside.

    A run counts as within where sliding it over equal text (``a|ba|b``) puts it within; the words
    that a change cuts count as changed wholly.
    """
    found = []
    for text, shown, changed in (
        (case.old, redline.old_shown, case.old_changed),
        (case.new, redline.new_shown, case.new_changed),
    ):
        allowed = _whole(text, changed)
        found += [text[run.start : run.end] for run in shown if not _is_within(text, run, allowed)]
    return found


def _whole(text: str, changed: tuple[Range, ...]) -> list[Range]:
    """Changed ranges grown to whole words and over the white space around them."""
    edges = word_edges(text)
    grown = []
    for span in changed:
        if span.start < span.end:
            start = edges[max(bisect_right(edges, span.start) - 1, 0)]
            end = edges[min(bisect_left(edges, span.end), len(edges) - 1)]
            grown.append(_with_space(text, Range(start, end)))
        else:
            grown.append(_with_space(text, span))
    return joined(grown)


def _is_within(text: str, run: Range, allowed: list[Range]) -> bool:
    start, end = run
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start == end or any(
        _covered(place, allowed) for place in _slides(text, Range(start, end))
    )


def _covered(run: Range, allowed: list[Range]) -> bool:
    at = bisect_right(allowed, (run.start, 1 << 60)) - 1
    return at >= 0 and allowed[at].start <= run.start and run.end <= allowed[at].end


def _slides(text: str, run: Range) -> list[Range]:
    """The run, and the places it can be slid to without another text coming of it."""
    places = [run]
    start, end = run
    while end < len(text) and text[start] == text[end]:
        start, end = start + 1, end + 1
        places.append(Range(start, end))
    start, end = run
    while start and text[start - 1] == text[end - 1]:
        start, end = start - 1, end - 1
        places.append(Range(start, end))
    return places


@dataclass(frozen=True, slots=True)
class PhraseScore:
    """How a changed date, number or negation was shown."""

    covered: bool  # everything that had to change is highlighted
    within: bool  # nothing outside the phrase is
    shown: int  # characters highlighted, white space aside
    needed: int  # characters that had to be


def score_phrase(case: Case, redline: Redline) -> PhraseScore:
    """How the phrase of a case was shown."""
    phrase = case.phrase
    assert phrase is not None
    sides = (
        (case.old, redline.old_shown, phrase.old, phrase.old_needed),
        (case.new, redline.new_shown, phrase.new, phrase.new_needed),
    )
    return PhraseScore(
        covered=all(_is_shown(text, needed, shown) for text, shown, _, needed in sides),
        within=all(
            _is_within(text, run, [_with_space(text, whole)])
            for text, shown, whole, _ in sides
            for run in shown
        ),
        shown=sum(len(_words(text, run)) for text, shown, _, _ in sides for run in shown),
        needed=sum(len(_words(text, needed)) for text, _, _, needed in sides),
    )


def _is_shown(text: str, needed: Range, shown: list[Range]) -> bool:
    inside = joined(Range(max(run.start, needed.start), min(run.end, needed.end)) for run in shown)
    return "".join(_words(text, run) for run in inside) == _words(text, needed)


def _with_space(text: str, span: Range) -> Range:
    start, end = span
    while start and text[start - 1].isspace():
        start -= 1
    while end < len(text) and text[end].isspace():
        end += 1
    return Range(start, end)
