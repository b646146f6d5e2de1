"""Mends what a crash left: stale locks, half-written files, branches behind the log."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from publisher.history.git.writing import update_refs
from publisher.history.log import LOG_REF, NEXT_REF
from publisher.history.repositories import MIRROR_REF, NEW_PREFIX, Repositories
from publisher.history.snapshot import Publications
from publisher.model.locales import LocaleTag
from publisher.model.policies import CommitId

# Git's processes mostly wait for the disk.
AT_ONCE = 4


def follow(
    repositories: Repositories,
    heads: Mapping[LocaleTag, CommitId],
    before: Mapping[LocaleTag, CommitId],
    progress: Callable[[str], None],
) -> None:
    """Make each branch what the log says, where that changed, for people who look with Git alone.

    The master's branch is legal's: it only moves forward, to texts that an import brought.
    """

    def move(locale: LocaleTag) -> None:
        progress(f"{locale.tag} branch")
        repository = repositories.made(locale)
        update_refs(repository, {MIRROR_REF: heads[locale], NEXT_REF: None})

    master = repositories.master_locale
    if heads.get(master) != before.get(master):
        repositories.bring_forward(heads[master])
    changed = [tag for tag in heads if tag != master and heads[tag] != before.get(tag)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(move, changed))


def recover(repositories: Repositories, public: Publications) -> tuple[str, ...]:
    """What was mended, in words; only for the holder of the writer's lock.

    What was being published and did not become public stays as objects that the next publication
    of the same texts finds again.
    """
    mended = [f"{path}: removed, a crash left it" for path in _left_over(repositories)]
    for path in _left_over(repositories):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for locale, commit in public.heads.items():
        if locale == repositories.master_locale:
            repositories.bring_forward(commit)
        else:
            mended += _set_right(repositories, locale, commit)
    return tuple(mended)


def _set_right(repositories: Repositories, locale: LocaleTag, commit: CommitId) -> Iterator[str]:
    head = repositories.of(locale).git_dir / "HEAD"
    expected = f"ref: {MIRROR_REF}\n".encode()
    # Without a readable HEAD there is no repository for Git, so Git cannot mend it.
    if head.parent.is_dir() and (not head.is_file() or head.read_bytes() != expected):
        head.write_bytes(expected)
        yield f"{head}: names the branch again"
    repository = repositories.made(locale)
    found = repository.run("for-each-ref", "--format=%(refname) %(objectname)").decode()
    if dict(line.split(" ") for line in found.splitlines()) != {MIRROR_REF: commit}:
        update_refs(repository, {MIRROR_REF: commit, NEXT_REF: None})
        yield f"{repository.place}: its branch is at what is public again"


def _left_over(repositories: Repositories) -> Iterator[Path]:
    """What a crash left where only the publisher writes: elsewhere legal's Git may be at work."""
    yield from repositories.folder.glob(f"{NEW_PREFIX}*")
    log = repositories.master.git_dir / LOG_REF
    yield from log.parent.glob("*.lock")
    for locale in repositories.existing():
        if locale != repositories.master_locale:
            git_dir = repositories.of(locale).git_dir
            yield from git_dir.glob("*.lock")
            yield from git_dir.glob("refs/**/*.lock")
            yield from git_dir.glob("objects/pack/tmp_*")
            yield from git_dir.glob("objects/??/tmp_obj_*")
            yield from git_dir.glob("fast_import_crash_*")
