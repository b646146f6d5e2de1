"""Failing cases in few words, so that who writes the engine sees the cause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from benchmarks.redline.cases import Case
from benchmarks.redline.cases_report import REORDERING, is_said_so, stay_in_order
from benchmarks.redline.drafts import Range, Role
from benchmarks.redline.engine import Answer
from benchmarks.redline.results import Redline
from benchmarks.redline.scoring import beyond, judge, score_phrase

_WIDTH = 96


def describe(case: Case, answer: Answer | str) -> list[str]:
    """What is wrong with an answer, a line each; nothing where all is right."""
    if isinstance(answer, str):
        return [f"no answer: {answer}"]
    redline = answer.redline
    return [*_counterparts(case, redline), *_highlights(case, redline)]


def _counterparts(case: Case, redline: Redline) -> Iterator[str]:
    for judged in judge(case, redline):
        if judged.right:
            continue
        link = judged.link
        yield f"{link.role}{'' if link.target else ' (untouched)'}, said {judged.said or '?'}"
        yield f"    old      {_show(case.old, link.old)}"
        yield f"    expected {_show(case.new, link.new)}"
        yield "    got      " + (" | ".join(map(_short, judged.got)) or "nothing")


def _highlights(case: Case, redline: Redline) -> Iterator[str]:
    for run in beyond(case, redline):
        yield f"highlighted beyond the change: {_short(run)}"
    phrase = case.phrase
    if phrase is None:
        return
    score = score_phrase(case, redline)
    if score.covered and score.within:
        return
    yield f"phrase {'' if score.covered else 'NOT '}covered, {score.shown} for {score.needed}"
    for text, place, shown, named in (
        (case.old, phrase.old, redline.old_shown, redline.old_named),
        (case.new, phrase.new, redline.new_shown, redline.new_named),
    ):
        yield f"    {text[slice(*place)]!r} shown {_shown(text, shown)} noise {_shown(text, named)}"


def called_otherwise(case: Case, redline: Redline) -> Iterator[str]:
    """Links with the right counterpart that the engine gives another name than the truth."""
    found = judge(case, redline)
    if case.kind in REORDERING and stay_in_order(found):
        return
    for judged in found:
        if judged.right and judged.link.target and not is_said_so(judged):
            where = judged.link.old or judged.link.new
            text = case.old if judged.link.old else case.new
            yield f"{judged.link.role} called {judged.said}: {_show(text, where)}"


def _show(text: str, spans: Iterable[Range]) -> str:
    return " | ".join(_short(text[start:end]) for start, end in spans) or "nothing"


def _shown(text: str, spans: Iterable[Range]) -> str:
    return "[" + ", ".join(repr(text[start:end]) for start, end in spans) + "]"


def _short(text: str) -> str:
    text = text.replace("\n", "⏎")
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH * 2 // 3]} … {text[-_WIDTH // 3 :]}"


def roles(case: Case) -> str:
    """What happened in a case, counted."""
    counts = {role: sum(link.role is role for link in case.links) for role in Role}
    return ", ".join(f"{count} {role}" for role, count in counts.items() if count)
