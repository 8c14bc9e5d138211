"""Spanish articles ask as “usted”, “vos” or in infinitives; a draft says “tú”, and what warns in them warns there."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from support.imported_articles import drafted

from audiosession.importing.finding import Phrases, plainly

BRIDGE = """\
# Puente de glúteos

1. Túmbate boca arriba y apoya los pies.
2. Inhala y quédate quieto.
3. Exhala y levanta la pelvis.
4. Inhala y espera arriba.
5. Exhala y baja la espalda.

{rest}
"""


def definition_of(text: str) -> dict[str, Any]:
    (draft,) = drafted(text).drafts
    return tomllib.loads(draft.text)


def bridge(rest: str) -> dict[str, Any]:
    return definition_of(BRIDGE.format(rest=rest))


def said(definition: dict[str, Any], key: str) -> list[str]:
    return [row["say"] for row in definition.get(key, [])]


SIDE_BEND = """\
# Inclinación lateral

- {place}
- {first}
- {lift}
- {bend}
- {back}
- {lower}
"""
ASKED = [
    (
        "Siéntese en una silla.",
        "Espire y suelte los hombros.",
        "Inspire y levante el brazo derecho.",
        "Espire e inclínese a la izquierda.",
        "Inspire y vuelva al centro.",
        "Espire y baje el brazo.",
    ),
    (
        "Sentarse en una silla.",
        "Espirar y soltar los hombros.",
        "Inspirar y levantar el brazo derecho.",
        "Espirar e inclinarse a la izquierda.",
        "Inspirar y volver al centro.",
        "Espirar y bajar el brazo.",
    ),
    (
        "Sentate en una silla.",
        "Exhalá y soltá los hombros.",
        "Inhalá y levantá el brazo derecho.",
        "Exhalá e inclinate a la izquierda.",
        "Inhalá y volvé al centro.",
        "Exhalá y bajá el brazo.",
    ),
]


@pytest.mark.parametrize("steps", ASKED, ids=["usted", "infinitive", "vos"])
def test_an_article_becomes_the_same_draft_in_whatever_form_it_asks(steps: tuple[str, ...]) -> None:
    place, first, lift, bend, back, lower = steps
    definition = definition_of(SIDE_BEND.format(place=place, first=first, lift=lift, bend=bend, back=back, lower=lower))

    assert said(definition, "set_up") == ["Siéntate en una silla."]
    assert [phase["full"] for phase in definition["phase"]] == [
        "Inhala. Levanta el brazo {side derecho}.",
        "Exhala. Inclínate a la izquierda.",
        "Inhala. Vuelve al centro.",
        "Exhala. Baja el brazo.",
    ]
    assert said(definition, "preparation")[0] == "Exhala: suelta los hombros."


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("No levante los talones.", ["No levantes los talones."]),
        ("No se apoye en el cuello.", ["No te apoyes en el cuello."]),
        ("Deje que la espalda baje.", ["Deja que la espalda baje."]),
        ("Mantenga la espalda larga y respire con calma.", ["Mantén la espalda larga.", "Respira con calma."]),
    ],
)
def test_a_tip_is_said_to_one_whom_the_draft_knows(text: str, lines: list[str]) -> None:
    assert said(bridge(f"## Consejos\n\n- {text}"), "tip") == lines


def test_a_sentence_that_takes_a_place_heads_its_paragraph_and_is_kept() -> None:
    definition = definition_of(
        "# Brazos\n\nSiéntate en una silla. Inspira y levanta el brazo derecho. Espira y baja el brazo. "
        "Inspira y levanta los dos. Espira y baja los dos.\n"
    )

    assert said(definition, "set_up") == ["Siéntate en una silla."]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Si te duele, para.", True),
        ("si te duele, para", True),
        ("Para, por favor.", True),
        ("Para terminar, abraza las rodillas.", False),
        ("Es bueno para la espalda.", False),
    ],
)
def test_a_phrase_that_ends_in_a_full_stop_stands_at_the_end_of_a_clause(text: str, is_found: bool) -> None:
    assert bool(Phrases({"stop": ("para .",)}).first(plainly(text))) is is_found


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Si te duele el cuello, para.", ["Para si duele el cuello."]),
        ("Para la pelvis arriba un momento.", ["…"]),
        (
            "Para si te duele el cuello o el hombro pincha.",
            ["Para si duele el cuello.", "Para si el hombro pincha."],
        ),
    ],
)
def test_a_word_that_says_to_stop_at_the_end_of_a_sentence_warns(text: str, lines: list[str]) -> None:
    assert said(bridge(text), "caution") == lines


@pytest.mark.parametrize("heading", ["Pare y llámenos", "Deténgase y consúltenos"])
def test_conditions_below_a_heading_that_says_to_stop_are_each_a_warning(heading: str) -> None:
    definition = bridge(f"## {heading}\n\n- si se marea\n- si le duele la rodilla")

    assert said(definition, "caution") == ["Para si te mareas.", "Para si duele la rodilla."]
    assert definition["avoid"] == ["dizziness", "knees"]


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("## Material\n\nNo necesitas más que una silla.", "una silla"),
        ("Material. Una manta.", "una manta"),
        ("No necesitas ninguna silla.", None),
    ],
)
def test_no_more_than_a_thing_is_that_thing_and_none_of_them_is_none(text: str, thing: str | None) -> None:
    assert bridge(text).get("equipment") == thing


def test_one_word_that_headings_are_is_the_heading_of_what_follows_it_in_its_line() -> None:
    assert bridge("Dosis. De ocho a diez.")["reps"] == {"default": 10, "min": 8, "max": 10}


@pytest.mark.parametrize("mark", ["✗", "✘", "✕", "✖"])
def test_what_is_crossed_out_is_a_mistake(mark: str) -> None:
    rest = f"## Errores\n\n{mark} Levantar los hombros.\n{mark} Arquear la espalda."

    assert said(bridge(rest), "tip") == [
        "Error frecuente: levantar los hombros.",
        "Error frecuente: arquear la espalda.",
    ]


def test_words_in_quotation_marks_are_told_and_what_points_to_another_page_is_not() -> None:
    definition = bridge("## Consejos\n\n- Los hombros «lejos» de las orejas.\n- Cuello y hombros »")

    assert said(definition, "tip") == ["Los hombros «lejos» de las orejas."]


def test_a_condition_is_named_in_words_of_ours_where_those_of_the_article_cannot_be_said() -> None:
    text = (
        "# Sierra\n\n1. Siéntate con las piernas estiradas.\n2. Inhala y gira el tronco.\n3. Exhala y vuelve.\n"
        "\n## Contraindicaciones\n\n"
        "Se desaconseja en presencia de hernia discal y de osteoporosis, dado que combina flexión y rotación.\n"
    )

    assert "No lo hagas en caso de osteoporosis." in drafted(text).drafts[0].text


def test_what_is_done_upon_a_thing_is_told_of_nobody() -> None:
    text = (
        "# Piernas en alto\n\nNos sentamos de lado sobre ella. Subimos las piernas.\n\n"
        "Inhala y alarga la espalda. Exhala y suelta los hombros.\n"
    )
    (draft,) = drafted(text).drafts

    assert [row["say"] for row in tomllib.loads(draft.text)["set_up"] if "lado" in row["say"]]
