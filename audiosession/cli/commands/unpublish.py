"""`audiosession unpublish`: an episode leaves the feed."""

from __future__ import annotations

from typing import Annotated

import typer

from audiosession.cli.commands.publish import BaseUrl, DryRun, To, Verbose, say_published
from audiosession.cli.options import AsJson, StoreOption


def unpublish(
    name: Annotated[str, typer.Argument(help="The published class.")],
    to: To = None,
    base_url: BaseUrl = None,
    dry_run: DryRun = False,
    store: StoreOption = None,
    verbose: Verbose = False,
    as_json: AsJson = False,
) -> None:
    """Take an episode out of the feed. Its GUID is retired and its files stay where they are."""
    from audiosession.studio.publishing import Destination
    from audiosession.studio.studio import open_studio

    destination = Destination(to=to, base_url=base_url, rehearsal=dry_run)
    say_published(open_studio(store=store).unpublish(name, destination), as_json=as_json, verbose=verbose)
