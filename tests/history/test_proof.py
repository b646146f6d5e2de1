"""Checkpoints, receipts and verification: a changed past is found by who has one old note."""

from __future__ import annotations

import hashlib
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.history import damage
from publisher.history import merkle
from publisher.history.git.writing import NewCommit, Signature, update_refs, write_commits
from publisher.history.log import ENTRY_FILE, LOG_REF
from publisher.history.notes import (
    Checkpoint,
    NoteError,
    Signer,
    Verifier,
    is_signed_by,
    parse_checkpoint,
)
from publisher.history.receipts import parse_receipt, prove
from publisher.model.errors import ConfigError, InvalidSourceError
from publisher.workspace import Workspace
from publisher.workspace.proving import (
    checkpoint_note,
    kept_checkpoint,
    make_key,
    receipt_of,
    recover_workspace,
    signer_of,
    verify_workspace,
)
from tests.history.conftest import DE, EN, FIRST, PRIVACY, SECOND, ZH, Company, git

# Leaves and roots of the test vectors that implementations of RFC 6962 share.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
# The example of the signed note format's first implementation.
NOTE_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotp"
    "RZb6KE6RyyBwJnAM=\n"
)


def hashes(entries: list[bytes]) -> list[bytes]:
    return [merkle.leaf_hash(entry) for entry in entries]


@pytest.mark.parametrize("size", ROOTS)
def test_roots_are_those_of_the_shared_vectors(size: int) -> None:
    assert merkle.root(hashes(LEAVES[:size])).hex() == ROOTS[size]


@given(st.integers(1, 80), st.data())
def test_every_leaf_s_proof_leads_to_the_root_and_to_no_other(
    size: int, data: st.DataObject
) -> None:
    found = hashes([b"%d" % number for number in range(size)])
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(found, index)
    root = merkle.root(found)
    assert merkle.root_from_proof(found[index], index, size, proof) == root
    assert merkle.root_from_proof(hashlib.sha256(b"x").digest(), index, size, proof) != root
    assert merkle.root_from_proof(found[index], index, size, (*proof, root)) is None
    if size > 1:
        other = (index + 1) % size
        assert merkle.root_from_proof(found[index], other, size, proof) != root


def test_notes_of_others_are_understood() -> None:
    assert is_signed_by(NOTE, Verifier.parse(NOTE_KEY))
    assert not is_signed_by(NOTE.replace("answer", "anSwer"), Verifier.parse(NOTE_KEY))


def test_keys_and_notes_go_there_and_back() -> None:
    signer = Signer.new("example.com/policies")
    note = signer.sign(Checkpoint(origin=signer.name, size=3, root=b"x" * 32).text)
    again = Signer.parse(str(signer))
    assert again == signer
    assert is_signed_by(note, Verifier.parse(str(again.verifier)))
    assert not is_signed_by(note, Signer.new(signer.name).verifier)
    assert parse_checkpoint(note).size == 3


