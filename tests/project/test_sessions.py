"""Which of the classes that lie in the output folder a feed takes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from audiosession.errors import SessionError
from audiosession.project.sessions import built_sessions
from audiosession.session import SCHEMA


def put(folder: Path, slug: str, file: str) -> None:
    audio = {"file": file, "bytes": 1, "sha256": "", "duration": 1.0}
    settings = {
        "pace": "steady",
        "seconds_per_count": 1.0,
        "reps": 5,
        "detail": "fade",
        "voice": "tone",
        "music": None,
        "tones": True,
        "language": "en",
    }
    session = {"schema": SCHEMA, "slug": slug, "title": "Saw", "settings": settings, "audio": audio}
    (folder / f"{slug}.session.json").write_text(json.dumps(session), encoding="utf-8")


def test_a_class_in_another_format_beside_its_mp3_is_no_episode_unless_named(tmp_path: Path) -> None:
    put(tmp_path, "saw", "saw.mp3")
    put(tmp_path, "saw.flac", "saw.flac")

    assert [session.slug for session in built_sessions(tmp_path)] == ["saw"]
    assert [session.slug for session in built_sessions(tmp_path, ["saw.flac"])] == ["saw.flac"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '{"schema": "audiosession/session/1", "slug": "saw", "title": "Saw", "audio": {"file": "saw.mp3"}}',
            "settings: field required; audio.bytes: field required; audio.sha256: field required",
        ),
        ('{"schema": "audiosession/session/9"}', "this version reads audiosession/session/1"),
        ('{"schema": ', "is no session file: Invalid JSON"),
        ("[]", "is no session file"),
    ],
)
def test_a_broken_session_file_is_named_with_what_it_lacks(tmp_path: Path, text: str, told: str) -> None:
    put(tmp_path, "whole", "whole.mp3")
    (tmp_path / "saw.session.json").write_text(text, encoding="utf-8")

    with pytest.raises(SessionError, match=re.escape(told)) as caught:
        built_sessions(tmp_path)
    assert str(caught.value.path).endswith("saw.session.json")
