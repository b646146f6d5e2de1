"""The translators' commands: `check`, `adopt`, `left`, `propose`, `export`, `import`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from publisher.catalogs import po
from publisher.catalogs.checks import Languages, check_catalog
from publisher.catalogs.glossary import Glossary, read_glossary
from publisher.catalogs.reports import Problem, ReportFormat, problems_of, report, unreadable
from publisher.cli.options import example, excerpt, workspace_option
from publisher.cli.progress import told
from publisher.model.errors import InvalidSourceError, UsageError
from publisher.model.locales import LocaleTag
from publisher.workspace import Workspace
from publisher.workspace import translators as desk
from publisher.workspace.checking import check_workspace

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_policy_option = click.option("--policy", metavar="ID", help="Where there are several policies.")
_output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write."
)


@click.command(
    "check",
    epilog=example(
        "publisher check",
        "publisher check --format github",
        "publisher check locales/en/LC_MESSAGES/privacy.po --locale en",
    ),
)
@click.argument("files", nargs=-1, type=_FILE)
@click.option(
    "-C",
    "--workspace",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    show_default="this folder",
    metavar="DIR",
    help="The folder with publisher.toml.",
)
@click.option("--locale", metavar="TAG", help="Of the FILES; else their folder's or header's.")
@click.option("--master", metavar="TAG", default="zh-Hans", show_default=True, help="Of the FILES.")
@click.option(
    "--glossary",
    type=_FILE,
    help="Words agreed on, for the FILES; else a glossary.csv in the folders above them.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in ReportFormat]),
    default=ReportFormat.TEXT.value,
    help="How problems are written.",
)
@click.pass_context
def check_command(
    ctx: click.Context,
    files: tuple[Path, ...],
    folder: Path,
    locale: str | None,
    master: str,
    glossary: Path | None,
    form: str,
) -> None:
    """Look for what is wrong in the policies and catalogs, committed or not.

    With FILES, only these catalogs are looked at, and no workspace is needed: for a repository of
    translators. Errors stop a publication and end the command with 1; warnings only report.
    """
    with told("checking"):
        if files:
            known = LocaleTag.parse(locale) if locale else None
            of = LocaleTag.parse(master)
            problems = [p for file in files for p in _check_file(file, of, known, glossary)]
        else:
            with Workspace.open(folder) as workspace:
                problems = list(check_workspace(workspace))
    click.echo(report(problems, ReportFormat(form)), nl=False)
    errors = sum(problem.is_error for problem in problems)
    click.echo(f"{errors} errors, {len(problems) - errors} warnings", err=True)
    if errors:
        ctx.exit(1)


def _check_file(
    file: Path, master: LocaleTag, locale: LocaleTag | None, glossary: Path | None
) -> list[Problem]:
    try:
        catalog = po.read(file.read_bytes(), path=file, locale=locale)
        found = locale or LocaleTag.parse(catalog.field("Language") or _folder_locale(file))
        agreed = _glossary(glossary or _glossary_above(file), master, found)
    except InvalidSourceError as error:
        return [unreadable(str(error.path or file), error)]
    languages = Languages(master=master, locale=found, glossary=agreed)
    return list(problems_of(str(file), check_catalog(catalog, languages)))


def _glossary(path: Path | None, master: LocaleTag, locale: LocaleTag) -> Glossary:
    if path is None:
        return Glossary()
    return read_glossary(path.read_bytes(), master=master, locale=locale, path=path)


def _glossary_above(file: Path) -> Path | None:
    """The glossary of a translators' repository: locales/glossary.csv, beside the locales."""
    candidates = (folder / "glossary.csv" for folder in file.absolute().parents[:3])
    return next((path for path in candidates if path.is_file()), None)


def _folder_locale(file: Path) -> str:
    """The locale that a catalog's folder names: locales/<locale>/LC_MESSAGES/privacy.po."""
    folder = file.absolute().parent
    return (folder.parent if folder.name == "LC_MESSAGES" else folder).name


