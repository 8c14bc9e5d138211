"""`audiosession publish`: built classes become a podcast."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from audiosession.cli.options import print_json
from audiosession.cli.remedies import hint_of
from audiosession.cli.report import shown

if TYPE_CHECKING:
    from audiosession.errors import Fault
    from audiosession.publishing.publish import Published, PublishedEpisode

ToOption = Annotated[
    str | None, typer.Option("--to", metavar="PLACE", help="A folder, or s3://BUCKET/PREFIX; output/ by default.")
]
BaseUrlOption = Annotated[
    str | None, typer.Option("--base-url", metavar="URL", help="Public address of PLACE, if not the one in show.toml.")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="List every change and make none.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
AtOption = Annotated[
    str, typer.Option("--at", metavar="TIME", help="Take TIME as now: what is scheduled until then enters the feed.")
]


def publish(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Built classes; all by default.")
    ] = None,
    to: ToOption = None,
    base_url: BaseUrlOption = None,
    season: Annotated[int | None, typer.Option(min=1, help="Season of the episodes.")] = None,
    number: Annotated[int | None, typer.Option(min=1, help="Number of the episode in its season.")] = None,
    title: Annotated[str | None, typer.Option(help="Title of the episode, if not the class's.")] = None,
    notes: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own words for the show notes: plain text, or .html.")
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            metavar="TIME", help="Publication date, such as 2026-12-01T07:00+01:00; a later one is scheduled."
        ),
    ] = None,
    trailer: Annotated[bool, typer.Option("--trailer", help="The episode is a trailer.")] = False,
    as_new: Annotated[
        bool, typer.Option("--as-new", help="Give a published class a new GUID: apps get it again.")
    ] = False,
    at: AtOption = "now",
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Put built classes into a podcast feed, with pages, transcripts, chapters and covers."""
    from datetime import datetime

    from audiosession.cli.progress import byte_progress
    from audiosession.feed.facts import as_date
    from audiosession.project.project import open_project
    from audiosession.publishing.decide import Wishes
    from audiosession.publishing.publish import Destination
    from audiosession.publishing.publish import publish as publish_classes

    now = as_date(at, datetime.now().astimezone().replace(microsecond=0))
    wishes = Wishes(
        title=title,
        season=season,
        number=number,
        date=as_date(date, now) if date else None,
        trailer=trailer,
        as_new=as_new,
        notes=notes,
    )
    destination = Destination(to=to, base_url=base_url, rehearsal=dry_run)
    with byte_progress(quiet=as_json or dry_run) as watch:
        published = publish_classes(open_project(), names or [], destination, wishes, now, watch)
    say_published(published, as_json=as_json)


_STATES = {
    "new": "new",
    "changed": "changed",
    "same": "as before",
    "gone": "taken out",
    "scheduled": "scheduled",
}


def say_published(published: Published, *, as_json: bool) -> None:
    """Print what came of a publish; warnings go to standard error."""
    if as_json:
        print_json(_as_json(published))
    else:
        for row in published.episodes:
            when = f"  from {row.date.isoformat()[:16].replace('T', ' ')}" if row.state == "scheduled" else ""
            typer.echo(f"{_STATES.get(row.state, row.state):10}{row.name}{when}")
        _say_files(published)
    for notice in published.notices:
        typer.echo(f"note: {_told(notice)}", err=True)
    for warning in published.warnings:
        typer.echo(f"warning: {warning}", err=True)


def _as_json(published: Published) -> dict[str, Any]:
    return {
        "feed": published.feed_url,
        "page": published.page_url,
        "target": published.target,
        "dry_run": published.rehearsal,
        "episodes": [_episode(row) for row in published.episodes],
        "files": [{"key": one.key, "bytes": one.size, "outcome": one.outcome} for one in published.files],
        "notices": [_told(notice) for notice in published.notices],
        "warnings": list(published.warnings),
    }


def _episode(row: PublishedEpisode) -> dict[str, Any]:
    if row.duration_s is None:
        return {"name": row.name, "guid": row.guid, "state": row.state, "date": row.date.isoformat()}
    told = {"name": row.name, "title": row.title, "guid": row.guid, "state": row.state, "date": row.date.isoformat()}
    return {**told, "duration": row.duration_s}


def _told(notice: Fault) -> str:
    hint = hint_of(notice)
    return notice.message + (f" ({hint})" if hint else "")


def _say_files(published: Published) -> None:
    files = published.files
    place = published.target if "://" in published.target else shown(Path(published.target))
    changed = [one for one in files if one.outcome in ("put", "replaced")]
    if published.rehearsal:
        for one in changed:
            typer.echo(f"would {'put' if one.outcome == 'put' else 'replace'} {one.key} ({one.size:,} bytes)")
        typer.echo(f"dry run: {len(changed)} files would change at {place}; nothing was written")
        return
    size = sum(one.size for one in changed) / 1e6
    written = "1 file" if len(changed) == 1 else f"{len(changed)} files"
    typer.echo(f"{written} written to {place} ({size:.1f} MB), {len(files) - len(changed)} as before")
    typer.echo(f"feed: {published.feed_url}")
    typer.echo(f"page: {published.page_url}")
