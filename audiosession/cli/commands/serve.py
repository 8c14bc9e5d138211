"""`audiosession serve`: the published folder on this machine, to try it in an app."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer


def serve(
    folder: Annotated[Path | None, typer.Argument(help="The folder to serve; output/ by default.")] = None,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 opens it to the network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8000,
    quiet: Annotated[bool, typer.Option("--quiet", help="Do not print each request.")] = False,
) -> None:
    """Serve a published folder on 127.0.0.1, with byte ranges and the right types, until Ctrl-C."""
    from audiosession.errors import PublishError
    from audiosession.feed.places.server import Host
    from audiosession.project.project import open_project

    root = folder or open_project().output
    if not root.is_dir():
        raise PublishError("is no folder", path=root, hint="audiosession publish makes one")
    with Host(root, host, port, quiet=quiet) as server:
        if host not in ("127.0.0.1", "localhost", "::1"):
            typer.echo(f"warning: everybody who reaches {host} can read {root}", err=True)
        typer.echo(f"serving {root} at {server.url}/ (Ctrl-C stops it)")
        if (root / "feed.xml").is_file():
            typer.echo(f"feed: {server.url}/feed.xml")
            place = f"--to {shlex.quote(str(folder))} " if folder else ""
            typer.echo(f"to try it in an app: audiosession publish {place}--base-url {server.url}")
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            typer.echo("stopped")
