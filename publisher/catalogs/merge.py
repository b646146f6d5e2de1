"""A catalog brought to a new master text: every translation that is still right is kept.

What an unchanged message had, it keeps. A message that history knows under other words proposes
its old translation, marked fuzzy, with the previous message and a note of what changed. What leaves
the text stays in the catalog as obsolete, also the old words of what was modified, and is restored
whole when the text returns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from publisher.catalogs import notes
from publisher.catalogs.entries import FUZZY, Catalog, Entry, Key, Previous, prose_flags
from publisher.catalogs.header import SOURCE_FIELD
from publisher.catalogs.lineage import Origin, Relation, joined
from publisher.catalogs.proposals import part_of, renumbered


class Outcome(StrEnum):
    """What became of a message in a merge."""

    KEPT = "kept"  # as it was, translated
    RESTORED = "restored"  # from an obsolete entry
    FUZZY = "fuzzy"  # carried over, needs a translator
    UNTRANSLATED = "untranslated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A merged catalog, and what became of each message."""

    catalog: Catalog
    outcomes: Mapping[Key, Outcome]

    @property
    def counts(self) -> Counter[Outcome]:
        """How many messages had each outcome."""
        return Counter(self.outcomes.values())


# Messages whose last change legal declared to be none for translators -> the wording before it.
SameMeaning = Mapping[Key, str]
NOTHING_DECLARED: SameMeaning = {}


def merge(
    catalog: Catalog,
    template: Catalog,
    origins: Mapping[Key, Origin],
    *,
    redline: notes.Redline,
    same_meaning: SameMeaning = NOTHING_DECLARED,
) -> Merged:
    """The catalog with the template's messages; merging twice changes nothing more.

    ``origins`` says where messages come from that the catalog does not hold. ``same_meaning`` are
    messages whose change legal declared to be none for translators; a translation of what a message
    said before that very change is kept, one of an even older wording is not.
    """
    merging = _Merging(catalog, origins, redline, same_meaning)
    active = tuple(merging.carried(entry) for entry in template.entries)
    obsolete = tuple(merging.left_behind({entry.key for entry in active}))
    merged = _with_template_fields(catalog, template).with_entries((*active, *obsolete))
    return Merged(catalog=merged, outcomes=merging.outcomes)


def _with_template_fields(catalog: Catalog, template: Catalog) -> Catalog:
    """The catalog's header, saying which template it was merged with."""
    source = template.field(SOURCE_FIELD)
    if source == catalog.field(SOURCE_FIELD):
        return catalog
    wanted = {SOURCE_FIELD: source, "POT-Creation-Date": template.field("POT-Creation-Date")}
    return catalog.with_fields({name: value for name, value in wanted.items() if value})


