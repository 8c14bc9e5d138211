"""Words for the other side of the body, in each language that comes with the project."""

from __future__ import annotations

import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from support.starter_content import LANGUAGES, english, language

from audiosession.writing.exercise import Exercise
from audiosession.writing.mirroring import Mirror, SideWords, without_marks
from audiosession.writing.phases.phase import mirrored
from audiosession.writing.phases.sided import doubtful_sides
from audiosession.writing.values import Side

SPANISH = Mirror(
    words=SideWords(
        pairs=(("izquierda", "derecha"), ("izquierdo", "derecho")), kept=("todo derecho",), ambiguous=("derecho",)
    ),
    foreign=frozenset({"left", "right", "links"}),
)
EASY = {
    "title": "Sway",
    "position": "seated",
    "level": "beginner",
    "purpose": ["Sway."],
    "caution": [{"say": "Stop if it hurts."}],
    "set_up": ["Sit."],
    "sides": "alternate",
}


def mirror(tag: str) -> Mirror:
    found = language(tag).mirror
    assert found is not None
    return found


def words_of(tag: str) -> list[str]:
    return [word for pair in mirror(tag).words.pairs for word in pair]


@st.composite
def lines(draw: st.DrawFn) -> tuple[str, str]:
    """A language's tag, and a line of its words for sides, of its idioms and of others, in any case and mark."""
    tag = draw(st.sampled_from(LANGUAGES))
    side = st.sampled_from(words_of(tag)).flatmap(lambda w: st.sampled_from([w, w.capitalize(), w.upper(), f"{w},"]))
    other = st.sampled_from([*mirror(tag).words.kept, "heel", "und", "{next}", "{left}", "…", "Knie,"])
    return tag, " ".join(draw(st.lists(st.one_of(side, other), max_size=9)))


@given(lines())
def test_a_mirror_of_a_mirror_is_the_line_itself(drawn: tuple[str, str]) -> None:
    tag, line = drawn

    assert mirror(tag).mirrored(mirror(tag).mirrored(line)) == line


@given(lines())
def test_no_word_for_a_side_keeps_its_side(drawn: tuple[str, str]) -> None:
    tag, line = drawn
    pairs = [tuple(word.lower() for word in pair) for pair in mirror(tag).words.pairs]
    before, after = (sides_of(tag, text) for text in (line, mirror(tag).mirrored(line)))

    others = {one: two for pair in pairs for one, two in (pair, pair[::-1])}
    assert after == [others[word] for word in before]


def sides_of(tag: str, line: str) -> list[str]:
    """Return the words for sides in a line, longest first where one is in another, without idioms and marked ones."""
    kept = "|".join(map(re.escape, (*mirror(tag).words.kept, "{left}")))
    words = "|".join(rf"\b{re.escape(word)}\b" for word in sorted(words_of(tag), key=len, reverse=True))
    return re.findall(words.lower(), re.sub(kept, " ", line, flags=re.I).lower())


@pytest.mark.parametrize(
    ("tag", "line", "other"),
    [
        ("de", "Linke Ferse ein, LINKS / kick.", "Rechte Ferse ein, RECHTS / kick."),
        ("de", "Die rechten Zehen zum linken Knie.", "Die linken Zehen zum rechten Knie."),
        ("de", "Aufrecht, im rechten Winkel, links.", "Aufrecht, im rechten Winkel, rechts."),
        ("es", "Pierna izquierda, pie izquierdo.", "Pierna derecha, pie derecho."),
        ("fr", "À gauche, jambe gauche.", "À droite, jambe droite."),
        ("en", "Kick / kick / switch.", "Kick / kick / switch."),
        ("en", "Left away from the right angle.", "Right away from the right angle."),
    ],
)
def test_lines_are_said_of_the_other_side(tag: str, line: str, other: str) -> None:
    assert mirror(tag).mirrored(line) == other


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("El cuello derecho.", '"derecho" may be a side or not'),
        ("Derecho, / y patea.", '"Derecho" may be a side or not'),
        ("Links / y patea.", '"Links" is a side in another language'),
        ("Left heel.", '"Left" is a side in another language'),
    ],
)
def test_a_word_that_may_be_a_side_is_in_doubt_until_it_is_marked(line: str, message: str) -> None:
    doubt = SPANISH.doubt(line)
    assert doubt is not None
    assert doubt.message == message

    word = message.split('"')[1]
    assert SPANISH.doubt(line.replace(word, f"{{{word}}}")) is None
    assert (SPANISH.doubt(line.replace(word, f"{{side {word}}}")) is None) is (word.lower() == "derecho")


@pytest.mark.parametrize(
    ("tag", "line", "message"),
    [
        ("es", "Del pie izquierdo al derecho.", '"derecho" may be a side or not'),
        ("es", "El izquierdo baja, y el derecho a la altura de la rodilla.", '"derecho" may be a side or not'),
        ("fr", "Le pied gauche derrière, le droit devant.", '"droit" may be a side or not'),
        ("fr", "Le bras gauche en haut, le droit de côté.", '"droit" may be a side or not'),
        ("en", "Left hand under, right over the knee.", '"right over" may be a side or not'),
    ],
)
def test_what_is_an_idiom_or_a_side_by_its_sentence_is_in_doubt(tag: str, line: str, message: str) -> None:
    doubt = mirror(tag).doubt(line)

    assert doubt is not None
    assert doubt.message == message


