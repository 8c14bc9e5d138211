"""Any program as a voice: flite for real where it is installed, and small programs of our own everywhere."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from audiosession.errors import VoiceError
from audiosession.sound.segments import to_samples
from audiosession.voices.command import PRESETS, open_voice
from audiosession.voices.take import prepare

needs_flite = pytest.mark.skipif(shutil.which("flite") is None, reason="apt install flite")

HUM = """
import sys, wave, struct, math
text = {read}
with wave.open({out}, "wb") as file:
    file.setparams((1, 2, 16000, 0, "NONE", ""))
    n = 960 * len(text.strip())
    file.writeframes(struct.pack(f"<{{n}}h", *(int(9000 * math.sin(k / 10)) for k in range(n))))
"""


@pytest.fixture
def hum(tmp_path: Path) -> str:
    """Return the words of a program that reads standard input and writes its sound to standard output."""
    program = tmp_path / "hum.py"
    program.write_text(HUM.format(read="sys.stdin.read()", out="sys.stdout.buffer"))
    return f"{sys.executable} {program}"


@needs_flite
def test_flite_speaks() -> None:
    voice = open_voice("flite", {})
    take = prepare(voice.speak("Kick your left heel, two short pulses."), text="Kick")

    assert voice.name == "command:flite:slt"
    assert 1500 < len(take) < 5000


@needs_flite
def test_flite_says_nothing_but_the_line_whatever_is_in_it() -> None:
    plain = len(open_voice("flite", {}).speak("Hold"))
    risky = open_voice("flite", {}).speak("Hold; touch /tmp/x $(touch y) `z` -h")

    assert len(risky) > 2 * plain


@needs_flite
def test_the_first_sound_of_flite_is_the_onset() -> None:
    for text in ("Sss, slowly.", "Two.", "Hold.", "Exhale.", "Four counts."):
        samples = to_samples(prepare(open_voice("flite", {}).speak(text), text=text))
        blocks = samples[: len(samples) // 240 * 240, 0].reshape(-1, 240)

        assert np.flatnonzero((blocks**2).mean(1) > 10 ** (-50 / 10))[0] * 5 <= 10


@needs_flite
def test_a_voice_that_flite_lacks_is_refused_for_flite_would_take_another_in_silence() -> None:
    with pytest.raises(VoiceError, match="no voice") as caught:
        open_voice("flite:slit", {})

    assert caught.value.hint == 'did you mean "slt"?'
    assert open_voice("flite:rms", {}).speak("Hold.").raw_data != open_voice("flite", {}).speak("Hold.").raw_data


def test_a_line_goes_in_by_standard_input_and_comes_out_by_standard_output(hum: str) -> None:
    assert len(open_voice(hum, {}).speak("Hold")) == 240


def test_a_line_goes_in_by_a_file_and_comes_out_by_a_file(tmp_path: Path) -> None:
    program = tmp_path / "hum.py"
    program.write_text(HUM.format(read="open(sys.argv[1], encoding='utf-8').read()", out="sys.argv[2]"))

    assert len(open_voice(f"{sys.executable} {program} {{text}} {{wav}}", {}).speak("Hóld")) == 240


def test_no_shell_reads_the_line(hum: str, tmp_path: Path) -> None:
    text = f"Hold; touch {tmp_path}/gone $(touch {tmp_path}/gone)"

    assert len(open_voice(hum, {}).speak(text)) == 60 * len(text)
    assert not (tmp_path / "gone").exists()


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_a_preset_that_is_not_installed_says_what_to_install(
    preset: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(VoiceError, match="is not installed") as caught:
        open_voice(preset, {})

    assert caught.value.hint == PRESETS[preset].install


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("import sys; sys.exit('no licence')", "failed on 'Hold.' with status 1"),
        ("print('words, no sound')", "is no sound"),
        ("pass", "is no sound"),
        ("import time; time.sleep(5)", "took over 0.3 s"),
    ],
)
def test_a_program_that_fails_is_told_and_no_silence(tmp_path: Path, program: str, told: str) -> None:
    path = tmp_path / "fails.py"
    path.write_text(program)
    voice = open_voice(f"{sys.executable} {path}", {"timeout": 0.3 if "sleep" in program else 30})

    with pytest.raises(VoiceError) as caught:
        voice.speak("Hold.")

    assert told in caught.value.message


def test_a_program_that_was_to_write_a_file_and_did_not_is_told(tmp_path: Path) -> None:
    path = tmp_path / "idle.py"
    path.write_text("pass")

    with pytest.raises(VoiceError, match="wrote no sound"):
        open_voice(f"{sys.executable} {path} {{wav}}", {}).speak("Hold.")


@pytest.mark.parametrize(
    ("argument", "hint"),
    [("flitee", 'did you mean "flite"?'), ("", "command:flite"), ("'unclosed", "close the quote")],
)
def test_a_command_that_can_not_be_run_is_refused_at_once(argument: str, hint: str) -> None:
    with pytest.raises(VoiceError) as caught:
        open_voice(argument, {})

    assert hint in caught.value.hint


def test_the_words_of_the_program_are_part_of_the_address(hum: str) -> None:
    assert open_voice(hum, {}).address != open_voice(f"{hum} --slow", {}).address
    assert open_voice(hum, {}).address != open_voice(hum, {"extra": ["-v"]}).address


@pytest.mark.skipif(shutil.which("yes") is None, reason="no program yes")
def test_a_program_without_an_end_is_stopped() -> None:
    with pytest.raises(VoiceError, match=r"yes made over 32 MB of 'Hold\.', and was stopped"):
        open_voice("yes", {}).speak("Hold.")


def test_a_file_without_an_end_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "fills.py"
    path.write_text("import sys\nfile = open(sys.argv[1], 'wb')\nwhile True: file.write(bytes(1_000_000))")

    with pytest.raises(VoiceError, match="made over 32 MB"):
        open_voice(f"{sys.executable} {path} {{wav}}", {}).speak("Hold.")


def test_hours_of_sound_for_one_word_are_not_decoded(tmp_path: Path) -> None:
    path = tmp_path / "silent.py"
    path.write_text(
        "import sys, wave\nwith wave.open(sys.stdout.buffer, 'wb') as file:\n"
        " file.setparams((1, 1, 8_000, 0, 'NONE', ''))\n file.writeframes(bytes(2 * 3600 * 8_000 // 2))"
    )

    with pytest.raises(VoiceError, match="is longer than 65 s, for 5 characters"):
        open_voice(f"{sys.executable} {path}", {}).speak("Hold.")
