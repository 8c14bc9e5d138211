"""One breath is one phase, whoever shares it; sides, pulses and lengths are read off the words."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from support.imported_articles import drafted


def definition(steps: str) -> dict[str, Any]:
    (draft,) = drafted(f"# A\n\n1. Lie on your front, legs long.\n{steps}").drafts
    return tomllib.loads(draft.text)


def test_two_steps_that_share_a_breath_are_one_phase_with_a_change_of_side() -> None:
    made = definition(
        "2. Inhale and lengthen your spine.\n"
        "3. Exhale and kick your left heel to your buttock with two pulses.\n"
        "4. Lower your left leg, and kick your right heel with two pulses.\n"
    )
    inhale, exhale = made["phase"]

    assert (inhale["breath"], exhale["breath"], exhale["side"]) == ("inhale", "exhale", "left")
    assert exhale["pulses"] == [1, 2, 4, 5]
    assert exhale["switch"] == [4]


def test_a_change_of_sides_mirrors_what_is_told_of_one() -> None:
    made = definition("2. Exhale and lift your right leg.\n3. Inhale and lower it.\n4. Repeat 6 times on each side.\n")

    assert made["sides"] == "in-turn"
    assert [one["side"] for one in made["phase"]] == ["right", "right"]
    assert made["reps"]["default"] == 6


def test_a_place_that_is_held_for_breaths_is_a_breath_in_and_one_out() -> None:
    made = definition("2. Lift your chest.\n3. Hold for five breaths.\n4. Lower your chest.\n")

    assert [one["breath"] for one in made["phase"]] == ["inhale", "exhale"]
    assert made["reps"] == {"default": 5, "max": 5}


def test_a_place_that_is_held_for_seconds_is_one_free_phase() -> None:
    made = definition("2. Lift your chest.\n3. Hold for 20 seconds and breathe freely.\n")

    assert [(one["breath"], one["seconds"]) for one in made["phase"]] == [("free", 20)]


def test_counts_are_as_the_article_has_them() -> None:
    made = definition("2. Exhale and lift your chest for three counts.\n3. Inhale and lower it for five.\n")

    assert [one["counts"] for one in made["phase"]] == [3, 5]


def test_a_breath_that_is_told_in_the_tips_is_that_of_the_phases() -> None:
    made = definition("2. Lift your chest.\n3. Lower it.\n\nTips\n\n- Inhale as you lift, exhale as you lower.\n")

    assert [one["breath"] for one in made["phase"]] == ["inhale", "exhale"]


def whole(text: str) -> dict[str, Any]:
    (draft,) = drafted(text).drafts
    return tomllib.loads(draft.text)


BOX = """# Box

1. Sit on a chair with both feet flat on the floor.
2. Breathe out slowly until you feel empty.
3. Breathe in through your nose for four counts.
4. {first}
5. Breathe out through your nose for four counts.
6. {second}
7. Repeat six times.
"""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Hold your breath for four counts.", "Wait with empty lungs for four counts."),
        ("Hold for four.", "Stay empty for four counts."),
        ("Pause for a count of four.", "Hold for a count of four without clenching your throat."),
    ],
)
def test_what_is_held_between_counted_breaths_is_a_breath_that_is_held(first: str, second: str) -> None:
    made = whole(BOX.format(first=first, second=second))

    assert [(one["breath"], one["counts"]) for one in made["phase"]] == [
        ("inhale", 4), ("hold", 4), ("exhale", 4), ("hold", 4)
    ]  # fmt: skip


def test_what_a_breath_does_is_no_breath_that_is_asked_for() -> None:
    text = BOX.format(first="Hold your breath for four counts.", second="Hold for four.")
    made = whole(text.replace("# Box\n", "# Box\n\nA long breath out settles your nerves.\n"))

    assert [one["breath"] for one in made["phase"]] == ["inhale", "hold", "exhale", "hold"]
    assert any("nerves" in row["say"] for row in made["purpose"])


def test_how_long_a_breath_is_said_to_take_is_its_length_and_nothing_to_say() -> None:
    made = whole(
        "# Rise\n\n1. Stand tall with your hands on a wall.\n2. Breathe out and lift your heels. Take 2 seconds.\n"
        "3. Breathe in and lower your heels to the floor. Take 4 seconds.\n4. Repeat 8 times.\n"
    )

    assert [one["seconds"] for one in made["phase"]] == [2, 4]
    assert "Take" not in str(made)
