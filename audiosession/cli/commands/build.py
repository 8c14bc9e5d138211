"""`audiosession build`: a class, from its definition to a sound file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiosession.cli.options import AsJson, FormatOption, StoreOption, TargetsOrAgain, print_json, with_choices
from audiosession.cli.saying import print_line, tell
from audiosession.errors import AudioSessionError
from audiosession.studio.offers import Wanted

if TYPE_CHECKING:
    from audiosession.studio.results import Many

Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="PATH", help="The file to write; in output/ by default.")
]
StemsFolder = Annotated[
    Path | None,
    typer.Option("--stems", metavar="DIR", help="Also write each lane apart, for editors."),
]
PlanOnlyOption = Annotated[bool, typer.Option("--dry-run", help="Print the plan and its length; make nothing.")]
Force = Annotated[bool, typer.Option("--force", help="Build even if nothing has changed.")]
AgainOption = Annotated[
    Path | None, typer.Option("--again", metavar="FILE.session.json", help="Build a class again, chosen as it was.")
]
Anyway = Annotated[bool, typer.Option("--anyway", help="With --again: take what is there now where it has changed.")]


FromOption = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="WHERE", help="A part alone, to hear: from a time such as 3:00, or as preview --at."
    ),
]
ToOption = Annotated[str | None, typer.Option("--to", metavar="WHERE", help="Where that part ends.")]
SectionOption = Annotated[
    str | None, typer.Option("--section", metavar="TITLE", help="One chapter alone, to hear, by its title.")
]
Everything = Annotated[
    bool, typer.Option("--all", help="All classes of the project; those that come with the program if it has none.")
]


@with_choices()
def build(
    targets: TargetsOrAgain = None,
    *,
    wanted: Wanted,
    every: Everything = False,
    output: Output = None,
    file_format: FormatOption = None,
    stems: StemsFolder = None,
    dry_run: PlanOnlyOption = False,
    force: Force = False,
    again: AgainOption = None,
    anyway: Anyway = False,
    start: FromOption = None,
    end: ToOption = None,
    section: SectionOption = None,
    store: StoreOption = None,
    as_json: AsJson = False,
) -> None:
    """Make classes: of each one sound file, with session file, captions and chapters beside it."""
    from audiosession.cli.progress import watching
    from audiosession.cli.summary import say_built, say_part, say_rehearsed
    from audiosession.studio.studio import open_studio

    names, studio = targets or [], open_studio(store=store)
    if again is not None:
        others = {"all": every or None, "format": file_format, "stems": stems, "dry-run": dry_run or None}
        _refuse_beside_again(names, wanted, others | {"from": start, "to": end, "section": section})
        with watching(quiet=as_json) as watch:
            built = studio.build_again(again, output=output, anyway=anyway, force=force, watch=watch, tell=tell)
        return print_json(built, stems=[]) if as_json else say_built(built)
    _refuse_unnamed(names, every=every, anyway=anyway)
    if every or len(names) > 1:
        _refuse_for_many({"output": output, "stems": stems, "from": start, "to": end, "section": section})
        if dry_run:
            return _told(studio.rehearse_many(names, **wanted), as_json=as_json)
        with watching(quiet=as_json) as watch:
            many = studio.build_many(names, form=file_format, force=force, watch=watch, tell=tell, **wanted)
        return _told(many, as_json=as_json)
    [name] = names
    if part := _part(start, end, section, {"dry-run": dry_run or None, "stems": stems, "force": force or None}):
        with watching(quiet=as_json) as watch:
            made = studio.build_part(name, part, output=output, form=file_format, watch=watch, tell=tell, **wanted)
        return print_json(made) if as_json else say_part(made)
    if dry_run:
        rehearsed = studio.rehearse(name, **wanted)
        return print_json(rehearsed) if as_json else say_rehearsed(rehearsed)
    with watching(quiet=as_json) as watch:
        built = studio.build(name, output=output, form=file_format, force=force, watch=watch, tell=tell, **wanted)
        apart = [] if stems is None else studio.stems(name, stems, watch=watch, tell=tell, **wanted).files
    if as_json:
        return print_json(built, stems=[str(path) for path in apart])
    say_built(built)
    if apart:
        print_line(f"  {'stems':<8} {', '.join(path.name for path in apart)} in {stems}")
    return None


def _told(many: Many, *, as_json: bool) -> None:
    """Print what became of several classes, and leave with 1 where one failed."""
    from audiosession.cli.summary import say_many

    if as_json:
        print_json(many)
    else:
        say_many(many)
    if many.failed:
        raise typer.Exit(1)


def _part(
    start: str | None, end: str | None, section: str | None, others: Mapping[str, object]
) -> str | tuple[str | None, str | None] | None:
    """Return which part alone is meant, None where it is the whole."""
    if section is None and start is None and end is None:
        return None
    if section is not None and (start is not None or end is not None):
        message = "--section has its own beginning and end"
        raise AudioSessionError(message, hint="give --section, or --from and --to")
    if given := [f"--{name}" for name, value in others.items() if value is not None]:
        raise AudioSessionError(f"{', '.join(given)} is for a whole class", hint="leave it out, or build the whole")
    return (start, end) if section is None else section


def _refuse_unnamed(names: Sequence[str], *, every: bool, anyway: bool) -> None:
    if anyway:
        raise AudioSessionError("--anyway goes with --again alone", hint="name the session that is built again")
    if every and names:
        raise typer.BadParameter("name classes, or build --all of them", param_hint="[NAME|FILE]...")
    if not every and not names:
        wanted = "an exercise, a class or a narration file, --all, or a session with --again"
        raise typer.BadParameter(f"name {wanted}", param_hint="NAME|FILE")


def _refuse_for_many(options: Mapping[str, object]) -> None:
    """Refuse what names a place for the files of one class."""
    for name, value in options.items():
        if value is not None:
            message = f"--{name} is for one class, and several are built"
            raise AudioSessionError(message, hint="leave it out, or build them one by one")


def _refuse_beside_again(names: Sequence[str], wanted: Wanted, others: Mapping[str, object]) -> None:
    """Refuse what says once more, or otherwise, what the session tells."""
    flags = {name: wanted.get(name) or None for name in ("strict", "count_in", "any_voice")}
    given = [f"--{name.replace('_', '-')}" for name, one in {**wanted, **flags, **others}.items() if one is not None]
    if given := [*names, *given]:
        message = f"a session tells all that --again takes; it can't be given with {', '.join(given)}"
        raise AudioSessionError(message, hint="leave that out, or build by name")
