"""M4A, Opus and FLAC from blocks: the sound that went in, whatever the blocks, and tags that players find."""

from __future__ import annotations

import base64
import io
import struct

import av
import mutagen
import numpy as np
import pytest
from support.signals import clicks, noise, speech_like

from audiosession.codecs.decode import decode
from audiosession.codecs.encode import ENCODINGS, encode, of_length
from audiosession.codecs.file_tags import vorbis_comments, write_file_tags
from audiosession.codecs.tags import ChapterMark, Tags
from audiosession.errors import CodecError
from audiosession.sound.segments import Samples
from audiosession.units import SAMPLE_RATE, Ms

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4
CHAPTERS = (
    ChapterMark(start=Ms(0), end=Ms(400), title="Welcome, " + 20 * "and a long title "),
    ChapterMark(start=Ms(400), end=Ms(900), title="Saw"),
    ChapterMark(start=Ms(900), end=Ms(2000), title="Schwimmen – Übung"),
)
TAGS = Tags(title="Single Leg Kick", artist="A Studio", album="Mornings – 晨", cover=JPEG, chapters=CHAPTERS)
SPEECH = speech_like(2)


def encoded(sound: Samples, name: str, *, blocks: int = 1, tags: Tags | None = None) -> bytes:
    file = io.BytesIO()
    parts = np.array_split(sound, blocks)
    encode(file, parts, name, n_frames=len(sound), chapters=tags.chapters if tags else ())
    if tags:
        write_file_tags(file, name, tags)
    return file.getvalue()


@pytest.mark.parametrize("name", ENCODINGS)
def test_the_same_sound_in_other_blocks_is_the_same_bytes(name: str) -> None:
    assert encoded(SPEECH, name, blocks=7, tags=TAGS) == encoded(SPEECH, name, tags=TAGS)


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_click_is_heard_at_its_frame_and_the_length_is_kept(name: str) -> None:
    at = [10_000, 60_001]
    heard = decode(encoded(clicks(2, at), name, tags=TAGS))

    # An M4A is decoded to the end of its last packet of 1024 frames.
    assert 0 <= len(heard) - 96_000 < (1024 if name == "m4a" else 1)
    for frame in at:
        around = np.abs(heard[frame - 2000 : frame + 2000, 0])
        assert abs(int(np.argmax(around)) - 2000) <= (0 if name == "flac" else 2)


@pytest.mark.parametrize(("name", "least_db"), [("m4a", 12.0), ("opus", 5.0)])
def test_what_is_heard_is_what_was_said(name: str, least_db: float) -> None:
    """Codecs that model the ear leave little of the wave itself: these floors only tell speech from noise."""
    heard = decode(encoded(SPEECH, name))[: len(SPEECH)]

    error = np.sum((heard - SPEECH) ** 2) / np.sum(SPEECH**2)
    assert -10 * np.log10(error) > least_db


def test_flac_is_the_sound_itself_to_a_step_of_24_bits() -> None:
    # One step of dither to either side, and half a step of rounding; float32 holds 24 bits.
    np.testing.assert_allclose(decode(encoded(SPEECH, "flac")), SPEECH, atol=1.5 * 2.0**-23 + 2.0**-24)


def test_the_index_of_an_m4a_stands_before_its_sound() -> None:
    """So that a player on the web starts before it has all of the file."""
    content = encoded(noise(3), "m4a", tags=TAGS)

    names, at = [], 0
    while at < len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        names.append(name)
        at += length
    assert at == len(content)
    assert names.index(b"moov") < names.index(b"mdat")


@pytest.mark.parametrize("name", ENCODINGS)
def test_ffmpeg_reads_tags_chapters_and_cover(name: str) -> None:
    with av.open(io.BytesIO(encoded(SPEECH, name, tags=TAGS))) as container:
        told = {**container.metadata, **container.streams.audio[0].metadata}
        read = [(float(c["start"] * c["time_base"]), c["metadata"]["title"]) for c in container.chapters()]
        n_pictures = len(container.streams.video)

    told = {key.lower(): value for key, value in told.items()}
    assert [told[key] for key in ("title", "artist", "album")] == ["Single Leg Kick", "A Studio", "Mornings – 晨"]
    assert n_pictures == 1
    assert read == [(chapter.start / 1000, chapter.title) for chapter in CHAPTERS]


@pytest.mark.parametrize("name", ENCODINGS)
def test_mutagen_reads_the_cover(name: str) -> None:
    read = mutagen.File(io.BytesIO(encoded(SPEECH, name, tags=TAGS)))

    match name:
        case "m4a":
            assert [bytes(cover) for cover in read["covr"]] == [JPEG]
        case "opus":
            assert len(read["metadata_block_picture"]) == 1
        case "flac":
            assert [(picture.type, picture.mime, picture.data) for picture in read.pictures] == [
                (3, "image/jpeg", JPEG)
            ]


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_cover_that_is_no_picture_is_refused(name: str) -> None:
    with pytest.raises(CodecError, match="neither JPEG nor PNG"):
        encoded(SPEECH[:9_600], name, tags=Tags(title="x", cover=b"GIF89a"))


def test_an_empty_text_is_no_comment() -> None:
    assert vorbis_comments(Tags(title="Saw", chapters=CHAPTERS[1:2])) == [
        ("TITLE", "Saw"),
        ("CHAPTER000", "00:00:00.400"),
        ("CHAPTER000NAME", "Saw"),
    ]


def test_blocks_are_cut_anew_without_a_frame_lost() -> None:
    sound = noise(0.1)

    cut = list(of_length(np.array_split(sound, 11), 1000))

    assert [len(block) for block in cut] == [1000] * 4 + [800]
    np.testing.assert_array_equal(np.concatenate(cut), sound)
    assert list(of_length([], 1000)) == []
    assert len(sound) == 0.1 * SAMPLE_RATE


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("cover", [JPEG, b"\x89PNG\r\n\x1a\n" + bytes(64)], ids=["JPEG", "PNG"])
def test_a_cover_is_told_as_what_it_is_and_nothing_empty_stands_beside_it(name: str, cover: bytes) -> None:
    read = mutagen.File(io.BytesIO(encoded(SPEECH[:9_600], name, tags=Tags(title="x", cover=cover))))

    kind = "image/jpeg" if cover is JPEG else "image/png"
    match name:
        case "m4a":
            (found,) = read["covr"]
            assert (bytes(found), found.imageformat) == (cover, {"image/jpeg": 13, "image/png": 14}[kind])
            assert read.tags._padding == 0
        case "opus":
            (block,) = read["metadata_block_picture"]
            assert kind.encode() in base64.b64decode(block)
            assert read.tags._padding == 0
        case "flac":
            assert [(picture.mime, picture.data) for picture in read.pictures] == [(kind, cover)]
            assert [len(block.write()) for block in read.metadata_blocks if block.code == 1] in ([], [0])


def test_every_text_is_a_comment_under_its_own_name_and_chapters_are_counted_from_nought() -> None:
    whole = Tags(title="a", artist="b", album="c", genre="d", comment="e", chapters=CHAPTERS)

    told = dict(vorbis_comments(whole))
    assert [told[key] for key in ("TITLE", "ARTIST", "ALBUM", "GENRE", "COMMENT")] == list("abcde")
    assert [told[f"CHAPTER{n:03}NAME"] for n in range(3)] == [mark.title for mark in CHAPTERS]
    assert len(told) == 5 + 2 * len(CHAPTERS)
