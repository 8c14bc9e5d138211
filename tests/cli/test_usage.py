"""Wrong usage is told as everything else is: what is wrong, and how it is written; in no library's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.cli.app import run


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("build saw --reps many", '--reps is "many", not a whole number', "write it like --reps 3"),
        ("build saw --reps=2,5", '--reps is "2,5", not a whole number', "write it like --reps 3"),
        ("build saw --pce slow", "no option is called --pce", "did you mean --pace?"),
        ("build saw --reps", "--reps needs a value behind it", "audiosession"),
        ("build saw --strict=yes", "--strict takes no value", "write --strict alone"),
        ("build saw --tones", "--tones needs a value behind it", "audiosession"),
        ("narrate Back Body", "Body is too much", "a name with spaces stands in quotes"),
        ("build", "name an exercise, a class or a narration file", "audiosession build -h tells"),
        ("bild saw", 'no command is called "bild"', 'did you mean "build"?'),
        ("list", "exercises|classes|languages|voices|music|sounds|paces|episodes is missing", "audiosession list -h"),
        ("new --like swan", "name the exercise that it becomes: --exercise NAME", "audiosession new -h tells"),
        ("new --exercise a --like saw --breath 4-6", "it is either a breath pattern or like another exercise", ""),
        ("serve --port 99999", "--port is 99999", "from 0 to 65535"),
        ("serve --port x", '--port is "x", not a whole number', ""),
    ],
)
def test_wrong_usage_is_told_in_our_own_words(
    typed: str, message: str, hint: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        run(typed.split())

    said = capfd.readouterr().err
    assert left.value.code == 2
    assert said.startswith(f"error: {message}")
    assert f"hint:  {hint}" in said


def test_a_bare_command_shows_the_help(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run([])

    assert left.value.code == 2
    assert "Usage: " in "".join(capfd.readouterr())


@pytest.mark.parametrize(("command", "times"), [("check", 1), ("list exercises", 1), ("list paces", 0)])
def test_without_a_project_it_is_said_once_that_starter_content_is_used(
    command: str, times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))

    with pytest.raises(SystemExit) as left:
        run([*command.split(), *(["swan"] if command == "check" else [])])

    said = capfd.readouterr().err
    assert left.value.code == 0
    assert said.count("this folder has no project; starter content is used") == times
