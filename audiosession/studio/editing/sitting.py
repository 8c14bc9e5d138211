"""One sitting of a person at a project: what she changes, and undoes. Several threads may use it at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING, Any

from audiosession.errors import Fault, FaultsError
from audiosession.files.reading import TEXT_BYTES
from audiosession.project.editing.changes import read_change
from audiosession.project.editing.edited import with_changes
from audiosession.project.editing.faults import faults_of_text, values_in
from audiosession.project.editing.places import Place, field_order, place_of
from audiosession.project.editing.secrets import unhidden
from audiosession.project.editing.texts import (
    FileChange,
    changed_text,
    content_of,
    copied_overlays,
    refuse_stale,
    shown_text,
    version_of,
)
from audiosession.project.project import Project, decoded_text
from audiosession.studio.editing.checked import CheckedText, TextChecks
from audiosession.studio.editing.definitions import (
    copied,
    new_class,
    new_class_of,
    new_exercise_like,
    new_exercise_of,
    place_of_new,
    removed,
    renamed,
)
from audiosession.studio.editing.journal import Journal, JournalEntry
from audiosession.studio.editing.labels import label_of, title_of
from audiosession.studio.editing.text import DefinitionText, definition_text, text_at

if TYPE_CHECKING:
    from audiosession.studio.editing.songs import Song
    from audiosession.studio.sequencing.made import SequencedClass


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
        self._checks = TextChecks(project)
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
            text = unhidden(text, self._text(place, before))
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
            edited = unhidden(edited, text)
            self._refuse_worse(place, text, edited)
            values = values_in(shown_text(place.own, text)) or {}
            return self._made(place, label_of(title_of(values, place.name), values, read), before, edited)

    def new_class(self, title: str) -> EditedText:
        """Write a class called `title`, still without an exercise, under the name that follows from it.

        Raises:
            FaultsError: No class can have such a title.
            NotFoundError: There is no project to write into.
        """
        with self._lock:
            made = new_class(self.project, title)
            return self._edited(made.place, f"{title}: new", made.changes)

    def new_exercise(self, title: str, breath: str | None = None, like: str | None = None) -> EditedText:
        """Write an exercise called `title`, as `audiosession.studio.new.new_exercise` makes one; see `new_class`."""
        with self._lock:
            made = new_exercise_like(self.project, title, breath, like)
            return self._edited(made.place, f"{title}: new", made.changes)

    def take_class(self, made: SequencedClass, title: str = "") -> EditedText:
        """Write a class that was put together from a wish, under the name that follows from its title."""
        with self._lock:
            files = new_class_of(self.project, title or made.title, made.text)
            return self._edited(files.place, f"{title or made.title}: from a wish", files.changes)

    def take_exercise(self, name: str, text: str) -> EditedText:
        """Write an exercise that was drafted from an article under the very `name`, never over another one.

        Raises:
            DefinitionError: It is no name for a file, or something is called so.
            NotFoundError: There is no project to write into.
        """
        with self._lock:
            made = new_exercise_of(self.project, name, text)
            return self._edited(made.place, f"{title_of(values_in(text), name)}: from an article", made.changes)

    def copy(self, kind: str, name: str, title: str) -> EditedText:
        """Copy an exercise or a class, with its translations, under another title; see `new_class`."""
        with self._lock:
            made = copied(self.project, kind, name, title)
            return self._edited(made.place, f"{title}: copy of {name}", made.changes)

    def rename(self, kind: str, name: str, title: str, *, with_file: bool = False) -> EditedText:
        """Give an exercise or a class another title; with its file, all that names it names it anew.

        Its translations and its cover follow the file. What was built and published under the old name stays so.
        """
        with self._lock:
            if not with_file:
                version = definition_text(self.project, kind, name).version
                return self.edit(kind, name, [{"at": ["title"], "value": title}], version)
            made = renamed(self.project, kind, name, title)
            return self._edited(made.place, f"{title}: was {name}", made.changes)

    def remove(self, kind: str, name: str) -> JournalEntry:
        """Take a definition's own files out of the project; what comes with the program is there again then.

        Raises:
            DefinitionError: Others use it, as the message tells; or it comes with the program.
            NotFoundError: There is none.
        """
        with self._lock:
            changes = removed(self.project, kind, name)
            return self._journal.make(f"{name}: taken out", changes)

    def add_song(self, song: Song) -> EditedText:
        """Take a song into the project's music, once it was decoded, and tell of it in beds.toml.

        Raises:
            DefinitionError, FaultsError, CodecError: As `audiosession.studio.editing.songs.song_changes`.
        """
        from audiosession.studio.editing.songs import song_changes  # whoever edits texts decodes nothing

        with self._lock:
            name, changes = song_changes(self.project, song)
            return self._edited(place_of(self.project, "beds"), f"{song.title or name}: new song", changes)

    def write_notes(self, name: str, text: str, version: str) -> JournalEntry:
        """Write one's own words for the show notes of the built class `name`; an empty `text` takes them away.

        Raises:
            NotFoundError: No built class is called so.
            ConflictError, DefinitionError, OutputError: As `write_text`.
        """
        from audiosession.studio.editing.notes import notes_change  # whoever edits texts publishes nothing

        with self._lock:
            return self._journal.make(f"{name}: notes", [notes_change(self.project, name, text, version)])

    def check_text(self, kind: str, name: str, text: str, *, is_brief: bool = True) -> CheckedText:
        """Return what a file would be told of if it held `text`: briefly while somebody types, else all of it.

        Briefly, no narration is written, so that what only a whole class shows is left out.

        Raises:
            NotFoundError: There is no such kind, or the project lists no such name.
        """
        with self._lock:
            return self._checks.check(kind, name, text, is_brief=is_brief)

    def check_new(self, kind: str, title: str, text: str) -> CheckedText:
        """Return what a new exercise or class called `title` would be told of if it held `text`; see `check_text`.

        Raises:
            DefinitionError: It is of another kind.
        """
        with self._lock:
            return self._checks.check_at(place_of_new(self.project, kind, title), text)

    def name_of_new(self, kind: str, title: str) -> str:
        """Return the name that a new exercise or class called `title` would have: one that nothing has."""
        with self._lock:
            return place_of_new(self.project, kind, title).name

    @contextmanager
    def noting(self, kind: str, label: str) -> Iterator[None]:
        """Keep what another verb of the door does meanwhile to the one file of a `kind`, to be undone as all else."""
        with self._lock:
            path = place_of(self.project, kind, "").own
            before = content_of(path)
            yield
            self._journal.note(label, [FileChange(path=path, before=before, after=content_of(path))])

    def undo(self) -> JournalEntry:
        """Bring back what the last change found; see `Journal.undo`."""
        with self._lock:
            return self._journal.undo()

    def undo_over(self) -> JournalEntry:
        """Undo the last change over what somebody has made of its files since; see `Journal.undo_over`."""
        with self._lock:
            return self._journal.undo_over()

    def let_go(self, path: str) -> None:
        """Let what somebody made of a file stand; see `Journal.let_go`."""
        with self._lock:
            self._journal.let_go(path)

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
