"""A class that nobody has built as JSON values: its lanes, its rows and what there is to know of it.

Here times are whole milliseconds, and what comes by the thousand is arrays of numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from audiosession.studio.shapes.faults import fault_shape

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json, Words
    from audiosession.studio.live.findings import LiveFinding
    from audiosession.studio.live.lanes import LiveTimeline
    from audiosession.studio.live.narrated import LiveForm, LiveNarration, LiveRow, LiveSource
    from audiosession.timing.timeline import Clip


def _live_timeline(drawn: LiveTimeline) -> Json:
    from audiosession.studio.live.lanes import FORM_NAMES, KINDS, SIDES

    return {
        "digest": drawn.digest,
        "title": drawn.title,
        "length": drawn.length,
        "asked": drawn.asked,
        "guessed_lines": drawn.n_guessed,
        "names": {
            "kinds": list(KINDS),
            "sides": list(SIDES),
            "forms": list(FORM_NAMES),
            "exercises": list(drawn.exercises),
        },
        "sections": [list(one) for one in drawn.sections],
        "speech": [list(one) for one in drawn.speech],
        "breaths": [list(one) for one in drawn.breaths],
        "pulses": [list(one) for one in drawn.pulses],
        "sounds": [list(one) for one in drawn.sounds],
        "beds": [
            [bed.name, bed.start, bed.end, [[at, round(level_db, 1)] for at, level_db in bed.corners]]
            for bed in drawn.beds
        ],
        "windows": [list(one) for one in drawn.windows],
    }


def _live_narration(narration: LiveNarration) -> Json:
    return {
        "digest": narration.digest,
        "rows": [_row(row) for row in narration.rows],
        "forms": [[_form(form) for form in forms] for forms in narration.forms],
        "sources": [_source(source) for source in narration.sources],
    }


def _row(row: LiveRow) -> Json:
    return {
        "id": row.number,
        "kind": row.kind,
        "start": row.start,
        "end": row.end,
        "text": row.text,
        "form": row.form,
        "phase": None if row.phase is None else _phase(row.phase),
        "lasts": row.lasts,
        "room": row.room,
        "estimate": row.is_guess,
        "exercise": row.exercise,
        "section": row.section,
        "rep": row.rep,
        "parts": [[start, end, text] for start, end, text in row.parts],
        "chosen": row.chosen,
        "unsaid": row.is_unsaid,
        "optional": row.is_optional,
        "remedy": row.remedy,
        "source": row.source,
        "forms": row.forms,
    }


def _phase(clip: Clip) -> Json:
    return {
        "kind": clip.kind,
        "start": clip.start,
        "end": clip.end,
        "counts": clip.counts,
        "side": clip.side or "",
    }


def _form(form: LiveForm) -> Json:
    return {
        "form": form.form,
        "text": form.text,
        "lasts": form.lasts,
        "room": form.room,
        "over": form.over,
        "fits": form.over <= 0,
        "estimate": form.is_guess,
        "source": form.source,
    }


def _source(one: LiveSource) -> Json:
    source = one.source
    return {
        "kind": source.kind,
        "name": source.name,
        "path": one.path,
        "line": source.line,
        "key": list(source.keys),
        "text": source.text,
        "language": source.language,
        "mirrored": source.mirrored,
        "reversed": source.reversed,
        "editable": not one.why_not,
        "why_not": one.why_not,
    }


def _finding(finding: LiveFinding, words: Words) -> Json:
    shape = fault_shape(finding.fault, words)
    return {"kind": finding.kind, "row": finding.row, **(shape if isinstance(shape, dict) else {})}


LIVE_SHAPES: Mapping[str, Callable[[Any], Json]] = {
    "LiveNarration": _live_narration,
    "LiveTimeline": _live_timeline,
}
"""What makes JSON values of each result, by the name of its type."""
LIVE_WORDED: Mapping[str, Callable[[Any, Words], Json]] = {"LiveFinding": _finding}
"""Those in which something is told in the words of a face."""
