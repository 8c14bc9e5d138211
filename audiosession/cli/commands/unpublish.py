"""`audiosession unpublish`: an episode leaves the feed."""

from __future__ import annotations

from typing import Annotated

import typer

from audiosession.cli.commands.publish import BaseUrlOption, DryRunOption, JsonOption, ToOption, say_published


def unpublish(
    name: Annotated[str, typer.Argument(help="The published class.")],
    to: ToOption = None,
    base_url: BaseUrlOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take an episode out of the feed. Its GUID is retired and its files stay where they are."""
    from datetime import datetime

    from audiosession.project.project import open_project
    from audiosession.publishing.publish import Destination
    from audiosession.publishing.publish import unpublish as take_out

    now = datetime.now().astimezone().replace(microsecond=0)
    destination = Destination(to=to, base_url=base_url, rehearsal=dry_run)
    published = take_out(open_project(), name, destination, now)
    say_published(published, as_json=as_json)
