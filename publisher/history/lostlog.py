"""Whether the log lost publications that were public: then nothing may be built on what is left."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from publisher.history.git.writing import current
from publisher.history.log import LOG_REF, PublicationLog
from publisher.history.repositories import MIRROR_REF, Repositories
from publisher.history.snapshot import Publications
from publisher.model.errors import RepositoryError
from publisher.model.locales import LocaleTag


class LogLostError(RepositoryError):
    """The log's ref is gone or was set back behind a publication that was public."""

    def __init__(self, *, place: str, git_dir: Path, commit: str | None, what: str) -> None:
        self.commit = commit
        back = (
            f"put it back with `git --git-dir={git_dir} update-ref {LOG_REF} {commit}`, or"
            if commit
            else "bring it back with `publisher pull`, or"
        )
        super().__init__(
            f"{place}: {LOG_REF} was lost or set back: {what}; {back} restore the repository from"
            " a copy, and compare with a checkpoint (to take a publication back, use `publisher"
            " withdraw`)"
        )


def refuse_lost_log(repositories: Repositories, log: PublicationLog, public: Publications) -> None:
    """Raise LogLostError where something that is not in the log was public.

    What a publisher wrote and was killed before it made it public is no such thing: the log's ref
    moves first, and only then the branches.
    """
    written = log.written_last()
    known = len(public.publications())
    mirrors = _mirrors(repositories)
    what = None
    if written is not None and written.publication.sequence > known + 1:
        what = f"publication {written.publication.sequence} was written, and the log has {known}"
    elif written is not None and written.publication.sequence == known + 1:
        heads = written.publication.heads
        moved = [tag for tag in mirrors if mirrors[tag] == heads.get(tag) != public.heads.get(tag)]
        if moved:
            what = f"the branch of {moved[0]} is at publication {known + 1}, the log at {known}"
    if what is None and public.tip is None and mirrors:
        what = f"there is no log, and a text in {min(mirrors)} that was public"
    if what is not None:
        raise LogLostError(
            place=repositories.master.place,
            git_dir=repositories.master.git_dir,
            commit=written.commit if written else None,
            what=what,
        )


def _mirrors(repositories: Repositories) -> Mapping[LocaleTag, str]:
    """Where the branches of the language repositories are; nearly always without a process."""
    found: dict[LocaleTag, str] = {}
    for locale in repositories.existing():
        if locale == repositories.master_locale:
            continue
        repository = repositories.of(locale)
        loose = repository.git_dir / MIRROR_REF
        if loose.is_file():
            found[locale] = loose.read_text("ascii", "replace").strip()
        elif (repository.git_dir / "packed-refs").is_file():
            packed = current(repository, MIRROR_REF)
            found |= {locale: packed} if packed else {}
    return found
