"""The tag as mutagen and FFmpeg read it."""

from __future__ import annotations

import io
from pathlib import Path

import av
import mutagen.id3
import pytest
from support.signals import speech_like

from audiosession.codecs.mp3 import encode_window
from audiosession.codecs.mp3_file import Chunk, music_crc, write_mp3
from audiosession.codecs.tags import ChapterMark, Tags, _synchsafe, id3_tag
from audiosession.errors import CodecError
from audiosession.units import Ms

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4
CHAPTERS = (
    ChapterMark(start=Ms(0), end=Ms(400), title="Welcome, and a long title that makes its frame the longest"),
    ChapterMark(start=Ms(400), end=Ms(900), title="Saw"),
    ChapterMark(start=Ms(900), end=Ms(2000), title="Schwimmen – Übung"),
)
TAGS = Tags(
    title="Single Leg Kick",
    artist="A Studio",
    album="Mornings – 晨",
    genre="Pilates",
    comment="Five reps, steady.",
    language="eng",
    cover=JPEG,
    chapters=CHAPTERS,
)


@pytest.fixture
def tagged(tmp_path: Path) -> Path:
    sound = speech_like(2)
    path = tmp_path / "class.mp3"
    file = io.BytesIO()
    frames = encode_window(sound, pre_roll=0, n_frames=None)
    chunk = Chunk(frames, music_crc(frames))
    write_mp3(file, [chunk], n_sound_frames=len(sound), tag=id3_tag(TAGS))
    path.write_bytes(file.getvalue())
    return path


def test_mutagen_reads_every_frame(tagged: Path) -> None:
    read = mutagen.id3.ID3(tagged, translate=False)

    assert read.version == (2, 3, 0)
    assert [str(read[name]) for name in ("TIT2", "TPE1", "TALB", "TCON", "TLAN")] == [
        "Single Leg Kick", "A Studio", "Mornings – 晨", "Pilates", "eng",
    ]  # fmt: skip
    assert str(read["COMM::eng"]) == "Five reps, steady."
    cover = read.getall("APIC")[0]
    assert (cover.mime, cover.type, cover.data) == ("image/jpeg", 3, JPEG)


def test_mutagen_reads_the_chapters_in_the_order_of_the_contents(tagged: Path) -> None:
    read = mutagen.id3.ID3(tagged, translate=False)

    contents = read.getall("CTOC")
    assert len(contents) == 1
    assert contents[0].flags == mutagen.id3.CTOCFlags.TOP_LEVEL | mutagen.id3.CTOCFlags.ORDERED
    named = [read[f"CHAP:{name}"] for name in contents[0].child_element_ids]
    marks = [(c.start_time, c.end_time, str(c.sub_frames["TIT2"])) for c in named]
    assert marks == [(c.start, c.end, c.title) for c in CHAPTERS]


def test_the_bytes_themselves_hold_the_chapters_in_time_order() -> None:
    written = id3_tag(TAGS)

    places = [written.index(b"chp%03d\0" % number + CHAPTERS[number].start.to_bytes(4, "big")) for number in range(3)]
    assert places == sorted(places)
    assert written.index(b"CTOC") < places[0]


def test_ffmpeg_reads_the_same(tagged: Path) -> None:
    with av.open(str(tagged)) as container:
        told = container.metadata
        chapters = container.chapters()

        assert (told["title"], told["artist"], told["album"]) == ("Single Leg Kick", "A Studio", "Mornings – 晨")
        assert len(container.streams.video) == 1  # the cover
        read = [(c["start"], c["end"], c["metadata"]["title"]) for c in chapters]
        assert {c["time_base"].denominator for c in chapters} == {1000}
    assert read == [(c.start, c.end, c.title) for c in CHAPTERS]


def test_the_same_tags_make_the_same_bytes() -> None:
    assert id3_tag(TAGS) == id3_tag(TAGS)


def test_what_id3_cannot_hold_is_refused() -> None:
    mark = CHAPTERS[0]

    assert id3_tag(Tags(title="x", chapters=(mark,) * 255))
    with pytest.raises(CodecError, match="256 chapters"):
        id3_tag(Tags(title="x", chapters=(mark,) * 256))
    with pytest.raises(CodecError, match="neither JPEG nor PNG"):
        id3_tag(Tags(title="x", cover=b"GIF89a"))


@pytest.mark.parametrize("size", [0, 100, 127, 128, 16_383, 16_384, 2_097_200])
def test_the_length_of_the_tag_is_told_in_bytes_of_seven_bits(size: int) -> None:
    written = id3_tag(Tags(title="x", cover=b"\x89PNG\r\n\x1a\n" + bytes(size)))

    assert written[:6] == b"ID3\x03\x00\x00"
    assert max(written[6:10]) < 128
    told = 0
    for byte in written[6:10]:  # id3.org, ID3v2.3.0, 3.1
        told = told * 128 + byte
    assert told == len(written) - 10


def test_a_tag_of_which_the_length_can_not_be_told_is_refused() -> None:
    most = 128**4 - 1

    assert _synchsafe(most) == b"\x7f" * 4
    for length in (most + 1, 2 * most, 10 * most):
        with pytest.raises(CodecError, match="more than ID3 can tell"):
            _synchsafe(length)


@pytest.mark.parametrize(("language", "told"), [("eng", "eng"), ("deutsch", "deu"), ("en", "en "), ("", "   ")])
@pytest.mark.parametrize("comment", ["Steady.", "Ruhig – für Übung"])
def test_a_comment_is_in_a_language_of_three_letters_and_has_no_description(
    language: str, told: str, comment: str
) -> None:
    written = id3_tag(Tags(title="", comment=comment, language=language))

    (read,) = mutagen.id3.ID3(io.BytesIO(written + bytes(1_000)), translate=False).getall("COMM")
    assert (read.lang, read.desc, read.text) == (told, "", [comment])


def test_a_zero_within_a_text_ends_nothing() -> None:
    read = mutagen.id3.ID3(io.BytesIO(id3_tag(Tags(title="a\0b", artist="ü\0c")) + bytes(1_000)), translate=False)

    assert [str(read[name]) for name in ("TIT2", "TPE1")] == ["a b", "ü c"]
    assert "TALB" not in read
