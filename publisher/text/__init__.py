"""Markdown to segments and back, front matter, placeholders, tokens, safe HTML. Pure."""

from publisher.text.parser import parse

__all__ = ["parse"]
