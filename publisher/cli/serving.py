"""`publisher serve`: the reading site on this machine; and the site of previews."""

from __future__ import annotations

import os
import signal
import socket
import sys
from importlib import util
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from publisher.cli.options import example, workspace_option
from publisher.config import Site
from publisher.model.errors import PublisherError, UsageError
from publisher.model.locales import LocaleTag
from publisher.model.policies import PolicyId
from publisher.site import create_app
from publisher.site.preview import create_preview
from publisher.workspace import Workspace

_LOOPBACK = "127.0.0.1"
_ROOT_VARIABLE = "PUBLISHER_WORKSPACE"  # how a worker process learns what to serve


class PortTakenError(PublisherError):
    """Another program listens where the site was to be served."""

    def __init__(self, *, host: str, port: int) -> None:
        self.host = host
        self.port = port
        super().__init__(
            f"{host}:{port}: another program listens there; choose another with --port,"
            " or --port 0 for any free one"
        )


@click.command("serve", epilog=example("publisher serve --port 8080"))
@workspace_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option(
    "--server",
    type=click.Choice(["granian", "waitress"]),
    help="granian where it is installed, else waitress, which needs no compiled code and has one"
    " process.",
)
def serve_command(
    workspace: Workspace, host: str, port: int, workers: int, server: str | None
) -> None:
    """Serve the site of what is public.

    It reads the publication log at each request, so a new publication shows without a restart.
    Ctrl+C or SIGTERM stops it once the answers that are being made are sent.
    """
    serve_workspace(workspace, host=host, port=port, workers=workers, server=server)


def serve_workspace(
    workspace: Workspace, *, host: str, port: int, workers: int = 1, server: str | None = None
) -> None:
    """Serve until interrupted or terminated; raises PortTakenError."""
    compiled = server != "waitress" and util.find_spec("granian") is not None
    if server == "granian" and not compiled:
        raise UsageError("--server granian: it is not installed; leave the option out for waitress")
    if not compiled and workers > 1:
        raise UsageError("--workers: waitress has one process; install granian for more")
    port = _free_port(host, port)
    _announce(workspace, host, port)
    root = workspace.settings.root
    workspace.close()  # worker processes open their own
    if compiled:
        _serve_with_granian(root, host, port, workers)
    else:
        _serve_with_waitress(root, host, port)


def _serve_with_granian(root: Path, host: str, port: int, workers: int) -> None:
    from granian.constants import Interfaces, Loops  # noqa: PLC0415 - absent where no wheel is
    from granian.log import LogLevels  # noqa: PLC0415 - the same
    from granian.server import Server  # noqa: PLC0415 - the same

    os.environ[_ROOT_VARIABLE] = str(root)
    Server(
        "publisher.cli.serving:application",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=max(2, os.cpu_count() or 1),
        backlog=256,
        loop=Loops.auto,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,
        respawn_failed_workers=True,
    ).serve()


def serve_preview(
    workspace: Workspace, site: Site, locale: LocaleTag, *, policy: PolicyId | None, port: int
) -> None:
    """Serve previews to this machine alone, until interrupted; raises PortTakenError."""
    from waitress import serve  # noqa: PLC0415 - most commands do without

    port = _free_port(_LOOPBACK, port)
    place = f"{locale}/{policy}/" if policy else f"{locale}/"
    click.echo(f"Preview on http://{_LOOPBACK}:{port}/{place} until you press Ctrl+C")
    sys.stdout.flush()
    app = create_preview(workspace, site)
    serve(app, host=_LOOPBACK, port=port, threads=4, ident=None)


def application() -> object:
    """The WSGI application of the workspace that this process serves."""
    return create_app(Workspace.open(os.environ[_ROOT_VARIABLE]))


def _serve_with_waitress(root: Path, host: str, port: int) -> None:
    from waitress import serve  # noqa: PLC0415 - only where it is used

    def stop(_number: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit  # waitress finishes what it is doing and returns

    signal.signal(signal.SIGTERM, stop)
    with Workspace.open(root) as workspace:
        serve(create_app(workspace), host=host, port=port, threads=8, ident=None)


def _free_port(host: str, port: int) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTakenError(host=host, port=port) from error
        return int(probe.getsockname()[1])


def _announce(workspace: Workspace, host: str, port: int) -> None:
    root = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    click.echo(f"Serving on {root} until you press Ctrl+C")
    policies = workspace.publications().policies()
    if not policies:
        click.echo("Nothing is public yet; `publisher publish` makes it so")
    else:
        first = policies[0]
        click.echo(f"Look first at {root}{workspace.settings.master}/{first}/ and its history")
    sys.stdout.flush()
