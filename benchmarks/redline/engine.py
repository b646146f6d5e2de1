"""The engine that is measured, as an outsider calls it: `publisher.compare`, then its JSON."""

from __future__ import annotations

import importlib
import inspect
import json
import os
import sys
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


def redline_alone(old: str, new: str, locale: str) -> int:
    """Compare two texts without judging what the changes mean; how many changes there are."""
    align = importlib.import_module("publisher.changes.align").align
    comparison = importlib.import_module("publisher.changes.comparison")
    before, after = comparison.parse(old), comparison.parse(new)
    return len(list(comparison.redlines(before, after, align(before, after), locale=locale)))


def canonical(old: str, new: str, locale: str) -> str:
    """The answer as canonical JSON, for byte-by-byte comparison."""
    data = compare_function()(old, new, locale=locale).to_dict()
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def environment() -> dict[str, str]:
    """The environment of a process that measures the engine."""
    return {
        name: os.environ[name]
        for name in ("PATH", "HOME", "PUBLISHER_SHARED")
        if name in os.environ
    }


def forget_texts() -> bool:
    """Empty every cache of the package that is kept by a text; False if there is none.

    Caches without a string among their arguments hold machinery, such as rules, and stay.
    """
    emptied = False
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] != "publisher":
            continue
        for value in vars(module).values():
            if hasattr(value, "cache_clear") and _takes_text(value):
                value.cache_clear()
                emptied = True
    return emptied


def _takes_text(cached: Callable[..., Any]) -> bool:
    parameters = inspect.signature(cached).parameters.values()
    return any(parameter.annotation in ("str", str) for parameter in parameters)
