"""A translation that grew outside, taken over into a catalog; what is unsure is fuzzy, with why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from publisher.catalogs import notes
from publisher.catalogs.bilingual import Block, Match, Scorer, blocks_of, match_blocks
from publisher.catalogs.checks import Languages, check_entry
from publisher.catalogs.entries import FUZZY, Catalog, Entry, Key
from publisher.catalogs.lineage import joined
from publisher.catalogs.messages import keys_by_place, messages_of
from publisher.catalogs.site_values import NO_VALUES, SiteValues, with_placeholders
from publisher.model.segments import ParsedText, SegmentKind
from publisher.text import placeholders
from publisher.text.messages import message_text

_CLEAR = 0.9  # how much more must speak for a pair than for its neighbours
_NEAR = 12  # matches before and behind in which a block without a partner is a rival
_WIDE = 1.9  # lengths' ratio beyond which a block may hold more or less than the master's
_SLACK = 14.0  # characters of English that a block may have more or less in any case


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What an existing text says for one message of the master."""

    text: str
    doubts: tuple[str, ...] = ()  # why a translator has to look; empty: sure

    @property
    def is_sure(self) -> bool:
        """Whether it may stand without a translator looking at it."""
        return not self.doubts


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """A catalog filled from an existing translation, and what was left over on both sides."""

    catalog: Catalog
    adoptions: Mapping[Key, Adoption]
    missing: tuple[Key, ...]  # messages of the master that the translation has nothing for
    surplus: tuple[str, ...]  # blocks of the translation that the master has nothing for


def adopt(
    master: ParsedText,
    existing: ParsedText,
    catalog: Catalog,
    languages: Languages,
    *,
    values: SiteValues = NO_VALUES,
) -> Adopted:
    """The catalog with translations from an existing text, where it has none of its own yet.

    ``catalog`` has the master's messages (see ``update``). Nothing that a translator has done is
    overwritten. Where the existing text says one of the ``values`` of a placeholder that the
    master's passage has, the translation gets the placeholder.
    """
    found, surplus = pair_blocks(master, existing, languages, values=values)
    entries = []
    for entry in catalog.entries:
        adoption = found.get(entry.key)
        is_open = not entry.obsolete and not any(entry.msgstrs)
        entries.append(_filled(entry, adoption, languages) if adoption and is_open else entry)
    keys = [message.key for message in messages_of(master)]
    return Adopted(
        catalog=catalog.with_entries(entries),
        adoptions=found,
        missing=tuple(key for key in keys if key not in found),
        surplus=surplus,
    )


def _filled(entry: Entry, adoption: Adoption, languages: Languages) -> Entry:
    filled = replace(entry, msgstrs=(adoption.text,))
    doubts = [*adoption.doubts]
    doubts += [found.what for found in check_entry(filled, languages) if found.is_error]
    if not doubts:
        return filled
    noted = replace(filled, extracted=(*entry.extracted, notes.ADOPTED + "; ".join(doubts)))
    return noted.with_flags(add=(FUZZY,))


def pair_blocks(
    master: ParsedText,
    existing: ParsedText,
    languages: Languages,
    *,
    values: SiteValues = NO_VALUES,
) -> tuple[dict[Key, Adoption], tuple[str, ...]]:
    """What the existing text says for each message of the master, and what it says besides."""
    ones = blocks_of(master, languages.master)
    twos = blocks_of(existing, languages.locale, values=values)
    matches = match_blocks(ones, twos)
    scorer = Scorer(ones, twos)
    keys = keys_by_place(messages_of(master))
    judge = _Judge(ones, twos, matches, scorer)
    found: dict[Key, Adoption] = {}
    for place, match in enumerate(matches):
        if len(match.master) != 1 or not match.other:
            continue
        block = match.master[0]
        text = joined([message_text(existing, existing.segments[b.index]) for b in match.other])
        text = with_placeholders(text, values, placeholders.names(block.text))
        adoption = Adoption(text=text, doubts=tuple(judge.doubts(place)))
        key = keys.get(block.index)
        if key is not None:
            found[key] = _better(found.get(key), adoption)
    surplus = [block.text for match in matches if not match.master for block in match.other]
    return found, tuple(surplus)


def _better(known: Adoption | None, new: Adoption) -> Adoption:
    """The adoption for a message that stands in several places."""
    if known is None or (new.is_sure and not known.is_sure):
        return new
    if known.is_sure and new.is_sure and known.text != new.text:
        return replace(known, doubts=("equal passages are translated in different ways",))
    return known


class _Judge:
    """Why a pair is not sure: what a person who compares two texts would stumble over."""

    def __init__(
        self,
        ones: Sequence[Block],
        twos: Sequence[Block],
        matches: Sequence[Match],
        scorer: Scorer,
    ) -> None:
        self._rows = {block.index: row for row, block in enumerate(ones)}
        self._columns = {block.index: column for column, block in enumerate(twos)}
        self._ones, self._twos = ones, twos
        self._matches, self._scorer = matches, scorer

    def doubts(self, place: int) -> list[str]:
        """The reasons to have a translator look at a match."""
        match = self._matches[place]
        if len(match.other) > 1:
            return [f"{len(match.other)} blocks of the translation stand for this one"]
        one, two = match.master[0], match.other[0]
        doubts = []
        if one.kind is not two.kind:
            doubts.append(f"a {two.kind} stands for a {one.kind}".replace("_", " "))
        if one.kind is SegmentKind.HEADING and one.level != two.level:
            doubts.append("the headings have different levels")
        if one.ordinal != two.ordinal and one.ordinal and two.ordinal:
            doubts.append("the ordinals differ")
        if _is_odd_in_length(one, two):
            doubts.append("the lengths do not fit")
        if self._has_free_rival(place, match):
            doubts.append("a block that is left over fits as well")
        elif not self._is_clear(one, two, match.score) and not self._is_enclosed(place):
            doubts.append("a block beside it fits as well")
        return doubts

    def _is_clear(self, one: Block, two: Block, score: float) -> bool:
        """Whether no neighbour on either side fits nearly as well."""
        row, column = self._rows[one.index], self._columns[two.index]
        around = [(row, column - 1), (row, column + 1), (row - 1, column), (row + 1, column)]
        rivals = [
            self._scorer.pair(i, j)
            for i, j in around
            if 0 <= i < len(self._ones) and 0 <= j < len(self._twos)
        ]
        return score - max(rivals, default=-9.0) >= _CLEAR

    def _has_free_rival(self, place: int, match: Match) -> bool:
        """Whether a block nearby that has no partner would fit nearly as well."""
        row = self._rows[match.master[0].index]
        column = self._columns[match.other[0].index]
        for near in self._matches[max(place - _NEAR, 0) : place + _NEAR + 1]:
            if len(near.master) + len(near.other) != 1:
                continue
            if near.master:
                rival = self._scorer.pair(self._rows[near.master[0].index], column)
            else:
                rival = self._scorer.pair(row, self._columns[near.other[0].index])
            if match.score - rival < _CLEAR:
                return True
        return False

    def _is_enclosed(self, place: int) -> bool:
        """Whether the blocks between the nearest clear pairs are as many on both sides."""
        for step in (-1, 1):
            at = place + step
            while 0 <= at < len(self._matches):
                match = self._matches[at]
                if len(match.master) != 1 or len(match.other) != 1:
                    return False
                if self._is_clear(match.master[0], match.other[0], match.score):
                    break
                at += step
        return True


def _is_odd_in_length(one: Block, two: Block) -> bool:
    least, most = one.volume / _WIDE - _SLACK, one.volume * _WIDE + _SLACK
    return not least <= two.volume <= most
