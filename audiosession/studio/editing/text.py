"""The text of one file that a person edits, with its version, its values and its faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from audiosession.errors import Fault
from audiosession.files.reading import TEXT_BYTES
from audiosession.project.editing.faults import faults_of_text, values_in
from audiosession.project.editing.places import Place, place_of
from audiosession.project.editing.texts import content_of, shown_text, version_of
from audiosession.project.project import Project, decoded_text


@dataclass(frozen=True, kw_only=True)
class DefinitionText:
    """A file that a person edits, as it stands.

    Args:
        kind: One of `audiosession.studio.offers.EDITED`.
        name: What the project calls it; of what there is one of, its kind.
        path: Where it stands in the project, or will once it is written: ``scripts/exercises/swan.toml``.
        text: What it says, letter by letter; empty where there is no such file. In the place of a secret, such as the
            key of a speech server, stands its number; saved so, it stays what it is.
        version: That of its bytes, which a change has to name; empty where the project has no such file of its own.
        is_own: Whether it stands in the project; else it comes with the program, and its first change copies it.
        values: What it holds, as JSON values; None where it is no TOML.
        faults: What is wrong with it, each with its line and, in `at`, the keys that lead there.
    """

    kind: str
    name: str
    path: str
    text: str = field(repr=False)
    version: str
    is_own: bool
    values: Mapping[str, Any] | None = field(repr=False)
    faults: tuple[Fault, ...]


def definition_text(project: Project, kind: str, name: str = "") -> DefinitionText:
    """Return the file of a `kind` called `name`.

    Raises:
        NotFoundError: There is no such kind, or the project lists no such name.
        DefinitionError: It can't be read, or is no text.
    """
    return text_at(project, place_of(project, kind, name))


def text_at(project: Project, place: Place) -> DefinitionText:
    """Return the file that stands at `place`; see `definition_text`."""
    content = None if place.read is None else content_of(place.read, TEXT_BYTES)
    text = "" if content is None or place.read is None else decoded_text(content, place.read)
    shown = shown_text(place.own, text)
    return DefinitionText(
        kind=place.kind,
        name=place.name,
        path=project.told(place.own),
        text=shown,
        version=version_of(content) if place.is_own else "",
        is_own=place.is_own,
        values=values_in(shown),
        faults=() if content is None else faults_of_text(project, place, text),
    )
