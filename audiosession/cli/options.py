"""Options that commands share; those of a build are made from the rows of its choices, not written a second time."""

from __future__ import annotations

import functools
import inspect
import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, cast, get_type_hints

import typer

from audiosession.cli.remedies import hint_of, worded
from audiosession.cli.report import shown
from audiosession.cli.saying import print_line, sayable
from audiosession.studio.offers import CHOICES, FORMAT_NAMES, WISHES, Wanted, WishWanted

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json


def _complete_target(incomplete: str) -> list[str]:
    """Return the exercises and classes whose names begin so, for the shell."""
    from audiosession.studio.studio import open_studio

    studio = open_studio()
    return [name for name in [*studio.exercises(), *studio.classes()] if name.startswith(incomplete)]


def _complete_music(incomplete: str) -> list[str]:
    """Return the beds whose names begin so, for the shell."""
    from audiosession.studio.studio import open_studio

    return [bed.name for bed in open_studio().lists.music() if bed.name.startswith(incomplete)]


TargetArgument = Annotated[
    str,
    typer.Argument(
        metavar="NAME|FILE",
        help="An exercise, a class, a breath such as breath:4-7-8x4, or a narration file.",
        autocompletion=_complete_target,
    ),
]
TargetsOrAgain = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME|FILE]...",
        help="Exercises, classes, breaths such as breath:4-7-8x4, or narration files; not with --again.",
        autocompletion=_complete_target,
    ),
]
FormatOption = Annotated[
    str | None, typer.Option("--format", metavar="|".join(FORMAT_NAMES), help="What kind of file.")
]
StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store", metavar="DIR|s3://…", help="Where machines share what they make; none where show.toml names one."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def _complete_classes(incomplete: str) -> list[str]:
    """Return the classes whose names begin as the last of several parted by commas, for the shell."""
    from audiosession.studio.studio import open_studio

    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in open_studio().classes() if name.startswith(last)]


_OF_THE_PROJECT = {"music": _complete_music, "unlike": _complete_classes}
"""What completes a choice whose values are the project's own."""


def with_choices(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of the choices called `names`, of all where none is named.

    The command gets what was given as one argument, ``wanted``, after its first.
    """
    shared = {name: _OPTIONS[name] for name in names or _OPTIONS}
    switches = {name: _SWITCHES[name] for name in shared if name in _SWITCHES}

    def give(command: Callable[..., None]) -> Callable[..., None]:
        hints = get_type_hints(command, include_extras=True)
        own = [
            parameter.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
            for name, parameter in inspect.signature(command).parameters.items()
            if name != "wanted"
        ]

        @functools.wraps(command)
        def run(**given: object) -> None:
            # typer has read each as the type that `Wanted` gives it: the options are made of that
            asked = {name: given.pop(name) for name in shared}
            asked |= {name: CHOICES[name].off for name, switch in switches.items() if given.pop(switch.name)}
            command(wanted=cast(Wanted, asked), **given)

        options = [one for name in shared for one in (shared[name], switches.get(name)) if one]
        parameters = [own[0], *options, *own[1:]]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        vars(run)["__signature__"] = inspect.Signature(parameters)
        return run

    return give


def with_wish(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a wish: it gets what was given as one argument, ``wish``, before its others."""
    hints = get_type_hints(command, include_extras=True)
    own = [
        parameter.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in inspect.signature(command).parameters.items()
        if name != "wish"
    ]
    options = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=typer.Option(
                ... if name == "length" else None,
                f"--{name}",
                metavar=WISHES[name].written,
                help=WISHES[name].help,
                autocompletion=_OF_THE_PROJECT.get(name) or _completing(WISHES[name].values),
            ),
            annotation=kind,
        )
        for name, kind in get_type_hints(WishWanted).items()
    ]

    @functools.wraps(command)
    def run(**given: object) -> None:
        wish = {name: given.pop(name) for name in WISHES}
        command(wish=cast(WishWanted, wish), **given)

    parameters = [*options, *own]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    vars(run)["__signature__"] = inspect.Signature(parameters)
    return run


def _option(name: str, kind: object) -> inspect.Parameter:
    """Return the option of the choice called `name`, as a parameter of the type `kind`."""
    choice, written = CHOICES[name], name.replace("_", "-")
    kind = str | None if choice.off else kind  # what is true or false to others is a word here, and a switch
    usual, flag = (False, f"--{written}") if kind is bool else (None, f"--{written}/--no-{written}")
    option = typer.Option(
        usual,
        f"--{written}" if choice.written else flag,
        metavar=choice.written or None,
        help=choice.help,
        autocompletion=_OF_THE_PROJECT.get(name) or _completing(choice.values),
    )
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=option, annotation=kind)


def _switch(name: str) -> inspect.Parameter:
    """Return the option ``--no-NAME`` of the choice called `name`."""
    option = typer.Option(False, f"--no-{name.replace('_', '-')}", help=f"The same as --{name} {CHOICES[name].off}.")
    return inspect.Parameter(f"no_{name}", inspect.Parameter.KEYWORD_ONLY, default=option, annotation=bool)


def _completing(values: Sequence[str]) -> Callable[[str], list[str]] | None:
    """Return what completes one of `values`, or the last of several parted by commas; None where there are none."""
    if not values:
        return None

    def complete(incomplete: str) -> list[str]:
        before, comma, last = incomplete.rpartition(",")
        return [f"{before}{comma}{value}" for value in values if value.startswith(last)]

    return complete


_OPTIONS = {name: _option(name, kind) for name, kind in get_type_hints(Wanted).items()}
_SWITCHES = {name: _switch(name) for name, choice in CHOICES.items() if choice.off}
"""What switches a choice off, by its name."""


def print_json(result: object, **more: Json) -> None:
    """Print `result`, of a verb of the studio, on standard output for machines; `more` are further keys."""
    from audiosession.studio.as_json import Words, as_json

    values = as_json(result, Words(path=shown, remedy=worded, hint=hint_of))
    if more and isinstance(values, dict):
        values |= more
    text = json.dumps(values, ensure_ascii=False, indent=1)
    print_line(text if sayable(text) else json.dumps(values, indent=1))
