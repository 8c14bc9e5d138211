"""`audiosession sequence` at the shell: what it prints where, and what it says to the usual mistakes."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from audiosession.cli.app import run


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "scripts/classes").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    return tmp_path


def sequence(*arguments: str, code: int = 0) -> None:
    with pytest.raises(SystemExit) as left:
        run(["sequence", *arguments])
    assert left.value.code == code


def test_the_file_goes_to_standard_output_and_what_is_told_of_it_beside(capfd: pytest.CaptureFixture[str]) -> None:
    sequence("--length", "15m", "--level", "intermediate", "--focus", "feet")

    out, err = capfd.readouterr()
    assert tomllib.loads(out)["length"] == "15m"
    assert "note: 0 of" in err
    assert "it can be made to last from" in err


def test_it_is_written_once_and_can_be_built(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sequence("--length", "15m", "--level", "intermediate", "--explain", "-o", "mine")

    out, _ = capfd.readouterr()
    assert "scripts/classes/mine.toml" in out
    assert "audiosession build mine" in out
    text = (project / "scripts/classes/mine.toml").read_text("utf-8")
    assert "# Why: " in text
    sequence("--length", "5m", "-o", "mine", code=1)
    assert "is there already" in capfd.readouterr().err
    assert (project / "scripts/classes/mine.toml").read_text("utf-8") == text


def test_json_is_one_value(capfd: pytest.CaptureFixture[str]) -> None:
    sequence("--length", "15m", "--level", "intermediate", "--seed", "3", "--json")

    assert json.loads(capfd.readouterr().out)["wish"] == "length 15m; level intermediate; seed 3"


@pytest.mark.parametrize(
    ("arguments", "code", "message", "hint"),
    [
        ([], 2, "--length is missing", ""),
        (["--length", "25"], 1, "a length of 25: 25 what?", "write 25m"),
        (["--length", "3m"], 1, "a class of 3m from a wish", "from 5m to 90m"),
        (["--length", "15m", "--level", "hard"], 1, 'no level is called "hard"', "known: "),
        (["--length", "15m", "--focus", "backs"], 1, 'nothing that can be worked is called "backs"', '"back"'),
        (["--length", "15m", "--avoid", "knee"], 1, 'nothing that can be avoided is called "knee"', '"knees"'),
        (["--length", "15m", "--unlike", "back-bdy"], 1, 'no class is called "back-bdy"', '"back-body"'),
        (["--length", "15m", "--seed", "x"], 2, "--seed", ""),
        (["--length", "15m", "-o", "mine.toml"], 1, 'a class can\'t be called "mine.toml"', "call it mine"),
        (["--length", "15m", "-o", "saw"], 1, "is there already", "choose another name"),
        (["--length", "90m", "--avoid", "pregnancy"], 1, "the library has", "wish for"),
        (["--lenght", "15m"], 2, "no option is called --lenght", "--length"),
    ],
)
def test_the_usual_mistakes_are_told_in_one_line_each(
    arguments: list[str], code: int, message: str, hint: str, project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    sequence(*arguments, code=code)

    out, err = capfd.readouterr()
    lines = err.splitlines()
    assert out == ""
    assert len(lines) <= 2
    assert message in lines[0]
    assert hint in lines[-1]
    assert not list((project / "scripts/classes").iterdir())
