"""Sounds on disk: made once, found again, made again when they are gone; and the ledger that tells of them."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest
from support.figures import write_wav_file
from support.signals import faded, silence, sine

from audiosession.beds.sound import read_sounds
from audiosession.beds.sound_store import SoundStore
from audiosession.beds.trimming import LONGEST_S
from audiosession.errors import CodecError, FaultsError


@pytest.fixture
def ding(tmp_path: Path) -> Path:
    path = tmp_path / "ding.wav"
    write_wav_file(path, faded(sine(1.0, hz=700, level_db=-20)))
    return path


def test_a_sound_is_made_once_and_found_again(ding: Path, tmp_path: Path) -> None:
    store = SoundStore(tmp_path / "store")
    made = store.open(ding)
    sound = store.load(made.digest)
    again = SoundStore(tmp_path / "store")

    assert again.open(ding) == made
    assert again.load(made.digest).raw_data == sound.raw_data
    assert (sound.channels, sound.sample_width, sound.frame_rate, len(sound)) == (1, 2, 48_000, made.length)
    assert len(list((tmp_path / "store").rglob("*.sound"))) == 1


def test_a_sound_that_left_the_store_is_made_again_in_another_process_too(ding: Path, tmp_path: Path) -> None:
    store = SoundStore(tmp_path / "store")
    made = store.open(ding)
    shutil.rmtree(tmp_path / "store")

    assert len(pickle.loads(pickle.dumps(store)).load(made.digest)) == made.length


def test_another_recording_is_another_sound(ding: Path, tmp_path: Path) -> None:
    store = SoundStore(tmp_path / "store")
    made = store.open(ding)
    write_wav_file(ding, faded(sine(1.0, hz=710, level_db=-20)))
    shutil.rmtree(tmp_path / "store")

    with pytest.raises(CodecError, match="is gone from the cache"):
        store.load(made.digest)
    assert store.open(ding).digest != made.digest


def test_what_is_no_sound_is_refused_with_its_file(ding: Path, tmp_path: Path) -> None:
    store = SoundStore(tmp_path / "store")
    write_wav_file(tmp_path / "still.wav", silence(1.0))
    write_wav_file(tmp_path / "long.wav", sine(LONGEST_S + 1))
    (tmp_path / "text.wav").write_text("no sound")

    wrong = {
        "still.wav": "is silent",
        "long.wav": "too long for a sound",
        "text.wav": "sound",
        "none.wav": "can't be read",
    }
    for name, message in wrong.items():
        with pytest.raises(CodecError, match=message) as refused:
            store.open(tmp_path / name)
        assert refused.value.path == tmp_path / name


def test_the_ledger_is_read_and_all_its_faults_are_told() -> None:
    (sound,) = read_sounds('[ding]\nfile = "ding.wav"\nlevel_db = -3\n', "sounds.toml").values()
    assert (sound.file, sound.level_db) == ("ding.wav", -3.0)

    with pytest.raises(FaultsError) as wrong:
        read_sounds('[a]\nfile = "../a.wav"\n[b]\nfile = "b.wav"\nlevel_db = 7\n[c]\ntitle = "C"\n', "sounds.toml")
    assert [fault.line for fault in wrong.value.faults] == [2, 5, 6]
