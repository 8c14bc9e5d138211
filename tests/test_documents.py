"""The documents keep their word: commands are the program's, links go somewhere, and files they show can be read."""

from __future__ import annotations

import ast
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from support.command_reference import commands
from support.documents import DOCUMENTS, ROOT, blocks, command_lines, headings, links, read
from support.starter_content import EXERCISES, exercise

from audiosession.beds.bed import read_beds
from audiosession.cli.app import run
from audiosession.definitions import read_definition
from audiosession.project.project import Project
from audiosession.project.schemas import schema
from audiosession.project.settings import read_defaults, read_show
from audiosession.project.show_faults import build_faults
from audiosession.voices.chosen.rows import TakesTable
from audiosession.writing.classes import ClassDefinition, plan_class
from audiosession.writing.exercise import Exercise
from audiosession.writing.lexicon import read_lexicon
from audiosession.writing.plan import Detail

PACKAGE = ROOT / "audiosession"
LINES = [(document, line) for document in DOCUMENTS for line in command_lines(document)]
TOML = [(document, text) for document in DOCUMENTS for text in blocks(document, "toml")]
DEFINITIONS = [(document, text) for document, text in TOML if text.startswith("title")]
WITH_SCENARIOS = ("building", "publishing", "project", "studio")
"""The folders of which each module has a test file of its own, or a row that says where its scenario is."""


@pytest.mark.parametrize(("document", "line"), LINES)
def test_a_printed_command_is_one_that_the_program_takes(document: str, line: str) -> None:
    words = shlex.split(line.partition(" >")[0])[1:]
    if words[0].isupper() or words[0].startswith("-"):
        return
    known = commands()
    name = next(" ".join(words[:n]) for n in (2, 1) if " ".join(words[:n]) in known)
    options: dict[str, Any] = {spelling: one for one in known[name].params for spelling in one.opts}
    options |= {spelling: one for one in known[name].params for spelling in one.secondary_opts}
    taken = [one for one in known[name].params if one.param_type_name == "argument"]
    arguments = []
    given = iter(words[len(name.split()) :])
    for word in given:
        if not word.startswith("-"):
            arguments.append(word)
        elif word != "--help" and not options[word].is_flag:
            assert next(given), f"{word} lacks its value"

    assert len(arguments) <= len(taken) or any(one.nargs == -1 for one in taken)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_goes_somewhere(document: str) -> None:
    for link in links(document):
        path, _, heading = link.partition("#")
        target = (ROOT / document).parent / path if path else ROOT / document
        if not link.startswith("https:"):
            assert target.exists(), link
            assert not heading or heading in headings(target.resolve().relative_to(ROOT).as_posix()), link


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_is_wrapped(document: str) -> None:
    lines = [line for line in read(document).splitlines() if not line.startswith("|") and "─▶" not in line]

    assert [line for line in lines if len(line) > 120] == []


@pytest.mark.parametrize(("document", "text"), TOML)
def test_what_a_document_shows_of_a_file_is_read(document: str, text: str, tmp_path: Path) -> None:
    table = tomllib.loads(text)
    if "exercise-words" in text:
        assert [error.message for error in Draft7Validator(schema("exercise-words")).iter_errors(table)] == []
    elif "phase" in table and "title" in table:
        assert read_definition(text, document, Exercise, name="an-exercise").title == table["title"]
    elif "exercise" in table and "title" in table:
        definition = read_definition(text, document, ClassDefinition, name="a-class")
        assert plan_class(definition, exercises(), detail=Detail.FADE).title == table["title"]
    elif "show" in table:
        (tmp_path / "scripts").mkdir()
        (tmp_path / "scripts" / "show.toml").write_text(text, encoding="utf-8")
        assert read_show(Project(tmp_path)).title == table["show"]["title"]
    elif "psoas" in text:
        assert read_lexicon(text, document).spoken("the psoas", "espeak:en-us") == "the [[s'oU@s]]"
    elif "take" in table:
        assert read_definition(text, document, TakesTable).take
    elif "loop_start_ms" in text or "parts_ms" in text:
        assert set(read_beds(text, document)) == set(table)
    else:
        assert table


