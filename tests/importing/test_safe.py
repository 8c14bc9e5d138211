"""What a body is told must never be turned round: no “not” is lost, no caution cut, nothing dropped in silence."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from support.imported_articles import drafted

BASE = (
    "# A\n\n1. Lie on your back with your knees bent.\n2. Inhale and lift your arms.\n3. Exhale and lower your arms.\n"
)


def draft_of(more: str) -> tuple[dict[str, Any], str]:
    """Return the definition and the text of a plain article with `more` at its end."""
    (draft,) = drafted(f"{BASE}4. Repeat 5 times on each side.\n\n{more}\n").drafts
    return tomllib.loads(draft.text), draft.text


def lines_of(definition: dict[str, Any]) -> list[str]:
    return [row["say"] for key in ("tip", "caution", "modification", "release") for row in definition.get(key, [])]


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("Do not lift your head and turn it to the side.", "turn"),
        ("Never bend the knee and then lock it.", "lock"),
        ("Avoid arching your back and pushing your ribs up.", "push"),
        ("Don't let your hips sag, lift your shoulders or hold your breath.", "lift"),
        ("You should never lift the leg, bend the knee, or twist the hips.", "bend"),
        ("Lift the leg, which must never swing.", "lift the leg."),
        ("There is nothing to be gained by bouncing.", "bounce"),
        ("Nobody gets anywhere by hauling the leg up and locking the knee.", "lock"),
    ],
)
def test_what_is_not_to_be_done_never_stands_alone_as_something_to_do(text: str, turned: str) -> None:
    definition, _ = draft_of(f"## Tips\n\n- {text}")
    told = [line.lower() for line in lines_of(definition) if turned in line.lower()]

    assert all(any(no in line for no in ("not", "never", "avoid", "nobody")) for line in told), told


@pytest.mark.parametrize(
    "text",
    [
        "Do not stop if you feel a gentle stretch.",
        "You need not skip it if you have arthritis.",
        "Don't avoid the exercise if you have sciatica.",
        "This is safe in pregnancy, but avoid it with a hernia.",
        "If you have glaucoma, you can still do this exercise.",
        "Good for people with back pain and osteoporosis.",
    ],
)
def test_a_warning_that_is_taken_back_is_none(text: str) -> None:
    definition, written = draft_of(text)

    assert not definition.get("avoid")
    assert not [line for line in lines_of(definition) if line.startswith(("Stop if", "Leave it out"))]
    assert " ".join(text.split()[:6]) in written


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Stop if you feel pain, numbness or tingling in the leg.", ("pain", "numbness", "tingling")),
        ("Avoid it if you have osteoporosis, disc problems, severe anaemia or epilepsy.", ("anaemia", "epilepsy")),
        ("Anyone with osteoporosis should ask their doctor before bending sideways.", ("osteoporosis",)),
        ("If it pinches, come out.", ("pinches",)),
        ("STOP IF YOU FEEL PAIN", ("pain",)),
    ],
)
def test_no_reason_of_a_caution_is_lost(text: str, words: tuple[str, ...]) -> None:
    definition, written = draft_of(text)
    said = " ".join(line.lower() for line in lines_of(definition))
    shown = " ".join(text.split()[:6])

    assert all(word in said for word in words) or shown in written


def test_whom_to_ask_is_not_whom_to_leave_out() -> None:
    definition, _ = draft_of("Ask a doctor first if you have high blood pressure.")

    assert not [line for line in lines_of(definition) if line.startswith("Leave it out")]


@pytest.mark.parametrize(
    "text",
    [
        "Never do these exercises if you are pregnant.\n",
        "Pregnant? Bad back? Leave it out.\n",
        "Put a thin, soft and carefully folded woollen blanket from the cupboard under the small of your back before "
        "you begin to do anything else at all that day.\n",
    ],
)
def test_a_sentence_is_in_a_line_or_among_the_comments(text: str) -> None:
    definition, written = draft_of(text)
    words = [word for word in text.lower().replace("?", "").strip(".\n").split() if len(word) > 4]
    said = " ".join(lines_of(definition)).lower()

    assert all(word.strip(".,?") in said for word in words[:2]) or " ".join(text.split()[:3]) in written


def test_a_side_that_only_stays_is_no_change_of_sides() -> None:
    steps = "2. Inhale and lift the left leg.\n3. Exhale and lower the left leg. The right foot presses down.\n"
    (draft,) = drafted(f"# A\n\n1. Lie on your back.\n{steps}4. Repeat 5 times on each side.\n").drafts
    definition = tomllib.loads(draft.text)

    assert definition["sides"] == "in-turn"
    assert not [one for one in definition["phase"] if "switch" in one]


def test_warnings_before_the_exercises_of_a_page_are_in_each_of_them() -> None:
    one = "Lie on your back. Breathe in and lift your arms. Breathe out and lower your arms.\n\n"
    text = f"# Two\n\nStop if you feel dizzy.\n\n## Up\n\n{one}## Down\n\n{one}"

    assert all("dizzy" in draft.text for draft in drafted(text).drafts)


@pytest.mark.parametrize("heading", ["Tips", "Watch out for", "Look out for"])
def test_what_goes_on_is_not_asked_for(heading: str) -> None:
    definition, _ = draft_of(f"## {heading}\n\n- Letting the hips roll.\n- Pressing hard into the top hand.")

    assert not [line for line in lines_of(definition) if line.startswith(("Let", "Press")) and "ing" not in line]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Stop if the arm that carries you starts to shake or goes numb.", ("arm", "shake", "numb")),
        ("Ask your doctor first if your calf becomes hot, red or swollen.", ("hot", "red", "swollen")),
        ("Skip it if you have a back or neck injury.", ("back", "neck")),
        (
            "Avoid it if you have low blood pressure, a migraine, or are prone to dizzy spells.",
            ("low", "migr", "dizzy"),
        ),
        ("Do not do this if you have torn your Achilles tendon or your calf muscle.", ("tendon", "calf")),
    ],
)
def test_a_caution_is_said_with_all_its_reasons_or_stands_as_a_comment(text: str, words: tuple[str, ...]) -> None:
    definition, written = draft_of(text)
    said = " ".join(row["say"].lower() for row in definition.get("caution", []))
    is_whole = all(word in said for word in words)

    assert is_whole or f": {' '.join(text.split()[:6])}" in written
    assert is_whole or not any(word in said for word in words)


def test_a_caution_that_loses_since_when_warns_more_people_and_tells_the_author() -> None:
    since = "within eighteen consecutive calendar months preceding todays date"
    told = f"Do not do this exercise if you had a hernia repair or a broken rib {since}."
    definition, written = draft_of(told)

    assert [row["say"] for row in definition["caution"]] == ["Leave it out if you had hernia repair or a broken rib."]
    assert ": Do not do this exercise if" in written


@pytest.mark.parametrize(
    ("heading", "told", "lines"),
    [
        ("Not for", "late pregnancy, a hernia", ["Leave it out with late pregnancy.", "Leave it out with a hernia."]),
        ("Leave it if", "- groin strain", ["Leave it out with groin strain."]),
        ("Stop at once with", "- numb toes", ["Stop if you feel numb toes."]),
        ("Caution", "- pain in the hip = stop", ["Stop if you feel pain in the hip."]),
        ("Caution", "Tingling in the fingers is a sign to stop.", ["Stop if you feel tingling in the fingers."]),
        (
            "Caution",
            "Stop if you get pins and needles, numbness, or pain that shoots down the leg, and tell us at your visit.",
            [
                "Stop if you feel pins and needles.",
                "Stop if you feel numbness.",
                "Stop if you feel pain that shoots down the leg.",
            ],
        ),
        (
            "Caution",
            "If your lower back has been grumbling lately, or you've had a baby in the last few months, leave it out.",
            [
                "Leave it out if the lower back has been grumbling lately.",
                "Leave it out if you have had a baby in the past few months.",
            ],
        ),
    ],
)
def test_a_list_of_reasons_is_said_one_by_one(heading: str, told: str, lines: list[str]) -> None:
    definition, _ = draft_of(f"## {heading}\n\n{told}")

    assert [row["say"] for row in definition["caution"]] == lines


@pytest.mark.parametrize("told", ["sit tall, legs straight out in front", "leave your arms stretched out"])
def test_what_is_done_far_out_is_no_warning(told: str) -> None:
    (draft,) = drafted(BASE.replace("2. Inhale", f"2. {told}.\n3. Inhale")).drafts

    assert {row["say"] for row in tomllib.loads(draft.text)["caution"]} == {"…"}


@pytest.mark.parametrize(
    ("told", "lines"),
    [
        ("Stop if you become dizzy or have chest pain.", ["Stop if you become dizzy.", "Stop if you have chest pain."]),
        (
            "Anyone with a recent injury to the knee, hip or ankle should skip this pose.",
            ["Leave it out with a recent injury to your knee, hip or ankle."],
        ),
        ("Do not do it if you have torn a tendon.", ["Leave it out if you have torn a tendon."]),
        (
            "Stop if your pain gets worse, if your hand turns numb, or if the shoulder slips.",
            [
                "Stop if the pain gets worse.",
                "Stop if the hand turns numb.",
                "Stop if the shoulder slips.",
            ],
        ),
    ],
)
def test_each_reason_is_said_with_what_belongs_to_it(told: str, lines: list[str]) -> None:
    definition, _ = draft_of(f"## Caution\n\n{told}")

    assert [row["say"] for row in definition["caution"]] == lines


def test_a_sentence_of_its_own_below_a_warning_is_no_reason() -> None:
    definition, _ = draft_of("## When not to do it\n\nSome people get cramp in the foot.\n\n- hernia")

    assert [row["say"] for row in definition["caution"]] == ["Leave it out with hernia."]


def test_each_other_way_is_said_with_its_condition() -> None:
    definition, _ = draft_of(
        "## Variations\n\nIf lifting your leg is still hard, practise step one alone for a week, or put a rolled towel "
        "under your heel and press it down slowly."
    )
    lines = [row["say"] for row in definition["modification"]]

    assert len(lines) > 1
    assert all("if lifting the leg is still hard" in line.lower() for line in lines), lines


def test_the_first_of_several_stays_the_first() -> None:
    definition, _ = draft_of("## Tips\n\n- Watch your back in the first third of each lift.")

    assert "first third" in str(definition["tip"])


def test_a_line_that_two_sentences_say_is_from_both() -> None:
    _, text = draft_of("## Tips\n\n- Keep the neck long.\n- Keep the neck long.")
    (line,) = [line for line in text.splitlines() if "neck long" in line]

    assert line.endswith("# from: bullet 1, bullet 2")


@pytest.mark.parametrize(
    ("heading", "told", "lines"),
    [
        (
            "Stop if",
            "the exercise brings on dizziness, blurred vision, or pain or tingling in the arm.",
            ["brings on dizziness.", "brings on blurred vision.", "brings on pain.", "brings on tingling in the arm."],
        ),
        (
            "Leave it out if",
            "you have osteoporosis, epilepsy, glaucoma, sciatica, or vertigo.",
            ["you have osteoporosis.", "have epilepsy.", "have glaucoma.", "have sciatica.", "have vertigo."],
        ),
    ],
)
def test_of_several_reasons_each_is_a_line_where_they_can_not_be_one(heading: str, told: str, lines: list[str]) -> None:
    definition, _ = draft_of(f"## {heading}\n\n{told}")
    said = [row["say"] for row in definition["caution"]]

    assert len(said) == len(lines)
    assert all(line.endswith(end) for line, end in zip(said, lines, strict=True)), said


def test_the_parts_that_one_injury_may_be_of_are_not_taken_apart() -> None:
    definition, _ = draft_of("Leave it out if you have had surgery on the knee, hip, ankle or foot since last winter.")

    assert not any(row["say"].endswith((" hip.", " ankle.")) for row in definition.get("caution", []))


def test_what_is_felt_behind_a_comma_is_no_remedy() -> None:
    definition, _ = draft_of("Stop if you feel a sharp pain in the front of the knee, feel dizzy or become breathless.")

    assert all(
        word in " ".join(row["say"] for row in definition["caution"]) for word in ("knee", "dizzy", "breathless")
    )
