"""Decoding of what people drop in, and of what is no sound at all."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import av
import numpy as np
import pytest
from support.encoded import encoded
from support.signals import faded, noise, sine, speech_like

from audiosession.codecs.decode import decode, decode_blocks
from audiosession.errors import CodecError
from audiosession.units import SAMPLE_RATE


def lag(sound: np.ndarray, heard: np.ndarray) -> int:
    """Return how many frames `heard` comes late, by the peak of the cross-correlation."""
    product = np.fft.rfft(heard) * np.conj(np.fft.rfft(sound))
    late = int(np.argmax(np.fft.irfft(product, len(sound))))
    return late if late < len(sound) // 2 else late - len(sound)


# Container, codec, and a step of its integers; None where the codec is lossy.
FORMATS = {
    "wav": ("wav", "pcm_s16le", 2**-15),
    "wav of 24 bits": ("wav", "pcm_s24le", 2**-23),
    "float wav": ("wav", "pcm_f32le", 0.0),
    "flac": ("flac", "flac", 2**-15),
    "aiff": ("aiff", "pcm_s16be", 2**-15),
    "m4a": ("ipod", "aac", None),
    "opus": ("ogg", "libopus", None),
    "mp3": ("mp3", "libmp3lame", None),
}


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize(("format", "codec", "tolerance"), FORMATS.values(), ids=FORMATS.keys())
def test_a_format_is_decoded_frame_for_frame(format: str, codec: str, tolerance: float | None, channels: int) -> None:
    sound = faded(speech_like(1.0, channels=channels))

    heard = decode(encoded(sound, format, codec))

    assert heard.shape[1] == channels
    assert len(heard) >= len(sound)
    assert lag(sound[:, 0], heard[: len(sound), 0]) == 0
    if tolerance is not None:
        np.testing.assert_allclose(heard, sound, atol=tolerance)


def test_any_sample_rate_becomes_the_one_asked_for() -> None:
    sound = faded(sine(2.0, hz=440, level_db=-6))

    heard = decode(encoded(sound, "wav", "pcm_f32le"), sample_rate=16_000)

    assert len(heard) == pytest.approx(32_000, abs=32)
    spectrum = np.abs(np.fft.rfft(heard[:16_000, 0]))
    assert np.argmax(spectrum) == 440


def test_channels_are_as_asked_for() -> None:
    stereo = encoded(speech_like(0.5), "wav", "pcm_f32le")
    mono = encoded(speech_like(0.5, channels=1), "wav", "pcm_f32le")

    assert decode(stereo, channels=1).shape[1] == 1
    assert decode(mono, channels=2).shape[1] == 2
    assert decode(mono).shape[1] == 1
    with pytest.raises(ValueError, match="not 6"):
        decode(mono, channels=6)


def test_blocks_joined_are_the_whole() -> None:
    wav = encoded(noise(2.3), "wav", "pcm_s16le")

    blocks = list(decode_blocks(wav, block_frames=10_000))

    assert {len(block) for block in blocks[:-1]} == {10_000}
    np.testing.assert_array_equal(np.concatenate(blocks), decode(wav))


def test_a_file_and_its_bytes_are_the_same_sound(tmp_path: Path) -> None:
    path = tmp_path / "bed with a space é.flac"
    path.write_bytes(encoded(noise(0.2), "flac", "flac"))

    np.testing.assert_array_equal(decode(path), decode(path.read_bytes()))


def _wav_without_sound() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(2)
        writer.setsampwidth(2)
        writer.setframerate(SAMPLE_RATE)
    return file.getvalue()


WAV = encoded(noise(3.0), "wav", "pcm_s16le")
BAD = {
    "empty": (b"", "is empty"),
    "text": (b"this is not audio at all, it is a sentence.\n" * 50, "is not audio"),
    "NULs": (bytes(5000), "is not audio"),
    "a header and nothing else": (_wav_without_sound(), "holds no sound"),
    "cut short": (WAV[: len(WAV) // 2], "is cut short: it has 288,039 of the 576,078 bytes"),
    "a flac cut short": (encoded(noise(3.0), "flac", "flac")[:200_000], "is cut short|is damaged"),
}


@pytest.mark.parametrize(("content", "message"), BAD.values(), ids=BAD.keys())
def test_what_is_no_sound_is_refused_by_name(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "bed.wav"
    path.write_bytes(content)

    with pytest.raises(CodecError, match=message) as caught:
        decode(path)

    assert caught.value.path == path
    assert caught.value.hint
    with pytest.raises(CodecError, match="take:"):
        decode(content, name="take")


def test_a_playlist_is_not_followed(tmp_path: Path) -> None:
    """FFmpeg would open what it names, on this machine or in the network."""
    other = tmp_path / "other.ts"
    other.write_bytes(encoded(noise(1.0), "mpegts", "mp2"))
    path = tmp_path / "bed.m3u8"
    lines = ["#EXTM3U", "#EXT-X-TARGETDURATION:10", "#EXTINF:1.0,", f"file://{other}", "#EXT-X-ENDLIST"]
    path.write_text("\n".join(lines), encoding="utf-8")

    assert len(decode(other))
    with pytest.raises(CodecError, match=r"is not audio|holds no sound"):
        decode(path)


def test_numbers_that_are_no_sound_are_refused() -> None:
    sound = noise(0.5)
    sound[1000] = np.nan

    with pytest.raises(CodecError, match="NaN"):
        decode(encoded(sound, "wav", "pcm_f32le"))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CodecError, match="no such file"):
        decode(tmp_path / "none.wav")
    with pytest.raises(CodecError, match="is a folder"):
        decode(tmp_path)


def test_a_picture_holds_no_sound(tmp_path: Path) -> None:
    path = tmp_path / "cover.png"
    pixel = av.VideoFrame.from_ndarray(np.zeros((16, 16, 3), np.uint8), format="rgb24")
    with av.open(str(path), "w", format="image2", options={"update": "1"}) as container:
        stream = container.add_stream("png", rate=1)
        stream.width = stream.height = 16
        stream.pix_fmt = "rgb24"
        container.mux([*stream.encode(pixel), *stream.encode(None)])

    with pytest.raises(CodecError, match="holds no sound"):
        decode(path)
