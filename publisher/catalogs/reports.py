"""Findings as people and machines read them: lines, JSON, SARIF, annotations on GitHub."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from publisher.catalogs.findings import Finding, Rule, Severity
from publisher.model.errors import InvalidSourceError

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_EXCERPT = 60
_UNREADABLE = "unreadable"
_OTHER = "source"  # a fault in a master text, or in what is not a translation

_DESCRIPTIONS = {
    Rule.PLACEHOLDER: "Placeholders are those of the master",
    Rule.LINK: "Links lead where the master's lead",
    Rule.ATTRIBUTES: "Attribute lists are those of the master",
    Rule.HTML: "HTML tags are those of the master",
    Rule.FOOTNOTE: "Footnote marks are those of the master",
    Rule.NUMBER: "Numbers and their units are those of the master",
    Rule.DATE: "Dates are those of the master",
    Rule.EMAIL: "E-mail addresses are those of the master",
    Rule.EMPHASIS: "Emphasis is closed, and as in the master",
    Rule.BRACKET: "Brackets are balanced",
    Rule.BIDI: "Characters that set the reading direction are closed",
    Rule.INVISIBLE: "No characters that nobody sees",
    Rule.LOOKALIKE: "No letters that only look right",
    Rule.SAME: "The translation is not the master's text",
    Rule.LANGUAGE: "The translation is in its language",
    Rule.GLOSSARY: "The agreed words are used",
    Rule.LENGTH: "The length is in proportion",
    Rule.INCONSISTENT: "A term is translated in one way",
    Rule.LINE_BREAK: "Lines break where the master's do",
}


class ReportFormat(StrEnum):
    """How problems are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong at a place in a file."""

    path: str
    line: int  # 0: it is about the whole file
    severity: Severity
    what: str
    rule: str = _OTHER
    hint: str = ""  # what to do; empty: `what` says it
    msgid: str = ""

    @property
    def is_error(self) -> bool:
        """Whether it stops a publication."""
        return self.severity is Severity.ERROR


def problems_of(path: str, findings: Iterable[Finding]) -> Iterator[Problem]:
    """The findings of a catalog's check, with the file that they are in."""
    for found in findings:
        yield Problem(
            path=path,
            line=found.line,
            severity=found.severity,
            what=found.what,
            rule=str(found.rule),
            hint=found.hint,
            msgid=found.msgid,
        )


def unreadable(path: str, error: InvalidSourceError) -> Problem:
    """The problem that a file cannot be read at all."""
    return Problem(
        path=path,
        line=error.line or 0,
        severity=Severity.ERROR,
        what=error.what,
        rule=_UNREADABLE,
    )


def report(problems: Sequence[Problem], form: ReportFormat) -> str:
    """The problems in one of the formats; empty or ending with a line break."""
    match form:
        case ReportFormat.TEXT:
            return _joined(line for problem in problems for line in _text(problem))
        case ReportFormat.GITHUB:
            return _joined(map(_github, problems))
        case ReportFormat.JSON:
            return _dumped({"version": 1, "problems": [_json(problem) for problem in problems]})
        case ReportFormat.SARIF:
            return _dumped(_sarif(problems))


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _text(problem: Problem) -> Iterator[str]:
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    told = f"; {problem.hint}" if problem.hint else ""
    yield f"{place}: {problem.severity}: {problem.what}{told}"
    if problem.msgid:
        words = " ".join(problem.msgid.split())
        yield f"    {words if len(words) <= _EXCERPT else words[:_EXCERPT] + '…'}"


def _json(problem: Problem) -> dict[str, Any]:
    return {
        "path": problem.path,
        "line": problem.line,
        "rule": problem.rule,
        "severity": str(problem.severity),
        "what": problem.what,
        "hint": problem.hint,
        "msgid": problem.msgid,
    }


def _sarif(problems: Sequence[Problem]) -> dict[str, Any]:
    rules = [
        {"id": str(rule), "shortDescription": {"text": text}}
        for rule, text in _DESCRIPTIONS.items()
    ]
    rules += [
        {"id": _UNREADABLE, "shortDescription": {"text": "The file can be read"}},
        {"id": _OTHER, "shortDescription": {"text": "Texts and settings are in order"}},
    ]
    driver = {"name": "publisher", "rules": rules}
    results = [_result(problem) for problem in problems]
    run = {"tool": {"driver": driver}, "results": results}
    return {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}


def _result(problem: Problem) -> dict[str, Any]:
    place = {
        "artifactLocation": {"uri": problem.path},
        "region": {"startLine": max(problem.line, 1)},
    }
    return {
        "ruleId": problem.rule,
        "level": str(problem.severity),
        "message": {"text": _said(problem)},
        "locations": [{"physicalLocation": place}],
    }


def _said(problem: Problem) -> str:
    return f"{problem.what}. {problem.hint}" if problem.hint else problem.what


def _github(problem: Problem) -> str:
    place = f"file={_property(problem.path)},line={max(problem.line, 1)}"
    return (
        f"::{problem.severity} {place},title={_property(problem.rule)}::{_escaped(_said(problem))}"
    )


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
