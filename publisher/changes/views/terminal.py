"""A comparison as lines for a terminal, with or without colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from publisher.changes.comparison import Comparison
from publisher.changes.views.runs import Role, Run, runs
from publisher.changes.views.summary import counts, sentence
from publisher.changes.views.words import difference_name, kind_name
from publisher.model.changes import Change, EditOp, Level, PairKind

# (text, operation, whether it is noise) -> the text as the terminal is to show it.
Paint = Callable[[str, EditOp, bool], str]

_CONTEXT = 60  # characters of kept text on each side of a change


def plain(text: str, op: EditOp, is_noise: bool) -> str:  # noqa: FBT001 - the shape of a Paint
    """Brackets instead of colours, as in `git diff --word-diff`."""
    del is_noise
    if op is EditOp.KEEP:
        return text
    return f"[-{text}-]" if op is EditOp.DELETE else f"{{+{text}+}}"


def coloured(text: str, op: EditOp, is_noise: bool) -> str:  # noqa: FBT001 - the shape of a Paint
    """Red and struck through for what went, green and underlined for what came, noise dimmed."""
    if op is EditOp.KEEP:
        return text
    dim = "2;" if is_noise else ""
    style = f"\x1b[{dim}31;9m" if op is EditOp.DELETE else f"\x1b[{dim}32;4m"
    return f"{style}{text}\x1b[0m"


def render(comparison: Comparison, *, paint: Paint = plain) -> Iterator[str]:
    """The summary, then every change that a reader can see, with a little of what is around it."""
    yield sentence(comparison)
    for change in comparison.visible_changes:
        yield ""
        yield _head(change)
        words = "".join(_shortened(list(runs(comparison, change)), paint))
        yield from (f"    {line}" for line in words.strip().split("\n"))


def stat(comparison: Comparison) -> Iterator[str]:
    """The summary, and how many changes of each kind there are, noise by its name."""
    yield sentence(comparison)
    for kind, count in counts(comparison).most_common():
        yield f"  {count:>5}  {kind.value}"
    noise: dict[str, int] = {}
    for change in comparison.changes:
        if change.noise is not None and change.kind not in (PairKind.RENUMBERED, PairKind.MOVED):
            noise[change.noise.value] = noise.get(change.noise.value, 0) + 1
    for name, count in sorted(noise.items()):
        yield f"  {count:>5}  {name} (no change of meaning)"


def _head(change: Change) -> str:
    place = change.new[0] if change.new else change.old[0]
    parts = [f"line {place.line}", kind_name(change)]
    if change.noise is not None and change.kind is not PairKind.RENUMBERED:
        parts.append(f"only {difference_name(change.noise).lower()}")
    if change.materiality.level is Level.MATERIAL:
        categories = ", ".join(change.materiality.categories)
        parts.append(
            f"suggested as material ({categories})" if categories else "suggested as material"
        )
    section = " › ".join(change.section)
    return f"{' · '.join(parts)}{'  ' + section if section else ''}"


def _shortened(shown: list[Run], paint: Paint) -> Iterator[str]:
    """Each run painted; long kept text cut to what stands next to a change."""
    last = len(shown) - 1
    for index, run in enumerate(shown):
        if run.role is Role.PARAGRAPH:
            yield "\n" if run.op is EditOp.KEEP else paint("¶", run.op, run.is_noise) + "\n"
            continue
        text = run.text
        if run.op is EditOp.KEEP:
            text = _cut(text, is_first=index == 0, is_last=index == last)
        yield paint(text, run.op, run.is_noise)


def _cut(text: str, *, is_first: bool, is_last: bool) -> str:
    head = 0 if is_first else _CONTEXT
    tail = 0 if is_last else _CONTEXT
    if is_first and is_last:
        head = 2 * _CONTEXT
    if len(text) <= head + tail + 1:
        return text
    return f"{text[:head]}…{text[len(text) - tail :] if tail else ''}"
