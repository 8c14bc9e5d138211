"""Every exercise, every class and every template in every language that comes with the project."""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from support.foreign_words import english_words
from support.scheduling import schedule
from support.starter_content import CLASSES, EXERCISES, LANGUAGES, SCRIPTS, language, takes_of

from audiosession.building.write import write
from audiosession.errors import AudioSessionError
from audiosession.project.project import Project
from audiosession.project.reading.definitions import read_class, read_exercise
from audiosession.project.reading.translations import read_translation, translation_path
from audiosession.studio.studio import Studio
from audiosession.units import to_ms
from audiosession.writing.choices import Defaults, choose
from audiosession.writing.phases.rep import Sides
from audiosession.writing.plan import Detail
from audiosession.writing.translating.lines import lines_in
from audiosession.writing.values import PACES, Side

PROJECT = Project(SCRIPTS.parent)
WHOLE = ["de", "es"]
"""The languages in which everything is said."""
IN_FRENCH = [
    *("back-body", "breathing"),
    *sorted({entry.use for name in ("back-body", "breathing") for entry in read_class(PROJECT, name).exercises}),
]
TRANSLATED = [*product(WHOLE, [*CLASSES, *EXERCISES]), *(("fr", name) for name in IN_FRENCH)]
NAMES = ("Pilates", "Joseph Pilates", "deep-rest")
"""What is called the same in every language."""


def kind_of(name: str) -> str:
    return "classes" if name in CLASSES else "exercises"


@cache
def said(tag: str, name: str, detail: Detail = Detail.FADE) -> str:
    return write(PROJECT, name, choose(Defaults(), language=tag, detail=detail)).text


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_language_says_all_that_a_language_can_say(tag: str) -> None:
    words = language(tag).language

    assert words.sides
    assert words.breath
    assert words.class_words
    assert words.pages
    assert len(words.tempo.lines) >= 5
    assert words.model_fields_set >= language("en").language.model_fields_set


@pytest.mark.parametrize(("tag", "name"), TRANSLATED)
def test_a_translation_is_whole_and_up_to_date(tag: str, name: str) -> None:
    found = read_translation(PROJECT, kind_of(name), name, tag).translation

    assert [*found.missing(), *found.left_over(), *found.stale()] == []
    assert not found.is_draft
    assert found.keeps_digests, "audiosession translate NAME --to TAG --done"


def test_a_breath_pattern_is_said_in_every_language() -> None:
    for tag in LANGUAGES:
        assert "[exercise" in said(tag, "breath:4-7-8x4")


@pytest.mark.parametrize(("tag", "name"), TRANSLATED)
def test_what_is_said_holds_no_english_word(tag: str, name: str) -> None:
    for detail in Detail:
        words = [line for line in said(tag, name, detail).split("\n") if not line.startswith("[")]
        titles = re.findall(r"^\[(?:section|class) (.*)\]$", said(tag, name, detail), flags=re.M)
        phases = re.findall(r"^\[[^\]]*\] (.+)$", said(tag, name, detail), flags=re.M)
        assert english_words("\n".join([*words, *titles, *phases]), NAMES) == []


def test_an_english_line_in_a_german_class_is_found() -> None:
    assert english_words("Leg dich hin. Lie down on your back.") == ["down", "your", "back"]


def sides_in(text: str, tag: str) -> list[Side]:
    """Return the sides that a line names, in order: the first word of each pair is the left one."""
    mirror = language(tag).mirror
    assert mirror is not None
    of = {word.lower(): side for pair in mirror.words.pairs for word, side in zip(pair, Side, strict=True)}
    kept = "|".join(map(re.escape, mirror.words.kept)) or "(?!)"
    found = re.findall("|".join(rf"\b{word}\b" for word in sorted(of, key=len, reverse=True)),
                       re.sub(kept, "", text, flags=re.I), flags=re.I)  # fmt: skip
    return [of[word.lower()] for word in found]


