"""Whose texts are in a foreign history: each different one of every policy and locale. Pure.

Renames are followed backwards, commit by commit, along the parents, so that a file keeps its
history through any number of names; where a name stops meaning a text, it is named in the report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

from publisher.history.git.walks import GITLINK, SYMLINK, FileChange, LoggedCommit
from publisher.model.errors import InvalidLocaleError, UsageError
from publisher.model.locales import LocaleTag
from publisher.model.policies import CommitId, PolicyId, parse_policy_id

_FIELDS = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """Whose text a file is."""

    locale: LocaleTag
    policy: PolicyId

    def __hash__(self) -> int:
        # Looked up several times for every commit; the generated one calls the tag's own.
        return hash((self.locale.tag, self.policy))


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundText:
    """A text that a commit brought."""

    target: Target
    commit: LoggedCommit
    path: str
    blob: str  # its id in the foreign repository


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Something in the history that is no text of a policy, or that ends one."""

    commit: CommitId
    path: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All texts in the order of the history, and what was left out."""

    texts: tuple[FoundText, ...]
    skipped: tuple[Skipped, ...]
    clashes: Mapping[Target, tuple[str, str]]  # two files that stood side by side as one text
    ended: Mapping[Target, LoggedCommit]  # by whose removal a text is no longer there at the tip


# The target that a path names by itself; None: no policy's text.
TargetOf = Callable[[str], Target | None]


class PathPattern:
    """A layout such as ``{locale}/{policy}.md``, read as an operator writes it."""

    def __init__(
        self,
        pattern: str,
        *,
        is_locale: Callable[[LocaleTag], bool],
        renamed: Mapping[str, LocaleTag] | None = None,
    ) -> None:
        """Compile the layout; `renamed` gives other tags to names of locales."""
        self.pattern = pattern
        names = _FIELDS.findall(pattern)
        if sorted(names) != ["locale", "policy"]:
            raise UsageError(
                f"--path: {pattern!r} must have {{locale}} and {{policy}} once each,"
                " such as '{locale}/{policy}.md'"
            )
        parts = _FIELDS.split(pattern)
        self._regex = re.compile(
            "".join(
                f"(?P<{part}>[^/]+?)" if index % 2 else re.escape(part)
                for index, part in enumerate(parts)
            )
        )
        self._is_locale = is_locale
        self._renamed = renamed or {}

    def target(self, path: str) -> Target | None:
        """The policy and locale that a path names; None for any other file."""
        match = self._regex.fullmatch(path)
        if match is None:
            return None
        try:
            locale = self._renamed.get(match["locale"]) or LocaleTag(match["locale"])
            policy = policy_name(match["policy"])
        except (InvalidLocaleError, UsageError):
            return None
        return Target(locale, policy) if self._is_locale(locale) else None


def policy_name(text: str) -> PolicyId:
    """The policy id for a file's name: lower case, with ``-`` for what an id cannot have."""
    return parse_policy_id(re.sub(r"[^a-z0-9_-]+", "-", text.lower()).strip("-_"))


def find_texts(
    commits: Sequence[LoggedCommit], target_of: TargetOf, *, main_line_only: bool = False
) -> Findings:
    """Every different text of each target, oldest first; the last one is the newest commit's.

    `commits` come parents first, the tip last. Texts of side branches count unless only the main
    line is asked for; a text that the main line already had, or has at a merge, is no new one.
    """
    main_line = _main_line(commits)
    names = _resolved(commits, target_of)
    reading = _Reading(main_line=main_line, main_line_only=main_line_only)
    for commit, changes in zip(commits, names, strict=True):
        reading.read(commit, changes)
    return Findings(
        texts=tuple(reading.texts),
        skipped=tuple(reading.skipped),
        clashes=reading.clashes,
        ended=reading.ended_at(commits[-1].oid) if commits else {},
    )


# A change with the target that its path means at its commit.
_Resolved = tuple[Target, FileChange]


def _main_line(commits: Sequence[LoggedCommit]) -> frozenset[CommitId]:
    parents = {commit.oid: commit.parents for commit in commits}
    line: set[CommitId] = set()
    commit = commits[-1].oid if commits else None
    while commit is not None and commit in parents:
        line.add(commit)
        commit = parents[commit][0] if parents[commit] else None
    return frozenset(line)


def _resolved(commits: Sequence[LoggedCommit], target_of: TargetOf) -> list[tuple[_Resolved, ...]]:
    """What each commit's changes mean, found from the newest commit backwards."""
    known: dict[str, Target | None] = {}

    def named(path: str) -> Target | None:
        if path not in known:
            known[path] = target_of(path)
        return known[path]

    aliases: dict[CommitId, Mapping[str, Target]] = {}
    found: list[tuple[_Resolved, ...]] = []
    for commit in reversed(commits):
        here = aliases.pop(commit.oid, {})
        resolved, before = _read_names(_with_flips(commit.changes, named), here, named)
        found.append(tuple(resolved))
        for index, parent in enumerate(commit.parents):
            passed = before if index == 0 else here
            if passed:
                aliases[parent] = {**aliases.get(parent, {}), **passed}
    return found[::-1]


