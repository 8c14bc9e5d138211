"""Which LAME encodes: lameenc's where it proves right, PyAV's wherever anything about that is amiss."""

from __future__ import annotations

import importlib.machinery
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.random.mtrand
import pytest
from support.signals import noise, speech_like

from audiosession.codecs.lame import Lame, lame_of_lameenc, lame_of_pyav
from audiosession.codecs.mp3 import FRAME_BYTES, POST_ROLL_FRAMES, encode_window, encoder, prove
from audiosession.errors import CodecError
from audiosession.sound.segments import Samples
from audiosession.units import MP3_FRAME

pytestmark = pytest.mark.slow


@pytest.fixture
def chosen_anew() -> Iterator[None]:
    """Have the encoder looked for again, in what a test makes of the machine, and after it."""
    encoder.cache_clear()
    yield
    encoder.cache_clear()


def place_library(folder: Path) -> None:
    """Place a real library that is no LAME, under lameenc's name."""
    shutil.copy(numpy.random.mtrand.__file__, folder / f"lameenc{importlib.machinery.EXTENSION_SUFFIXES[0]}")


def place_text(folder: Path) -> None:
    (folder / "lameenc.py").write_text("what is this?", encoding="utf-8")


def place_folder(folder: Path) -> None:
    (folder / "lameenc").mkdir()
    (folder / "lameenc" / "__init__.py").write_text("", encoding="utf-8")


@pytest.mark.usefixtures("chosen_anew")
@pytest.mark.parametrize("place", [place_library, place_text, place_folder])
def test_where_lameenc_is_no_lame_that_of_pyav_encodes(
    place: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(tmp_path)
    monkeypatch.delitem(sys.modules, "lameenc", raising=False)
    monkeypatch.syspath_prepend(tmp_path)

    assert encoder() == replace(lame_of_pyav(), instead=encoder().instead)
    assert encoder().instead.startswith("lameenc can't be used: ")
    assert len(encode_window(noise(0.2), pre_roll=0, n_frames=3)) == 3 * FRAME_BYTES


NOT_HERE = "import sys; sys.modules['lameenc'] = None; from audiosession.cli.app import run; run()"
"""The command, where `import lameenc` finds nothing."""


def told(folder: Path, *words: str, program: str = "from audiosession.cli.app import run; run()") -> str:
    environment = {**os.environ, "AUDIOSESSION_CACHE": str(folder / "cache"), "https_proxy": "http://127.0.0.1:9"}
    command = [sys.executable, "-c", program, *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout


def test_without_lameenc_a_class_is_built_all_the_same_and_its_session_says_by_what(tmp_path: Path) -> None:
    (tmp_path / "short.txt").write_text("[section Short]\nSit on your mat.\n[pause 2]\n", encoding="utf-8")
    told(tmp_path, "build", "short.txt", "--voice", "espeak", "-o", "short.mp3", program=NOT_HERE)
    rows = json.loads(told(tmp_path, "doctor", "--json", program=NOT_HERE))

    session = json.loads((tmp_path / "short.session.json").read_text("utf-8"))
    assert session["audio"]["encoder"] == lame_of_pyav().name
    (row,) = (row for row in rows if row["name"] == "fast MP3")
    assert (row["ok"], row["needed"]) == (False, False)
    assert row["found"].endswith("lameenc is not installed")


def bent(bend: Callable[[bytes], bytes] = bytes, before: Callable[[Samples], Samples] = np.asarray) -> Lame:
    """Return a LAME that does its work almost right."""
    right = lame_of_pyav()

    def encode(samples: Samples, n_frames: int) -> Generator[bytes, None, None]:
        yield bend(b"".join(right.encode(before(samples), n_frames)))

    return Lame(name="bent", encode=encode)


@pytest.mark.parametrize(
    "lame",
    [
        bent(before=lambda samples: samples * np.float32(0.95)),
        bent(before=lambda samples: np.roll(samples, 8, axis=0)),
        bent(before=lambda samples: samples[:, ::-1]),
        bent(lambda frames: frames[FRAME_BYTES:]),
        bent(lambda frames: frames[1:] + b"\0"),
        bent(lambda frames: frames[: 3 * FRAME_BYTES]),
        bent(lambda frames: (frames[:2] + bytes(FRAME_BYTES - 2)) * (len(frames) // FRAME_BYTES)),
        bent(lambda frames: b""),
        bent(lambda frames: frames + frames[:2]),
    ],
    ids=["softer", "late", "sides changed", "early", "shifted", "short", "empty frames", "nothing", "torn"],
)
def test_a_lame_that_encodes_something_else_is_refused(lame: Lame) -> None:
    prove(lame_of_pyav())
    with pytest.raises(CodecError, match="bent"):
        prove(lame)


def fast() -> Lame:
    try:
        return lame_of_lameenc()
    except CodecError as error:
        pytest.skip(str(error))


def test_the_fast_lame_proves_right_and_is_told_by_its_version() -> None:
    prove(fast())

    assert fast().name.startswith("LAME ")
    assert fast().name.partition(" of lameenc ")[2].startswith("1.")
    assert not fast().instead


def test_both_builds_make_the_same_of_a_sound_to_the_encoders_own_choices() -> None:
    sound = speech_like(2) + noise(2, level_db=-40)
    n_frames = len(sound) // MP3_FRAME + 1

    made = [b"".join(lame.encode(sound, n_frames)) for lame in (fast(), lame_of_pyav())]

    assert len(made[0]) == len(made[1])
    assert made[0] != made[1], "then their windows could have the same address"


@pytest.mark.skipif(not Path("/proc/self/statm").is_file(), reason="tells a process's memory")
def test_what_an_encoder_held_is_given_back() -> None:
    def held_mb() -> float:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    lame, sound = fast(), noise(0.1)
    for _ in range(20):
        next(lame.encode(sound, 8))  # and leaves early: no more is asked for
    before = held_mb()
    for _ in range(100):
        next(lame.encode(sound, 8))

    assert held_mb() - before < 10  # one encoder holds 0.4 MB


@pytest.mark.parametrize("build", [fast, lame_of_pyav])
def test_a_window_is_out_before_lame_is_asked_for_what_it_still_holds(build: Callable[[], Lame]) -> None:
    """What LAME gives at the end it has encoded of silence that is not there; a window has sound behind it."""
    sound = speech_like(2)
    n_frames = len(sound) // MP3_FRAME

    *parts, rest = build().encode(sound, n_frames)

    assert len(b"".join(parts)) == (n_frames - POST_ROLL_FRAMES) * FRAME_BYTES
    assert rest
