"""`audiosession build`: a class, from its definition to a sound file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from audiosession.cli.options import AsJson, FormatOption, TargetOrAgain, print_json, with_choices
from audiosession.cli.saying import print_line, tell
from audiosession.errors import AudioSessionError
from audiosession.studio.offers import Wanted

Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="PATH", help="The file to write; in output/ by default.")
]
StemsFolder = Annotated[
    Path | None, typer.Option("--stems", metavar="DIR", help="Also write voice, bed and tones apart, for editors.")
]
PlanOnlyOption = Annotated[bool, typer.Option("--dry-run", help="Print the plan and its length; make nothing.")]
Force = Annotated[bool, typer.Option("--force", help="Build even if nothing has changed.")]
AgainOption = Annotated[
    Path | None, typer.Option("--again", metavar="FILE.session.json", help="Build a class again, chosen as it was.")
]
Anyway = Annotated[bool, typer.Option("--anyway", help="With --again: take what is there now where it has changed.")]


@with_choices()
def build(
    target: TargetOrAgain = None,
    *,
    wanted: Wanted,
    output: Output = None,
    file_format: FormatOption = None,
    stems: StemsFolder = None,
    dry_run: PlanOnlyOption = False,
    force: Force = False,
    again: AgainOption = None,
    anyway: Anyway = False,
    as_json: AsJson = False,
) -> None:
    """Make a class: one sound file, with session file, captions and chapters beside it."""
    from audiosession.cli.progress import watching
    from audiosession.cli.summary import say_built, say_rehearsed
    from audiosession.studio.studio import open_studio

    if again is not None:
        _refuse_beside_again(target, wanted, {"format": file_format, "stems": stems, "dry-run": dry_run or None})
        with watching(quiet=as_json) as watch:
            built = open_studio().build_again(again, output=output, anyway=anyway, force=force, watch=watch, tell=tell)
        return print_json(built, stems=[]) if as_json else say_built(built)
    name = _named(target, anyway=anyway)
    if dry_run:
        rehearsed = open_studio().rehearse(name, **wanted)
        return print_json(rehearsed) if as_json else say_rehearsed(rehearsed)
    studio = open_studio()
    with watching(quiet=as_json) as watch:
        built = studio.build(name, output=output, form=file_format, force=force, watch=watch, tell=tell, **wanted)
        apart = [] if stems is None else studio.stems(name, stems, watch=watch, tell=tell, **wanted).files
    if as_json:
        return print_json(built, stems=[str(path) for path in apart])
    say_built(built)
    if apart:
        print_line(f"  {'stems':<8} {', '.join(path.name for path in apart)} in {stems}")
    return None


def _named(target: str | None, *, anyway: bool) -> str:
    if anyway:
        raise AudioSessionError("--anyway goes with --again alone", hint="name the session that is built again")
    if target is None:
        wanted = "an exercise, a class or a narration file, or a session with --again"
        raise typer.BadParameter(f"name {wanted}", param_hint="NAME|FILE")
    return target


def _refuse_beside_again(target: str | None, wanted: Wanted, others: Mapping[str, object]) -> None:
    """Refuse what says once more, or otherwise, what the session tells."""
    asked = {**wanted, "strict": wanted.get("strict") or None, **others}
    given = [f"--{name}" for name, value in asked.items() if value is not None]
    if given := [*([target] if target is not None else []), *given]:
        message = f"a session tells all that --again takes; it can't be given with {', '.join(given)}"
        raise AudioSessionError(message, hint="leave that out, or build by name")
