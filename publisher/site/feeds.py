"""The Atom feed of a policy's material changes in one language (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit

from feedgenerator import Atom1Feed

from publisher.model.locales import LocaleTag

# XML 1.0 has no way to write these, not even escaped; a feed with one of them is no feed.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One material change as a feed reader shows it; times are aware."""

    id: str
    title: str
    address: str
    html: str
    published_at: datetime
    updated_at: datetime | None = None  # None: not since it was published
    order: tuple[int, int] = (0, 0)  # by publication, then by revision
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHead:
    """What is said once about a feed."""

    id: str
    title: str
    subtitle: str
    author: str
    address: str
    own_address: str
    locale: LocaleTag
    started_at: datetime  # stated as the update time while there is no entry


def atom(head: FeedHead, entries: Sequence[FeedEntry]) -> str:
    """The feed as XML; characters that XML cannot hold are shown as U+FFFD."""
    feed = _Feed(
        title=_writable(head.title),
        link=head.address,
        description=_writable(head.subtitle),
        language=head.locale.tag,
        author_name=_writable(head.author),
        feed_url=head.own_address,
        feed_guid=head.id,
        started_at=head.started_at,
    )
    for entry in entries:
        feed.add_item(
            title=_writable(entry.title),
            link=entry.address,
            description=None,
            content=_writable(entry.html),
            unique_id=entry.id,
            pubdate=entry.published_at,
            updateddate=entry.updated_at or entry.published_at,
            categories=tuple(_writable(category) for category in entry.categories),
        )
    return cast(str, feed.writeString("utf-8"))


def tag_uri(site_url: str, *parts: str) -> str:
    """An id that survives moves of pages (RFC 4151): names the site and the thing, not the address.

    The date in it only says since when the name has been the site's; it must never change.
    """
    host = urlsplit(site_url).hostname or "localhost"
    return f"tag:{host},2024:" + "/".join(parts)


class _Feed(Atom1Feed):  # type: ignore[misc, unused-ignore]
    """An Atom feed whose update time never depends on when it is asked for."""

    def latest_post_date(self) -> datetime:
        """The newest entry's time, or since when there is a feed."""
        times = [cast(datetime, item["updateddate"]) for item in self.items]
        started_at: Any = self.feed["started_at"]
        return max(times, default=cast(datetime, started_at))


def _writable(text: str) -> str:
    return _NOT_IN_XML.sub(_REPLACEMENT, text)
