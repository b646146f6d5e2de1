"""`publisher serve` as a process: it answers, and stops when it is told to."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.cli.conftest import Run
from tests.history.conftest import FIRST, SECOND, Company, company_at

SERVERS = ("granian", "waitress")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """One text is public."""
    made = Company(company_at(tmp_path_factory.mktemp("serving") / "workspace"))
    made.commit(FIRST)
    made.publish()
    yield made
    made.workspace.close()


@contextmanager
def served(company: Company, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and the address that it says."""
    root = Path(__file__).parents[2]
    # Whoever runs the tests in the background has Ctrl+C ignored, and children inherit that.
    own_signals = ["env", "--default-signal=INT"]
    with subprocess.Popen(
        [*own_signals, sys.executable, "-m", "publisher", "serve", "--port", "0", *options],
        cwd=company.workspace.settings.root,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        # Whatever happens, the test ends.
        guard = threading.Timer(60, process.kill)
        guard.start()
        try:
            yield process, process.stdout.readline().split()[2]
        finally:
            guard.cancel()
            process.kill()


def fetched(root: str, path: str) -> tuple[int, str]:
    """The answer; at first the server may not listen yet."""
    for _attempt in range(100):
        connection = http.client.HTTPConnection(urlsplit(root).netloc, timeout=30)
        try:
            connection.request("GET", f"/{path}")
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except ConnectionError:
            threading.Event().wait(0.1)
        finally:
            connection.close()
    raise AssertionError(root)


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminated"])
def test_it_serves_what_is_public_and_stops_in_order(
    company: Company, server: str, how: signal.Signals
) -> None:
    with served(company, "--server", server) as (process, root):
        assert fetched(root, "zh-Hans/privacy/")[0] == 200
        assert "隐私政策" in fetched(root, "zh-Hans/privacy/history")[1]
        assert fetched(root, "zh-Hans/privacy/revisions.json")[0] == 200
        process.send_signal(how)
        _out, err = process.communicate(timeout=50)
        assert process.returncode == 0, err
        assert "Traceback" not in err


def test_a_new_publication_shows_without_a_restart(company: Company) -> None:
    with served(company, "--server", "waitress") as (_process, root):
        assert "三个月" not in fetched(root, "zh-Hans/privacy/")[1]
        company.commit(SECOND)
        company.publish()
        assert "三个月" in fetched(root, "zh-Hans/privacy/")[1]


def test_waitress_answers_many_at_once(company: Company) -> None:
    with served(company, "--server", "waitress") as (_process, root):
        answers: list[int] = []
        readers = [
            threading.Thread(target=lambda: answers.append(fetched(root, "zh-Hans/")[0]))
            for _ in range(16)
        ]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        assert answers == [200] * 16


def test_waitress_has_one_process(company: Company, run: Run) -> None:
    root = str(company.workspace.settings.root)
    ran = run("serve", "-C", root, "--server", "waitress", "--workers", "2", code=2)
    assert "waitress has one process" in ran.err
