"""A comparison as HTML: classes and elements only, no style, no script, everything escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from publisher.changes.comparison import Comparison
from publisher.changes.views.runs import Role, Run, runs
from publisher.changes.views.summary import sentence
from publisher.changes.views.words import difference_name, kind_name
from publisher.model.changes import Change, EditOp
from publisher.text.placeholders import PLACEHOLDER

Gettext = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcements:
    """Words for screen readers around what was inserted and deleted; empty: none."""

    insertion_start: str = ""
    insertion_end: str = ""
    deletion_start: str = ""
    deletion_end: str = ""


_SILENT = Announcements()


def redline(
    comparison: Comparison,
    change: Change,
    *,
    values: Mapping[str, str] | None = None,
    announcements: Announcements = _SILENT,
) -> Markup:
    """The words of a change with `<ins>` and `<del>`.

    Both have a class `noise` where the difference has no meaning. Placeholders that have a value
    are filled.
    """
    return _joined(runs(comparison, change), values, announcements)


def sides(
    comparison: Comparison,
    change: Change,
    *,
    values: Mapping[str, str] | None = None,
    announcements: Announcements = _SILENT,
) -> tuple[Markup, Markup]:
    """The words before, with what went marked, and after, with what came marked."""
    shown = list(runs(comparison, change))
    before = (run for run in shown if run.op is not EditOp.INSERT)
    after = (run for run in shown if run.op is not EditOp.DELETE)
    return _joined(before, values, announcements), _joined(after, values, announcements)


def inline(comparison: Comparison, *, gettext: Gettext = str) -> Markup:
    """All changes that a reader can see, one article each, as a fragment."""
    return _articles(comparison, gettext, is_side_by_side=False)


def side_by_side(comparison: Comparison, *, gettext: Gettext = str) -> Markup:
    """All changes that a reader can see, before and after beside each other, as a fragment."""
    return _articles(comparison, gettext, is_side_by_side=True)


_STYLE = Markup("""
:root { color-scheme: light dark; --ins: #d8f5dd; --del: #fbdcd9; --line: #8884; }
@media (prefers-color-scheme: dark) { :root { --ins: #123d22; --del: #4d1d1a; } }
body { font: 1rem/1.7 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
.change { border-block-start: 1px solid var(--line); padding-block: 1rem; overflow-wrap: anywhere; }
.change__kind { font-weight: 600; margin-inline-end: 1ch; }
.change__section, .target, .markup { color: GrayText; }
ins { background: var(--ins); } del { background: var(--del); }
.noise { background: none; text-decoration-style: dotted; }
.change__sides { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; }
""")


def document(comparison: Comparison, *, title: str, is_side_by_side: bool = False) -> Markup:
    """A whole page that needs nothing else, to be sent or kept."""
    return Markup(
        '<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>{title}</title>'
        "<style>{style}</style></head>\n<body><h1>{title}</h1><p>{summary}</p>\n{changes}</body></html>"
    ).format(
        lang=comparison.locale,
        title=title,
        style=_STYLE,
        summary=sentence(comparison),
        changes=_articles(comparison, str, is_side_by_side=is_side_by_side),
    )


def _articles(comparison: Comparison, gettext: Gettext, *, is_side_by_side: bool) -> Markup:
    parts = []
    for number, change in enumerate(comparison.visible_changes, start=1):
        if is_side_by_side:
            before, after = sides(comparison, change)
            body = Markup(
                '<div class="change__sides"><div class="change__before">{}</div>'
                '<div class="change__after">{}</div></div>'
            ).format(before, after)
        else:
            body = Markup('<p class="change__words">{}</p>').format(redline(comparison, change))
        parts.append(
            Markup(
                '<article class="change change--{kind}{noise}" id="c{number}">'
                '<header class="change__head"><span class="change__kind">{name}</span>'
                '<span class="change__section">{section}</span></header>{body}</article>'
            ).format(
                kind=change.kind.value,
                noise=" change--noise" if change.noise else "",
                number=number,
                name=gettext(difference_name(change.noise) if change.noise else kind_name(change)),
                section=" › ".join(change.section),
                body=body,
            )
        )
    return Markup('<div class="comparison" lang="{}">{}</div>').format(
        comparison.locale, Markup("\n").join(parts)
    )


def _joined(
    shown: Iterable[Run], values: Mapping[str, str] | None, announcements: Announcements
) -> Markup:
    parts: list[Markup] = []
    for (op, noise), group in groupby(shown, key=lambda run: (run.op, run.is_noise)):
        inner = Markup("").join(_run(run, values) for run in group)
        if op is EditOp.KEEP:
            parts.append(inner)
            continue
        is_insertion = op is EditOp.INSERT
        parts.append(
            Markup("<{tag}{noise}>{start}{inner}{end}</{tag}>").format(
                tag="ins" if is_insertion else "del",
                noise=Markup(' class="noise"') if noise else "",
                start=_hidden(
                    announcements.insertion_start if is_insertion else announcements.deletion_start
                ),
                inner=inner,
                end=_hidden(
                    announcements.insertion_end if is_insertion else announcements.deletion_end
                ),
            )
        )
    return Markup("").join(parts)


def _hidden(words: str) -> Markup:
    return Markup('<span class="visually-hidden">{}</span>').format(words) if words else Markup("")


def _run(run: Run, values: Mapping[str, str] | None) -> Markup:
    if run.role is Role.PARAGRAPH:
        return (
            Markup("<br>")
            if run.op is EditOp.KEEP
            else Markup('<span class="pilcrow">¶</span><br>')
        )
    text = escape(_filled(run.text, values))
    if run.role is Role.TARGET:
        text = Markup('<span class="target">{}</span>').format(text)
    elif run.role is Role.MARKUP:
        text = Markup('<span class="markup">{}</span>').format(text)
    if run.strong and run.role is Role.WORDS:
        text = Markup("<strong>{}</strong>").format(text)
    if run.emphasised and run.role is Role.WORDS:
        text = Markup("<em>{}</em>").format(text)
    return text


def _filled(text: str, values: Mapping[str, str] | None) -> str:
    if not values or "{{" not in text:
        return text
    return PLACEHOLDER.sub(lambda match: values.get(match[1].strip(), match[0]), text)
