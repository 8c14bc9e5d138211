"""`audiosession publish`: built classes become a podcast."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiosession.cli.options import AsJson, print_json
from audiosession.cli.remedies import noticed
from audiosession.cli.report import shown
from audiosession.cli.saying import print_line, tell

if TYPE_CHECKING:
    from audiosession.studio.results import Published

To = Annotated[
    str | None, typer.Option("--to", metavar="PLACE", help="A folder, or s3://BUCKET/PREFIX; output/ by default.")
]
BaseUrl = Annotated[
    str | None, typer.Option("--base-url", metavar="URL", help="Public address of PLACE, if not the one in show.toml.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="List every change and make none.")]
At = Annotated[
    str, typer.Option("--at", metavar="TIME", help="Take TIME as now: what is scheduled until then enters the feed.")
]
Names = Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Built classes; all by default.")]
Season = Annotated[int | None, typer.Option(min=1, help="Season of the episodes.")]
Number = Annotated[int | None, typer.Option(min=1, help="Number of the episode in its season.")]
Title = Annotated[str | None, typer.Option(help="Title of the episode, if not the class's.")]
Notes = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Your own words for the show notes: plain text, or .html.")
]
Date = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="Publication date, such as 2026-12-01T07:00+01:00; a later one is scheduled."),
]
Trailer = Annotated[bool, typer.Option("--trailer", help="The episode is a trailer.")]
AsNew = Annotated[bool, typer.Option("--as-new", help="Give a published class a new GUID: apps get it again.")]


def publish(
    names: Names = None,
    to: To = None,
    base_url: BaseUrl = None,
    season: Season = None,
    number: Number = None,
    title: Title = None,
    notes: Notes = None,
    date: Date = None,
    trailer: Trailer = False,
    as_new: AsNew = False,
    at: At = "now",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Put built classes into a podcast feed, with pages, transcripts, chapters and covers."""
    from audiosession.cli.progress import watching
    from audiosession.studio.publishing import Destination, Wishes, moment
    from audiosession.studio.studio import open_studio

    now = moment(at)
    wishes = Wishes(
        title=title,
        season=season,
        number=number,
        date=moment(date, now) if date else None,
        trailer=trailer,
        as_new=as_new,
        notes=notes,
    )
    destination = Destination(to=to, base_url=base_url, rehearsal=dry_run)
    with watching(quiet=as_json or dry_run) as watch:
        published = open_studio().publish(names or (), destination, wishes, now=now, watch=watch)
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
        print_json(published)
    else:
        for row in published.episodes:
            when = f"  from {row.date.isoformat()[:16].replace('T', ' ')}" if row.state == "scheduled" else ""
            print_line(f"{_STATES.get(row.state, row.state):10}{row.name}{when}")
        _say_files(published)
    for notice in published.notices:
        tell(f"note: {noticed(notice)}")
    for warning in published.warnings:
        tell(f"warning: {warning}")


def _say_files(published: Published) -> None:
    files = published.files
    place = published.target if "://" in published.target else shown(Path(published.target))
    changed = [one for one in files if one.outcome in ("put", "replaced")]
    if published.rehearsal:
        for one in changed:
            told = "a cover that is not drawn yet" if one.size is None else f"{one.size:,} bytes"
            print_line(f"would {'put' if one.outcome == 'put' else 'replace'} {one.key} ({told})")
        print_line(f"dry run: {len(changed)} files would change at {place}; nothing was written")
        return
    size = sum(one.size or 0 for one in changed) / 1e6
    written = "1 file" if len(changed) == 1 else f"{len(changed)} files"
    print_line(f"{written} written to {place} ({size:.1f} MB), {len(files) - len(changed)} as before")
    print_line(f"feed: {published.feed_url}")
    print_line(f"page: {published.page_url}")
