"""An Audacity label track: sections, breath phases, pulses, sounds and lines, where they are.

One label a line: start and end in seconds, and the text, with tabs between
(https://manual.audacityteam.org/man/importing_and_exporting_labels.html).
"""

from __future__ import annotations

from audiosession.timing.timeline import BREATHS, Clip, Kind, Timeline
from audiosession.units import Ms


def audacity_labels(timeline: Timeline) -> str:
    """Return the labels of `timeline` in the order of their starts, the longer first: sections stand over lines.

    A line is its own text; all else stands in brackets as in a narration: ``[section Set-up]``, ``[exhale 3]``.
    """
    rows = [(s.start, s.end, f"[section {s.title}]") for s in timeline.sections]
    shown = (Kind.SPEECH, Kind.SOUND, Kind.PULSE, *BREATHS)
    rows += [(c.start, c.end, clip_label(c)) for c in timeline.clips() if c.kind in shown]
    rows.sort(key=lambda row: (row[0], -row[1]))
    return "".join(f"{_seconds(start)}\t{_seconds(end)}\t{_one_line(text)}\n" for start, end, text in rows)


def clip_label(clip: Clip) -> str:
    """Return what to call a clip.

    >>> clip_label(Clip(kind=Kind.EXHALE, start=Ms(0), end=Ms(3_000), counts=3, rep=2, side="left"))
    '[exhale 3] rep 2 left'
    """
    if clip.kind == Kind.SPEECH:
        return clip.text
    if clip.kind == Kind.SOUND:
        return f"[sound {clip.text}]"
    size = f" {clip.seconds:g}s" if clip.seconds is not None else "" if clip.counts is None else f" {clip.counts}"
    rep = "" if clip.rep is None else f" rep {clip.rep}"
    return f"[{clip.kind}{size}]{rep}" + (f" {clip.side}" if clip.side else "")


def _seconds(position: Ms) -> str:
    return f"{position // 1000}.{position % 1000:03}000"


def _one_line(text: str) -> str:
    return " ".join(text.split())
