"""Which of the classes that lie in the output folder a feed takes."""

from __future__ import annotations

import json
from pathlib import Path

from audiosession.feed.built import built_sessions


def put(folder: Path, slug: str, file: str) -> None:
    audio = {"file": file, "bytes": 1, "sha256": "", "duration": 1.0}
    session = {"schema": "audiosession/session/1", "slug": slug, "title": "Saw", "audio": audio}
    (folder / f"{slug}.session.json").write_text(json.dumps(session), encoding="utf-8")


def test_a_class_in_another_format_beside_its_mp3_is_no_episode_unless_named(tmp_path: Path) -> None:
    put(tmp_path, "saw", "saw.mp3")
    put(tmp_path, "saw.flac", "saw.flac")

    assert [session.slug for session in built_sessions(tmp_path)] == ["saw"]
    assert [session.slug for session in built_sessions(tmp_path, ["saw.flac"])] == ["saw.flac"]
