"""`audiosession voices`: the engines, a line to hear, a voice to add, the cache of takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiosession.cli.options import AsJson, TargetArgument, print_json, with_choices
from audiosession.cli.remedies import worded
from audiosession.cli.report import shown
from audiosession.cli.saying import print_line, tell
from audiosession.studio.offers import Wanted

if TYPE_CHECKING:
    from audiosession.studio.results import Engine, LineTakes

voices = typer.Typer(invoke_without_command=True, rich_markup_mode=None)


@voices.callback()
def voices_command(context: typer.Context, as_json: AsJson = False) -> None:
    """List the engines, what each needs, who hears the text and what it costs; or try, add, look after voices."""
    if context.invoked_subcommand is not None:
        return
    from audiosession.studio.studio import open_studio

    engines = open_studio().voices.engines()
    if as_json:
        print_json(engines)
        return
    for engine in engines:
        _print_engine(engine)
    print_line("--voice auto takes a voice of Piper that speaks the language, else gTTS if Google answers, else espeak")


def _print_engine(engine: Engine) -> None:
    facts = engine.facts
    print_line(f"{engine.name}: {facts.summary}")
    print_line(f"  write      {facts.spec}")
    if facts.cure:
        print_line(f"  first      {worded(facts.cure)}")
    print_line(f"  privacy    {facts.privacy}")
    print_line(f"  cost       {facts.cost}")
    for told in _tempo(engine):
        print_line(f"  tempo      {told}")
    if facts.languages:
        number = len(facts.languages)
        spoken = ", ".join(facts.languages) if number <= 12 else f"{number} of them, by voices --json"
        print_line(f"  languages  {spoken}")
    print_line()


def _tempo(engine: Engine) -> Iterator[str]:
    """Yield how fast its voices are to speak, and how fast they were heard to."""
    if engine.words_per_minute:
        yield f"usually {engine.words_per_minute} words a minute (words_per_minute)"
    elif engine.pace is not None:
        yield f"as {engine.facts.pace} = {engine.pace:g} has it, under [voices.{engine.name}] in show.toml"
    for one in engine.heard:
        yield f"{one.voice} was heard at {one.words_per_minute} words a minute, over {one.n_lines} long lines"


@voices.command("try")
def try_command(
    spec: Annotated[str, typer.Argument(metavar="SPEC", help="The voice, such as espeak:en-gb or gtts:en:co.uk.")],
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help="What it says; else a line of a class.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE.wav", help="Where to; else named after the voice.")
    ] = None,
) -> None:
    """Speak a line to a WAV, at the loudness of a class."""
    from audiosession.studio.studio import open_studio

    tried = open_studio().voices.try_(spec, text, output)
    if tried.note:
        tell(tried.note)
    print_line(f"{tried.voice}: {tried.duration / 1000:.1f} s → {shown(tried.path)}")


@voices.command("retake")
@with_choices()
def retake_command(
    target: TargetArgument,
    line: Annotated[str, typer.Argument(metavar="LINE", help="The line, or a part of it that no other line holds.")],
    *,
    wanted: Wanted,
    take: Annotated[
        int | None, typer.Option("--take", metavar="N", help="Choose that take; 1 is the usual one.")
    ] = None,
    recording: Annotated[
        Path | None, typer.Option("--recording", metavar="FILE", help="Have your own recording heard in its place.")
    ] = None,
    list_them: Annotated[bool, typer.Option("--list", help="Show the takes there are; change nothing.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE.wav", help="Write the chosen take, to hear it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Speak another take of a line, or choose among those there are: it is heard from now on."""
    from audiosession.studio.studio import open_studio

    desk = open_studio().voices
    meant = recording if take is None else take
    if list_them or (take is not None and recording is not None):
        if meant is not None:
            raise typer.BadParameter("one of --take, --recording and --list", param_hint="--take")
        told = desk.takes(target, line, output, tell=tell, **wanted)
    elif meant is not None:
        told = desk.choose_take(target, line, meant, output, tell=tell, **wanted)
    else:
        told = desk.retake(target, line, output, tell=tell, **wanted)
    return print_json(told) if as_json else _print_takes(told)


def _print_takes(line: LineTakes) -> None:
    print_line(f"“{line.text}”, by {line.voice}")
    for one in line.takes:
        name = f"take {one.number}" if one.number else f"recording {one.recording}"
        marks = [*(["new"] if one.number and one.number == line.new else []), *(["chosen"] if one.is_chosen else [])]
        print_line(f"  {name:<8} {one.duration / 1000:.2f} s  {', '.join(marks)}".rstrip())
    if line.path:
        print_line(f"the chosen one → {shown(line.path)}")
    else:
        print_line("to hear the chosen one: --list -o take.wav")


@voices.command("add")
def add_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A voice of Piper, such as en_US-lessac-medium.")],
) -> None:
    """Download a voice of Piper; it speaks offline afterwards."""
    from audiosession.cli.progress import watching
    from audiosession.studio.studio import open_studio

    with watching() as watch:
        added = open_studio().voices.add(name, watch)
    print_line(f"added: {added.path}\nuse it: --voice {added.spec}")


@voices.command("cache")
def cache_command(
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove takes, oldest use first, until the limit holds.")
    ] = False,
    limit_mb: Annotated[
        int | None,
        typer.Option("--limit", metavar="MB", min=0, help="What --prune leaves; else what limits.toml says."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show how much the cache of spoken lines holds, and prune it."""
    from audiosession.studio.studio import open_studio

    desk = open_studio().voices
    limit = None if limit_mb is None else limit_mb * 1_000_000
    cache = desk.prune_cache(limit) if prune else desk.cache()
    if as_json:
        print_json(cache)
        return
    if prune:
        print_line(f"removed {cache.n_removed} takes, {cache.removed_bytes / 1e6:.1f} MB")
    print_line(f"{cache.n_takes} takes, {cache.n_bytes / 1e6:.1f} MB, in {cache.folder}")
