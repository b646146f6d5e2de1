"""The pages: which facts each of them shows. Their words and their shape are the templates'."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from publisher.model.errors import TextTooLargeError
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId, PublishedRevision
from publisher.site import faults
from publisher.site.addresses import NumberConverter, of_changes, of_policy, of_revision, of_values
from publisher.site.amending import amendments
from publisher.site.around import Elsewhere, page
from publisher.site.comparing import present
from publisher.site.counterparts import counterpart
from publisher.site.lagging import lag_notice
from publisher.site.news import news
from publisher.site.requests import current_locale, current_reading, in_readers_language
from publisher.site.shelf import shelf
from publisher.site.texts import text_view
from publisher.site.then import day_of, on_day
from publisher.site.timeline import Step, Timeline
from publisher.site.valuing import ValueEntry, present_values, recent_values, trail, value_entries

blueprint = Blueprint("pages", __name__)

VIEWS = ("inline", "side")


@blueprint.get("/")
def root() -> Response:
    """The list of policies in the language that the reader's browser asks for."""
    return in_readers_language("pages.policies")


@blueprint.get("/<policy:policy>")
@blueprint.get("/<policy:policy>/")
def without_language(policy: str) -> Response:
    """The policy in the reader's language: what a company links to from elsewhere."""
    if current_reading().policy(policy) is None:
        abort(404)
    return in_readers_language("pages.policy", policy=policy)


@blueprint.get("/<locale:locale>/")
def policies() -> str:
    """The list of policies."""
    return page(
        "site/policies.html",
        elsewhere=lambda other: url_for("pages.policies", locale=other),
        canonical=request.path,
        shelf=shelf(current_reading(), current_locale()),
    )


@blueprint.get("/<locale:locale>/<policy:policy>/")
def policy(policy: str) -> str:
    """The text that a reader should know today."""
    timeline = published(policy)
    return _text_page(
        timeline,
        timeline.shown,
        numbered=False,
        elsewhere=lambda other: _if_published(policy, other, "pages.policy"),
    )


@blueprint.get("/<locale:locale>/<policy:policy>/<number:number>")
def revision(policy: str, number: int) -> str:
    """The text of one revision."""
    timeline = published(policy)
    chosen = timeline.find(number) or abort(404)

    def elsewhere(other: LocaleTag) -> str | None:
        found = _counterpart(chosen, other)
        if found is None:
            return None
        return of_revision(found)

    return _text_page(timeline, chosen, numbered=True, elsewhere=elsewhere)


@blueprint.get("/<locale:locale>/<policy:policy>/history")
def history(policy: str) -> str:
    """All revisions with their dates, summaries and what legal declared."""
    reading, timeline = current_reading(), published(policy)
    shown = timeline.shown
    return page(
        "site/history.html",
        elsewhere=lambda other: _if_published(policy, other, "pages.history"),
        canonical=request.path,
        trail=trail(timeline, value_entries(reading, shown.policy, shown.locale)),
        amended=amendments(reading, timeline),
        then=on_day(reading, timeline, day) if (day := day_asked()) else None,
        **_about(timeline, timeline.shown),
    )


@blueprint.get("/<locale:locale>/<policy:policy>/changes")
def compare(policy: str) -> Response:
    """The comparison that the form on the history page asks for; either order is understood."""
    timeline = published(policy)
    old, new = sorted((_number("from"), _number("to")))
    earlier, later = timeline.find(old), timeline.find(new)
    if earlier is None or later is None:
        abort(404)
    return redirect(of_changes(earlier, later, view=_view_asked()))


@blueprint.get("/<locale:locale>/<policy:policy>/changes/<number:old>/<number:new>")
def changes(policy: str, old: int, new: int) -> str | tuple[str, int]:
    """What changed between two revisions, inline or side by side."""
    timeline = published(policy)
    earlier, later = timeline.find(old), timeline.find(new)
    view = _view_asked() or "inline"
    if earlier is None or later is None:
        abort(404)
    if old >= new:
        return faults.not_a_step(policy, earlier, later)
    step = Step(old=earlier, new=later)
    try:
        found = present(current_reading(), step)
    except TextTooLargeError:
        return faults.too_large(step)
    return page(
        "site/changes.html",
        elsewhere=lambda other: _same_step(step, other),
        canonical=request.path,
        found=found,
        view=view,
        old=earlier,
        new=later,
        old_standing=timeline.standing(earlier),
        decided=tuple(
            item
            for item in reversed(timeline.revisions)
            if old < item.number <= new and item.number not in timeline.withdrawn
        ),
        meanwhile=_values_between(step),
        inline_href=request.path,
        side_href=f"{request.path}?view=side",
        **_about(timeline, later, step=step),
    )


