"""Word boundaries by ICU, for all languages."""

from __future__ import annotations

from functools import lru_cache

from icu4py.breakers import WordBreaker


@lru_cache(maxsize=512)
def word_boundaries(text: str, locale: str) -> frozenset[int]:
    """Offsets (code points) at which ICU sees a word begin or end; both ends are among them."""
    # The breaker's own offsets count UTF-16 units; its pieces are plain strings.
    bounds = [0]
    for piece in WordBreaker(text, locale):
        bounds.append(bounds[-1] + len(piece))
    return frozenset(bounds)
