"""`audiosession check-feed`: a feed read from outside, as a directory or an app reads it."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer


def check_feed(
    place: Annotated[str, typer.Argument(metavar="URL|FILE", help="Any podcast feed, on the web or on this machine.")],
    media: Annotated[
        bool, typer.Option("--media/--no-media", help="Fetch and measure sound, artwork, transcripts and chapters too.")
    ] = True,
    rules: Annotated[bool, typer.Option("--rules", help="List all rules with their sources first.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Tell every rule of podcast directories and apps that a feed breaks, with the line. Exit 1 if there is one."""
    from audiosession.feed.checks.reader import check_feed as check
    from audiosession.feed.checks.rules import RULES

    if rules:
        for name, rule in RULES.items():
            typer.echo(f"{name:20}{rule.text} ({rule.source})")
    checked = check(place, media=media, progress=_say_reading if sys.stderr.isatty() else lambda url: None)
    errors = sum(one.level == "error" for one in checked.findings)
    if as_json:
        rows = [
            {"rule": one.rule, "level": one.level, "line": one.line, "message": one.message} for one in checked.findings
        ]
        typer.echo(json.dumps({"feed": place, "episodes": checked.n_episodes, "findings": rows}, ensure_ascii=False))
    else:
        for one in checked.findings:
            typer.echo(f"{one.level}: {one}")
        episodes = "1 episode" if checked.n_episodes == 1 else f"{checked.n_episodes} episodes"
        advice = len(checked.findings) - errors
        good = f"good: {episodes}, {len(RULES)} rules looked at" + (f", {advice} pieces of advice" if advice else "")
        typer.echo(good if checked.is_good else f"{errors} {'fault' if errors == 1 else 'faults'} in {episodes}")
    if not checked.is_good:
        raise typer.Exit(1)


def _say_reading(url: str) -> None:
    typer.echo(f"reading {url}", err=True)
