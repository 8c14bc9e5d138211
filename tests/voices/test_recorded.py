"""The instructor's own recordings: listed, found, trimmed, and never replaced in silence."""

from __future__ import annotations

import tempfile
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.encoded import encoded

from audiosession.errors import Act, Remedy, VoiceError
from audiosession.sound.segments import Samples, to_samples, to_segment
from audiosession.units import SAMPLE_RATE
from audiosession.voices.recorded import LIST_NAME, as_csv, as_text, extended, open_voice, read_rows
from audiosession.voices.speaking import takes_for
from audiosession.voices.store import TakeStore
from audiosession.voices.take import prepare

LINES = ["Breathe in, and grow long.", "Kick; kick.", "Two."]
RATE = 44_100


def recording(*, lasts_s: float = 1.0, lead_in_s: float = 0.7, noise_db: float = -62.0, gain: float = 0.2) -> Samples:
    """Return a tone in a room: noise before it, under it and after it."""
    rng = np.random.default_rng(1)
    tone = gain * np.sin(2 * np.pi * 220 * np.arange(round(lasts_s * RATE)) / RATE)
    silence = np.zeros(round(lead_in_s * RATE))
    sound = np.concatenate([silence, tone, silence])
    return (sound + 10 ** (noise_db / 20) * rng.standard_normal(len(sound)))[:, None].astype(np.float32)


def make_folder(folder: Path, *, recorded: int = 3, ending: str = "wav") -> Path:
    folder.mkdir(exist_ok=True)
    rows = extended([], LINES)
    (folder / LIST_NAME).write_text(as_csv(rows), encoding="utf-8")
    for row in rows[:recorded]:
        to_segment(recording(), RATE).export(folder / f"{row.file}.{ending}", format="wav").close()
    return folder


def test_a_list_is_numbered_and_its_files_are_named_after_their_lines() -> None:
    rows = extended([], [*LINES, "Two."])

    assert [row.file for row in rows] == ["001-breathe-in-and-grow-long", "002-kick-kick", "003-two"]
    assert "   2  Kick; kick.\n      002-kick-kick\n" in as_text(rows, title="Single Leg Kick")


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"]), min_size=1), max_size=8))
def test_a_list_reads_back_as_it_was_written(texts: list[str]) -> None:
    rows = extended([], texts)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, LIST_NAME)
        path.write_bytes(as_csv(rows).encode("utf-8-sig"))

        assert read_rows(path) == rows
    assert all(row.file.isascii() and len(row.file) <= 45 for row in rows)
    assert len({row.file for row in rows}) == len(rows)


def test_a_list_keeps_its_numbers_when_lines_are_added(tmp_path: Path) -> None:
    path = make_folder(tmp_path) / LIST_NAME
    rows = extended(read_rows(path), ["Three.", "two.", *LINES])

    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert rows[3].file == "004-three"


def test_a_list_that_was_saved_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / LIST_NAME
    path.write_bytes(b'\xef\xbb\xbfnumber,text,file,note\r\n1,"Kick, kick.",kick,loud\r\n,,,\r\n')

    assert [(row.number, row.file, row.text) for row in read_rows(path)] == [(1, "kick", "Kick, kick.")]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"number,file,text\nx,y,z\n", b"\xff\xfe\x00"])
def test_a_list_that_is_none_is_told_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / LIST_NAME).write_bytes(content)

    with pytest.raises(VoiceError, match=r"recording-list\.csv: is no recording list"):
        open_voice(str(tmp_path), {})


def test_recordings_become_takes_trimmed_of_the_noise_of_the_room(tmp_path: Path) -> None:
    voice = open_voice(str(make_folder(tmp_path)), {})
    takes = takes_for(voice, LINES, TakeStore(tmp_path / "takes"))

    # 1 s of tone, the margin of 6 ms on both sides, and some ringing of the rumble filter at the tone's hard ends.
    assert [take.duration for take in takes.values()] == [pytest.approx(1012, abs=15)] * 3


@pytest.mark.parametrize("noise_db", [-90.0, -62.0, -52.0])
def test_the_onset_holds_whatever_the_room_is(noise_db: float) -> None:
    samples = to_samples(prepare(to_segment(recording(noise_db=noise_db), RATE), text="tone"))

    assert np.abs(samples[: 48 * 10]).max() > 0.1
    assert len(samples) / 48 == pytest.approx(1012, abs=3)


