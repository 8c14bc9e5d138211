"""`audiosession doctor`: what works on this machine, and what to do about the rest."""

from __future__ import annotations

import typer

from audiosession.cli.options import AsJson, print_json
from audiosession.cli.remedies import worded
from audiosession.cli.saying import print_line


def doctor(as_json: AsJson = False) -> None:
    """Say what works on this machine, and what to do about the rest."""
    from audiosession.studio.studio import open_studio

    examined = open_studio().doctor()
    if as_json:
        print_json(examined)
    else:
        for one in examined:
            mark = "ok " if one.ok else ("NO " if one.needed else "-- ")
            print_line(f"{mark} {one.name:<14} {one.found}")
            if one.cure:
                print_line(f"    {'':<14} → {worded(one.cure)}")
    if any(one.needed and not one.ok for one in examined):
        raise typer.Exit(1)
