"""Installs the programs to compare with, each into an environment of its own under build/peers.

    python -m benchmarks.peers.install [NAME ...]

Running it again costs nothing. What cannot be installed is named, and the benchmarks leave it out.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENTS = ROOT / "build" / "peers"


@dataclass(frozen=True, slots=True)
class PythonPeer:
    """A package from PyPI, at a version, in a virtual environment of its own."""

    name: str
    requirements: tuple[str, ...]

    @property
    def python(self) -> Path:
        """The interpreter that sees the package."""
        return ENVIRONMENTS / self.name / "bin" / "python"

    def install(self) -> str | None:
        """None where it is there now, else why it is not."""
        stamp = ENVIRONMENTS / self.name / "installed"
        wanted = "\n".join(self.requirements)
        if stamp.exists() and stamp.read_text("utf-8") == wanted:
            return None
        venv.create(ENVIRONMENTS / self.name, with_pip=True, clear=True)
        if self.requirements:
            pip = [str(self.python), "-m", "pip", "install", "--quiet"]
            failure = _run([*pip, *self.requirements], ROOT)
            if failure is not None:
                return failure
        stamp.write_text(wanted, encoding="utf-8")
        return None


@dataclass(frozen=True, slots=True)
class NodePeer:
    """A package from npm, at a version."""

    name: str
    package: str

    def install(self) -> str | None:
        """None where it is there now, else why it is not."""
        folder = ENVIRONMENTS / self.name
        stamp = folder / "installed"
        if shutil.which("node") is None or shutil.which("npm") is None:
            return "node and npm are not on this machine"
        if stamp.exists() and stamp.read_text("utf-8") == self.package:
            return None
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}\n', encoding="utf-8")
        failure = _run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund", self.package], folder
        )
        if failure is None:
            stamp.write_text(self.package, encoding="utf-8")
        return failure


@dataclass(frozen=True, slots=True)
class SystemPeer:
    """A program of the system; Debian's package is named where it is missing."""

    name: str
    check: tuple[str, ...]
    says: str
    package: str

    def install(self) -> str | None:
        """None where it is there, else which package to install: this needs the system's rights."""
        try:
            done = subprocess.run(
                self.check, capture_output=True, text=True, timeout=30, check=False
            )
        except OSError:
            return f"`{self.check[0]}` is missing; install Debian's {self.package}"
        return None if self.says in done.stdout else f"install Debian's {self.package}"


PEERS = {
    peer.name: peer
    for peer in (
        SystemPeer("git", ("git", "--version"), "git version", "git"),
        SystemPeer("wikidiff2", ("php", "-m"), "wikidiff2", "php-cli and php-wikidiff2"),
        NodePeer("jsdiff", "diff@9.0.0"),
        PythonPeer("dmp", ("diff-match-patch==20241021",)),
        PythonPeer("fast-dmp", ("fast-diff-match-patch==2.1.0",)),
        PythonPeer("redlines", ("redlines==0.6.2",)),
        PythonPeer("htmldiff", ("lxml==6.1.3", "lxml_html_clean==0.4.6")),
        PythonPeer("difflib", ()),
        PythonPeer("mdpo", ("mdpo==2.1.4",)),
        PythonPeer("translate-toolkit", ("translate-toolkit==3.20.4", "mistletoe==1.5.1")),
        SystemPeer("po4a", ("po4a", "--version"), "po4a", "po4a"),
        PythonPeer("rapidfuzz", ("rapidfuzz==3.14.6",)),
    )
}


def _run(command: list[str], folder: Path) -> str | None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return None
    lines = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
    return f"{Path(command[0]).name} failed: {lines[-1]}"


def main(names: list[str]) -> int:
    """Install the peers named, or all; 1 where one could not be installed."""
    failed = False
    for name in names or PEERS:
        failure = PEERS[name].install()
        print(f"{name}: {failure or 'ready'}", flush=True)
        failed = failed or failure is not None
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
