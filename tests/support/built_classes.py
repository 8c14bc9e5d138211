"""A project with classes that are "built" in milliseconds: a steady tone, real MP3s, session files, captions."""

from __future__ import annotations

import hashlib
import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from audiosession.codecs.mp3 import encode_window
from audiosession.codecs.mp3_file import Chunk, music_crc, write_mp3
from audiosession.codecs.tags import ChapterMark, Tags, id3_tag
from audiosession.project.project import Project
from audiosession.units import Ms

SHOW = """\
[show]
title = "Breath & Line"
description = "Slow classes for a tired back."
author = "Ada Müller"
email = "ada@adas.studio"
language = "en-gb"
category = "Health & Fitness"
subcategory = "Fitness"
copyright = "2026 Ada Müller"
license = "CC-BY-4.0"
cover = "cover.jpg"
base_url = "https://adas.studio/classes"

[[show.person]]
name = "Ada Müller"
role = "host"
"""


def make_project(root: Path, *slugs: str, show: str = SHOW) -> Project:
    """Make a project with a show, and built classes called `slugs`."""
    (root / "scripts" / "exercises").mkdir(parents=True)
    (root / "scripts" / "show.toml").write_text(show, encoding="utf-8")
    (root / "cover.jpg").write_bytes(picture())
    for slug in slugs:
        build(Project(root), slug)
    return Project(root)


def build(
    project: Project, slug: str, *, title: str = "", tone_hz: int = 440, seconds: float = 3.0, **more: Any
) -> Path:
    """Put a built class into the output folder, as the build does; another `tone_hz` is another sound."""
    name = title or slug.replace("-", " ").title()
    output = project.output
    output.mkdir(parents=True, exist_ok=True)
    covers = project.scripts / "covers"
    covers.mkdir(exist_ok=True)
    (covers / f"{slug}.jpg").write_bytes(picture())
    third = round(seconds / 3, 3)
    sections = [
        {"title": title, "exercise": slug, "start": third * n, "end": third * (n + 1)}
        for n, title in enumerate(("Set-up", "Left side", "Right side"))
    ]
    mp3 = output / f"{slug}.mp3"
    mp3.write_bytes(_mp3(name, tone_hz, seconds))
    events = _events(slug, seconds)
    session = {
        "schema": "audiosession/session/1",
        "slug": slug,
        "title": name,
        "settings": {"pace": "steady", "seconds_per_count": 1.0, "reps": 1, "detail": "fade", "voice": "tone",
                     "music": "still-water", "tones": True, "language": "en"},
        "audio": {"file": mp3.name, "bytes": mp3.stat().st_size, "sha256": hashlib.sha256(mp3.read_bytes()).hexdigest(),
                  "duration": seconds, "sample_rate": 48000, "channels": 2, "bitrate": 128000,
                  "integrated_lufs": -16.0, "true_peak_dbtp": -1.4},
        "sections": sections,
        "events": events,
        "description": "Strengthens the back of the legs.",
        "cautions": ["Stop if the lower back pinches."],
        "position": "Lie on your front.",
        "music_credit": "audiosession",
        "music_licence": "CC0-1.0",
        **more,
    }  # fmt: skip
    vtt = ["WEBVTT", ""]
    for event in events:
        if event["kind"] == "speech":
            vtt += [f"{_time(event['start'])} --> {_time(event['end'])}", event["text"], ""]
    (output / f"{slug}.vtt").write_text("\n".join(vtt), encoding="utf-8")
    chapters = {"version": "1.2.0", "chapters": [{"startTime": s["start"], "title": s["title"]} for s in sections]}
    (output / f"{slug}.chapters.json").write_text(json.dumps(chapters), encoding="utf-8")
    (output / f"{slug}.session.json").write_text(json.dumps(session), encoding="utf-8")
    return mp3


def _events(slug: str, seconds: float) -> list[dict[str, Any]]:
    """One breath in and out each second, and a line at the start of each."""
    events: list[dict[str, Any]] = []
    for n in range(int(seconds)):
        row = {"exercise": slug, "rep": n + 1}
        events.append({"kind": "speech", "start": n + 0.0, "end": n + 0.4, "text": f"Inhale, number {n + 1}.", **row})
        events.append({"kind": "inhale", "start": n + 0.0, "end": n + 0.5, "counts": 1, **row})
        events.append({"kind": "exhale", "start": n + 0.5, "end": n + 1.0, "counts": 1, **row})
        events.append({"kind": "pulse", "start": n + 0.5, "end": n + 0.75, **row})
    return events


def _time(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"00:00:{whole // 1000:02}.{whole % 1000:03}"


@cache
def _mp3(title: str, tone_hz: int, seconds: float) -> bytes:
    n_frames = round(seconds * 48_000)
    # A stereo sine at 1 kHz and 0 dBFS measures 0 LUFS (BS.1770-4); the K-weighting at 440 Hz takes 0.7 dB off.
    tone = 10 ** (-15.4 / 20) * np.sin(2 * np.pi * tone_hz * np.arange(n_frames) / 48_000)
    chunks = encode_window(np.repeat(tone[:, None], 2, axis=1).astype(np.float32), pre_roll=0, n_frames=None)
    third = round(seconds * 1000 / 3)
    marks = tuple(
        ChapterMark(start=Ms(third * n), end=Ms(third * (n + 1)), title=name)
        for n, name in enumerate(("Set-up", "Left side", "Right side"))
    )
    file = io.BytesIO()
    tag = id3_tag(Tags(title=title, chapters=marks, cover=picture()))
    write_mp3(file, [Chunk(chunks, music_crc(chunks))], n_sound_frames=n_frames, tag=tag)
    return file.getvalue()


@cache
def picture(side: int = 1400, form: str = "JPEG", mode: str = "RGB") -> bytes:
    """Return a plain picture that podcast apps take."""
    file = io.BytesIO()
    Image.new(mode, (side, side), (20, 96, 95) if mode == "RGB" else None).save(file, form)
    return file.getvalue()
