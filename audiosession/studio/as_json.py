"""The results of the studio's verbs as JSON values: the one place that knows their shapes, for ``--json`` and the web.

Times are seconds with three decimals. Nothing heavy is loaded for it: whoever has a result has loaded its type.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any, TypeAlias

from audiosession.errors import Fault, Remedy, Where
from audiosession.studio.shapes.catalogues import CATALOGUE_WORDED
from audiosession.studio.shapes.classes import CLASS_SHAPES, CLASS_WORDED
from audiosession.studio.shapes.daily import DAILY_WORDED
from audiosession.studio.shapes.editing import EDITING_SHAPES, EDITING_WORDED
from audiosession.studio.shapes.faults import fault_shape
from audiosession.studio.shapes.glances import GLANCE_SHAPES, GLANCE_WORDED
from audiosession.studio.shapes.importing import IMPORTING_SHAPES, IMPORTING_WORDED
from audiosession.studio.shapes.languages import LANGUAGE_SHAPES, LANGUAGE_WORDED
from audiosession.studio.shapes.live import LIVE_SHAPES, LIVE_WORDED
from audiosession.studio.shapes.outlines import OUTLINE_WORDED
from audiosession.studio.shapes.publishing import PUBLISHING_SHAPES, PUBLISHING_WORDED
from audiosession.units import to_seconds

if TYPE_CHECKING:
    from audiosession.studio.results import (
        AddedVoice,
        Candidates,
        CheckReport,
        ClassRow,
        Engine,
        EpisodeRow,
        Examined,
        ExerciseRow,
        HeardWords,
        LineTakes,
        ListRow,
        Many,
        MusicRow,
        NewProject,
        PaceRow,
        SoundRow,
        TakeCache,
        Tried,
        Verified,
    )

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


def _plain(remedy: Remedy | str) -> str:
    return remedy if isinstance(remedy, str) else f"{remedy.act} {remedy.to}".strip()


def _plain_hint(fault: Fault) -> str:
    return ", or ".join(filter(None, (fault.hint, _plain(fault.remedy or ""))))


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a face says in its own words within a result.

    Args:
        path: Returns a path as its reader wants to see it.
        remedy: Returns what to do; a text is its own words.
        hint: Returns everything that can be done about a fault, in one line.
    """

    path: Callable[[Where], str] = str
    remedy: Callable[[Remedy | str], str] = _plain
    hint: Callable[[Fault], str] = _plain_hint


def as_json(result: object, words: Words | None = None) -> Json:
    """Return what a verb of the studio returned as JSON values.

    Raises:
        TypeError: It is no such result.
    """
    said = words or Words()
    if isinstance(result, str):
        return result
    if isinstance(result, list | tuple):
        return [as_json(one, said) for one in result]
    name = type(result).__name__
    if name in _SHAPES:
        return _SHAPES[name](result)
    if name in _WORDED:
        return _WORDED[name](result, said)
    raise TypeError(f"{name} is no result of the studio")


def _many(many: Many, words: Words) -> Json:
    return as_json(many.outcomes, words)


def _check_report(report: CheckReport, words: Words) -> Json:
    return {
        "files": report.n_read,
        "faults": [fault_shape(one, words) for one in report.faults],
        "warnings": [fault_shape(one, words) for one in report.warnings],
    }


def _verified(verified: Verified) -> Json:
    measured = verified.measured
    levels = {"lufs": measured.lufs, "speech_lufs": measured.speech_lufs}
    levels["tone_over_bed_db"] = measured.tone_over_bed_db
    return {
        **asdict(measured),
        **{name: level if isfinite(level) else None for name, level in levels.items()},
        "length": to_seconds(measured.length),
        "header_length": to_seconds(verified.header),
        "dead_air": [[to_seconds(start), to_seconds(end)] for start, end in measured.dead_air],
        "missing": list(verified.missing),
        "faults": list(verified.faults),
        "remarks": list(verified.remarks),
        "words": _heard_words(verified.words) if verified.words else None,
    }


def _heard_words(words: HeardWords) -> Json:
    return {"lines": [asdict(line) for line in words.lines], "unkept": list(words.unkept)}


def _examined(one: Examined, words: Words) -> Json:
    return {
        "name": one.name,
        "ok": one.ok,
        "needed": one.needed,
        "found": one.found,
        "cure": words.remedy(one.cure),
    }


def _new_project(made: NewProject) -> Json:
    return {"folder": str(made.folder), "files": [str(path) for path in made.files]}


def _row(row: ListRow) -> Json:
    return {"name": row.name, "summary": row.summary}


def _pace_row(row: PaceRow) -> Json:
    return {"name": row.name, "seconds_per_count": row.seconds_per_count, "summary": row.summary}