@pytest.mark.parametrize(("tag", "name"), TRANSLATED)
def test_no_line_names_a_side_that_its_original_does_not(tag: str, name: str) -> None:
    found = read_translation(PROJECT, kind_of(name), name, tag).translation
    for keys, words in found.own.items():
        of_original = found.said.get(keys) or found.said[next(one for one in found.said if one[:-1] == keys[:-1])]
        texts, originals = ([one] if isinstance(one, str) else one for one in (words, of_original))
        allowed = {tuple(sides_in(one, "en")) for one in originals}
        for text in texts:
            sides = tuple(sides_in(text, tag))
            assert not sides or any(_within(sides, one) for one in allowed), f"{keys}: {text} | {originals}"


def _within(sides: tuple[Side, ...], whole: tuple[Side, ...]) -> bool:
    """Tell whether `sides` are some of `whole`, in its order."""
    rest = iter(whole)
    return all(side in rest for side in sides)


@pytest.mark.parametrize(("tag", "name"), [one for one in TRANSLATED if one[1] in EXERCISES])
def test_breath_is_the_same_in_every_language(tag: str, name: str) -> None:
    there, here = read_exercise(PROJECT, name), read_exercise(PROJECT, name, tag)

    assert [form.level for form in here.forms()] == [form.level for form in there.forms()]
    for original, form in zip(there.forms(), here.forms(), strict=True):
        for only in (None, *(Side if form.sides is not Sides.NONE else ())):
            for number in range(1, form.reps.max + 1):
                lengths = [[one.phase.size(number) for one in each.rep(only=only)] for each in (original, form)]
                assert lengths[0] == lengths[1]


@pytest.mark.parametrize(("tag", "name"), TRANSLATED)
def test_beats_of_a_line_are_as_many_as_in_the_original(tag: str, name: str) -> None:
    found = read_translation(PROJECT, kind_of(name), name, tag).translation
    for keys, words in found.own.items():
        if keys[-1] in ("full", "short", "bare") and keys in found.said:
            each = [[one] if isinstance(one, str) else one for one in (words, found.said[keys])]
            here, there = ({len(re.findall(r"(?<!\S)/(?!\S)", str(one))) for one in texts} for texts in each)
            assert max(here) <= max(there), keys


@pytest.mark.parametrize(("tag", "name"), [("de", "single-leg-kick"), ("es", "back-body"), ("fr", "breathing")])
def test_a_narration_in_another_language_can_be_placed(tag: str, name: str) -> None:
    narration = write(PROJECT, name, choose(Defaults(), language=tag)).narration
    timeline, _ = schedule(narration, takes_of(narration), count=to_ms(PACES["steady"]))

    assert timeline.track("breath")


def test_what_has_no_words_in_a_language_is_refused_by_its_name() -> None:
    for name in set(EXERCISES) - set(IN_FRENCH):
        assert translation_path(PROJECT, "exercises", name, "fr") is None
        with pytest.raises(AudioSessionError, match=f'the exercise {name} has no words in "fr"'):
            said("fr", name)


def test_who_spares_something_needs_no_words_for_what_is_not_in_the_class() -> None:
    written = write(PROJECT, "back-body", choose(Defaults(), language="fr", avoid="knees"))

    assert written.changes
    assert set(written.exercises) <= set(IN_FRENCH)


def test_the_lines_of_an_original_are_all_that_is_said_of_it() -> None:
    for name in EXERCISES:
        path = SCRIPTS / "exercises" / f"{name}.toml"
        assert len(lines_in(read_translation(PROJECT, "exercises", name, "de").translation.original)) > 12, path


@pytest.fixture(scope="module")
def takes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the takes of all classes are kept: many of their lines are the same."""
    return tmp_path_factory.mktemp("cache")


@pytest.mark.peers
@pytest.mark.parametrize(("tag", "name"), TRANSLATED)
def test_no_line_is_left_unsaid_in_the_embedded_voice(
    tag: str, name: str, takes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(takes))
    studio = Studio(PROJECT)
    levels = {form.level for form in read_exercise(PROJECT, name).forms()} if name in EXERCISES else {None}
    for pace, level in product(("slow", "steady"), levels):
        studio.timeline(name, language=tag, voice="espeak", pace=pace, level=level, strict=True)
