"""Sound that is damaged, cut short or beyond full scale: used as far as it goes, and told."""

from __future__ import annotations

import re
import struct
from contextlib import suppress
from random import Random

import numpy as np
import pytest
from support.encoded import encoded, film, id3
from support.signals import noise, silence, sine

from audiosession.codecs.decode import decode, decode_blocks
from audiosession.errors import CodecError
from audiosession.units import SAMPLE_RATE

TONE = sine(4.0, hz=300, level_db=-12)
MP3 = encoded(TONE, "mp3", "libmp3lame")
OPUS = encoded(TONE, "ogg", "libopus")
VORBIS = encoded(TONE, "ogg", "vorbis")
FLAC = encoded(noise(4.0), "flac", "flac")
FLOAT = encoded(TONE, "wav", "pcm_f32le")


def with_junk(content: bytes, at: float, n_bytes: int = 400) -> bytes:
    """Return `content` with junk in place of `n_bytes` at a share of its length."""
    first = round(at * len(content))
    return content[:first] + b"\xaa" * n_bytes + content[first + n_bytes :]


def with_numbers(*numbers: float) -> bytes:
    return FLOAT[:-40_000] + struct.pack(f"<{len(numbers)}f", *numbers) + FLOAT[-40_000 + 4 * len(numbers) :]


