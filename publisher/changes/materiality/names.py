"""What a name weighs that came or went: little where both texts have it, or it was only renamed."""

from __future__ import annotations

from functools import cached_property

from publisher.changes.materiality.elsewhere import Elsewhere
from publisher.changes.materiality.lexicon import Lexicon
from publisher.changes.materiality.weights import OfWords

_SAME_BEGINNING = 4  # letters: Lockbox, Lockwise
_OFTEN = 2  # more than that many times: a name that is renamed throughout
_THROUGHOUT = 0.6  # of its places


class Names:
    """Weighs names by the whole of both texts."""

    def __init__(
        self, old: Elsewhere, new: Elsewhere, *, lexicon: Lexicon, weights: OfWords
    ) -> None:
        self._texts = old, new
        self._lexicon = lexicon
        self._weights = weights
        self._known: dict[str, bool] = {}

    def weight(self, old: str | None, new: str | None) -> float:
        """What a name weighs that came or went: nothing new where both texts have it."""
        if (not old or self._is_known(old)) and (not new or self._is_known(new)):
            return self._weights.name_known
        if old and new and (_begin_alike(old, new) or self._is_renamed(old, new)):
            return self._weights.name_renamed
        return self._weights.name

    @cached_property
    def _folded(self) -> tuple[str, str]:
        old, new = (self._lexicon.fold(text.words) for text in self._texts)
        return old, new

    def _is_known(self, name: str) -> bool:
        """Whether both texts have a name."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = all(name in text for text in self._folded)
        return known

    def _is_renamed(self, old: str, new: str) -> bool:
        """Whether one name took the other's place throughout."""
        before, after = self._folded
        count = before.count(old)
        return (
            count > _OFTEN
            and old not in after
            and new not in before
            and after.count(new) >= _THROUGHOUT * count
        )


def _begin_alike(old: str, new: str) -> bool:
    return old[:_SAME_BEGINNING] == new[:_SAME_BEGINNING] and min(len(old), len(new)) > 3
