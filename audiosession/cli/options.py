"""The choices that narrate, timeline and build share, declared once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from audiosession.app.project import Project
    from audiosession.choices import Choices

Target = Annotated[str, typer.Argument(metavar="NAME|FILE", help="An exercise, a class, or a narration file.")]
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
Music = Annotated[str | None, typer.Option(metavar="NAME|PATH|none", help="The bed under the voice.")]
Tones = Annotated[bool | None, typer.Option("--tones/--no-tones", help="Soft guide tones for breath and pulses.")]
Strict = Annotated[bool, typer.Option("--strict", help="Refuse to let a phase grow for a line that fits nowhere.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def chosen(project: Project, **given: Any) -> Choices:
    """Return the choices of a command line, the project's defaults where an option was not given."""
    from audiosession.app.show import read_defaults
    from audiosession.choices import choose

    return choose(read_defaults(project), **given)


def print_json(value: Any) -> None:
    """Print `value` on standard output, for machines."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))
