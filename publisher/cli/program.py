"""The command line as a whole: its commands, its exit codes, and what an error looks like."""

from __future__ import annotations

import errno
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module, util
from typing import NoReturn

import click

from publisher import __version__
from publisher.model.errors import PublisherError, UsageError

_HELP = """\
Versions legal policies in many languages and publishes them together.

\b
To look around:        publisher demo DIR
To begin:              publisher init DIR
One round:             edit and `git commit` the master, then in the workspace
                       publisher check && publisher extract && publisher update
                       (translators finish the catalogs)
                       publisher publish
To read and compare:   publisher serve, publisher log, publisher show, publisher diff
"""
_EPILOG = """\b
Exit codes: 0 done; 1 something is wrong with a text, catalog or repository;
2 the command was not understood; 70 a fault of this program;
75 another publication is in progress, try again; 130 interrupted.
"""
_INTERNAL_ERROR = 70  # EX_SOFTWARE of sysexits.h
_INTERRUPTED = 130
# A comparison makes very many objects and no cycles: to look for those often only takes time.
_COLLECT_SELDOM = (50_000, 20, 20)

# Name -> module that holds a click command of that name. Loaded when used: Babel, Flask and the
# comparison take longer to import than most commands take to run.
_COMMANDS = {
    "init": "publisher.cli.starting",
    "demo": "publisher.cli.starting",
    "check": "publisher.cli.catalogs",
    "extract": "publisher.cli.translating",
    "update": "publisher.cli.translating",
    "adopt": "publisher.cli.catalogs",
    "propose": "publisher.cli.catalogs",
    "preview": "publisher.cli.previewing",
    "left": "publisher.cli.catalogs",
    "export": "publisher.cli.catalogs",
    "import": "publisher.cli.catalogs",
    "publish": "publisher.cli.publishing",
    "withdraw": "publisher.cli.publishing",
    "judge": "publisher.cli.judge",
    "review": "publisher.cli.judge",
    "decide": "publisher.cli.judge",
    "log": "publisher.cli.publishing",
    "show": "publisher.cli.publishing",
    "verify": "publisher.cli.proving",
    "checkpoint": "publisher.cli.proving",
    "receipt": "publisher.cli.proving",
    "recover": "publisher.cli.proving",
    "push": "publisher.cli.remotes",
    "pull": "publisher.cli.remotes",
    "import-git": "publisher.cli.importing",
    "serve": "publisher.cli.serving",
    "diff": "publisher.cli.diff",
}


class _Commands(click.Group):
    """Commands in the order of the table above, each loaded when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return [name for name, module in _COMMANDS.items() if util.find_spec(module)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(_COMMANDS[cmd_name])
        command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in self.list_commands(ctx):
            raise UsageError(f"{name!r} is no command; `publisher --help` lists them")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands,
    help=_HELP,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="publisher")
def program() -> None:
    """The command group."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code; nothing escapes as a traceback."""
    gc.set_threshold(*_COLLECT_SELDOM)
    sys.exit(_run(sys.argv[1:] if arguments is None else list(arguments)))


def _run(arguments: list[str]) -> int:
    try:
        status = program.main(arguments, prog_name="publisher", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except PublisherError as error:
        _complain(str(error))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _complain("interrupted; run the command again, it goes on from what is there")
        return _INTERRUPTED
    except OSError as error:
        return _system_error(error)
    except Exception as error:  # noqa: BLE001 - the one place for what nobody foresaw
        return _internal_error(error)
    return status if isinstance(status, int) else 0


def _system_error(error: OSError) -> int:
    if error.errno == errno.EPIPE:  # `publisher log | head` is no failure
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    what_next = "free some space" if error.errno == errno.ENOSPC else "mend that"
    where = error.filename or "the system"
    _complain(f"{where}: {error.strerror or error}; {what_next}, then run the command again")
    return 1


def _internal_error(error: Exception) -> int:
    if os.environ.get("PUBLISHER_DEBUG"):
        traceback.print_exception(error)
    _complain(
        f"a fault of this program ({type(error).__name__}: {error}); set PUBLISHER_DEBUG=1 and run"
        " it again to see where, and report that"
    )
    return _INTERNAL_ERROR


def _complain(words: str) -> None:
    click.echo(f"publisher: {words}", err=True)