@click.command(
    "adopt",
    epilog=example("publisher adopt en privacy-en.md", "publisher adopt ja 規約.md --policy terms"),
)
@click.argument("locale")
@click.argument("existing", type=_FILE)
@_policy_option
@workspace_option
def adopt_command(workspace: Workspace, locale: str, existing: Path, policy: str | None) -> None:
    """Take over a translation that grew outside: EXISTING fills the catalog of LOCALE.

    Blocks are paired by structure, numbers, links, names and length. What is not sure is marked
    fuzzy, with the reason in a comment. Translations that the catalog has are kept.
    """
    tag, name = desk.known_locale(workspace, locale), desk.known_policy(workspace, policy)
    with told("pairing blocks"):
        adopted = desk.adopt_translation(workspace, name, tag, existing)
    fuzzy = sum(entry.is_fuzzy for entry in adopted.catalog.active())
    click.echo(
        f"{len(adopted.adoptions)} messages found, {fuzzy} of the catalog's are fuzzy,"
        f" {len(adopted.missing)} have no translation"
    )
    for text in adopted.surplus:
        click.echo(f"only in {existing.name}: {excerpt(text)}", err=True)


@click.command("left", epilog=example("publisher left"))
@workspace_option
def left_command(workspace: Workspace) -> None:
    """List what is left to translate: messages and words by policy and locale, and until when.

    Words are those of the master; Han and kana are counted by the character.
    """
    rows = list(desk.efforts(workspace))
    for row in sorted(rows, key=lambda row: (row.effective_on is None, row.effective_on)):
        left = row.effort
        until = f", in force from {row.effective_on}" if row.effective_on else ""
        state = (
            f"{left.words} words in {left.left} of {left.total} messages"
            f" ({left.fuzzy} fuzzy, {left.untranslated} untranslated, {left.refused} wrong)"
            if left.left
            else "complete"
        )
        click.echo(f"{row.policy} {row.locale}: {state}{until}")


@click.command(
    "propose", epilog=example("publisher propose en", "publisher propose en --tmx agency.tmx")
)
@click.argument("locale")
@click.option("--tmx", type=_FILE, help="A translation memory to look in, too.")
@workspace_option
def propose_command(workspace: Workspace, locale: str, tmx: Path | None) -> None:
    """Fill empty messages of LOCALE with proposals, all of them fuzzy.

    They come from equal and near-equal messages of other policies and past revisions, and for
    traditional Chinese from the simplified master by OpenCC.
    """
    tag = desk.known_locale(workspace, locale)
    memory = desk.read_tmx(workspace, tag, tmx) if tmx else ()
    for policy, count in desk.propose_translations(workspace, tag, memory):
        click.echo(f"{policy}: {count} proposals")


@click.command(
    "export",
    epilog=example(
        "publisher export en -o privacy.en.xlf",
        "publisher export en --format tmx -o memory.en.tmx",
    ),
)
@click.argument("locale")
@_policy_option
@click.option("--format", "form", type=click.Choice(["xliff", "tmx"]), default="xliff")
@_output_option
@workspace_option
def export_command(
    workspace: Workspace, locale: str, policy: str | None, form: str, output: Path | None
) -> None:
    """Write a catalog as XLIFF 2, or all translations of LOCALE as TMX, for an agency."""
    tag = desk.known_locale(workspace, locale)
    if form == "tmx":
        data = desk.export_tmx(workspace, tag)
    else:
        data = desk.export_xliff(workspace, desk.known_policy(workspace, policy), tag)
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        output.write_bytes(data)


@click.command("import", epilog=example("publisher import en privacy.en.xlf"))
@click.argument("locale")
@click.argument("file", type=_FILE)
@_policy_option
@workspace_option
def import_command(workspace: Workspace, locale: str, file: Path, policy: str | None) -> None:
    """Take the translations of an XLIFF file over into the catalog of LOCALE.

    Messages that changed since the file was exported are left out and named.
    """
    if file.suffix == ".tmx":
        raise UsageError("a TMX is a memory: use `publisher propose LOCALE --tmx FILE`")
    tag, name = desk.known_locale(workspace, locale), desk.known_policy(workspace, policy)
    imported = desk.import_xliff(workspace, name, tag, file)
    for text in imported.unknown:
        click.echo(f"not a message of {name} any more: {excerpt(text)}", err=True)
    click.echo(f"{imported.filled} translations taken over")
