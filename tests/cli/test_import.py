"""`audiosession import` at the shell: what it prints where, and what it says to the usual mistakes."""

from __future__ import annotations

import io
import json
import sys
import tomllib
from pathlib import Path

import pytest

from audiosession.cli.app import run

PATTERN = '{"name": "Evening", "pattern": [4, 7, 8, 0], "rounds": 4}'


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "scripts/exercises").mkdir(parents=True)
    (tmp_path / "evening.json").write_text(PATTERN, "utf-8")
    (tmp_path / "monday.txt").write_text("Monday\n- saw\n- spine twist x 99\n- swn\n", "utf-8")
    (tmp_path / "empty.txt").write_text("", "utf-8")
    (tmp_path / "leaflet.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "two.json").write_text('[{"name": "A", "pattern": [4, 6]}, {"name": "B", "pattern": [5, 5]}]', "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    return tmp_path


def import_(*arguments: str, code: int = 0) -> None:
    with pytest.raises(SystemExit) as left:
        run(["import", *arguments])
    assert left.value.code == code


def test_it_tells_the_file_and_what_to_do_next(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import_("evening.json")

    out, _ = capfd.readouterr()
    assert "scripts/exercises/evening.toml: 0 lines are guessed" in out
    assert "audiosession check evening" in out
    import_("evening.json", code=1)
    assert "is there already" in capfd.readouterr().err


def test_a_class_tells_what_is_missing_and_what_stands_as_comments(capfd: pytest.CaptureFixture[str]) -> None:
    import_("monday.txt")

    out, err = capfd.readouterr()
    assert "scripts/classes/monday.toml: 1 missing, 1 line stands as comments in its place" in out
    assert "missing: monday: 99 reps" in err


def test_a_dry_run_prints_the_draft_and_writes_nothing(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import_("evening.json", "--dry-run")

    out, _ = capfd.readouterr()
    assert tomllib.loads(out)["title"] == "Evening"
    assert list((project / "scripts/exercises").iterdir()) == []


def test_standard_input_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PATTERN.encode())))

    import_("-", "--name", "mine", "--json")

    assert json.loads(capfd.readouterr().out)["exercises"][0]["path"] == "scripts/exercises/mine.toml"


@pytest.mark.parametrize(
    ("arguments", "code", "message", "hint"),
    [
        ([], 2, "FILE|URL|- is missing", ""),
        (["evenin.json"], 1, "evenin.json: no such file", '"evening.json"'),
        (["empty.txt"], 1, "empty.txt: is empty", "save"),
        (["leaflet.pdf"], 1, "leaflet.pdf: is a PDF", ".txt"),
        (["scripts"], 1, "scripts: is a folder", "name a file"),
        (["http://127.0.0.1:9/x"], 1, "127.0.0.1 can't be fetched", "save the page"),
        (["two.json", "--name", "mine"], 1, "holds 2 exercises, which can't all be called mine: a, b", "own name"),
        (["evening.json", "--name", "My Own"], 1, 'can\'t be called "My Own"', ""),
        (["evening.json", "--language", "tlh"], 1, "tlh", ""),
        (["evening.json", "--model-name", "x"], 2, "name the server", ""),
        (["evening.json", "--model", "x"], 1, "the address of the model is no URL", "such as"),
    ],
)
def test_the_usual_mistakes_are_told_in_one_line_each(
    arguments: list[str], code: int, message: str, hint: str, project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    import_(*arguments, code=code)

    out, err = capfd.readouterr()
    assert out == ""
    assert message in err.splitlines()[0]
    assert hint in err
    assert len(err.splitlines()) <= 2
    assert list((project / "scripts/exercises").iterdir()) == []
