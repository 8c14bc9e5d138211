"""What is told of an exercise as a whole: what one needs, whom it is not for, how often, and how the spine is held."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from support.imported_articles import drafted, english

from audiosession.importing.understanding.rewording.copying import SourceWords, unlike

LIFT = """\
# Heel Lift

{needs}

## Steps

1. Stand with your feet hip-width apart.
2. Breathe out and lift your heels.
3. Breathe in and lower your heels.

{said}
"""


def definition_of(*, needs: str = "It wakes up the calves.", said: str = "Keep the neck long.") -> dict[str, Any]:
    (draft,) = drafted(LIFT.format(needs=needs, said=said)).drafts
    return tomllib.loads(draft.text)


@pytest.mark.parametrize(
    ("needs", "things"),
    [
        ("## You need\n\nA mat and a folded towel.", "a mat and a folded towel"),
        ("## You need\n\nMat, exercise band", "a mat and an exercise band"),
        ("## You need\n\n- a mat\n- two blocks", "a mat and two blocks"),
        ("## You need\n\nA mat, plus a cushion if your head likes one.", "a mat"),
        ("## You need\n\nYour mat and a small towel for your head.", "a mat and a small towel"),
        ("You need a thick mat and a chair.", "a thick mat and a chair"),
        ("## You need\n\nA step with a handrail.", "a step with a handrail"),
        ("You need a cup of tea.", None),
        ("You need no chair.", None),
        ("Roll out your mat.", "a mat"),
    ],
)
def test_all_that_is_listed_is_needed_with_its_articles(needs: str, things: str | None) -> None:
    assert definition_of(needs=needs).get("equipment") == things


def test_a_long_list_is_turned_round_for_no_seven_words_in_a_row_of_it() -> None:
    definition = definition_of(needs="## You need\n\nA mat, a folded blanket and two blocks.")

    assert definition["equipment"] == "two blocks, a folded blanket and a mat"


@pytest.mark.parametrize(
    ("place", "thing"),
    [("on your mat", "a mat"), ("on your mat, in front of a chair", "a chair"), ("on the grass", None)],
)
def test_what_one_lies_on_is_needed_where_nothing_else_is_used(place: str, thing: str | None) -> None:
    (draft,) = drafted(LIFT.format(needs="", said="").replace("Stand", f"Stand {place},")).drafts

    assert tomllib.loads(draft.text).get("equipment") == thing


@pytest.mark.parametrize(
    ("said", "avoided"),
    [
        ("Give it a miss with an injury to the knee, hip or wrist.", {"knees", "hips", "wrists"}),
        ("Not for you if a shoulder is giving you trouble.", {"shoulders"}),
        ("## Contraindications\n\nAnyone with glaucoma should keep the head up.", {"eyes"}),
        ("## Cautions\n\n- High blood pressure: do not look up.", {"blood-pressure"}),
        ("Leave it out if you have tummy separation, or a heart that's failing.", {"diastasis", "heart"}),
        ("Stop if the calf cramps.", set()),
        ("If you wobble, hold on to a chair.", set()),
    ],
)
def test_who_is_asked_for_another_way_is_named_as_who_leaves_it_out_is(said: str, avoided: set[str]) -> None:
    assert set(definition_of(said=said).get("avoid", ())) == avoided


@pytest.mark.parametrize(
    ("said", "usual"),
    [
        ("Up and down make one round, and six rounds is plenty.", 6),
        ("Do eight of those.", 8),
        ("I'd like four, and then walk about.", 4),
        ("Do 6 with each leg.", 6),
        ("x8, then rest", 8),
        ("3 goes.", 3),
        ("## Complete 10 repetitions\n\nRest for a minute in between.", 10),
        ("The two of them stay in line.", 5),
    ],
)
def test_how_often_is_heard_in_many_ways(said: str, usual: int) -> None:
    assert definition_of(said=said)["reps"]["default"] == usual


@pytest.mark.parametrize(("said", "spine"), [("Keep your back long.", "neutral"), ("Enjoy it.", None)])
def test_a_back_that_is_told_to_stay_as_it_is_is_neutral(said: str, spine: str | None) -> None:
    assert definition_of(said=said).get("spine") == spine


def test_a_rest_of_many_minutes_that_asks_for_no_breath_is_an_exercise() -> None:
    text = (
        "Doing nothing\n\nMy aunt loved it. Put a blanket by the wall. "
        "Swing your legs up the wall and lower your back. Let your arms lie by your sides. Close your eyes.\n\n"
        "Stay there for ten to fifteen minutes.\n\nTo finish, bend your knees and roll to one side.\n"
    )
    (draft,) = drafted(text).drafts
    (phase,) = tomllib.loads(draft.text)["phase"]

    assert (phase["breath"], phase["seconds"]) == ("free", 600)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("Do this 10 times, 3 or 4 times a day.", "Practise it 3 or 4 times a day."),
        ("Twice a week is plenty.", "Practise it twice a week."),
    ],
)
def test_how_often_in_a_day_or_a_week_is_a_tip_and_no_number_of_reps(said: str, line: str) -> None:
    assert line in [row["say"] for row in definition_of(said=said)["tip"]]


@pytest.mark.parametrize(
    ("said", "key", "line"),
    [
        (
            "## Contraindications\n\nAnyone with glaucoma or high blood pressure should keep the head above the heart.",
            "modification",
            "With glaucoma or high blood pressure, keep the head above the heart.",
        ),
        ("## Be careful\n\nA pinch in the groin means open less.", "caution", "A pinch in your groin means open less."),
        (
            "## Be careful\n\nMild aching for up to an hour afterward is acceptable.",
            "tip",
            "Mild aching for up to hour afterward is acceptable.",
        ),
        (
            "## When to get help\n\nIf you feel short of breath or have chest pain, dial 999.",
            "caution",
            "Stop if you feel chest pain.",
        ),
    ],
)
def test_what_those_are_asked_who_have_something_is_said_whole(said: str, key: str, line: str) -> None:
    assert line in [row["say"] for row in definition_of(said=said)[key]]


def test_a_condition_is_never_lost_of_what_it_is_the_condition_of() -> None:
    condition = "If you're in the last three months of your pregnancy and lying down makes you feel faint"
    definition = definition_of(said=f"## Too much?\n\n{condition}, sit and do it slowly.")

    assert all("pregnan" in row["say"] or "lying" in row["say"] for row in definition.get("modification", ()))


def test_what_puts_a_mistake_right_is_said_as_a_guess() -> None:
    text = LIFT.format(needs="", said="## Common mistakes\n\n- The ankles roll out. Press down through your big toes.")
    (draft,) = drafted(text).drafts
    rows = [row for row in draft.text.splitlines() if row.startswith("say = ")]

    assert any(row.startswith('say = "Avoid this: the ankles') and "guessed" not in row for row in rows)
    assert any(row.startswith('say = "Press down') and "guessed: it puts right" in row for row in rows)


@pytest.mark.parametrize("end", [".", ","])
def test_many_words_without_a_blank_between_them_are_not_copied_nor_cut_forever(end: str) -> None:
    joined = "tik/tak/tok/tuk/tek/tip/tap/top" + end

    assert unlike(joined, SourceWords([joined]), english()) == []
    assert unlike(f"Stand tall {joined}", SourceWords([joined]), english())[:1] == ["Stand tall."]


def test_what_goes_on_of_what_was_named_is_not_put_before_it() -> None:
    text = "Your knees should point in the same direction as your toes and should not fall inwards."

    assert not any(line.startswith("In the same") for line in unlike(text, SourceWords([text]), english()))


@pytest.mark.parametrize(
    ("out", "seconds"),
    [
        ("Breathe out and lift your heels, taking two seconds.", 2),
        ("Breathe out for three seconds: lift your heels.", 3),
        ("Breathe out, lift your heels and hold for five seconds.", None),
        ("Breathe out and lift your heels.", None),
    ],
)
def test_a_breath_lasts_as_long_as_it_is_said_to_take(out: str, seconds: int | None) -> None:
    text = LIFT.format(needs="", said="").replace("Breathe out and lift your heels.", out)
    (draft,) = drafted(text).drafts

    assert tomllib.loads(draft.text)["phase"][0].get("seconds") == seconds


def test_nothing_is_asked_of_all_that_is_asked_of_some_by_the_way() -> None:
    definition = definition_of(said="If they tingle, by the way, bend your knees and slide the soles together.")
    lines = [row["say"] for key in ("tip", "modification") for row in definition.get(key, [])]

    assert [line for line in lines if "knees" in line or "soles" in line]
    assert all("tingle" in line for line in lines if "knees" in line or "soles" in line)


REST = """\
# Legs on a Chair

