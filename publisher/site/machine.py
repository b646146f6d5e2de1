"""What programs read: the Atom feed, lists as JSON, a comparison as JSON, a text as Markdown."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template
from flask_babel import gettext as _

from publisher.model.errors import TextTooLargeError
from publisher.model.policies import PublishedRevision
from publisher.site.addresses import of_changes, of_policy, of_revision
from publisher.site.around import absolute, brand
from publisher.site.comparing import gist
from publisher.site.feeds import FeedEntry, FeedHead, atom, tag_uri
from publisher.site.news import is_material
from publisher.site.pages import published
from publisher.site.reading import Reading
from publisher.site.requests import current_locale, current_reading
from publisher.site.timeline import Step, Timeline

blueprint = Blueprint("machine", __name__)

FEED_STEPS = 30  # the newest ones; older changes are in the history


@blueprint.get("/<locale:locale>/<policy:policy>/changes.atom")
def feed(policy: str) -> Response:
    """The material changes of a policy in a language, newest first."""
    reading, timeline = current_reading(), published(policy)
    title = reading.title(timeline.shown)
    head = FeedHead(
        id=tag_uri(reading.site.url, policy, current_locale().tag, "material-changes"),
        title=_("Material changes: %(title)s", title=title),
        subtitle=_("Changes that may affect your rights or duties, with what changed."),
        author=brand(reading, current_locale()),
        address=absolute(of_policy("pages.policy", current_locale(), policy)),
        own_address=absolute(of_policy("machine.feed", current_locale(), policy)),
        locale=current_locale(),
        started_at=timeline.revisions[0].published_at,
    )
    entries = [
        _entry(reading, step)
        for step in timeline.steps[:FEED_STEPS]
        if is_material(step, reading.judge)
    ]
    return _open(Response(atom(head, entries), content_type="application/atom+xml; charset=utf-8"))


@blueprint.get("/<locale:locale>/policies.json")
def policies() -> Response:
    """The policies of a language with the revision in force and those to come."""
    reading = current_reading()
    timelines = (
        reading.timeline(policy, current_locale()) for policy in reading.publications.policies()
    )
    return _json(
        {
            "locale": current_locale().tag,
            "policies": [_policy(reading, item) for item in timelines if item],
        }
    )


@blueprint.get("/<locale:locale>/<policy:policy>/revisions.json")
def revisions(policy: str) -> Response:
    """All revisions of a policy in a language, oldest first."""
    reading, timeline = current_reading(), published(policy)
    return _json(
        {
            **_policy(reading, timeline),
            "revisions": [_revision(reading, timeline, item) for item in timeline.revisions],
        }
    )


@blueprint.get("/<locale:locale>/<policy:policy>/changes/<number:old>/<number:new>.json")
def comparison(policy: str, old: int, new: int) -> Response:
    """The comparison of two revisions, in the contract of `publisher diff --format json`."""
    reading, timeline = current_reading(), published(policy)
    earlier, later = timeline.find(old), timeline.find(new)
    if earlier is None or later is None:
        abort(404)
    if old >= new:
        abort(400)
    try:
        step = Step(old=earlier, new=later)
        found = reading.room.comparison(reading, step, as_committed=True)
    except TextTooLargeError:
        abort(404)
    return _json(found.to_dict())


@blueprint.get("/<locale:locale>/<policy:policy>/<number:number>.md")
def text(policy: str, number: int) -> Response:
    """A revision's text byte for byte as it was committed; its hash is in the list of revisions."""
    chosen = published(policy).find(number) or abort(404)
    data = current_reading().publications.data(chosen)
    return _open(Response(data, content_type="text/markdown; charset=utf-8"))


def _entry(reading: Reading, step: Step) -> FeedEntry:
    new = step.new
    address = absolute(of_changes(step.old, new))
    found = gist(reading, step)
    return FeedEntry(
        id=tag_uri(reading.site.url, new.policy, new.locale.tag, str(new.number)),
        title=_("%(title)s: revision %(number)s", title=reading.title(new), number=new.number),
        address=address,
        html=render_template("site/feed_entry.html", revision=new, found=found, address=address),
        published_at=new.published_at,
        categories=tuple(found.categories),
    )


def _policy(reading: Reading, timeline: Timeline) -> dict[str, Any]:
    shown = timeline.shown
    locale, policy = shown.locale, shown.policy
    lag = reading.publications.lag(shown.policy, shown.locale)
    return {
        "policy": shown.policy,
        "locale": shown.locale.tag,
        "title": reading.title(shown),
        "prevailing": reading.publications.prevailing(shown.policy).tag,
        "in_force": timeline.in_force.number if timeline.in_force else None,
        "upcoming": [item.number for item in timeline.upcoming],
        "behind_since": lag.since.isoformat() if lag else None,
        "url": absolute(of_policy("pages.policy", locale, policy)),
        "revisions_url": absolute(of_policy("machine.revisions", locale, policy)),
        "feed_url": absolute(of_policy("machine.feed", locale, policy)),
    }


def _revision(reading: Reading, timeline: Timeline, item: PublishedRevision) -> dict[str, Any]:
    before = timeline.before(item)
    return {
        "number": item.number,
        "title": reading.title(item),
        "standing": timeline.standing(item),
        "revised_on": str(item.revised_on),
        "effective_on": item.effective_on.isoformat() if item.effective_on else None,
        "in_force_from": item.in_force_from.isoformat(),
        "published_at": item.published_at.isoformat(),
        "translated_at": item.translated_at.isoformat() if item.translated_at else None,
        "master_number": item.master_number,
        "material": item.material,
        "summary": [reading.filled(line, item.locale) for line in item.summary],
        "text_sha256": item.text_sha256,
        "url": absolute(of_revision(item)),
        "text_url": absolute(of_revision(item, "machine.text")),
        "changes_url": absolute(of_changes(before, item)) if before else None,
    }


def _json(content: dict[str, Any]) -> Response:
    return _open(jsonify(content))


def _open(response: Response) -> Response:
    """Let programs of other sites read what is public anyway."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
