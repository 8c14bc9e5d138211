"""`audiosession serve`: the published folder on this machine, to try it in an app."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from audiosession.cli.saying import print_line, tell


def serve(
    folder: Annotated[Path | None, typer.Argument(help="The folder to serve; output/ by default.")] = None,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 opens it to the network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8000,
    quiet: Annotated[bool, typer.Option("--quiet", help="Do not print each request.")] = False,
) -> None:
    """Serve a published folder on 127.0.0.1, with byte ranges and the right types, until Ctrl-C."""
    from audiosession.studio.studio import open_studio

    with open_studio().serve(folder, host=host, port=port, quiet=quiet) as serving:
        if serving.is_open:
            tell(f"warning: everybody who reaches {host} can read {serving.folder}")
        print_line(f"serving {serving.folder} at {serving.url}/ (Ctrl-C stops it)")
        if serving.feed_url:
            print_line(f"feed: {serving.feed_url}")
            place = f"--to {shlex.quote(str(folder))} " if folder else ""
            print_line(f"to try it in an app: audiosession publish {place}--base-url {serving.url}")
        try:
            serving.wait()
        except KeyboardInterrupt:
            print_line("stopped")
