"""What programs read: the Atom feed, lists as JSON, a comparison as JSON, a text as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template
from flask_babel import gettext as _

from publisher.history.snapshot import Correction
from publisher.model.errors import TextTooLargeError
from publisher.model.policies import PublishedRevision
from publisher.site.addresses import of_changes, of_policy, of_revision, of_values
from publisher.site.amending import Amendments, amendments, taken_back
from publisher.site.around import absolute, brand
from publisher.site.comparing import gist
from publisher.site.feeds import FeedEntry, FeedHead, atom, tag_uri
from publisher.site.news import is_material
from publisher.site.pages import day_asked, published
from publisher.site.reading import Reading
from publisher.site.requests import current_locale, current_reading
from publisher.site.then import on_day
from publisher.site.timeline import Step, Timeline
from publisher.site.valuing import ValueEntry, present_values, value_entries

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
    entries = sorted(
        (
            *_of_revisions(reading, timeline),
            *_of_values(reading, timeline),
            *_of_withdrawals(reading, timeline),
        ),
        key=lambda item: item.order,
        reverse=True,
    )[:FEED_STEPS]
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
    amended = amendments(reading, timeline)
    return _json(
        {
            **_policy(reading, timeline),
            "revisions": [
                _revision(reading, timeline, item, amended[item.number])
                for item in timeline.revisions
            ],
            "value_changes": [
                _values(item)
                for item in value_entries(reading, timeline.shown.policy, timeline.shown.locale)
            ],
            **_then(reading, timeline),
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


def _of_revisions(reading: Reading, timeline: Timeline) -> Iterator[FeedEntry]:
    amended = amendments(reading, timeline)
    for step in timeline.steps[:FEED_STEPS]:
        if is_material(step, reading.judge):
            yield _entry(reading, step, amended[step.new.number].corrections)


def _entry(reading: Reading, step: Step, corrections: tuple[Correction, ...]) -> FeedEntry:
    new = step.new
    address = absolute(of_changes(step.old, new))
    found = gist(reading, step)
    return FeedEntry(
        id=tag_uri(reading.site.url, new.policy, new.locale.tag, str(new.number)),
        title=_("%(title)s: revision %(number)s", title=reading.title(new), number=new.number),
        address=address,
        html=render_template(
            "site/feed_entry.html",
            revision=new,
            found=found,
            address=address,
            corrections=corrections,
        ),
        published_at=new.published_at,
        updated_at=max((new.published_at, *(item.published_at for item in corrections))),
        categories=tuple(found.categories),
        order=(new.sequence, new.number),
    )


def _of_values(reading: Reading, timeline: Timeline) -> Iterator[FeedEntry]:
    shown = timeline.shown
    for entry in value_entries(reading, shown.policy, shown.locale)[-FEED_STEPS:]:
        if not entry.is_material:
            continue
        step = entry.step
        address = absolute(of_values(step, shown.locale))
        found = present_values(reading, step)
        yield FeedEntry(
            id=tag_uri(
                reading.site.url, shown.policy, shown.locale.tag, "values", str(step.sequence)
            ),
            title=_("%(title)s: changed details", title=reading.title(shown)),
            address=address,
            html=render_template(
                "site/feed_values.html", entry=entry, found=found, address=address
            ),
            published_at=step.published_at,
            updated_at=step.published_at,
            categories=tuple(found.gist.categories),
            order=(step.sequence, 0),
        )


def _of_withdrawals(reading: Reading, timeline: Timeline) -> Iterator[FeedEntry]:
    for item in timeline.revisions:
        taken = taken_back(reading, timeline, item)
        if taken is None:
            continue
        address = absolute(of_revision(item))
        yield FeedEntry(
            id=tag_uri(
                reading.site.url, item.policy, item.locale.tag, str(item.number), "withdrawn"
            ),
            title=_(
                "%(title)s: revision %(number)s withdrawn",
                title=reading.title(item),
                number=item.number,
            ),
            address=address,
            html=render_template(
                "site/feed_withdrawal.html",
                taken_back=taken,
                address=absolute(of_policy("pages.policy", item.locale, item.policy)),
            ),
            published_at=taken.at,
            updated_at=taken.at,
            order=(taken.sequence, item.number),
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


def _revision(
    reading: Reading, timeline: Timeline, item: PublishedRevision, amended: Amendments
) -> dict[str, Any]:
    before = timeline.before(item)
    taken = amended.taken_back
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
        "summary": [reading.filled(line, item) for line in item.summary],
        "text_sha256": item.text_sha256,
        "publication": item.sequence,
        "withdrawn": taken
        and {
            "at": taken.at.isoformat(),
            "publication": taken.sequence,
            "reason": taken.reason,
            "from": taken.from_day.isoformat() if taken.from_day else None,
        },
        "corrections": [
            {
                "at": one.published_at.isoformat(),
                "publication": one.sequence,
                "mends_publication": one.mends,
                "mends_revisions": [other.number for other in one.mended],
                "reason": one.reason,
            }
            for one in amended.corrections
        ],
        "url": absolute(of_revision(item)),
        "text_url": absolute(of_revision(item, "machine.text")),
        "changes_url": absolute(of_changes(before, item)) if before else None,
    }


def _values(entry: ValueEntry) -> dict[str, Any]:
    step = entry.step
    return {
        "publication": step.sequence,
        "published_at": step.published_at.isoformat(),
        "revision": step.revision.number,
        "values": [
            {"name": value.name, "old": value.old, "new": value.new} for value in entry.values
        ],
        "material": entry.material,
        "changes_url": absolute(of_values(step, step.revision.locale)),
    }


def _then(reading: Reading, timeline: Timeline) -> dict[str, Any]:
    """What ?on=DAY asks for: which revision was in force that day, and which was public."""
    day = day_asked()
    if day is None:
        return {}
    then = on_day(reading, timeline, day)
    return {
        "on": {
            "day": then.day.isoformat(),
            "in_force": then.in_force.number if then.in_force else None,
            "public": then.public.number if then.public and not then.is_to_come else None,
        }
    }


def _json(content: dict[str, Any]) -> Response:
    return _open(jsonify(content))


def _open(response: Response) -> Response:
    """Let programs of other sites read what is public anyway."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
