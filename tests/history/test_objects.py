"""Reading objects: every one is what its id says, or an error."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from publisher.history.git.objects import DamagedObjectError, MissingObjectError, ObjectReader
from publisher.history.git.runner import GitError, GitRepository
from tests.history.conftest import Company, git


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    git(tmp_path, "init", "--quiet", "--bare", "r.git")
    return GitRepository(git_dir=tmp_path / "r.git")


def written(repository: GitRepository, data: bytes) -> str:
    return git(repository.git_dir, "hash-object", "-w", "--stdin", stdin=data).strip()


def loose(repository: GitRepository, oid: str) -> Path:
    path = repository.git_dir / "objects" / oid[:2] / oid[2:]
    path.chmod(0o644)
    return path


@pytest.mark.parametrize("data", [b"", b"no newline", b"a\n", b"\0\xff\n" * 40_000])
def test_bytes_come_back_as_they_were_written(repository: GitRepository, data: bytes) -> None:
    with ObjectReader(repository) as reader:
        assert reader.read(written(repository, data)).data == data


def test_many_objects_come_in_the_order_asked(repository: GitRepository) -> None:
    ids = [written(repository, b"text %d" % number) for number in range(12)] * 200
    with ObjectReader(repository) as reader:
        found = list(reader.find_many([*ids, "0" * 40]))
    assert [item.oid for item in found if item] == ids
    assert found[-1] is None


def test_an_object_written_later_is_seen_by_a_running_reader(repository: GitRepository) -> None:
    with ObjectReader(repository) as reader:
        with pytest.raises(MissingObjectError):
            reader.read("1" * 40)
        assert reader.read(written(repository, b"new")).data == b"new"


def test_a_reader_left_in_the_middle_gives_right_answers_afterwards(
    repository: GitRepository,
) -> None:
    one, two = written(repository, b"one"), written(repository, b"two")
    with ObjectReader(repository) as reader:
        answers = reader.find_many([one] * 500)
        next(answers)
        answers.close()  # type: ignore[attr-defined]  # it is a generator
        assert reader.read(two).data == b"two"


def test_another_object_under_an_id_is_refused(repository: GitRepository) -> None:
    oid = written(repository, b"the true text")
    loose(repository, oid).write_bytes(zlib.compress(b"blob 14\0a forged text!"))
    with ObjectReader(repository) as reader, pytest.raises(DamagedObjectError):
        reader.read(oid)


def test_a_flipped_byte_is_refused_and_the_reader_goes_on(repository: GitRepository) -> None:
    oid, sound = written(repository, b"x" * 5000), written(repository, b"sound")
    path = loose(repository, oid)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x40
    path.write_bytes(data)
    with ObjectReader(repository) as reader:
        with pytest.raises((DamagedObjectError, MissingObjectError)):
            reader.read(oid)
        assert reader.read(sound).data == b"sound"


def test_a_name_with_a_line_break_is_no_second_command(repository: GitRepository) -> None:
    with ObjectReader(repository) as reader, pytest.raises(ValueError, match="line break"):
        reader.find("HEAD\ncontents HEAD")


def test_replaced_objects_do_not_replace(repository: GitRepository) -> None:
    one, two = written(repository, b"one"), written(repository, b"two")
    git(repository.git_dir, "replace", "-f", one, two)
    with ObjectReader(repository) as reader:
        assert reader.read(one).data == b"one"


def test_no_hook_and_no_alias_of_the_repository_runs(company: Company) -> None:
    canary = company.master / "canary"
    hook = company.master / ".git" / "hooks" / "reference-transaction"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {canary}\n")
    hook.chmod(0o755)
    git(company.master, "config", "alias.log", f"!touch {canary}")
    git(company.master, "config", "core.fsmonitor", f"touch {canary}")
    company.commit("# 标题\n")
    canary.unlink(missing_ok=True)  # legal's own Git runs hooks; that is legal's business
    assert company.publish().publication is not None
    assert not canary.exists()


def test_no_protocol_is_spoken_unless_asked(repository: GitRepository, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    with pytest.raises(GitError):
        repository.run("ls-remote", f"ext::sh -c 'touch {canary}'")
    with pytest.raises(GitError):
        repository.run("ls-remote", str(repository.git_dir))
    assert not canary.exists()
