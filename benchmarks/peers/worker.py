"""Answers pairs of texts with one Python peer, inside that peer's environment.

    python worker.py NAME < requests > answers

A request is a line of JSON (old, new, and the edges of tokens for some), so is an answer:
`ops`, a list of [op, text] with op one of "=", "-", "+" in reading order; `cpu_s`, the time that
the peer itself took. Standard library only, besides the peer.
"""

from __future__ import annotations

import difflib
import html
import html.parser
import importlib
import itertools
import json
import sys
import time
from collections.abc import Callable
from typing import Any

Ops = list[tuple[str, str]]
Engine = Callable[[dict[str, Any]], Callable[[], Ops]]


def dmp(request: dict[str, Any]) -> Callable[[], Ops]:
    """diff-match-patch as its documentation uses it: default timeout, semantic clean-up."""
    engine = importlib.import_module("diff_match_patch").diff_match_patch()

    def run() -> Ops:
        diffs = engine.diff_main(request["old"], request["new"])
        engine.diff_cleanupSemantic(diffs)
        return [("-=+"[op + 1], text) for op, text in diffs]

    return run


def fast_dmp(request: dict[str, Any]) -> Callable[[], Ops]:
    """The binding to the C++ edition: no timeout by default, semantic clean-up."""
    diff = importlib.import_module("fast_diff_match_patch").diff

    def run() -> Ops:
        found = diff(request["old"], request["new"], cleanup="Semantic", counts_only=False)
        return [(str(op), str(text)) for op, text in found]

    return run


def redlines(request: dict[str, Any]) -> Callable[[], Ops]:
    """Redlines' operations on its own tokens; it drops white space and marks paragraphs by ¶."""
    processor = importlib.import_module("redlines.processor").WholeDocumentProcessor()

    def run() -> Ops:
        ops: Ops = []
        for operation in processor.process(request["old"], request["new"]):
            tag, a, b, c, d = operation.opcodes
            before = "".join(operation.source_chunk.text[a:b]).replace("¶", " ")
            after = "".join(operation.test_chunk.text[c:d]).replace("¶", " ")
            if tag == "equal":
                ops.append(("=", after))
            else:
                ops += [("-", before), ("+", after)]
        return ops

    return run


class _Marks(html.parser.HTMLParser):
    """Text of lxml's answer, told apart by <ins> and <del>."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ops: Ops = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in ("ins", "del"):
            self._open.append("+" if tag == "ins" else "-")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ins", "del"):
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self.ops.append((self._open[-1] if self._open else "=", data))


def htmldiff(request: dict[str, Any]) -> Callable[[], Ops]:
    """Lxml's htmldiff on the texts as paragraphs of HTML, their Markdown as plain text."""
    diff = importlib.import_module("lxml.html.diff").htmldiff
    pages = [
        "".join(f"<p>{html.escape(block)}</p>" for block in text.split("\n\n"))
        for text in (request["old"], request["new"])
    ]

    def run() -> Ops:
        marks = _Marks()
        marks.feed(diff(*pages))
        marks.close()
        return marks.ops

    return run


def _words(text: str, edges: list[int]) -> list[str]:
    return [text[a:b] for a, b in itertools.pairwise(edges)]


def by_difflib(request: dict[str, Any]) -> Callable[[], Ops]:
    """Difflib's SequenceMatcher on the tokens that the figures are measured in."""
    old = _words(request["old"], request["old_edges"])
    new = _words(request["new"], request["new_edges"])

    def run() -> Ops:
        matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
        return _from_opcodes(matcher.get_opcodes(), old, new)

    return run


def rapidfuzz(request: dict[str, Any]) -> Callable[[], Ops]:
    """Rapidfuzz's Indel on the tokens that the figures are measured in, over the whole texts."""
    indel = importlib.import_module("rapidfuzz.distance").Indel
    old = _words(request["old"], request["old_edges"])
    new = _words(request["new"], request["new_edges"])

    def run() -> Ops:
        opcodes = [
            (op.tag, op.src_start, op.src_end, op.dest_start, op.dest_end)
            for op in indel.opcodes(old, new)
        ]
        return _from_opcodes(opcodes, old, new)

    return run


def _from_opcodes(opcodes: Any, old: list[str], new: list[str]) -> Ops:  # noqa: ANN401
    ops: Ops = []
    for tag, a, b, c, d in opcodes:
        if tag == "equal":
            ops.append(("=", "".join(old[a:b])))
        else:
            ops += [("-", "".join(old[a:b])), ("+", "".join(new[c:d]))]
    return ops


ENGINES: dict[str, Engine] = {
    "dmp": dmp,
    "fast-dmp": fast_dmp,
    "redlines": redlines,
    "htmldiff": htmldiff,
    "difflib": by_difflib,
    "rapidfuzz": rapidfuzz,
}


def main(name: str) -> None:
    """Answer requests until there are no more; an error of the peer is its answer."""
    engine = ENGINES[name]
    for line in sys.stdin:
        answer: dict[str, Any]
        try:
            run = engine(json.loads(line))
            started = time.process_time()
            ops = run()
            answer = {"cpu_s": time.process_time() - started, "ops": ops}
        except Exception as error:  # noqa: BLE001 - whatever a peer raises is its answer
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
