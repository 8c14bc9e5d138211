"""What is wrong in the tables of classes a day, each with its line and what helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.errors import DefinitionError, FaultsError
from audiosession.project.catalogue.daily_faults import zone_named
from audiosession.project.catalogue.found import catalogue_in

HEAD = '[[daily]]\nname = "morning"\nlength = "15m"\n'


def fault(text: str) -> tuple[int, str, str]:
    """Return the one fault of a catalogue: its line, what it is, what helps."""
    with pytest.raises(FaultsError) as caught:
        catalogue_in(text, Path("catalogue.toml"))
    [one] = caught.value.faults
    return one.line, one.message, one.hint


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ('[daily.mondya]\nfocus = "back"\n', 4, 'unknown key "mondya"', 'did you mean "monday"?'),
        ('lenguages = ["en"]\n', 4, 'unknown key "lenguages"', 'did you mean "languages"?'),
        ('focus = "bak"\n', 4, '"bak" in focus', 'did you mean "back"?'),
        ('[daily.sunday]\navoid = ["wrist"]\n', 5, '"wrist" in avoid', "wrists"),
        ('level = "beginers"\n', 4, "beginers", 'did you mean "beginner"?'),
        ('at = "6:00"\n', 4, '"6:00" is no time of day', '"06:00"'),
        ("at = 6\n", 4, "no time of day", '"06:00"'),
        ('zone = "Europe/Berln"\n', 4, 'no zone is called "Europe/Berln"', 'did you mean "Europe/Berlin"?'),
        ('zone = "../etc"\n', 4, "no zone is called", ""),
        ('voice = "espaek"\n', 4, 'there is no voice "espaek"', 'did you mean "espeak"?'),
        ('languages = ["en", "german"]\n', 4, '"german" is no language tag', 'did you mean "de"?'),
        ('languages = ["en"]\nvoice = { de = "espeak" }\n', 5, '"de" is none of its languages', "en"),
        ('languages = ["en", "de"]\ntitle = { en = "Morning" }\n', 5, 'lacks "de"', "each of its languages"),
        ("nothing_twice_within = 0\n", 4, "nothing_twice_within 0", "from 1 to 60"),
        ('choices = { pase = "slow" }\n', 4, "nothing that can be chosen", 'did you mean "pace"?'),
        ('choices = { pace = "slwo" }\n', 4, 'no pace is called "slwo"', 'did you mean "slow"?'),
        ('choices = { level = "beginner" }\n', 4, '"level" is none of its choices', "level"),
        ("choices = { seed = 3 }\n", 4, '"seed" is none of its choices', "the date is the seed"),
        ('[daily.friday]\nlength = "3m"\n', 5, "a class of 3m", "from 5m to 90m"),
        (HEAD, 5, 'two classes a day are called "morning"', "name"),
    ],
)
def test_each_slip_is_told_with_its_line_and_what_helps(text: str, line: int, message: str, hint: str) -> None:
    told = fault(HEAD + text)

    assert told[0] == line
    assert message in told[1]
    assert hint in told[2]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[daily]]\nname = "m"\n', 'daily lacks "length"'),
        ('[[daily]]\nname = "m"\n[daily.monday]\nlength = "9m"\n', 'there is no "length" on tuesday'),
        ('[[daily]]\nlength = "9m"\n', 'daily 1 lacks "name"'),
        ('[daily]\nname = "m"\nlength = "9m"\n', "daily is a table, not a list of tables [[daily]]"),
        ("", "names no class"),
    ],
)
def test_what_is_lacking_is_told(text: str, message: str) -> None:
    assert fault(text)[1] == message


def test_a_length_for_every_weekday_is_enough() -> None:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    text = '[[daily]]\nname = "m"\n' + "".join(f'[daily.{day}]\nlength = "9m"\n' for day in days)

    assert catalogue_in(text, Path("catalogue.toml")).catalogue.daily[0].on("friday").length == 540_000


def test_a_time_of_day_may_be_written_as_toml_writes_it() -> None:
    assert catalogue_in(HEAD + "at = 06:30:00\n", Path("x.toml")).catalogue.daily[0].at == "06:30"


def test_utc_is_a_zone_on_every_machine() -> None:
    assert str(zone_named("utc")) == "UTC"
    with pytest.raises(DefinitionError):
        zone_named("Nowhere/At-all")
