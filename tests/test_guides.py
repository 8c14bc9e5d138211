"""The documents keep their word: commands are the program's, links go somewhere, and what they show works."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.command_reference import commands
from support.documents import DOCUMENTS, GUIDES, ROOT, blocks, command_lines, headings, links, read
from support.starter_content import EXERCISES, exercise

import audiosession
from audiosession.beds.bed import read_beds
from audiosession.cli.app import run
from audiosession.definitions import read_definition
from audiosession.errors import NotFoundError
from audiosession.feed.show import read_show
from audiosession.project.project import Project
from audiosession.project.settings import read_defaults
from audiosession.studio.guide import find_guide, guides
from audiosession.studio.voices import check_voices
from audiosession.writing.classes import ClassDefinition, plan_class
from audiosession.writing.cues import parse
from audiosession.writing.directions import DIRECTIONS
from audiosession.writing.exercise import Exercise
from audiosession.writing.lexicon import read_lexicon

LINES = [(document, line) for document in DOCUMENTS for line in command_lines(document)]
DEFINITIONS = [
    (document, text) for document in DOCUMENTS for text in blocks(document, "toml") if "\ntitle" in f"\n{text}"
]


@pytest.mark.parametrize(("document", "line"), LINES)
def test_a_printed_command_is_one_that_the_program_takes(document: str, line: str) -> None:
    words = shlex.split(line.partition(" >")[0])[1:]
    known = commands()
    if words[0].isupper():
        return
    name = " ".join(words[:2]) if " ".join(words[:2]) in known else words[0]
    options: dict[str, Any] = {
        spelling: one for one in known[name].params for spelling in (*one.opts, *one.secondary_opts)
    }
    given = iter(words[len(name.split()) :])
    arguments = 0
    for word in given:
        if word.startswith("-"):
            assert word in options, f"{name} has no option {word}"
            if not options[word].is_flag:
                assert next(given), f"{word} lacks its value"
        else:
            arguments += 1
    taken = [one for one in known[name].params if one.param_type_name == "argument"]
    assert arguments <= len(taken) or any(one.nargs == -1 for one in taken), f"{name} takes fewer words"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_goes_somewhere(document: str) -> None:
    for link in links(document):
        path, _, heading = link.partition("#")
        if re.match(r"https?:", link):
            continue
        target = (ROOT / document).parent / path if path else ROOT / document
        assert target.exists(), link
        if heading:
            assert heading in headings(target.resolve().relative_to(ROOT).as_posix()), link


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_is_wrapped(document: str) -> None:
    lines = [line for line in read(document).splitlines() if not line.startswith("|")]

    assert [line for line in lines if len(line) > 120 and "─▶" not in line] == []


@pytest.mark.parametrize(("document", "text"), DEFINITIONS)
def test_what_a_document_shows_of_a_file_can_be_read(document: str, text: str, tmp_path: Path) -> None:
    if "[show]" in text:
        (tmp_path / "show.toml").write_text(text, encoding="utf-8")
        assert read_show(tmp_path / "show.toml").title == "Breath & Line"
    elif "file = " in text:
        assert read_beds(text, document)
    elif "[[exercise]]" in text:
        definition = read_definition(text, document, ClassDefinition, name="a-class")
        known = {name: exercise(name) for name in EXERCISES} | _shown_exercises()
        assert plan_class(definition, known, detail="fade").title == definition.title
    else:
        assert read_definition(text, document, Exercise, name="an-exercise").phases


def _shown_exercises() -> dict[str, Exercise]:
    path = ROOT / "scripts" / "new" / "my-first-exercise.toml"
    first = read_definition(path.read_text(encoding="utf-8"), path.name, Exercise, name=path.stem)
    return {"my-first-exercise": first, "side-bend": _side_bend()}


def _side_bend() -> Exercise:
    [text] = [one for one in blocks("audiosession/guide/first-class.md", "toml") if "Side Bend" in one]
    return read_definition(text, "first-class.md", Exercise, name="side-bend")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_all_toml_is_toml(document: str) -> None:
    for text in blocks(document, "toml"):
        assert tomllib.loads(text)


def test_the_lexicons_in_the_documents_are_read() -> None:
    for document in ("scripts/README.md", "audiosession/guide/voices.md"):
        [text] = [one for one in blocks(document, "toml") if "psoas" in one]
        assert read_lexicon(text, document).spoken("the psoas", "espeak:en-us") == "the [[s'oU@s]]"


def test_the_show_toml_in_the_keys_holds_for_a_build(tmp_path: Path) -> None:
    [text] = [one for one in blocks("scripts/README.md", "toml") if "[defaults]" in one]
    project = Project(tmp_path)
    project.scripts.mkdir()
    (project.scripts / "show.toml").write_text(text, encoding="utf-8")

    check_voices(project)
    assert (read_defaults(project).pace, read_defaults(project).voice) == ("slow", "espeak:en-gb")


def test_every_example_of_a_direction_is_read() -> None:
    text = "\n".join(direction.example for direction in DIRECTIONS)

    assert parse(text, "examples").title == "Single Leg Kick"


def test_the_narration_in_the_guide_is_one() -> None:
    [text] = blocks("audiosession/guide/narration.md", "text")

    assert [section.title for section in parse(text, "narration.md").sections] == ["Arrive", "Close"]


def test_the_python_in_the_guide_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    (tmp_path / "my-classes" / "scripts" / "exercises").mkdir(parents=True)
    first, second = blocks("audiosession/guide/python.md", "python")

    exec(compile(first, "python.md", "exec"), {})
    assert "[class Single Leg Kick]" in capsys.readouterr().out
    assert list((tmp_path / "my-classes" / "output").glob("*.mp3"))

    exec(compile(second, "python.md", "exec"), {})
    assert [capsys.readouterr().out] == blocks("audiosession/guide/python.md", "text")


def test_the_first_class_is_checked_written_and_planned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    follow_first_class(
        tmp_path, monkeypatch, lambda words: words[0] not in ("build", "publish") or "--dry-run" in words
    )

    said = capfd.readouterr().out
    assert said.count("no faults") == 2
    assert "Last one. In, left arm." in said
    assert "Move: Side Bend" in said


@pytest.mark.peers
def test_ten_minutes_lead_to_a_class_and_a_feed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    follow_first_class(tmp_path, monkeypatch, lambda words: True)

    said = capfd.readouterr().out
    assert "output/side-bend.2.mp3" in said
    assert "  length   4:00," in said
    assert {path.name for path in Path("output").glob("*.mp3")} == {"side-bend.2.mp3", "morning.mp3", "morning.4m.mp3"}
    assert Path("output/feed.xml").exists()


def follow_first_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: Callable[[list[str]], bool]) -> None:
    """Do what the guide says, line by line, as far as a command is `wanted`; nothing is served."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    guide = "audiosession/guide/first-class.md"
    for line in (line for block in blocks(guide, "console") for line in block.splitlines()):
        words = shlex.split(line)
        if words[0] == "cd":
            monkeypatch.chdir(words[1])
            _write_as_told(*blocks(guide, "toml"))
        elif words[1] != "serve" and wanted(words[1:]):
            run_whole(*words[1:])