@pytest.mark.parametrize(
    "text", ["", "a\n1\n", "a\n01\neA==\n", "a\n-1\n", "\n1\n", "a\n1\neA==\n"]
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        parse_checkpoint(text)


@pytest.fixture
def proven(company: Company) -> Company:
    """Three publications, and a key."""
    for text in (FIRST, SECOND, FIRST):
        company.commit(text)
        company.translate(EN, DE)
        company.publish()
    root = company.workspace.settings.root
    make_key(company.workspace, root / "log.key")
    with (root / "publisher.toml").open("a") as file:
        file.write('\n[proof]\norigin = "publisher"\nkey = "log.key"\n')
    company.reopen()
    return company


def problems(company: Company, note: str | None = None) -> list[str]:
    with Workspace.open(company.workspace.settings.root) as workspace:
        kept = parse_checkpoint(note) if note else None
        found = verify_workspace(workspace, checkpoint=kept, progress=lambda _: None)
        return [str(problem) for problem in found.problems]


def test_all_is_well_with_what_was_published(proven: Company) -> None:
    assert problems(proven, checkpoint_note(proven.workspace)) == []


def test_an_old_checkpoint_holds_after_further_publications(proven: Company) -> None:
    note = checkpoint_note(proven.workspace)
    proven.commit(SECOND)
    proven.publish()
    assert problems(proven, note) == []


def test_a_private_key_is_its_owner_s_alone_and_never_overwritten(proven: Company) -> None:
    path = proven.workspace.settings.root / "log.key"
    assert path.stat().st_mode & 0o077 == 0
    before = path.read_bytes()
    with pytest.raises(Exception, match="left as it is"):
        make_key(proven.workspace, path)
    assert path.read_bytes() == before


def test_a_receipt_proves_its_revision_without_the_repositories(proven: Company) -> None:
    text = str(receipt_of(proven.workspace, PRIVACY, EN, 2))
    public = proven.workspace.publications()
    key = Signer.parse((proven.workspace.settings.root / "log.key").read_text()).verifier
    shutil.rmtree(proven.workspace.settings.root / "policies")
    found = prove(parse_receipt(text), verifier=key)
    assert found.revision == public.revision(PRIVACY, EN, 2)


def test_a_receipt_that_was_touched_proves_nothing(proven: Company) -> None:
    text = str(receipt_of(proven.workspace, PRIVACY, EN, 2))
    key = Signer.parse((proven.workspace.settings.root / "log.key").read_text()).verifier
    chance = random.Random(7)  # noqa: S311 - which character is changed
    for _ in range(300):
        place = chance.randrange(len(text))
        touched = text[:place] + chance.choice("ABCdef012+/=\n ") + text[place + 1 :]
        if touched == text:
            continue
        try:
            found = prove(parse_receipt(touched), verifier=key)
        except NoteError:
            continue
        # Some characters of base64 mean nothing; then the receipt still says the same.
        assert found == prove(parse_receipt(text), verifier=key)


def test_a_receipt_of_another_log_proves_nothing(proven: Company) -> None:
    text = str(receipt_of(proven.workspace, PRIVACY, EN, 2))
    with pytest.raises(NoteError, match="not signed by"):
        prove(parse_receipt(text), verifier=Signer.new("publisher").verifier)


def rewrite(company: Company, sequence: int) -> None:
    """What an operator with full access would do: another past, consistent in itself."""
    with Workspace.open(company.workspace.settings.root) as workspace:
        public = workspace.publications()
        master = workspace.repositories.master
        data = list(workspace.log.entries(public))
        old = git(company.master, "rev-list", "--first-parent", "--reverse", LOG_REF).split()
        parent, previous = old[0], None
        for index, entry in enumerate(data):
            if index + 1 == sequence:
                entry = entry.replace(b'"material":null', b'"material":true', 1)  # noqa: PLW2901
            if previous is not None:
                was = hashlib.sha256(data[index - 1]).hexdigest().encode()
                entry = entry.replace(was, previous.encode())  # noqa: PLW2901
            previous = hashlib.sha256(entry).hexdigest()
            at = public.publications()[index].published_at
            who = Signature(name="publisher", email="publisher@localhost", at=at)
            commit = NewCommit(
                parent=parent,  # type: ignore[arg-type]  # an id as Git prints it
                author=who,
                committer=who,
                message="Publication\n",
                files={ENTRY_FILE: entry},
            )
            [parent] = write_commits(master, [commit], ref="refs/publisher/next")
        update_refs(master, {LOG_REF: parent})  # type: ignore[dict-item]


@pytest.mark.parametrize("sequence", [1, 2, 3])
def test_a_rewritten_past_is_found_from_an_old_checkpoint_alone(
    proven: Company, sequence: int
) -> None:
    note = checkpoint_note(proven.workspace)
    rewrite(proven, sequence)
    assert not any("rewritten" in problem for problem in problems(proven))
    assert any("the past was rewritten" in problem for problem in problems(proven, note))


def test_a_log_set_back_is_found(proven: Company) -> None:
    note = checkpoint_note(proven.workspace)
    git(proven.master, "update-ref", LOG_REF, f"{LOG_REF}~1")
    assert any("set back" in problem for problem in problems(proven))
    assert any("cut or set back" in problem for problem in problems(proven, note))


def test_a_running_reader_refuses_a_rewritten_log(proven: Company) -> None:
    proven.workspace.publications()
    git(proven.master, "update-ref", LOG_REF, f"{LOG_REF}~1")
    with pytest.raises(Exception, match="the past was rewritten"):
        proven.workspace.publications()


def test_recover_sets_branches_and_head_right(proven: Company) -> None:
    folder = proven.workspace.repositories.folder / "en.git"
    (folder / "HEAD").write_text("ref: refs/heads/elsewhere\n")
    git(folder, "update-ref", "refs/heads/main", "refs/heads/main~1")
    assert len(problems(proven)) == 2
    mended = recover_workspace(proven.workspace, progress=lambda _: None)
    assert len(mended) == 2
    assert problems(proven) == []


def test_a_published_commit_survives_what_legal_does_to_the_branch(proven: Company) -> None:
    git(proven.master, "reset", "--quiet", "--hard", "HEAD~2")
    git(proven.master, "reflog", "expire", "--expire=now", "--all")
    git(proven.master, "gc", "--quiet", "--prune=now")
    public = proven.workspace.publications()
    assert public.text(public.revision(PRIVACY, ZH, 2)) == SECOND
    assert any("does not hold the published commit" in problem for problem in problems(proven))


def test_every_kind_of_damage_is_found_and_no_wrong_text_is_served(
    proven: Company, tmp_path: Path
) -> None:
    root = proven.workspace.settings.root
    for seed in range(24):
        broken = tmp_path / f"broken-{seed}"
        shutil.copytree(root, broken)
        kind = damage.inflict(broken, seed)
        with Workspace.open(broken) as workspace:
            found = verify_workspace(workspace, checkpoint=None, progress=lambda _: None)
            assert found.problems, kind
        assert damage.wrong_texts(broken, proven.workspace.publications()) == [], kind
        shutil.rmtree(broken)


def test_a_kept_checkpoint_that_is_none_is_named(proven: Company, tmp_path: Path) -> None:
    path = tmp_path / "kept.txt"
    path.write_text("nothing of the kind\n")
    with pytest.raises(NoteError, match=r"kept\.txt: not a checkpoint"):
        kept_checkpoint(path, verifier=None)
    path.write_text(checkpoint_note(proven.workspace))
    own = signer_of(proven.workspace).verifier
    assert kept_checkpoint(path, verifier=own).size == 3
    with pytest.raises(InvalidSourceError, match=r"kept\.txt: the checkpoint is not signed by"):
        kept_checkpoint(path, verifier=Signer.new(own.name).verifier)


def test_a_key_signs_for_its_own_log_alone(proven: Company) -> None:
    proven.set_value('origin = "publisher"', 'origin = "example.com/policies"')
    with pytest.raises(ConfigError, match="'publisher'; write origin = 'publisher'"):
        checkpoint_note(proven.workspace)
