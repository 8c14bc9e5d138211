"""`build --again`, as a person types it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from audiosession.cli.app import run

pytestmark = pytest.mark.slow

Typed = Callable[..., tuple[str, str]]


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Typed:
    """Lend a function that runs a command line which ends in `code`, and returns what it said."""
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    (tmp_path / "scripts/exercises").mkdir(parents=True)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/my.txt").write_text("[class Mine]\nSit.\n[inhale 4] In.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def run_typed(*words: str, code: int = 0) -> tuple[str, str]:
        with pytest.raises(SystemExit) as left:
            run(list(words))
        said = capfd.readouterr()
        assert left.value.code == code, said.err
        return said.out, said.err

    return run_typed


@pytest.fixture
def session(tmp_path: Path, typed: Typed) -> Path:
    typed("build", "texts/my.txt", "--voice", "tone", "--music", "none", "--pace", "brisk")
    return tmp_path / "output/my.brisk-tone-no-music.session.json"


def test_the_same_file_is_built_again_from_another_folder(
    typed: Typed, session: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = session.with_name("my.brisk-tone-no-music.mp3")
    before = sound.read_bytes(), session.read_bytes()
    sound.unlink()
    monkeypatch.chdir(tmp_path / "texts")

    out, _ = typed("build", "--again", "../output/my.brisk-tone-no-music.session.json")

    assert "pace     brisk, 0.8 s a count" in out
    assert (sound.read_bytes(), session.read_bytes()) == before
    assert "is up to date" in typed("build", "--again", str(session))[0]


def test_the_result_is_for_programs_too_and_goes_where_it_is_asked_for(typed: Typed, session: Path) -> None:
    values = json.loads(typed("build", "--again", str(session), "-o", "copy.flac", "--json")[0])

    assert values["path"] == "copy.flac"
    assert values["session"]["settings"]["pace"] == "brisk"
    assert values["stems"] == []


def test_what_has_changed_is_named_and_built_anyway(typed: Typed, session: Path, tmp_path: Path) -> None:
    (tmp_path / "texts/my.txt").write_text("[class Mine]\nStand.\n[inhale 4] In.\n", encoding="utf-8")

    _, said = typed("build", "--again", str(session), code=1)

    assert said.splitlines() == [
        "error: output/my.brisk-tone-no-music.session.json: what it was built from has changed: the narration",
        "hint:  build with what is there now: --anyway",
    ]
    typed("build", "--again", str(session), "--anyway")
    assert "Stand." in session.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (["saw"], "saw"),
        (["--pace", "slow", "--no-tones"], "--pace, --tones"),
        (["--reps", "2", "--strict"], "--reps, --strict"),
        (["--format", "wav"], "--format"),
        (["--stems", "stems", "--dry-run"], "--stems, --dry-run"),
    ],
)
def test_what_the_session_tells_is_not_told_twice(typed: Typed, session: Path, words: list[str], given: str) -> None:
    _, said = typed("build", *words, "--again", str(session), code=1)

    assert said.splitlines()[0].endswith(f"can't be given with {given}")
    assert len(said.splitlines()) == 2


def test_anyway_alone_and_nothing_at_all_are_refused(typed: Typed) -> None:
    assert "--anyway goes with --again alone" in typed("build", "saw", "--anyway", code=1)[1]
    assert "or a session with --again" in typed("build", code=2)[1]


def test_what_is_no_session_is_named(typed: Typed) -> None:
    assert "error: none.session.json: can't be read" in typed("build", "--again", "none.session.json", code=1)[1]
    assert "texts/my.txt: is no session file" in typed("build", "--again", "texts/my.txt", code=1)[1]
