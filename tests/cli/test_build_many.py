"""Building many classes, and hearing a spot of one, as it is typed and told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from audiosession.cli.app import app, run

pytestmark = pytest.mark.slow

TEXT = "[class {name}]\nSit, and be {name}.\n[inhale 2] In.\n[exhale 2] Out.\n"
EXERCISE = """\
title = "Mine"
position = "seated"
level = "beginner"
purpose = ["To be mine."]
set_up = ["Sit tall."]
release = ["Let go."]
[ready]
say = "Begin."
[[caution]]
say = "Go gently."
[reps]
default = 1
min = 1
max = 2
[[phase]]
breath = "inhale"
counts = 3
full = "Up."
[[phase]]
breath = "exhale"
counts = 3
full = "Down."
"""
CLASS = """\
title = "{title}"
opening = ["Hello."]
closing = ["Thank you."]
[[exercise]]
use = "{exercise}"
"""
QUICK = ("--voice", "tone", "--music", "none", "--no-tones")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts/exercises").mkdir(parents=True)
    (tmp_path / "scripts/exercises/mine.toml").write_text(EXERCISE, encoding="utf-8")
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(TEXT.format(name=name), encoding="utf-8")
    return tmp_path


def typed(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def own_classes(folder: Path, **exercises: str) -> None:
    (folder / "scripts/classes").mkdir()
    for name, exercise in exercises.items():
        text = CLASS.format(title=name.title(), exercise=exercise)
        (folder / f"scripts/classes/{name}.toml").write_text(text, encoding="utf-8")


def test_several_names_are_built_and_told_in_turn(folder: Path) -> None:
    result = typed("build", "two.txt", "one.txt", "--format", "wav", *QUICK)

    assert result.exit_code == 0
    told = [line for line in result.stdout.splitlines() if "→" in line]
    assert told == [
        "two  →  output/two.tone-no-music-no-tones.wav",
        "one  →  output/one.tone-no-music-no-tones.wav",
    ]
    assert [line for line in result.stderr.splitlines() if "speaking" in line] == [
        "two.txt: speaking 3 lines",
        "one.txt: speaking 3 lines",
    ]


def test_all_means_the_classes_of_the_project_itself_and_no_exercise(folder: Path) -> None:
    own_classes(folder, morning="mine", evening="mine")

    result = typed("build", "--all", "--dry-run", "--json", "--voice", "tone", "--no-tones")  # quiet wants a bed

    assert result.exit_code == 0
    assert [one["title"] for one in json.loads(result.stdout)] == ["Evening", "Morning"]


def test_all_means_those_that_come_with_the_program_where_the_project_has_none() -> None:
    result = typed("build", "--all", "--dry-run", "--json", "--voice", "tone", "--no-tones")  # quiet wants a bed

    titles = [one["title"] for one in json.loads(result.stdout)]
    listed = json.loads(typed("list", "classes", "--json").stdout)
    assert titles == [one["title"] for one in listed]


def test_a_class_that_fails_is_told_at_the_end_and_the_exit_code_is_1(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    own_classes(folder, bad="nobody", good="mine")

    with pytest.raises(SystemExit) as left:
        run(["build", "--all", "--format", "wav", *QUICK])

    told = capfd.readouterr()
    assert left.value.code == 1
    assert "Good  →  output/good.tone-no-music-no-tones.wav" in told.out
    [*_, cause, fault, _hint] = told.err.splitlines()
    assert cause == "bad could not be built:"
    assert fault.startswith("error: scripts/classes/bad.toml:5: ")


def test_machines_get_a_list_with_the_faults_of_what_failed(folder: Path) -> None:
    result = typed("build", "one.txt", "nobody", "--format", "wav", "--json", *QUICK)

    assert result.exit_code == 1
    one, nobody = json.loads(result.stdout)
    assert (one["session"]["title"], one["windows"]["made"]) == ("one", one["windows"]["all"])
    assert nobody["name"] == "nobody"
    assert [fault["message"] for fault in nobody["faults"]] == ['no exercise or class is called "nobody"']


@pytest.mark.parametrize("option", [("-o", "x.mp3"), ("--stems", "stems")])
def test_a_place_for_one_class_is_refused_where_there_are_several(option: tuple[str, str]) -> None:
    result = CliRunner().invoke(app, ["build", "one.txt", "two.txt", *option])

    assert "is for one class, and several are built" in str(result.exception)
    assert not Path("output").exists()


def test_all_and_a_name_are_one_too_many() -> None:
    assert typed("build", "--all", "one.txt").exit_code == 2


def test_nothing_named_is_wrong_usage() -> None:
    assert typed("build").exit_code == 2


def test_a_preview_is_written_and_says_what_is_heard_in_it(folder: Path) -> None:
    result = typed("preview", "one.txt", "--at", "0:00", "--seconds", "3", *QUICK)

    assert result.exit_code == 0
    first, line, *_ = result.stdout.splitlines()
    assert first == "one, 0:00 to 0:03  →  output/one.tone-no-music-no-tones.preview.wav"
    assert line == "     0.480  Sit, and be one."
    assert (folder / "output/one.tone-no-music-no-tones.preview.wav").read_bytes()[:4] == b"RIFF"


def test_a_preview_for_machines_has_its_cues(folder: Path) -> None:
    result = typed("preview", "one.txt", "--seconds", "30", "-o", "x.wav", "--json", *QUICK)

    values = json.loads(result.stdout)
    assert list(values) == ["path", "title", "voice", "start", "end", "exact", "gain_db", "events"]
    assert (values["path"], values["start"], values["exact"]) == ("x.wav", 0.0, True)
    assert [one["text"] for one in values["events"] if one["kind"] == "speech"] == ["Sit, and be one.", "In.", "Out."]
