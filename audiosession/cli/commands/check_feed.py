"""`audiosession check-feed`: a feed read from outside, as a directory or an app reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from audiosession.cli.options import AsJson, print_json
from audiosession.cli.saying import print_line

if TYPE_CHECKING:
    from audiosession.studio.results import Checked


def check_feed(
    place: Annotated[str, typer.Argument(metavar="URL|FILE", help="Any podcast feed, on the web or on this machine.")],
    media: Annotated[
        bool, typer.Option("--media/--no-media", help="Fetch and measure sound, artwork, transcripts and chapters too.")
    ] = True,
    rules: Annotated[bool, typer.Option("--rules", help="List all rules with their sources first.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tell every rule of podcast directories and apps that a feed breaks, with the line. Exit 1 if there is one."""
    from audiosession.cli.progress import watching
    from audiosession.studio.studio import open_studio

    studio = open_studio()
    known = studio.feed_rules()
    if rules:
        for name, rule in known.items():
            print_line(f"{name:20}{rule.text} ({rule.source})")
    with watching(quiet=as_json) as watch:
        checked = studio.check_feed(place, media=media, watch=watch)
    if as_json:
        print_json(checked)
    else:
        _say_checked(checked, len(known))
    if not checked.is_good:
        raise typer.Exit(1)


def _say_checked(checked: Checked, n_rules: int) -> None:
    for one in checked.findings:
        print_line(f"{one.level}: {one}")
    errors = sum(one.level == "error" for one in checked.findings)
    episodes = "1 episode" if checked.n_episodes == 1 else f"{checked.n_episodes} episodes"
    advice = len(checked.findings) - errors
    good = f"good: {episodes}, {n_rules} rules looked at" + (f", {advice} pieces of advice" if advice else "")
    print_line(good if checked.is_good else f"{errors} {'fault' if errors == 1 else 'faults'} in {episodes}")
