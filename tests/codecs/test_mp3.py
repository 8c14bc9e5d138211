"""Windows of MP3: joined they are one encode, to the sample where it was, at the level it had."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import mutagen.mp3
import numpy as np
import pytest
from support.signals import clicks, faded, frames, joined, limited, noise, silence, sine, speech_like

from audiosession.codecs.decode import decode
from audiosession.codecs.mp3 import (
    DECODE_PRE_ROLL_FRAMES,
    FRAME_BYTES,
    POST_ROLL_FRAMES,
    PRE_ROLL_FRAMES,
    decode_window,
    encode_window,
    n_mp3_frames,
)
from audiosession.codecs.mp3_file import Chunk, header_frame, joined_crc, music_crc, open_header_frame, write_mp3
from audiosession.sound.peaks import true_peak
from audiosession.sound.segments import Samples
from audiosession.units import MP3_FRAME, SAMPLE_RATE, gain_to_db

pytestmark = [pytest.mark.usefixtures("lame"), pytest.mark.slow]


def windows(sound: Samples, n_frames: int) -> list[bytes]:
    """Encode `sound` in windows of `n_frames` MP3 frames."""
    chunks = []
    start = 0
    while True:
        pre_roll = min(PRE_ROLL_FRAMES, start)
        heard = sound[(start - pre_roll) * MP3_FRAME : (start + n_frames + POST_ROLL_FRAMES) * MP3_FRAME]
        if len(heard) < (pre_roll + n_frames + POST_ROLL_FRAMES) * MP3_FRAME:
            rest = sound[(start - pre_roll) * MP3_FRAME :]
            return [*chunks, encode_window(rest, pre_roll=pre_roll, n_frames=None)]
        chunks.append(encode_window(heard, pre_roll=pre_roll, n_frames=n_frames))
        start += n_frames


def checked(chunks: list[bytes]) -> list[Chunk]:
    return [Chunk(chunk, music_crc(chunk)) for chunk in chunks]


def whole_file(sound: Samples, chunks: list[bytes]) -> bytes:
    file = io.BytesIO()
    n_bytes = write_mp3(file, checked(chunks), n_sound_frames=len(sound))
    assert n_bytes == len(file.getvalue())
    return file.getvalue()


def error_db(sound: Samples, heard: Samples) -> float:
    return float(10 * np.log10(np.sum((sound - heard) ** 2) / np.sum(sound**2)))


PROGRAMME = joined(speech_like(2), speech_like(2, seed=2)) + noise(4, level_db=-40)
TONE = faded(sine(3.3, hz=440, level_db=-6), seconds=0.1)


@pytest.mark.parametrize("n_frames", [20, 37])
@pytest.mark.parametrize("sound", [PROGRAMME, TONE], ids=["speech", "a tone"])
def test_joined_windows_are_as_close_to_the_source_as_one_long_encode(sound: Samples, n_frames: int) -> None:
    in_one = decode(whole_file(sound, [encode_window(sound, pre_roll=0, n_frames=None)]))
    in_windows = decode(whole_file(sound, windows(sound, n_frames)))

    seams = [*range(n_frames * MP3_FRAME, len(sound) - 2 * MP3_FRAME, n_frames * MP3_FRAME)]
    assert len(seams) >= 3
    for seam in seams:
        near = slice(seam - MP3_FRAME, seam + MP3_FRAME)
        # A seam without pre-roll is some 20 dB worse on a tone; LAME's own spread between takes is under 0.5 dB.
        assert error_db(sound[near], in_windows[near]) <= error_db(sound[near], in_one[near]) + 0.5
    assert error_db(sound, in_windows) == pytest.approx(error_db(sound, in_one), abs=0.1)


def test_a_seam_without_pre_roll_would_be_heard() -> None:
    """So the test above can fail: the encoder that has heard nothing before takes the tone's start for a step."""
    n = 40 * MP3_FRAME
    first = encode_window(TONE[: n + POST_ROLL_FRAMES * MP3_FRAME], pre_roll=0, n_frames=40)
    chunks = [first, encode_window(TONE[n:], pre_roll=0, n_frames=None)]
    frames_of_sound = len(TONE)

    file = io.BytesIO()
    write_mp3(file, checked(chunks), n_sound_frames=frames_of_sound)

    near = slice(n - MP3_FRAME, n + MP3_FRAME)
    assert error_db(TONE[near], decode(file.getvalue())[near]) > -20


@pytest.mark.parametrize("n_sound_frames", [MP3_FRAME * 30, frames(1.2345), 100])
def test_the_file_decodes_to_exactly_the_frames_it_was_made_of(n_sound_frames: int) -> None:
    sound = noise(2)[:n_sound_frames]

    assert decode(whole_file(sound, windows(sound, 20))).shape == sound.shape


def test_sound_stays_at_its_frame() -> None:
    at = [0, 1_000, 20 * MP3_FRAME, 40 * MP3_FRAME - 1, 60_001, frames(2) - 1]
    sound = clicks(2, at)

    heard = decode(whole_file(sound, windows(sound, 20)))[:, 0]

    for frame in at:
        first = max(0, frame - 300)
        assert first + int(np.argmax(np.abs(heard[first : frame + 300]))) == frame


