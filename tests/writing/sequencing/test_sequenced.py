"""Classes from wishes: each keeps the rules, as somebody else tells them, and the same wish makes the same class."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from support.class_rules import SECTIONS, Wished, broken, read_rows
from support.starter_content import english, exercises

from audiosession.errors import DefinitionError
from audiosession.units import Ms
from audiosession.writing.exercise import Exercise
from audiosession.writing.sequencing.sequenced import Sequenced, Shelf, sequence, sequence_text
from audiosession.writing.sequencing.wish import read_wish
from audiosession.writing.values import CONDITIONS, FOCUSES, LEVELS

pytestmark = pytest.mark.slow

N_QUICK, N_WISHES = 80, 500
KNOWN = frozenset({"saw", "spine-twist", "swan", "hundred", "longer-exhale"})
"""What stands in a class that others should be unlike."""


@cache
def library() -> dict[str, Exercise]:
    return {one.name: one for one in exercises()}


def shelf(known: frozenset[str] = frozenset(), *without: str) -> Shelf:
    words = english()
    assert words.language.class_words is not None
    kept = tuple(one for one in exercises() if one.name not in without)
    return Shelf(
        library=kept,
        known=known,
        words=words,
        own=words.language.class_words,
        count=Ms(1_000),
        lasts=lambda line: Ms(75 * (len(line) + 3)),
        edges=Ms(9_000),
    )


def wishes(begin: int, end: int) -> Iterator[dict[str, Any]]:
    """Yield wishes drawn at random, each by its own number."""
    for number in range(begin, end):
        draw = random.Random(number)
        wish: dict[str, Any] = {
            "length": f"{draw.randint(5, 60)}m",
            "level": draw.choice(LEVELS),
            "seed": draw.randint(0, 9_999),
        }
        if draw.random() < 0.6:
            wish["focus"] = ",".join(draw.sample(FOCUSES, draw.randint(1, 2)))
        if draw.random() < 0.6:
            wish["avoid"] = ",".join(draw.sample(CONDITIONS, draw.randint(1, 3)))
        if draw.random() < 0.2:
            wish["unlike"] = "back-body"
        yield wish


def made(wish: dict[str, Any]) -> tuple[Sequenced, str]:
    one = sequence(stand := shelf(KNOWN if "unlike" in wish else frozenset()), read_wish(**wish))
    return one, sequence_text(one, stand, explain=False)


def faults(wish: dict[str, Any]) -> list[str]:
    """Return what the class that is made for `wish` breaks; one that can't be says how long one could be, and it is."""
    try:
        one, text = made(wish)
    except DefinitionError as error:
        return faults_of_refusal(wish, error)
    wished = Wished(
        level=wish["level"],
        focus=[name for name in wish.get("focus", "").split(",") if name],
        avoid=[name for name in wish.get("avoid", "").split(",") if name],
        known=KNOWN if "unlike" in wish else frozenset(),
    )
    length = read_wish(**wish).length
    spans = [] if one.span.least <= length <= one.span.most else [f"from {one.span.least} to {one.span.most} ms"]
    near = [] if 0.85 * length <= one.span.usual <= 1.25 * length else [f"usually {one.span.usual} ms"]
    return broken(text, library(), wished, one.unmet) + spans + near


def faults_of_refusal(wish: dict[str, Any], error: DefinitionError) -> list[str]:
    if meant := re.match(r"wish for (\d+)m", error.hint):
        assert meant[1] in error.message
        return [] if meant[1] + "m" == wish["length"] else faults(wish | {"length": meant[1] + "m"})
    return [] if error.message.startswith(("nothing in the library", "no class of")) and error.hint else [str(error)]


@pytest.mark.parametrize("begin", range(0, N_QUICK, 20))
def test_every_class_from_a_wish_keeps_the_rules(begin: int) -> None:
    assert {str(wish): found for wish in wishes(begin, begin + 20) if (found := faults(wish))} == {}


@pytest.mark.peers
@pytest.mark.parametrize("begin", range(N_QUICK, N_WISHES, 60))
def test_so_do_hundreds_more(begin: int) -> None:
    wanted = wishes(begin, min(begin + 60, N_WISHES))

    assert {str(wish): found for wish in wanted if (found := faults(wish))} == {}


def test_who_holds_classes_against_the_rules_sees_what_breaks_them() -> None:
    _, text = made({"length": "25m", "level": "intermediate", "seed": 1})
    rows = read_rows(text, library())
    first = next(row.form.name for row in rows if row.section == "Work")
    wished = Wished(level="intermediate")

    assert broken(text, library(), wished) == []
    assert broken(text.replace('section = "Rest"', 'section = "Work"'), library(), wished)
    assert broken(text.replace(f'use = "{rows[0].form.name}"', f'use = "{first}"'), library(), wished)
    assert broken(text, library(), Wished(level="beginner"))
    strained = next(one for row in rows for one in row.form.avoid)
    assert broken(text, library(), Wished(level="intermediate", avoid=[strained]))
    assert broken(text, library(), Wished(level="intermediate", known=frozenset({first})))


