"""What stands behind the sound of a WAV: FFmpeg reads it, and the sound is still whole."""

from __future__ import annotations

import io

import av
import pytest
from support.signals import speech_like

from audiosession.codecs.decode import decode
from audiosession.codecs.tags import ChapterMark, Tags
from audiosession.codecs.wav import write_wav
from audiosession.codecs.wav_chunks import append_chunks
from audiosession.units import Ms

CHAPTERS = (
    ChapterMark(start=Ms(0), end=Ms(400), title="Saw"),
    ChapterMark(start=Ms(400), end=Ms(1_000), title="Übung, odd"),
)


@pytest.mark.parametrize("chapters", [CHAPTERS, ()], ids=["with chapters", "without"])
@pytest.mark.parametrize("channels", [1, 2])
def test_ffmpeg_reads_title_and_chapters(channels: int, chapters: tuple[ChapterMark, ...]) -> None:
    file = io.BytesIO()
    n_frames = write_wav(file, [speech_like(1, channels=channels)[:47_999]], bits=24, channels=channels)

    append_chunks(file, Tags(title="Übung", artist="A Studio", chapters=chapters))

    content = file.getvalue()
    assert int.from_bytes(content[4:8], "little") == len(content) - 8
    assert len(decode(content)) == n_frames == 47_999
    with av.open(io.BytesIO(content)) as container:
        assert (container.metadata["title"], container.metadata["artist"]) == ("Übung", "A Studio")
        read = [(float(c["start"] * c["time_base"]), c["metadata"]["title"]) for c in container.chapters()]
    assert read == [(chapter.start / 1000, chapter.title) for chapter in chapters]


def test_nothing_to_say_adds_nothing() -> None:
    file = io.BytesIO()
    write_wav(file, [speech_like(0.1)])
    before = file.getvalue()

    append_chunks(file, Tags(title=""))

    assert file.getvalue() == before
