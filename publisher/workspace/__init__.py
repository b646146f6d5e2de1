"""The composition root: a folder with publisher.toml, opened."""

from publisher.config import Site
from publisher.workspace.opened import Workspace

__all__ = ["Site", "Workspace"]
