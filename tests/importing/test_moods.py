"""A draft asks in one form of a verb, whatever form its article asks in."""

from __future__ import annotations

import pytest

from audiosession.importing.moods import in_our_mood, with_condition_led
from audiosession.studio.importing.books import books

SPANISH = books()["es"]


@pytest.mark.parametrize("verb", ["Levante", "Levanten", "Levantar", "Levantá", "Levantad", "Levantemos", "Levanta"])
def test_a_verb_asks_as_a_draft_does_whomever_the_article_asks(verb: str) -> None:
    assert in_our_mood(f"{verb} la pierna", SPANISH) == "Levanta la pierna"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Dé un paso", "Da un paso"),
        ("Ponga las manos en la pared", "Pon las manos en la pared"),
        ("Hacé círculos con los pies", "Haz círculos con los pies"),
        ("Mantener la espalda larga", "Mantén la espalda larga"),
    ],
)
def test_a_verb_of_its_own_kind_has_the_form_that_is_its_own(text: str, said: str) -> None:
    assert in_our_mood(text, SPANISH) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Siéntese en una silla", "Siéntate en una silla"),
        ("Sentarse en una silla", "Siéntate en una silla"),
        ("Levántela despacio", "Levántala despacio"),
        ("Levantarla despacio", "Levántala despacio"),
        ("Estírelos", "Estíralos"),
        ("Túmbate boca arriba", "Túmbate boca arriba"),
    ],
)
def test_what_clings_to_a_verb_stays_with_it_and_its_accent_is_that_of_the_new_form(text: str, said: str) -> None:
    assert in_our_mood(text, SPANISH) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Levante la pierna y baje el talón", "Levanta la pierna y baja el talón"),
        ("Doble la rodilla, estire el pie y gire el tobillo", "Dobla la rodilla, estira el pie y gira el tobillo"),
        ("Apoye la palma y suavemente baje el codo", "Apoya la palma y suavemente baja el codo"),
        ("Abrazar las rodillas y balancearse", "Abraza las rodillas y balancéate"),
    ],
)
def test_each_thing_to_do_behind_a_comma_or_a_join_is_asked_for(text: str, said: str) -> None:
    assert in_our_mood(text, SPANISH) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Deje que la pierna baje", "Deja que la pierna baje"),
        ("Baje la pierna para que la cadera descanse", "Baja la pierna para que la cadera descanse"),
        ("La pierna derecha baje", "La pierna derecha baje"),
    ],
)
def test_a_verb_of_another_clause_tells_of_a_part_of_the_body_and_stays(text: str, said: str) -> None:
    assert in_our_mood(text, SPANISH) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No levante la cadera", "No levantes la cadera"),
        ("No levanten la cadera", "No levantes la cadera"),
        ("No levantar la cadera", "No levantes la cadera"),
        ("No levantes la cadera", "No levantes la cadera"),
        ("Nunca arquee la espalda", "Nunca arquees la espalda"),
        ("No se incorpore", "No te incorpores"),
        ("No lo fuerce", "No lo fuerces"),
        ("No bloquee la rodilla ni levante los hombros", "No bloquees la rodilla ni levantes los hombros"),
        ("No la fuerce y respire", "No la fuerces y respira"),
    ],
)
def test_behind_a_no_a_verb_has_the_form_that_forbids(text: str, said: str) -> None:
    assert in_our_mood(text, SPANISH) == said


@pytest.mark.parametrize("text", ["Los hombros lejos de las orejas", "La espalda larga", "Con calma", ""])
def test_what_asks_for_nothing_stays_as_it_is(text: str) -> None:
    assert in_our_mood(text, SPANISH) == text


@pytest.mark.parametrize(("language", "text"), [("de", "Heben Sie das Bein"), ("en", "Lifting the leg, lower it")])
def test_a_language_whose_book_has_no_such_forms_is_left_alone(language: str, text: str) -> None:
    assert in_our_mood(text, books()[language]) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Zieht es in den Knien, rückt man ab.", "Wenn es in den Knien zieht, rückt man ab."),
        ("Wird Ihnen die Luft knapp, lassen Sie es weg.", "Wenn Ihnen die Luft knapp wird, lassen Sie es weg."),
        ("Fällt es dir schwer, zähl gar nicht mit.", "Wenn es dir schwer fällt, zähl gar nicht mit."),
        ("Schlafen die Füße ein, winkelt man sie an.", "Wenn die Füße einschlafen, winkelt man sie an."),
        ("Wandern die Gedanken, holt man sie zurück.", "Wenn die Gedanken wandern, holt man sie zurück."),
        ("Haben Sie Schmerzen, hören Sie auf.", "Wenn Sie Schmerzen haben, hören Sie auf."),
        (
            "Ist sie am Morgen steif, legen Sie eine Pause ein.",
            "Wenn sie am Morgen steif ist, legen Sie eine Pause ein.",
        ),
    ],
)
def test_a_german_condition_that_begins_with_its_verb_is_led_by_a_word(text: str, said: str) -> None:
    assert with_condition_led(text, books()["de"]) == said


@pytest.mark.parametrize(
    "text",
    [
        "Zieht die Knie heran, atmet aus.",
        "Legen Sie die Hände auf den Bauch, atmen Sie ein.",
        "Strecke das Bein, der Fuß bleibt lang.",
        "Kennst du das, wenn es zieht?",
    ],
)
def test_what_is_asked_for_in_german_is_no_condition(text: str) -> None:
    assert with_condition_led(text, books()["de"]) == text


def test_another_language_has_no_such_conditions() -> None:
    assert with_condition_led("Lift the arm, then you rest.", books()["en"]) == "Lift the arm, then you rest."
