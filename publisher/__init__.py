"""Multilingual policy versioning: what changed, in every language, and the proof of when."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publisher.changes.comparison import Comparison, compare

__version__ = "0.1.0"

__all__ = ["Comparison", "__version__", "compare"]


def __getattr__(name: str) -> object:
    """The comparison is imported when first asked for: most commands need none."""
    if name not in ("Comparison", "compare"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from publisher.changes import comparison  # noqa: PLC0415 - see above

    return getattr(comparison, name)
