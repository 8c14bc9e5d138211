"""The choices that narrate, timeline and build share, declared once and lent to each."""

from __future__ import annotations

import functools
import inspect
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

if TYPE_CHECKING:
    from audiosession.project.project import Project
    from audiosession.writing.choices import Choices


def _complete_target(incomplete: str) -> list[str]:
    """Return the exercises and classes whose names begin so, for the shell."""
    from audiosession.project.project import open_project

    project = open_project()
    names = [*project.names("exercises"), *project.names("classes")]
    return [name for name in names if name.startswith(incomplete)]


def _complete_music(incomplete: str) -> list[str]:
    """Return the beds whose names begin so, for the shell."""
    from audiosession.project.beds import beds
    from audiosession.project.project import open_project

    return [name for name in [*beds(open_project()), "none"] if name.startswith(incomplete)]


Target = Annotated[
    str,
    typer.Argument(
        metavar="NAME|FILE", help="An exercise, a class, or a narration file.", autocompletion=_complete_target
    ),
]
Pace = Annotated[
    str | None,
    typer.Option(metavar="slow|steady|brisk|SECONDS", help="What one count takes: 1.3, 1.0, 0.8 s, or 0.5 to 2.5."),
]
Reps = Annotated[int | None, typer.Option(metavar="N", help="Repetitions, within the exercise's own range.")]
Detail = Annotated[
    str | None,
    typer.Option(metavar="fade|full|cues", help="How much is said as the reps go on."),
]
Voice = Annotated[str | None, typer.Option(metavar="SPEC", help="auto, espeak[:LANG], gtts[:LANG[:TLD]], …")]
Fill = Annotated[str | None, typer.Option(metavar="SPEC", help="The voice for lines that are not recorded.")]
Music = Annotated[
    str | None,
    typer.Option(metavar="NAME|PATH|none", help="The bed under the voice.", autocompletion=_complete_music),
]
Tones = Annotated[bool | None, typer.Option("--tones/--no-tones", help="Soft guide tones for breath and pulses.")]
Format = Annotated[str | None, typer.Option("--format", metavar="mp3|m4a|opus|flac|wav", help="What kind of file.")]
Length = Annotated[
    str | None, typer.Option(metavar="12m|12:30", help="Exactly this long: rests give way, breath never.")
]
OneSide = Annotated[str | None, typer.Option("--side", metavar="left|right", help="Practise on one side alone.")]
Avoid = Annotated[
    str | None, typer.Option(metavar="WHAT,…", help="Leave out or swap what strains: lower-back, knees, wrists, …")
]
Seed = Annotated[int | None, typer.Option(metavar="N", help="Pick among equal wordings; the same N, the same class.")]
Strict = Annotated[bool, typer.Option("--strict", help="Refuse to let a phase grow for a line that fits nowhere.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def _choices(
    pace: Pace = None,
    reps: Reps = None,
    detail: Detail = None,
    length: Length = None,
    side: OneSide = None,
    avoid: Avoid = None,
    seed: Seed = None,
    voice: Voice = None,
    fill: Fill = None,
    music: Music = None,
    tones: Tones = None,
    strict: Strict = False,
) -> None:
    """Declare the shared choices; their names are those of `audiosession.writing.choices.choose`."""


def with_choices(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the shared options; it gets them as one argument, ``given``, for `chosen`."""
    shared = inspect.signature(_choices).parameters
    own = [parameter for name, parameter in inspect.signature(command).parameters.items() if name != "given"]

    @functools.wraps(command)
    def run(**arguments: Any) -> None:
        given = {name: arguments.pop(name) for name in shared}
        command(given=given, **arguments)

    hints = get_type_hints(_choices, include_extras=True) | get_type_hints(command, include_extras=True)
    parameters = [own[0], *shared.values(), *own[1:]]
    typed = [p.replace(annotation=hints[p.name], kind=inspect.Parameter.KEYWORD_ONLY) for p in parameters]
    run.__annotations__ = {p.name: hints[p.name] for p in typed}
    run.__signature__ = inspect.Signature(typed)  # type: ignore[attr-defined]
    return run


def chosen(project: Project, given: dict[str, Any]) -> Choices:
    """Return the choices of a command line, the project's defaults where an option was not given."""
    from audiosession.project.settings import read_defaults
    from audiosession.writing.choices import choose

    return choose(read_defaults(project), **given)


def print_json(value: Any) -> None:
    """Print `value` on standard output, for machines."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))
