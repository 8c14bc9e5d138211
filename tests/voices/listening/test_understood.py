"""What a machine's ear takes lines for: a line is told where clearly less of it is heard than of the others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiosession.voices.espeak import open_voice
from audiosession.voices.listening.recognising import Ear, ear_version, plain_words
from audiosession.voices.listening.understood import HeardLine, listen
from audiosession.voices.speaking import takes_for
from audiosession.voices.store import Take, TakeStore
from audiosession.voices.take import prepare

pytestmark = pytest.mark.slow

SHORT = ["Up.", "Lower.", "Right.", "Left.", "Two.", "Roll.", "Wait."]
LONG = [
    "Open your arms to the sides, a little lower than your shoulders.",
    "Reach both legs away from you and keep them on the floor.",
    "Turn to the window and look over your shoulder.",
]

needs_an_ear = pytest.mark.skipif(not ear_version(), reason="without pocketsphinx")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> TakeStore:
    return TakeStore(tmp_path_factory.mktemp("takes"))


@pytest.fixture(scope="module")
def takes(store: TakeStore) -> dict[str, Take]:
    return takes_for(open_voice("", {}), [*SHORT, *LONG], store)


def by_text(heard: list[HeardLine]) -> dict[str, HeardLine]:
    return {line.text: line for line in heard}


@given(st.text(max_size=60))
def test_the_words_of_any_text_are_plain(text: str) -> None:
    assert all(word.replace("'", "").isalpha() and word == word.lower() for word in plain_words(text))


@needs_an_ear
def test_lines_that_are_said_as_they_are_written_are_not_told(takes: dict[str, Take], store: TakeStore) -> None:
    heard = by_text(listen(takes.values(), store))

    assert [text for text in SHORT if heard[text].heard != " ".join(plain_words(text))] == []
    assert [line.text for line in heard.values() if line.unclear] == []
    assert sum(heard[text].share for text in LONG) / len(LONG) > 0.3


@needs_an_ear
@pytest.mark.parametrize(
    ("written", "said"), [("Wait.", "Roll."), (LONG[0], "Breathe in, and hold."), ("Wait.", "Shhh."), (LONG[0], "Mm.")]
)
def test_a_line_that_is_said_otherwise_is_told(
    written: str, said: str, takes: dict[str, Take], store: TakeStore
) -> None:
    wrong = store.keep(prepare(open_voice("", {}).speak(said), text=said), text=written, spoken=said, address="wrong")
    heard = by_text(listen([wrong if text == written else take for text, take in takes.items()], store))

    assert [line.text for line in heard.values() if line.unclear] == [written]


@needs_an_ear
def test_a_take_is_heard_once_for_all(takes: dict[str, Take], store: TakeStore) -> None:
    heard = listen(takes.values(), store)
    for stored in store.takes():
        stored.path.unlink()

    again = listen(takes.values(), TakeStore(store.folder))

    assert again == heard
    takes_for(open_voice("", {}), [*SHORT, *LONG], store)


@needs_an_ear
def test_what_has_no_word_that_the_ear_knows_is_left_out(takes: dict[str, Take], store: TakeStore) -> None:
    unknown = [replace(takes["Up."], text=text) for text in ("77", "Zzyqx.", "Dein Rücken.")]

    assert listen(unknown, store) == []
    assert Ear().knows(["kick"])
    assert not Ear().knows([])
