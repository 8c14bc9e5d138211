"""A class from a wish through the door: it is written once, passes every check, and lasts as long as was wished."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from audiosession import Studio, as_json, open_studio
from audiosession.errors import AudioSessionError, DefinitionError, NotFoundError, OutputError
from audiosession.studio.results import Rehearsed

pytestmark = pytest.mark.slow

EDGE, ROUNDING = 0.2, 0.015
"""The share of a class that warms up, and that lets one come down; and by how much rests that stretch may move it."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the library that comes along."""
    folder = tmp_path_factory.mktemp("library")
    (folder / "scripts" / "classes").mkdir(parents=True)
    return folder


@pytest.fixture
def studio(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(root)
    for path in (root / "scripts" / "classes").glob("*.toml"):
        path.unlink()
    return open_studio(root)


def parts(rehearsed: Rehearsed) -> tuple[float, float]:
    """Return which share of a class comes before its work, and which after it."""
    end = rehearsed.timeline.length
    starts = {
        title: [one.start for one in rehearsed.chapters if one.title.startswith(title)] for title in ("Work", "Rest")
    }
    return starts["Work"][0] / end, 1 - starts["Rest"][0] / end


@pytest.mark.parametrize(
    "wish",
    [
        {"length": "9m", "level": "beginner"},
        {"length": "12m30s", "level": "beginner", "focus": "legs", "seed": 4},
        {"length": "25m", "level": "beginner", "focus": "back", "avoid": "knees,wrists", "seed": 7},
        {"length": "40m", "level": "intermediate", "focus": "belly,back", "seed": 2},
        {"length": "60m", "level": "advanced", "seed": 3},
        {"length": "20m", "level": "beginner", "focus": "breath", "seed": 1},
    ],
)
def test_a_class_from_a_wish_passes_every_check_and_lasts_as_long_as_wished(studio: Studio, wish: Any) -> None:
    made = studio.sequence("mine", **wish)

    report = studio.check(["mine"])
    assert (report.faults, report.warnings) == ((), ())
    rehearsed = studio.rehearse("mine")
    assert abs(rehearsed.timeline.length - made.length) < 24
    before, after = parts(rehearsed)
    assert before >= EDGE - ROUNDING
    assert after >= EDGE - ROUNDING


def test_the_starter_library_has_classes_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts" / "classes").mkdir(parents=True)
    studio = open_studio(tmp_path)

    made = studio.sequence("mine", length="15m", level="intermediate")

    report = studio.check(["mine"])
    assert (report.faults, report.warnings) == ((), ())
    assert studio.rehearse("mine").timeline.length == pytest.approx(made.length, abs=24)


def test_the_file_is_what_is_told_and_is_never_written_over(studio: Studio, root: Path) -> None:
    seen = studio.sequence(length="25m", seed=5)
    made = studio.sequence("mine", length="25m", seed=5)

    assert seen.path is None
    assert made.path == root / "scripts/classes/mine.toml"
    assert made.path.read_text("utf-8") == made.text == seen.text
    for taken in ("mine", "saw"):
        with pytest.raises(OutputError, match="is there already"):
            studio.sequence(taken, length="10m")
    assert made.path.read_text("utf-8") == seen.text


def test_what_was_spoken_before_changes_no_class(studio: Studio) -> None:
    before = studio.sequence(length="15m", seed=5).text
    studio.timeline("saw", voice="espeak")

    assert studio.sequence(length="15m", seed=5).text == before


def test_a_class_that_is_to_be_unlike_another_one_has_other_work(studio: Studio) -> None:
    first = studio.sequence("first", length="25m", level="intermediate", focus="back")
    other = studio.sequence(length="25m", level="intermediate", focus="back", unlike="first")

    known = {one.name for one in first.exercises}
    again = [one for one in other.exercises if one.name in known]
    assert all(one.section != "work" or any("warms up for" in why for why in one.reasons) for one in again)
    assert all(any(line.startswith(one.title) for line in other.unmet) for one in again)


def test_the_result_is_told_in_json(studio: Studio) -> None:
    values: Any = json.loads(json.dumps(as_json(studio.sequence(length="25m", seed=5, title="Tuesday"))))

    assert values["title"] == "Tuesday"
    assert values["length"] == 1_500.0
    assert values["least"] < values["usual"] < values["most"]
    assert {"exercise", "title", "section", "level", "position", "reps", "reasons"} == {*values["exercises"][0]}
    assert 'title = "Tuesday"' in values["text"]


@pytest.mark.parametrize(
    ("wish", "kind", "message", "hint"),
    [
        ({"output": "My Class", "length": "25m"}, DefinitionError, 'a class can\'t be called "My Class"', "my-class"),
        ({"length": "25m", "unlike": "sa"}, NotFoundError, 'no class is called "sa"', ""),
        ({"length": "90m", "avoid": "lower-back,neck"}, DefinitionError, "the library has", "wish for"),
        ({"length": "25m", "title": "[Mine]"}, AudioSessionError, 'can\'t begin with "["', ""),
    ],
)
def test_what_can_not_be_is_told_and_nothing_is_written(
    studio: Studio, root: Path, wish: Any, kind: type[AudioSessionError], message: str, hint: str
) -> None:
    with pytest.raises(kind) as refused:
        studio.sequence(**({"output": "mine"} | wish))

    assert message in str(refused.value)
    assert hint in refused.value.hint
    assert not list((root / "scripts/classes").iterdir())


def test_without_a_project_a_class_is_only_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    studio = open_studio(tmp_path)

    assert studio.sequence(length="15m").text.startswith("#:schema")
    with pytest.raises(NotFoundError, match="no project"):
        studio.sequence("mine", length="15m")
    assert not list(tmp_path.iterdir())


def test_a_language_without_words_for_it_says_so(studio: Studio, root: Path) -> None:
    text = (Path(__file__).parents[2] / "scripts/languages/en.toml").read_text("utf-8")
    begin, end = text.index("[class]"), text.index("# What is said in a breath pattern")
    folder = root / "scripts" / "languages"
    folder.mkdir()
    (folder / "nl.toml").write_text(text[:begin] + text[end:], encoding="utf-8")
    show = root / "scripts" / "show.toml"
    show.write_text('[defaults]\nlanguage = "nl"\n', encoding="utf-8")
    try:
        with pytest.raises(DefinitionError, match='the language "nl" has no words for a class from a wish'):
            studio.sequence(length="25m")
    finally:
        show.unlink()
        (folder / "nl.toml").unlink()
        folder.rmdir()
