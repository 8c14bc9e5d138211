"""`audiosession doctor`: what works on this machine, and what to do about the rest."""

from __future__ import annotations

import typer

from audiosession.cli.options import Json, print_json
from audiosession.cli.remedies import worded


def doctor(as_json: Json = False) -> None:
    """Say what works on this machine, and what to do about the rest."""
    from audiosession.project.project import open_project
    from audiosession.studio.doctor import examine

    findings = examine(open_project())
    if as_json:
        print_json(
            [
                {"name": f.name, "ok": f.ok, "needed": f.needed, "found": f.found, "cure": worded(f.cure)}
                for f in findings
            ]
        )
    else:
        for finding in findings:
            mark = "ok " if finding.ok else ("NO " if finding.needed else "-- ")
            typer.echo(f"{mark} {finding.name:<14} {finding.found}")
            if finding.cure:
                typer.echo(f"    {'':<14} → {worded(finding.cure)}")
    if any(finding.needed and not finding.ok for finding in findings):
        raise typer.Exit(1)
