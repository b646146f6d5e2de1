"""Multilingual policy versioning: what changed, in every language, and the proof of when."""

from publisher.changes.comparison import Comparison, compare

__version__ = "0.1.0"

__all__ = ["Comparison", "__version__", "compare"]
