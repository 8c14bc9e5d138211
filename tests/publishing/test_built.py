"""Which of the classes that lie in the output folder a feed takes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from audiosession.errors import PublishError
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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '{"schema": "audiosession/session/1", "slug": "saw", "title": "Saw", "audio": {"file": "saw.mp3"}}',
            "audio.bytes: field required; audio.sha256: field required; audio.duration: field required",
        ),
        ('{"schema": "audiosession/session/9"}', "this version reads audiosession/session/1"),
        ('{"schema": ', "can't be read: Expecting value: line 1"),
        ("[]", "is no session file"),
    ],
)
def test_a_broken_session_file_is_named_with_what_it_lacks(tmp_path: Path, text: str, told: str) -> None:
    put(tmp_path, "whole", "whole.mp3")
    (tmp_path / "saw.session.json").write_text(text, encoding="utf-8")

    with pytest.raises(PublishError, match=re.escape(told)) as caught:
        built_sessions(tmp_path)
    assert str(caught.value.path).endswith("saw.session.json")
