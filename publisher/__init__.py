"""Multilingual policy versioning: what changed, in every language, and the proof of when."""

__version__ = "0.1.0"
