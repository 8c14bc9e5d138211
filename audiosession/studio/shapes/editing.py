"""What is edited in a project's files, as JSON values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from audiosession.errors import Fault
from audiosession.studio.shapes.faults import fault_shape

if TYPE_CHECKING:
    from audiosession.project.editing.stamps import ChangedFiles
    from audiosession.studio.as_json import Json, Words
    from audiosession.studio.editing.checked import CheckedText
    from audiosession.studio.editing.journal import JournalEntry
    from audiosession.studio.editing.notes import OwnNotes
    from audiosession.studio.editing.sitting import EditedText
    from audiosession.studio.editing.songs import SongPeaks
    from audiosession.studio.editing.text import DefinitionText


def placed_fault(fault: Fault, words: Words) -> Json:
    """Return a fault with the keys that lead to it, so that a form can tell it at its field."""
    shape = fault_shape(fault, words)
    return {**shape, "at": list(fault.at)} if isinstance(shape, dict) else shape


def _text(text: DefinitionText, words: Words) -> Json:
    values: Any = text.values
    return {
        "kind": text.kind,
        "name": text.name,
        "path": text.path,
        "text": text.text,
        "version": text.version,
        "is_own": text.is_own,
        "values": values,
        "faults": [placed_fault(one, words) for one in text.faults],
    }


def _entry(entry: JournalEntry) -> Json:
    return {
        "number": entry.number,
        "label": entry.label,
        "paths": list(entry.paths),
        "is_undone": entry.is_undone,
    }


def _notes(notes: OwnNotes) -> Json:
    return {"name": notes.name, "path": notes.path, "text": notes.text, "version": notes.version}


def _edited(edited: EditedText, words: Words) -> Json:
    return {"text": _text(edited.text, words), "entry": _entry(edited.entry)}


def _checked(checked: CheckedText, words: Words) -> Json:
    return {
        "faults": [placed_fault(one, words) for one in checked.faults],
        "warnings": [placed_fault(one, words) for one in checked.warnings],
        "count_ms": checked.count,
        "fits": [
            {"at": list(one.keys), "text": one.text, "lasts_ms": one.lasts, "room_ms": one.room, "fits": one.fits}
            for one in checked.fits
        ],
    }


def _peaks(song: SongPeaks) -> Json:
    return {"name": song.name, "duration_ms": song.duration, "peaks": list(song.peaks)}


def _changed(changed: ChangedFiles) -> Json:
    return {"new": list(changed.new), "changed": list(changed.changed), "gone": list(changed.gone)}


EDITING_SHAPES: Mapping[str, Callable[[Any], Json]] = {
    "ChangedFiles": _changed,
    "JournalEntry": _entry,
    "OwnNotes": _notes,
    "SongPeaks": _peaks,
}
EDITING_WORDED: Mapping[str, Callable[[Any, Words], Json]] = {
    "CheckedText": _checked,
    "DefinitionText": _text,
    "EditedText": _edited,
}
