"""Which definitions of a project use an exercise, and where in them it is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiosession.errors import AudioSessionError
from audiosession.project.editing.places import Place, known_names, place_of
from audiosession.project.project import Project, read_text
from audiosession.toml_text import toml_table
from audiosession.value_words import KeyPath
from audiosession.writing.levels import FORMS


@dataclass(frozen=True, kw_only=True)
class Use:
    """A file that names an exercise, and the keys that lead to each place where it does."""

    place: Place
    at: tuple[KeyPath, ...]


def uses_of(project: Project, name: str) -> list[Use]:
    """Return the classes, their translations and the exercises that name the exercise called `name`; not itself."""
    found = []
    for kind in ("class", "translation", "exercise"):
        for one in known_names(project, kind):
            if kind == "exercise" and one == name:
                continue
            with suppress(AudioSessionError):  # a file at fault is told where it is checked
                place = place_of(project, kind, one)
                if at := tuple(_named(_table(place.read), name)):
                    found.append(Use(place=place, at=at))
    return found


def _table(path: Path | None) -> Mapping[str, Any]:
    return {} if path is None else toml_table(read_text(path), path)


def _named(table: Mapping[str, Any], name: str) -> Iterator[KeyPath]:
    for index, entry in enumerate(_list(table, "exercise")):
        if isinstance(entry, Mapping) and entry.get("use") == name:
            yield "exercise", index, "use"
    for form in ("", *FORMS):
        own = table.get(form) if form else table
        if isinstance(own, Mapping):
            above = (form,) if form else ()
            yield from ((*above, "warm_ups", n) for n, one in enumerate(_list(own, "warm_ups")) if one == name)
            if own.get("instead") == name:
                yield *above, "instead"


def _list(table: Mapping[str, Any], key: str) -> list[Any]:
    found = table.get(key)
    return found if isinstance(found, list) else []
