"""Articles that are letters, sheets or poses: what is the exercise in them, and what is not."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from support.imported_articles import drafted, drafted_by_rules

LETTER = """\
{head}

{greeting}

It has rained all week, but here is the Rolling Bridge that you asked for. It loosens the spine.

Sit near the front of your mat, knees bent. Tuck your chin.

Breathe in and roll back to your shoulder blades. Breathe out and roll up again. Five of those are plenty.

At the end put your feet down.

See you Tuesday. Bring socks and stretch your legs on the way. PS: stop if your lower back hurts.
"""
POSE = """\
# Gate

1. Kneel on a mat with your knees under your hips.
2. Stretch your right leg out to the side.
3. Inhale and raise your left arm.
4. Rest your right hand on your right thigh.
5. Exhale and bend to the right.
6. Stay for five breaths, with your throat soft.
7. Repeat on the other side.

## Contraindications

{caution}
"""


def definition_of(text: str) -> dict[str, Any]:
    (draft,) = drafted(text).drafts
    return tomllib.loads(draft.text)


def said(definition: dict[str, Any], key: str) -> list[str]:
    return [row["say"] for row in definition.get(key, [])]


@pytest.mark.parametrize("greeting", ["Dear all,", "Hello my lovelies,", "Good morning everybody!"])
@pytest.mark.parametrize("head", ["Subject: socks again", "The Harbour Letter, March", "News from the studio", ""])
def test_a_letter_is_called_by_the_exercise_that_it_tells_of(head: str, greeting: str) -> None:
    assert definition_of(LETTER.format(head=head, greeting=greeting))["title"] == "Rolling Bridge"


def test_what_a_letter_is_called_is_linked_with_the_sentence_that_says_it() -> None:
    imported = drafted(LETTER.format(head="The Harbour Letter", greeting="Dear all,"))
    (draft,) = imported.drafts
    title = next(one for one in draft.sourced if draft.text.splitlines()[one.line - 1].startswith("title"))

    assert [imported.sentences[number].text.count("Rolling Bridge") for number in title.sentences] == [1]


def test_a_letter_that_names_no_exercise_is_not_called_by_a_person() -> None:
    text = LETTER.format(head="Subject: socks", greeting="Dear all,").replace("the Rolling Bridge", "what Anna Maria")

    assert definition_of(text)["title"] == "…"


def test_the_set_up_of_a_letter_is_heard_and_its_farewell_is_not() -> None:
    definition = definition_of(LETTER.format(head="", greeting="Dear all,"))
    spoken = str({key: rows for key, rows in definition.items() if key != "caution"})

    assert said(definition, "set_up") == ["Sit near the front of the mat, knees bent.", "Tuck the chin."]
    assert "socks" not in spoken
    assert "way" not in spoken
    assert said(definition, "caution") == ["Stop if the lower back hurts."]


@pytest.mark.parametrize("head", ["HARBOUR PHYSIOTHERAPY", "City Hospital", "Information sheet 12"])
def test_whose_sheet_it_is_is_not_what_is_done(head: str) -> None:
    text = (
        f"{head}\n\nHeel Lift\n\nStarting position\nStand tall.\n\nWhat to do\n- Inhale.\n- Exhale and lift your heels."
    )

    assert definition_of(text)["title"] == "Heel Lift"


def test_the_way_into_a_place_that_is_held_is_told_in_its_order_and_apart_from_the_set_up() -> None:
    definition = definition_of(POSE.format(caution="Skip it with a hernia."))

    assert len(said(definition, "set_up")) == 2
    assert [line.split()[-1] for line in said(definition, "into_place")] == ["arm.", "thigh.", "right."]
    assert any("throat" in line for line in said(definition, "tip"))


@pytest.mark.parametrize(
    ("caution", "lines", "avoided"),
    [
        (
            "Skip it if you have a back or neck injury.",
            ["Leave it out with a back or neck injury."],
            {"lower-back", "neck"},
        ),
        (
            "Not for anyone with a neck injury or high blood pressure, I'm afraid.",
            ["Leave it out with a neck injury.", "Leave it out with high blood pressure."],
            {"neck", "blood-pressure"},
        ),
        ("Anyone with neck trouble should look straight ahead.", [], {"neck"}),
    ],
)
def test_whom_it_is_not_for_is_said_one_by_one_and_of_nobody_else(
    caution: str, lines: list[str], avoided: set[str]
) -> None:
    definition = definition_of(POSE.format(caution=caution))

    assert [line for line in said(definition, "caution") if line.startswith("Leave it out")] == lines
    assert set(definition.get("avoid", ())) == avoided


@pytest.mark.parametrize("rest", ["Contraindications and cautions", "When to skip it", "Not for you"])
def test_a_heading_that_warns_is_no_warning(rest: str) -> None:
    text = POSE.format(caution="Skip it with a hernia.").replace("Contraindications", rest)

    assert said(definition_of(text), "caution") == ["Leave it out with a hernia."]


STORY = """\
Dear all,