class _Merging:
    """One merge: finds for each message what the catalog has for it."""

    def __init__(
        self,
        catalog: Catalog,
        origins: Mapping[Key, Origin],
        redline: notes.Redline,
        same_meaning: SameMeaning,
    ) -> None:
        self._catalog = catalog
        self._origins = origins
        self._redline = lru_cache(maxsize=4)(redline)  # asked for the same twice in a row
        self._same_meaning = same_meaning
        self._by_words: dict[str, list[Entry]] = {}
        for entry in catalog.entries:
            self._by_words.setdefault(entry.msgid, []).append(entry)
        self._consumed: set[Key] = set()  # fuzzy entries whose proposal lives on in another
        self.outcomes: dict[Key, Outcome] = {}

    def carried(self, fresh: Entry) -> Entry:
        """The template's entry with what the catalog has for it."""
        entry, outcome = self._carried(fresh)
        self.outcomes[fresh.key] = outcome
        return entry

    def left_behind(self, active: AbstractSet[Key]) -> Iterator[Entry]:
        """What the template no longer has and a translator worked on, earlier ones first."""
        ended = [entry for entry in self._catalog.entries if entry.key not in active]
        for entry in sorted(ended, key=lambda entry: not entry.obsolete):
            if any(entry.msgstrs) and entry.key not in self._consumed:
                yield replace(
                    entry,
                    obsolete=True,
                    flags=prose_flags(entry.flags),
                    extracted=(),
                    references=(),
                    previous=entry.previous if entry.is_fuzzy else None,
                )

    def _carried(self, fresh: Entry) -> tuple[Entry, Outcome]:
        held = self._catalog.by_key.get(fresh.key)
        if held is not None and not held.obsolete:
            entry = _filled(fresh, self._declared_same(held) or held)
            return entry, _outcome(entry, Outcome.KEPT)
        if held is not None and any(held.msgstrs):
            entry = _filled(fresh, replace(held, obsolete=False))
            return entry, _outcome(entry, Outcome.RESTORED)
        origin = self._origins.get(fresh.key)
        if (origin is None or origin.relation is not Relation.SAME) and (
            twin := self._twin(fresh.key)
        ):
            return self._proposed(fresh, twin), Outcome.FUZZY
        entry = self._inherited(fresh, origin) if origin else fresh
        return entry, _outcome(entry, Outcome.KEPT)

    def _declared_same(self, held: Entry) -> Entry | None:
        """What a fuzzy entry was translated as before a change that legal declares to be none.

        None where a translator has begun to change it, or where its translation was not finished.
        """
        if not held.is_fuzzy or held.previous is None:
            return None
        key = Key(held.previous.msgid or "", held.previous.msgctxt)
        if self._same_meaning.get(held.key) != key.msgid:
            return None
        before = self._catalog.by_key.get(key)
        if before is None or before.is_fuzzy or before.msgstr != held.msgstr:
            return None
        return replace(held, flags=before.flags, previous=None)

    def _twin(self, key: Key) -> Entry | None:
        """A translated entry of the same words in another role."""
        twins = self._by_words.get(key.msgid, ())
        return next((twin for twin in twins if twin.translation is not None), None)

    def _proposed(self, fresh: Entry, twin: Entry) -> Entry:
        """The entry with the translation that its words have in another role."""
        note = f"{notes.PROPOSED}the same words are translated so elsewhere"
        return replace(
            fresh,
            msgstrs=twin.msgstrs[:1],
            flags=(FUZZY,),
            extracted=(*fresh.extracted, note),
            previous=Previous(msgid=twin.msgid, msgctxt=twin.msgctxt),
        )

    def _inherited(self, fresh: Entry, origin: Origin) -> Entry:
        """The template's entry with a translation from the messages that it comes from."""
        sources = [entry for key in origin.keys if (entry := self._catalog.by_key.get(key))]
        if not any(entry.msgstr for entry in sources):
            return _with_comments(fresh, sources)
        if len(origin.keys) == 1 and (entry := self._clean(fresh, sources[0], origin)):
            return entry
        self._consumed.update(entry.key for entry in sources if entry.is_fuzzy)
        return self._fuzzy(fresh, sources, origin)

    def _clean(self, fresh: Entry, source: Entry, origin: Origin) -> Entry | None:
        """The entry with a translation that needs nobody, where history says it is still right."""
        if source.is_fuzzy or not source.msgstr:
            # The same words under another context keep whatever state they were in.
            return _filled(fresh, source) if origin.relation is Relation.SAME else None
        if origin.relation is Relation.SAME or self._same_meaning.get(fresh.key) == source.msgid:
            return _filled(fresh, source)
        if origin.relation in {Relation.RENUMBERED, Relation.MODIFIED}:
            text = renumbered(source.msgid, fresh.msgid, source.msgstr)
            if text is not None:
                return _filled(fresh, replace(source, msgstrs=(text,)))
        if origin.relation is Relation.SPLIT:
            return None
        if notes.is_format_only(self._redline(source.msgid, fresh.msgid)):
            return _filled(fresh, source)
        return None

    def _fuzzy(self, fresh: Entry, sources: list[Entry], origin: Origin) -> Entry:
        basis = _basis(sources)
        proposal = joined([entry.msgstr for entry in sources])
        if origin.relation is Relation.SPLIT:
            parts = [key.msgid for key in origin.siblings]
            proposal = part_of(proposal, parts, origin.siblings.index(fresh.key))
        entry = replace(
            _with_comments(fresh, sources),
            msgstrs=(proposal,),
            extracted=(*fresh.extracted, *self._notes(basis.msgid or "", fresh, origin)),
            previous=basis,
        )
        return entry.with_flags(add=(FUZZY,))

    def _notes(self, basis: str, fresh: Entry, origin: Origin) -> Iterator[str]:
        match origin.relation:
            case Relation.SPLIT:
                place = origin.siblings.index(fresh.key) + 1
                yield f"{notes.SPLIT}part {place} of {len(origin.siblings)} of the previous message"
                return
            case Relation.MERGED:
                yield f"{notes.MERGED}from {len(origin.keys)} messages"
            case Relation.SIMILAR:
                yield f"{notes.SIMILAR}the previous message is like it; history is not known"
            case _:
                pass
        yield notes.changed(self._redline(basis, fresh.msgid))


def _outcome(entry: Entry, translated: Outcome) -> Outcome:
    if entry.translation is not None:
        return translated
    return Outcome.FUZZY if entry.is_fuzzy else Outcome.UNTRANSLATED


def _filled(fresh: Entry, held: Entry) -> Entry:
    """The template's entry with what a translator gave the held one."""
    return replace(
        fresh,
        msgstrs=held.msgstrs[:1],
        flags=prose_flags(held.flags),
        sticky_flags=held.sticky_flags,
        comments=held.comments,
        extracted=(*fresh.extracted, *(notes.kept_notes(held.extracted) if held.is_fuzzy else ())),
        previous=held.previous if held.is_fuzzy else None,
    )


def _with_comments(fresh: Entry, sources: list[Entry]) -> Entry:
    """The template's entry with the translators' comments and flags, which outlive a wording."""
    comments = dict.fromkeys(comment for entry in sources for comment in entry.comments)
    flags = dict.fromkeys(f for entry in sources for f in prose_flags(entry.flags) if f != FUZZY)
    entry = replace(fresh, comments=tuple(comments), flags=tuple(flags))
    # Words that were read-only are not any longer when they are other words.
    return entry.with_flags(add=(FUZZY,)) if entry.is_read_only else entry


def _basis(sources: list[Entry]) -> Previous:
    """The message that the proposal is a translation of: of a fuzzy one, what it was made for."""
    texts = [
        entry.previous.msgid
        if entry.is_fuzzy and entry.previous and entry.previous.msgid
        else entry.msgid
        for entry in sources
    ]
    contexts = {entry.msgctxt for entry in sources}
    return Previous(msgid=joined(texts), msgctxt=contexts.pop() if len(contexts) == 1 else None)
