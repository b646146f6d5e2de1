"""What is left to translate: messages and words, for planning."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from publisher.catalogs.assemble import Gap, Missing

# Words in scripts with spaces, characters in those without: both are how translators are paid.
_UNIT = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]|[\p{L}\p{Nd}](?:[\p{L}\p{M}\p{Nd}'’-])*", regex.V0
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Messages and words of the master that a locale still has to translate."""

    fuzzy: int = 0
    untranslated: int = 0
    refused: int = 0  # a check found an error in them
    words: int = 0  # of the master: Han and kana by the character
    total: int = 0

    @property
    def left(self) -> int:
        """Messages that keep the locale behind."""
        return self.fuzzy + self.untranslated + self.refused


def effort(missing: tuple[Missing, ...], total: int) -> Effort:
    """The effort that missing messages mean."""
    gaps = [item.gap for item in missing]
    return Effort(
        fuzzy=gaps.count(Gap.FUZZY),
        untranslated=gaps.count(Gap.EMPTY) + gaps.count(Gap.ABSENT),
        refused=gaps.count(Gap.REFUSED),
        words=sum(count_words(item.message.key.msgid) for item in missing),
        total=total,
    )


def count_words(text: str) -> int:
    """The words of a text; of scripts without spaces, the characters."""
    return len(_UNIT.findall(text))
