"""German articles speak to a reader as “Sie”, “ihr” or “du”; a draft says “du”, and loses nothing of them."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from support.imported_articles import drafted

from audiosession.importing.finding import plainly
from audiosession.importing.plain import read_plain
from audiosession.importing.understanding.clauses import Clause, clauses_of
from audiosession.importing.understanding.rewording.copying import SourceWords, unlike
from audiosession.importing.understanding.wording import addressed, cue_of
from audiosession.studio.importing.books import books

GERMAN = books()["de"]
LIFT = """\
# Beckenheben

1. Leg dich auf den Rücken und stell die Füße auf.
2. Einatmen: bleib ruhig liegen.
3. Ausatmen: heb das Becken.
4. Einatmen: halt oben inne.
5. Ausatmen: roll langsam ab.

{rest}
"""


def definitions(text: str) -> list[dict[str, Any]]:
    return [tomllib.loads(draft.text) for draft in drafted(text).drafts]


def lift(rest: str) -> dict[str, Any]:
    (definition,) = definitions(LIFT.format(rest=rest))
    return definition


def said(definition: dict[str, Any], key: str) -> list[str]:
    return [row["say"] for row in definition.get(key, [])]


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("Wenn Sie Schmerzen haben", "Wenn du Schmerzen hast"),
        ("Falls ihr müde seid", "Falls du müde bist"),
        ("Wenn Sie das Bein heben können", "Wenn du das Bein heben kannst"),
        ("Sobald Sie spüren, dass der Rücken zieht", "Sobald du spürst, dass der Rücken zieht"),
        ("Heb das Bein, wenn Sie ausatmen", "Heb das Bein, wenn du ausatmest"),
    ],
)
def test_a_condition_speaks_to_the_reader_of_a_draft(text: str, ours: str) -> None:
    assert addressed(text, GERMAN) == ours


@pytest.mark.parametrize(
    "text",
    [
        "Wenn sie schmerzen, lass die Knie gebeugt",
        "Wenn Sie Blumen gießen",
        "Wenn du müde bist",
        "Wenn die Knie schmerzen",
        "Die Füße sind schwer, sie haben Kontakt zum Boden",
    ],
)
def test_a_condition_of_others_or_with_a_verb_that_nobody_knows_stays_as_it_is(text: str) -> None:
    assert addressed(text, GERMAN) == text


def test_a_book_without_such_verbs_changes_nothing() -> None:
    assert addressed("if they hurt, stop", books()["en"]) == "if they hurt, stop"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Wenn Sie Schmerzen im Knie haben, hören Sie auf.", "Hör gleich auf, falls du Schmerzen im Knie hast."),
        ("Wenn ihr Schmerzen im Knie habt, hört auf.", "Hör gleich auf, falls du Schmerzen im Knie hast."),
        ("Machen Sie die Übung nicht, falls Sie schwanger sind.", "Lass sie aus, falls du schwanger bist."),
        ("Hören Sie auf, wenn Ihnen schwindelig wird.", "Hör gleich auf, falls dir schwindelig wird."),
    ],
)
def test_a_warning_in_another_person_is_said_to_the_reader_of_a_draft(text: str, line: str) -> None:
    assert said(lift(text), "caution") == [line]


def test_a_reason_at_the_head_of_a_warning_that_is_a_noun_keeps_its_capital() -> None:
    assert said(lift("Hör auf bei Schwindel."), "caution") == ["Hör gleich auf bei: Schwindel."]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Streckt das Bein", "Streck das Bein."),
        ("Öffnet die Knie", "Öffne die Knie."),
        ("Rudert mit den Armen", "Rudere mit den Armen."),
        ("streckt das Bein", "Streckt das Bein."),
        ("hebt das Becken", "Hebt das Becken."),
    ],
)
def test_a_verb_asks_several_people_only_where_a_sentence_begins_with_it(text: str, cue: str) -> None:
    assert cue_of(Clause(text=text, plain=plainly(text)), GERMAN) == cue


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Heben das Bein", "Heb das Bein."),
        ("Heben es vom Boden", "Heben es vom Boden."),
        ("Senken er den Arm", "Senken er den Arm."),
        ("Öffnet sich weit", "Öffnet sich weit."),
    ],
)
def test_a_verb_with_somebody_behind_it_who_does_so_asks_for_nothing(text: str, cue: str) -> None:
    assert cue_of(Clause(text=text, plain=plainly(text)), GERMAN) == cue


def test_a_condition_stands_behind_what_is_done() -> None:
    text = "Wenn die Knie schmerzen, leg ein Kissen unter das Becken."

    assert unlike(text, SourceWords([text]), GERMAN) == ["Leg ein Kissen unter das Becken, wenn die Knie schmerzen."]


@pytest.mark.parametrize(
    "text",
    [
        "Ist dir das zu schwer, leg ein Kissen unter das Becken.",
        "Wem das zu leicht ist, der hebt ein Bein vom Boden.",
        "Wer mag, leg ein Kissen unter beide Knie.",
    ],
)
def test_a_condition_that_could_not_stand_there_stays_before_it(text: str) -> None:
    (line,) = unlike(text, SourceWords([text]), GERMAN)

    assert line.split()[:2] == text.split()[:2]


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("## Material\n\n- einen Besenstiel", "ein Besenstiel"),
        ("## Material\n\n- eine Wolldecke", "eine Wolldecke"),
        ("Du brauchst nicht mehr als einen Stuhl.", "ein Stuhl"),
        ("Du brauchst nichts außer einer Matte.", "eine Matte"),
        ("Du brauchst keinen Stuhl.", None),
        ("Sie brauchen keine Matte.", None),
    ],
)
def test_a_thing_that_is_needed_is_named_as_it_is_called_and_one_that_is_not_is_none(
    text: str, thing: str | None
) -> None:
    assert lift(text).get("equipment") == thing


def test_lines_that_hold_their_own_labels_are_no_headings() -> None:
    text = "# Seitbeuge\n\nWirkung: eine bewegliche Wirbelsäule\nMaterial: ein Stuhl\nWiederholungen: sechs\n"

    assert [(str(one.kind), one.text) for one in read_plain(text).blocks] == [
        ("heading", "Seitbeuge"),
        ("paragraph", "Wirkung: eine bewegliche Wirbelsäule"),
        ("paragraph", "Material: ein Stuhl"),
        ("paragraph", "Wiederholungen: sechs"),
    ]


@pytest.mark.parametrize("mark", ["✗", "✘", "✕", "✖"])
def test_what_is_crossed_out_is_a_mistake(mark: str) -> None:
    rest = f"## Fehler\n\n{mark} Die Fersen heben ab.\n{mark} Das Becken kippt."

    assert said(lift(rest), "tip") == [
        "Ein häufiger Fehler: Die Fersen heben ab.",
        "Ein häufiger Fehler: Das Becken kippt.",
    ]


@pytest.mark.parametrize("text", ["Die Schultern »schwer«.", "Die Knie »parallel«, die Füße »schwer«."])
def test_words_in_quotation_marks_are_told(text: str) -> None:
    assert said(lift(f"## Tipps\n\n- {text}"), "tip") == [text]


def test_what_points_to_another_page_is_not_told() -> None:
    assert said(lift("Nacken und Schultern »"), "tip") == []


@pytest.mark.parametrize(
    ("text", "reps"),
    [("Dosis. Acht bis zehn.", {"default": 10, "min": 8, "max": 10}), ("Umfang. Zwölf.", {"default": 12, "max": 12})],
)
def test_one_word_that_headings_are_is_the_heading_of_what_follows_it_in_its_line(
    text: str, reps: dict[str, int]
) -> None:
    assert lift(text)["reps"] == reps


@pytest.mark.parametrize("number", ["Übung {}:", "Übung {}."])
def test_exercises_that_are_numbered_with_a_word_are_told_apart(number: str) -> None:
    first, second = number.format(1), number.format(2)
    text = (
        f"# Zwei für jeden Tag\n\n## {first} Fersenheben\n\nStell dich hinter einen Stuhl. Einatmen: heb die Fersen. "
        f"Ausatmen: senk die Fersen. Zehnmal.\n\n## {second} Armkreisen\n\nEinatmen: heb die Arme. "
        "Ausatmen: senk die Arme wieder. Beweg die Schultern mit. Lass die Hände locker. Achtmal.\n"
    )

    assert [(one["title"], one["reps"]["default"]) for one in definitions(text)] == [
        ("Fersenheben", 10),
        ("Armkreisen", 8),
    ]


def test_shouted_lines_with_a_number_each_begin_an_exercise() -> None:
    text = (
        "Für zu Hause\n\nÜBUNG 1: FERSENHEBEN\n\nStell dich hinter einen Stuhl.\nEinatmen: heb die Fersen.\n"
        "Ausatmen: senk die Fersen wieder.\n\nÜBUNG 2: ARMKREISEN\n\nStell dich aufrecht hin.\n"
        "Einatmen: kreise die Arme nach vorn.\nAusatmen: kreise die Arme nach hinten.\n"
    )

    assert [one["title"] for one in definitions(text)] == ["Fersenheben", "Armkreisen"]


def test_a_sentence_about_a_part_of_the_body_is_no_farewell_though_it_begins_as_one() -> None:
    definition = lift("Deine Schultern bleiben breit.\n\nDeine Ida. Streck daheim die Beine.")

    assert said(definition, "tip") == ["Die Schultern bleiben breit."]
    assert "Beine" not in str(definition)


SIDE_BEND = """\
# Seitbeuge

