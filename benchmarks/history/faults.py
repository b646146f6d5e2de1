"""A workspace with many locales about to publish, and the means to kill whoever does."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from threading import Event, Thread
from typing import Self

from publisher.history.git.runner import GitRepository
from publisher.history.git.writing import Signature
from publisher.history.publish import Progress
from publisher.model.errors import BusyError, PublisherError
from publisher.model.locales import LocaleTag
from publisher.model.policies import CommitId, PolicyId
from publisher.workspace import Workspace
from publisher.workspace.made import make_workspace
from publisher.workspace.publishing import publish_workspace
from publisher.workspace.translating import extract, update_catalogs

MASTER = LocaleTag("zh-Hans")
PRIVACY = PolicyId("privacy")
TAGS = (
    "ar bg bn cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv nl nb pl pt ro ru sv th"
).split()
_LEGAL = Signature(name="Legal", email="legal@example.com", at=datetime(2026, 5, 4, 12, tzinfo=UTC))
_FACTS = "---\nmaterial: true\n---\n"
FIRST_AT = datetime(2026, 5, 5, 12, tzinfo=UTC)
SECOND_AT = datetime(2026, 6, 5, 12, tzinfo=UTC)


def locales(count: int) -> tuple[LocaleTag, ...]:
    """So many languages."""
    return tuple(LocaleTag(tag) for tag in TAGS[:count])


def build(root: Path, count: int) -> Path:
    """A workspace with one publication, and a second one ready, translated into all locales."""
    with make_workspace(root, master=MASTER, locales=locales(count), timezone="UTC") as workspace:
        _write(workspace, _FACTS + "# 隐私政策\n\n我们会删除信息。\n")
        publish_workspace(workspace, now=FIRST_AT, progress=_quiet)
        _write(workspace, _FACTS + "# 隐私政策\n\n我们会尽快删除信息。\n\n新的段落。\n")
    return root


def publish(root: Path, *, progress: Progress | None = None, now: datetime = SECOND_AT) -> None:
    """Publish what is ready, at a fixed time, so that the same ids are expected."""
    with Workspace.open(root) as workspace:
        publish_workspace(workspace, now=now, progress=progress or _quiet)


def copy(template: Path, target: Path) -> Path:
    """A workspace of its own to break."""
    shutil.copytree(template, target)
    return target


def tip(root: Path) -> CommitId | None:
    """Where the log is."""
    with Workspace.open(root) as workspace:
        return workspace.publications().tip


def refs(root: Path) -> dict[str, str]:
    """Every ref of every repository."""
    found = {}
    with Workspace.open(root) as workspace:
        for locale in workspace.repositories.existing():
            repository = workspace.repositories.of(locale)
            for line in repository.run("for-each-ref").decode().splitlines():
                oid, _, name = line.replace("\t", " ").split(" ")
                found[f"{locale} {name}"] = oid
    return found


def fsck(root: Path) -> list[str]:
    """What Git finds wrong, strictly, in any repository; what nothing refers to is no fault."""
    words = []
    with Workspace.open(root) as workspace:
        for locale in workspace.repositories.existing():
            repository: GitRepository = workspace.repositories.of(locale)
            arguments = ("fsck", "--strict", "--full", "--no-dangling", "--no-progress")
            status, output = repository.attempt(*arguments, accept=range(256))
            if status or output:
                words.append(f"{locale}: {output.decode()}")
    return words


# Processes come from a server that has imported everything: they begin within milliseconds, and
# nothing is forked from a process with threads.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload([__name__])


@contextmanager
def publisher(root: Path, *, dies_at: str | None = None) -> Iterator[BaseProcess]:
    """A process with a group of its own that publishes; it may kill itself when a step begins."""
    process = _PROCESSES.Process(target=_publish_and_die, args=(root, dies_at))
    process.start()
    try:
        yield process
    finally:
        kill(process, group=True)
        process.join()
        process.close()


def kill_after(process: BaseProcess, delay_s: float, *, group: bool) -> bool:
    """Whether the process was killed rather than at its end by itself."""
    process.join(delay_s)
    return kill(process, group=group)


def kill(process: BaseProcess, *, group: bool) -> bool:
    """Whether there was a process to kill; with its group, Git's processes die too."""
    if process.exitcode is not None or process.pid is None:
        return False
    try:
        (os.killpg if group else os.kill)(process.pid, signal.SIGKILL)
    except ProcessLookupError:  # it has no group of its own yet
        process.kill()
    return True


