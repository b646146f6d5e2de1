"""Findings as people and machines read them: lines, JSON, SARIF, annotations on GitHub."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from publisher.catalogs.findings import Finding, Rule
from publisher.model.errors import InvalidSourceError

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_EXCERPT = 60
_UNREADABLE = "unreadable"

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
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What was found in one catalog."""

    path: str
    findings: tuple[Finding, ...] = ()
    unreadable: InvalidSourceError | None = None  # None: it was read
    untranslated: int = 0  # messages without a translation that may be published
    total: int = 0

    @property
    def errors(self) -> int:
        """How many things stop a publication."""
        return (self.unreadable is not None) + sum(f.is_error for f in self.findings)

    @property
    def warnings(self) -> int:
        """How many things a person should see."""
        return sum(not finding.is_error for finding in self.findings)


def report(files: Sequence[FileReport], form: ReportFormat) -> str:
    """The findings of some files in one of the formats, ending with a line break if not empty."""
    match form:
        case ReportFormat.TEXT:
            return _joined(line for file in files for line in _text(file))
        case ReportFormat.GITHUB:
            return _joined(line for file in files for line in _github(file))
        case ReportFormat.JSON:
            return _dumped({"version": 1, "files": [_json(file) for file in files]})
        case ReportFormat.SARIF:
            return _dumped(_sarif(files))


def _joined(lines: Iterator[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _excerpt(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _EXCERPT else f"{flat[:_EXCERPT]}…"


def _text(file: FileReport) -> Iterator[str]:
    if file.unreadable is not None:
        yield f"{file.path}:{file.unreadable.line or 1}: error: {file.unreadable.what}"
    for found in file.findings:
        yield f"{file.path}:{found.line}: {found.severity}: {found.what} [{found.rule}]"
        yield f"    {_excerpt(found.msgid)}"
        yield f"    {found.hint}"


def _json(file: FileReport) -> dict[str, Any]:
    findings = [
        {
            "line": found.line,
            "rule": str(found.rule),
            "severity": str(found.severity),
            "what": found.what,
            "hint": found.hint,
            "msgid": found.msgid,
        }
        for found in file.findings
    ]
    if file.unreadable is not None:
        line, what = file.unreadable.line or 1, file.unreadable.what
        unreadable = {"line": line, "rule": _UNREADABLE, "severity": "error", "what": what}
        findings.insert(0, unreadable | {"hint": "mend the file", "msgid": ""})
    return {
        "path": file.path,
        "total": file.total,
        "untranslated": file.untranslated,
        "findings": findings,
    }


def _sarif(files: Sequence[FileReport]) -> dict[str, Any]:
    rules = [
        {"id": str(rule), "shortDescription": {"text": text}}
        for rule, text in _DESCRIPTIONS.items()
    ]
    rules.append({"id": _UNREADABLE, "shortDescription": {"text": "The catalog can be read"}})
    results = [
        {
            "ruleId": item["rule"],
            "level": item["severity"],
            "message": {"text": f"{item['what']}. {item['hint']}"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": file.path},
                        "region": {"startLine": max(item["line"], 1)},
                    }
                }
            ],
        }
        for file in files
        for item in _json(file)["findings"]
    ]
    driver = {"name": "publisher", "rules": rules}
    return {
        "$schema": _SARIF,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _github(file: FileReport) -> Iterator[str]:
    for item in _json(file)["findings"]:
        place = f"file={_property(file.path)},line={max(item['line'], 1)}"
        title = _property(item["rule"])
        message = _escaped(f"{item['what']}. {item['hint']}")
        yield f"::{item['severity']} {place},title={title}::{message}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
