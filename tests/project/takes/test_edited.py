"""A row of takes.toml is written, changed and taken out; all else stays as somebody wrote it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from audiosession.errors import DefinitionError, FaultsError
from audiosession.project.takes.edited import with_row, without_row
from audiosession.voices.chosen.rows import TakeRow

PATH = Path("scripts/takes.toml")
FILE = """\
# The takes that we like.

# a good one
[[take]]
text = "Kick left"   # in both classes
voice = "piper:joe"
number = 3           # calmer than 2

[[take]]
recording = 'rest.wav'
text = "Rest."
# nothing else
"""


def number(text: str, line: str, voice: str = "piper:joe") -> TakeRow:
    return TakeRow(text=line, voice=voice, number=int(text))


def test_a_row_goes_to_the_end_of_a_file_or_begins_one() -> None:
    row = '[[take]]\nvoice = "piper:joe"\ntext = "Kick “left”"\nnumber = 2\n'

    assert with_row("", PATH, number("2", "Kick “left”")) == row
    assert with_row(FILE, PATH, number("2", "Kick “left”")) == FILE + "\n" + row
    assert with_row(FILE.rstrip(), PATH, number("2", "Kick “left”")) == FILE + "\n" + row


def test_a_row_that_is_there_is_changed_in_its_place() -> None:
    edited = FILE.replace("number = 3 ", "number = 12 ")

    assert with_row(FILE, PATH, number("12", "kick LEFT")) == edited


def test_a_number_becomes_a_recording_and_back() -> None:
    recorded = with_row(FILE, PATH, TakeRow(text="Kick left", voice="piper:joe", recording='my "kick".wav'))

    assert 'recording = "my \\"kick\\".wav"           # calmer than 2' in recorded
    assert with_row(recorded, PATH, number("3", "Kick left")) == FILE


def test_a_row_of_another_voice_is_another_row() -> None:
    edited = with_row(FILE, PATH, number("2", "Kick left", "piper:amy"))

    assert edited.startswith(FILE)
    assert [row.get("number") for row in tomllib.loads(edited)["take"]] == [3, None, 2]


def test_a_row_is_taken_out_and_comments_stay() -> None:
    row = FILE[FILE.index("[[take]]") : FILE.index("\n\n[[take]]")]

    assert without_row(FILE, PATH, "Kick left", "piper:joe") == FILE.replace(f"{row}\n", "")
    assert without_row(FILE, PATH, "Rest.", None).endswith("# calmer than 2\n\n# nothing else\n")
    assert without_row(FILE, PATH, "Rest.", "piper:joe") == FILE


def test_what_was_written_is_taken_out_again_without_a_trace() -> None:
    row = number("2", "Kick right")

    assert without_row(with_row("", PATH, row), PATH, "Kick right", "piper:joe") == ""
    assert without_row(with_row(FILE, PATH, row), PATH, "Kick right", "piper:joe").rstrip() == FILE.rstrip()


def test_line_ends_of_windows_stay() -> None:
    windows = FILE.replace("\n", "\r\n")

    assert with_row(windows, PATH, number("4", "Kick left")) == windows.replace("number = 3", "number = 4")
    assert with_row(windows, PATH, number("4", "Breathe.")).count("\n") == windows.count("\n") + 5
    assert "\n" not in with_row(windows, PATH, number("4", "Breathe.")).replace("\r\n", "")


@pytest.mark.parametrize("text", ['take = [{ text = "In.", voice = "piper:joe", number = 2 }]\n', "take = []\n"])
def test_a_file_that_is_written_otherwise_is_left_alone_and_told_what_to_write(text: str) -> None:
    with pytest.raises(DefinitionError, match="can't be edited here") as caught:
        with_row(text, PATH, number("3", "In."))

    assert caught.value.hint == 'write it yourself: [[take]], voice = "piper:joe", text = "In.", number = 3'


def test_a_line_that_is_told_twice_for_one_voice_is_a_fault() -> None:
    twice = FILE + '[[take]]\ntext = "KICK left"\nvoice = "piper:joe"\nnumber = 4\n'

    with pytest.raises(FaultsError, match=r"takes\.toml:14: “KICK left” by piper:joe is told already, on line 5"):
        with_row(twice, PATH, number("3", "In."))
