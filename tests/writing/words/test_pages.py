"""What is read on pages is put together as each language writes it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from support.starter_content import page_words
from support.toy_language import marked

from audiosession.writing.words.pages import PageWords
from audiosession.writing.words.places import filled, holding

TABLE: dict[str, Any] = page_words().model_dump(mode="json")


def words(**other: Any) -> PageWords:
    return PageWords.model_validate({**TABLE, **other})


@given(date=st.dates())
def test_each_day_has_its_own_date(date: Any) -> None:
    day, month, year = words().day(date.isoformat()).split(" ")

    assert (int(day), TABLE["months"].index(month) + 1, int(year)) == (date.day, date.month, date.year)


def test_the_first_of_a_month_may_have_a_name_of_its_own() -> None:
    french = words(first_day="1er")

    assert [french.day(f"2026-05-{day:02}T09:00+02:00").split()[0] for day in (1, 2, 11)] == ["1er", "2", "11"]


@pytest.mark.parametrize(
    ("seconds", "said"), [(1, "1 s"), (59, "59 s"), (60, "1 min"), (750, "12 min"), (5_400, "90 min")]
)
def test_lengths_are_told_in_whole_minutes_from_one_on(seconds: int, said: str) -> None:
    assert words().lasting(seconds) == said


def test_positions_are_told_in_words_and_what_is_none_as_it_stands() -> None:
    assert words().in_positions("supine, side-lying") == "lying on the back, lying on one side"
    assert words().in_positions("Lie on your front.") == "Lie on your front."
    assert words().in_positions("") == ""


@pytest.mark.parametrize("key", [key for key, value in TABLE.items() if isinstance(value, str)])
def test_a_place_that_is_lacking_or_too_many_is_refused(key: str) -> None:
    with pytest.raises(ValidationError, match="nothing is put into"):
        words(**{key: f"{TABLE[key]} {{moon}}"})
    if "{" in TABLE[key]:
        with pytest.raises(ValidationError, match="is not in it"):
            words(**{key: re.sub(r"\{\w+\}", "", TABLE[key]) + "."})


@pytest.mark.parametrize(
    "wrong",
    [
        {"download": " "},
        {"months": TABLE["months"][:11]},
        {"months": [*TABLE["months"], "Thirteenth"]},
        {"positions": {**TABLE["positions"], "flying": "flying"}},
        {"positions": {"supine": "lying"}},
        {"classes": {"other": "{number} classes"}},
        {"downlaod": "x"},
    ],
    ids=str,
)
def test_what_no_page_could_show_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        words(**wrong)


def test_the_toy_language_has_the_places_of_english() -> None:
    assert PageWords.model_validate(marked()).lasting(60).endswith(" 1")


@given(text=st.text(st.characters(exclude_characters="{}")), value=st.text())
def test_a_value_is_put_into_its_place_once_whatever_it_holds(text: str, value: str) -> None:
    assert filled(text + "{number}", number=value) == text + value
    assert holding("number")(text + "{number}") == text + "{number}"
