"""What translators and those who plan their work ask of a workspace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path

from publisher.catalogs import interchange, po
from publisher.catalogs.adopt import Adopted, adopt
from publisher.catalogs.assemble import missing_messages
from publisher.catalogs.checks import Languages, refused_keys
from publisher.catalogs.dates import TextDates
from publisher.catalogs.effort import Effort, effort
from publisher.catalogs.entries import Catalog, Entry, Key
from publisher.catalogs.memory import Remembered, propose, propose_converted, remembered
from publisher.catalogs.messages import messages_of
from publisher.history.masters import MasterRevision
from publisher.model.errors import InvalidSourceError, UsageError
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId
from publisher.text import parse
from publisher.workspace.files import write_whole
from publisher.workspace.opened import Workspace
from publisher.workspace.previewing import draft_values
from publisher.workspace.translating import read_catalog, update_catalog

_CONVERTERS = {"zh-Hant": "s2twp", "zh-TW": "s2twp", "zh-Hant-TW": "s2twp", "zh-HK": "s2hk"}
_CONVERTERS |= {"zh-Hant-HK": "s2hk"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LocaleEffort:
    """What one locale has left of one policy, and by when it is wanted."""

    policy: PolicyId
    locale: LocaleTag
    effort: Effort
    effective_on: date | None  # of the revision; None: it is in force when it is revised


def efforts(workspace: Workspace) -> Iterator[LocaleEffort]:
    """What is left to translate of the committed policies; raises CatalogError."""
    for policy, revision in sorted(workspace.policy_sources().items()):
        messages = messages_of(parse(revision.source))
        for locale in workspace.settings.locales:
            catalog = read_catalog(workspace, locale, policy)
            missing = missing_messages(
                messages, catalog or _empty(), _refused(workspace, catalog, locale)
            )
            yield LocaleEffort(
                policy=policy,
                locale=locale,
                effort=effort(missing, len(messages)),
                effective_on=revision.facts.effective_on,
            )


def adopt_translation(
    workspace: Workspace, policy: PolicyId, locale: LocaleTag, existing: Path
) -> Adopted:
    """Fill a locale's catalog from a translation that grew outside; raises CatalogError.

    The catalog is brought to the committed master first. What it has stays. Values of the
    workspace's sites, and the revision's dates, become the placeholders that the master has.
    """
    revision = _revision(workspace, policy)
    data = existing.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidSourceError(
            what="not UTF-8; save it as UTF-8", path=existing, line=line
        ) from error
    catalog = _current(workspace, policy, locale)
    languages = Languages(master=workspace.settings.master, locale=locale)
    values = _values_of_sites(workspace, locale, revision)
    adopted = adopt(parse(revision.source), parse(text), catalog, languages, values=values)
    write_whole(workspace.catalog_path(locale, policy), po.write(adopted.catalog))
    return adopted


def _values_of_sites(
    workspace: Workspace, locale: LocaleTag, revision: MasterRevision
) -> dict[str, set[str]]:
    """What each placeholder may have been filled with in a text of the locale."""
    dates = TextDates(revised_on=revision.revised_on, effective_on=revision.facts.effective_on)
    fillings = [draft_values(site, locale) for site in workspace.settings.sites]
    found: dict[str, set[str]] = {}
    for filling in (*fillings, dates.as_placeholders(locale)):
        for name, value in filling.items():
            found.setdefault(name, set()).add(value)
    return found


def propose_translations(
    workspace: Workspace, locale: LocaleTag, memory: tuple[Remembered, ...] = ()
) -> Iterator[tuple[PolicyId, int]]:
    """Fill empty messages with fuzzy proposals; how many of each policy.

    They come from the locale's other policies and past revisions, from ``memory``, and for
    traditional Chinese from the master itself by OpenCC.
    """
    policies = sorted(workspace.policy_sources())
    catalogs = {policy: _current(workspace, policy, locale) for policy in policies}
    known = [*memory]
    for policy, catalog in catalogs.items():
        known += remembered(catalog, policy)
    for policy, catalog in catalogs.items():
        filled = _converted(workspace, propose(catalog, known), locale)
        write_whole(workspace.catalog_path(locale, policy), po.write(filled))
        yield policy, sum(a != b for a, b in zip(catalog.entries, filled.entries, strict=True))


def export_xliff(workspace: Workspace, policy: PolicyId, locale: LocaleTag) -> bytes:
    """An XLIFF file of a locale's catalog, brought to the committed master."""
    catalog = _current(workspace, policy, locale)
    return interchange.to_xliff(catalog, master=workspace.settings.master, locale=locale)


