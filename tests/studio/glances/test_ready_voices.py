"""The voices that can speak as things stand, and a line in any of them."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import pytest

from audiosession.errors import AudioSessionError
from audiosession.studio.studio import Studio, open_studio
from audiosession.voices.languages import primary

pytestmark = pytest.mark.slow


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    open_studio(tmp_path).new(tmp_path / "mine")
    return open_studio(tmp_path / "mine")


@pytest.mark.parametrize("tag", ["en", "de", "es", "fr"])
def test_each_language_has_a_voice_on_any_machine_and_all_of_them_speak_it(studio: Studio, tag: str) -> None:
    found = studio.ready_voices(tag)

    assert f"espeak:{tag}" in [one.spec for one in found]
    assert {primary(one.language) for one in found if one.language} == {tag}
    assert studio.sample_line(tag)


def test_the_good_ones_come_first_and_the_very_kind_of_a_language_before_another(studio: Studio) -> None:
    good = studio.good_voices("de")
    ready = [one.spec for one in studio.ready_voices("de")]

    assert [spec for spec in ready if spec in good] == [spec for spec in good if spec in ready] == ready[:2]
    british = [one.spec for one in studio.ready_voices("en-gb") if one.spec.startswith("espeak:")]
    assert british.index("espeak:en-gb") < british.index("espeak:en-gb-scotland")


def test_an_engine_that_tells_nothing_is_a_voice_by_its_name(studio: Studio) -> None:
    assert "tone" in [one.spec for one in studio.ready_voices("en")]


def test_a_sample_is_a_line_in_the_language_that_is_asked_for(studio: Studio) -> None:
    german, short = studio.voices.sample("espeak", language="de"), studio.voices.sample("espeak", "Atme ein.", "de")

    assert german.voice == short.voice == "espeak:de"
    assert german.duration > 2 * short.duration
    with wave.open(io.BytesIO(short.sound)) as sound:
        assert sound.getnframes() * 1000 / sound.getframerate() == pytest.approx(short.duration, abs=1)


def test_a_word_is_heard_as_the_lexicon_has_it(studio: Studio) -> None:
    before = studio.voices.sample("tone", "psoas")
    (studio.project.scripts / "lexicon.toml").write_text('[all]\npsoas = "so and so much longer"\n', "utf-8")

    assert studio.voices.sample("tone", "psoas").duration > before.duration


def test_a_voice_that_can_not_be_had_is_refused_before_a_word_is_spoken(studio: Studio) -> None:
    studio.voices.refuse_unready("auto")
    studio.voices.refuse_unready("espeak:de")
    for spec in ("espaek", "espeak:xx", "piper:no_ONE-such"):
        with pytest.raises(AudioSessionError):
            studio.voices.refuse_unready(spec)