@pytest.mark.parametrize(("document", "text"), DEFINITIONS)
def test_a_class_that_a_document_shows_can_be_planned(
    document: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    kind = "classes" if "[[exercise]]" in text else "exercises"
    files = {f"exercises/{name}": definition for name, definition in shown_exercises().items()} | {
        f"{kind}/shown": text
    }
    for name, definition in files.items():
        path = tmp_path / "scripts" / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(definition, encoding="utf-8")

    with pytest.raises(SystemExit) as left:
        run(["build", "shown", "--dry-run", "--voice", "tone"])
    assert left.value.code == 0


def exercises() -> dict[str, Exercise]:
    """Return the exercises that the documents use: those that come with the project, and those that they show."""
    return {name: exercise(name) for name in EXERCISES} | {
        name: read_definition(text, name, Exercise, name=name) for name, text in shown_exercises().items()
    }


def shown_exercises() -> dict[str, str]:
    """Return the exercises of the first class, as text."""
    first = (ROOT / "scripts" / "new" / "my-first-exercise.toml").read_text(encoding="utf-8")
    [bend] = [text for text in blocks("audiosession/guide/first-class.md", "toml") if "Side Reach" in text]
    return {"my-first-exercise": first, "side-reach": bend}


def test_the_show_toml_in_the_keys_holds_for_a_build(tmp_path: Path) -> None:
    [text] = [one for one in blocks("scripts/README.md", "toml") if "[defaults]" in one]
    project = Project(tmp_path)
    project.scripts.mkdir()
    (project.scripts / "show.toml").write_text(text, encoding="utf-8")

    assert not build_faults(project)
    assert (read_defaults(project).pace, read_defaults(project).voice) == ("slow", "espeak:en-gb")


def rows(document: str) -> list[tuple[str, str]]:
    """Return the rows of all tables of a document that have two columns."""
    return re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", read(document), re.M)


def test_the_map_names_what_is_there() -> None:
    named = {path for _, place in rows("audiosession/README.md") for path in re.findall(r"`([\w/.-]+)`", place)}
    paths = [path for path in named if "/" in path or path.endswith(".py")]

    assert len(paths) > 40
    assert [path for path in paths if not (PACKAGE / path).exists() and not (ROOT / path).exists()] == []


def test_a_folder_says_of_itself_what_the_map_says() -> None:
    told = {name.strip("`"): sentence for name, sentence in rows("audiosession/README.md")}
    for package in PACKAGE.rglob("__init__.py"):
        folder = package.parent.relative_to(PACKAGE).as_posix()
        if folder != ".":
            assert told[f"{folder}/"] == ast.get_docstring(ast.parse(package.read_text("utf-8")))


def test_every_module_is_tested_where_its_name_or_a_row_says() -> None:
    told = {name: where for name, where in rows("tests/README.md") if name.startswith("`")}
    named = {name for modules in told for name in re.findall(r"`(\w+/[\w./]*)`", modules)}
    lacking = {
        module.relative_to(PACKAGE).as_posix()
        for folder in WITH_SCENARIOS
        for module in (PACKAGE / folder).glob("[!_]*.py")
        if not (ROOT / "tests" / folder / f"test_{module.name}").exists()
    }
    files = {path for where in told.values() for path in re.findall(r"`(tests/[\w./]+)`", where)}

    assert lacking - named == set(), "say in tests/README.md where they are tested"
    assert [path for path in files if not (ROOT / path).exists()] == []
    assert [name for name in named if not (PACKAGE / name).exists() and not (ROOT / "tests" / name).exists()] == []


def test_every_helper_of_the_tests_has_its_row() -> None:
    helpers = {path.name for path in (ROOT / "tests" / "support").glob("[!_]*.py")}

    assert helpers <= set(re.findall(r"`(\w+\.py)`", read("tests/README.md")))
