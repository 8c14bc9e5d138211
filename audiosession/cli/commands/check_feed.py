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
    verbose: Annotated[bool, typer.Option("--verbose", help="List every finding, not one of each kind.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tell what podcast directories refuse in a feed, and what they advise, with the line. Exit 1 if one refuses it."""
    from audiosession.cli.progress import watching
    from audiosession.studio.studio import open_studio

    studio = open_studio()
    known = studio.feed_rules()
    if rules:
        for name, rule in known.items():
            print_line(f"{rule.level:8}{name:20}{rule.text} ({rule.source})")
    with watching(quiet=as_json) as watch:
        checked = studio.check_feed(place, media=media, watch=watch)
    if as_json:
        print_json(checked)
    else:
        _say_checked(checked, len(known), verbose=verbose)
    if not checked.is_good:
        raise typer.Exit(1)


def _say_checked(checked: Checked, n_rules: int, *, verbose: bool) -> None:
    found = checked.kinds()
    if verbose:
        for one in checked.findings:
            print_line(f"{one.level}: {one}")
    else:
        for kind in found:
            print_line(f"{kind.first.level}: {kind.first}" + (f" and {kind.more:,} more" if kind.more else ""))
    faults = sum(kind.first.level == "error" for kind in found)
    episodes = "1 episode" if checked.n_episodes == 1 else f"{checked.n_episodes} episodes"
    advice = _counted(len(found) - faults, "piece of advice", "pieces of advice")
    looked_at = f"{episodes}, {n_rules} rules looked at"
    told = ", ".join(part for part in (_counted(faults, "kind of fault", "kinds of fault"), advice) if part)
    hint = "; --verbose lists each" if not verbose and any(kind.more for kind in found) else ""
    good = f"good: {looked_at}" + (f", {advice}" if advice else "")
    print_line((good if checked.is_good else f"{told} in {looked_at}") + hint)


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}" if number else ""
