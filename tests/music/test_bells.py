"""The bells that come with the project: made by mathematics alone, small, and kind to whoever lies on a mat."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from audiosession.beds.sound import RING_DB
from audiosession.beds.trimming import prepared
from audiosession.codecs.decode import decode
from audiosession.sound.peaks import true_peak
from audiosession.units import FRAMES_PER_MS, gain_to_db

MUSIC = Path(__file__).parents[2] / "music"
LEDGER = tomllib.loads((MUSIC / "sounds" / "sounds.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def compose() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compose", MUSIC / "compose.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["bell", "bowl", "gong"])
def test_a_bell_is_in_the_ledger_and_made_again_to_the_frame(name: str, compose: ModuleType, tmp_path: Path) -> None:
    compose.main([name, "--to", str(tmp_path)])

    again = decode(tmp_path / "sounds" / f"{name}.flac")
    assert np.abs(again - decode(MUSIC / "sounds" / LEDGER[name]["file"])).max() <= 2 * 2.0**-15
    assert LEDGER[name]["licence"] == "CC0-1.0"
    assert (MUSIC / "sounds" / f"{name}.flac").stat().st_size < 150_000
    assert not list(tmp_path.glob("beds.toml"))


@pytest.mark.parametrize("name", ["bell", "bowl", "gong"])
def test_a_bell_startles_nobody(name: str) -> None:
    sound = prepared(decode(MUSIC / "sounds" / f"{name}.flac", channels=1))
    assert sound is not None
    level = np.abs(sound[:, 0])

    rise = np.flatnonzero(level > 0.5 * level.max())[0] - np.flatnonzero(level > 0.01 * level.max())[0]
    assert rise >= 5 * FRAMES_PER_MS  # a snap takes one
    assert gain_to_db(true_peak(sound)) + RING_DB < -12.0  # a word peaks about 10 dB higher
    spectrum = np.abs(np.fft.rfft(sound[:, 0])) ** 2
    hz = np.fft.rfftfreq(len(sound), 1 / 48_000)
    assert spectrum[hz > 2_500].sum() < 1e-3 * spectrum.sum()  # nothing shrill
    assert spectrum[hz > 350].sum() > 0.1 * spectrum.sum()  # a phone's speaker plays it
    tail = level[-50 * FRAMES_PER_MS :].max() / level.max()
    assert tail < 10 ** (-40 / 20)  # it has rung out
