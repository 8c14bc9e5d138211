"""The page of music: a song comes in with its licence, is heard, drawn and changed, and goes again by undo."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from support.encoded import encoded
from support.open_studio import Opened, opened
from support.signals import sine
from support.signals import wav_of_a_swell as song

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened(tmp_path_factory.mktemp("music")) as studio:
        yield studio


@pytest.fixture
def asking(studio: Opened) -> Iterator[httpx.Client]:
    with studio.client() as client:
        yield client


def brought(client: httpx.Client, content: bytes, **told: str) -> httpx.Response:
    said = {"file": "evening.wav", "title": "Evening Tide", "artist": "Ada", "licence": "CC0-1.0"} | told
    return client.post("/api/songs", params=said, content=content)


def test_a_song_comes_in_is_heard_and_drawn_and_goes_by_undo(asking: httpx.Client, studio: Opened) -> None:
    answer = brought(asking, song(12.0))
    assert answer.status_code == 200, answer.text
    row = next(one for one in answer.json()["music"] if one["name"] == "evening-tide")
    assert (row["title"], row["licence"], row["file"]) == ("Evening Tide", "CC0-1.0", "evening-tide.wav")
    assert str(studio.project) not in answer.text

    heard = asking.get("/api/music/evening-tide/sound", headers={"Range": "bytes=0-3"})
    assert (heard.status_code, heard.content) == (206, b"RIFF")
    drawn = asking.get("/api/music/evening-tide/peaks?points=100").json()
    assert len(drawn["peaks"]) == 100
    assert drawn["duration_ms"] == 12_000

    assert asking.post("/api/undo").status_code == 200
    names = [one["name"] for one in asking.get("/api/music").json()["music"]]
    assert "evening-tide" not in names
    assert not (studio.project / "music" / "evening-tide.wav").exists()


def test_its_loop_and_level_are_changed_by_small_edits(asking: httpx.Client, studio: Opened) -> None:
    text = brought(asking, song(12.0), title="Morning Tide").json()["text"]
    changes = [
        {"at": ["morning-tide", "loop_start_ms"], "value": 1_000},
        {"at": ["morning-tide", "loop_end_ms"], "value": 11_000},
        {"at": ["morning-tide", "level_db"], "value": -2.0},
    ]
    answer = asking.patch("/api/texts/beds/beds", json={"version": text["version"], "changes": changes})
    assert answer.status_code == 200, answer.text
    assert "loop_end_ms = 11000" in (studio.project / "music" / "beds.toml").read_text("utf-8")
    asking.post("/api/undo")
    asking.post("/api/undo")


@pytest.mark.parametrize(
    ("file", "format", "codec"),
    [("a.mp3", "mp3", "libmp3lame"), ("a.flac", "flac", "flac"), ("a.ogg", "ogg", "vorbis"), ("a.m4a", "ipod", "aac")],
)
def test_a_song_may_be_of_any_usual_kind(asking: httpx.Client, file: str, format: str, codec: str) -> None:
    answer = brought(asking, encoded(sine(3.0, level_db=-12.0), format, codec), file=file, title="Any Kind")
    assert answer.status_code == 200, answer.text

    assert asking.get("/api/music/any-kind/peaks?points=50").json()["duration_ms"] == pytest.approx(3_000, abs=100)
    row = next(one for one in answer.json()["music"] if one["name"] == "any-kind")
    assert row["own"]
    assert asking.post("/api/undo").status_code == 200


@pytest.mark.parametrize(
    ("told", "content", "says"),
    [
        ({"licence": ""}, b"", "licence"),
        ({"licence": "  "}, b"", "licence"),
        ({"file": "evening.exe"}, b"", ".exe"),
        ({"file": "../../evil"}, b"", "song"),
        ({}, b"RIFF....WAVEnothing", ""),
        ({}, b"\x00" * 5_000, ""),
        ({"file": "evening.mp3"}, b"<html>", ""),
        ({}, b"", ""),
    ],
)
def test_what_is_no_song_is_refused_and_leaves_nothing(
    asking: httpx.Client, studio: Opened, told: dict[str, str], content: bytes, says: str
) -> None:
    before = sorted(path.name for path in (studio.project / "music").glob("*"))
    answer = brought(asking, content or (song(1) if says else b""), **told)

    assert answer.status_code == 422, answer.text
    assert says in answer.json()["error"]["message"]
    assert sorted(path.name for path in (studio.project / "music").glob("*")) == before


def test_a_name_never_leads_out_of_the_folder(asking: httpx.Client, studio: Opened) -> None:
    answer = brought(asking, song(12.0), title="../../../etc/passwd", file="..\\..\\x.wav")
    assert answer.status_code == 200, answer.text
    (path,) = list((studio.project / "music").glob("*.wav"))
    assert path.parent == studio.project / "music"
    asking.post("/api/undo")


def test_bells_are_heard_and_what_is_none_is_not_found(asking: httpx.Client) -> None:
    bell = asking.get("/api/music").json()["sounds"][0]["name"]

    assert asking.get(f"/api/music/{bell}/sound?bell").status_code == 200
    assert asking.get("/api/music/nothing/sound").status_code == 404
    assert asking.get("/api/music/nothing/peaks").status_code == 404