1. Setz dich auf einen Stuhl.
{first}2. Atme ein und heb den rechten Arm.
3. Atme aus und neig dich nach links.
4. Atme ein und komm zurück zur Mitte.
5. Atme aus und senk den Arm.
"""


def test_a_breath_out_before_the_first_breath_in_is_drawn_once_before_the_reps() -> None:
    (definition,) = definitions(SIDE_BEND.format(first="2. Atme aus und lass die Schultern sinken.\n"))

    assert [phase["breath"] for phase in definition["phase"]] == ["inhale", "exhale", "inhale", "exhale"]
    assert said(definition, "preparation")[0] == "Ausatmen: Lass die Schultern sinken."
    assert "Schultern" not in str(definition["phase"])


def test_breaths_that_take_turns_in_pairs_are_all_of_the_rep() -> None:
    text = SIDE_BEND.format(first="2. Atme aus und lass die Schultern sinken.\n")
    (definition,) = definitions(text.replace("5. Atme aus und senk den Arm.\n", ""))

    assert [phase["breath"] for phase in definition["phase"]] == ["exhale", "inhale", "exhale", "inhale"]


@pytest.mark.parametrize(
    ("reason", "lines"),
    [
        (
            "dein Nacken schmerzt oder dein Arm kribbelt",
            ["Hör gleich auf, falls der Nacken schmerzt.", "Hör gleich auf, falls der Arm kribbelt."],
        ),
        ("der Rücken sticht oder zwickt", ["Hör gleich auf, falls der Rücken sticht oder zwickt."]),
    ],
)
def test_a_reason_is_split_where_what_follows_has_a_subject_of_its_own(reason: str, lines: list[str]) -> None:
    assert said(lift(f"Hör auf, wenn {reason}."), "caution") == lines


def test_reasons_below_a_heading_that_says_to_stop_are_each_a_warning() -> None:
    rest = "## Hören Sie auf und rufen Sie uns an\n\n- wenn Ihnen übel wird\n- wenn der Rücken sticht"

    assert said(lift(rest), "caution") == [
        "Hör gleich auf, falls dir übel wird.",
        "Hör gleich auf, falls der Rücken sticht.",
    ]


def test_what_stands_below_a_bold_line_is_of_the_exercise_above_it() -> None:
    text = (
        "# Zwei für jeden Tag\n\n## Fersenheben\n\nStell dich hinter einen Stuhl. Einatmen: heb die Fersen. "
        "Ausatmen: senk die Fersen.\n\n**Tipps**\n\n- Die Knie bleiben gestreckt.\n\n## Armkreisen\n\n"
        "Stell dich aufrecht hin. Einatmen: heb die Arme. Ausatmen: senk die Arme.\n\n**Tipps**\n\n"
        "- Der Nacken bleibt lang.\n"
    )

    assert [(one["title"], said(one, "tip")) for one in definitions(text)] == [
        ("Fersenheben", ["Die Knie bleiben gestreckt."]),
        ("Armkreisen", ["Der Nacken bleibt lang."]),
    ]


def test_what_others_do_is_not_asked_of_the_reader() -> None:
    (clause,) = clauses_of("arbeiten sie mit", GERMAN)
    (asked,) = clauses_of("arbeiten Sie mit", GERMAN)

    assert cue_of(clause, GERMAN).startswith("Arbeiten sie")
    assert cue_of(asked, GERMAN).startswith("Arbeite mit")
