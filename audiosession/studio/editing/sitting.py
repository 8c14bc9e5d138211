"""One sitting of a person at a project: what she changes, and undoes. Several threads may use it at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import Any

from audiosession.errors import Fault, FaultsError
from audiosession.files.reading import TEXT_BYTES
from audiosession.project.editing.changes import read_change
from audiosession.project.editing.edited import with_changes
from audiosession.project.editing.faults import faults_of_text, values_in
from audiosession.project.editing.places import Place, field_order, place_of
from audiosession.project.editing.texts import (
    FileChange,
    changed_text,
    content_of,
    copied_overlays,
    refuse_stale,
    version_of,
)
from audiosession.project.project import Project, decoded_text
from audiosession.studio.editing.journal import Journal, JournalEntry
from audiosession.studio.editing.labels import label_of, title_of
from audiosession.studio.editing.text import DefinitionText, text_at


@dataclass(frozen=True, kw_only=True)
class EditedText:
    """What came of a change: the file as it stands now, and the entry that undoes it."""

    text: DefinitionText
    entry: JournalEntry


class Sitting:
    """What a person changes in a project, from when she sits down; see `audiosession.studio.verbs.editing.Editing`.

    Every change names the `version` of the text that it was made on, as `DefinitionText` tells it. On any other one a
    `ConflictError` shows both texts, and nothing is written.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self._journal = Journal(project)
        self._lock = RLock()

    def write_text(self, kind: str, name: str, text: str, version: str) -> EditedText:
        """Write the whole `text` of a file as somebody typed it, with faults and all; these come back with it.

        Raises:
            ConflictError: The file is not of that `version` any more.
            NotFoundError: There is no such kind or name, or no project to write into.
            DefinitionError: It is over a megabyte, or no text.
            OutputError: It can't be written.
        """
        with self._lock:
            place = place_of(self.project, kind, name)
            before = self._content(place, version, text)
            label = f"{title_of(values_in(text), place.name)}: text"
            return self._made(place, label, before, text)

    def edit(self, kind: str, name: str, changes: Sequence[Mapping[str, Any]], version: str) -> EditedText:
        """Make `changes`, as `audiosession.project.editing.changes.read_change` reads each, in a file's text.

        Comments, order and layout stay as they are, and what is new stands where a person would write it.

        Raises:
            FaultsError: The file is no TOML, or would be at fault for something that it is not at fault for now; each
                fault tells in `at` the keys that lead to it. Nothing is written.
            DefinitionError: There is no such place in it, or its text can't be edited so.
            ConflictError, NotFoundError, OutputError: As `write_text`.
        """
        with self._lock:
            place = place_of(self.project, kind, name)
            before = self._content(place, version, None)
            text = self._text(place, before)
            read = [read_change(one) for one in changes]
            edited = with_changes(text, self.project.told(place.own), read, lambda at: field_order(kind, at))
            self._refuse_worse(place, text, edited)
            values = values_in(text) or {}
            return self._made(place, label_of(title_of(values, place.name), values, read), before, edited)

    def undo(self) -> JournalEntry:
        """Bring back what the last change found; see `Journal.undo`."""
        with self._lock:
            return self._journal.undo()

    def redo(self) -> JournalEntry:
        """Make the change again that was undone last."""
        with self._lock:
            return self._journal.redo()

    def journal(self) -> tuple[JournalEntry, ...]:
        """Return all changes of this sitting; see `Journal.entries`."""
        with self._lock:
            return self._journal.entries()

    def _content(self, place: Place, version: str, yours: str | None) -> bytes | None:
        """Return what the project's own file holds.

        Raises:
            ConflictError: It is not of that `version`.
        """
        own = content_of(place.own, TEXT_BYTES)
        if version_of(own) != version:
            refuse_stale(self.project, place.own, own, yours)
        return own

    def _text(self, place: Place, own: bytes | None) -> str:
        if place.read is None:
            return place.blank(self.project)
        content = own if own is not None else content_of(place.read, TEXT_BYTES)
        return decoded_text(content or b"", place.read)

    def _made(self, place: Place, label: str, before: bytes | None, text: str) -> EditedText:
        changes = [changed_text(place.own, before, text), *copied_overlays(self.project, place)]
        return self._edited(place, label, changes)

    def _edited(self, place: Place, label: str, changes: Sequence[FileChange]) -> EditedText:
        entry = self._journal.make(label, changes)
        return EditedText(text=text_at(self.project, place_of(self.project, place.kind, place.name)), entry=entry)

    def _refuse_worse(self, place: Place, before: str, after: str) -> None:
        """Refuse a text that is at fault for what the one before it is not at fault for.

        Raises:
            FaultsError: It is.
        """
        known = [_words(one) for one in faults_of_text(self.project, place, before)]
        new: list[Fault] = []
        for fault in faults_of_text(self.project, place, after):
            if _words(fault) in known:
                known.remove(_words(fault))
            else:
                new.append(fault)
        if new:
            raise FaultsError(new)


def _words(fault: Fault) -> tuple[str, str]:
    return fault.message, fault.hint
