"""`publisher import-git`: an existing Git history becomes this workspace's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from publisher.cli.options import example, workspace_option
from publisher.cli.progress import told
from publisher.history.importing import ImportReport
from publisher.model.errors import UsageError
from publisher.model.locales import LocaleTag
from publisher.workspace import Workspace
from publisher.workspace.adopting import adopt_history


@click.command(
    "import-git",
    epilog=example(
        "publisher import-git ../legal-docs --path '{locale}/{policy}.md'",
        "publisher import-git ../legal-docs --path '{policy}/{locale}.md' --as zh-CN=zh-Hans",
    ),
)
@workspace_option
@click.argument("repository", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--path",
    "paths",
    multiple=True,
    default=("{locale}/{policy}.md",),
    show_default=True,
    help="How the files are named; may be given several times, the first that fits counts.",
)
@click.option("--branch", help="The branch to import; what is checked out where none is given.")
@click.option(
    "--as",
    "renamed",
    multiple=True,
    metavar="NAME=LOCALE",
    help="Import the texts of one name as another locale.",
)
@click.option(
    "--first-parent",
    is_flag=True,
    help="Leave out what was only ever on side branches, such as drafts in pull requests.",
)
@click.option(
    "--end-removed",
    is_flag=True,
    help="A text whose file was removed there binds no longer from that day on; without this its"
    " last one stays in force, and the report names it.",
)
def import_git_command(
    workspace: Workspace,
    repository: Path,
    *,
    paths: tuple[str, ...],
    branch: str | None,
    renamed: tuple[str, ...],
    first_parent: bool,
    end_removed: bool,
) -> None:
    """Bring the policies' history in REPOSITORY into this workspace, and make it public.

    Each different text becomes a revision, with its commit's date and subject, in the repository
    of its locale, byte for byte. Renames are followed. REPOSITORY is only read. Running it again
    brings what was added there since.
    """
    with told("importing") as progress:
        report = adopt_history(
            workspace,
            repository,
            paths=paths,
            branch=branch,
            renamed=dict(_renaming(item) for item in renamed),
            main_line_only=first_parent,
            ends_removed=end_removed,
            now=datetime.now(UTC),
            progress=progress,
        )
    for line in _lines(workspace, report):
        click.echo(line)


def _renaming(text: str) -> tuple[str, LocaleTag]:
    name, equals, tag = text.partition("=")
    if not equals or not name:
        raise UsageError(f"--as: {text!r} is not NAME=LOCALE; write --as zh-CN=zh-Hans")
    return name, LocaleTag(tag)


def _lines(workspace: Workspace, report: ImportReport) -> Iterator[str]:
    for target, count in sorted(report.brought.items()):
        known = report.known.get(target)
        more = f" more, after {known} known ones" if known else ""
        yield f"{target.locale} {target.policy}: {count} revisions{more}"
    for target, why in sorted(report.refused.items()):
        yield f"{target.locale} {target.policy}: left out, {why}"
    for skipped in report.skipped:
        yield f"{skipped.commit[:10]} {skipped.path}: {skipped.why}"
    for target, day in sorted(report.removed.items()):
        then = (
            "not in force from then on"
            if report.ended
            else "its last text stays in force; end it with --end-removed"
        )
        yield f"{target.locale} {target.policy}: removed there on {day}, {then}"
    total = sum(report.brought.values())
    if report.publication is None:
        yield "Nothing new: all of it is here already"
        return
    yield (
        f"Publication {report.publication.sequence} is public: {total} revisions in"
        f" {len(report.brought)} histories"
    )
    known_locales = {workspace.settings.master, *workspace.settings.locales}
    for locale in sorted({target.locale for target in report.brought} - known_locales):
        yield (
            f"{locale} is not in publisher.toml: its texts are public, but it gets no new ones;"
            " add it to locales for that"
        )
