"""Sounds that were joined, as people join them, are heard one after the other."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from support.encoded import encoded, id3
from support.signals import sine

from audiosession.codecs.decode import decode
from audiosession.errors import CodecError
from audiosession.sound.segments import Samples
from audiosession.units import SAMPLE_RATE

LOW, HIGH = sine(1.5, hz=300, level_db=-12), sine(1.5, hz=700, level_db=-12, channels=1)
APE = b"APETAGEX" + struct.pack("<IIII", 2000, 32, 0, 0x8000_0000) + bytes(8)
ID3V1 = b"TAG" + b"x" * 125


def mp3(sound: Samples, rate: int = SAMPLE_RATE) -> bytes:
    return encoded(sound, "mp3", "libmp3lame", rate=rate)


def heard_in(sound: Samples, start_s: float) -> int:
    """Return the frequency that is heard in the second from `start_s` on."""
    second = sound[round(start_s * SAMPLE_RATE) :][:SAMPLE_RATE, 0]
    return int(np.argmax(np.abs(np.fft.rfft(second))))


JOINED = {
    "MP3s of other rates and channels": mp3(LOW) + mp3(HIGH, 22_050),
    "MP3s without tags": encoded(LOW, "mp3", "libmp3lame", options={"id3v2_version": "0"})
    + encoded(HIGH, "mp3", "libmp3lame", rate=44_100, options={"id3v2_version": "0"}),
    "MP3s with tags of all kinds between them": id3(3_000) + mp3(LOW) + APE + ID3V1 + id3(200_000) + mp3(HIGH) + ID3V1,
    "a chain of Opus with other channels": encoded(LOW, "ogg", "libopus") + encoded(HIGH, "ogg", "libopus"),
    "a chain of Vorbis with other rates": encoded(LOW, "ogg", "vorbis")
    + encoded(np.repeat(HIGH, 2, 1), "ogg", "vorbis", rate=22_050),
    "a chain of several codecs": encoded(LOW, "ogg", "libopus") + encoded(HIGH, "oga", "flac"),
    "a chain with junk before it": b"junk" * 500 + encoded(LOW, "ogg", "vorbis") + encoded(HIGH, "ogg", "libopus"),
    "FLACs": encoded(LOW, "flac", "flac") + encoded(HIGH, "flac", "flac", rate=44_100),
    "WAVs": encoded(LOW, "wav", "pcm_s16le") + encoded(HIGH, "wav", "pcm_f32le", rate=8_000),
    "AAC": encoded(LOW, "adts", "aac") + encoded(HIGH, "adts", "aac", rate=24_000),
}


@pytest.mark.parametrize("content", JOINED.values(), ids=JOINED.keys())
def test_joined_sounds_are_heard_one_after_the_other(content: bytes) -> None:
    told: list[str] = []

    heard = decode(content, warn=told.append)

    assert told == []
    # Without a LAME tag an MP3 keeps its encoder's delay, and AAC has none: 1105 + 1152 frames at 22,050 Hz at most.
    assert len(heard) == pytest.approx(3.0 * SAMPLE_RATE, abs=0.15 * SAMPLE_RATE)
    assert heard_in(heard, 0.25) == pytest.approx(300, abs=1)
    assert heard_in(heard, 1.85) == pytest.approx(700, abs=1)
    np.testing.assert_array_equal(decode(content), heard)


def test_a_link_that_can_not_be_read_costs_no_other() -> None:
    first, broken, last = (encoded(sound, "ogg", "libopus") for sound in (LOW, LOW, HIGH))
    told: list[str] = []

    heard = decode(first + broken.replace(b"OpusHead\1", b"OpusHead\xff") + last, warn=told.append)

    assert heard_in(heard, 1.85) == pytest.approx(700, abs=1)
    assert len(told) == 1
    assert "is left out after 1.5 s" in told[0]


def test_a_large_tag_before_the_sound_changes_nothing() -> None:
    np.testing.assert_array_equal(decode(id3(2_000_000) + mp3(LOW)), decode(mp3(LOW)))


@pytest.mark.parametrize("told", [0, 0x7FFF_FFFF, 0xFFFF_FFFF])
@pytest.mark.parametrize("places", [(4,), (40,), (4, 40)])
def test_a_wav_that_went_through_a_pipe_goes_on_to_its_end(places: tuple[int, ...], told: int) -> None:
    whole = encoded(LOW, "wav", "pcm_s16le", options={"fflags": "+bitexact"})
    assert whole[36:40] == b"data"
    piped = bytearray(whole)
    for place in places:
        piped[place : place + 4] = struct.pack("<I", told)
    notes: list[str] = []

    np.testing.assert_array_equal(decode(bytes(piped), warn=notes.append), decode(whole))
    assert notes == []


def test_what_stands_behind_the_end_of_a_wav_is_told() -> None:
    told: list[str] = []

    heard = decode(encoded(LOW, "wav", "pcm_s16le") + b"x" * 5_000, warn=told.append)

    assert len(heard) == len(LOW)
    assert [line.partition(";")[2] for line in told] == [" 5,000 more are left out"]


def test_a_chain_of_thousands_is_refused() -> None:
    page = b"OggS\0" + b"%c" + bytes(8) + b"abcd" + bytes(8) + b"\1\x08" + b"OpusHead"
    link = page.replace(b"%c", b"\2") + page.replace(b"%c", b"\0")

    with pytest.raises(CodecError):
        decode(link * 5_000, warn=lambda line: None)