def test_the_same_wish_makes_the_same_class_and_another_seed_usually_another_one() -> None:
    wish = {"length": "25m", "level": "intermediate", "focus": "back"}
    texts = [made(wish | {"seed": seed})[1].partition("\ntitle")[2] for seed in range(8)]

    assert made(wish | {"seed": 3})[1] == made(wish | {"seed": 3})[1]
    assert len(set(texts)) >= 6


def test_the_order_of_the_library_is_nothing_to_a_class() -> None:
    stand = shelf()
    other = Shelf(**{**vars(stand), "library": tuple(reversed(stand.library))})
    wish = read_wish(length="30m", level="advanced", seed=5)

    assert sequence_text(sequence(stand, wish), stand, explain=True) == sequence_text(
        sequence(other, wish), other, explain=True
    )


def test_what_loses_its_warm_up_is_not_there_either() -> None:
    wish = read_wish(length="25m", level="intermediate")
    without = sequence(shelf(frozenset(), "spine-twist"), wish)
    names = {entry.name for entry in without.entries}

    assert not names & {"swan", "swimming", "single-leg-kick"}


def test_a_library_that_is_too_small_says_how_many_minutes_it_has() -> None:
    few = [
        one.name for one in exercises() if one.name not in ("saw", "spine-twist", "settling-breath", "longer-exhale")
    ]

    with pytest.raises(DefinitionError, match=r"the library has \d+ minutes for this wish, not 1h?\d*m|90m") as refused:
        sequence(shelf(frozenset(), *few), read_wish(length="90m"))

    assert "wish for" in refused.value.hint


def test_where_nothing_is_kind_enough_it_says_why() -> None:
    stand = shelf(frozenset(), *(library().keys() - {"neck-pull", "rolling-back", "natural-breath"}))

    with pytest.raises(
        DefinitionError, match="nothing in the library is work for this wish: of 3 exercises"
    ) as refused:
        sequence(stand, read_wish(length="25m", avoid="neck"))

    assert "avoid less" in refused.value.hint


def test_one_may_come_back_to_rest_in_the_position_in_which_one_arrived() -> None:
    seated_or_prone = {"saw", "spine-twist", "swan", "one-leg-kick", "longer-exhale", "box-breathing"}
    stand = shelf(frozenset(), *(library().keys() - seated_or_prone))
    one = sequence(stand, read_wish(length="15m", level="intermediate"))
    positions = [entry.offer.exercise.position for entry in one.entries]

    assert [*dict.fromkeys(positions)] == ["seated", "prone"]
    assert positions[-1] == "seated"


def test_every_exercise_has_a_reason_and_the_file_says_it() -> None:
    stand = shelf()
    one = sequence(stand, read_wish(length="25m", level="intermediate", seed=2))
    text = sequence_text(one, stand, explain=True)

    assert all(one.reasons)
    assert text.count("# Why: ") == sum(map(len, one.reasons))
    assert "# Why: " not in sequence_text(one, stand, explain=False)
    assert "# The wish: length 25m; level intermediate; seed 2." in text.splitlines()
    assert [*dict.fromkeys(row.section for row in read_rows(text, library()))] == list(SECTIONS)


def test_a_focus_that_no_exercise_has_is_told() -> None:
    one, text = made({"length": "25m", "level": "beginner", "focus": "feet"})

    assert any("are for feet: the library has no more" in line for line in one.unmet)
    assert "# Not met: 0 of" in text


@pytest.mark.parametrize(
    ("wish", "message", "hint"),
    [
        ({}, "how long is the class to be?", "25m"),
        ({"length": "3m"}, "a class of 3m from a wish", "from 5m to 90m"),
        ({"length": "2h"}, "a class of 120m from a wish", "from 5m to 90m"),
        ({"length": "25"}, "a length of 25: 25 what?", "write 25m"),
        ({"length": "25m", "level": "begginer"}, 'no level is called "begginer"', 'did you mean "beginner"?'),
        ({"length": "25m", "focus": "bak"}, 'nothing that can be worked is called "bak"', 'did you mean "back"?'),
        ({"length": "25m", "avoid": "knee"}, 'nothing that can be avoided is called "knee"', 'did you mean "knees"?'),
    ],
)
def test_a_wish_that_says_nothing_is_told_how_it_is_written(wish: Any, message: str, hint: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        read_wish(**wish)

    assert message in refused.value.message
    assert hint in refused.value.hint
