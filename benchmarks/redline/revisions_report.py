"""Figures over pairs of real texts, white space, graphemes and one-character edits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from benchmarks.redline import fuzzing, graphemes, mangling
from benchmarks.redline.engine import Answer, answer
from benchmarks.redline.peers import Peer
from benchmarks.redline.reading import Reading
from benchmarks.redline.results import ContractError, Redline, rebuilt
from benchmarks.redline.revisions import TextPair
from benchmarks.redline.rows import Row, percent


@dataclass(slots=True)
class Ours:
    """What the engine answered to a set of pairs."""

    reading: Reading = field(default_factory=Reading)
    pairs: int = 0
    exact: int = 0
    broken: list[str] = field(default_factory=list)


def read_ours(pairs: Iterable[TextPair]) -> Ours:
    """The engine's answers to pairs of revisions, measured."""
    ours = Ours()
    for pair in pairs:
        ours.pairs += 1
        found = _try(pair)
        if isinstance(found, str):
            ours.broken.append(f"{pair.name}: {found}")
            continue
        ours.exact += rebuilt(found.json, pair.old, pair.new) == (pair.old, pair.new)
        chinese = pair.locale.startswith("zh")
        ours.reading.add(pair.old, pair.new, found.redline, chinese=chinese)
    return ours


def _try(pair: TextPair) -> Answer | str:
    try:
        return answer(pair.old, pair.new, pair.locale)
    except ContractError as error:
        return f"breaks the contract: {error}"
    except Exception as error:  # noqa: BLE001 - an engine under test may raise anything
        return f"{type(error).__name__}: {error}"


def read_peer(peer: Peer, pairs: Iterable[TextPair]) -> Reading:
    """A peer's answers to the same pairs; those that it does not give are left out."""
    reading = Reading()
    for pair in pairs:
        found = peer.compare(pair.old, pair.new, pair.locale)
        if found is not None:
            chinese = pair.locale.startswith("zh")
            reading.add(pair.old, pair.new, found.redline, chinese=chinese)
    return reading


def rows(ours: Ours, peers: dict[str, Reading]) -> list[Row]:
    """The figures of real revisions."""
    note = f"{ours.pairs} pairs, {len(ours.broken)} broken"

    def row(name: str, figure: Figure, *, at_most: float | None = None, unit: str = "") -> Row:
        return Row(
            name=f"revisions: {name}",
            ours=figure(ours.reading),
            unit=unit,
            at_most=at_most,
            peers={peer: figure(reading) for peer, reading in peers.items()},
        )

    return [
        Row(
            name="revisions: both sides rebuilt exactly",
            ours=percent(ours.exact, ours.pairs),
            unit="%",
            at_least=100,
            note=note,
        ),
        row("highlighted runs per changed line", _runs_per_line, at_most=1.30),
        row("highlighted runs per line with any", _runs_per_shown_line),
        row("highlighted mass over the least, whole texts", _mass, at_most=1.08),
        row("the same, noise counted, too", _mass_with_noise),
        row("the same, links' targets cut into words", _mass_of_words),
        row("the same, kana one by one", _mass_of_characters),
        Row(
            name="revisions: highlighted mass over the least, within pairs",
            ours=_share(ours.reading.shown, ours.reading.least_in_pairs),
        ),
        row("edges inside a word, ICU", _inside_words, at_most=0.5, unit="%"),
        row("edges inside a word, jieba", _inside_jieba, at_most=1, unit="%"),
        row("edges inside a grapheme", lambda reading: float(reading.inside_graphemes), at_most=0),
    ]


Figure = Callable[[Reading], float | None]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _runs_per_line(reading: Reading) -> float | None:
    return _share(reading.runs_in_lines, reading.lines)


def _runs_per_shown_line(reading: Reading) -> float | None:
    return _share(reading.runs_in_shown_lines, reading.shown_lines)


def _mass(reading: Reading) -> float | None:
    return _share(reading.shown, reading.least)


def _mass_of_words(reading: Reading) -> float | None:
    return _share(reading.shown, reading.least_words)


def _mass_of_characters(reading: Reading) -> float | None:
    return _share(reading.shown, reading.least_characters)


def _mass_with_noise(reading: Reading) -> float | None:
    return _share(reading.shown + reading.named, reading.least)


def _inside_words(reading: Reading) -> float | None:
    return percent(reading.inside_words, reading.edges)


def _inside_jieba(reading: Reading) -> float | None:
    return percent(reading.inside_jieba_words, reading.jieba_edges)


# ------------------------------------------------------------------------ white space, graphemes