def test_the_level_is_kept() -> None:
    """LAME alone would bring everything to 0.95 of it, 0.45 dB down."""
    heard = decode(whole_file(TONE, windows(TONE, 40)))[10_000:-10_000]

    assert np.sqrt(np.mean(heard**2)) == pytest.approx(np.sqrt(np.mean(TONE[10_000:-10_000] ** 2)), rel=0.002)


def test_a_limited_voice_decodes_below_minus_0_7_dbtp() -> None:
    hot = limited(speech_like(4, level_db=-12) + noise(4, level_db=-35))

    heard = decode(whole_file(hot, windows(hot, 60)))

    assert gain_to_db(true_peak(heard)) <= -0.7


def test_every_mp3_frame_stands_alone() -> None:
    chunk = encode_window(PROGRAMME, pre_roll=0, n_frames=None)

    assert len(chunk) == n_mp3_frames(len(PROGRAMME)) * FRAME_BYTES
    for start in range(0, len(chunk), FRAME_BYTES):
        assert chunk[start : start + 2] == b"\xff\xfb"
        main_data_begin = chunk[start + 4] << 1 | chunk[start + 5] >> 7  # ISO/IEC 11172-3, 2.4.1.7
        assert main_data_begin == 0


def test_a_window_is_the_same_bytes_each_time_and_in_any_thread() -> None:
    alone = windows(PROGRAMME, 30)

    with ThreadPoolExecutor(2) as pool:
        side_by_side = list(pool.map(lambda _: windows(PROGRAMME, 30), range(2)))

    assert side_by_side == [alone, alone]


def test_a_window_is_heard_aligned_with_its_source() -> None:
    chunks = b"".join(windows(PROGRAMME, 30))
    start, n = 60, 20
    first = start - DECODE_PRE_ROLL_FRAMES

    heard = decode_window(chunks[first * FRAME_BYTES : (start + n + 1) * FRAME_BYTES], pre_roll=1)

    whole = decode(whole_file(PROGRAMME, [chunks]))
    assert len(heard) >= n * MP3_FRAME
    expected = whole[start * MP3_FRAME : start * MP3_FRAME + len(heard)]
    np.testing.assert_allclose(heard, expected, atol=1e-6)


def test_a_window_too_short_for_its_frames_is_refused() -> None:
    with pytest.raises(ValueError, match="10 MP3 frames after 8 need 21888 frames; there are 20000"):
        encode_window(silence(1)[:20_000], pre_roll=8, n_frames=10)
    with pytest.raises(ValueError, match="two channels"):
        encode_window(silence(1, channels=1), pre_roll=0, n_frames=None)


def test_players_read_the_true_length(tmp_path: Path) -> None:
    path = tmp_path / "class.mp3"
    path.write_bytes(whole_file(PROGRAMME, windows(PROGRAMME, 50)))

    by_mutagen = mutagen.mp3.MP3(path).info
    assert by_mutagen.length == pytest.approx(len(PROGRAMME) / SAMPLE_RATE, abs=1e-6)
    assert (by_mutagen.bitrate, by_mutagen.sketchy) == (128_000, False)
    assert by_mutagen.bitrate_mode == mutagen.mp3.BitrateMode.CBR
    with av.open(str(path)) as container:
        told = container.duration / av.time_base
    assert told == pytest.approx(len(PROGRAMME) / SAMPLE_RATE, abs=0.048)  # FFmpeg counts delay and padding in


def test_a_class_of_whole_mp3_frames_is_told_to_one_mp3_frame() -> None:
    n_sound_frames = 100 * MP3_FRAME

    assert n_mp3_frames(n_sound_frames) == 101


