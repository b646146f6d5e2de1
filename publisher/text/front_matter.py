"""Front matter: the facts that legal writes above a master text, in YAML between `---` lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import yaml

from publisher.model.errors import FrontMatterError
from publisher.model.policies import PartialDate, RevisionFacts
from publisher.model.segments import Span

_FRONT_MATTER = re.compile(
    r"\ufeff?---[ \t]*(?:\r\n|\r|\n)(?P<fields>(?:.*(?:\r\n|\r|\n))??)"
    r"(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)",
    re.DOTALL,
)
_FIRST_FIELD = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*[A-Za-z_][\w-]*[ \t]*:(?=\s)")
# Front matter is a dozen lines; what is longer is a text that begins with a rule.
_MAX_LENGTH = 20_000

KEYS = ("title", "revised", "effective", "summary", "material")
TRANSLATED_KEYS = frozenset({"title", "summary"})


class FieldSpan(NamedTuple):
    """A scalar value of the front matter."""

    name: str  # the key at the top level that holds it
    start: int  # of the scalar as written, quotes included
    end: int


class _Field(NamedTuple):
    name: str
    key: yaml.Node
    value: yaml.Node


def fields_span(source: str) -> Span | None:
    """Where the lines between the `---` lines lie, or None where a text has no front matter."""
    if not source.startswith(("---", "\ufeff---")):
        return None
    match = _FRONT_MATTER.match(source, 0, _MAX_LENGTH)
    if match is None or (match["fields"] and not _FIRST_FIELD.match(match["fields"])):
        return None
    return Span(*match.span("fields"))


def body_start(source: str) -> int:
    """Where the text begins behind the front matter; 0 where there is none."""
    if fields_span(source) is None:
        return 0
    match = _FRONT_MATTER.match(source, 0, _MAX_LENGTH)
    return match.end() if match else 0


@lru_cache(maxsize=256)
def scalar_spans(fields: str) -> tuple[FieldSpan, ...] | None:
    """The scalars in the lines of a front matter, in order; None where they are no YAML mapping."""
    try:
        found = list(_fields(fields))
    except yaml.YAMLError:
        return None
    spans: list[FieldSpan] = []
    for field in found:
        items = field.value.value if isinstance(field.value, yaml.SequenceNode) else [field.value]
        for item in items:
            if not isinstance(item, yaml.ScalarNode):
                return None
            end = item.start_mark.index + len(
                fields[item.start_mark.index : item.end_mark.index].rstrip()
            )
            spans.append(FieldSpan(field.name, item.start_mark.index, end))
    return tuple(spans)


def scalar_value(written: str) -> str:
    """What a scalar says, as written with its quotes, escapes and folds."""
    try:
        node = yaml.compose(written, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return written
    return str(node.value) if isinstance(node, yaml.ScalarNode) else written


def written_scalar(value: str) -> str:
    """A value as YAML reads it back unchanged: plain where that is safe, else in double quotes."""
    try:
        read = yaml.safe_load(f"- {value}\n")
    except (yaml.YAMLError, ValueError):
        read = None
    is_plain = (
        read == [value] and "\n" not in value and ": " not in value and value[:1] not in "\"'"
    )
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def read_facts(source: str) -> RevisionFacts:
    """The facts that a master text states; raises FrontMatterError, naming the line at fault."""
    span = fields_span(source)
    if span is None:
        return RevisionFacts()
    first_line = source.count("\n", 0, span.start) + 1
    try:
        found = {}
        for field in _fields(span.of(source)):
            line = field.key.start_mark.line + first_line
            if field.name not in KEYS:
                raise FrontMatterError(
                    what=f"unknown key {field.name!r}; the keys are {', '.join(KEYS)}", line=line
                )
            if field.name in found:
                raise FrontMatterError(what=f"{field.name} stands here twice", line=line)
            found[field.name] = (field.value, line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise FrontMatterError(
            what=f"the front matter is no valid YAML ({error.problem or 'unreadable'}); "
            "put values that hold ': ' or '#' between double quotes",
            line=first_line + (mark.line if mark else 0),
        ) from error
    except yaml.YAMLError as error:  # a control character has no mark
        raise FrontMatterError(
            what="the front matter holds a character that YAML does not allow", line=first_line
        ) from error
    return RevisionFacts(
        title=_text(found, "title"),
        revised_on=_partial_date(found),
        effective_on=_date(found),
        summary=_summary(found),
        material=_boolean(found),
    )


_Found = dict[str, tuple[yaml.Node, int]]


def _fields(fields: str) -> Iterator[_Field]:
    # Aliases could make a small file mean a huge one; a policy's facts need none.
    for token in yaml.scan(fields, Loader=yaml.SafeLoader):
        if isinstance(token, (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken)):
            raise yaml.MarkedYAMLError(
                problem="anchors, aliases and tags are not allowed", problem_mark=token.start_mark
            )
    node = yaml.compose(fields, Loader=yaml.SafeLoader)
    if node is None:
        return
    if not isinstance(node, yaml.MappingNode):
        raise yaml.MarkedYAMLError(problem="not `key: value` lines", problem_mark=node.start_mark)
    for key, value in node.value:
        yield _Field(str(getattr(key, "value", "")), key, value)


def _scalar(found: _Found, name: str) -> tuple[str | None, int]:
    node, line = found.get(name, (None, 0))
    if node is None:
        return None, 0
    if not isinstance(node, yaml.ScalarNode):
        raise FrontMatterError(what=f"{name} must be one value on its line", line=line)
    value = str(node.value).strip()
    return (value or None), line


def _text(found: _Found, name: str) -> str | None:
    return _scalar(found, name)[0]


def _partial_date(found: _Found) -> PartialDate | None:
    value, line = _scalar(found, "revised")
    if value is None:
        return None
    try:
        return PartialDate.parse(value)
    except ValueError as error:
        raise FrontMatterError(what=f"revised: {error}", line=line) from error


def _date(found: _Found) -> date | None:
    value, line = _scalar(found, "effective")
    if value is None:
        return None
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise FrontMatterError(
            what=f"effective: {value!r} is not a day; write 2022-07-15", line=line
        )
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise FrontMatterError(what=f"effective: {value!r}: {error}", line=line) from error


def _boolean(found: _Found) -> bool | None:
    value, line = _scalar(found, "material")
    if value is None:
        return None
    if value not in ("true", "false"):
        raise FrontMatterError(
            what=f"material: {value!r}; write true or false, or leave the line out", line=line
        )
    return value == "true"


def _summary(found: _Found) -> tuple[str, ...]:
    node, line = found.get("summary", (None, 0))
    if node is None or (isinstance(node, yaml.ScalarNode) and not str(node.value).strip()):
        return ()
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    texts = []
    for item in items:
        if not isinstance(item, yaml.ScalarNode) or not str(item.value).strip():
            offset = item.start_mark.line - node.start_mark.line
            raise FrontMatterError(
                what="summary must be a list of sentences, each on a line that begins with '- '",
                line=line + offset,
            )
        texts.append(" ".join(str(item.value).split()))
    return tuple(texts)
