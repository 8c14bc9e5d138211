"""What was left out of a bed or a recording is told: when a class is built, from the caches too, and by check."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.encoded import encoded
from support.signals import noise, speech_like

from audiosession import Studio, open_studio
from audiosession.units import SAMPLE_RATE
from audiosession.voices.recorded import LIST_NAME, as_csv, extended

pytestmark = pytest.mark.peers

CUT = "is cut short: it holds 2.0 s of the 4.0 s it tells of"
DAMAGED = "1 sample is no sound (NaN, infinite, far too loud) and taken as silence"


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    """Lend a project with a bed that is cut short and a recording with a damaged spot."""
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    for folder in ("scripts/exercises", "music", "mine"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "my.txt").write_text("[class Mine]\nSit down.\n", encoding="utf-8")
    (tmp_path / "scripts/show.toml").write_text('[defaults]\nvoice = "recorded:mine"\ntones = false\n', "utf-8")
    whole = encoded(noise(4), "mp3", "libmp3lame")
    (tmp_path / "music/rain.mp3").write_bytes(whole[: len(whole) // 2])
    (row,) = extended([], ["Sit down."])
    (tmp_path / "mine" / LIST_NAME).write_text(as_csv([row]), encoding="utf-8")
    spoken = speech_like(1.0, channels=1)
    spoken[SAMPLE_RATE // 2] = np.nan
    (tmp_path / "mine" / f"{row.file}.wav").write_bytes(encoded(spoken, "wav", "pcm_f32le"))
    return open_studio(tmp_path)


def test_a_build_warns_once_of_each_also_from_the_caches(studio: Studio) -> None:
    for _ in range(2):
        told: list[str] = []
        studio.build("my.txt", music="rain", force=True, tell=told.append)

        warnings = [line for line in told if line.startswith("warning: ")]
        assert warnings == [f"warning: mine/001-sit-down.wav: {DAMAGED}", f"warning: music/rain.mp3: {CUT}"]


def test_check_lists_them_with_their_files(studio: Studio) -> None:
    report = studio.check()

    root = studio.project.root
    assert not report.faults
    told = {(Path(str(one.path)).resolve(), one.message) for one in report.warnings}
    assert told == {(root / "mine/001-sit-down.wav", DAMAGED), (root / "music/rain.mp3", CUT)}
