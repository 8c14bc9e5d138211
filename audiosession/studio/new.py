"""Make a project folder to write in, and an exercise in it to make one's own."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from audiosession.errors import Act, DefinitionError, NotFoundError, OutputError, Remedy, nearest
from audiosession.files.whole import write_whole
from audiosession.naming import plain_name
from audiosession.project.languages import read_language
from audiosession.project.library import NO_PROJECT, breath_definition, good_pattern
from audiosession.project.project import Project, read_text, starter_folder
from audiosession.project.reading.definitions import read_exercise
from audiosession.project.schemas import schema_files
from audiosession.project.settings import usual_language
from audiosession.studio.blanks import with_blanks
from audiosession.writing.exercise import SLUG
from audiosession.writing.words.tags import read_language_tag

_IGNORE = "output/*\n!output/.gitkeep\n"
_EXAMPLE = "my-first-exercise"
_LANGUAGE = re.compile(r'^language = "en"', re.M)
_TITLE = re.compile(r"^title = .*\n", re.M)
_VOICE = re.compile(r'^voice = "auto"', re.M)
_WRITTEN_IN = re.compile(r"^written_in = .*\n", re.M)
_KINDS = ("exercises", "classes")
_COPIED = ("exercises", "classes", "templates", "languages")


@dataclass(frozen=True, kw_only=True)
class NewProject:
    """A project that was made, with the files that stand in it."""

    folder: Path
    files: tuple[Path, ...]


def new_project(
    folder: Path, *, full: bool = False, language: str = "en", voice: str = "auto", title: str = ""
) -> NewProject:
    """Make `folder` a project whose show is in `language`; with `full`, the starter content is copied too.

    `voice` is the spec of who speaks its classes; `title` is what its show is called, an example where it is empty.

    Raises:
        DefinitionError: The language is no tag.
        NotFoundError: The program has no words in it.
        OutputError: The folder holds something already, or can't be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError("is there already", path=folder, hint="name a new or an empty folder")
    starter = starter_folder() / "scripts"
    pages = starter / "new"
    project, tag = Project(folder), read_language_tag(language)
    read_language(project, tag)
    show = _show(read_text(pages / "show.toml"), tag, voice, title)
    written = [
        (folder / "scripts" / "exercises" / f"{_EXAMPLE}.toml", _example(project, tag).encode()),
        (folder / "scripts" / "show.toml", show.encode()),
        (folder / "scripts" / "classes" / ".gitkeep", b""),
        (folder / "music" / "README.txt", (pages / "music.txt").read_bytes()),
        (folder / "output" / ".gitkeep", b""),
        (folder / ".gitignore", _IGNORE.encode()),
        *schema_files(project).items(),
    ]
    if full:
        for kind in _COPIED:
            written += [(folder / "scripts" / kind / path.name, path.read_bytes()) for path in _files(starter / kind)]
        if (starter / "lexicon.toml").is_file():
            written.append((folder / "scripts" / "lexicon.toml", (starter / "lexicon.toml").read_bytes()))
    made_here = not folder.exists()
    try:
        for path, content in written:
            write_whole(path, content)
    except OutputError:
        if made_here:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    return NewProject(folder=folder, files=tuple(path for path, _ in written))


def _show(text: str, tag: str, voice: str, title: str) -> str:
    """Return the show.toml to begin with, in a language and with a voice, called `title` if that is anything."""
    text = _LANGUAGE.sub(f'language = "{tag}"', text)
    if voice != "auto":
        text = _VOICE.sub(lambda _: f"voice = {json.dumps(voice, ensure_ascii=False)}", text)
    if title:
        text = _TITLE.sub(lambda _: f"title = {json.dumps(title, ensure_ascii=False)}\n", text, count=1)
    return text


def new_exercise(project: Project, name: str, breath: str | None = None, like: str | None = None) -> Path:
    """Write an exercise called `name` to edit, with comments.

    It is the pattern `breath`; or as the exercise called `like` is, with words to write anew; else an example.

    Raises:
        DefinitionError: The name is none, or the pattern.
        FaultsError: The exercise that it is to be like is at fault.
        NotFoundError: There is no project to write into, or nothing is called `like`.
        OutputError: An exercise or a class is called so already, or the file can't be written.
    """
    path = new_place(project, "exercises", name)
    write_whole(path, exercise_text(project, name, breath, like).encode())
    return path


def exercise_text(
    project: Project, name: str, breath: str | None = None, like: str | None = None, title: str = ""
) -> str:
    """Return the text of a new exercise; see `new_exercise`. Its title is made of its name where it has none.

    Raises:
        AudioSessionError: As `new_exercise`, of what it is to be.
    """
    text = _untitled(project, name, breath, like)
    return _TITLE.sub(lambda _: f"title = {json.dumps(title, ensure_ascii=False)}\n", text, count=1) if title else text


def _untitled(project: Project, name: str, breath: str | None, like: str | None) -> str:
    if breath is not None:
        return breath_definition(project, good_pattern(project, breath), name)
    if like is None:
        return _example(project, usual_language(project)).replace(_EXAMPLE, name)
    if project.find("exercises", like) is None:
        hint = nearest(like, project.names("exercises"))
        remedy = None if hint else Remedy(act=Act.LIST_NAMES)
        raise NotFoundError(f'no exercise is called "{like}"', hint=hint, remedy=remedy)
    head = read_text(project.starter_page("like.txt")).format(title=read_exercise(project, like).title, name=name)
    text = _WRITTEN_IN.sub("", read_text(project.definition("exercises", like)))
    return with_blanks(text, name.replace("-", " ").title(), head.rstrip())


def _example(project: Project, tag: str) -> str:
    """Return the exercise to begin with in the language `tag`, or in English, which it says then."""
    for one in (tag, tag.split("-")[0]):
        path = project.starter_page(f"{_EXAMPLE}.{one}.toml")
        if path.is_file():
            return read_text(path)
    text = read_text(project.starter_page(f"{_EXAMPLE}.toml"))
    return text if tag.split("-")[0] == "en" else _TITLE.sub(r'\g<0>written_in = "en"\n', text, count=1)


def new_place(project: Project, kind: str, name: str) -> Path:
    """Return where the new definition called `name` of a `kind`, ``exercises`` or ``classes``, is to be written.

    Raises:
        DefinitionError: The name is none.
        NotFoundError: There is no project to write into.
        OutputError: An exercise or a class is called so already.
    """
    if not project.is_own:
        raise NotFoundError(NO_PROJECT, remedy=Remedy(act=Act.NEW_PROJECT, to="my-classes"))
    if not SLUG.fullmatch(name):
        meant, what = plain_name(name), {"exercises": "an exercise", "classes": "a class"}[kind]
        raise DefinitionError(f'{what} can\'t be called "{name}"', hint=f"call it {meant}" if meant else "")
    path = project.scripts / kind / f"{name}.toml"
    other = path if path.exists() else project.find(next(one for one in _KINDS if one != kind), name)
    if other is not None:
        raise OutputError("is there already", path=other, hint="choose another name")
    return path


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
