"""The page of voices as a script asks it: who is ready, how each sounds, which one the project has."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator

import httpx
import pytest
from support.open_studio import Opened, opened


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened(tmp_path_factory.mktemp("voices")) as studio:
        yield studio


@pytest.fixture
def client(studio: Opened) -> Iterator[httpx.Client]:
    with studio.client() as client:
        yield client


def n_frames(answer: httpx.Response) -> int:
    with wave.open(io.BytesIO(answer.content)) as sound:
        return sound.getnframes()


def test_each_engine_tells_who_hears_the_text_and_what_it_costs(client: httpx.Client) -> None:
    told = client.get("/api/voices", params={"language": "de"}).raise_for_status().json()

    assert all(one["privacy"] and one["cost"] for one in told["engines"])
    assert {"voice": "espeak:de", "engine": "espeak", "title": "espeak de", "language": "de"} in told["ready"]
    assert (told["language"], told["usual"]["voice"]) == ("de", "tone")
    assert told["line"]


def test_a_line_is_heard_in_any_voice(client: httpx.Client) -> None:
    short, long = (
        client.post("/api/voices/sample", json={"voice": "tone", "text": text}).raise_for_status()
        for text in ("In.", "Breathe in, and grow as long as you can.")
    )

    assert short.headers["content-type"] == "audio/wav"
    assert 0 < n_frames(short) < n_frames(long)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"voice": ""}, "which voice"),
        ({"voice": "espaek"}, "espaek"),
        ({"voice": "tone", "text": "a " * 300}, "letters"),
    ],
)
def test_what_can_not_be_heard_is_told(client: httpx.Client, asked: dict[str, str], said: str) -> None:
    answer = client.post("/api/voices/sample", json=asked)

    assert answer.status_code == 422
    assert said in answer.json()["error"]["message"]


def test_no_address_makes_a_voice_speak(client: httpx.Client) -> None:
    assert client.get("/api/voices/sample", params={"voice": "command:true"}).status_code == 405


def test_a_word_is_heard_as_it_was_just_written_into_the_lexicon(client: httpx.Client) -> None:
    def lasts() -> int:
        sound = client.post("/api/voices/sample", json={"voice": "tone", "text": "psoas"}).raise_for_status()
        return n_frames(sound)

    before, lexicon = lasts(), client.get("/api/texts/lexicon/lexicon").raise_for_status().json()
    change = {"at": ["all", "psoas"], "value": "so and so much longer"}
    told = client.patch("/api/texts/lexicon/lexicon", json={"changes": [change], "version": lexicon["version"]})

    assert told.raise_for_status().json()["values"]["all"]["psoas"] == "so and so much longer"
    assert lasts() > before
    client.post("/api/undo").raise_for_status()
    assert lasts() == before


def test_another_voice_is_written_into_the_project(client: httpx.Client) -> None:
    show = client.get("/api/texts/show/show").json()
    change = {"at": ["defaults", "voice"], "value": "espeak:en-gb"}
    client.patch("/api/texts/show/show", json={"changes": [change], "version": show["version"]}).raise_for_status()

    assert client.get("/api/voices").json()["usual"]["voice"] == "espeak:en-gb"
    client.post("/api/undo").raise_for_status()
    assert client.get("/api/voices").json()["usual"]["voice"] == "tone"
