"""What is wrong with a text, as if it were saved: in the words of those who read such a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from audiosession.errors import AudioSessionError, Fault, FaultsError
from audiosession.project.editing.blocks import key_at
from audiosession.project.editing.places import Place
from audiosession.project.project import Project, as_if_saved
from audiosession.toml_text import read_toml


def faults_of_text(project: Project, place: Place, text: str) -> tuple[Fault, ...]:
    """Return all that is wrong with `text`, saved at `place`, each with its line and with the keys that lead to it."""
    path = place.read or place.own
    with as_if_saved(path, text.encode("utf-8", "surrogatepass")):
        found = _faults_of(_reader(project, place, text))
    return told_faults(project, place, text, found)


def told_faults(project: Project, place: Place, text: str, found: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return the faults that were `found` in `text`, each with its file as the project tells it, and its keys."""
    told = []
    for fault in dict.fromkeys(found):
        path = fault.path
        if isinstance(path, Path):
            path = project.told(place.own if path == place.read else path)
        is_here = path == project.told(place.own)
        at = fault.at or (key_at(text, fault.line) if is_here and fault.line else ())
        told.append(replace(fault, path=path, at=at))
    return tuple(told)


def values_in(text: str) -> Mapping[str, Any] | None:
    """Return the table that `text` holds as JSON values, dates as texts; None where it is no TOML."""
    try:
        found = read_toml(text, "the text")
    except FaultsError:
        return None
    return None if found.faults or found.table is None else _plain_table(found.table)


def _plain_table(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain_table(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain_table(one) for one in value]
    is_plain = isinstance(value, str | bool | int) or (isinstance(value, float) and abs(value) < float("inf"))
    return value if is_plain else str(value)


def _faults_of(read: Callable[[], object]) -> list[Fault]:
    try:
        read()
    except FaultsError as error:
        return list(error.faults)
    except AudioSessionError as error:
        return [error.as_fault()]
    return []


def _reader(project: Project, place: Place, text: str) -> Callable[[], object]:
    """Return what reads such a file as everybody does; only what it needs is loaded."""
    match place.kind:
        case "exercise" | "class" | "translation":
            from audiosession.project.reading.definitions import read_either

            tag = place.name.partition(".")[2] or None
            return partial(read_either, project, place.folder, place.stem, tag)
        case "language":
            from audiosession.project.languages import read_language

            return partial(read_language, project, place.name)
        case "lexicon":
            from audiosession.writing.lexicon import read_lexicon

            return partial(read_lexicon, text, place.read or place.own)
        case "beds":
            from audiosession.beds.bed import read_beds

            return partial(read_beds, text, place.own)
        case "takes":
            from audiosession.project.takes.found import chosen_in

            return partial(chosen_in, text, place.own)
        case _:
            return partial(_read_show, project)


def _read_show(project: Project) -> None:
    from audiosession.project.show_faults import show_faults

    if found := show_faults(project):
        raise FaultsError(found)
