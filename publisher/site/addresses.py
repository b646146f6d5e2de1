"""Addresses: what a URL of the site may be made of, and how pages link to each other.

A request's words only ever select among what is published; the patterns here are narrow so that
nothing else reaches a view.
"""

from __future__ import annotations

from flask import Flask, url_for
from werkzeug.routing import BaseConverter

from publisher.history.sitevalues import ValueStep
from publisher.model.locales import LocaleTag
from publisher.model.policies import PublishedRevision


class LocaleConverter(BaseConverter):
    """The shape of a language tag; whether the site has it, the view looks up."""

    regex = "[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    weight = BaseConverter.weight - 1  # a short policy id looks like a language: try this first


class PolicyConverter(BaseConverter):
    """The shape of a policy's id."""

    regex = "[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?"


class NumberConverter(BaseConverter):
    """A revision's number in its one spelling: ASCII digits, no sign, no leading zero."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)


def install_converters(app: Flask) -> None:
    """Make ``<locale:…>``, ``<policy:…>`` and ``<number:…>`` known to the app's rules."""
    app.url_map.converters.update(
        locale=LocaleConverter, policy=PolicyConverter, number=NumberConverter
    )


def of_policy(endpoint: str, locale: LocaleTag, policy: str) -> str:
    """Where a page about a policy as a whole is: its text, history, feed, comparison form."""
    return url_for(endpoint, locale=locale, policy=policy)


def of_revision(revision: PublishedRevision, endpoint: str = "pages.revision") -> str:
    """Where one revision's text is."""
    return url_for(endpoint, locale=revision.locale, policy=revision.policy, number=revision.number)


def of_changes(old: PublishedRevision, new: PublishedRevision, *, view: str | None = None) -> str:
    """Where what changed between two revisions is."""
    return url_for(
        "pages.changes",
        locale=new.locale,
        policy=new.policy,
        old=old.number,
        new=new.number,
        view=view,
    )


def of_values(step: ValueStep, locale: LocaleTag) -> str:
    """Where what changed by values of the site alone is."""
    return url_for(
        "pages.values", locale=locale, policy=step.revision.policy, sequence=step.sequence
    )
