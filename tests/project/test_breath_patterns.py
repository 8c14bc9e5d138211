"""A breath pattern becomes an exercise: in memory for a build, as a file for whoever edits it; both are one class."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.starter_content import SCRIPTS

from audiosession import open_studio
from audiosession.errors import Act, DefinitionError, NotFoundError, OutputError
from audiosession.studio.studio import Studio
from audiosession.writing.phases.cue import PhaseCue
from audiosession.writing.text.reading import parse

GOLDEN = Path(__file__).parents[1] / "golden" / "breath"


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    (tmp_path / "scripts" / "exercises").mkdir(parents=True)
    return open_studio(tmp_path)


@pytest.mark.parametrize("pattern", ["4-7-8x4", "5-5x10m", "4-0-6-2x3"])
def test_a_pattern_is_narrated_as_recorded(pattern: str, studio: Studio, update_golden: bool) -> None:
    text, golden = studio.narrate(f"breath:{pattern}"), GOLDEN / f"{pattern}.txt"
    if update_golden:
        golden.write_text(text, encoding="utf-8")

    assert text == golden.read_text(encoding="utf-8"), "record it with --update-golden, and read the difference"


def phases(text: str) -> list[tuple[str, int]]:
    cues = (cue for section in parse(text, "breath").sections for cue in section.cues)
    return [(str(cue.breath), cue.length(1000)) for cue in cues if isinstance(cue, PhaseCue)]


def test_no_pace_moves_it_and_a_length_changes_its_rounds(studio: Studio) -> None:
    assert phases(studio.narrate("breath:4-7-8x4", pace="slow")) == phases(studio.narrate("breath:4-7-8x4"))

    plan = studio.rehearse("breath:4-7-8x4", length="6m").written.plan
    assert plan is not None
    assert plan.exercises[0].reps > 4


def test_what_is_too_much_is_refused_with_the_exercise_that_comes_nearest(studio: Studio) -> None:
    for pattern, told, nearest in (
        ("5-12", "a breath out of 12 s; at most 10 s", "coherent-breathing breathes 5-5"),
        ("3-3-3-9", "a breath held of 9 s; at most 8 s", "box-breathing breathes 3-3-3-3"),
    ):
        with pytest.raises(DefinitionError) as caught:
            studio.narrate(f"breath:{pattern}")
        assert caught.value.message == f"breath:{pattern} has {told}"
        assert caught.value.hint == nearest

    with pytest.raises(DefinitionError, match="180 rounds in 30 minutes; at most 100 and 20"):
        studio.narrate("breath:5-5x30m")


@pytest.mark.parametrize("pattern", ["4-7-8x4", "5.5-5.5x2m", "4-0-6-2"])
def test_the_file_of_a_pattern_builds_the_same_class(pattern: str, studio: Studio) -> None:
    path = studio.new_exercise("mine", pattern)
    name = studio.plan(f"breath:{pattern}").name

    assert path.read_text("utf-8").startswith("#:schema ../.schemas/exercise.json\n# Breathing ")
    assert "# the rhythm, before the first breath" in path.read_text("utf-8")
    assert studio.narrate("mine").replace("[exercise mine]", f"[exercise {name}]") == studio.narrate(
        f"breath:{pattern}"
    )
    report = studio.check(["mine", f"breath:{pattern}"])
    assert report.faults == report.warnings == ()


def test_an_exercise_is_written_once_under_a_name_that_can_be(studio: Studio, tmp_path: Path) -> None:
    path = studio.new_exercise("side-reach")
    assert "audiosession narrate side-reach" in path.read_text("utf-8")
    assert studio.check(["side-reach"]).faults == ()

    with pytest.raises(OutputError, match="is there already"):
        studio.new_exercise("side-reach", "4-6")
    with pytest.raises(OutputError, match="is there already"):
        studio.new_exercise("back-body", "4-6")
    with pytest.raises(DefinitionError) as caught:
        studio.new_exercise("My Own", "4-6")
    assert caught.value.hint == "call it my-own"
    (empty := tmp_path.parent / f"{tmp_path.name}-empty").mkdir()
    with pytest.raises(NotFoundError) as lost:
        open_studio(empty).new_exercise("mine")
    assert lost.value.remedy is not None
    assert lost.value.remedy.act is Act.NEW_PROJECT


def test_a_language_has_its_own_words_or_none(studio: Studio, tmp_path: Path) -> None:
    languages, english = tmp_path / "scripts" / "languages", (SCRIPTS / "languages" / "en.toml").read_text("utf-8")
    languages.mkdir()
    (tmp_path / "scripts" / "show.toml").write_text('[defaults]\nlanguage = "nl"\n')
    without, _, breath = english.partition("# What is said in a breath pattern")
    (languages / "nl.toml").write_text(without, encoding="utf-8")
    with pytest.raises(DefinitionError, match='the language "nl" has no words for breath patterns'):
        studio.narrate("breath:4-6")

    german = breath.replace('"Breathe in for {in}, and out for {out}, through your nose."', '"Ein {in}, aus {out}."')
    (languages / "nl.toml").write_text(f"{without}# {german}", encoding="utf-8")
    assert "\nEin four, aus six.\n" in studio.narrate("breath:4-6")


def test_dizziness_takes_the_holds_out_of_the_class(studio: Studio) -> None:
    assert "[exercise coherent-breathing]" in studio.narrate("breath:4-7-8x4", avoid="pregnancy")
