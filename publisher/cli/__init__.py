"""The `publisher` command."""

from publisher.cli.program import main

__all__ = ["main"]
