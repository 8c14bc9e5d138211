"""Record a finished class in its session: all that was chosen, what was measured, what happens when."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from audiosession.beds.sound import SoundEntry
from audiosession.building.gather import Inputs
from audiosession.building.place import Placed
from audiosession.building.sound_file import Finished
from audiosession.digests import digest_of_everything
from audiosession.feed.show_notes import NO_LICENCE
from audiosession.project.project import Project
from audiosession.project.sounds.found import ENDS
from audiosession.project.telling import told_bed, told_voice
from audiosession.session import SCHEMA, Session
from audiosession.timing.timeline import Kind, Timeline, to_events
from audiosession.units import SAMPLE_RATE, Ms, to_seconds
from audiosession.voices.tempos.tempo import PacedVoice
from audiosession.voices.voice import Voice
from audiosession.writing.phases.voices import line_as


def record(
    project: Project, inputs: Inputs, placed: Placed, audio: dict[str, Any], pauses: Sequence[tuple[Ms, Ms]] = ()
) -> Session:
    """Return the session of a class whose sound file is told of in `audio`; see `audio_row`.

    `pauses` are those that its music makes; see `audiosession.sound.forecast.music_pauses`.
    """
    document = {
        "schema": SCHEMA,
        "slug": inputs.slug,
        "title": placed.written.title,
        "settings": _settings(project, inputs, placed),
        "audio": audio,
        "sections": _sections(placed.timeline),
        "events": _events(placed),
        "source": inputs.written.source,
        **_about(project, inputs, placed),
        "inputs": inputs.digest,
        "made_from": made_from(inputs, placed.spoken.voice, placed.spoken.second),
    }
    if pauses:
        document["music_pauses"] = [[to_seconds(start), to_seconds(end)] for start, end in pauses]
    return Session.model_validate(document)


def _events(placed: Placed) -> list[dict[str, Any]]:
    """Return what happens when; of a line that is not heard as usual, in which take, or that it is a recording."""
    rows, otherwise = to_events(placed.timeline.clips()), placed.spoken.otherwise
    for row in rows:
        if row["kind"] == Kind.SPEECH and (chosen := otherwise.get(line_as(row["text"], row.get("voice")))):
            row |= {"take": chosen.way} if isinstance(chosen.way, int) else {"recording": True}
    return rows


def made_from(inputs: Inputs, voice: Voice, second: Voice | None) -> dict[str, str]:
    """Return the digest of each part that a class is made of, the voices that speak too."""
    voices = {"the voice": voice, **({"the second voice": second} if second else {})}
    return {**inputs.made_from, **{name: digest_of_everything(one.address) for name, one in voices.items()}}


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
        "tone_over_bed_db": leads if math.isfinite(leads := finished.measured.tone_over_bed_db) else None,
        "speech_lufs": speech if math.isfinite(speech := finished.measured.speech_lufs) else None,
    }


def _settings(project: Project, inputs: Inputs, placed: Placed) -> dict[str, Any]:
    choices, about, voice = inputs.told, placed.written.about, placed.spoken.voice
    return {
        "pace": choices.pace.name,
        "seconds_per_count": to_seconds(choices.pace.count),
        "reps": about.reps or choices.reps,
        "detail": str(choices.detail),
        "voice": told_voice(project, placed.spoken.name),
        "music": choices.music,
        "tones": choices.tones.heard,
        "tones_asked": str(choices.tones),
        "language": inputs.language_of(voice),
        "language_asked": choices.language,
        "reps_asked": choices.reps,
        "voice_asked": choices.voice,
        "length": None if choices.length is None else to_seconds(choices.length),
        "side": None if choices.side is None else str(choices.side),
        "level": choices.level,
        "avoid": choices.avoid,
        "seed": choices.seed,
        "strict": choices.strict,
        "count_in": choices.count_in,
        "fill": choices.fill,
        **({"any_voice": True} if choices.any_voice else {}),
        **_second(project, inputs, placed),
        "lead_in": to_seconds(placed.edges.lead_in),
        "fade_out": to_seconds(placed.edges.fade_out),
        "loudness": str(inputs.defaults.loudness),
        "music_level_db": choices.music_level_db,
        "words_per_minute": voice.words_per_minute if isinstance(voice, PacedVoice) else None,
        "words_per_minute_asked": choices.words_per_minute,
        **_frame(inputs, placed),
    }


def _second(project: Project, inputs: Inputs, placed: Placed) -> dict[str, str]:
    """Return who the second voice is, and what was asked for; nothing where one voice says all."""
    second = placed.spoken.second
    asked = inputs.told.count_voice
    return {} if second is None or asked is None else {
        "count_voice": told_voice(project, second.name), "count_voice_asked": asked
    }  # fmt: skip


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


def _heard(project: Project, inputs: Inputs, timeline: Timeline) -> list[dict[str, str]]:
    """Return the beds that are heard, each once, with what show notes tell of it."""
    found = {told_bed(project, bed): bed for bed in (inputs.beds[span.name] for span in timeline.beds)}
    return [
        {"name": name, "title": bed.title, "credit": bed.credit, "licence": bed.bed.licence}
        for name, bed in found.items()
    ]


def _about(project: Project, inputs: Inputs, placed: Placed) -> dict[str, Any]:
    """Return what show notes say: what the class is for, its position, its cautions, whose music it is."""
    about, beds = placed.written.about, _heard(project, inputs, placed.timeline)
    told: dict[str, Any] = {
        "description": about.description,
        "position": about.position,
        "cautions": list(about.cautions),
        "season": about.season,
        "beds": beds,
    }
    if beds:
        told["music_title"] = ", ".join(bed["title"] for bed in beds)
        told["music_credit"] = ", ".join(dict.fromkeys(bed["credit"] for bed in beds if bed["credit"]))
        licences = list(dict.fromkeys(bed["licence"] or NO_LICENCE for bed in beds))
        told["music_licence"] = "" if licences == [NO_LICENCE] else ", ".join(licences)
    credited = {name: found.sound for name, found in inputs.sounds.items() if found.sound.credit or found.sound.licence}
    told["sounds"] = [
        {"name": name, "title": one.title or one.file, "credit": one.credit, "licence": one.licence}
        for name, one in credited.items()
    ]
    told["sound_credit"] = "; ".join(dict.fromkeys(map(_credit, credited.values())))
    told["voice_credit"] = placed.spoken.credit
    return {key: value for key, value in told.items() if value}


def _credit(sound: SoundEntry) -> str:
    """Return whose a sound is, as show notes tell it."""
    by = f"{sound.title or sound.file} by {sound.credit}" if sound.credit else sound.title or sound.file
    return f"{by} ({sound.licence})" if sound.licence else by
