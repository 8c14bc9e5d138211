"""`translate`: a definition's words in another language, written to fill in, and followed as the original changes."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from audiosession.cli.app import app
from audiosession.errors import Act, AudioSessionError, DefinitionError, NotFoundError
from audiosession.studio.studio import Studio, open_studio

EXERCISE = """\
title = "Reach"
written_in = "en"
position = "seated"
level = "beginner"
sides = "alternate"
reps = { default = 2, max = 6 }
purpose = ["It lengthens your sides."]
caution = [{ say = "Stop if it hurts." }]
set_up = ["Sit tall."]
ready = "Ready."
release = ["Done."]
[[phase]]
breath = "inhale"
side = "left"
counts = 2
pulses = [1, 2]
full = ["Left arm / and up.", "Long / and up."]
bare = "Up."
[[phase]]
breath = "exhale"
counts = 3
full = "Breathe out."
bare = "Out."
[harder]
level = "advanced"
ready = "Ready, and low."
"""
CLASS = """\
title = "Short"
written_in = "en"
opening = ["Welcome."]
closing = ["Thank you."]
[[exercise]]
use = "reach"
section = "Work"
"""
GERMAN = {
    'title = ""': 'title = "Reichen"',
    'ready = ""': 'ready = "Bereit."',
    '    ""': '    "Lang."',
    'bare = ""': 'bare = "Hoch."',
    'full = ""': 'full = "Aus."',
}


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    for kind, name, text in (("exercises", "reach", EXERCISE), ("classes", "short", CLASS)):
        path = tmp_path / "scripts" / kind / f"{name}.toml"
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return open_studio(tmp_path)


def filled(path: Path) -> str:
    """Fill in what `path` lacks, as a person would, and return it."""
    text = path.read_text("utf-8")
    for blank, words in GERMAN.items():
        text = text.replace(blank, words)
    text = text.replace('    "Lang.",\n    #. Long / and up', '    "Linker Arm / hoch.",\n    #. Long / and up')
    path.write_text(text, "utf-8")
    return text


def change(studio: Studio, before: str, now: str) -> None:
    path = studio.project.scripts / "exercises" / "reach.toml"
    text = path.read_text("utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, now), "utf-8")


def test_a_file_to_fill_in_tells_lines_seconds_counts_sides_and_pulses(studio: Studio) -> None:
    made = studio.translate("reach", "de")

    text = made.path.read_text("utf-8")
    assert made.path == studio.project.scripts / "exercises" / "reach.de.toml"
    assert (len(made.missing), made.n_lines, made.is_draft) == (11, 11, False)
    assert text.startswith("#:schema ../.schemas/exercise-words.json\n")
    assert "#. inhale, left side, pulses on 1, 2: 2 counts, 2.0 s at steady\n" in text
    assert "    #. Left arm / and up. (1." in text
    assert "#. exhale: 3 counts, 3.0 s at steady\n" in text
    assert tomllib.loads(text)["phase"][0] == {"full": ["", ""], "bare": ""}


def test_what_is_filled_in_is_done_and_can_be_built(studio: Studio) -> None:
    filled(studio.translate("reach", "de").path)

    made = studio.translate("reach", "de", done=True)

    assert (made.missing, made.stale, made.n_undigested) == ((), (), 0)
    assert "#. S" not in made.path.read_text("utf-8")
    report = studio.check(["reach"])
    assert (report.faults, [one for one in report.warnings if one.path == made.path]) == ((), [])
    assert "Linker Arm" in studio.narrate("reach", language="de")
    again = studio.translate("reach", "de")
    assert not again.is_changed


def test_what_is_called_done_too_early_keeps_its_notes(studio: Studio) -> None:
    studio.translate("reach", "de")

    made = studio.translate("reach", "de", done=True)

    assert made.missing
    text = made.path.read_text("utf-8")
    assert "    #. Left arm / and up. (1." in text
    assert tomllib.loads(text)["phase"][0] == {"full": ["", ""], "bare": ""}


def test_an_original_that_changes_is_followed(studio: Studio) -> None:
    filled(studio.translate("reach", "de").path)
    studio.translate("reach", "de", done=True)
    change(studio, '"Sit tall."', '"Sit down.", "Sit tall."')
    change(studio, '"Stop if it hurts."', '"Stop at once if it hurts."')
    change(studio, '[harder]\nlevel = "advanced"\nready = "Ready, and low."\n', "")

    assert [one.message for one in studio.check(["reach"]).faults] == [
        "lacks set_up 2",
        "harder ready stands for nothing",
    ]
    made = studio.translate("reach", "de")

    text = made.path.read_text("utf-8")
    assert [one.message for one in made.missing] == ["lacks set_up 1"]
    assert "caution 1 is out of date: the original says “Stop at once if it hurts.” now" in made.stale[0].message
    assert tomllib.loads(text)["set_up"] == ["", "Lang."]
    assert text.rstrip().endswith('#~ harder ready stands for nothing in the original any more: "Bereit."')
    filled(made.path)
    (stale,) = [one for one in studio.check(["reach"]).warnings if one.path == made.path]
    assert stale.remedy is not None
    assert stale.remedy.act is Act.TRANSLATION_DONE
    assert studio.translate("reach", "de", done=True).stale == ()


def test_a_draft_stays_one_until_somebody_says_otherwise(studio: Studio) -> None:
    path = studio.translate("reach", "de").path
    path.write_text(f"draft = true\n{filled(path)}", "utf-8")

    assert studio.translate("reach", "de").is_draft
    assert "is a draft" in " ".join(one.message for one in studio.check(["reach"]).warnings)
    assert not studio.translate("reach", "de", done=True).is_draft


def test_a_language_of_ones_own_is_one_file_and_the_words_of_each_exercise(studio: Studio) -> None:
    english = Path(__file__).parents[3] / "scripts" / "languages" / "en.toml"
    own = studio.project.scripts / "languages" / "qaa.toml"
    own.parent.mkdir()
    own.write_text(english.read_text("utf-8").replace("left", "lefo").replace("right", "righo"), "utf-8")
    path = studio.translate("reach", "qaa").path
    path.write_text(filled(path).replace("Linker", "Lefo"), "utf-8")
    studio.translate("reach", "qaa", done=True)

    report = studio.check(["reach"])

    assert (report.faults, [one for one in report.warnings if one.path == path]) == ((), [])
    text = studio.narrate("reach", language="qaa")
    assert "Lefo Arm / hoch." in text
    assert "Righo Arm / hoch." in text


def test_a_class_is_translated_with_its_sections(studio: Studio) -> None:
    made = studio.translate("short", "de")

    assert made.path == studio.project.scripts / "classes" / "short.de.toml"
    assert tomllib.loads(made.path.read_text("utf-8"))["sections"] == {"Work": ""}


def test_what_comes_with_the_program_is_made_ones_own(studio: Studio) -> None:
    made = studio.translate("swan", "de", done=True)

    assert made.missing == ()
    assert made.path == studio.project.scripts / "exercises" / "swan.de.toml"
    assert studio.check(["swan"]).faults == ()


@pytest.mark.parametrize(
    ("name", "tag", "kind", "told"),
    [
        ("reech", "de", NotFoundError, 'no exercise or class is called "reech"'),
        ("reach.de", "de", NotFoundError, "no exercise or class"),
        ("breath:4-7-8", "de", NotFoundError, "no exercise or class"),
        ("reach", "d e", DefinitionError, "no tag of a language"),
        ("reach", "../de", DefinitionError, "no tag of a language"),
        ("reach", "", DefinitionError, "no tag of a language"),
        ("reach", "en", DefinitionError, 'written in "en" itself'),
    ],
)
def test_a_mistake_is_told_and_nothing_written(
    studio: Studio, name: str, tag: str, kind: type[AudioSessionError], told: str
) -> None:
    before = sorted(studio.project.root.rglob("*"))

    with pytest.raises(kind, match=told):
        studio.translate(name, tag)

    assert sorted(studio.project.root.rglob("*")) == before


def test_an_original_at_fault_is_told_with_its_place(studio: Studio) -> None:
    change(studio, 'position = "seated"', 'position = "sitting"')

    with pytest.raises(AudioSessionError) as caught:
        studio.translate("reach", "de")

    assert (caught.value.path, caught.value.line) == (studio.project.scripts / "exercises" / "reach.toml", 3)


def test_without_a_project_there_is_nowhere_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(app, ["translate", "swan", "--to", "it"])

    assert isinstance(result.exception, NotFoundError)
    assert list(tmp_path.iterdir()) == []


def test_the_command_tells_what_it_did(studio: Studio) -> None:
    first = CliRunner().invoke(app, ["translate", "reach", "--to", "de_DE"])

    assert first.exit_code == 0, first.output
    assert "reach.de-de.toml: 11 lines, 11 to write" in first.output
    told = json.loads(CliRunner().invoke(app, ["translate", "reach", "--to", "de-de", "--json"]).stdout)
    assert (told["lines"], len(told["missing"]), told["changed"]) == (11, 11, False)


@pytest.mark.parametrize("options", [["--done", "--model", "http://127.0.0.1:1/v1"], ["--model-name", "x"]])
def test_options_that_make_no_sense_together_are_refused(studio: Studio, options: list[str]) -> None:
    assert CliRunner().invoke(app, ["translate", "reach", "--to", "de", *options]).exit_code == 2
