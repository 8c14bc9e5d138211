"""`verify --words` and `doctor`: which lines of a class may not be understood."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from audiosession.cli.app import app
from audiosession.cli.remedies import worded
from audiosession.errors import AudioSessionError, VerifyError
from audiosession.project.project import Project
from audiosession.studio.doctor import examine

pytestmark = [pytest.mark.usefixtures("few_definitions"), pytest.mark.slow]

NARRATION = """[class Words]
Open your arms to the sides, a little lower than your shoulders.
[pause 2]
[inhale 4] In, and lower. | Lower.
[exhale 4] Right. | Right.
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    Path("words.txt").write_text(NARRATION)
    return tmp_path


def typed(*words: str) -> Result:
    result = CliRunner().invoke(app, words)
    if isinstance(result.exception, AudioSessionError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result


def built(voice: str = "espeak", *more: str) -> str:
    typed("build", "words.txt", "--voice", voice, "--music", "none", "--no-tones", "-o", "words.mp3", *more)
    return "words.mp3"


def has_an_ear() -> bool:
    try:
        version("pocketsphinx")
    except PackageNotFoundError:
        return False
    return True


needs_an_ear = pytest.mark.skipif(not has_an_ear(), reason="without pocketsphinx")


@needs_an_ear
def test_each_line_is_listened_to_and_what_was_heard_is_told(folder: Path) -> None:
    file = built()
    told = json.loads(typed("verify", file, "--words", "--json").stdout)["words"]

    assert [line["text"] for line in told["lines"]] == [
        "Open your arms to the sides, a little lower than your shoulders.", "In, and lower.", "Right.",
    ]  # fmt: skip
    assert told["lines"][2] == {"text": "Right.", "heard": "right", "share": 1.0, "unclear": False}
    assert told["unkept"] == []
    assert "words " in typed("verify", file, "--words").stdout
    assert json.loads(typed("verify", file, "--json").stdout)["words"] is None


@needs_an_ear
def test_a_line_is_listened_to_in_the_voice_that_says_it(folder: Path) -> None:
    Path("words.txt").write_text(NARRATION + "[inhale 4] [voice 2] Left.\n[exhale 4] Left.\n")
    file = built("espeak", "--count-voice", "espeak:en-gb")

    told = json.loads(typed("verify", file, "--words", "--json").stdout)["words"]

    assert told["unkept"] == []
    assert [line["text"] for line in told["lines"]].count("Left.") == 2


@needs_an_ear
def test_lines_whose_takes_are_gone_are_counted(folder: Path) -> None:
    file = built()
    typed("voices", "cache", "--prune", "--limit", "0")

    assert "3 are no longer kept: build the class again" in typed("verify", file, "--words").stdout


@needs_an_ear
def test_doctor_tells_what_was_heard_so_far_and_else_how_to_ask(folder: Path) -> None:
    def words() -> str:
        one = next(one for one in examine(Project(folder)) if one.name == "words")
        return f"{one.found} {worded(one.cure)}"

    Path("output").mkdir()
    typed("build", "words.txt", "--voice", "espeak", "--music", "none", "--no-tones")
    assert "audiosession verify FILE --words" in words()

    typed("verify", str(next(Path("output").glob("*.mp3"))), "--words")

    assert "0 of 3 lines may not be understood, in 1 of 1 classes" in words()


@needs_an_ear
def test_a_class_in_another_language_is_not_listened_to() -> None:
    Path("scripts").mkdir()
    Path("scripts/show.toml").write_text('[defaults]\nlanguage = "de"\n')
    file = built("espeak:de")

    with pytest.raises(VerifyError, match="the class is in de") as caught:
        typed("verify", file, "--words")

    assert caught.value.hint == "words are recognised in English alone"


@pytest.mark.skipif(has_an_ear(), reason="with pocketsphinx")
def test_without_an_ear_it_is_told_how_to_get_one() -> None:
    with pytest.raises(VerifyError, match="pocketsphinx is not installed") as caught:
        typed("verify", built(), "--words")

    assert caught.value.hint == 'pip install "audiosession[words]"'