def _write_as_told(voice: str, bend: str, morning: str) -> None:
    show = Path("scripts/show.toml")
    show.write_text(show.read_text(encoding="utf-8").replace('voice = "auto"', voice.strip()), encoding="utf-8")
    Path("scripts/exercises/side-bend.toml").write_text(bend, encoding="utf-8")
    Path("scripts/classes").mkdir()
    Path("scripts/classes/morning.toml").write_text(morning, encoding="utf-8")


def run_whole(*words: str) -> None:
    with pytest.raises(SystemExit) as left:
        run(list(words))
    assert left.value.code == 0


def test_every_guide_has_a_topic_and_a_title() -> None:
    found = {guide.topic: guide.title for guide in guides()}

    assert {Path(path).stem for path in GUIDES} | {"keys", "music"} == set(found)
    assert all(found.values())
    assert not any("<!--" in guide.text for guide in guides())


def test_a_wrong_topic_is_told_with_the_nearest() -> None:
    with pytest.raises(NotFoundError, match='no guide is about "voises"') as caught:
        find_guide("voises")

    assert caught.value.hint == 'did you mean "voices"?'


def test_the_guide_prints_its_markdown_where_nobody_looks(capfd: pytest.CaptureFixture[str]) -> None:
    run_whole("guide", "class")
    assert capfd.readouterr().out == find_guide("class").text

    run_whole("guide")
    assert "first-class  Your first own class, in ten minutes" in capfd.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal as POSIX has it")
def test_the_guide_is_drawn_on_a_terminal() -> None:
    leader, follower = os.openpty()
    command = [sys.executable, "-c", "from audiosession.cli.app import run; run()", "guide", "first-class"]
    with subprocess.Popen(command, stdout=follower, env={**os.environ, "TERM": "xterm"}) as drawing:
        os.close(follower)
        drawn = os.read(leader, 4096).decode(errors="replace")
        drawing.kill()
    os.close(leader)

    assert "Your first own class, in ten minutes" in drawn
    assert "# Your first" not in drawn


def test_the_map_names_what_is_there() -> None:
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", read("audiosession/README.md"), re.M)
    package = Path(audiosession.__file__).parent
    named = {path for _, place in rows for path in re.findall(r"`([\w/.-]+(?:\.\w+|/))`", place)}

    assert len(named) > 40
    assert [path for path in named if not (package / path).exists() and not (ROOT / path).exists()] == []
