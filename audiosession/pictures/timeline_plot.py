"""Draw a timeline: speech, breath, pulses and the bed's level, to look at before listening."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from audiosession.errors import OutputError
from audiosession.files.whole import write_whole
from audiosession.sound.ducking import UNDER_DB, duck_points
from audiosession.timing.timeline import Kind, Timeline

_COLOURS = {
    Kind.SPEECH: "#3b6ea5",
    Kind.INHALE: "#4f9d69",
    Kind.EXHALE: "#e09f3e",
    Kind.HOLD: "#8e6c8a",
    Kind.FREE: "#6d8a96",
    Kind.PULSE: "#c8553d",
    Kind.PAUSE: "#c9cdd2",
    Kind.SOUND: "#b58b00",
}
_LANES = (Kind.PAUSE, Kind.SOUND, Kind.PULSE, Kind.FREE, Kind.HOLD, Kind.EXHALE, Kind.INHALE, Kind.SPEECH)
_ROW_S = 75.0
"""Seconds drawn in one row."""
_BED_TOP, _BED_HEIGHT = -0.7, 0.8


def plot_timeline(timeline: Timeline, title: str, path: Path) -> None:
    """Draw `timeline` into `path`, a PNG or SVG, in rows of 75 s; the same timeline gives the same bytes.

    Raises:
        OutputError: Another kind of file is asked for, or it can't be written.
    """
    kind = picture_kind(path)
    import matplotlib
    from matplotlib.figure import Figure

    seconds = timeline.length / 1000
    n_rows = max(1, -(-int(seconds) // int(_ROW_S)))
    with matplotlib.rc_context({"svg.hashsalt": "audiosession", "font.size": 8}):
        figure = Figure(figsize=(13, 0.5 + 1.9 * n_rows), layout="constrained")
        figure.suptitle(title, fontsize=12)
        for number, axes in enumerate(figure.subplots(n_rows, 1, squeeze=False)[:, 0]):
            _draw_row(axes, timeline, number * _ROW_S, min(seconds, _ROW_S) if n_rows == 1 else _ROW_S)
        drawn = io.BytesIO()
        metadata = {"Date": None} if kind == "svg" else {"Software": None}
        figure.savefig(drawn, format=kind, dpi=110, metadata=metadata)
    write_whole(path, drawn.getvalue())


def picture_kind(path: Path) -> str:
    """Return ``png`` or ``svg``, as the name of `path` ends.

    Raises:
        OutputError: It ends in neither.
    """
    kind = path.suffix.lower().removeprefix(".")
    if kind not in ("png", "svg"):
        raise OutputError("is neither a PNG nor an SVG", path=path, hint="end the name in .png or .svg")
    return kind


def _lanes(timeline: Timeline) -> list[Kind]:
    """Return what has a lane of its own, from below: sounds where there are any."""
    return [kind for kind in _LANES if kind != Kind.SOUND or timeline.track("sounds")]


def _draw_row(axes: Any, timeline: Timeline, start: float, length: float) -> None:
    lanes = _lanes(timeline)
    for clip in timeline.clips():
        a, b = clip.start / 1000, clip.end / 1000
        if clip.kind in lanes and a < start + length and b > start:
            lane = lanes.index(clip.kind)
            axes.barh(lane, b - a, left=a, height=0.8, color=_COLOURS[clip.kind], edgecolor="white", linewidth=0.4)
    for section in timeline.sections:
        if start <= section.start / 1000 < start + length:
            axes.axvline(section.start / 1000, color="#777777", linewidth=0.8, linestyle=":")
            axes.text(section.start / 1000 + 0.2, len(lanes) - 0.42, section.title, va="bottom", color="#444444")
    axes.set_yticks(range(len(lanes)), [str(kind) for kind in lanes])
    axes.set_xlim(start, start + length)
    axes.set_ylim(-0.6, len(lanes) + 0.2)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    if timeline.beds:
        _draw_level(axes, timeline)


def _draw_level(axes: Any, timeline: Timeline) -> None:
    """Draw the bed's level as a line in a lane of its own, below the others."""
    lanes, points = _lanes(timeline), duck_points(timeline)
    times = [0.0, *(at / 1000 for at, _ in points), timeline.length / 1000]
    heights = [_BED_TOP, *(_BED_TOP + _BED_HEIGHT * level / -UNDER_DB for _, level in points), _BED_TOP]
    axes.fill_between(times, [_BED_TOP - 1.2 * _BED_HEIGHT] * len(times), heights, color="#dfe4ea", linewidth=0)
    axes.plot(times, heights, color="#5b6470", linewidth=0.9)
    axes.set_yticks([*range(len(lanes)), _BED_TOP - _BED_HEIGHT / 2], [*map(str, lanes), "bed"])
    axes.set_ylim(_BED_TOP - 1.3 * _BED_HEIGHT, len(lanes) + 0.2)