def publish_at_once(root: Path, count: int) -> list[str]:
    """How each of so many publishers ended: "published", "nothing new", "busy" or an error."""
    queue = _PROCESSES.Queue()
    barrier = _PROCESSES.Barrier(count)
    processes = [
        _PROCESSES.Process(target=_publish_and_tell, args=(root, barrier, queue))
        for _ in range(count)
    ]
    for process in processes:
        process.start()
    outcomes = [str(queue.get(timeout=120)) for _ in processes]
    for process in processes:
        process.join()
        process.close()
    queue.close()
    queue.join_thread()
    return outcomes


def _publish_and_tell(root: Path, barrier: Barrier, queue: Queue[str]) -> None:
    barrier.wait()
    try:
        with Workspace.open(root) as workspace:
            done = publish_workspace(workspace, now=SECOND_AT, progress=_quiet)
        queue.put("nothing new" if done.publication is None else "published")
    except BusyError:
        queue.put("busy")
    except PublisherError as error:
        queue.put(str(error))


def mount_small(folder: Path, *, size_kb: int = 6000) -> bool:
    """Whether a file system of that size could be put there."""
    options = f"size={size_kb}k,nr_inodes=20000"
    command = ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def fill_disk(folder: Path, *, leave_kb: int) -> Path:
    """The file that takes all the space but so much."""
    path = folder / "filler"
    usage = shutil.disk_usage(folder)
    with path.open("wb") as file:
        file.write(b"\0" * max(0, usage.free - leave_kb * 1024))
    return path


def read_all(root: Path) -> int:
    """How many texts are public; raises where one cannot be read."""
    with Workspace.open(root) as workspace:
        public = workspace.publications()
        found = [
            public.data(revision)
            for policy in public.policies()
            for locale in public.locales(policy)
            for revision in public.revisions(policy, locale)
        ]
    return len(found)


def _publish_and_die(root: Path, dies_at: str | None) -> None:
    os.setsid()

    def progress(now: str) -> None:
        if now == dies_at:
            os.killpg(os.getpgrp(), signal.SIGKILL)

    publish(root, progress=progress)


def steps(template: Path, scratch: Path) -> list[str]:
    """The names of all steps of the publication, in one order in which they came."""
    seen: list[str] = []
    publish(copy(template, scratch), progress=seen.append)
    return list(dict.fromkeys(seen))


@dataclass(slots=True)
class Reader:
    """Reads all the while what is public, and notes every state that mixes two publications."""

    root: Path
    reads: int = 0
    mixed: list[str] = field(default_factory=list)
    _stop: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._run)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        chance = random.Random(1)  # noqa: S311 - which locale is read carries no secret
        with Workspace.open(self.root) as workspace:
            tags = (MASTER, *workspace.settings.locales)
            while not self._stop.is_set():
                self._read(workspace, tags, chance)

    def _read(
        self, workspace: Workspace, tags: tuple[LocaleTag, ...], chance: random.Random
    ) -> None:
        public = workspace.publications()
        numbers = {len(public.revisions(PRIVACY, tag)) for tag in tags}
        if len(numbers) != 1:
            self.mixed.append(f"{numbers} revisions at {public.tip}")
        revision = public.revisions(PRIVACY, chance.choice(tags))[-1]
        text = public.text(revision)  # raises where it is not the published one
        if ("新" in text or "new words" in text) != (revision.number == 2):
            self.mixed.append(f"text of revision {revision.number} at {public.tip}")
        if revision.locale != MASTER and f"{revision.locale} words" not in text:
            self.mixed.append(f"{revision.locale}: another locale's text at {public.tip}")
        self.reads += 1


def _write(workspace: Workspace, text: str) -> None:
    workspace.repositories.commit_master(
        {"privacy.md": text.encode()}, author=_LEGAL, message="edit"
    )
    list(extract(workspace))
    for file in update_catalogs(workspace):
        if file.locale is not None:
            file.path.write_text(_translated(file.path.read_text("utf-8"), file.locale), "utf-8")


def _translated(catalog: str, locale: LocaleTag) -> str:
    """Any words will do, as long as they tell locales and revisions apart."""
    blocks = catalog.split("\n\n")
    for index, block in enumerate(blocks[1:], start=1):
        if "\nmsgid" not in f"\n{block}":  # obsolete
            continue
        lines = [line for line in block.split("\n") if not line.startswith(("#,", "#|", "msgstr"))]
        words = f"{locale} new words" if "新" in block else f"{locale} words"
        place = next(n for n, line in enumerate(lines) if line.startswith("msgid"))
        lines.insert(place, "#, ignore-language, ignore-length, ignore-lookalike")
        blocks[index] = "\n".join([*lines, f'msgstr "{words}"'])
    return "\n\n".join(blocks).rstrip("\n") + "\n"


def _quiet(_: str) -> None:
    """Say nothing."""