def test_an_offset_and_the_rumble_of_a_street_do_not_hide_where_the_line_begins(tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    rough = recording()
    rough += 0.02 + 0.02 * np.sin(2 * np.pi * 35 * np.arange(len(rough)) / RATE)[:, None].astype(np.float32)
    to_segment(rough, RATE).export(folder / "003-two.wav", format="wav").close()

    takes = takes_for(open_voice(str(folder), {}), ["Two."], TakeStore(tmp_path / "takes"))

    # The filter has no delay and rings, 60 dB down, for some 20 ms about the tone's hard edges.
    assert takes["Two."].duration == pytest.approx(1012, abs=45)


def test_a_recording_is_found_by_its_line_whatever_its_spaces_and_case(tmp_path: Path) -> None:
    voice = open_voice(str(make_folder(tmp_path)), {})

    assert voice.lacks(["  kick;  KICK.", "Three."]) == ["Three."]


def test_a_line_that_is_not_recorded_is_told_and_not_replaced(tmp_path: Path) -> None:
    voice = open_voice(str(make_folder(tmp_path, recorded=2)), {})

    assert voice.lacks(LINES) == ["Two."]
    with pytest.raises(VoiceError, match="is not recorded") as caught:
        voice.speak("Two.")
    assert caught.value.remedy == Remedy(act=Act.FILL)


def test_two_recordings_of_one_line_are_told_by_name(tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    (folder / "003-two.flac").write_bytes(b"x")

    with pytest.raises(VoiceError, match=r"003-two\.flac, 003-two\.wav"):
        open_voice(str(folder), {}).speak("Two.")


def test_an_overdriven_recording_is_refused_by_name(tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    to_segment(recording(gain=3.0), RATE).export(folder / "003-two.wav", format="wav").close()

    with pytest.raises(VoiceError, match=r"003-two\.wav: is overdriven"):
        open_voice(str(folder), {}).speak("Two.")


def test_a_recording_that_can_not_be_the_line_is_refused(tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    to_segment(recording(lasts_s=6.0), RATE).export(folder / "003-two.wav", format="wav").close()

    with pytest.raises(VoiceError, match="too long"):
        takes_for(open_voice(str(folder), {}), ["Two."], TakeStore(tmp_path / "takes"))


def test_a_new_recording_is_another_take(tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    before = open_voice(str(folder), {}).address
    to_segment(recording(lasts_s=1.2), RATE).export(folder / "003-two.wav", format="wav").close()

    assert open_voice(str(folder), {}).address != before


@pytest.mark.parametrize("argument", ["", "no-such-folder"])
def test_no_folder_is_told_with_the_way_to_one(argument: str) -> None:
    with pytest.raises(VoiceError) as caught:
        open_voice(argument, {})

    assert "recorded:" in caught.value.hint or caught.value.remedy == Remedy(act=Act.LIST_RECORDINGS, to=argument)


def test_a_recording_with_a_damaged_spot_is_used_and_told_from_the_cache_too(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "mine")
    damaged = recording()
    damaged[RATE] = np.nan
    (folder / "003-two.wav").write_bytes(encoded(damaged, "wav", "pcm_f32le", rate=SAMPLE_RATE))
    note = "003-two.wav: 1 sample is no sound (NaN, infinite, far too loud) and taken as silence"

    for _ in range(2):
        takes = takes_for(open_voice(str(folder), {}), LINES, TakeStore(tmp_path / "takes"))
        assert [takes[line].notes for line in LINES] == [(), (), (note,)]
    assert [str(fault) for fault in open_voice(str(folder), {}).check()] == [f"{folder}/{note}"]


def test_a_float_recording_beyond_full_scale_is_neither_refused_nor_clipped(tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    (folder / "003-two.wav").write_bytes(encoded(recording(gain=2.0), "wav", "pcm_f32le"))

    spoken = to_samples(open_voice(str(folder), {}).speak("Two."))[:, 0]

    middle = spoken[len(spoken) // 2 - 12_000 :][:24_000] * np.hanning(24_000)
    spectrum = np.abs(np.fft.rfft(middle))
    first = int(np.argmax(spectrum))
    assert spectrum[3 * first - 10 : 3 * first + 10].max() < spectrum[first] / 1000


def test_names_in_any_letters_are_read_and_lists_kept_in_nfc(tmp_path: Path) -> None:
    assert [row.file for row in extended([], ["Вдох.", "Fu\u0308r den Rücken."])] == ["001-vdokh", "002-fur-den-rucken"]

    folder = tmp_path / unicodedata.normalize("NFD", "für mich")
    folder.mkdir()
    table = "number,file,text\n1,rücken,Don’t hold the Rücken.\n"
    (folder / LIST_NAME).write_text(unicodedata.normalize("NFD", table), encoding="utf-8")
    to_segment(recording(), RATE).export(folder / unicodedata.normalize("NFD", "rücken.wav"), format="wav").close()

    assert open_voice(str(tmp_path / "für mich"), {}).lacks(["Don't hold the Rücken."]) == []
