"""What is spoken is kept: no line is asked for twice, and no failure loses another line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tone_voice import ToneVoice

from audiosession.errors import Act, Remedy, VoiceError
from audiosession.sound.segments import AudioSegment
from audiosession.voices.speaking import takes_for
from audiosession.voices.store import TakeStore

LINES = ["Breathe in.", "Breathe out, and kick.", "Two.", "Breathe in."]


def test_a_line_is_spoken_once_however_often_it_comes(tmp_path: Path) -> None:
    voice = ToneVoice()
    takes = takes_for(voice, LINES, TakeStore(tmp_path))

    assert sorted(voice.asked) == sorted(set(LINES))
    assert list(takes) == ["Breathe in.", "Breathe out, and kick.", "Two."]
    assert takes["Breathe out, and kick."].duration == pytest.approx(22 * 60 + 12, abs=2)


def test_another_build_asks_only_for_the_new_lines(tmp_path: Path) -> None:
    takes_for(ToneVoice(), LINES, TakeStore(tmp_path))
    voice = ToneVoice()

    takes_for(voice, [*LINES, "Three."], TakeStore(tmp_path))

    assert voice.asked == ["Three."]


def test_another_setting_is_another_take(tmp_path: Path) -> None:
    store = TakeStore(tmp_path)
    takes_for(ToneVoice(), LINES, store)
    slower = ToneVoice(seconds_per_letter=0.08)

    takes_for(slower, LINES, store)

    assert len(slower.asked) == 3


def test_what_was_spoken_before_a_failure_is_kept_and_counted(tmp_path: Path) -> None:
    lines = [f"Line number {n}." for n in range(20)]
    failing = ToneVoice(at_a_time=1, fails_on=frozenset({lines[15]}))

    with pytest.raises(VoiceError) as caught:
        takes_for(failing, lines, TakeStore(tmp_path))

    assert "15 of 20 lines are spoken and kept" in caught.value.hint
    assert failing.asked == lines[:16]
    again = ToneVoice()
    takes_for(again, lines, TakeStore(tmp_path))
    assert sorted(again.asked) == sorted(lines[15:])


def test_a_take_too_short_for_its_text_is_asked_for_again_and_then_refused(tmp_path: Path) -> None:
    hasty = ToneVoice(seconds_per_letter=0.001, seconds_per_character=(0.03, 0.25))
    line = "Lengthen the spine and draw the navel in."

    with pytest.raises(VoiceError, match="too short"):
        takes_for(hasty, [line], TakeStore(tmp_path))

    assert hasty.asked == [line] * 3
    assert TakeStore(tmp_path).takes() == []


def test_a_silent_take_is_asked_for_again_and_then_refused(tmp_path: Path) -> None:
    mute = ToneVoice(level=0.0)

    with pytest.raises(VoiceError, match="silent"):
        takes_for(mute, ["Hold."], TakeStore(tmp_path))

    assert mute.asked == ["Hold."] * 3
    assert TakeStore(tmp_path).takes() == []


def test_the_lexicon_changes_what_is_spoken_and_not_what_is_asked_for(tmp_path: Path) -> None:
    voice = ToneVoice()
    takes = takes_for(voice, ["Pilates."], TakeStore(tmp_path), respell=lambda text: text.replace("ates", "ah-tees"))

    assert voice.asked == ["Pilah-tees."]
    assert takes["Pilates."].spoken == "Pilah-tees."


def test_progress_counts_the_lines_that_are_ready(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    takes_for(ToneVoice(), LINES, TakeStore(tmp_path), lambda ready, total: told.append((ready, total)))

    assert (told[0], told[-1], len(told)) == ((0, 3), (3, 3), 4)


class CarefulVoice(ToneVoice):
    """A voice of nobody's here that tells what it left out."""

    def notes(self, text: str) -> tuple[str, ...]:
        return (f"{text} without its end",)


def test_whatever_voice_has_notes_has_them_told_from_the_cache_too(tmp_path: Path) -> None:
    for voice in (CarefulVoice(), CarefulVoice()):
        takes = takes_for(voice, LINES, TakeStore(tmp_path))
        assert takes["Two."].notes == ("Two. without its end",)
    assert voice.asked == []


class LockedVoice(ToneVoice):
    def speak(self, text: str) -> AudioSegment:
        raise VoiceError("is locked", remedy=Remedy(act=Act.ADD_VOICE, to="en"), path="voice.onnx")


def test_what_to_do_about_a_failure_is_kept_with_the_count(tmp_path: Path) -> None:
    with pytest.raises(VoiceError) as caught:
        takes_for(LockedVoice(), LINES, TakeStore(tmp_path))

    assert caught.value.remedy == Remedy(act=Act.ADD_VOICE, to="en")
    assert str(caught.value.path) == "voice.onnx"
    assert "0 of 3 lines are spoken" in caught.value.hint
