"""Classes as JSON values: written, placed, previewed, built, and what else is made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from audiosession.errors import FaultsError
from audiosession.studio.shapes.faults import fault_shape
from audiosession.units import to_seconds

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json, Words
    from audiosession.studio.results import (
        Built,
        BuiltFile,
        BuiltPart,
        Failed,
        Placed,
        Plan,
        Plotted,
        Previewed,
        PreviewFile,
        RecordingList,
        Rehearsed,
        SequencedClass,
        SequencedExercise,
        Stems,
    )
    from audiosession.timing.pieces import Note


def _built(built: Built) -> Json:
    return {
        "path": str(built.path),
        "unchanged": built.unchanged,
        "windows": {"all": built.windows, "made": built.made},
        "changes": list(built.changes),
        "remarks": list(built.remarks),
        **_gave_way(built.notes),
        "session": built.session.model_dump(mode="json", by_alias=True, exclude_unset=True),
    }


def _built_part(built: BuiltPart) -> Json:
    from audiosession.timing.timeline import to_events

    return {
        "path": str(built.path),
        "title": built.title,
        "part": built.part,
        "voice": built.voice,
        "start": to_seconds(built.start),
        "end": to_seconds(built.end),
        "exact": built.is_exact,
        "windows": {"all": built.windows, "made": built.made},
        "events": [*to_events(built.cues)],
    }


def _gave_way(notes: Sequence[Note]) -> dict[str, Json]:
    told: list[Json] = [{"line": one.line, "wanted": one.wanted, "became": one.became} for one in notes if one.became]
    left: list[Json] = [
        {"path": str(one.path or ""), "line": one.line, "wanted": one.wanted, "remedy": one.remedy}
        for one in notes
        if one.is_unsaid
    ]
    return {"replaced": told, "unsaid": left}


def _rehearsed(rehearsed: Rehearsed) -> Json:
    from audiosession.timing.timeline import to_json

    plan = rehearsed.written.plan
    return {
        "title": rehearsed.written.title,
        "exercises": [
            {"exercise": one.exercise.name, "level": one.exercise.level, "reps": one.reps} for one in plan.exercises
        ]
        if plan
        else [],
        "changes": list(rehearsed.changes),
        **_gave_way(rehearsed.notes),
        "guessed_lines": rehearsed.n_guessed,
        **to_json(rehearsed.timeline),
    }


def _placed(placed: Placed) -> Json:
    from audiosession.timing.timeline import to_json

    second = placed.spoken.second
    voices = {"voice": placed.spoken.name, **({"count_voice": second.name} if second else {})}
    return {"title": placed.written.title, **voices, **to_json(placed.timeline)}


def _built_file(built: BuiltFile) -> Json:
    return {
        "name": built.name,
        "title": built.title,
        "source": built.source,
        "format": built.form,
        "bytes": built.n_bytes,
        "duration": built.duration,
        "voice": built.voice,
        "pace": built.pace,
        "language": built.language,
        "built_at": built.built_at,
        "whole": built.is_whole,
        "fault": built.fault,
        "beside": dict(built.beside),
    }


def _plotted(plotted: Plotted) -> Json:
    return {"path": str(plotted.path)}


def _plan(plan: Plan) -> Json:
    return {
        "name": plan.name,
        "title": plan.title,
        "description": plan.description,
        "exercises": [
            {
                "exercise": one.exercise.name,
                "title": one.exercise.title,
                "level": one.exercise.level,
                "reps": one.reps,
                "optional": one.optional,
            }
            for one in plan.exercises
        ],
    }


def _stems(stems: Stems) -> Json:
    return [str(path) for path in stems.files]


def _recording_list(made: RecordingList) -> Json:
    return {
        "csv": str(made.csv),
        "text": str(made.text),
        "lines": [{"number": row.number, "file": row.file, "text": row.text} for row in made.needed],
        "missing": [row.file for row in made.missing],
    }


def _previewed(previewed: Previewed) -> dict[str, Json]:
    from audiosession.timing.timeline import to_events

    return {
        "title": previewed.title,
        "voice": previewed.voice,
        "start": to_seconds(previewed.start),
        "end": to_seconds(previewed.end),
        "exact": previewed.is_exact,
        "gain_db": previewed.gain_db,
        "events": [*to_events(previewed.cues)],
    }


def _preview_file(written: PreviewFile) -> Json:
    return {"path": str(written.path), **_previewed(written.previewed)}


def _sequenced_class(made: SequencedClass) -> Json:
    return {
        "path": None if made.path is None else str(made.path),
        "title": made.title,
        "wish": made.wish,
        "length": to_seconds(made.length),
        "least": to_seconds(made.least),
        "usual": to_seconds(made.usual),
        "most": to_seconds(made.most),
        "exercises": [_sequenced_exercise(one) for one in made.exercises],
        "unmet": list(made.unmet),
        "text": made.text,
    }


def _sequenced_exercise(one: SequencedExercise) -> dict[str, Json]:
    return {
        "exercise": one.name,
        "title": one.title,
        "section": one.section,
        "level": one.level,
        "position": one.position,
        "reps": one.reps,
        "reasons": list(one.reasons),
    }


def _failed(failed: Failed, words: Words) -> Json:
    error = failed.error
    faults = error.faults if isinstance(error, FaultsError) else (error.as_fault(),)
    return {"name": failed.name, "faults": [fault_shape(fault, words) for fault in faults]}


CLASS_SHAPES: Mapping[str, Callable[[Any], Json]] = {
    "Built": _built,
    "BuiltFile": _built_file,
    "BuiltPart": _built_part,
    "Placed": _placed,
    "Plan": _plan,
    "Plotted": _plotted,
    "PreviewFile": _preview_file,
    "Previewed": _previewed,
    "RecordingList": _recording_list,
    "Rehearsed": _rehearsed,
    "SequencedClass": _sequenced_class,
    "SequencedExercise": _sequenced_exercise,
    "Stems": _stems,
}
"""What makes JSON values of each result, by the name of its type."""
CLASS_WORDED: Mapping[str, Callable[[Any, Words], Json]] = {"Failed": _failed}
"""Those in which something is told in the words of a face."""
