"""gTTS, the real package, against a host that speaks Google's protocol on the loopback and fails as hosts do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from gtts.lang import tts_langs
from support.google_server import GoogleServer, speech_mp3
from support.said_numbers import LINES
from support.tls_proxy import make_certificate, running

from audiosession.errors import Act, Remedy, VoiceError
from audiosession.sound.segments import to_samples
from audiosession.spelling import sounded
from audiosession.voices.google import LANGUAGES, open_voice, trouble
from audiosession.voices.registry import choose_voice
from audiosession.voices.speaking import takes_for
from audiosession.voices.store import TakeStore
from audiosession.voices.take import prepare

pytestmark = pytest.mark.slow

HASTE = {"wait": 0.01}
TOO_SLOW = {"timeout": 1.5}
"""Half a second less than a slow host takes; a busy machine may take most of it to answer at all."""
KICK = "Kick your left heel to the centre."


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls") / "google.pem", "translate.google.com")


@pytest.fixture
def google(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleServer]:
    with running(GoogleServer(certificate)) as server:
        monkeypatch.setenv("https_proxy", server.url)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))  # one to load for each request in place of hundreds
        yield server


def test_a_line_is_spoken_in_the_language_and_by_the_domain_that_were_asked_for(google: GoogleServer) -> None:
    take = prepare(open_voice("en:co.uk", HASTE).speak(KICK), text=KICK)

    assert (google.asked, google.languages, google.hosts) == ([KICK], ["en"], ["translate.google.co.uk:443"])
    assert len(take) == pytest.approx(len(prepare(open_voice("en", HASTE).speak(KICK), text=KICK)), abs=2)


def test_a_line_over_100_characters_is_several_requests_and_one_take(google: GoogleServer) -> None:
    text = "Press your legs together, rest the tops of your feet down, lift your chest, and draw the navel in gently."
    sound = open_voice("en", HASTE).speak(text)

    assert len(google.asked) > 1
    assert len(sound) > 1000 * 0.05 * len(text)


def test_numbers_signs_and_units_are_spoken(google: GoogleServer, tmp_path: Path) -> None:
    assert list(takes_for(open_voice("en", HASTE), LINES, TakeStore(tmp_path), respell=sounded)) == LINES


@pytest.mark.parametrize("fault", ["429", "500", "503", "slow", "cut", "empty", "silent", "truncated", "noise"])
def test_trouble_that_can_pass_is_outwaited(google: GoogleServer, fault: str) -> None:
    google.faults = {1: fault, 2: fault}

    sound = open_voice("en", HASTE | (TOO_SLOW if fault == "slow" else {})).speak(KICK)

    assert google.asked == [KICK] * 3
    assert len(sound) > 1500


@pytest.mark.parametrize("fault", ["400", "403", "404"])
def test_trouble_that_can_not_pass_is_told_at_once(google: GoogleServer, fault: str) -> None:
    google.faults = {1: fault}

    with pytest.raises(VoiceError, match=fault):
        open_voice("en", HASTE).speak(KICK)

    assert google.asked == [KICK]


def test_the_waits_grow(google: GoogleServer) -> None:
    google.broken_from = 1
    started = time.monotonic()

    with pytest.raises(VoiceError, match=r"trouble at Google \(503\), 4 times"):
        open_voice("en", {"wait": 0.05}).speak(KICK)

    assert time.monotonic() - started >= 0.05 + 0.1 + 0.2


def test_a_dead_proxy_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")

    with pytest.raises(VoiceError, match=r"Google can't be asked: the proxy http://127.0.0.1:9") as caught:
        open_voice("en", HASTE).speak(KICK)

    assert caught.value.remedy == Remedy(act=Act.CHOOSE_VOICE, to="espeak")


@pytest.mark.peers
def test_a_class_whose_host_fails_at_line_140_resumes_with_the_rest(google: GoogleServer, tmp_path: Path) -> None:
    lines = [f"Repetition {n}." for n in range(1, 151)]
    voice = open_voice("en", {**HASTE, "wait": 0})
    google.broken_from = 140
    google.always = lines[0]

    with pytest.raises(VoiceError) as caught:
        takes_for(voice, lines, TakeStore(tmp_path))

    assert "139 of 150 lines are spoken and kept" in caught.value.hint
    google.broken_from = None
    google.asked.clear()
    takes = takes_for(voice, lines, TakeStore(tmp_path))
    assert list(takes) == lines
    assert len(google.asked) == 11


def test_a_take_much_too_short_for_its_text_is_asked_for_again(google: GoogleServer, tmp_path: Path) -> None:
    google.faults = {1: "short"}
    line = "Keep both thighs and knees pressed together, and the whole torso still."

    takes = takes_for(open_voice("en", HASTE), [line], TakeStore(tmp_path))

    assert google.asked == [line] * 2
    assert takes[line].duration > 2500


def test_the_first_sound_is_the_onset_with_google_too(google: GoogleServer) -> None:
    for text in ("Sss, slowly.", "Two.", "Hold.", "Exhale.", "Four counts.", "Press."):
        samples = to_samples(prepare(open_voice("en", HASTE).speak(text), text=text))
        blocks = samples[: len(samples) // 240 * 240, 0].reshape(-1, 240)

        assert np.flatnonzero((blocks**2).mean(1) > 10 ** (-50 / 10))[0] * 5 <= 10


def test_auto_is_google_where_google_answers_and_says_what_that_means(google: GoogleServer) -> None:
    voice, note = choose_voice("auto", {"gtts": HASTE}, language="en")

    assert voice.name == "gtts:en"
    assert "Google" in note


@pytest.mark.parametrize("fault", ["503", "slow", "empty"])
def test_auto_is_the_embedded_voice_where_google_does_not_answer_and_says_so(google: GoogleServer, fault: str) -> None:
    google.faults = {1: fault}

    assert trouble(timeout=0.5)
    google.asked.clear()
    if fault != "slow":
        voice, note = choose_voice("auto")
        assert voice.name == "espeak:en-us"
        assert "embedded" in note


def test_the_server_of_these_tests_sends_what_google_sends() -> None:
    # MPEG-2 Layer III, 32 kbit/s, 24 kHz, mono: the first three bytes of Google's answers.
    assert speech_mp3(KICK)[:2] == b"\xff\xf3"
    assert speech_mp3(KICK)[2] & 0xFC == 0x44


def test_we_know_the_languages_that_gtts_offers() -> None:
    assert tts_langs() == LANGUAGES
