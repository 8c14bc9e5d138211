"""The session file: the contract between building, publishing and whoever reads a built class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audiosession.sound.verdict import Figures
from audiosession.timing.timeline import Timeline, to_events
from audiosession.units import SAMPLE_RATE, to_seconds
from audiosession.writing.choices import Choices

SCHEMA = "audiosession/session/1"


def session_document(
    *,
    slug: str,
    title: str,
    choices: Choices,
    reps: int | None,
    voice: str,
    music: str | None,
    language: str,
    timeline: Timeline,
    audio: Mapping[str, Any],
    more: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the session file of a built class, as JSON values.

    Args:
        slug: The name of its files.
        title: What listeners see.
        choices: What was chosen.
        reps: How often; None where each exercise of a class has its own.
        voice: The voice that spoke, whole.
        music: The bed that plays unless a section has its own.
        language: The language that is spoken, BCP 47.
        timeline: What happens when.
        audio: The row of the finished file, from `audio_row`.
        more: Further keys; none of the schema's own.
    """
    return {
        "schema": SCHEMA,
        "slug": slug,
        "title": title,
        "settings": {
            "pace": choices.pace.name,
            "seconds_per_count": to_seconds(choices.pace.count),
            "reps": reps,
            "detail": str(choices.detail),
            "voice": voice,
            "music": music,
            "tones": choices.tones,
            "language": language,
        },
        "audio": dict(audio),
        "sections": [
            {"title": s.title, "exercise": s.exercise, "start": to_seconds(s.start), "end": to_seconds(s.end)}
            for s in timeline.sections
        ],
        "events": to_events(timeline.clips()),
        **more,
    }


def audio_row(
    *, file: str, n_bytes: int, sha256: str, measured: Figures, duration: float, bit_rate: int
) -> dict[str, Any]:
    """Return the session file's row about the finished sound file; `duration` is exact, in seconds."""
    return {
        "file": file,
        "bytes": n_bytes,
        "sha256": sha256,
        "duration": duration,
        "sample_rate": SAMPLE_RATE,
        "channels": 2,
        "bitrate": bit_rate,
        "integrated_lufs": measured.lufs,
        "true_peak_dbtp": measured.true_peak_dbtp,
    }
