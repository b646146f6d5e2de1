"""Where each locale's repository is, and how one is made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from publisher.history.git.runner import GitRepository
from publisher.history.git.writing import Signature, current
from publisher.model.errors import RepositoryError, UsageError
from publisher.model.locales import LocaleTag
from publisher.model.policies import CommitId

BRANCH = "main"
MIRROR_REF = f"refs/heads/{BRANCH}"


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

    @property
    def master(self) -> GitRepository:
        """Where legal commits, and where the publication log is."""
        work_tree = self.folder / self.master_locale.tag
        return GitRepository(git_dir=work_tree / ".git", work_tree=work_tree)

    def of(self, locale: LocaleTag) -> GitRepository:
        """The repository of a locale, which may not exist yet."""
        if locale == self.master_locale:
            return self.master
        return GitRepository(git_dir=self.folder / f"{locale.tag}.git")

    def opened(self, locale: LocaleTag) -> GitRepository:
        """The repository of a locale; raises NoRepositoryError."""
        repository = self.of(locale)
        if not (repository.git_dir / "HEAD").is_file():
            raise NoRepositoryError(repository.git_dir)
        return repository

    def made(self, locale: LocaleTag) -> GitRepository:
        """The repository of a locale, made where it is missing."""
        repository = self.of(locale)
        if not (repository.git_dir / "HEAD").is_file():
            repository.git_dir.parent.mkdir(parents=True, exist_ok=True)
            bare = () if repository.work_tree else ("--bare",)
            repository.run("init", "--quiet", "--template=", f"--initial-branch={BRANCH}", *bare)
        return repository

    def existing(self) -> tuple[LocaleTag, ...]:
        """The locales that have a repository, the master first."""
        folders = sorted(self.folder.glob("*.git")) if self.folder.is_dir() else []
        tags = [LocaleTag(folder.name.removesuffix(".git")) for folder in folders]
        return (self.master_locale, *(tag for tag in tags if tag != self.master_locale))

    def bring_forward(self, commit: CommitId) -> None:
        """See to it that the master's branch holds a commit; other work there stays.

        Raises GitError where files in the work tree are in the way.
        """
        if current(self.master, "HEAD") == commit:
            return
        status, _ = self.master.attempt(
            "merge-base", "--is-ancestor", commit, "HEAD", accept=(0, 1, 128)
        )
        if status != 0:
            self.master.run("merge", "--ff-only", "--quiet", "--end-of-options", commit)

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
