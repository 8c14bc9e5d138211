"""Exercises and classes as whole files: new ones, copies, other names, and those that are taken out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audiosession.errors import DefinitionError, FaultsError
from audiosession.naming import file_slug, plain_name
from audiosession.project.editing.changes import Put
from audiosession.project.editing.edited import with_changes
from audiosession.project.editing.faults import faults_of_text
from audiosession.project.editing.places import Place, field_order, overlays, place_of
from audiosession.project.editing.texts import FileChange, changed_text, content_of
from audiosession.project.editing.uses import uses_of
from audiosession.project.project import TRANSLATED, Project, decoded_text
from audiosession.project.reading.translations import translated_into
from audiosession.writing.translating.tree import toml_value

_LONGEST = 50
_WHOLE = ("exercise", "class")
"""The kinds that may be copied and have other names."""
_TAKEN_OUT = ("exercise", "class", "translation", "language")
_PICTURES = (".jpg", ".png")


@dataclass(frozen=True, kw_only=True)
class NewFiles:
    """The files of something new, or of something under another name: what it is called, and what is written."""

    place: Place
    changes: tuple[FileChange, ...]


def new_class(project: Project, title: str) -> NewFiles:
    """Return a class called `title` without any exercise; as long as it has none, that is its fault.

    Raises:
        FaultsError: No class can have such a title.
    """
    place = _new_place(project, "class", title)
    text = f"{place.blank(project)}title = {toml_value(title)}\n"
    if wrong := [one for one in faults_of_text(project, place, text) if one.at[:1] != ("exercise",)]:
        raise FaultsError(wrong)
    return NewFiles(place=place, changes=(changed_text(place.own, None, text),))


def new_exercise_like(project: Project, title: str, breath: str | None, like: str | None) -> NewFiles:
    """Return an exercise called `title`: a breath pattern, one as another is with words to write anew, or an example.

    Raises:
        AudioSessionError: As `audiosession.studio.new.exercise_text`.
    """
    from audiosession.studio.new import exercise_text  # for whoever begins something

    place = _new_place(project, "exercise", title)
    return _new_text(project, place, title, exercise_text(project, place.name, breath, like, title))


def new_class_of(project: Project, title: str, text: str) -> NewFiles:
    """Return a class called `title` that says `text`, which somebody else made.

    Raises:
        FaultsError: No class can have such a title.
    """
    return _new_text(project, _new_place(project, "class", title), title, text)


def new_exercise_of(project: Project, name: str, text: str) -> NewFiles:
    """Return an exercise that says `text`, which somebody else made, under the very `name`; never over another one.

    It may lack things still: its page tells what, each at its field.

    Raises:
        DefinitionError: It is no name for a file, or something is called so; the hint says which name is free.
    """
    place = _new_place(project, "exercise", name)
    if not name or name != plain_name(name) or len(name) > _LONGEST:
        hint = f"such as {place.name}" if name.strip() else "such as side-kick"
        raise DefinitionError(f"a name has up to {_LONGEST} small letters, digits and hyphens", hint=hint)
    if place.name != name:
        raise DefinitionError(f'something is called "{name}" already', hint=f"{place.name} is free")
    return NewFiles(place=place, changes=(changed_text(place.own, None, text),))


def place_of_new(project: Project, kind: str, title: str) -> Place:
    """Return where an exercise or a class called `title` would stand if it were written now.

    Raises:
        DefinitionError: It is of another `kind`.
    """
    if kind not in _WHOLE:
        raise DefinitionError(f"a {kind} has no title", hint="only exercises and classes have")
    return _new_place(project, kind, title)


def _new_text(project: Project, place: Place, title: str, text: str) -> NewFiles:
    if not title.strip():
        raise DefinitionError("what is it to be called?", hint="give it a title")
    if wrong := [one for one in faults_of_text(project, place, text) if one.at[:1] == ("title",)]:
        raise FaultsError(wrong)
    return NewFiles(place=place, changes=(changed_text(place.own, None, text),))


def copied(project: Project, kind: str, name: str, title: str) -> NewFiles:
    """Return a copy of an exercise or a class under another title, with its translations.

    Raises:
        NotFoundError: There is none.
        DefinitionError: Its title can't be written into it.
    """
    old, new = _whole(project, kind, name), _new_place(project, kind, title)
    changes = [changed_text(new.own, None, _titled(project, old, title))]
    for tag, path in overlays(project, old.folder, old.name):
        changes.append(FileChange(path=_overlay(new, tag), before=None, after=content_of(path)))
    return NewFiles(place=new, changes=tuple(changes))


def renamed(project: Project, kind: str, name: str, title: str) -> NewFiles:
    """Return an exercise or a class under another title, and its files under another name; see `copied`.

    Its translations and its cover follow it, and every definition of the project that names it names it anew. What
    comes with the program stays beside it.
    """
    old, new = _whole(project, kind, name), _new_place(project, kind, title)
    changes = list(copied(project, kind, name, title).changes)
    if old.is_own:
        changes += _taken_out(project, old)
        changes += _covers(project, old.name, new.name)
    changes += _named_anew(project, old.name, new.name) if kind == "exercise" else ()
    return NewFiles(place=new, changes=tuple(changes))


def removed(project: Project, kind: str, name: str) -> tuple[FileChange, ...]:
    """Return that the files of a definition are taken out of the project, with its translations.

    Raises:
        DefinitionError: It comes with the program, or others use it; the hint tells which.
        NotFoundError: There is none.
    """
    place = place_of(project, kind, name)
    if kind not in _TAKEN_OUT or not place.is_own:
        message = "comes with the program" if kind in _TAKEN_OUT else "is taken out entry by entry"
        raise DefinitionError(message, path=project.told(place.own), hint="leave it, or write over it")
    comes_back = (
        project.starter != project.root
        and (project.starter / "scripts" / place.own.relative_to(project.scripts)).is_file()
    )
    if kind == "exercise" and not comes_back and (users := uses_of(project, name)):
        names = ", ".join(dict.fromkeys(one.place.stem for one in users))
        raise DefinitionError(f"is used by {names}", path=project.told(place.own), hint="take it out of these first")
    return tuple(_taken_out(project, place))


def _whole(project: Project, kind: str, name: str) -> Place:
    if kind not in _WHOLE:
        raise DefinitionError(f"a {kind} has no title", hint="only exercises and classes have")
    return place_of(project, kind, name)


def _titled(project: Project, place: Place, title: str) -> str:
    """Return the text at `place` with another title.

    Raises:
        FaultsError: It can't have that title.
    """
    path = place.read or place.own
    text = decoded_text(content_of(path) or b"", path)
    put = Put(at=("title",), value=title)
    edited = with_changes(text, project.told(place.own), [put], lambda at: field_order(place.kind, at))
    if wrong := [one for one in faults_of_text(project, place, edited) if one.at[:1] == ("title",)]:
        raise FaultsError(wrong)
    return edited


def _new_place(project: Project, kind: str, title: str) -> Place:
    """Return where a definition called `title` is to stand, under a name that nothing else has."""
    base = (plain_name(title) or file_slug(title).replace(".", "-"))[:_LONGEST].strip("-")
    folder = "classes" if kind == "class" else "exercises"
    taken = {name for one in TRANSLATED for name in project.names(one)}
    number, name = 1, base
    while name in taken or any((project.scripts / one / f"{name}.toml").exists() for one in TRANSLATED):
        number += 1
        name = f"{base}-{number}"
    return Place(kind=kind, name=name, own=project.scripts / folder / f"{name}.toml", read=None)


def _overlay(place: Place, tag: str) -> Path:
    return place.own.with_name(f"{place.name}.{tag}.toml")


def _taken_out(project: Project, place: Place) -> Iterator[FileChange]:
    """Yield that the project's own files of a definition are gone."""
    yield FileChange(path=place.own, before=content_of(place.own), after=None)
    if place.kind in _WHOLE:
        for tag in translated_into(project, place.folder, place.name):
            if (path := _overlay(place, tag)).is_file():
                yield FileChange(path=path, before=content_of(path), after=None)


def _covers(project: Project, old: str, new: str) -> Iterator[FileChange]:
    for suffix in _PICTURES:
        path = project.scripts / "covers" / f"{old}{suffix}"
        if path.is_file() and not path.with_stem(new).exists():
            picture = content_of(path)
            yield FileChange(path=path.with_stem(new), before=None, after=picture)
            yield FileChange(path=path, before=picture, after=None)


def _named_anew(project: Project, old: str, new: str) -> Iterator[FileChange]:
    """Yield each of the project's own files that names an exercise, with its new name."""
    for use in uses_of(project, old):
        if use.place.is_own:
            before = content_of(use.place.own) or b""
            puts = [Put(at=at, value=new) for at in use.at]
            told = project.told(use.place.own)
            text = with_changes(decoded_text(before, use.place.own), told, puts, lambda at: [])
            yield changed_text(use.place.own, before, text)