def import_xliff(
    workspace: Workspace, policy: PolicyId, locale: LocaleTag, file: Path
) -> interchange.Imported:
    """Take the translations of an XLIFF file over into a locale's catalog."""
    catalog = _current(workspace, policy, locale)
    imported = interchange.from_xliff(catalog, file.read_bytes(), path=file)
    write_whole(workspace.catalog_path(locale, policy), po.write(imported.catalog))
    return imported


def export_tmx(workspace: Workspace, locale: LocaleTag) -> bytes:
    """All that a locale's catalogs know, as a translation memory."""
    known = [
        pair
        for policy in sorted(workspace.policy_sources())
        for pair in remembered(_current(workspace, policy, locale), policy)
    ]
    return interchange.to_tmx(known, master=workspace.settings.master, locale=locale)


def read_tmx(workspace: Workspace, locale: LocaleTag, file: Path) -> tuple[Remembered, ...]:
    """The pairs of a translation memory for the workspace's master and a locale."""
    master = workspace.settings.master
    data = file.read_bytes()
    return tuple(interchange.from_tmx(data, master=master, locale=locale, path=file.name))


def known_locale(workspace: Workspace, text: str) -> LocaleTag:
    """A locale that the workspace translates into; raises UsageError for any other."""
    locale = LocaleTag.parse(text)
    if locale not in workspace.settings.locales:
        names = ", ".join(str(known) for known in workspace.settings.locales) or "none"
        raise UsageError(f"{locale} is not translated into here; the locales are {names}")
    return locale


def known_policy(workspace: Workspace, text: str | None) -> PolicyId:
    """A committed policy, the only one where none is named; raises UsageError for any other."""
    policies = sorted(workspace.policy_sources())
    if text is None and len(policies) == 1:
        return policies[0]
    if text not in policies:
        names = ", ".join(policies) or "none"
        what = "say which policy is meant" if text is None else f"{text!r} is no committed policy"
        raise UsageError(f"{what}; the policies are {names}")
    return PolicyId(text)


def _revision(workspace: Workspace, policy: PolicyId) -> MasterRevision:
    return workspace.policy_sources()[policy]


def _current(workspace: Workspace, policy: PolicyId, locale: LocaleTag) -> Catalog:
    """A locale's catalog, brought to the committed master."""
    file = update_catalog(workspace, _revision(workspace, policy), locale)
    return file.merged.catalog if file.merged else _empty()


def _empty() -> Catalog:
    return Catalog(Entry(msgid=""))


def _refused(workspace: Workspace, catalog: Catalog | None, locale: LocaleTag) -> frozenset[Key]:
    if catalog is None:
        return frozenset()
    return refused_keys(catalog, Languages(master=workspace.settings.master, locale=locale))


def _converted(workspace: Workspace, catalog: Catalog, locale: LocaleTag) -> Catalog:
    """The catalog with proposals by OpenCC, where the locale differs from the master by script."""
    configuration = _CONVERTERS.get(locale.tag)
    if configuration is None or workspace.settings.master.tag not in {"zh-Hans", "zh-CN", "zh"}:
        return catalog
    try:
        opencc = import_module("opencc")
    except ImportError as error:
        raise UsageError(
            "proposals for traditional Chinese need OpenCC; install it with:"
            " pip install 'publisher[opencc]'"
        ) from error
    converter = opencc.OpenCC(configuration)
    return propose_converted(catalog, lambda text: str(converter.convert(text)), by="OpenCC")
