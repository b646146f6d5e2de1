"""`publisher diff`: two texts, or two revisions of a policy, as a person would mark them up."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import click

from publisher.changes import Comparison, compare
from publisher.changes.views import html, terminal
from publisher.model.errors import InvalidSourceError, UsageError
from publisher.model.locales import LocaleTag
from publisher.model.policies import parse_policy_id
from publisher.text import parse
from publisher.text.messages import message_text
from publisher.workspace import Workspace
from publisher.workspace.rules import rules_near

_REVISION = re.compile(r"(?P<policy>[a-z0-9][a-z0-9_-]*)[@:](?P<number>[1-9][0-9]{0,5})")
# What Git gives an external diff: path, old file, its hash and mode, new file, its hash and mode,
# and for a rename two more.
_SHAPES = ("text", "stat", "json", "html", "sides")
_GIT_ARGUMENTS = (7, 9)
_HELP = """\
Compare two texts as a person would mark them up.

OLD and NEW are files ('-' is standard input), or revisions such as privacy:3. As Git's external
diff (see docs/comparing.md) the command takes the seven arguments that Git gives it. It leaves with
0, or with 1 under --exit-code where the texts differ in more than format.

\b
Example:
  publisher diff old.md new.md --locale zh-Hans
  publisher diff privacy:3 privacy:4 --locale en
  publisher diff old.md new.md --format json
  publisher diff old.md new.md --side-by-side > changes.html
"""


class _Source(NamedTuple):
    name: str
    text: str


@click.command("diff", help=_HELP)
@click.argument("texts", nargs=-1, required=True, metavar="OLD NEW")
@click.option(
    "--locale", default="und", metavar="TAG", help="Language of both texts, e.g. zh-Hans."
)
@click.option("--format", "shape", type=click.Choice(_SHAPES), default="text", show_default=True)
@click.option("--stat", "shape", flag_value="stat", help="How many changes of each kind there are.")
@click.option("--side-by-side", "shape", flag_value="sides", help="HTML, before beside after.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
@click.option("--pager/--no-pager", default=True, help="Page long output on a terminal.")
@click.option("--exit-code", is_flag=True, help="Leave with 1 where the texts differ.")
@click.option("--textconv", is_flag=True, help="Print one text with a block a line, for Git.")
@click.option("-C", "--workspace", "directory", type=click.Path(path_type=Path))
def diff_command(
    texts: tuple[str, ...],
    *,
    locale: str,
    shape: str,
    color: str,
    pager: bool,
    exit_code: bool,
    textconv: bool,
    directory: Path | None,
) -> int:
    """Compare two texts."""
    if textconv:
        click.echo("\n".join(_blocks(_only(texts))))
        return 0
    old, new = _pair(texts, locale, directory or Path())
    comparison = compare(old.text, new.text, locale=locale, rules=rules_near(directory))
    match shape:
        case "json":
            click.echo(json.dumps(comparison.to_dict(), ensure_ascii=False, indent=2))
        case "html" | "sides":
            title = f"{old.name} → {new.name}"
            click.echo(html.document(comparison, title=title, is_side_by_side=shape == "sides"))
        case _:
            is_coloured = color == "always" or (color == "auto" and sys.stdout.isatty())
            lines = _lines(comparison, is_stat=shape == "stat", is_coloured=is_coloured)
            _print(f"{old.name} → {new.name}", lines, color=color, pager=pager)
    return int(exit_code and bool(comparison.visible_changes))


def _lines(comparison: Comparison, *, is_stat: bool, is_coloured: bool) -> Iterator[str]:
    if is_stat:
        return terminal.stat(comparison)
    paint = terminal.coloured if is_coloured else terminal.plain
    return terminal.render(comparison, paint=paint)


def _print(head: str, lines: Iterator[str], *, color: str, pager: bool) -> None:
    lines = chain([head], lines)
    if pager and sys.stdout.isatty():
        click.echo_via_pager((f"{line}\n" for line in lines), color=color != "never" or None)
        return
    for line in lines:
        click.echo(line, color=color == "always" or None)


def _only(texts: tuple[str, ...]) -> str:
    if len(texts) != 1:
        raise UsageError("--textconv takes one file")
    return _read_file(texts[0]).text


def _blocks(source: str) -> Iterator[str]:
    """Each block on a line of its own: what Git's own diff can show."""
    parsed = parse(source)
    for segment in parsed.segments:
        marker = "#" * segment.level + " " if segment.kind.value == "heading" else ""
        words = message_text(parsed, segment) or segment.extent.of(source).strip()
        yield marker + " ".join(words.split())


def _pair(texts: tuple[str, ...], locale: str, directory: Path) -> tuple[_Source, _Source]:
    if len(texts) in _GIT_ARGUMENTS:
        path, old, new = texts[0], texts[1], texts[4]
        return _read_file(old)._replace(name=f"a/{path}"), _read_file(new)._replace(
            name=f"b/{path}"
        )
    if len(texts) != 2:
        raise UsageError(f"diff takes two texts, and {len(texts)} were given; see --help")
    first, second = (_read(text, locale, directory) for text in texts)
    return first, second


def _read(text: str, locale: str, directory: Path) -> _Source:
    revision = _REVISION.fullmatch(text)
    if revision is None or Path(text).exists():
        return _read_file(text)
    if locale == "und":
        raise UsageError(f"{text} is a revision of a policy; say in which language with --locale")
    published = Workspace.open(directory).publications()
    policy = parse_policy_id(revision["policy"])
    found = published.revision(policy, LocaleTag.parse(locale), int(revision["number"]))
    return _Source(f"{text} ({locale})", published.text(found))


def _read_file(name: str) -> _Source:
    content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    try:
        return _Source(name, content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InvalidSourceError(
            path=name,
            line=content.count(b"\n", 0, error.start) + 1,
            what="this is no UTF-8; save the text as UTF-8 and compare again",
        ) from error
