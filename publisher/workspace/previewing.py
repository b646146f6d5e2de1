"""A locale's text as a publication would make it now, with what is missing in it marked."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from publisher.catalogs.assemble import (
    Gap,
    Mark,
    Missing,
    assemble,
    assemble_master,
    language_mark,
)
from publisher.catalogs.checks import Languages, refused_keys
from publisher.catalogs.dates import TextDates
from publisher.catalogs.entries import Catalog, Entry
from publisher.catalogs.messages import messages_of
from publisher.config import ANY_LOCALE, Site
from publisher.history.masters import MasterRevision
from publisher.history.planning import first_heading
from publisher.model.errors import UsageError
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId
from publisher.text import parse
from publisher.text.front_matter import read_facts
from publisher.workspace.opened import Workspace
from publisher.workspace.translating import read_catalog


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The text of one policy in one locale: of the committed master and the catalog as it lies."""

    locale: LocaleTag
    master: MasterRevision
    text: str  # Markdown; what is missing stands in the master's words, marked
    title: str
    summary: tuple[str, ...]
    missing: tuple[Missing, ...]  # in reading order
    total: int  # messages of the master

    @property
    def translated(self) -> int:
        """Messages with a translation that may be published."""
        return self.total - len(self.missing)

    def gap(self, words: str) -> Gap | None:
        """Why words of the front matter are the master's; None: they are translated."""
        found = (item.gap for item in self.missing if item.message.key.msgid == words)
        return next(found, None)


def gap_mark(words: Callable[[Gap], str], spoken: LocaleTag) -> Mark:
    """A mark that says why a passage is the master's, in words of the language ``spoken``.

    The words are part of the passage, so that no reader needs colours to see them; the id is the
    master's line.
    """

    def mark(missing: Missing, master: LocaleTag) -> str:
        why = f'<small lang="{spoken}" dir="{spoken.direction}">{html.escape(words(missing.gap))}'
        tongue = f'lang="{master}" dir="{master.direction}"'
        opening = f'<mark id="{anchor(missing)}" {tongue}>{why}</small>'
        return f"{opening} {missing.message.key.msgid}</mark>"

    return mark


def anchor(missing: Missing) -> str:
    """The id of a passage that is missing, where it stands first."""
    return f"missing-{missing.line}"


def preview(
    workspace: Workspace, policy: PolicyId, locale: LocaleTag, *, mark: Mark = language_mark
) -> Preview:
    """A locale's text as it would be built now; of the master's own locale, the master's text.

    Raises CatalogError, FrontMatterError, and PlaceholderError for a date that nobody stated.
    """
    master = workspace.policy_sources()[policy]
    dates = TextDates(revised_on=master.revised_on, effective_on=master.facts.effective_on)
    if locale == workspace.settings.master:
        text = assemble_master(master.source, locale=locale, dates=dates)
        return _preview(master, locale, text, (), len(messages_of(parse(master.source))))
    catalog = read_catalog(workspace, locale, policy) or Catalog(Entry(msgid=""))
    languages = Languages(master=workspace.settings.master, locale=locale)
    found = assemble(
        master.source,
        catalog,
        locale=locale,
        master=workspace.settings.master,
        dates=dates,
        refused=refused_keys(catalog, languages),
        mark=mark,
    )
    return _preview(master, locale, found.text, found.missing, found.total)


def _preview(
    master: MasterRevision, locale: LocaleTag, text: str, missing: tuple[Missing, ...], total: int
) -> Preview:
    facts = read_facts(text)
    return Preview(
        locale=locale,
        master=master,
        text=text,
        title=facts.title or first_heading(text) or master.policy,
        summary=facts.summary,
        missing=missing,
        total=total,
    )


def draft_values(site: Site, locale: LocaleTag) -> Mapping[str, str]:
    """What the next publication fills placeholders with: the values of publisher.toml."""
    return {**site.values.get(ANY_LOCALE, {}), **site.values.get(locale.tag, {})}


def known_site(workspace: Workspace, name: str | None) -> Site:
    """A site of the workspace, the first where none is named; raises UsageError for any other."""
    sites = workspace.settings.sites
    found = next((site for site in sites if name in (None, site.name)), None)
    if found is None:
        names = ", ".join(site.name for site in sites) or "none"
        raise UsageError(f"{name or 'a site'} is not in publisher.toml; the sites are {names}")
    return found
