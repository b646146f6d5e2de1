"""Which messages each message comes from: the alignment of two master texts, told in keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from publisher.catalogs.entries import Key
from publisher.catalogs.messages import keys_by_place, messages_of
from publisher.model.changes import Pair, PairKind
from publisher.model.segments import ParsedText
from publisher.text.messages import joins_without_space


class Relation(IntEnum):
    """How a message came from older ones, the closest relation first."""

    SAME = 0  # the same words; only its context differs, or it moved
    RENUMBERED = 1  # the same words behind another ordinal
    MODIFIED = 2
    MERGED = 3  # of several older messages
    SPLIT = 4  # a part of an older message
    SIMILAR = 5  # no history says so; position or likeness does


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The older messages that a message comes from."""

    relation: Relation
    keys: tuple[Key, ...]  # of the older master, in reading order
    siblings: tuple[Key, ...] = ()  # of a split: all parts, this one too, in reading order


def origins(old: ParsedText, new: ParsedText, pairs: Sequence[Pair]) -> Mapping[Key, Origin]:
    """Where each message of the new text comes from; those that are new are absent.

    A message that stands in several places gets the closest of its places' origins.
    """
    old_keys = keys_by_place(messages_of(old))
    new_keys = keys_by_place(messages_of(new))
    found: dict[Key, Origin] = {}
    for pair in pairs:
        for key, origin in _origins_of(pair, old_keys, new_keys):
            if key not in found or origin.relation < found[key].relation:
                found[key] = origin
    return found


def _origins_of(
    pair: Pair, old_keys: Mapping[int, Key], new_keys: Mapping[int, Key]
) -> Iterator[tuple[Key, Origin]]:
    sources = tuple(dict.fromkeys(old_keys[index] for index in pair.old if index in old_keys))
    parts = tuple(dict.fromkeys(new_keys[index] for index in pair.new if index in new_keys))
    if not sources:
        return
    for key in parts:
        relation = _relation(pair.kind, key, sources, parts)
        siblings = parts if relation is Relation.SPLIT else ()
        yield key, Origin(relation=relation, keys=sources, siblings=siblings)


def _relation(
    kind: PairKind, key: Key, sources: tuple[Key, ...], parts: tuple[Key, ...]
) -> Relation:
    if len(sources) > 1:
        return Relation.MERGED
    if len(parts) > 1:
        return Relation.SPLIT
    if key.msgid == sources[0].msgid:
        return Relation.SAME
    return Relation.RENUMBERED if kind is PairKind.RENUMBERED else Relation.MODIFIED


def joined(texts: Sequence[str]) -> str:
    """Texts as one paragraph, with a space between them where their script wants one."""
    whole = ""
    for text in filter(None, texts):
        if whole and not joins_without_space(whole[-1], text[0]):
            whole += " "
        whole += text
    return whole
