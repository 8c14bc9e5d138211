"""What a language says: nothing may be missing, each place in a sentence is known, and numbers have words."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from support.starter_content import SCRIPTS, english, templates

import audiosession
from audiosession.definitions import read_definition, toml_table
from audiosession.errors import FaultsError
from audiosession.writing.exercise import Position
from audiosession.writing.language import Language, LanguageWords, filled

PATH = SCRIPTS / "languages" / "en.toml"
TEXT = PATH.read_text(encoding="utf-8")
ROOMS = ("writing", "timing", "project")
"""Where what is said could stand in code; what is printed to a person is in English as the command line is."""


def without(key: str) -> str:
    """Return English without one line, that of `key`."""
    text, n = re.subn(rf"(?m)^{re.escape(key)} = .*\n", "", TEXT, count=1)
    assert n
    return text


def told(text: str) -> tuple[int, str, str]:
    with pytest.raises(FaultsError) as caught:
        read_definition(text, "scripts/languages/xx.toml", Language)
    (fault,) = caught.value.faults
    return fault.line, fault.message, fault.hint


@pytest.mark.parametrize("key", ["tones", "thanks", "halfway", "change_sides"])
def test_a_sentence_that_is_missing_is_told(key: str) -> None:
    assert told(without(key))[1] == f'the file lacks "{key}"'


def test_what_is_missing_in_a_table_is_told_with_its_place() -> None:
    text = without("set_up")

    assert told(text)[:2] == (text[: text.index("[sections]")].count("\n") + 1, 'sections lacks "set_up"')


def test_a_position_without_a_way_into_it_is_told() -> None:
    line, message, _ = told(without("reverse-plank"))

    assert TEXT.split("\n")[line - 1] == "[ways.into]"
    assert message == 'ways: lacks "reverse-plank"'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{equipment}", "something", '"{equipment}" is not in it'),
        ("{number} rounds.", "Some rounds.", 'rounds: "{number}" is not in it'),
        ("{number} rounds.", "{number} {times} rounds.", 'rounds: nothing is put into "{times}"'),
        ("supine = ", "suppine = ", "ways into has suppine"),
        ("thanks = ", "thank = ", 'unknown key "thank"'),
    ],
)
def test_what_can_t_be_is_told(old: str, new: str, message: str) -> None:
    with pytest.raises(FaultsError) as caught:
        read_definition(TEXT.replace(old, new, 1), "xx.toml", Language)

    assert any(message in fault.message for fault in caught.value.faults), caught.value.faults


def test_numbers_up_to_twenty_are_the_language_s_and_others_are_spelled_for_it() -> None:
    words = LanguageWords(language=english().language, spell=lambda number: f"<{number}>")

    assert [words.number(n) for n in (1, 3, 20, 21, 0)] == ["one", "three", "twenty", "<21>", "<0>"]
    assert LanguageWords(language=english().language).number(21) == "21", "digits, which each voice reads in its own"


@pytest.mark.parametrize(("number", "said"), [(1, "One round."), (2, "Two rounds."), (12, "Twelve rounds.")])
def test_a_number_asks_for_its_form_and_begins_a_sentence_with_a_capital(number: int, said: str) -> None:
    assert english().counted(english().language.rounds.model_dump(), number) == said


def test_a_place_that_nothing_is_for_stays() -> None:
    assert filled("{a} and {b}", a=1) == "1 and {b}"


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("Breathe in / two / three.", True),
        ("Out / - / Three", True),
        ("Two / kick / lower.", False),
        ("Kick left / and two / three more", False),
        ("In, two, three.", False),
        ("", False),
    ],
)
def test_a_line_counts_its_phase_where_a_count_is_said_on_it(line: str, counts: bool) -> None:
    assert english().counts_in(line) is counts


def test_every_position_has_a_way_into_it_and_ways_over_are_between_positions() -> None:
    ways = english().language.ways

    assert set(ways.into) == set(get_args(Position))
    assert all(before != after for before, over in ways.over.items() for after in over)


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, int):
        return []
    return [text for one in (value.values() if isinstance(value, dict) else value) for text in texts(one)]


def test_templates_hold_no_words_of_their_own() -> None:
    for name, text in templates().items():
        bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|\[.*?\]", "", text, flags=re.S)
        assert not re.search(r"\w", re.sub(r"\[[^\]]*", "", bare)), name


def test_no_sentence_of_a_language_stands_in_code() -> None:
    said = [text for text in texts(toml_table(TEXT, PATH)) if len(text) > 10]
    package = Path(audiosession.__file__).parent
    for path in (one for room in ROOMS for one in (package / room).rglob("*.py")):
        strings = {node.value for node in ast.walk(ast.parse(path.read_text("utf-8")))
                   if isinstance(node, ast.Constant) and isinstance(node.value, str)}  # fmt: skip
        assert not strings & set(said), path


def test_a_cue_that_begins_in_code_is_caught() -> None:
    """Whatever is made into a line of a class within the pure rooms takes its words from somewhere else."""
    package = Path(audiosession.__file__).parent
    for path in (package / "writing").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Say", "SayCue"):
                said = [one.value for one in node.keywords if one.arg in ("say", "text")]
                assert not any(isinstance(one, ast.Constant) for one in said), path