{intro}

You're on your back, knees bent. Let your arms rest at your sides.

Breathe in and wait. As it goes out again, roll your hips up off the mat. With the next breath in stay there. Breathe \
out and roll down. I'd like six of those from each of you.

{topic} The feet stay flat. Take it slower than you think, Dennis, I say this with love.

When you've had enough, hug your knees to your chest.

Warmly,
Ida
"""


def story(intro: str = "Here is the bridge.", topic: str = "Some hints from last week.") -> str:
    return STORY.format(intro=intro, topic=topic)


def test_breaths_that_a_letter_tells_in_its_own_way_are_phases() -> None:
    definition = definition_of(story())

    assert [phase["breath"] for phase in definition["phase"]] == ["inhale", "exhale", "inhale", "exhale"]
    assert definition["reps"]["default"] == 6
    assert definition["position"] == "supine"
    assert said(definition, "set_up")[0] == "You are on the back, knees bent."
    assert definition["phase"][1]["full"] == "Breathe out. Roll the hips up off the mat."
    assert said(definition, "release") == ["When you have had enough, hug the knees to the chest."]


@pytest.mark.parametrize(
    ("topic", "key"),
    [
        ("Some hints from last week.", "tip"),
        ("I see two things going wrong.", "tip"),
        ("What I'll be nagging you about:", "tip"),
        ("There are kinder ways to make it yours.", "modification"),
    ],
)
def test_the_first_sentence_of_a_paragraph_tells_what_the_others_are(topic: str, key: str) -> None:
    definition = definition_of(story(topic=topic))

    assert any("feet" in line for line in said(definition, key))
    assert "Dennis" not in str(definition)
    assert "Last week" not in str(definition)


def test_a_line_that_only_its_place_tells_is_a_guess_of_where_it_belongs_and_names_its_place() -> None:
    (draft,) = drafted_by_rules(story()).drafts
    (line,) = [line for line in draft.text.splitlines() if "arms" in line]
    row = next(one for one in draft.sourced if draft.text.splitlines()[one.line - 1] == line)

    assert line.endswith("# guessed: where it belongs; from: paragraph 3")
    assert row.guessed == "where it belongs"
    assert len(row.sentences) == 1


def test_what_an_introduction_tells_of_the_body_is_what_it_is_for_but_for_a_guess() -> None:
    intro = "The long muscles of your back learn to hold you up while the hips open."
    (draft,) = drafted_by_rules(story(intro=intro)).drafts
    focus = next(line for line in draft.text.splitlines() if line.startswith("focus"))

    assert any("hold you up" in line for line in said(definition_of(story(intro=intro)), "purpose"))
    assert "guessed: back told in passing, hips told in passing; from: paragraph 2" in focus


def test_a_sentence_that_names_the_exercise_is_not_what_it_is_for_and_no_line_ends_in_and() -> None:
    intro = "This month's exercise is ARM CIRCLES ON THE MAT. It opens the chest, oils your shoulder joints, and, \
because you lie still, it trains the small muscles of the back."
    definition = definition_of(story(intro=intro))

    assert definition["title"] == "Arm Circles on the Mat"
    assert not [line for line in said(definition, "purpose") if "month" in line or line.endswith("and.")]
    assert any("shoulder joints." in line for line in said(definition, "purpose"))


@pytest.mark.parametrize(
    ("told", "breaths"),
    [
        ("- in: grow tall\n- out: fold your body over", ["inhale", "exhale"]),
        ("- OUT – fold your body over\n- IN – come up", ["exhale", "inhale"]),
        ("You breathe out over the fold, and you breathe in while your body comes up.", ["exhale", "inhale"]),
    ],
)
def test_a_breath_of_one_word_is_a_breath(told: str, breaths: list[str]) -> None:
    text = f"# Fold\n\n## Start\n\n- sit tall on a mat\n- legs long\n\n## Go\n\n{told}\n\n## Tips\n\n- neck soft\n"

    assert [phase["breath"] for phase in definition_of(text)["phase"]] == breaths


def test_a_condition_that_would_follow_the_article_stands_behind_what_is_done() -> None:
    text = POSE.format(caution="Skip it with a hernia.").replace(
        "## Contra", "If your shoulder clicks or hurts, draw smaller circles.\n\n## Contra"
    )

    assert "Draw smaller circles if the shoulder clicks or hurts." in said(definition_of(text), "modification")


def test_how_the_sides_change_is_told_whole() -> None:
    text = POSE.format(caution="Skip it with a hernia.").replace(
        "Repeat on the other side.", "Come up, shake your hands and do the same on the other side."
    )

    assert definition_of(text)["change_sides"]["say"] == "Come up. Shake the hands. On the other side, do the same."


def test_a_part_of_one_pose_is_no_exercise_by_itself() -> None:
    text = (
        "# Side Angle\n\n## Into the shape\n\nStand with your feet wide. Inhale and stretch your arms out. "
        "Exhale and bend your right knee.\n\n## While you are there\n\nStay for five breaths.\n\n"
        "## Out again\n\nInhale and press into your feet. Straighten your right leg. Turn your toes forward. "
        "Stand quietly.\n"
    )

    assert definition_of(text)["title"] == "Side Angle"
    assert len(said(definition_of(text), "release")) >= 3


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# 3.7 Side Kick: Small Circles", "Side Kick: Small Circles"),
        ("# Small wonders: ankle circles", "Ankle circles"),
        ("# Card 3 / side plank dips", "Side plank dips"),
        ("# WARRIOR II", "Warrior II"),
        ("# Heel raises on a low step with a strap", "Heel raises on a low step"),
    ],
)
def test_of_a_heading_the_name_of_the_exercise_is_the_title(heading: str, title: str) -> None:
    text = f"{heading}\n\n## Start\n\n- lie on your side\n- legs long\n\n## Go\n\n- inhale, lift the leg\n- exhale\n"

    assert definition_of(text)["title"] == title


def test_a_paragraph_with_a_colon_is_the_heading_of_the_list_behind_it() -> None:
    text = POSE.format(caution="Do not do this exercise:\n\n- with a hernia\n- if you are dizzy")

    assert said(definition_of(text), "caution") == ["Leave it out with a hernia.", "Leave it out if dizzy."]


@pytest.mark.parametrize("daily", ["three times a day", "3 times daily", "twice a week"])
def test_how_often_in_a_day_is_no_number_of_reps(daily: str) -> None:
    text = POSE.format(caution="Skip it with a hernia.").replace("Stay for five breaths, ", f"Do this {daily}, ")

    assert definition_of(text)["reps"]["default"] == 5


def test_to_each_side_on_a_breath_out_is_both_sides_written_out() -> None:
    text = (
        "# Side bend\n\n1. Sit tall on a mat.\n2. Inhale and lift both arms.\n3. Exhale and lean to the right.\n"
        "4. Inhale and come up.\n5. Exhale and lean to the left.\n6. Inhale and come up.\n"
        "7. Exhale and lower the arms.\n"
    )
    definition = definition_of(text)

    assert [phase.get("side") for phase in definition["phase"] if phase["breath"] == "exhale"][:2] == ["right", "left"]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("STUDIO NINE - Teacher training\nHandout 14\n\n* SIDE PLANK *", "Side Plank"),
        ("# The one I do at night\n\nLet me tell you about Thread the Needle, my favourite.", "Thread the Needle"),
        ("WEDS 6PM / WK 6 / NEW: MERMAID", "Mermaid"),
    ],
)  # fmt: skip
def test_an_exercise_is_called_what_it_is_called_everywhere_where_its_page_has_another_name(
    head: str, title: str
) -> None:
    text = (
        f"{head}\n\nKneel on a mat, hands on your hips.\n\n- Inhale and lift your arm.\n- Exhale and lower your arm.\n"
    )

    assert definition_of(text)["title"] == title


@pytest.mark.parametrize(
    ("told", "purpose"),
    [
        ("I love it because it loosens the hips.", "It loosens the hips."),
        ("My old teacher used to say it squeezes the stale air out of your lungs.", "squeezes"),
    ],
)
def test_what_somebody_finds_that_it_does_is_what_it_is_for(told: str, purpose: str) -> None:
    assert any(purpose in line for line in said(definition_of(story(intro=f"Here is the bridge. {told}")), "purpose"))


def test_words_for_a_part_of_the_body_agree_with_it_in_number() -> None:
    text = POSE.format(caution="Skip it with a hernia.").replace(
        "## Contra",
        "## Tips\n\n- Let your shoulders sink. It should feel easy.\n- Bend your arms. They stay long.\n\n## Contra",
    )
    tips = said(definition_of(text), "tip")

    assert "It should feel easy." in tips
    assert "The arms stay long." in tips


@pytest.mark.parametrize(
    ("told", "spine"),
    [
        ("Exhale and bend over to the right.", "side"),
        ("Exhale and turn your ribcage to the right.", "rotation"),
        ("Exhale and round your back.", "flexion"),
    ],
)
def test_what_the_spine_does_is_a_guess_where_only_the_movement_tells(told: str, spine: str) -> None:
    text = (
        f"# Sitting\n\n1. Sit on a mat with your legs long.\n2. Inhale and grow tall.\n3. {told}\n4. Repeat 5 times.\n"
    )
    (draft,) = drafted(text).drafts
    (line,) = [line for line in draft.text.splitlines() if line.startswith("spine")]

    assert line == f'spine = "{spine}"  # guessed: by what is done; from: step 3'


def test_how_often_at_the_most_may_be_told_by_itself() -> None:
    text = "# Rise\n\n1. Stand tall.\n2. Inhale and lift your heels.\n3. Exhale and lower your heels.\n4. {}\n"
    reps = definition_of(text.format("Do 8 repetitions to begin with. You may build up to 15."))["reps"]

    assert (reps["default"], reps["max"]) == (8, 15)
