"""`audiosession catalogue`: all classes that a publisher keeps built, in all their variants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from audiosession.cli.commands.publish import BaseUrl, To, say_notices
from audiosession.cli.options import AsJson, StoreOption, print_json
from audiosession.cli.report import say_error, shown
from audiosession.cli.saying import answer_to, print_line, somebody_answers, tell
from audiosession.errors import AudioSessionError

if TYPE_CHECKING:
    from audiosession.studio.results import DailyRow, Pruned, VariantRow

catalogue = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@catalogue.callback()
def catalogue_command() -> None:
    """Plan, build and look after all that scripts/catalogue.toml names: classes in variants."""


@catalogue.command("plan")
def plan_command(store: StoreOption = None, as_json: AsJson = False) -> None:
    """Tell what would be built and what it takes; nothing is spoken."""
    from audiosession.cli.planned import say_plan
    from audiosession.cli.progress import watching
    from audiosession.studio.studio import open_studio

    with watching(quiet=as_json) as watch:
        plan = open_studio(store=store).plan_catalogue(watch=watch)
    if as_json:
        print_json(plan)
    else:
        _say_states(plan.rows)
        say_plan(plan)
    _end_with(plan.rows)


@catalogue.command("build")
def build_command(
    on: Annotated[
        str,
        typer.Option("--on", metavar="tcp://…|FILE|dask", help="The scheduler of a Dask cluster to build on."),
    ] = "",
    store: StoreOption = None,
    as_json: AsJson = False,
) -> None:
    """Build what is missing, has changed or failed: each line is spoken once, and one that fails stops no other."""
    from audiosession.cli.progress import watching_all
    from audiosession.studio.studio import open_studio

    with watching_all(quiet=as_json) as watch:
        built = open_studio(store=store).build_catalogue(on=on, watch=watch, tell=tell)
    if as_json:
        print_json(built)
    else:
        for row in built.rows:
            if row.state == "built" and row.path is not None:
                print_line(f"  {shown(row.path)}")
        _say_states(built.rows)
        print_line(f"  {'made':<10} {built.spoken} takes, {built.windows} windows")
    _end_with(built.rows)


@catalogue.command("status")
def status_command(as_json: AsJson = False) -> None:
    """Tell of each variant whether it is up to date, changed, missing or failed, and whether it is published."""
    from audiosession.studio.studio import open_studio

    rows = open_studio().catalogue_status()
    if as_json:
        return print_json(rows)
    for row in rows:
        told = f", failed last time: {row.failed_before}" if row.failed_before else ""
        print_line(f"  {row.state:<10} {row.variant.key}{', published' if row.is_published else ''}{told}")
    for row in rows:
        _say_failed(row)
    return None


@catalogue.command("prune")
def prune_command(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would go, and remove nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove what was built for variants that the catalogue names no more; episodes stay where they are."""
    from audiosession.studio.studio import open_studio

    studio = open_studio()
    found = studio.prune_catalogue(rehearsal=True)
    if not dry_run and found.removed:
        if not yes and not _agreed(found):
            return print_line("nothing was removed")
        found = studio.prune_catalogue()
    if as_json:
        return print_json(found)
    _say_pruned(found)
    return None


@catalogue.command("daily")
def daily_command(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Which of them; else all.")] = None,
    date: Annotated[
        str | None, typer.Option(metavar="DATE", help="The class of that day, such as 2026-12-01; else today's.")
    ] = None,
    to: To = None,
    base_url: BaseUrl = None,
    no_publish: Annotated[bool, typer.Option("--no-publish", help="Build it, and leave the feed alone.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell which class it would be, and make nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put the class of a day together, build it and publish it; what the feed has already is left alone."""
    from audiosession.cli.progress import watching
    from audiosession.studio.daily.order import DailyOrder
    from audiosession.studio.studio import open_studio

    order = DailyOrder(
        names=names or (), date=date, to=to, base_url=base_url, publishes=not no_publish, rehearsal=dry_run
    )  # fmt: skip
    with watching(quiet=as_json or dry_run) as watch:
        made = open_studio().make_daily(order, watch=watch, tell=tell)
    if as_json:
        print_json(made)
    else:
        for row in made.rows:
            _say_daily(row)
    say_notices(made.published)
    failed = {id(row.error): row.error for row in made.rows if row.error is not None}
    for known, error in failed.items():
        slugs = [row.slug for row in made.rows if id(row.error) == known]
        tell(f"{', '.join(slugs)} can't be made:")
        say_error(error)
    if failed:
        raise typer.Exit(1)


def _say_daily(row: DailyRow) -> None:
    told = f": {row.title}" if row.title else ""
    print_line(f"  {row.state:<18} {row.slug}{told}")
    if row.exercises:
        print_line(f"  {'':<18} {', '.join(row.exercises)}")
    for one in row.unmet:
        tell(f"note: {row.slug}: {one}")
    if row.state == "scheduled":
        when = row.moment.isoformat()[:16].replace("T", " ")
        tell(f"note: {row.slug} enters the feed with the next run for that day from {when} on")


def _agreed(found: Pruned) -> bool:
    """Ask a person whether what was found is to go."""
    if not somebody_answers():
        raise AudioSessionError(f"{len(found.removed)} files would be removed", hint="say so with --yes, or --dry-run")
    for path in found.removed:
        print_line(f"  {shown(path)}")
    return answer_to(f"Remove these {len(found.removed)} and what lies beside them? [no]").lower() in ("y", "yes")


def _say_pruned(found: Pruned) -> None:
    for path in found.removed:
        print_line(f"  {'would go' if found.rehearsal else 'removed':<10} {shown(path)}")
    for path in found.published:
        print_line(f"  {'kept':<10} {shown(path)} is an episode: unpublish it first")
    for path in found.others:
        print_line(f"  {'kept':<10} {shown(path)} was not built by the catalogue")
    print_line(f"{len(found.removed)} files, {found.n_bytes / 1e6:.1f} MB")


def _say_states(rows: Sequence[VariantRow]) -> None:
    counts = Counter(str(row.state) for row in rows)
    told = ", ".join(f"{number} {state}" for state, number in counts.items())
    print_line(f"{len(rows)} variants: {told or 'it names no classes'}")


def _say_failed(row: VariantRow) -> None:
    if row.error is not None:
        tell(f"{row.variant.key} can't be built:")
        say_error(row.error)


def _end_with(rows: Sequence[VariantRow]) -> None:
    """Tell why variants failed, and leave with 1 where some did."""
    for row in rows:
        _say_failed(row)
    if any(row.error is not None for row in rows):
        raise typer.Exit(1)