USED = {
    "an MP3 with a bad frame": (with_junk(MP3, 0.5), r"damaged pieces? (is|are) left out.* [12]\.\d s", 3.9),
    "an MP3 cut short": (MP3[: len(MP3) // 2], r"is cut short: it holds 2\.0 s of the 4\.0 s", 1.9),
    "an MP3 cut short behind a large tag": (id3(70_000) + MP3[: len(MP3) // 2], r"is cut short: it holds 2", 1.9),
    "Opus cut short": (OPUS[: len(OPUS) // 2], "is cut short", 1.0),
    "Vorbis cut short": (VORBIS[: len(VORBIS) * 2 // 3], "is cut short", 1.0),
    "NaN": (with_numbers(np.nan), "1 sample is no sound", 4.0),
    "infinity, and what is as good as that": (with_numbers(np.inf, 1e30, -1e9), "3 samples are no sound", 4.0),
    "several tracks": (film(1.0, TONE, noise(4.0)), "holds 2 sound tracks: number 1 is used", 4.0),
    "an empty first track": (film(1.0, TONE[:0], TONE), "holds 2 sound tracks: number 2 is used", 4.0),
}


@pytest.mark.parametrize(("content", "message", "least_s"), USED.values(), ids=USED.keys())
def test_what_can_be_used_is_used_with_a_warning(content: bytes, message: str, least_s: float) -> None:
    told: list[str] = []

    heard = decode(content, warn=told.append)

    assert least_s <= len(heard) / SAMPLE_RATE <= 4.05
    assert np.isfinite(heard).all()
    np.testing.assert_array_less(np.abs(heard), 0.6)
    assert len(told) == 1
    assert re.search(message, told[0])


def test_opus_with_a_bad_page_is_used_and_all_that_lacks_is_told() -> None:
    """FFmpeg goes on behind the page or ends there, by its release; then the rest is told as a part without sound."""
    told: list[str] = []

    heard = decode(with_junk(OPUS, 0.5), warn=told.append)

    assert 1.9 <= len(heard) / SAMPLE_RATE <= 4.05
    goes_on, ends = [r"of the 4\.0 s it tells of"], ["is cut short", r"is left out after 2\.0 s"]
    expected = goes_on if len(told) == 1 else ends
    assert len(told) == len(expected)
    assert all(re.search(one, line) for one, line in zip(expected, told, strict=True))


@pytest.mark.parametrize("name", ["an MP3 with a bad frame", "an MP3 cut short", "NaN"])
def test_where_nobody_is_to_be_warned_sound_that_lacks_is_an_error(name: str) -> None:
    with pytest.raises(CodecError, match=r"is damaged|is cut short|NaN"):
        decode(USED[name][0])


@pytest.mark.parametrize("format", ["matroska", "mov", "avi"])
@pytest.mark.parametrize("starts_s", [0.0, 3.0])
def test_a_film_that_is_longer_than_its_sound_is_whole(format: str, starts_s: float) -> None:
    told: list[str] = []

    heard = decode(film(9.0, TONE, starts_s=starts_s, format=format), warn=told.append)

    assert len(heard) == pytest.approx(len(TONE), abs=SAMPLE_RATE // 100)
    assert told == []


@pytest.mark.parametrize("content", [FLAC[: len(FLAC) // 2], FLOAT[: len(FLOAT) // 2]], ids=["flac", "wav"])
def test_a_format_that_is_finished_in_the_end_is_refused_where_it_is_cut_short(content: bytes) -> None:
    with pytest.raises(CodecError, match="is cut short"):
        decode(content, warn=lambda line: None)


def test_what_is_more_broken_than_whole_is_refused() -> None:
    junk = b"".join(b"\xff\xfb\x90\x64" + Random(seed).randbytes(379) for seed in range(400))

    with pytest.raises(CodecError, match=r"is damaged|is not audio|holds no sound"):
        decode(MP3[:3_000] + junk, warn=lambda line: None)


def test_tags_in_another_encoding_are_no_trouble() -> None:
    tag = b"TAG" + "Für Elise".encode("latin-1").ljust(125, b"\0")
    info = b"LIST" + struct.pack("<I", 16) + b"INFOINAM" + struct.pack("<I", 4) + b"\xfc\xe4\xff\0"
    wav = FLOAT + info

    assert len(decode(MP3 + tag)) == len(decode(MP3))
    assert len(decode(wav[:4] + struct.pack("<I", len(wav) - 8) + wav[8:])) == len(TONE)


def test_sound_beyond_full_scale_stays_as_it_is() -> None:
    loud = TONE * np.float32(8)

    np.testing.assert_allclose(decode(encoded(loud, "wav", "pcm_f32le")), loud, rtol=1e-6)


@pytest.mark.parametrize(("channels", "rate"), [(65_535, 48_000), (0, 48_000), (2, 1), (2, 0), (2, 2**32 - 1)])
def test_absurd_headers_are_refused(channels: int, rate: int) -> None:
    layout = struct.pack("<IHHIIHH", 16, 1, channels, rate, 1, 2 * channels & 0xFFFF, 16)
    wav = b"RIFF" + struct.pack("<I", 40_036) + b"WAVEfmt " + layout + b"data" + struct.pack("<I", 40_000)

    with pytest.raises(CodecError):
        decode(wav + bytes(40_000), warn=lambda line: None)


def test_hours_in_a_small_file_are_not_held_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiosession.codecs.decode.LONGEST_HELD_S", 60)  # so that the test need not decode an hour

    with pytest.raises(CodecError, match="lasts over 1 minutes"):
        decode(encoded(silence(62), "flac", "flac"))


def test_mutated_files_end_in_sound_or_in_an_error_of_ours() -> None:
    """Bounded and seeded: what FFmpeg does not take is told, whatever it raises."""
    random = Random(13)
    short = sine(0.3, hz=300, level_db=-12)
    codecs = {"mp3": "libmp3lame", "ogg": "vorbis", "flac": "flac", "wav": "pcm_s16le", "ipod": "aac"}
    seeds = [encoded(short, format, codec) for format, codec in codecs.items()]
    seeds += [seeds[0] + id3(50) + seeds[0], seeds[1] + seeds[1]]
    for _ in range(300):
        content = bytearray(random.choice(seeds))
        for _ in range(random.choice([1, 3, 20])):
            at = random.randrange(len(content))
            content[at : at + random.choice([1, 1, 40])] = random.randbytes(random.choice([0, 1, 4, 40]))
        with suppress(CodecError):
            for block in decode_blocks(bytes(content), channels=2, warn=lambda line: None):
                assert np.isfinite(block).all()
