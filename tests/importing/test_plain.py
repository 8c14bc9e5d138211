"""Plain text and Markdown become headings, items of lists and paragraphs, however people type them."""

from __future__ import annotations

import pytest

from audiosession.importing.article import BlockKind
from audiosession.importing.plain import clean, read_plain


def read(text: str) -> list[tuple[str, str]]:
    return [(str(one.kind), one.text) for one in read_plain(text).blocks]


@pytest.mark.parametrize(
    "item", ["1. Lie down.", "1) Lie down.", "Step 1: Lie down.", "1 - Lie down.", "STEP 1\nLie down."]
)
def test_a_step_is_one_however_it_is_numbered(item: str) -> None:
    assert read(f"Swan\n\n{item}\n") == [("heading", "Swan"), ("step", "Lie down.")]


@pytest.mark.parametrize("mark", ["-", "*", "•", "–", "!!", "✓", "+"])
def test_a_bullet_is_one_whatever_its_mark(mark: str) -> None:
    assert read(f"Tips\n\n{mark} Keep the neck long.\n")[-1] == ("bullet", "Keep the neck long.")


def test_lines_of_one_paragraph_are_joined_and_those_of_a_list_are_not() -> None:
    wrapped = "Some exercises look like nothing at all from across the room, and this one\nis one of them.\n"
    listed = "Works: thighs\nYou need: a chair\nReps: 12\n"

    assert read(f"A\n\n{wrapped}\n{listed}")[1:] == [
        ("paragraph", "Some exercises look like nothing at all from across the room, and this one is one of them."),
        ("paragraph", "Works: thighs"),
        ("paragraph", "You need: a chair"),
        ("paragraph", "Reps: 12"),
    ]


def test_a_step_that_goes_on_in_the_next_line_is_one() -> None:
    assert read("1. Lie on your back,\n   your knees bent.\n2. Lift.\n") == [
        ("step", "Lie on your back, your knees bent."),
        ("step", "Lift."),
    ]


@pytest.mark.parametrize("text", ["## Tips", "Tips\n----", "**Tips**", "TIPS", "Tips:"])
def test_a_heading_is_one_however_it_is_marked(text: str) -> None:
    assert ("heading", text.strip("#*-:\n ").splitlines()[0]) in read(
        f"Swan\n\nIt is long enough.\n\n{text}\n\n- Slowly.\n"
    )


def test_rows_of_a_table_are_labels() -> None:
    text = "| Level | Beginner |\n|---|---|\n| Reps | 8 |\n"

    assert [one for _, one in read(f"# Swan\n\n{text}")][1:] == ["Level: Beginner", "Reps: 8"]


def test_front_matter_is_left_out() -> None:
    assert read("---\nlayout: post\n---\n\n# Swan\n") == [("heading", "Swan")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("**Lift** the _chest_", "Lift the chest"),
        ("see [the Saw](https://example.org)", "see the Saw"),
        ("![a swan](swan.jpg)Lift", "Lift"),
        ("a<br>b", "a b"),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_marks_are_left_out_and_words_are_kept(text: str, said: str) -> None:
    assert clean(text) == said


def test_a_step_has_the_number_that_it_has_in_the_article() -> None:
    blocks = read_plain("3. Lift.\n4. Lower.\n").blocks

    assert [(one.kind, one.number) for one in blocks] == [(BlockKind.STEP, 3), (BlockKind.STEP, 4)]


@pytest.mark.parametrize("text", ["", " \n\t\n", "\n---\n---\n", "****\n", "|||\n|--|\n"])
def test_nothing_is_no_block(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("mark", [".", "~", "o", "›", "☐"])
def test_people_mark_the_items_of_a_list_as_they_like(mark: str) -> None:
    assert read(f"# Swan\n\nTips\n {mark} go slowly\n {mark} breathe\n")[1:] == [
        ("heading", "Tips"),
        ("bullet", "go slowly"),
        ("bullet", "breathe"),
    ]


def test_a_card_of_two_columns_is_a_line_for_each_of_its_labels() -> None:
    text = "SWAN\n\nFor      the back\nNOT FOR  a hernia\n\nMOVE\nex   lift the chest\nin   lower it\n"

    said = [one for kind, one in read(text) if kind == "paragraph"]
    assert said == ["For: the back", "NOT FOR: a hernia", "ex: lift the chest", "in: lower it"]


def test_lines_that_are_led_in_are_each_by_themselves() -> None:
    said = read("# Swan\n\nsore wrists: lean on fists\neasier: stay low\nknees moan? a towel below them\n")

    assert [one for _, one in said[1:]] == [
        "sore wrists: lean on fists",
        "easier: stay low",
        "knees moan? a towel below them",
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("**Hill Clinic**\n\n# Swan\n\nLie down.\n", "Swan"),
        ('---\ntitle: "Swan"\ntags: [mat]\n---\n\nIt opens the chest.\n\n### Set-up\n\nLie down.\n', "Swan"),
        ("Hill Clinic\n\n# Swan\n\nLie down.\n", "Swan"),
    ],
)
def test_the_title_is_the_one_that_is_marked_so(text: str, title: str) -> None:
    blocks = read_plain(text).blocks

    assert [one.text for one in blocks if one.depth == 1] == [title]


def test_an_arrow_leads_as_a_colon_does() -> None:
    assert [clean(one) for one in ("dizzy > sit down", "dizzy -> stop", "dizzy → stop")] == [
        "dizzy: sit down",
        "dizzy: stop",
        "dizzy: stop",
    ]


def test_bullets_that_have_bullets_below_them_are_headings_where_all_have_some() -> None:
    nested = "Swan\n\n* Why bother?\n    * a longer back\n* Stop if\n    * it hurts\n    * you are dizzy\n"
    mixed = "Swan\n\n* Stand tall\n    * feet apart\n* Look ahead\n"

    assert [kind for kind, _ in read(nested)] == ["heading", "heading", "bullet", "heading", "bullet", "bullet"]
    assert [kind for kind, _ in read(mixed)][1:] == ["bullet", "bullet", "bullet"]


def test_a_number_and_capitals_in_a_line_of_their_own_are_a_heading() -> None:
    text = "Letter\n\n1. ANKLE PUMPS\n\nSit back in your chair.\n\n2. Lift your toes.\n"

    assert read(text)[1:] == [
        ("heading", "1. ANKLE PUMPS"),
        ("paragraph", "Sit back in your chair."),
        ("step", "Lift your toes."),
    ]