def _read_names(
    changes: Sequence[FileChange], here: Mapping[str, Target], named: TargetOf
) -> tuple[list[_Resolved], Mapping[str, Target]]:
    """What the changes mean, and which names mean which texts before them."""
    resolved: list[_Resolved] = []
    before = dict(here)
    for change in changes:
        target = here.get(change.path) or named(change.path)
        if target is not None:
            resolved.append((target, change))
        if change.status != "R":
            continue
        old = named(change.old_path)
        before.pop(change.path, None)
        if target is not None and (old is None or old.locale == target.locale):
            before[change.old_path] = target
        elif old is not None and old != target:
            # Moved out of the layout, or a translation that began as another language's file.
            resolved.append((old, change._replace(status="D", path=change.old_path)))
    return resolved, before


def _with_flips(changes: Sequence[FileChange], named: TargetOf) -> Sequence[FileChange]:
    """The changes, a removal and an addition of the same path parts taken for one rename.

    So ``privacy/zh-CN.md`` is found in ``zh-CN/privacy.md`` even where too much of the text changed
    on the way for Git to call it a rename.
    """
    removed = {_parts(c.path): c for c in changes if c.status == "D" and named(c.path) is None}
    if not removed:
        return changes
    flipped: list[FileChange] = []
    for change in changes:
        origin = removed.get(_parts(change.path)) if change.status == "A" else None
        if origin is not None and named(change.path) is not None:
            change = change._replace(status="R", old_path=origin.path)  # noqa: PLW2901
        flipped.append(change)
    return flipped


def _parts(path: str) -> tuple[str, ...]:
    return tuple(sorted(PurePosixPath(path).with_suffix("").parts))


class _File(NamedTuple):
    blob: str
    path: str


@dataclass(slots=True)
class _Reading:
    main_line: frozenset[CommitId]
    main_line_only: bool
    texts: list[FoundText] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    clashes: dict[Target, tuple[str, str]] = field(default_factory=dict)
    _removals: dict[Target, LoggedCommit] = field(default_factory=dict)
    _states: dict[CommitId, dict[Target, _File]] = field(default_factory=dict)
    _last: dict[Target, str] = field(default_factory=dict)
    _seen: set[tuple[Target, str]] = field(default_factory=set)

    def read(self, commit: LoggedCommit, changes: Sequence[_Resolved]) -> None:
        """Take in a commit whose parents were read before."""
        before = self._states.get(commit.parents[0], {}) if commit.parents else {}
        state = dict(before) if changes else before
        # Removals first: what is then added under another name stands alone.
        if len(changes) > 1:
            changes = sorted(changes, key=lambda item: item[1].status != "D")
        for target, change in changes:
            self._apply(state, commit, target, change)
        touched = dict.fromkeys(target for target, _ in changes)
        self._states[commit.oid] = state
        if commit.oid in self.main_line:
            merged = len(commit.parents) > 1
            for target in state if merged else touched:
                file = state.get(target)
                if file is not None and self._last.get(target) != file.blob:
                    self._add(commit, target, file)
        elif not self.main_line_only:
            for target in touched:
                file = state.get(target)
                if file is not None and (target, file.blob) not in self._seen:
                    self._add(commit, target, file)

    def _add(self, commit: LoggedCommit, target: Target, file: _File) -> None:
        text = FoundText(target=target, commit=commit, path=file.path, blob=file.blob)
        self.texts.append(text)
        self._last[target] = file.blob
        self._seen.add((target, file.blob))

    def _apply(
        self, state: dict[Target, _File], commit: LoggedCommit, target: Target, change: FileChange
    ) -> None:
        why = _why_no_text(change)
        if why is None:
            known = state.get(target)
            if change.status == "A" and known is not None and known.path != change.path:
                self.clashes[target] = (known.path, change.path)
            state[target] = _File(blob=change.new_oid, path=change.path)
        else:
            self.skipped.append(Skipped(commit=commit.oid, path=change.path, why=why))
            self._removals[target] = commit
            state.pop(target, None)

    def ended_at(self, tip: CommitId) -> Mapping[Target, LoggedCommit]:
        """The texts that are not there at the tip, each with the commit that removed it last."""
        there = self._states.get(tip, {})
        found = dict.fromkeys(text.target for text in self.texts)
        return {
            target: self._removals[target]
            for target in found
            if target not in there and target in self._removals
        }


def _why_no_text(change: FileChange) -> str | None:
    if change.status == "D":
        return "removed here"
    if change.new_mode == GITLINK:
        return "a submodule, not a text"
    if change.new_mode == SYMLINK:
        return "a symbolic link, not a text"
    return None
