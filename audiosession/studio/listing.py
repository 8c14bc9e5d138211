"""What there is to build with, as rows for people and machines."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from audiosession.project.beds import beds
from audiosession.project.library import read_class, read_exercise
from audiosession.project.project import Project
from audiosession.writing.values import PACES

Rows = list[dict[str, Any]]


def catalogue(project: Project, kind: str) -> Rows:
    """Return what there is of `kind`; every row has a `name`, and a `summary` for people.

    Raises:
        DefinitionError: A definition is at fault.
        ValueError: No such kind.
    """
    match kind:
        case "exercises":
            return [_exercise_row(project, name) for name in project.names("exercises")]
        case "classes":
            return [_class_row(project, name) for name in project.names("classes")]
        case "music":
            return _music_rows(project)
        case "paces":
            return [
                {"name": name, "seconds_per_count": seconds, "summary": f"{seconds:g} s a count"}
                for name, seconds in PACES.items()
            ]
        case "voices":
            return _voice_rows()
        case "episodes":
            from audiosession.publishing.decide import episodes

            return [_episode_row(row) for row in episodes(project, datetime.now().astimezone())]
    raise ValueError(f"no catalogue of {kind}")


def _exercise_row(project: Project, name: str) -> dict[str, Any]:
    exercise = read_exercise(project, name)
    reps = exercise.reps
    return {
        "name": name,
        "title": exercise.title,
        "position": exercise.position,
        "level": exercise.level,
        "reps": {"default": reps.default, "min": reps.min, "max": reps.max},
        "warm_ups": list(exercise.warm_ups),
        "summary": f"{exercise.title}: {exercise.position}, {exercise.level}, {reps.min} to {reps.max} reps",
    }


def _class_row(project: Project, name: str) -> dict[str, Any]:
    definition = read_class(project, name)
    uses = [entry.use for entry in definition.exercises]
    summary = f"{definition.title}: {', '.join(uses)}"
    return {
        "name": name,
        "title": definition.title,
        "description": definition.description,
        "exercises": uses,
        "summary": summary,
    }


def _episode_row(row: dict[str, Any]) -> dict[str, Any]:
    date = f" {row['date'][:16]}" if row["date"] else ""
    return {**row, "summary": f"{row['title']}: {row['state']}{date}"}


def _music_rows(project: Project) -> Rows:
    rows: Rows = []
    for name, found in beds(project).items():
        bed = found.bed
        licence = f" ({bed.licence})" if bed.licence else ""
        rows.append(
            {
                "name": name,
                "title": bed.title or bed.file,
                "file": str(found.path),
                "licence": bed.licence,
                "tempo_bpm": bed.tempo_bpm,
                "summary": f"{bed.description or bed.file}{licence}",
            }
        )
    return [*rows, {"name": "none", "title": "No music", "summary": "the voice and the guide tones alone"}]


def _voice_rows() -> Rows:
    from audiosession.voices.registry import engine_facts

    auto = {"name": "auto", "summary": "an added voice of Piper, else gTTS if Google answers, else the embedded one"}
    return [auto, *({"name": name, "summary": facts.summary} for name, facts in engine_facts().items())]
