"""One digest for all: the names that are made of it are what they always were, so that caches and feeds stay valid."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pytest

import audiosession
from audiosession.beds.bed import Bed
from audiosession.beds.loops import loop_digest
from audiosession.digests import digest_of, digest_of_everything
from audiosession.files.digests import digest_of_file, digest_of_open
from audiosession.sound.mixing import Recipe
from audiosession.units import Ms
from audiosession.voices.piper.voice import PiperSettings, PiperVoice
from audiosession.voices.recorded import LIST_NAME, as_csv, extended, open_voice
from audiosession.voices.store import take_digest
from audiosession.writing.narration import pick

PACKAGE = Path(audiosession.__file__).parent


@pytest.mark.parametrize("size", [0, 1, 1 << 18, 3_000_001])
def test_a_file_has_the_digest_of_its_bytes_however_it_is_read(tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    path = tmp_path / "file"
    path.write_bytes(content)
    opened = io.BytesIO(content)
    opened.seek(size // 2)

    assert digest_of(content) == hashlib.sha256(content).hexdigest()
    assert digest_of_file(path) == digest_of_open(opened) == digest_of(content)
    assert digest_of_file(path, after=b"before it") == digest_of(b"before it" + content)


def test_everything_is_what_it_says_and_not_the_order_it_is_said_in() -> None:
    value = {"b": [1, 2.5], "a": Path("x"), "é": None}

    assert digest_of_everything(value) == "57a8f60fdfd98fd8394b6d0869a75fd041257c2d2bc9fdbaa75be2b9d9bda5ec"
    assert digest_of_everything(dict(reversed(value.items()))) == digest_of_everything(value)
    assert digest_of_everything({**value, "b": [2.5, 1]}) != digest_of_everything(value)


def test_recipes_and_takes_have_the_addresses_that_caches_know() -> None:
    recipe = Recipe(
        length=Ms(2_400),
        lead=Ms(0),
        tail=Ms(216),
        takes=((Ms(10), "ab"),),
        tones=((Ms(0), Ms(900), "rise"),),
        beds=(),
        duck=((Ms(0), -12.0),),
        version=2,
    )

    assert recipe.address == "9eede52ac7d55ae9276af399512215c800d60ecdffb533b131c64ff4a35095f5"
    assert take_digest(spoken="Breathe in.", address="tone 1") == (
        "4f2046e3ed156c760015f8ebe06123e06e2a53367d9446adaaeca9da9253fdf9"
    )


def test_a_loop_has_the_digest_that_caches_know(tmp_path: Path) -> None:
    path = tmp_path / "bed.wav"
    path.write_bytes(b"the bytes of a bed")

    assert loop_digest(path, Bed(file="bed.wav", loop_start_ms=500, loop_end_ms=2_500)) == (
        "03b786f8690459bb4e90f8a99cb343f32c61c551003c9ef5e1b744520bf03a8f"
    )


def test_voices_made_of_files_have_the_addresses_that_caches_know(tmp_path: Path) -> None:
    (row,) = extended([], ["Two."])
    (tmp_path / LIST_NAME).write_text(as_csv([row]), encoding="utf-8")
    (tmp_path / f"{row.file}.wav").write_bytes(b"sound")
    model = tmp_path / "m.onnx"
    model.write_bytes(b"model")
    piper = PiperVoice(name="m", model=model, config={"b": 1, "a": {"c": None}}, speaker=None, settings=PiperSettings())

    assert open_voice(str(tmp_path), {}).address == (
        "recorded f5dbfd20d6b39da9be5c009d20faa14356961a713f27c7442af35503dce330dc"
    )
    assert "fb88378d8d8a9a9c7e739d7ae5e0e5b79e65684630df6cad89eae29d63456e01" in piper.address


def test_a_seed_chooses_the_words_that_it_always_chose() -> None:
    numbers = [str(number) for number in range(100)]

    assert [pick(numbers, seed, "key") for seed in range(6)] == ["68", "6", "82", "35", "50", "73"]


def test_nobody_else_makes_digests_but_where_a_host_asks_for_md5() -> None:
    makers = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "import hashlib" in path.read_text(encoding="utf-8")
    }

    assert makers == {"digests.py", "files/digests.py", "feed/places/bucket.py", "voices/piper/download.py"}
