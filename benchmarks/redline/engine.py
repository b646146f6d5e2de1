"""The engine that is measured, as an outsider calls it: `publisher.compare`, then its JSON."""

from __future__ import annotations

import importlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.redline.results import Redline, from_json


class NoEngineError(Exception):
    """The package cannot compare (yet)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The engine's answer to a pair, and what it cost."""

    redline: Redline
    cpu_s: float
    json: dict[str, Any]


def compare_function() -> Callable[..., Any]:
    """`publisher.compare`; raises NoEngineError where the package has none."""
    try:
        compare: Callable[..., Any] = importlib.import_module("publisher").compare
    except AttributeError as error:
        raise NoEngineError("publisher has no function `compare`") from error
    return compare


def answer(old: str, new: str, locale: str) -> Answer:
    """Compare two texts; raises ContractError where the JSON does not fit them."""
    compare = compare_function()
    started = time.process_time()
    data = compare(old, new, locale=locale).to_dict()
    cpu_s = time.process_time() - started
    return Answer(from_json(data, old, new), cpu_s, data)


def canonical(old: str, new: str, locale: str) -> str:
    """The answer as canonical JSON, for byte-by-byte comparison."""
    data = compare_function()(old, new, locale=locale).to_dict()
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def forget_parses() -> bool:
    """Empty the cache of parses; False where the package keeps none that can be emptied."""
    emptied = False
    for name in (
        "publisher.text.parser",
        "publisher.text",
        "publisher.changes.comparison",
        "publisher.changes",
    ):
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        for value in vars(module).values():
            clear = getattr(value, "cache_clear", None)
            if callable(clear):
                clear()
                emptied = True
    return emptied