@blueprint.get("/<locale:locale>/<policy:policy>/values/<number:sequence>")
def values(policy: str, sequence: int) -> str | tuple[str, int]:
    """What a publication changed in a policy by values of the site alone."""
    reading, timeline = current_reading(), published(policy)
    known = timeline.shown.policy
    entry = _value_entry(known, current_locale(), sequence) or abort(404)
    step = entry.step
    try:
        found = present_values(reading, step)
    except TextTooLargeError:
        return faults.too_large(Step(old=step.revision, new=step.revision))

    def elsewhere(other: LocaleTag) -> str | None:
        return of_values(step, other) if _value_entry(known, other, sequence) else None

    return page(
        "site/values.html",
        elsewhere=elsewhere,
        canonical=request.path,
        entry=entry,
        found=found,
        view=_view_asked() or "inline",
        old=step.revision,
        new=step.revision,
        inline_href=request.path,
        side_href=f"{request.path}?view=side",
        **_about(timeline, step.revision),
    )


def published(policy: str) -> Timeline:
    """The policy of an address in the language of the address; answers 404 where there is none."""
    reading = current_reading()
    known = reading.policy(policy) or abort(404)
    timeline = reading.timeline(known, current_locale())
    if timeline is None:
        faults.abort_elsewhere(known)
    return timeline


def _text_page(
    timeline: Timeline, chosen: PublishedRevision, *, numbered: bool, elsewhere: Elsewhere
) -> str:
    reading = current_reading()
    is_shown = chosen == timeline.shown
    about = _about(timeline, chosen)
    policy_page = of_policy("pages.policy", chosen.locale, chosen.policy)
    return page(
        "site/policy.html",
        elsewhere=elsewhere,
        canonical=policy_page if is_shown else request.path,
        numbered=numbered,
        text=text_view(reading.room.page(reading, chosen), about["title"]),
        news=news(timeline, days=reading.news_days, judge=reading.judge) if is_shown else (),
        value_news=_value_news(timeline) if is_shown else (),
        amended=amendments(reading, timeline)[chosen.number],
        lag=lag_notice(reading, chosen) if is_shown else None,
        **about,
    )


def _about(
    timeline: Timeline, revision: PublishedRevision, *, step: Step | None = None
) -> dict[str, Any]:
    """What all pages of one policy show of it."""
    reading = current_reading()
    return {
        "policy": revision.policy,
        "revision": revision,
        "timeline": timeline,
        "standing": timeline.standing(revision),
        "title": reading.title(revision),
        "prevailing": reading.publications.prevailing(revision.policy),
        "step": step or timeline.step_to(revision) or next(iter(timeline.steps), None),
    }


def _value_news(timeline: Timeline) -> tuple[ValueEntry, ...]:
    reading, shown = current_reading(), timeline.shown
    found = value_entries(reading, shown.policy, shown.locale)
    return recent_values(found, timeline, reading)


def _values_between(step: Step) -> tuple[ValueEntry, ...]:
    """What values changed from the publication of one revision to that of the other."""
    found = value_entries(current_reading(), step.new.policy, step.new.locale)
    return tuple(
        item for item in found if step.old.sequence < item.step.sequence <= step.new.sequence
    )


def _value_entry(policy: PolicyId, locale: LocaleTag, sequence: int) -> ValueEntry | None:
    found = value_entries(current_reading(), policy, locale)
    return next((item for item in found if item.step.sequence == sequence), None)


def _if_published(policy: str, locale: LocaleTag, endpoint: str) -> str | None:
    if locale not in current_reading().publications.locales(PolicyId(policy)):
        return None
    return of_policy(endpoint, locale, policy)


def _counterpart(revision: PublishedRevision, locale: LocaleTag) -> PublishedRevision | None:
    reading = current_reading()
    others = reading.publications.revisions(revision.policy, locale)
    return counterpart(revision, others, master=reading.master)


def _same_step(step: Step, locale: LocaleTag) -> str | None:
    old, new = _counterpart(step.old, locale), _counterpart(step.new, locale)
    if old is None or new is None or old.number >= new.number:
        return None
    return of_changes(old, new, view=request.args.get("view"))


def _number(name: str) -> int:
    text = request.args.get(name, "")
    if not re.fullmatch(NumberConverter.regex, text):
        abort(400)
    return int(text)


def day_asked() -> date | None:
    """The day that the form on the history page asks about; None where it is not filled in."""
    text = request.args.get("on", "")
    if not text:
        return None
    try:
        return day_of(text)
    except ValueError:
        abort(400)


def _view_asked() -> str | None:
    view = request.args.get("view")
    if view not in (None, *VIEWS):
        abort(400)
    return view
