"""Record a finished class in its session: all that was chosen, what was measured, what happens when."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from audiosession.beds.sound import SoundEntry
from audiosession.building.gather import Inputs
from audiosession.building.place import Placed
from audiosession.building.sound_file import Finished
from audiosession.digests import digest_of_everything
from audiosession.project.project import Project
from audiosession.project.sounds import ENDS
from audiosession.project.telling import told_voice
from audiosession.session import SCHEMA, Session
from audiosession.timing.timeline import Timeline, to_events
from audiosession.units import SAMPLE_RATE, to_seconds


def record(project: Project, inputs: Inputs, placed: Placed, audio: dict[str, Any]) -> Session:
    """Return the session of a class whose sound file is told of in `audio`; see `audio_row`."""
    document = {
        "schema": SCHEMA,
        "slug": inputs.slug,
        "title": placed.written.title,
        "settings": _settings(project, inputs, placed),
        "audio": audio,
        "sections": _sections(placed.timeline),
        "events": to_events(placed.timeline.clips()),
        "source": inputs.written.source,
        **_about(inputs, placed),
        "inputs": inputs.digest,
        "made_from": made_from(inputs, placed.spoken.voice.address),
    }
    return Session.model_validate(document)


def made_from(inputs: Inputs, voice: str) -> dict[str, str]:
    """Return the digest of each part that a class is made of; `voice` is the address of who speaks."""
    return {**inputs.made_from, "the voice": digest_of_everything(voice)}


def audio_row(path: Path, *, n_bytes: int, sha256: str, timeline: Timeline, finished: Finished) -> dict[str, Any]:
    """Return what a session tells of the finished sound file at `path`."""
    return {
        "file": path.name,
        "bytes": n_bytes,
        "sha256": sha256,
        "duration": to_seconds(timeline.length),
        "sample_rate": SAMPLE_RATE,
        "channels": 2,
        "bitrate": finished.bit_rate,
        "encoder": finished.encoder,
        "integrated_lufs": finished.measured.lufs,
        "true_peak_dbtp": finished.measured.true_peak_dbtp,
        "speech_lufs": speech if math.isfinite(speech := finished.measured.speech_lufs) else None,
    }


def _settings(project: Project, inputs: Inputs, placed: Placed) -> dict[str, Any]:
    choices, about = inputs.told, placed.written.about
    return {
        "pace": choices.pace.name,
        "seconds_per_count": to_seconds(choices.pace.count),
        "reps": about.reps or choices.reps,
        "detail": str(choices.detail),
        "voice": told_voice(project, placed.spoken.name),
        "music": choices.music,
        "tones": choices.tones,
        "language": placed.spoken.voice.language,
        "reps_asked": choices.reps,
        "voice_asked": choices.voice,
        "length": None if choices.length is None else to_seconds(choices.length),
        "side": None if choices.side is None else str(choices.side),
        "avoid": choices.avoid,
        "seed": choices.seed,
        "strict": choices.strict,
        "fill": choices.fill,
        "lead_in": to_seconds(placed.edges.lead_in),
        "fade_out": to_seconds(placed.edges.fade_out),
        "loudness": str(inputs.defaults.loudness),
        **_frame(inputs, placed),
    }


def _frame(inputs: Inputs, placed: Placed) -> dict[str, Any]:
    """Return what surrounds the class beside its music, as far as there is something."""
    music = placed.timeline.music
    told: dict[str, Any] = {key: getattr(inputs.defaults, key) for key in ENDS if getattr(placed.edges, key)}
    if music and told:
        told |= {"music_from": to_seconds(music[0]), "music_to": to_seconds(music[1])}
    return told


def _sections(timeline: Timeline) -> list[dict[str, Any]]:
    return [
        {"title": s.title, "exercise": s.exercise, "start": to_seconds(s.start), "end": to_seconds(s.end)}
        for s in timeline.sections
    ]


def _about(inputs: Inputs, placed: Placed) -> dict[str, Any]:
    """Return what show notes say: what the class is for, its position, its cautions, whose music it is."""
    about, beds = placed.written.about, [found.bed for found in inputs.beds.values()]
    told = {"description": about.description, "position": about.position, "cautions": list(about.cautions)}
    if beds:
        told["music_title"] = ", ".join(bed.title or bed.file for bed in beds)
        told["music_credit"] = ", ".join(dict.fromkeys(bed.credit for bed in beds if bed.credit))
        told["music_licence"] = ", ".join(dict.fromkeys(bed.licence for bed in beds if bed.licence))
    credits = [_credit(found.sound) for found in inputs.sounds.values() if found.sound.credit or found.sound.licence]
    told["sound_credit"] = "; ".join(dict.fromkeys(credits))
    return {key: value for key, value in told.items() if value}


def _credit(sound: SoundEntry) -> str:
    """Return whose a sound is, as show notes tell it."""
    by = f"{sound.title or sound.file} by {sound.credit}" if sound.credit else sound.title or sound.file
    return f"{by} ({sound.licence})" if sound.licence else by
