"""What legal declares about single passages: that a change of theirs is none for translators."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from publisher.catalogs.entries import Key
from publisher.catalogs.lineage import origins
from publisher.catalogs.merge import SameMeaning
from publisher.catalogs.messages import messages_of
from publisher.changes.align import align
from publisher.history.masters import MasterRevision
from publisher.model.errors import UsageError
from publisher.model.policies import PolicyId
from publisher.text import parse
from publisher.workspace.opened import Workspace


def same_meaning(workspace: Workspace, policy: PolicyId, lines: Sequence[int]) -> SameMeaning:
    """What the passages on some lines of a committed master said before they last changed.

    Raises UsageError for a line where no passage begins, or one that never changed.
    """
    revisions = workspace.masters()[policy]
    found: dict[Key, str] = {}
    for line, key in _keys_on(revisions[-1], lines):
        wording = _wording_before(revisions, key)
        if wording is None:
            raise UsageError(
                f"the passage in line {line} of {policy} has no earlier wording that it alone came"
                " from, so no change of it can be declared to be none"
            )
        found[key] = wording
    return found


def _keys_on(revision: MasterRevision, lines: Sequence[int]) -> list[tuple[int, Key]]:
    messages = messages_of(parse(revision.source))
    known = {line: message.key for message in messages for line in message.lines}
    for line in lines:
        if line not in known:
            raise UsageError(
                f"no passage of {revision.policy} begins in line {line}; take the line from the"
                f" catalog's location, such as {revision.policy}.md:{min(known, default=1)}"
            )
    return [(line, known[line]) for line in lines]


def _wording_before(revisions: Sequence[MasterRevision], key: Key) -> str | None:
    """What a message of the newest revision said before it last changed."""
    for newer, older in pairwise(reversed(revisions)):
        new, old = parse(newer.source), parse(older.source)
        origin = origins(old, new, align(old, new)).get(key)
        if origin is None or len(origin.keys) != 1 or origin.siblings:
            return None
        if origin.keys[0].msgid != key.msgid:
            return origin.keys[0].msgid
        key = origin.keys[0]
    return None
