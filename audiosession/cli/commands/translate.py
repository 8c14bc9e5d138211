"""`audiosession translate`: what an exercise or a class says in another language, as a file to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from audiosession.cli.options import AsJson, print_json
from audiosession.cli.remedies import hint_of
from audiosession.cli.report import shown, told
from audiosession.cli.saying import print_line, tell

if TYPE_CHECKING:
    from audiosession.studio.results import Translated


def translate(
    name: Annotated[str, typer.Argument(metavar="NAME", help="An exercise or a class.")],
    to: Annotated[str, typer.Option("--to", metavar="TAG", help="The language that it is to speak, such as de.")],
    done: Annotated[
        bool, typer.Option("--done", help="What stands there says what the original says now, and is no draft.")
    ] = False,
    model: Annotated[
        str | None,
        typer.Option("--model", metavar="URL", help="Have a server's model draft what lacks: lines are sent there."),
    ] = None,
    model_name: Annotated[
        str | None, typer.Option("--model-name", metavar="NAME", help="With --model: which one, if it has several.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write what an exercise or a class says in another language: a file to fill in, each line below its own."""
    from audiosession.studio.studio import open_studio

    if done and model is not None:
        raise typer.BadParameter("a draft is not done before somebody has read it", param_hint="--done")
    if model_name is not None and model is None:
        raise typer.BadParameter("name the server that has it: --model URL", param_hint="--model-name")
    made = open_studio().translate(name, to, done=done, model=model, model_name=model_name or "", tell=_note)
    if as_json:
        return print_json(made)
    for fault in (*made.refused, *made.stale):
        tell(f"warning: {told(fault)}")
        if hint := hint_of(fault):
            tell(f"hint:  {hint}")
    for words in made.left_over:
        tell(f"note: {words} stands for nothing any more; it is kept as a comment at the end of the file")
    print_line(f"  {shown(made.path)}: {_summary(made)}")
    if not made.is_changed:
        print_line("  nothing is new in it")
    if made.missing or made.is_draft or made.stale or made.n_undigested:
        print_line(f"\nread it, write what it lacks, then: audiosession translate {name} --to {made.language} --done")
    else:
        print_line(f"\naudiosession check {name}\naudiosession build {name} --language {made.language}")
    return None


def _note(text: str) -> None:
    tell(f"note: {text}")


def _summary(made: Translated) -> str:
    parts = [f"{made.n_lines} lines", f"{len(made.missing)} to write"]
    parts += [f"{made.n_filled} drafted"] if made.n_filled else []
    parts += [f"{len(made.stale)} changed since"] if made.stale else []
    parts += ["a draft"] if made.is_draft else []
    return ", ".join(parts)
