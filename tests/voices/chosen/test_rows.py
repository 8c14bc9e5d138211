"""Which take was chosen of a line: by what it says, however it is typed, and by who speaks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.definitions import read_definition
from audiosession.errors import FaultsError
from audiosession.voices.chosen.rows import ChosenTake, ChosenTakes, TakesTable, Way


def chosen(*rows: tuple[str, str, Way]) -> ChosenTakes:
    path = Path("takes.toml")
    return ChosenTakes(rows=tuple(ChosenTake(text=text, voice=voice, way=way, path=path) for text, voice, way in rows))


@pytest.mark.parametrize("typed", ["don't hold", "Don\u2019t hold", "DON'T  hold", "Don't\u00a0hold"])
def test_a_line_is_the_same_however_it_is_typed(typed: str) -> None:
    assert chosen(("Don't hold", "piper", 3)).way(typed, "piper:joe") == 3


def test_letters_may_be_whole_or_taken_apart() -> None:
    assert chosen(("Ru\u0308cken", "piper", 3)).way("R\u00fccken", "piper:joe") == 3


def test_a_row_is_for_the_voices_whose_names_begin_so_and_the_longer_name_wins() -> None:
    rows = chosen(("In.", "", Path("in.wav")), ("In.", "piper:joe", 5), ("In.", "piper", 3))

    assert rows.way("In.", "piper:joe") == 5
    assert rows.way("In.", "piper:joel") == 3
    assert rows.way("In.", "espeak:en-us") == Path("in.wav")
    assert rows.way("Out.", "piper:joe") == 1


def test_what_a_class_is_made_from_tells_no_place_on_a_disk() -> None:
    row = ChosenTake(
        text="In.", voice="", way=Path("/home/ada/in.wav"), digest="abc", path=Path("/home/ada/takes.toml")
    )

    assert row.made_from == ["in.", "", "abc"]
    assert chosen(("In.", "piper", 3)).rows[0].made_from == ["in.", "piper", "3"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('text = "In."', "needs a number or a recording, one of them"),
        ('text = "In."\nnumber = 2\nrecording = "in.wav"', "needs a number or a recording, one of them"),
        ('text = "In."\nnumber = 2', "has a number and no voice"),
        ('text = "In."\nvoice = "piper"\nnumber = 0', "take 1 has number 0"),
        ('text = "In."\nrecording = "../in.wav"', "not the name alone of a file in scripts/takes"),
        ('text = "..."\nrecording = "in.wav"', "nothing to say in"),
        ('recording = "in.wav"', 'lacks "text"'),
    ],
)
def test_a_row_that_can_not_be_is_told_with_its_line(row: str, message: str) -> None:
    with pytest.raises(FaultsError) as caught:
        read_definition(f"[[take]]\n{row}\n", "takes.toml", TakesTable)

    assert message in str(caught.value)
    assert all(fault.line for fault in caught.value.faults)
