"""`list languages`: how much of each is written, what it lacks, and who speaks it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from audiosession.cli.app import app
from audiosession.studio.studio import open_studio
from audiosession.studio.translating.languages import LanguageRow

pytestmark = pytest.mark.slow


def rows(folder: Path) -> dict[str, LanguageRow]:
    return {row.name: row for row in open_studio(folder).lists.languages()}


def test_what_comes_with_the_program_is_told_in_percent(tmp_path: Path) -> None:
    found = rows(tmp_path)

    assert list(found) == ["de", "en", "es", "fr"]
    for tag in ("de", "en", "es"):
        assert (found[tag].exercises.percent, found[tag].classes.percent, found[tag].lacking) == (100, 100, ())
        assert "espeak" in found[tag].voices
    assert 10 < found["fr"].exercises.percent < 30
    assert found["fr"].exercises.n_done == 8


def test_a_draft_counts_apart_and_a_line_that_is_missing_is_no_whole_percent(tmp_path: Path) -> None:
    before = rows(tmp_path)["fr"].exercises
    studio = open_studio(tmp_path)
    (tmp_path / "scripts" / "exercises").mkdir(parents=True)
    done = studio.translate("swan", "fr").path
    text = done.read_text("utf-8")
    done.write_text(f"draft = true\n{text}", "utf-8")

    after = rows(tmp_path)["fr"].exercises

    assert (after.n_drafts, after.n_done) == (1, before.n_done - 1)
    assert after.n_lines_drafted == before.n_lines_done - after.n_lines_done > 40


def test_a_language_of_ones_own_begins_with_nothing(tmp_path: Path) -> None:
    (tmp_path / "scripts" / "exercises").mkdir(parents=True)
    open_studio(tmp_path).translate("swan", "it")

    found = rows(tmp_path)["it"]

    assert (found.has_words, found.exercises.n_done, found.exercises.percent) == (False, 0, 0)
    assert "no words of the program" in found.summary


def test_tables_that_a_language_lacks_are_named(tmp_path: Path) -> None:
    english = Path(__file__).parents[3] / "scripts" / "languages" / "en.toml"
    path = tmp_path / "scripts" / "languages" / "xx.toml"
    path.parent.mkdir(parents=True)
    path.write_text(english.read_text("utf-8").partition("\n[class]\n")[0], "utf-8")

    assert "class" in rows(tmp_path)["xx"].lacking
    assert "lacks" in rows(tmp_path)["xx"].summary


def test_the_command_prints_them_for_people_and_machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    shown = CliRunner().invoke(app, ["list", "languages"])
    told = json.loads(CliRunner().invoke(app, ["list", "languages", "--json"]).stdout)

    assert "de  exercises 100 %; classes 100 %; voices: " in shown.output
    assert {row["name"]: row["classes"]["percent"] for row in told}["es"] == 100
