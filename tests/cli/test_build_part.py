"""Hearing a part of a class, as it is typed and told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from audiosession.cli.app import app, run

TEXT = "[class Short]\n[section One]\nSit, and be tall.\n[inhale 2] In.\n[section Two]\nNow stand.\n[exhale 2] Out.\n"
QUICK = ("--voice", "tone", "--music", "none")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "short.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def typed(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["build", *arguments], catch_exceptions=False)


def test_a_part_says_where_it_lies_and_what_is_heard_in_it(folder: Path) -> None:
    result = typed("short.txt", "--from", "0:00", "--to", "2s", *QUICK)

    first, *lines = result.stdout.splitlines()
    assert first == "Short, 0:00 to 0:02  →  output/short.tone-no-music.part-0m00s-0m02s.mp3"
    assert [line.split(None, 1)[1] for line in lines] == ["Sit, and be tall."]
    assert sorted(path.suffix for path in (folder / "output").iterdir()) == [".mp3"]


def test_a_chapter_for_machines(folder: Path) -> None:
    told = json.loads(typed("short.txt", "--section", "two", "--json", "-o", "x.mp3", *QUICK).stdout)

    assert (told["path"], told["part"], told["exact"]) == ("x.mp3", "Two", True)
    assert [one["text"] for one in told["events"] if one["kind"] == "speech"] == ["Now stand.", "Out."]


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["--section", "One", "--to", "2"], "--section has its own beginning", "give --section, or --from and --to"),
        (["--from", "1", "--dry-run"], "--dry-run is for a whole class", "leave it out"),
        (["--to", "1", "--stems", "apart"], "--stems is for a whole class", "leave it out"),
        (["--to", "1", "--force"], "--force is for a whole class", "leave it out"),
        (["short.txt", "--from", "1"], "--from is for one class, and several", "leave it out"),
        (["--section", "Tow"], 'no chapter is called "Tow"', "known: One, Two"),
        (["--from", "3", "--to", "1"], "a part from 0:03 to 0:01 ends before", "change them round"),
        (["--from", "9m"], "9:00 lies behind the end", "the class lasts 0:"),
        (["--to", "1", "--format", "flac"], "a part of a class is an MP3, not a FLAC", "a preview is a WAV"),
        (["--to", "1", "-o", "x.wav"], "a part of a class is an MP3, not a WAV", "a preview is a WAV"),
    ],
)
def test_what_is_no_part_is_told_with_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str, hint: str
) -> None:
    with pytest.raises(SystemExit) as left:
        run(["build", "short.txt", *arguments, *QUICK])

    said = capsys.readouterr().err.splitlines()[-2:]
    assert left.value.code == 1
    assert said[0].startswith("error: " + message)
    assert said[1].startswith("hint:  " + hint)
    assert not list(folder.glob("output/*.mp3"))


def test_a_session_is_built_again_as_a_whole(folder: Path) -> None:
    with pytest.raises(SystemExit):
        run(["build", "--again", "x.session.json", "--from", "1"])