def _exercise_row(row: ExerciseRow) -> Json:
    return {
        "name": row.name,
        "title": row.title,
        "position": row.position,
        "level": row.level,
        "reps": {"default": row.reps, "min": row.min_reps, "max": row.max_reps},
        "warm_ups": list(row.warm_ups),
        "focus": list(row.focus),
        "spine": row.spine,
        "forms": list(row.forms),
        "summary": row.summary,
    }


def _class_row(row: ClassRow) -> Json:
    return {
        "name": row.name,
        "title": row.title,
        "description": row.description,
        "exercises": list(row.exercises),
        "season": row.season,
        "summary": row.summary,
    }


def _music_row(row: MusicRow) -> Json:
    of_a_bed: dict[str, Json] = (
        {} if row.path is None else {"file": str(row.path), "licence": row.licence, "tempo_bpm": row.tempo_bpm}
    )
    return {"name": row.name, "title": row.title, **of_a_bed, "summary": row.summary}


def _sound_row(row: SoundRow) -> Json:
    return {
        "name": row.name,
        "title": row.title,
        "file": str(row.path),
        "licence": row.licence,
        "summary": row.summary,
    }


def _episode_row(row: EpisodeRow) -> Json:
    decided: dict[str, Json] = (
        {} if row.guid is None else {"season": row.season, "number": row.number, "kind": row.kind, "guid": row.guid}
    )
    return {
        "name": row.name,
        "title": row.title,
        "state": row.state,
        "date": row.date,
        **decided,
        "built": row.is_built,
        "summary": row.summary,
    }


def _engine(engine: Engine, words: Words) -> Json:
    facts = engine.facts
    return {
        "name": engine.name,
        "summary": facts.summary,
        "spec": facts.spec,
        "privacy": facts.privacy,
        "cost": facts.cost,
        "languages": list(facts.languages),
        "words_per_minute": engine.words_per_minute,
        "heard": [
            {"voice": one.voice, "words_per_minute": one.words_per_minute, "lines": one.n_lines} for one in engine.heard
        ],
        "cure": words.remedy(facts.cure),
        "ready": engine.is_ready,
    }


def _line_takes(line: LineTakes) -> Json:
    return {
        "voice": line.voice,
        "text": line.text,
        "takes": [
            {
                **({"recording": one.recording} if one.number is None else {"take": one.number}),
                "duration": to_seconds(one.duration),
                "chosen": one.is_chosen,
            }
            for one in line.takes
        ],
        "new": line.new,
        "path": None if line.path is None else str(line.path),
    }


def _tried(tried: Tried) -> Json:
    return {
        "voice": tried.voice,
        "note": tried.note,
        "path": str(tried.path),
        "duration": to_seconds(tried.duration),
    }


def _added_voice(added: AddedVoice) -> Json:
    return {"voice": added.spec, "path": str(added.path)}


def _take_cache(cache: TakeCache) -> Json:
    return {
        "folder": str(cache.folder),
        "takes": cache.n_takes,
        "bytes": cache.n_bytes,
        "removed": cache.n_removed,
    }


def _candidates(found: Candidates) -> Json:
    return {
        kind: [{"name": one.slug, "title": one.title, "duration": one.audio.duration} for one in sessions]
        for kind, sessions in (("known", found.known), ("new", found.new))
    }


_SHAPES: Mapping[str, Callable[[Any], Json]] = {
    **CLASS_SHAPES,
    **GLANCE_SHAPES,
    **EDITING_SHAPES,
    **IMPORTING_SHAPES,
    **LANGUAGE_SHAPES,
    **LIVE_SHAPES,
    **PUBLISHING_SHAPES,
    "AddedVoice": _added_voice,
    "Candidates": _candidates,
    "ClassRow": _class_row,
    "EpisodeRow": _episode_row,
    "ExerciseRow": _exercise_row,
    "HeardWords": _heard_words,
    "MusicRow": _music_row,
    "NewProject": _new_project,
    "PaceRow": _pace_row,
    "SoundRow": _sound_row,
    "LineTakes": _line_takes,
    "ListRow": _row,
    "TakeCache": _take_cache,
    "Tried": _tried,
    "Verified": _verified,
}
_WORDED: Mapping[str, Callable[[Any, Words], Json]] = {
    **CATALOGUE_WORDED,
    **CLASS_WORDED,
    **DAILY_WORDED,
    **GLANCE_WORDED,
    **EDITING_WORDED,
    **IMPORTING_WORDED,
    **LANGUAGE_WORDED,
    **OUTLINE_WORDED,
    **LIVE_WORDED,
    **PUBLISHING_WORDED,
    "CheckReport": _check_report,
    "Engine": _engine,
    "Many": _many,
    "Examined": _examined,
}
"""Those in which something is told in the words of a face."""
