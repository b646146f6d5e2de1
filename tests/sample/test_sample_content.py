"""The sample's words: every message translated once, numbers kept, German one revision behind."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from dataclasses import replace
from pathlib import Path

import polib
import pytest

from publisher.catalogs import po
from publisher.catalogs.assemble import missing_messages
from publisher.catalogs.checks import Languages, check_catalog
from publisher.catalogs.entries import Catalog, Key
from publisher.catalogs.glossary import read_glossary
from publisher.catalogs.messages import messages_of
from publisher.model.locales import LocaleTag
from publisher.text import parse
from publisher.text.front_matter import body_start, read_facts

MASTER = LocaleTag("zh-Hans")
LOCALES = ("en", "ja", "de", "ar")
REVISIONS = {"privacy": 5, "terms": 2}
BEHIND = ("de", "privacy", 5)
EVERY_CATALOG = [(locale, policy) for locale in LOCALES for policy in REVISIONS]


@pytest.fixture(scope="module")
def sources(repository_root: Path) -> dict[tuple[str, int], str]:
    folder = repository_root / "policies" / "sample"
    return {
        (policy, number): (folder / policy / f"{number}.md").read_bytes().decode()
        for policy, count in REVISIONS.items()
        for number in range(1, count + 1)
    }


def catalog_path(root: Path, locale: str, policy: str) -> Path:
    return root / "locales" / locale / "LC_MESSAGES" / f"{policy}.po"


def as_if_all_were_active(catalog: Catalog) -> Catalog:
    return catalog.with_entries(replace(entry, obsolete=False) for entry in catalog.entries)


def keys_of(source: str) -> set[Key]:
    return {message.key for message in messages_of(parse(source))}


def test_first_revision_is_the_seed_behind_front_matter(
    sources: dict[tuple[str, int], str], shared: Path
) -> None:
    source = sources["privacy", 1]
    assert source[body_start(source) :].encode() == (shared / "seed/privacy.zh.md").read_bytes()


def test_history_lists_every_revision_once_in_order_of_time(
    repository_root: Path, sources: dict[tuple[str, int], str]
) -> None:
    text = (repository_root / "policies/sample/history.toml").read_text("utf-8")
    commits = tomllib.loads(text)["commit"]
    moments = [moment for c in commits for moment in (c["committed_at"], c["published_at"])]
    assert moments == sorted(moments)
    assert sorted(commit["file"] for commit in commits) == sorted(
        f"{policy}/{number}.md" for policy, number in sources
    )
    for commit in commits:
        policy, number = commit["policy"], int(Path(commit["file"]).stem)
        assert commit["file"] == f"{policy}/{number}.md"
        assert commit["behind"] == (["de"] if (policy, number) == BEHIND[1:] else [])
        facts = read_facts(sources[policy, number])
        assert facts.revised_on is not None
        assert facts.revised_on.first_day <= commit["committed_at"].date()


@pytest.mark.parametrize(("locale", "policy"), EVERY_CATALOG)
def test_catalog_holds_each_message_of_each_revision_and_no_other(
    locale: str, policy: str, repository_root: Path, sources: dict[tuple[str, int], str]
) -> None:
    path = catalog_path(repository_root, locale, policy)
    catalog = po.read(path.read_bytes(), path=path, locale=LocaleTag(locale))
    of_revision = {
        number: keys_of(text) for (name, number), text in sources.items() if name == policy
    }
    last = of_revision[max(of_revision)]
    assert {entry.key for entry in catalog.active()} == last
    assert {e.key for e in catalog.entries if e.obsolete} == set().union(
        *of_revision.values()
    ) - last


@pytest.mark.parametrize(("locale", "policy"), EVERY_CATALOG)
def test_every_revision_is_fully_translated_but_the_one_that_german_lacks(
    locale: str, policy: str, repository_root: Path, sources: dict[tuple[str, int], str]
) -> None:
    path = catalog_path(repository_root, locale, policy)
    catalog = as_if_all_were_active(po.read(path.read_bytes(), path=path))
    for (name, number), source in sources.items():
        if name == policy:
            missing = missing_messages(messages_of(parse(source)), catalog)
            assert bool(missing) == ((locale, policy, number) == BEHIND)
            before = keys_of(sources[policy, number - 1]) if missing else set()
            assert not before & {item.message.key for item in missing}


@pytest.mark.parametrize(("locale", "policy"), EVERY_CATALOG)
def test_translations_keep_numbers_links_placeholders_and_agreed_words(
    locale: str, policy: str, repository_root: Path
) -> None:
    path = catalog_path(repository_root, locale, policy)
    catalog = as_if_all_were_active(po.read(path.read_bytes(), path=path))
    words = (repository_root / "locales/glossary.csv").read_bytes()
    tag = LocaleTag(locale)
    glossary = read_glossary(words, master=MASTER, locale=tag)
    languages = Languages(master=MASTER, locale=tag, glossary=glossary)
    assert check_catalog(catalog, languages) == ()


@pytest.mark.parametrize(("locale", "policy"), EVERY_CATALOG)
def test_other_readers_of_po_agree(
    locale: str, policy: str, repository_root: Path, tmp_path: Path
) -> None:
    path = catalog_path(repository_root, locale, policy)
    msgfmt = shutil.which("msgfmt")
    if msgfmt is None:
        pytest.skip("gettext is not installed, so msgfmt cannot be asked; apt-get install gettext")
    subprocess.run([msgfmt, "--check", "-o", tmp_path / "messages.mo", path], check=True)
    ours = po.read(path.read_bytes(), path=path)
    assert {entry.msgid for entry in polib.pofile(str(path))} == {e.msgid for e in ours.entries}
