"""`audiosession import`: an article about an exercise, a breath app's pattern or a list, as a definition to edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from audiosession.cli.options import AsJson, print_json
from audiosession.cli.report import shown
from audiosession.cli.saying import print_document, print_line, read_input, tell

if TYPE_CHECKING:
    from audiosession.studio.importing.results import ImportedDraft


def import_article(
    source: Annotated[
        str, typer.Argument(metavar="FILE|URL|-", help="Text, Markdown, HTML, .docx, JSON; - is standard input.")
    ],
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="What it is called; as its title where it is left out.")
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="TAG", help="The language of its words: en, de, es, …")
    ] = None,
    keep_words: Annotated[
        bool, typer.Option("--keep-words", help="Keep its sentences as they are: for texts of your own.")
    ] = False,
    model: Annotated[
        str | None,
        typer.Option("--model", metavar="URL", help="Have a server's model draft it: the article is sent there."),
    ] = None,
    model_name: Annotated[
        str | None, typer.Option("--model-name", metavar="NAME", help="With --model: which one, if it has several.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the draft, and write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Draft an exercise from an article, or a class from a list of exercises, as a file to edit."""
    from audiosession.studio.importing.sources import MOST_BYTES, STANDARD_INPUT
    from audiosession.studio.studio import open_studio

    if model_name is not None and model is None:
        raise typer.BadParameter("name the server that has it: --model URL", param_hint="--model-name")
    made = open_studio().import_article(
        source,
        content=read_input(MOST_BYTES) if source == STANDARD_INPUT else None,
        name=name or "",
        language=language or "",
        keep_words=keep_words,
        model=model,
        model_name=model_name or "",
        rehearsal=dry_run,
        tell=_note,
    )
    if as_json:
        return print_json(made)
    for one in made.drafts:
        for missing in one.draft.missing:
            tell(f"missing: {one.draft.name}: {missing}")
        if one.path is None:
            _note(f"{one.draft.name}: {_summary(one)}")
            print_document(one.draft.text)
        else:
            print_line(f"  {shown(one.path)}: {_summary(one)}")
    if not dry_run:
        names = " ".join(one.draft.name for one in made.drafts)
        is_open = any(_n_guessed(one) or one.draft.missing or one.draft.unplaced for one in made.drafts)
        first = "read what it says behind each #, mend it, then: " if is_open else ""
        print_line(f"\n{first}audiosession check {names}")
    return None


def _note(text: str) -> None:
    tell(f"note: {text}")


def _n_guessed(one: ImportedDraft) -> int:
    return sum(bool(line.guessed) for line in one.draft.sourced)


def _summary(one: ImportedDraft) -> str:
    draft = one.draft
    n_guessed = _n_guessed(one)
    told = [f"{n_guessed} {'line is' if n_guessed == 1 else 'lines are'} guessed"] if one.kind == "exercises" else []
    told += [f"{len(draft.missing)} missing"] if draft.missing else []
    if n_left := len(draft.unplaced):
        left = "sentence" if one.kind == "exercises" else "line"
        where = "at the end" if one.kind == "exercises" else "in its place"
        told.append(f"{n_left} {left}{'s stand' if n_left > 1 else ' stands'} as comments {where}")
    return ", ".join(told) or "all of it was found"
