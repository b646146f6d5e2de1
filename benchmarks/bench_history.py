"""Publications that cannot tear, and what history costs beside bare Git."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.figures import Figure, report
from benchmarks.history import damage, faults
from benchmarks.history.repositories import git, many_commits, processor_time, timed, timed_beside
from benchmarks.replay_corpus import DEFAULT_CORPUS, replay, texts
from publisher.history import merkle
from publisher.history.canonical import encode, sha256
from publisher.history.git.objects import ObjectReader
from publisher.history.git.runner import GitRepository
from publisher.history.git.walks import walk
from publisher.history.git.writing import update_refs, write_commits
from publisher.history.ledger import Ledger, LogEntry, sealed
from publisher.history.lineages import PathPattern, find_texts
from publisher.history.log import LOG_REF, NEXT_REF, PublicationLog, entry_commit
from publisher.history.notes import Checkpoint
from publisher.history.publication import Occasion, Publication
from publisher.history.verify import verify
from publisher.model.errors import PublisherError
from publisher.model.locales import LocaleTag
from publisher.model.policies import CommitId, PolicyId
from publisher.workspace import Workspace
from publisher.workspace.adopting import adopt_history
from publisher.workspace.made import make_workspace
from publisher.workspace.proving import verify_workspace


def main(arguments: list[str]) -> int:
    """Measure all, or what is named."""
    parser = argparse.ArgumentParser(prog="bench_history", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*_PARTS, []], metavar="PART")
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    parser.add_argument("--corpus", type=Path, default=DEFAULT_CORPUS)
    options = parser.parse_args(arguments)
    share = 10 if options.quick else 1
    with tempfile.TemporaryDirectory(prefix="bench-history-") as folder:
        for name in options.names or _PARTS:
            scratch = Path(folder, name)
            scratch.mkdir()
            _PARTS[name](scratch, share, options.corpus)
            shutil.rmtree(scratch, ignore_errors=True)
    return 0


def _killed(folder: Path, share: int, _: Path) -> None:
    template = faults.build(folder / "template", 30)
    done = faults.copy(template, folder / "done")
    begin = time.perf_counter()
    with faults.publisher(done) as process:
        process.join()
    duration = time.perf_counter() - begin
    before, after = faults.tip(template), faults.tip(done)
    steps = faults.steps(template, folder / "steps")
    chance = random.Random(2026)  # noqa: S311 - moments to kill at
    torn = mixed = reads = unsound = converged = 0
    moments: list[str | float] = [chance.uniform(0, duration) for _ in range(200 // share)]
    moments += steps[:: 1 if share == 1 else 8]
    expected = faults.refs(done)
    for moment in moments:
        root = faults.copy(template, folder / "w")
        step = moment if isinstance(moment, str) else None
        delay = 60.0 if isinstance(moment, str) else moment
        with faults.Reader(root) as reader:
            with faults.publisher(root, dies_at=step) as process:
                faults.kill_after(process, delay, group=chance.random() < 0.7)
            torn += faults.tip(root) not in (before, after)
            with faults.publisher(root) as process:
                process.join()
        mixed += len(reader.mixed)
        reads += reader.reads
        unsound += bool(faults.fsck(root))
        converged += faults.tip(root) == after and faults.refs(root) == expected
        shutil.rmtree(root)
    random_moments = 200 // share
    report(Figure(name="kills at random moments", measured=random_moments, at_least=200 / share))
    report(Figure(name="kills at named steps", measured=len(moments) - random_moments))
    report(Figure(name="torn publications", measured=torn, at_most=0))
    report(Figure(name="reruns that converge", measured=converged, at_least=len(moments)))
    report(Figure(name="repositories with fsck errors", measured=unsound, at_most=0))
    report(Figure(name="reads meanwhile", measured=reads, at_least=10_000 / share))
    report(Figure(name="mixed states read", measured=mixed, at_most=0))


def _at_once(folder: Path, share: int, _: Path) -> None:  # noqa: ARG001 - one size
    root = faults.build(folder / "w", 30)
    outcomes = faults.publish_at_once(root, 20)
    told = sum(outcome in ("busy", "nothing new") for outcome in outcomes)
    with Workspace.open(root) as workspace:
        entries = len(workspace.publications().publications()) - 1
    report(
        Figure(name="of 20 publishers, winners", measured=outcomes.count("published"), at_most=1)
    )
    report(Figure(name="told that it is published or in progress", measured=told, at_least=19))
    report(Figure(name="log entries of them all", measured=entries, at_least=1, at_most=1))


def _disk_full(folder: Path, share: int, _: Path) -> None:
    disk = folder / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or not faults.mount_small(disk, size_kb=24_000):
        print("disk full: skipped, mounting a tmpfs needs root")
        return
    try:
        template = faults.build(folder / "template", 30)
        points = 20 // share
        readable = retried = failed = 0
        for point in range(points):
            root = faults.copy(template, disk / "w")
            filler = faults.fill_disk(disk, leave_kb=point * 480 // points)
            try:
                faults.publish(root)
            except (PublisherError, OSError):
                failed += 1
            readable += faults.read_all(root) in (31, 62)
            filler.unlink()
            faults.publish(root)
            retried += faults.read_all(root) == 62 and not faults.fsck(root)
            shutil.rmtree(root)
        report(Figure(name="disk full: points", measured=points, at_least=20 / share))
        report(Figure(name="disk full: points that failed", measured=failed))
        report(
            Figure(name="disk full: old publication readable", measured=readable, at_least=points)
        )
        report(Figure(name="disk full: first retry succeeds", measured=retried, at_least=points))
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=False)


def _damaged(folder: Path, share: int, _: Path) -> None:
    root = faults.build(folder / "w", 4)
    faults.publish(root)
    found = wrong = 0
    count = 200 // share
    with Workspace.open(root) as truth:
        for seed in range(count):
            broken = faults.copy(root, folder / "broken")
            kind = damage.inflict(broken, seed)
            with Workspace.open(broken) as workspace:
                verified = verify_workspace(workspace, checkpoint=None, progress=_quiet)
            if verified.problems:
                found += 1
            else:
                print(f"not found: {kind}")
            wrong += len(damage.wrong_texts(broken, truth.publications()))
            shutil.rmtree(broken)
    report(Figure(name="damage found by verify", measured=found, at_least=count))
    report(Figure(name="wrong texts served", measured=wrong, at_most=0))


def _rewritten(folder: Path, share: int, _: Path) -> None:
    count = 1000 // share
    root = faults.build(folder / "w", 4)
    with Workspace.open(root) as workspace:
        entries = _long_log(workspace, count)
    leaves = [merkle.leaf_hash(encode(entry.publication)) for entry in entries]
    kept = Checkpoint(origin="publisher", size=len(leaves), root=merkle.root(leaves))
    chance = random.Random(7)  # noqa: S311 - which entry is rewritten
    found, slowest = 0, 0.0
    tries = 5
    for _attempt in range(tries):
        copy = faults.copy(root, folder / "rewritten")
        with Workspace.open(copy) as workspace:
            _rewrite(workspace, entries, chance.randrange(1, len(entries)))
        with Workspace.open(copy) as workspace:
            begin = time.perf_counter()
            verified = verify(
                workspace.repositories, workspace.log, checkpoint=kept, progress=_quiet
            )
            slowest = max(slowest, time.perf_counter() - begin)
        found += any("rewritten" in problem.what for problem in verified.problems)
        shutil.rmtree(copy)
    report(
        Figure(name=f"rewritten past of {count} publications found", measured=found, at_least=tries)
    )
    report(Figure(name="time to find it", measured=slowest, unit="s", at_most=10))


def _long_log(workspace: Workspace, count: int) -> list[LogEntry]:
    """A log of so many publications, each of changed values."""
    public = workspace.publications()
    ledger = public.ledger
    while len(ledger.entries) < count:
        entry = _entry(ledger, title=f"Name {len(ledger.entries)}")
        ledger = _with(ledger, entry)
    return _written(workspace, list(ledger.entries), keep=len(public.ledger.entries))


def _written(workspace: Workspace, entries: list[LogEntry], *, keep: int) -> list[LogEntry]:
    """The log with all entries but the first ones written, in one process, and made public."""
    master = workspace.repositories.master
    commits = [
        entry_commit(item.publication, parent=index - 1 if index else entries[keep - 1].commit)
        for index, item in enumerate(entries[keep:])
    ]
    ids = write_commits(master, commits, ref=NEXT_REF)
    update_refs(master, {LOG_REF: ids[-1]})
    return [
        *entries[:keep],
        *(replace(item, commit=oid) for item, oid in zip(entries[keep:], ids, strict=True)),
    ]


def _entry(ledger: Ledger, *, title: str) -> Publication:
    last = ledger.entries[-1].publication
    occasion = Occasion(
        master=last.master, prevailing=last.master, values={"default": {"*": {"title": title}}}
    )
    moment = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(hours=len(ledger.entries))
    draft = Publication(published_at=moment, master=last.master, heads=last.heads)
    return sealed(ledger, occasion, draft)


def _with(ledger: Ledger, entry: Publication) -> Ledger:
    digest = sha256(encode(entry))
    return ledger.extended((LogEntry(commit=CommitId(""), sha256=digest, publication=entry),))


def _rewrite(workspace: Workspace, entries: list[LogEntry], place: int) -> None:
    """Another past, consistent in itself: what an operator with full access could make."""
    ledger = Ledger().extended(entries[:place])
    for index in range(place, len(entries)):
        entry = entries[index].publication
        if index == place:
            entry = replace(entry, values={"default": {"*": {"title": "Another past"}}})
        ledger = _with(ledger, replace(entry, previous=ledger.entries[-1].sha256))
    _written(workspace, list(ledger.entries), keep=place)


def _walking(folder: Path, share: int, corpus: Path) -> None:
    if not corpus.is_dir():
        print(f"history, reading, importing: skipped, no revision histories at {corpus}")
        return
    source = folder / "source.git"
    count = 4000 // share
    many_commits(texts(corpus), source, count)
    repository = GitRepository(git_dir=source)
    pattern = PathPattern("{locale}/{policy}.md", is_locale=lambda tag: tag.tag == "en")
    spawned = _spawned(lambda: find_texts(walk(repository, "main"), pattern.target))

    def own() -> None:
        find_texts(walk(repository, "main"), pattern.target)

    def bare() -> None:
        git(source, "log", "--raw", "-z", "-M", "main")

    ours, theirs = timed_beside(own, bare, repeats=9)
    cost = processor_time(own) / processor_time(bare)
    found = find_texts(walk(repository, "main"), pattern.target)
    report(Figure(name="commits", measured=count))
    report(Figure(name="texts found through renames", measured=len(found.texts)))
    report(Figure(name="history, times bare git log", measured=ours / theirs, at_most=2))
    report(Figure(name="history, processor time, times bare git log", measured=cost, at_most=2))
    report(Figure(name="history, processes", measured=spawned, at_most=1))

    oids = [text.blob for text in found.texts]
    request = "".join(f"{oid}\n" for oid in oids).encode()

    def read() -> None:
        with ObjectReader(repository) as reader:
            for _ in reader.find_many(oids):
                pass

    reading, raw = timed_beside(
        read, lambda: git(source, "cat-file", "--batch", "--buffer", stdin=request)
    )
    report(Figure(name="blobs a second", measured=len(oids) / reading))
    report(Figure(name="reading, share of cat-file's rate", measured=raw / reading, at_least=0.5))


def _importing(folder: Path, share: int, corpus: Path) -> None:
    if not corpus.is_dir():
        return
    source = folder / "source"
    if share == 1:
        many_commits(texts(corpus), source, 4000)
    else:
        replay(corpus, source)
    stream = git(source, "fast-export", "--all")
    target = folder / "raw.git"

    def raw_import() -> None:
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        git(target, "init", "--quiet", "--bare")
        git(target, "fast-import", "--quiet", stdin=stream)

    root = folder / "w"

    def our_import() -> None:
        shutil.rmtree(root, ignore_errors=True)
        languages = [LocaleTag(tag) for tag in ("en", "ja", "zh-CN")]
        with make_workspace(
            root, master=LocaleTag("zh-Hans"), locales=languages, timezone="UTC"
        ) as workspace:
            adopt_history(
                workspace,
                source,
                paths=["{locale}/{policy}.md"],
                branch="main",
                renamed={},
                main_line_only=False,
                now=datetime.now(UTC),
                progress=_quiet,
            )

    ours, raw = timed_beside(our_import, raw_import, repeats=4)
    cost = processor_time(raw_import) / processor_time(our_import)
    report(Figure(name="importing, share of fast-import's rate", measured=raw / ours, at_least=0.5))
    report(Figure(name="importing, the same in processor time", measured=cost, at_least=0.5))
    replayed = folder / "replayed"
    commits = replay(corpus, replayed)
    with make_workspace(
        folder / "real", master=LocaleTag("zh-Hans"), locales=[LocaleTag("en")], timezone="UTC"
    ) as workspace:
        brought = adopt_history(
            workspace,
            replayed,
            paths=["{locale}/{policy}.md"],
            branch=None,
            renamed={},
            main_line_only=False,
            now=datetime.now(UTC),
            progress=_quiet,
        ).brought
        public = workspace.publications()
        same = sum(
            public.data(public.revisions(PolicyId(item.policy), LocaleTag(item.locale))[item.place])
            == item.file.read_bytes()
            for item in texts(corpus)
        )
    report(Figure(name="real histories that arrive", measured=len(brought), at_least=15))
    report(Figure(name="real texts, byte for byte", measured=same, at_least=commits))


def _publishing(folder: Path, share: int, _: Path) -> None:  # noqa: ARG001 - one size
    template = faults.build(folder / "template", 30)
    clones = []
    for tag in faults.locales(30):
        clone = folder / "clones" / tag.tag
        git(folder, "clone", "--quiet", str(template / "policies" / f"{tag}.git"), str(clone))
        clones.append(clone)
    turn = iter(range(100))

    def by_hand() -> None:
        number = next(turn)
        for clone in clones:
            (clone / "privacy.md").write_text(f"# text {number}\n")
            git(clone, "add", "privacy.md")
            git(clone, "commit", "--quiet", "-m", "edit")

    copies = iter([faults.copy(template, folder / f"w{attempt}") for attempt in range(4)])
    ours, naive = timed_beside(lambda: faults.publish(next(copies)), by_hand, repeats=4)
    report(Figure(name="publish to 30 locales", measured=ours, unit="s"))
    report(Figure(name="publish, times add and commit", measured=ours / naive, at_most=2))


def _indexing(folder: Path, share: int, _: Path) -> None:
    root = faults.build(folder / "w", 30)
    with Workspace.open(root) as workspace:
        entries = _long_log(workspace, 300 // share)
        repository = workspace.repositories

        def full() -> None:
            log = PublicationLog(repository.master, repository.opened)
            log.snapshot()
            log.close()

        whole = timed(full)
        log = PublicationLog(repository.master, repository.opened)
        update_refs(repository.master, {LOG_REF: entries[-2].commit})
        log.snapshot()
        update_refs(repository.master, {LOG_REF: entries[-1].commit})
        one = timed(log.snapshot, repeats=1)
        log.close()
    report(
        Figure(name="index after one publication, share of all", measured=one / whole, at_most=0.1)
    )


def _spawned(work: Callable[[], object]) -> int:
    """How many processes a call starts."""
    count = 0

    def hook(event: str, _: object) -> None:
        nonlocal count
        count += event == "subprocess.Popen"

    sys.addaudithook(hook)
    work()
    return count


def _quiet(_: str) -> None:
    """Say nothing."""


_PARTS: dict[str, Callable[[Path, int, Path], None]] = {
    "walking": _walking,
    "importing": _importing,
    "publishing": _publishing,
    "indexing": _indexing,
    "rewritten": _rewritten,
    "damaged": _damaged,
    "at-once": _at_once,
    "disk-full": _disk_full,
    "killed": _killed,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