Lie on your back with your calves on the seat of a chair. Rest your arms beside you.

Let your legs be heavy. The belly goes soft. Feel how the breath comes and goes. Stay for five minutes.

To finish, roll onto your side and sit up.
"""


def test_what_one_lets_be_in_a_rest_is_no_way_into_it() -> None:
    (draft,) = drafted(REST).drafts
    definition = tomllib.loads(draft.text)

    assert [row["say"] for row in definition["set_up"] if "heavy" in row["say"] or "soft" in row["say"]] == []
    assert [row["say"] for row in definition["practice"] if "heavy" in row["say"]]


def test_a_rest_is_done_once_and_what_is_felt_in_it_is_practice() -> None:
    (draft,) = drafted(REST).drafts
    definition = tomllib.loads(draft.text)

    assert "Feel how the breath comes." in [row["say"] for row in definition["practice"]]
    assert [row.get("seconds") for row in definition["phase"]] == [300]
    assert "preparation" not in definition  # to stay is said once
    assert definition["reps"] == {"default": 1, "max": 1}


@pytest.mark.parametrize("stays", ["Stay for one minute.", "Stay for five breaths."])
def test_a_pose_that_is_held_for_a_minute_is_no_rest(stays: str) -> None:
    (draft,) = drafted(REST.replace("Stay for five minutes.", stays)).drafts

    assert "practice" not in tomllib.loads(draft.text)


@pytest.mark.parametrize("heading", ["Objectives", "What this stretch does", "Area worked"])
def test_what_an_exercise_is_for_stands_below_many_headings(heading: str) -> None:
    definition = definition_of(needs=f"## {heading}\n\n- Longer calves")

    assert "Longer calves." in [row["say"] for row in definition["purpose"]]


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("I get onto all fours with my hands under my shoulders.", "Get on all fours"),
        ("I always lie on my back and I bend my knees.", "Lie on"),
    ],
)
def test_what_somebody_does_himself_is_asked_of_the_reader(told: str, asked: str) -> None:
    article = f"My exercise\n\n{told} As I breathe out, I lift one arm. As I breathe in, I lower it again.\n"
    (draft,) = drafted(article).drafts
    lines = [row["say"] for row in tomllib.loads(draft.text)["set_up"]]

    assert any(line.startswith(asked) for line in lines), lines
    assert not any(" my " in f" {line} " for line in lines)
    assert [row["breath"] for row in tomllib.loads(draft.text)["phase"]] == ["exhale", "inhale"]


@pytest.mark.parametrize("told", ["I can pick my nephew up again.", "I laughed at my arms.", "I've hurt my back."])
def test_what_somebody_tells_of_his_life_is_asked_of_nobody(told: str) -> None:
    (draft,) = drafted(LIFT.format(needs="It wakes up the calves.", said=told)).drafts

    assert not any(told[2:14].lower() in line.lower() for line in draft.text.splitlines() if line.startswith("say"))


def test_a_short_rule_that_names_no_part_is_said() -> None:
    assert "Slow beats fast." in [row["say"] for row in definition_of(said="## Tips\n\nSlow beats fast.")["tip"]]


def test_a_place_stays_a_place() -> None:
    said = [row["say"] for row in definition_of(said="## Tips\n\n- Keep your heels in this position.")["tip"]]

    assert said == ["Keep the heels in this position."]