def white_space_failures(pairs: Iterable[TextPair]) -> tuple[int, list[str]]:
    """How many pairs there were, and what was said of those that were not called format."""
    count = 0
    failures = []
    for pair in pairs:
        count += 1
        found = _try(pair)
        if isinstance(found, str):
            failures.append(f"{pair.name}: {found}")
            continue
        redline = found.redline
        if redline.old_shown or redline.new_shown:
            failures.append(f"{pair.name}: highlighted {_texts(pair, redline)}")
        elif redline.old_named or redline.new_named:
            failures.append(f"{pair.name}: shown as noise {_texts(pair, redline)}")
        elif fuzzing.unknown(redline):
            failures.append(f"{pair.name}: no difference is mentioned")
    return count, failures


def _texts(pair: TextPair, redline: Redline) -> str:
    runs = [pair.old[a:b] for a, b in [*redline.old_shown, *redline.old_named]]
    runs += [pair.new[a:b] for a, b in [*redline.new_shown, *redline.new_named]]
    return ", ".join(map(repr, runs[:4])) + (f" and {len(runs) - 4} more" if len(runs) > 4 else "")


def white_space_row(count: int, failures: list[str], peers: dict[str, float | None]) -> Row:
    """Pairs that differ in white space alone: nothing shown, and format said."""
    return Row(
        name="white space alone: nothing shown, called format",
        ours=percent(count - len(failures), count),
        unit="%",
        at_least=100,
        note=f"{count} pairs",
        peers=peers,
    )


def peer_silence(peer: Peer, pairs: Iterable[TextPair]) -> float | None:
    """The share of pairs in which a peer highlights nothing."""
    answers = [peer.compare(pair.old, pair.new, pair.locale) for pair in pairs]
    silent = [
        not (found.redline.old_shown or found.redline.new_shown) for found in answers if found
    ]
    return percent(sum(silent), len(silent))


def grapheme_failures() -> list[str]:
    """Places at which the engine cuts a grapheme, and cases that it says nothing of."""
    failures = []
    for pair in graphemes.pairs():
        found = _try(pair)
        if isinstance(found, str):
            failures.append(f"{pair.name}: {found}")
            continue
        cuts = graphemes.cut_graphemes(pair, found.redline)
        if cuts:
            failures.append(f"{pair.name}: cut at {', '.join(cuts)}")
        elif fuzzing.unknown(found.redline):
            failures.append(f"{pair.name}: no difference is mentioned")
    return failures


def peer_cuts(peer: Peer) -> float | None:
    """In how many cases a peer cuts a grapheme."""
    cut = 0
    for pair in graphemes.pairs():
        found = peer.compare(pair.old, pair.new, pair.locale)
        cut += bool(found and graphemes.cut_graphemes(pair, found.redline))
    return float(cut)


def grapheme_row(failures: list[str], peers: dict[str, float | None]) -> Row:
    """Cases in which an edge falls inside a grapheme."""
    return Row(
        name="graphemes: cases cut inside one",
        ours=float(len(failures)),
        at_most=0,
        note=f"of {len(graphemes.pairs())}",
        peers=peers,
    )


def fuzz_failures(count: int) -> list[str]:
    """One-character edits that went unshown, or broke the contract of one class each."""
    failures = []
    for edit in fuzzing.edits(count):
        found = _try(edit.pair)
        what = f"{edit.pair.name} {edit.before!r} to {edit.after!r}"
        if isinstance(found, str):
            failures.append(f"{what}: {found}")
        elif fuzzing.unknown(found.redline):
            failures.append(f"{what}: no difference is mentioned")
        elif fuzzing.unshown(edit, found.redline):
            failures.append(f"{what}: called format")
    return failures


def mangled_failures(count: int) -> list[str]:
    """Mangled texts whose answer breaks the contract, or does not give both sides back."""
    failures = []
    for pair in mangling.pairs(count):
        found = _try(pair)
        if isinstance(found, str):
            failures.append(f"{pair.name}: {found}")
        elif rebuilt(found.json, pair.old, pair.new) != (pair.old, pair.new):
            failures.append(f"{pair.name}: a side does not come back")
    return failures


def mangled_row(count: int, failures: list[str]) -> Row:
    """Mangled texts on which the contract does not hold."""
    return Row(
        name="mangled texts that break the contract",
        ours=float(len(failures)),
        at_most=0,
        note=f"of {count}",
    )


def fuzz_row(count: int, failures: list[str]) -> Row:
    """One-character edits that go unshown."""
    return Row(
        name="one-character edits unshown or in no class",
        ours=float(len(failures)),
        at_most=0,
        note=f"of {count}",
    )
