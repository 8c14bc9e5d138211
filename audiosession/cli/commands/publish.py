"""`audiosession publish`: built classes become a podcast."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiosession.cli.choosing import choose_episodes, named
from audiosession.cli.options import AsJson, StoreOption, print_json
from audiosession.cli.remedies import hint_of
from audiosession.cli.report import shown, told
from audiosession.cli.saying import print_line, somebody_answers, tell

if TYPE_CHECKING:
    from audiosession.studio.publishing import Meant
    from audiosession.studio.results import Published, PublishedEpisode

To = Annotated[
    str | None, typer.Option("--to", metavar="PLACE", help="A folder, or s3://BUCKET/PREFIX; output/ by default.")
]
BaseUrl = Annotated[
    str | None, typer.Option("--base-url", metavar="URL", help="Public address of PLACE, if not the one in show.toml.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Sum up what would change, and change nothing.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="List every episode and every file.")]
All = Annotated[bool, typer.Option("--all", help="Publish all built classes, but those that were taken out.")]
At = Annotated[
    str, typer.Option("--at", metavar="TIME", help="Take TIME as now: what is scheduled until then enters the feed.")
]
Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME]...", help="Built classes; else asks, or where nobody can answer updates episodes."),
]
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
    every: All = False,
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
    store: StoreOption = None,
    verbose: Verbose = False,
    as_json: AsJson = False,
) -> None:
    """Put built classes into a podcast feed, with pages, transcripts, chapters and covers."""
    from audiosession.cli.progress import watching
    from audiosession.studio.publishing import Destination, Wishes, moment
    from audiosession.studio.studio import open_studio

    meant = _meant(names or (), every=every)
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
    studio = open_studio(store=store)
    if not meant and not wishes.told() and not as_json and somebody_answers():
        found = studio.to_publish(destination)
        meant = choose_episodes(found) if found.new else ()
        if found.new and not meant:
            return print_line("nothing was published")
    with watching(quiet=as_json or dry_run) as watch:
        published = studio.publish(meant, destination, wishes, now=now, watch=watch)
    return say_published(published, as_json=as_json, verbose=verbose)


def _meant(names: Sequence[str], *, every: bool) -> Meant:
    from audiosession.studio.publishing import ALL

    if every and names:
        raise typer.BadParameter("name classes, or take --all of them", param_hint="[NAME]...")
    return ALL if every else names


_STATES = {
    "new": "new",
    "changed": "changed",
    "same": "as before",
    "scheduled": "scheduled",
    "gone": "taken out",
}
"""What became of an episode, in the order in which it is told."""


def say_published(published: Published, *, as_json: bool, verbose: bool) -> None:
    """Print what came of a publish, in a few lines unless `verbose`; warnings go to standard error."""

    if as_json:
        print_json(published)
    else:
        _say_episodes(published, verbose=verbose)
        _say_files(published, verbose=verbose)
    say_notices([published])


def say_notices(published: Sequence[Published]) -> None:
    """Print to standard error what publishes have to say beside what they did, each thing once."""
    for notice in dict.fromkeys(notice for one in published for notice in one.notices):
        hint = hint_of(notice)
        tell(f"note: {told(notice)}" + (f" ({hint})" if hint else ""))
    for warning in dict.fromkeys(warning for one in published for warning in one.warnings):
        tell(f"warning: {warning}")


def _say_episodes(published: Published, *, verbose: bool) -> None:
    for state, words in _STATES.items():
        rows = [_when(row) for row in published.episodes if row.state == state]
        for line in rows if verbose else filter(None, [named(rows)]):
            print_line(f"{words:10}{line}")


def _when(row: PublishedEpisode) -> str:
    if row.state != "scheduled":
        return row.name
    return f"{row.name}  from {row.date.isoformat()[:16].replace('T', ' ')}"


def _say_files(published: Published, *, verbose: bool) -> None:
    files, rehearsal = published.files, published.rehearsal
    place = published.target if "://" in published.target else shown(Path(published.target))
    changed = [one for one in files if one.outcome in ("put", "replaced")]
    for one in changed if verbose else ():
        done = ("would replace" if one.outcome == "replaced" else "would put") if rehearsal else one.outcome
        told = "a cover that is not drawn yet" if one.size is None else f"{one.size:,} bytes"
        print_line(f"{done} {one.key} ({told})")
    size = sum(one.size or 0 for one in changed) / 1e6
    n_changed = "1 file" if len(changed) == 1 else f"{len(changed)} files"
    written = f"dry run: {n_changed} would be written" if rehearsal else f"{n_changed} written"
    print_line(f"{written} to {place} ({size:.1f} MB), {len(files) - len(changed)} as before")
    for show in published.shows:
        print_line(f"feed: {show.feed_url}")
        print_line(f"page: {show.page_url}")
    if rehearsal:
        print_line("nothing was written")
