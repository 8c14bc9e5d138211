"""`audiosession store`: look after the store that machines share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from audiosession.cli.amounts import read_age, read_bytes
from audiosession.cli.options import AsJson, StoreOption, print_json
from audiosession.cli.saying import answer_to, print_line, somebody_answers
from audiosession.errors import AudioSessionError

if TYPE_CHECKING:
    from audiosession.studio.results import Evicted

store = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@store.callback()
def store_command() -> None:
    """Look after the store that machines share."""


@store.command("prune")
def prune_store_command(
    older_than: Annotated[
        str | None, typer.Option("--older-than", metavar="90d", help="What was put longer ago than that goes.")
    ] = None,
    over: Annotated[
        str | None, typer.Option("--over", metavar="50GB", help="The oldest goes until no more than that is left.")
    ] = None,
    address: StoreOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would go, and remove nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove from the shared store what is old or too much; what is published stays, and what is under an hour old."""
    from audiosession.studio.studio import open_studio

    if older_than is None and over is None:
        raise AudioSessionError("nothing says what is to go", hint="say so with --older-than 90d, --over 50GB, or both")
    max_age = None if older_than is None else read_age(older_than)
    limit = None if over is None else read_bytes(over)
    studio = open_studio(store=address)
    found = studio.prune_store(max_age=max_age, limit=limit, rehearsal=True)
    if not dry_run and found.records + found.contents:
        if not yes and not _agreed(found):
            return print_line("nothing was removed")
        found = studio.prune_store(max_age=max_age, limit=limit)
    return print_json(found) if as_json else _say(found)


def _agreed(found: Evicted) -> bool:
    """Ask a person whether what was found is to go, for all who share the store."""
    told = f"{found.freed / 1e6:.1f} MB of what machines share"
    if not somebody_answers():
        raise AudioSessionError(f"{told} would be removed", hint="say so with --yes, or --dry-run")
    return answer_to(f"Remove {told}? [no]").lower() in ("y", "yes")


def _say(found: Evicted) -> None:
    gone = "would go" if found.rehearsal else "removed"
    print_line(f"  {gone:<10} {found.records:,} records, {found.contents:,} contents, {found.freed / 1e6:,.1f} MB")
    print_line(f"  {'left':<10} {found.n_bytes / 1e6:,.1f} MB, {found.pinned:,} records of them are published")
