"""Extracts and builds texts with one peer, inside that peer's environment.

    python peer_worker.py NAME < requests > answers

A request is a line of JSON with a `source`; an answer has what was built with every translation
equal to its message (`same`) and with every Han character replaced (`replaced`), null where the
peer failed, and the seconds that extracting took. Standard library only, besides the peer.
"""

from __future__ import annotations

import importlib
import io
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")

Translate = Callable[[str], str]


def mdpo(source: str, translate: Translate) -> tuple[str, float]:
    """mdpo, unwrapped, as its documentation has it."""
    extract = importlib.import_module("mdpo.md2po").markdown_to_pofile
    build = importlib.import_module("mdpo.po2md").pofile_to_markdown
    started = time.process_time()
    catalog = extract(source, wrapwidth=0, location=False)
    spent = time.process_time() - started
    for entry in catalog:
        entry.msgstr = translate(entry.msgid)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.po")
        catalog.save(str(path))
        return str(build(source, str(path), wrapwidth=0)), spent


def toolkit(source: str, translate: Translate) -> tuple[str, float]:
    """translate-toolkit's Markdown store, without word wrap."""
    store = importlib.import_module("translate.storage.markdown").MarkdownFile
    data = source.encode()
    started = time.process_time()
    store(inputfile=io.BytesIO(data))
    spent = time.process_time() - started
    built = store(inputfile=io.BytesIO(data), callback=translate)
    return str(built.filesrc), spent


def po4a(source: str, translate: Translate) -> tuple[str, float]:
    """po4a's text module with Markdown and neverwrap."""
    with tempfile.TemporaryDirectory() as folder:
        text, catalog, built = (Path(folder, name) for name in ("a.md", "a.po", "b.md"))
        text.write_bytes(source.encode())
        kind = ["-f", "text", "-o", "markdown", "-o", "neverwrap", "-M", "UTF-8"]
        started = time.perf_counter()
        _run(["po4a-updatepo", *kind, "-m", str(text), "-p", str(catalog)])
        spent = time.perf_counter() - started
        # gettext's msgen makes every translation equal to its message.
        _run(["msgen", "--no-wrap", "-o", str(catalog), str(catalog)])
        catalog.write_text(_with_translations(catalog.read_text("utf-8"), translate), "utf-8")
        files = ["-m", str(text), "-p", str(catalog), "-l", str(built)]
        _run(["po4a-translate", *kind, *files, "-k", "0", "-L", "UTF-8"])
        return built.read_bytes().decode(), spent


def _with_translations(catalog: str, translate: Translate) -> str:
    """A catalog with the lines of its translations translated."""
    lines, is_translation = [], False
    for line in catalog.splitlines():
        is_translation = line.startswith("msgstr") or (is_translation and line.startswith('"'))
        lines.append(translate(line) if is_translation else line)
    return "\n".join(lines) + "\n"


def _run(call: list[str]) -> None:
    subprocess.run(call, check=True, capture_output=True)


PEERS = {"mdpo": mdpo, "translate-toolkit": toolkit, "po4a": po4a}


def answer(name: str, source: str) -> dict[str, Any]:
    """What a peer makes of a text."""
    found: dict[str, Any] = {"same": None, "replaced": None, "seconds": None}
    for key, translate in (("same", str), ("replaced", lambda text: _HAN.sub("译", text))):
        try:
            found[key], found["seconds"] = PEERS[name](source, translate)
        except Exception as error:  # noqa: BLE001 - a peer may fail in any way; that is an answer
            found["error"] = f"{type(error).__name__}: {error}"[:200]
    return found


if __name__ == "__main__":
    for request in sys.stdin:
        print(json.dumps(answer(sys.argv[1], json.loads(request)["source"])), flush=True)
