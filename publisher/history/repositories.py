"""Where each locale's repository is, and how one is made."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from publisher.history.git.runner import GitRepository
from publisher.history.git.writing import Signature, current
from publisher.model.errors import RepositoryError, UsageError
from publisher.model.locales import LocaleTag
from publisher.model.policies import CommitId

BRANCH = "main"
MIRROR_REF = f"refs/heads/{BRANCH}"
NEW_PREFIX = ".new-"  # of folders in which a repository is being made


class NoRepositoryError(RepositoryError):
    """There is no repository where one must be."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{path}: no Git repository here; `publisher init` makes one for the master,"
            " `publisher pull` fetches the others"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Repositories:
    """The repositories of one workspace: the master with its work tree, the others bare."""

    folder: Path  # policies/ of the workspace
    master_locale: LocaleTag
    held: tuple[int, ...] = ()  # the writer's lock, kept by Git's processes too

    @property
    def master(self) -> GitRepository:
        """Where legal commits, and where the publication log is."""
        work_tree = self.folder / self.master_locale.tag
        return GitRepository(git_dir=work_tree / ".git", work_tree=work_tree, held=self.held)

    def of(self, locale: LocaleTag) -> GitRepository:
        """The repository of a locale, which may not exist yet."""
        if locale == self.master_locale:
            return self.master
        return GitRepository(git_dir=self.folder / f"{locale.tag}.git", held=self.held)

    def opened(self, locale: LocaleTag) -> GitRepository:
        """The repository of a locale; raises NoRepositoryError."""
        repository = self.of(locale)
        if not (repository.git_dir / "HEAD").is_file():
            raise NoRepositoryError(repository.git_dir)
        return repository

    def made(self, locale: LocaleTag) -> GitRepository:
        """The repository of a locale, made where it is missing."""
        repository = self.of(locale)
        if (repository.git_dir / "HEAD").is_file():
            return repository
        self.folder.mkdir(parents=True, exist_ok=True)
        if repository.work_tree is not None:
            repository.work_tree.mkdir(exist_ok=True)
        # Made beside its place and moved there: no crash leaves half a repository.
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=NEW_PREFIX) as folder:
            new = GitRepository(git_dir=Path(folder, "new"), held=self.held)
            new.run("init", "--quiet", "--bare", "--template=", f"--initial-branch={BRANCH}")
            if repository.work_tree is not None:
                new.run("config", "core.bare", "false")
            new.git_dir.rename(repository.git_dir)
        return repository

    def existing(self) -> tuple[LocaleTag, ...]:
        """The locales that have a repository, the master first."""
        folders = sorted(self.folder.glob("*.git")) if self.folder.is_dir() else []
        tags = [LocaleTag(folder.name.removesuffix(".git")) for folder in folders]
        return (self.master_locale, *(tag for tag in tags if tag != self.master_locale))

    def bring_forward(self, commit: CommitId) -> None:
        """Let the master's branch go on to a commit, where nothing was done there meanwhile.

        Raises GitError where files in the work tree are in the way.
        """
        head = current(self.master, "HEAD")
        if head is None or (head != commit and self._descends(commit, head)):
            self.master.run("merge", "--ff-only", "--quiet", "--end-of-options", commit)

    def _descends(self, commit: CommitId, ancestor: CommitId) -> bool:
        arguments = ("merge-base", "--is-ancestor", ancestor, commit)
        return self.master.attempt(*arguments, accept=(0, 1))[0] == 0

    def commit_master(self, files: dict[str, bytes], *, author: Signature, message: str) -> None:
        """Write files into the master's work tree and commit them, as legal would.

        For samples and imports: legal uses a Git of their own choice.
        """
        repository = self.opened(self.master_locale)
        if repository.work_tree is None:
            raise UsageError(f"{repository.place}: the master repository has no work tree")
        for name, content in files.items():
            (repository.work_tree / name).write_bytes(content)
        repository.run("add", "--force", "--", *files)
        when = f"{int(author.at.timestamp())} {author.at:%z}"
        repository.run(
            "commit",
            "--quiet",
            "--no-verify",
            "--cleanup=verbatim",
            f"--message={message}",
            "--",
            *files,
            environment={
                "GIT_AUTHOR_NAME": author.name,
                "GIT_AUTHOR_EMAIL": author.email,
                "GIT_AUTHOR_DATE": when,
                "GIT_COMMITTER_NAME": author.name,
                "GIT_COMMITTER_EMAIL": author.email,
                "GIT_COMMITTER_DATE": when,
            },
        )