def test_the_checksum_is_that_of_ffmpegs_own_header() -> None:
    file = io.BytesIO()
    with av.open(file, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=SAMPLE_RATE, layout="stereo")
        stream.bit_rate = 128_000
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(TONE[:MP3_FRAME].T), format="fltp", layout="stereo")
        frame.sample_rate = SAMPLE_RATE
        container.mux([*stream.encode(frame), *stream.encode(None)])
    written = file.getvalue()
    tag = written[written.index(b"Info") - 36 :]

    assert music_crc(tag[FRAME_BYTES:]) == int.from_bytes(tag[188:190], "big")
    ours = header_frame(MP3_FRAME, len(tag) // FRAME_BYTES - 1, music_crc(tag[FRAME_BYTES:]))
    assert ours[177:180] == tag[177:180]  # delay and padding
    assert ours[184:190] == tag[184:190]  # length and checksum of the music


@pytest.mark.peers
@pytest.mark.parametrize("n_frames", [1, 2, 7, 30])
def test_the_checksum_of_windows_in_a_row_follows_from_their_own(n_frames: int) -> None:
    crc = 0
    chunks = windows(PROGRAMME, n_frames)
    for chunk in chunks:
        crc = joined_crc(crc, music_crc(chunk), len(chunk) // FRAME_BYTES)

    assert crc == music_crc(b"".join(chunks))
    with pytest.raises(ValueError, match="not a whole number"):
        music_crc(b"\0")


def test_a_header_that_would_lie_is_refused() -> None:
    with pytest.raises(ValueError, match="padding of -576"):
        header_frame(MP3_FRAME, 1, 0)
    with pytest.raises(ValueError, match="padding"):
        header_frame(MP3_FRAME, 10, 0)


def crc_16(content: bytes) -> int:
    """Return CRC-16 as the standard has it: a shift register of x^16 + x^15 + x^2 + 1, bits reflected."""
    register = 0
    for byte in content:
        for bit in range(8):
            carry = (register ^ byte >> bit) & 1
            register = register >> 1 ^ 0xA001 * carry
    return register


@pytest.mark.parametrize("n_frames", range(6))
def test_the_checksum_of_any_mp3_frames_is_that_of_the_standard_and_joins(n_frames: int) -> None:
    random = np.random.default_rng(n_frames)
    before, after = (random.bytes(n * FRAME_BYTES) for n in (3, n_frames))

    assert music_crc(after) == crc_16(after)
    assert joined_crc(music_crc(before), music_crc(after), n_frames) == crc_16(before + after)
    for stray in (1, FRAME_BYTES - 1):
        with pytest.raises(ValueError, match="not a whole number"):
            music_crc(before + bytes(stray))


def test_the_header_frame_says_what_the_specification_wants_it_to() -> None:
    """ "MP3 Info Tag rev. 1 specifications": places are counted from the frame's own header of 36 bytes."""
    n_frames, n_sound_frames, crc = 500, 500 * MP3_FRAME - 2_000, 0xBEEF
    header = header_frame(n_sound_frames, n_frames, crc)

    def told(at: int, n_bytes: int) -> int:
        return int.from_bytes(header[at : at + n_bytes], "big")

    assert len(header) == FRAME_BYTES
    assert header[:4] == b"\xff\xfb\x94\x44"
    assert not any(header[4:36])
    assert (header[36:40], told(40, 4)) == (b"Info", 0b1111)
    assert (told(44, 4), told(48, 4)) == (n_frames, (n_frames + 1) * FRAME_BYTES)
    seek = list(header[52:152])
    assert all(0 <= percent / 100 - place / 256 < 1 / 256 for percent, place in enumerate(seek))
    assert told(152, 4) == 0, "no quality is claimed"
    assert header[156:165] == b"LAME3.100"
    assert header[165] >> 4 == 0, "revision 0"
    assert header[165] & 15 == 1, "constant bit rate"
    assert 15_000 <= header[166] * 100 <= 20_000, "low-pass in units of 100 Hz"
    assert not any(header[167:175]), "neither peak nor gain is told"
    assert header[176] == 128, "kbit/s"
    assert told(177, 3) >> 12 == 576, "the encoder's delay"
    assert told(177, 3) & 0xFFF == n_frames * MP3_FRAME - 576 - n_sound_frames
    assert header[180] >> 6 == 2, "made from 48 kHz"
    assert header[180] >> 2 & 7 == 3, "joint stereo"
    assert header[181] == 0, "no gain"
    assert told(182, 2) & 0x7FF == 128, "LAME's preset of 128 kbit/s"
    assert (told(184, 4), told(188, 2)) == ((n_frames + 1) * FRAME_BYTES, crc)
    assert told(190, 2) == crc_16(header[:190])
    assert not any(header[192:])


def test_a_header_is_written_for_every_padding_that_it_can_tell_and_no_other() -> None:
    def padded(by: int) -> bytes:
        return header_frame(10 * MP3_FRAME - 576 - by, 10, 0)

    for padding in (529, 4_095):
        assert int.from_bytes(padded(padding)[177:180], "big") & 0xFFF == padding
    for padding in (528, 4_096):
        with pytest.raises(ValueError, match=f"padding of {padding}"):
            padded(padding)


def test_a_file_is_its_tag_its_header_and_its_frames_in_one_stream() -> None:
    chunks = checked([np.random.default_rng(n).bytes(n * FRAME_BYTES) for n in (1, 2, 5)])
    music = b"".join(chunk.frames for chunk in chunks)
    file = io.BytesIO()

    n_bytes = write_mp3(file, chunks, n_sound_frames=8 * MP3_FRAME - 1_200, tag=b"a tag")

    written = file.getvalue()
    assert n_bytes == file.tell() == len(written)
    assert written == b"a tag" + header_frame(8 * MP3_FRAME - 1_200, 8, crc_16(music)) + music


@pytest.mark.parametrize("told_frames", [3, 40, 4_000])
def test_a_header_that_tells_no_length_has_the_delay_left_out_and_all_else_played(told_frames: int) -> None:
    sound, chunks = PROGRAMME, windows(PROGRAMME, 20)
    header = open_header_frame(told_frames * len(chunks[0]) // 20, 576 + MP3_FRAME)
    heard = decode(header + b"".join(chunks), channels=2)
    whole = decode(whole_file(sound, chunks), channels=2)

    assert np.array_equal(heard[: len(whole) - MP3_FRAME], whole[MP3_FRAME:])
    assert 0 <= len(heard) - (len(whole) - MP3_FRAME) < 2 * MP3_FRAME
