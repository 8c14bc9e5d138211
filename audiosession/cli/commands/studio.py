"""`audiosession studio`: everything in the browser."""

from __future__ import annotations

import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from audiosession.cli.saying import print_line
from audiosession.errors import AudioSessionError


def studio(
    folder: Annotated[Path | None, typer.Argument(help="The project; that of the working folder by default.")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8470,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in the browser.")] = True,
) -> None:
    """Open the studio in the browser: write, hear, build and publish classes, until Ctrl-C."""
    try:
        from audiosession.web.server import open_server
    except ModuleNotFoundError as error:
        hint = 'install it with the extra "studio": pip install "audiosession[studio]"'
        raise AudioSessionError(f"the studio needs {error.name}, which is not installed", hint=hint) from None

    with open_server(folder or Path(), port) as opened:
        print_line(f"the studio is open at {opened.url} (Ctrl-C closes it)")
        if browser:
            webbrowser.open(opened.url)
        with suppress(KeyboardInterrupt):
            opened.wait()
        print_line("closed; all that was written is in the project")
