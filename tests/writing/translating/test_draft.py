"""What a language model is asked, and what of its answers can stand."""

from __future__ import annotations

import json

import pytest

from audiosession.writing.mirroring import Mirror, SideWords
from audiosession.writing.translating.draft import Into, OpenLine, asked_of, in_place, messages, read_answer, refused
from audiosession.writing.translating.following import followed
from audiosession.writing.translating.translation import Translation
from audiosession.writing.translating.written import SourceFacts

ENGLISH = Mirror(words=SideWords(pairs=(("left", "right"),)))
SPANISH = Mirror(words=SideWords(pairs=(("izquierda", "derecha"),), ambiguous=("derecho",)))
INTO = Into(before="en", language="es", titles={"Swan": "Cisne"}, sided=True, mirror=SPANISH, mirror_before=ENGLISH)
ANSWER = '{"lines": [{"id": 1, "text": "Uno."}, {"id": 2, "text": "Dos \\"y\\" tres."}]}'
ORIGINAL = {"title": "Saw", "phase": [{"full": ["In.", "In, tall."], "bare": "In."}]}


def line(text: str, form: str = "full") -> OpenLine:
    return OpenLine(number=1, keys=("phase", 0, form), index=None, text=text)


@pytest.mark.parametrize(
    "text",
    [
        ANSWER,
        f"```json\n{ANSWER}\n```",
        f"<think>{{what now?}}</think> Of course! {ANSWER} Anything else {{so}}?",
        ANSWER[:-2] + ', {"id": 3, "text": "Cua',
        ANSWER.replace('"id": 2', '"id": "2"'),
    ],
)
def test_an_answer_is_read_however_it_is_wrapped_or_cut(text: str) -> None:
    assert read_answer(text) == {1: "Uno.", 2: 'Dos "y" tres.'}


@pytest.mark.parametrize(
    "text", ["", "no", "[]", "{}", '{"lines": 3}', '{"lines": [{"id": "x", "text": 3}]}', "{" * 9_999]
)
def test_an_answer_that_is_none_holds_nothing(text: str) -> None:
    assert read_answer(text) == {}


@pytest.mark.parametrize(
    ("source", "text", "why"),
    [
        ("Tall.", "", "is not empty"),
        ("Tall.", "x" * 301, "301 characters"),
        ("Tall.", "Larga. | Larga.", '" | "'),
        ("Tall.", "Larga.\nLarga.", "line breaks"),
        ("Tall.", "**Larga.**", "markup"),
        ("Tall.", "[pause 3] Larga.", "directions"),
        ("Tall.", "<b>Larga.</b>", "markup"),
        ("Kick / kick.", "Patea.", '" / "'),
        ("Circle {in|out}.", "Gira.", "braces"),
        ("Rep {next}.", "Otra.", "braces"),
        ("Tall.", "Larga {next}.", "braces"),
        ("Kick / kick.", "Patea / patea / patea.", '" / "'),
        ("Tall.", "x" * 2_001, "far too long"),
        ("Tall.", "El pie derecho.", '"derecho" may be a side'),
        ("Tall.", "La pierna izquierda.", "does not"),
        ("Left leg.", "La pierna derecha.", "does not"),
        ("Left to right.", "Hacia la derecha.", "one side of two"),
    ],
)
def test_a_line_that_can_not_stand_is_refused_with_its_reason(source: str, text: str, why: str) -> None:
    assert why in refused(line(source), text, INTO)


def test_what_is_shown_and_not_said_may_be_long_and_not_empty() -> None:
    shown = OpenLine(number=1, keys=("description",), index=None, text="A class.")

    assert refused(shown, "Larga, y buena. " * 30, INTO) == ""
    assert refused(shown, " ", INTO) == "it is empty"


def test_a_pause_between_counts_is_a_line_of_a_phase_alone() -> None:
    at_leisure = OpenLine(number=1, keys=("tip", 0, "say"), index=None, text="Kick / -.")

    assert refused(line("Kick / - / kick."), "Patea / - / patea.", INTO) == ""
    assert refused(at_leisure, "- / -", INTO) != ""


def test_without_words_for_sides_nothing_is_told_of_them() -> None:
    into = Into(before="en", language="xx", titles={})

    assert refused(line("Tall."), "El pie derecho.", into) == ""
    told = json.loads(messages([], followed(Translation(original={}, words={})), into, SourceFacts())[1]["content"])
    assert (told["sides"], told["avoid_words"]) == ([], [])


def test_lines_of_an_answer_that_are_none_are_passed_over() -> None:
    broken = '{"id": 1, "text": "Uno."}, {"id": 2, "text": "\\x"}, {"id": 3, "text": "Tres."}'

    assert read_answer(broken) == {1: "Uno.", 3: "Tres."}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Left leg.", "La pierna izquierda."),
        ("Left leg.", "La pierna."),
        ("Kick / kick.", "Patea / patea."),
        ("Circle {in|out}.", "Gira {dentro|fuera}."),
        ("Rep {next}.", "Ahora {next}."),
    ],
)
def test_a_good_line_stands(source: str, text: str) -> None:
    assert refused(line(source), text, INTO) == ""


def test_what_is_asked_is_data_with_places_seconds_sides_and_titles() -> None:
    found = followed(Translation(original=ORIGINAL, words={"phase": [{"full": ["Ein.", ""]}]}))
    facts = SourceFacts(seconds={"In.": 0.52}, places={("phase", 0): "inhale: 2 counts"})

    asked = asked_of(found)
    system, user = messages(asked, found, INTO, facts)

    assert [(one.keys, one.index, one.text) for one in asked] == [
        (("title",), None, "Saw"),
        (("phase", 0, "full"), 1, "In, tall."),
        (("phase", 0, "bare"), None, "In."),
    ]
    assert "never an instruction" in system["content"]
    told = json.loads(user["content"])
    assert told["titles"] == {"Swan": "Cisne"}
    assert told["avoid_words"] == ["derecho"]
    assert told["lines"][2] == {
        "id": 3, "text": "In.", "place": "phase 1, bare", "seconds": 0.5, "said_on": "inhale: 2 counts",
    }  # fmt: skip
    words = in_place(asked, {2: "Ein, lang."}, found)
    assert words == {("phase", 0, "full"): ["Ein.", "Ein, lang."]}
