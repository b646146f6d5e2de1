"""The reading site: what is published, its history, and what changed, in the reader's language."""

from publisher.site.app import create_app

__all__ = ["create_app"]
