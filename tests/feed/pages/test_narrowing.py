"""What a list can be narrowed by is what parts its classes, in the words of its language."""

from __future__ import annotations

import tomllib
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st
from support.starter_content import SCRIPTS, page_words

from audiosession.feed.pages.narrowing import Traits, chip_groups
from audiosession.writing.exercise import Position
from audiosession.writing.words.pages import PageWords

WORDS = page_words()
SOME = st.builds(
    Traits,
    minutes=st.integers(1, 90),
    season=st.sampled_from(["", "1", "2", "10", "one", "1" * 9]),
    language=st.sampled_from(["en", "de"]),
    positions=st.lists(st.sampled_from([*get_args(Position), "upside down"]), max_size=4, unique=True).map(tuple),
)


def fits(one: Traits, key: str, value: str) -> bool:
    """Tell whether a page would show it, as its script decides."""
    if key == "minutes":
        return one.minutes <= int(value)
    return value in (one.positions if key == "positions" else [getattr(one, key)])


@given(st.lists(SOME, max_size=12))
def test_each_choice_leaves_some_classes_and_not_all(every: list[Traits]) -> None:
    for group in chip_groups(every, WORDS):
        assert group.chips
        for chip in group.chips:
            assert 0 < sum(fits(one, chip.key, chip.value) for one in every) < len(every)


@given(st.lists(SOME, max_size=12))
def test_no_two_lengths_leave_the_same_classes(every: list[Traits]) -> None:
    bounds = [int(one.value) for group in chip_groups(every, WORDS) for one in group.chips if one.key == "minutes"]
    left = [sum(one.minutes <= bound for one in every) for bound in bounds]
    assert left == sorted(set(left))


def test_classes_that_are_alike_have_no_choices() -> None:
    one = Traits(minutes=12, season="1", language="en", positions=("prone",))
    assert chip_groups([one, one], WORDS) == ()
    assert chip_groups([], WORDS) == ()


def test_choices_are_read_in_the_words_of_the_page_and_stand_in_order() -> None:
    every = [
        Traits(minutes=4, season="10", language="de", positions=("supine", "standing")),
        Traits(minutes=18, season="2", language="en", positions=("supine",)),
        Traits(minutes=45, season="special", language="en"),
    ]
    german = PageWords.model_validate(tomllib.loads((SCRIPTS / "languages" / "de.toml").read_text("utf-8"))["pages"])
    told = {group.label: [chip.label for chip in group.chips] for group in chip_groups(every, german)}
    assert told == {
        "Länge": ["bis 5 Min.", "bis 20 Min."],
        "Position": ["im Stehen", "in Rückenlage"],
        "Staffel": ["Staffel 2", "Staffel 10"],
        "Sprache": ["de", "en"],
    }
