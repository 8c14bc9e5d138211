"""A voice in another take, and a recording in the place of a line."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from support.piper_model import make_voice
from support.speech_server import SpeechServer
from support.tls_proxy import running
from tone_voice import ToneVoice, VariedToneVoice

from audiosession.errors import VoiceError
from audiosession.sound.loudness import k_weighted, weighted_speech_loudness
from audiosession.sound.segments import to_samples
from audiosession.voices.chosen.another import OwnRecording, another_take
from audiosession.voices.piper import voice as piper
from audiosession.voices.registry import open_voice
from audiosession.voices.speaking import takes_for
from audiosession.voices.store import TakeStore, take_digest
from audiosession.voices.voice import VaryingVoice

LINE = "Hold the pose."


def test_the_first_take_has_the_address_that_it_always_had() -> None:
    voice = VariedToneVoice()

    assert another_take(voice, 1) is voice
    addresses = [another_take(voice, number).address for number in (1, 2, 3)]
    assert len({take_digest(spoken=LINE, address=address) for address in addresses}) == 3


@pytest.mark.parametrize(
    "spec",
    [
        "espeak:en-us",
        "gtts:en",
        "tone",
        pytest.param(
            "command:flite", marks=pytest.mark.skipif(shutil.which("flite") is None, reason="apt install flite")
        ),
    ],
)
def test_a_voice_without_chance_is_refused_with_what_would_help(spec: str) -> None:
    with pytest.raises(VoiceError, match="says a line in the same way each time: there is no take 2") as caught:
        another_take(open_voice(spec), 2)

    assert "a recording of your own" in caught.value.hint


def test_each_take_of_a_voice_of_piper_is_another_and_the_same_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOSESSION_VOICES", str(tmp_path))
    make_voice(tmp_path, noise=True)
    voice = piper.open_voice("", {})

    takes = [to_samples(another_take(voice, number).speak(LINE)) for number in (1, 2, 3, 2)]

    assert np.array_equal(takes[0], to_samples(voice.speak(LINE)))
    assert np.array_equal(takes[1], takes[3])
    assert not any(np.allclose(takes[a], takes[b], atol=1e-3) for a, b in [(0, 1), (0, 2), (1, 2)])


def test_a_server_is_asked_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(SpeechServer()) as host:
        monkeypatch.setenv("OPENAI_BASE_URL", host.url)
        voice = open_voice("openai:nova")
        assert isinstance(voice, VaryingVoice)
        for number in (1, 2, 3):
            another_take(voice, number).speak(LINE)

        assert [body["input"] for body in host.asked] == 3 * [LINE]


def test_all_takes_are_kept(tmp_path: Path) -> None:
    store, voice = TakeStore(tmp_path), VariedToneVoice()
    for number in (1, 2, 3):
        takes_for(another_take(voice, number), [LINE], store)

    kept = [store.find(text=LINE, spoken=LINE, address=another_take(voice, n).address) for n in (1, 2, 3)]
    lengths = [take.duration for take in kept if take]
    assert lengths[1] - lengths[0] == pytest.approx(100, abs=25)  # a tenth of a second, in letters of 60 ms
    assert lengths[0] < lengths[1] < lengths[2]


def test_a_recording_is_trimmed_and_levelled_and_another_one_when_its_file_is(tmp_path: Path) -> None:
    path, store = tmp_path / "hold.wav", TakeStore(tmp_path / "takes")
    sound = ToneVoice(level=0.02, lead_in_s=0.7).speak(LINE)
    sound.export(path, format="wav").close()
    before = OwnRecording(path=path).address

    take = takes_for(OwnRecording(path=path), [LINE], store)[LINE]

    assert take.duration == pytest.approx(60 * len(LINE), abs=20)
    assert weighted_speech_loudness(k_weighted(to_samples(store.load(take)))) == pytest.approx(-16, abs=0.1)
    sound[:500].export(path, format="wav").close()
    assert OwnRecording(path=path).address != before


def test_a_recording_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="can't be read"):
        takes_for(OwnRecording(path=tmp_path / "gone.wav"), [LINE], TakeStore(tmp_path))
