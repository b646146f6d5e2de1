"""What differs between two texts, and what it means: alignment, redline, materiality. Pure."""

from publisher.changes.comparison import Comparison, compare

__all__ = ["Comparison", "compare"]