def test_a_mark_for_a_side_that_no_pair_has_is_refused_for_it_would_keep_its_side() -> None:
    french = mirror("fr")
    doubt = french.doubt("Le sein {side droit} reste bas.")

    assert doubt is not None
    assert doubt.message == '"{side droit}" has no other side'
    assert french.doubt("Le sein {side pied droit} reste bas.") is None
    assert mirror("en").doubt("Left hand {side right over} the knee.") is None


@pytest.mark.parametrize(
    ("tag", "word"),
    [("de", "Linksdrehung"), ("de", "linksseitigen"), ("en", "rightmost"), ("es", "derechamente"), ("fr", "gaucher")],
)
def test_a_longer_word_that_begins_with_a_side_is_in_doubt_for_its_side_would_stay(tag: str, word: str) -> None:
    doubt = mirror(tag).doubt(f"Aaa {word}, bbb.")

    assert doubt is not None
    assert doubt.message == f'"{word}" may hold a side'
    assert mirror(tag).doubt(f"Aaa {{{word}}}, bbb.") is None


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_word_of_the_table_is_taken_for_a_longer_one(tag: str) -> None:
    lines_alone = [word for word in words_of(tag) if word not in mirror(tag).words.ambiguous]

    assert [mirror(tag).doubt(word) for word in lines_alone] == [None] * len(lines_alone)


def test_letters_without_capitals_are_sides_within_a_run_of_letters_too() -> None:
    chinese = Mirror(words=SideWords(pairs=(("左", "右"),)))
    hindi = Mirror(words=SideWords(pairs=(("बायाँ", "दायाँ"),)))

    assert chinese.mirrored("抬起左脚，右手。") == "抬起右脚，左手。"
    assert hindi.mirrored("अपना बायाँ पैर") == "अपना दायाँ पैर"


def test_words_of_a_table_are_found_however_they_are_typed() -> None:
    words = SideWords(pairs=((normalize("NFD", "côté gauche"), normalize("NFD", "côté droit")),))

    assert Mirror(words=words).mirrored("Le côté gauche.") == "Le côté droit."


@pytest.mark.parametrize("word", ["Linksdrehung", "Rechtsneigung", "linksseitige"])
def test_a_word_that_begins_with_a_side_is_in_doubt(word: str) -> None:
    doubt = mirror("de").doubt(f"Ein, {word} / und hoch.")
    assert doubt is not None
    assert doubt == (
        f'"{word}" may hold a side',
        f"write the side as a word of its own, or {{{word}}} if it is none",
    )
    assert mirror("de").doubt(f"Ein, {{{word}}} / und hoch.") is None


@pytest.mark.parametrize("line", ["Ein, linksherum, rechtsseitig.", "Aus, linken Arm rechts."])
def test_a_word_that_is_exchanged_is_in_no_doubt(line: str) -> None:
    assert mirror("de").doubt(line) is None


def test_a_phrase_and_an_unmistakable_word_are_in_no_doubt() -> None:
    assert SPANISH.doubt("Sigue todo derecho, pierna derecha.") is None
    assert SPANISH.doubt("Patea / patea / cambia.") is None


def test_a_mark_says_which_of_the_two_a_word_is_and_is_not_said() -> None:
    line = "Cuello {derecho}, pie {side derecho}, {next}, {abajo|arriba}."
    other = SPANISH.mirrored(line)

    assert without_marks(line) == "Cuello derecho, pie derecho, {next}, {abajo|arriba}."
    assert without_marks(other) == "Cuello derecho, pie izquierdo, {next}, {abajo|arriba}."


@pytest.mark.parametrize("pairs", [[["a", "b"], ["a", "c"]], [["a", "a"]], [["A", "b"], ["c", "a"]], []])
def test_each_word_has_one_other_side(pairs: list[list[str]]) -> None:
    with pytest.raises(ValidationError):
        SideWords.model_validate({"pairs": pairs})


def sway(**lines: str) -> Exercise:
    phase = [{"breath": "inhale", "counts": 3, "side": "left", **lines}, {"breath": "exhale", "counts": 3}]
    return Exercise.model_validate({**EASY, "name": "sway", "phase": phase})


def test_an_exercise_with_sides_is_refused_in_a_language_that_has_no_words_for_them() -> None:
    (doubt,) = doubtful_sides(sway(full="Inhala."), None, "es")

    assert doubt.keys == ("phase", 0, "side")
    assert doubt.message == 'it has sides, and the language "es" has no words for them'
    assert list(doubtful_sides(sway(full="Inhala.").model_copy(update={"phases": ()}), None, "es")) == []


def test_every_line_of_one_side_that_is_in_doubt_is_told_with_its_place() -> None:
    found = list(doubtful_sides(sway(full="Derecho.", short="Izquierda.", bare="Left."), SPANISH, "es"))

    assert [(one.keys, one.text) for one in found] == [
        (("phase", 0, "full", 0), "Derecho."),
        (("phase", 0, "bare", 0), "Left."),
    ]


def test_without_words_for_sides_the_other_side_is_silent_and_never_wrong() -> None:
    (left, _) = sway(full="Left.").phases

    assert mirrored(left, None).side is Side.RIGHT
    assert mirrored(left, None).full == ()
    assert mirrored(left, english().mirror).full == ("Right.",)
