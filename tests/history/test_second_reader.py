"""What another implementation of Git reads in our repositories is what we say."""

from __future__ import annotations

from git import Repo

from publisher.history.log import LOG_REF
from publisher.history.repositories import MIRROR_REF
from tests.history.conftest import DE, EN, FIRST, PRIVACY, SECOND, Company


def test_gitpython_reads_the_same_texts_refs_and_people(company: Company) -> None:
    for text in (FIRST, SECOND):
        company.commit(text)
        company.translate(EN, DE)
        company.publish()
    public = company.workspace.publications()
    with Repo(company.workspace.repositories.folder / "en.git") as repository:
        assert repository.bare
        assert repository.active_branch.path == MIRROR_REF
        assert repository.head.commit.hexsha == public.heads[EN]
        assert repository.head.commit.author.name == "publisher"
        for revision in public.revisions(PRIVACY, EN):
            blob = repository.commit(revision.commit).tree / "privacy.md"
            assert blob.data_stream.read() == public.data(revision)
    with Repo(company.master) as master:
        log = master.commit(LOG_REF)
        assert log.hexsha == public.tip
        assert [parent.hexsha for parent in log.parents] == [
            public.log_commit(1),
            master.head.commit.hexsha,
        ]
        assert not master.is_dirty(untracked_files=True)
