"""Translations proposed from older ones. Whether they need a translator is decided in merge."""

from __future__ import annotations

import re
from collections.abc import Sequence

from publisher.text.labels import find_label

_SENTENCE_END = re.compile(
    r"[.!?;:。！？；：؟۔।]+[\"'”’)）」』】\]*_]*(?:\s+|(?<=[。！？；：」』])|$)"
)
_TOLERANCE = 0.12  # of the whole: how far a sentence's end may lie from where a part ends


def renumbered(old_msgid: str, new_msgid: str, msgstr: str) -> str | None:
    """The translation behind the new ordinal, where the ordinal is written alike in both languages.

    None where anything but the ordinal differs, or where the translation does not begin with the
    very same ordinal ("第九条" is "Article 9" elsewhere).
    """
    old_label, old_rest = _labelled(old_msgid)
    new_label, new_rest = _labelled(new_msgid)
    if not old_label or not new_label or old_rest != new_rest:
        return None
    if not msgstr.startswith(old_label) or any(char.isalpha() for char in old_label + new_label):
        return None
    return new_label + msgstr[len(old_label) :]


def _labelled(text: str) -> tuple[str, str]:
    found = find_label(text, is_heading=True)
    if found is None or found[0] != 0:
        return "", text
    return text[: found[1]], text[found[1] :]


def part_of(msgstr: str, parts: Sequence[str], index: int) -> str:
    """The sentences of a translation that render one part of a text that was split.

    Parts are told by their share of the length, cut at the nearest end of a sentence. The whole
    translation where there is none near.
    """
    total = sum(len(part) for part in parts)
    if not total or not msgstr:
        return msgstr
    reached, cuts = 0, [0]
    ends = [match.end() for match in _SENTENCE_END.finditer(msgstr)]
    for part in parts[:-1]:
        reached += len(part)
        wanted = reached / total * len(msgstr)
        nearest = min(ends, key=lambda end: abs(end - wanted), default=None)
        if nearest is None or abs(nearest - wanted) > _TOLERANCE * len(msgstr):
            return msgstr
        cuts.append(nearest)
    cuts.append(len(msgstr))
    return msgstr[cuts[index] : cuts[index + 1]].strip() or msgstr
