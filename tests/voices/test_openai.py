"""OpenAI's speech API against a real server on the loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from support.speech_server import SpeechServer
from support.tls_proxy import running

from audiosession.errors import VoiceError
from audiosession.sound.segments import to_samples
from audiosession.voices.openai import OpenAIVoice, open_voice
from audiosession.voices.speaking import takes_for
from audiosession.voices.store import TakeStore
from audiosession.voices.take import prepare

pytestmark = pytest.mark.slow

LINE = "Kick your left heel, two short pulses."
KEY = "sk-not-to-be-seen"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SpeechServer]:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "https_proxy", "http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with running(SpeechServer()) as server:
        yield server


def voice_at(server: SpeechServer, **settings: object) -> OpenAIVoice:
    return open_voice("nova", {"base_url": server.url, "wait": 0.01, "timeout": 1.5, **settings})


def test_a_line_is_asked_for_in_openai_s_own_words(server: SpeechServer) -> None:
    sound = voice_at(server, model="kokoro", speed=0.8, api_key=KEY, instructions="calm").speak(LINE)

    assert server.asked == [
        {
            "model": "kokoro",
            "voice": "nova",
            "input": LINE,
            "response_format": "wav",
            "speed": 0.8,
            "instructions": "calm",
        }
    ]
    assert server.keys == [f"Bearer {KEY}"]
    assert len(sound) > 1500


def test_url_and_key_come_from_the_environment_where_settings_have_none(
    server: SpeechServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", server.url + "/")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)

    open_voice("", {}).speak("Hold.")

    assert server.keys == [f"Bearer {KEY}"]


def test_a_server_of_one_s_own_needs_no_key(server: SpeechServer) -> None:
    voice_at(server).speak("Hold.")

    assert server.keys == [""]


@pytest.mark.parametrize("fault", ["429", "500", "503", "slow", "cut", "empty"])
def test_trouble_that_can_pass_is_outwaited(server: SpeechServer, fault: str) -> None:
    server.faults = {1: fault, 2: fault}

    assert len(voice_at(server).speak(LINE)) > 1500
    assert len(server.asked) == 3


def test_a_proxy_is_not_asked_for_a_server_on_this_machine(
    server: SpeechServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")

    voice_at(server).speak("Hold.")

    assert len(server.asked) == 1


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:1", "socks5h://127.0.0.1:1"])
def test_a_dead_proxy_is_told_at_once(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("https_proxy", proxy)
    voice = open_voice("", {"base_url": "https://speech.example/v1", "wait": 60, "attempts": 2})

    with pytest.raises(VoiceError, match=f"speech.example can't be asked: the proxy {proxy}"):
        voice.speak("Hold.")


@pytest.mark.parametrize(("fault", "hint"), [("401", "OPENAI_API_KEY"), ("404", "base_url"), ("400", '"nova"')])
def test_trouble_that_can_not_pass_is_told_at_once(server: SpeechServer, fault: str, hint: str) -> None:
    server.faults = {1: fault}

    with pytest.raises(VoiceError, match=fault) as caught:
        voice_at(server).speak(LINE)

    assert hint in caught.value.hint
    assert len(server.asked) == 1


def test_the_key_is_seen_nowhere(server: SpeechServer, tmp_path: Path) -> None:
    server.faults = dict.fromkeys(range(1, 9), "503")
    url = server.url.replace("127.0.0.1", f"me:{KEY}@127.0.0.1")
    voice = voice_at(server, base_url=url, api_key=KEY)

    with pytest.raises(VoiceError) as caught:
        takes_for(voice, [LINE], TakeStore(tmp_path))

    shown = f"{caught.value} {caught.value.hint} {caught.value!r} {voice!r} {voice.name} {voice.address}"
    assert KEY not in shown
    assert "127.0.0.1 did not speak" in shown
    with pytest.raises(VoiceError) as refused:
        open_voice("", {"api_key": [KEY]})
    assert KEY not in f"{refused.value} {refused.value.hint}"


def test_the_first_sound_is_the_onset(server: SpeechServer) -> None:
    for text in ("Sss, slowly.", "Two.", "Hold."):
        samples = to_samples(prepare(voice_at(server).speak(text), text=text))
        blocks = samples[: len(samples) // 240 * 240, 0].reshape(-1, 240)

        assert np.flatnonzero((blocks**2).mean(1) > 10 ** (-50 / 10))[0] * 5 <= 10


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "needs a key"),
        ({"base_url": "localhost:8880"}, "is no URL"),
        ({"base_url": "ftp://host/v1"}, "is no URL"),
        ({"speed": 9}, "speed"),
        ({"modle": "tts-1"}, "modle"),
    ],
)
def test_wrong_settings_are_refused_at_once(
    settings: dict[str, object], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)

    with pytest.raises(VoiceError, match=told):
        open_voice("alloy", settings)


def test_another_server_model_or_pace_is_another_address(server: SpeechServer) -> None:
    others = [{"model": "x"}, {"speed": 1}, {"base_url": "http://a/v1"}]
    voices = [voice_at(server), *(voice_at(server, **other) for other in others)]

    assert len({voice.address for voice in voices}) == 4
    assert voice_at(server, api_key="another").address == voices[0].address


@pytest.mark.parametrize("trouble", ["endless", "bomb", "drip"])
def test_an_answer_without_an_end_is_left(server: SpeechServer, trouble: str) -> None:
    server.faults = dict.fromkeys(range(1, 9), trouble)

    with pytest.raises(VoiceError, match=r"is over 32 MB|no answer in time"):
        voice_at(server, attempts=1).speak("Hold.")


@pytest.mark.parametrize("url", ["http://[::1", "http://h:99999999", "http://[", "http://:80", "http://h:x"])
def test_a_base_url_that_is_none_is_refused_at_once(url: str) -> None:
    with pytest.raises(VoiceError, match="is no URL"):
        open_voice("alloy", {"base_url": url})


@pytest.mark.parametrize("key", ["a\nb", "a b", "clé", "\x00"])
def test_a_key_that_is_none_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(VoiceError, match="is no key") as caught:
        open_voice("alloy", {"base_url": "http://127.0.0.1:1/v1", "api_key": key})

    assert key not in str(caught.value)
