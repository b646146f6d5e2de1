"""What is wrong in a workspace's texts and catalogs, before anything is published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from publisher.catalogs.assemble import missing_messages
from publisher.catalogs.checks import Languages, check_catalog
from publisher.catalogs.entries import Catalog
from publisher.catalogs.findings import Finding, Severity
from publisher.catalogs.glossary import Glossary, read_glossary
from publisher.catalogs.messages import messages_of
from publisher.catalogs.reports import Problem, problems_of, unreadable
from publisher.config import ANY_LOCALE, FILE_NAME
from publisher.history.masters import policy_of
from publisher.history.planning import DATE_PLACEHOLDERS
from publisher.model.errors import InvalidSourceError, PlaceholderError
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId
from publisher.text import parse, placeholders
from publisher.text.dates import stated_dates
from publisher.text.front_matter import read_facts
from publisher.workspace.deciding import waiting_values
from publisher.workspace.files import read_if_there
from publisher.workspace.gate import contradictions, pending
from publisher.workspace.opened import Workspace
from publisher.workspace.second_opinion import second_opinion
from publisher.workspace.translating import read_catalog
from publisher.workspace.valuegate import undecided_values


def check_workspace(workspace: Workspace) -> Iterator[Problem]:
    """Everything that is wrong: texts as they lie in the work tree, committed or not."""
    root, folder = workspace.settings.root, workspace.repositories.folder
    for path in sorted((folder / workspace.settings.master.tag).glob("*.md")):
        policy = policy_of(path.name)
        if policy is not None:
            for problem in _check_policy(workspace, policy, path):
                yield replace(problem, path=(root / problem.path).relative_to(root).as_posix())
    yield from _value_faults(workspace)


def findings_of(workspace: Workspace, catalog: Catalog, locale: LocaleTag) -> tuple[Finding, ...]:
    """What is wrong with the translations of a catalog."""
    languages = Languages(
        master=workspace.settings.master, locale=locale, glossary=_glossary(workspace, locale)
    )
    return check_catalog(catalog, languages)


def _check_policy(workspace: Workspace, policy: PolicyId, path: Path) -> Iterator[Problem]:
    try:
        source = path.read_bytes().decode("utf-8")
        facts = read_facts(source)
    except UnicodeDecodeError as error:
        line = path.read_bytes().count(b"\n", 0, error.start) + 1
        yield _error(path, line, "not UTF-8; save it as UTF-8")
        return
    except InvalidSourceError as error:
        yield _error(path, error.line, error.what)
        return
    yield from _placeholder_faults(workspace, path, source)
    for stated in stated_dates(parse(source)):
        contradicts = facts.revised_on is not None and not stated.effective
        if contradicts and stated.date is not None and stated.date != facts.revised_on:
            yield _warning(
                path,
                stated.line,
                f"the text says {stated.text}, the front matter says revised {facts.revised_on};"
                " correct one of them, or write {{revisionDate}} in the text",
            )
    yield from _gate_faults(workspace, policy, path, source)
    yield from _structure_faults(path, source)
    for locale in workspace.settings.locales:
        yield from _check_catalog(workspace, policy, source, locale)


def _gate_faults(
    workspace: Workspace, policy: PolicyId, path: Path, source: str
) -> Iterator[Problem]:
    """What a person has to decide or correct before the text may follow the public one."""
    settings = workspace.settings
    item = pending(
        workspace.publications(),
        policy,
        source,
        read_facts(source),
        master=settings.master,
        rules=workspace.rules,
    )
    if item is None:
        return
    today = datetime.now(settings.timezone).date()
    for found in contradictions(item, settings.gate, today=today):
        yield (_error if found.stops else _warning)(path, found.line, found.what)


def _value_faults(workspace: Workspace) -> Iterator[Problem]:
    """What a person has to decide about changed values of sites."""
    gate = workspace.settings.gate
    for item in waiting_values(workspace, workspace.publications()):
        if what := undecided_values(item, gate):
            yield (_error if gate.stops else _warning)(Path(FILE_NAME), None, what)


def _structure_faults(path: Path, source: str) -> Iterator[Problem]:
    """Where the text depends on a dialect of Markdown."""
    found = second_opinion(source)
    if found is None:
        yield _warning(path, None, "python-markdown cannot read this text; simplify its markup")
        return
    for entry in found:
        ours, theirs = entry.ours or "nothing", entry.theirs or "nothing"
        difference = (
            f"{ours} here, {theirs} there" if ours != theirs else f"{ours} with other words"
        )
        yield _warning(
            path,
            entry.line,
            f"another Markdown parser (python-markdown) reads this otherwise: {difference}, at"
            f" “{entry.text}”; put a blank line between blocks, or indent by four spaces",
        )


def _placeholder_faults(workspace: Workspace, path: Path, source: str) -> Iterator[Problem]:
    for site in workspace.settings.sites:
        own = site.values.get(workspace.settings.master.tag, {})
        names = (*site.values.get(ANY_LOCALE, {}), *own, *DATE_PLACEHOLDERS)
        try:
            placeholders.fill(source, dict.fromkeys(names, ""))
        except PlaceholderError as error:
            yield _error(path, error.line, f"site {site.name}: {error.what}")


def _check_catalog(
    workspace: Workspace, policy: PolicyId, source: str, locale: LocaleTag
) -> Iterator[Problem]:
    path = workspace.catalog_path(locale, policy)
    try:
        catalog = read_catalog(workspace, locale, policy)
        if catalog is None:
            yield _warning(path, None, "no such catalog; run `publisher extract` and `update`")
            return
        findings = findings_of(workspace, catalog, locale)
    except InvalidSourceError as error:
        yield unreadable(error.path or str(path), error)
        return
    yield from problems_of(str(path), findings)
    messages = messages_of(parse(source))
    missing = missing_messages(messages, catalog)
    if missing:
        yield _warning(
            path,
            missing[0].catalog_line or None,
            f"{len(missing)} of {len(messages)} messages are missing, fuzzy or empty, first at"
            f" the master's line {missing[0].line}; the locale stays behind until they are done",
        )


def _glossary(workspace: Workspace, locale: LocaleTag) -> Glossary:
    path = workspace.settings.root / "locales" / "glossary.csv"
    data = read_if_there(path)
    if data is None:
        return Glossary()
    return read_glossary(
        data, master=workspace.settings.master, locale=locale, path="locales/glossary.csv"
    )


def _error(path: Path, line: int | None, what: str) -> Problem:
    return Problem(path=str(path), line=line or 0, severity=Severity.ERROR, what=what)


def _warning(path: Path, line: int | None, what: str) -> Problem:
    return Problem(path=str(path), line=line or 0, severity=Severity.WARNING, what=what)
