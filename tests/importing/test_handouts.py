"""Handouts, blogs and columns: what their heads, headings and warnings tell of the exercise, and how it is said."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from support.imported_articles import KNOWN, drafted, english

from audiosession.importing.finding import plainly
from audiosession.importing.understanding.rewording.copying import SourceWords, unlike
from audiosession.importing.understanding.wording import is_fragment
from audiosession.studio.importing.books import books

SWAN = """\
{head}

1. Lie on your front, palms beside the ribs.
2. Breathe in and lift your chest.
3. Breathe out and lower your chest.

## {heading}

{said}
"""


def definition_of(text: str) -> dict[str, Any]:
    (draft,) = drafted(text).drafts
    return tomllib.loads(draft.text)


def lines(key: str, said: str, heading: str = "Notes") -> list[str]:
    definition = definition_of(SWAN.format(head="# Rising Seal", heading=heading, said=said))
    return [row["say"] for row in definition.get(key, [])]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("NORTHGATE CLUB\n\nHome sheet 4\n\nRolling Hip Lift", "Rolling Hip Lift"),
        ("# Bird Dog: The Move Your Core Is Missing", "Bird Dog"),
        ("# Ask Fay: the kneeling hip stretch", "The kneeling hip stretch"),
        ("FROM THE GREENHOUSE\n\nA monthly column\n\nThe Rake Bow", "Rake Bow"),
        ("Rose Studio\n\nHome > After birth > Moving the hips\n\nThe Hip Lift", "Hip Lift"),
        ("# B. Heel-to-Toe Stand", "Heel-to-Toe Stand"),
        ("# Side Kick: Small Circles", "Side Kick: Small Circles"),
    ],
)
def test_the_likeliest_line_at_the_head_is_the_title(head: str, title: str) -> None:
    text = SWAN.format(head=head, heading="Notes", said="The rake bow wakes up the back. Keep the neck long.")

    assert definition_of(text)["title"].lower().removeprefix("the ") == title.lower().removeprefix("the ")


def test_what_stands_alone_below_a_heading_is_no_heading() -> None:
    text = (
        "# Seal\n\n## Preparatory poses\n\nSaw, Swan\n\n## Steps\n\n" + SWAN.partition("\n\n")[2].partition("\n\n##")[0]
    )

    assert definition_of(text)["warm_ups"] == [KNOWN["saw"], KNOWN["swan"]]


def test_a_heading_that_most_of_a_page_stands_below_is_its_title() -> None:
    rest = " ".join(f"Keep the neck long {word}." for word in ("now", "then", "again", "always", "today", "here"))
    text = (
        f"Softer Swan\n\nLie on your front. Breathe in and lift your chest. Breathe out and lower your chest. {rest}\n"
    )

    definition = definition_of(text)
    assert definition["position"] == "prone"
    assert [phase["breath"] for phase in definition["phase"]] == ["inhale", "exhale"]
    assert "modification" not in definition


def test_exercises_of_a_page_are_told_apart_by_their_numbers_also_where_one_breathes_freely() -> None:
    first = "Sit tall on a chair. Breathe in and lift your shoulders. Breathe out and drop your shoulders.\n"
    third = (
        "Lift your right foot. Draw circles with your toes. Keep the knee still. Set the foot down. Relax your leg.\n"
    )
    text = f"# Three\n\n## 1. Shrugs\n\n{first}\n## 2. Drops\n\n{first}\n## 3. Ankle Circles\n\n{third}"

    assert [draft.title for draft in drafted(text).drafts] == ["Shrugs", "Drops", "Ankle Circles"]


def test_a_small_cross_begins_a_bullet() -> None:
    assert len(lines("tip", "x knees dropping in\nx heels off the floor", "Watch out")) == 2


@pytest.mark.parametrize(
    ("told", "needed"),
    [
        ("You need a rolled-up towel.", "a rolled-up towel"),
        ("You need a folded blanket.", "a folded blanket"),
        ("You need a blanket.", "a blanket"),
    ],
)
def test_what_one_needs_is_told_of_what_kind_it_is_where_it_is_told(told: str, needed: str) -> None:
    definition = definition_of(SWAN.format(head=f"# Seal\n\n{told}", heading="Notes", said="Go slowly."))

    assert definition["equipment"] == needed


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Not suitable during pregnancy, within twelve weeks of a birth, or with osteoporosis.", "pregnancy"),
        ("Do not attempt it with any wrist injury that is still rather sore or swollen today.", "wrist"),
    ],
)
def test_each_condition_of_a_warning_is_said_be_it_in_words_of_ours(said: str, expected: str) -> None:
    assert any(expected in line for line in lines("caution", said, "Precautions"))


def test_another_way_for_those_who_have_something_is_no_warning_to_leave_it_out() -> None:
    said = "If you have carpal tunnel or other wrist pain, do it on your forearms."

    assert not any(line.startswith("Leave it out with wrist") for line in lines("caution", said, "Caution"))


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("If you get light-headed, stop, put your head down and breathe normally.", "Stop if you feel light-headed."),
        ("- your foot cramps: stop, then shake it out", "Stop if the foot cramps."),
    ],
)
def test_what_is_felt_leads_to_stopping_behind_a_condition_or_a_colon(said: str, line: str) -> None:
    assert [one for one in lines("caution", said, "Be sensible") if one.startswith("Stop")] == [line]


def test_a_paragraph_that_ends_in_if_is_the_heading_of_its_list() -> None:
    said = "Do not do this exercise, and telephone us, if\n\n- your calf is swollen\n- the wound has opened"

    assert lines("caution", said) == ["Leave it out if the calf is swollen.", "Leave it out if the wound has opened."]


@pytest.mark.parametrize(
    ("heading", "said", "line"),
    [
        (
            "Ways to do more",
            "Or reach your arms up to the ceiling, so you can't push on the mat.",
            "Ways to do more: reach",
        ),
        ("Too hard?", "Or hold on with two hands, facing the worktop.", "Too hard: hold on"),
    ],
)
def test_another_way_is_said_behind_what_it_stands_below(heading: str, said: str, line: str) -> None:
    (one,) = lines("modification", said, heading)
    assert one.replace("?:", ":").startswith(line)


def test_a_part_of_the_body_before_a_colon_is_what_the_rest_is_of() -> None:
    assert lines("tip", "- Shoulders: away from the ears", "Tips") == ["Shoulders away from the ears."]


def test_the_way_out_is_one_though_it_has_a_number_in_it() -> None:
    assert lines("release", "Straighten the leg and move the ankle up and down ten times.", "At the end")


@pytest.mark.parametrize(
    "line", ["Make the circles as big as.", "The breath should be.", "The end of the.", "See whether.", "Small."]
)
def test_a_line_that_was_cut_off_says_nothing(line: str) -> None:
    assert is_fragment(line, english())


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Hold."),
        ("en", "Fold over."),
        ("en", "Look at the hand you lean on."),
        ("en", "Go as far as you can."),
        ("en", "Leave the knees where they are."),
        ("en", "Keep the foot where it is."),
        ("en", "Stay like that."),
        ("de", "Atme durch die Nase ein."),
        ("es", "Si te mareas, para."),
    ],
)
def test_a_line_that_says_something_is_none_that_was_cut_off(language: str, line: str) -> None:
    assert not is_fragment(line, books()[language])


@pytest.mark.parametrize(
    "text",
    [
        "The back should be flat enough to hold a cup of coffee.",
        "Reach back through the heels, as though somebody were drawing you out at both ends.",
        "It takes a moment for them not to fall over again there.",
    ],
)
def test_what_belongs_to_the_words_before_it_never_comes_first(text: str) -> None:
    for line in unlike(text, SourceWords([text]), english()):
        assert not re.match(r"(?:to hold|at both|for them)", plainly(line))


def test_where_something_is_done_stays_with_what_it_is_of() -> None:
    text = "Sit near the front of a firm chair with both of your feet on the floor."

    assert not any(line.startswith("On the floor") for line in unlike(text, SourceWords([text]), english()))


def test_a_sentence_below_the_title_is_no_title() -> None:
    steps = "1. Túmbate boca arriba.\n2. Inhala y sube la pelvis.\n3. Exhala y baja la pelvis.\n"

    assert definition_of(f"# Puente\n\nFortalece los glúteos.\n\n{steps}")["title"] == "Puente"


def test_what_comes_of_a_movement_may_be_left_out_and_its_no_never_stands_alone() -> None:
    text = "Press the pubic bone into the mat firmly so that the hips do not ever lift as you kick."

    for line in unlike(text, SourceWords([text]), english()):
        assert "hips" not in line or "not" in line


def test_the_other_leg_of_a_set_up_is_no_change_of_sides() -> None:
    text = (
        "# Knee Lock\n\n## Starting position\n\nLie on your back, a towel under one knee. Bend the other leg.\n\n"
        "## What to do\n\n1. Breathe out and lift your right heel.\n2. Breathe in and lower it.\n"
    )
    (draft,) = drafted(text).drafts
    definition = tomllib.loads(draft.text)

    assert "Bend the other leg." in [row["say"] for row in definition["set_up"]]
    assert "change_sides" not in definition
