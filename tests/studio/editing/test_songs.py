"""A song of somebody's own: decoded before anything is written, and shown as a waveform."""

from __future__ import annotations

import io

import numpy as np
import pytest

from audiosession import Studio
from audiosession.codecs.wav import write_wav
from audiosession.errors import AudioSessionError, CodecError, DefinitionError
from audiosession.studio.editing.sitting import Sitting
from audiosession.studio.editing.songs import Song
from audiosession.units import SAMPLE_RATE

pytestmark = pytest.mark.slow


def wave(seconds: float = 4.0) -> bytes:
    """Return a tone that is silent in its first half and half as loud as it can be in its second."""
    n_frames = round(seconds * SAMPLE_RATE)
    tone = 0.5 * np.sin(np.arange(n_frames) * (2 * np.pi * 440 / SAMPLE_RATE)).astype(np.float32)
    tone[: n_frames // 2] = 0
    sound = io.BytesIO()
    write_wav(sound, [tone[:, np.newaxis]], channels=1)
    return sound.getvalue()


def test_a_song_is_written_with_what_is_said_of_it(studio: Studio, sitting: Sitting) -> None:
    content = wave()
    song = Song(
        file="My Song.WAV", content=content, title="Rain, at Night", licence="CC BY 4.0", artist="Ada", level_db=-2.0,
        loop_start_ms=500, loop_end_ms=3_500,
    )  # fmt: skip
    made = sitting.add_song(song)

    assert (studio.project.music / "rain-at-night.wav").read_bytes() == content
    assert made.text.faults == ()
    assert made.text.values == {
        "rain-at-night": {
            "file": "rain-at-night.wav", "title": "Rain, at Night", "loop_start_ms": 500, "loop_end_ms": 3500,
            "level_db": -2.0, "licence": "CC BY 4.0", "credit": "Ada",
        }
    }  # fmt: skip
    assert "rain-at-night" in [row.name for row in studio.lists.of("music")]
    again = sitting.add_song(Song(file="x.wav", content=content, title="Rain, at Night", licence="CC0"))
    assert "rain-at-night-2" in again.text.values  # type: ignore[operator]

    sitting.undo()
    sitting.undo()
    assert sorted(path.name for path in studio.project.music.iterdir()) == ["README.txt"]
    sitting.redo()
    assert (studio.project.music / "rain-at-night.wav").read_bytes() == content


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"licence": " "}, "under which licence"),
        ({"file": "song.exe"}, 'no song ends in ".exe"'),
        ({"file": "song"}, 'no song ends in ""'),
        ({"content": b"no sound"}, ""),
        ({"content": b""}, ""),
        ({"content": wave()[:-90_000]}, ""),
        ({"content": wave(0.5)}, "it takes a second at least"),
        ({"loop_start_ms": 100}, "go together"),
        ({"loop_start_ms": 100, "loop_end_ms": 90_000}, "the loop ends at 90000 ms of 4000 ms"),
        ({"level_db": 400.0}, "level_db"),
        ({"title": "x\ud800"}, ""),
    ],
)
def test_a_song_that_can_not_be_used_is_refused_and_nothing_is_written(
    studio: Studio, sitting: Sitting, change: dict[str, object], message: str
) -> None:
    told: dict[str, object] = {"file": "song.wav", "content": wave(), "title": "Song", "licence": "CC0", **change}
    with pytest.raises(AudioSessionError) as caught:
        sitting.add_song(Song(**told))  # type: ignore[arg-type]

    assert isinstance(caught.value, DefinitionError | CodecError)
    assert message in caught.value.message
    assert sorted(path.name for path in studio.project.music.iterdir()) == ["README.txt"]
    assert sitting.journal() == ()


def test_no_name_of_a_song_leads_out_of_its_folder(studio: Studio, sitting: Sitting) -> None:
    for file, title in (("../../x.wav", ""), ("/tmp/x.wav", "../y"), ("con.wav", ""), ("..\\x.wav", "")):
        sitting.add_song(Song(file=file, content=wave(), title=title, licence="CC0"))
    assert all(path.parent == studio.project.music for path in studio.project.root.rglob("*.wav"))
    assert len(list(studio.project.music.glob("*.wav"))) == 4


def test_a_waveform_is_as_high_as_the_sound(studio: Studio, sitting: Sitting) -> None:
    sitting.add_song(Song(file="song.wav", content=wave(), title="Song", licence="CC0"))
    song = studio.song_peaks("song", 100)

    assert (song.duration, len(song.peaks)) == (4_000, 100)
    assert set(song.peaks[:50]) == {0}
    # Half of full scale; each part holds several periods of 440 Hz, so its highest sample is within 1 % of the peak.
    assert all(abs(one - 127.5) <= 2 for one in song.peaks[50:])
    assert len(studio.song_peaks("song", 9_000).peaks) <= 2_000
