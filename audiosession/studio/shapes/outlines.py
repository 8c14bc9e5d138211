"""Outlines of classes as JSON values; times are milliseconds here, as everywhere on the pages of the studio."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from audiosession.studio.shapes.faults import fault_shape

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json, Words
    from audiosession.studio.outlines.entries import OutlineEntry
    from audiosession.studio.outlines.mends import Mend, PlanFinding
    from audiosession.studio.outlines.outline import Outline


def _outline(found: Outline, words: Words) -> Json:
    span = found.span
    return {
        "name": found.name,
        "kind": found.kind,
        "title": found.title,
        "path": found.path,
        "length": found.length,
        "asked": found.asked,
        "span": None if span is None else {"least": int(span.least), "usual": int(span.usual), "most": int(span.most)},
        "lines": found.n_lines,
        "guessed": found.n_guessed,
        "entries": [_entry(one) for one in found.entries],
        "parts": [
            {"title": one.title, "exercise": one.exercise, "start": one.start, "end": one.end} for one in found.parts
        ],
        "findings": [_finding(one, words) for one in found.findings],
        "written": {key: _plain(value) for key, value in found.written.items()},
        "usual": {key: _plain(value) for key, value in found.usual.items()},
        "languages": list(found.languages),
        "empty": found.is_empty,
    }


def _plain(value: Any) -> Json:
    return value if isinstance(value, int | float | bool) or value is None else str(value)


def _entry(entry: OutlineEntry) -> Json:
    exercise, written = entry.exercise, entry.written
    told: dict[str, Json] = {
        "at": entry.at,
        "use": entry.use,
        "title": entry.title,
        "section": written.section if written else "",
        "reps": entry.reps,
        "written_reps": written.reps if written else None,
        "optional": bool(written and written.optional),
        "pace": written.pace if written else None,
        "side": entry.side and str(entry.side),
        "start": entry.start,
        "end": entry.end,
        "held": entry.held,
        "way": None if entry.way is None else {"text": entry.way.text, "lasts": entry.way.lasts},
        "left_out": entry.is_left_out,
    }
    if exercise is None:
        return told
    return {
        **told,
        "position": exercise.position,
        "level": exercise.level,
        "held_most": exercise.limits.held,
        "reps_range": {"usual": exercise.reps.default, "min": exercise.reps.min, "max": exercise.reps.max},
        "sides": entry.has_sides,
    }


def _finding(finding: PlanFinding, words: Words) -> Json:
    told: Any = fault_shape(finding.fault, words)
    place: dict[str, Json] = {"kind": finding.kind, "at": finding.at, "start": finding.start}
    return {**told, **place, "mends": [_mend(one) for one in finding.mends]}


def _mend(mend: Mend) -> Json:
    return {"label": mend.label, "changes": [dict(one) for one in mend.changes], "wanted": dict(mend.wanted)}  # type: ignore[arg-type]


OUTLINE_WORDED: Mapping[str, Callable[[Any, Words], Json]] = {"Outline": _outline}
"""What makes JSON values of each result, in the words of a face."""
