"""What is made from the program stands in the documents as it is now: keys, commands, directions."""

from __future__ import annotations

import pytest
from support.command_reference import choice_table, command_table, option_tables
from support.documents import section, write_section
from support.reference import KEYS, descriptions, key_table, models_within

from audiosession.feed.show import Show
from audiosession.pictures.drawing import MOTIFS, PALETTES
from audiosession.project.project import Project, starter_folder
from audiosession.project.schemas import schema_files, write_schemas
from audiosession.voices.registry import engines
from audiosession.writing.text.directions import DIRECTIONS

MODELS = {(document, name): model for document, tables in KEYS.items() for name, model in tables.items()}
COMMANDS = {"commands": command_table, "choices": choice_table, "options": option_tables}


def hold(document: str, name: str, made: str, *, update: bool) -> None:
    """Hold a section of a document against what is made from the program, or record that."""
    if update:
        write_section(document, name, made)
    assert section(document, name) == made, "record it with --update-golden, and read the difference"


@pytest.mark.parametrize(("document", "name"), MODELS)
def test_the_keys_in_the_documents_are_those_of_the_models(document: str, name: str, update_golden: bool) -> None:
    hold(document, name, key_table(MODELS[document, name]), update=update_golden)


@pytest.mark.parametrize("model", MODELS.values())
def test_every_key_says_what_it_does(model: type) -> None:
    assert not set(model.model_fields) - set(descriptions(model)), "write a docstring beneath the field"


@pytest.mark.parametrize("model", MODELS.values())
def test_no_model_within_another_is_left_out(model: type) -> None:
    assert set(models_within(model)) <= set(MODELS.values())


def test_every_engine_has_its_settings_in_the_documents() -> None:
    ours = {name for name, point in engines().items() if point.value.startswith("audiosession.")}

    assert ours <= {name.removesuffix(" keys") for name in KEYS["scripts/README.md"]}


def test_the_show_names_all_colours_and_motifs() -> None:
    says = descriptions(Show)

    assert all(f"`{name}`" in says["colour"] for name in PALETTES)
    assert all(f"`{name}`" in says["motif"] for name in MOTIFS)


def test_the_schemas_beside_the_starter_content_are_those_of_the_models(update_golden: bool) -> None:
    starter = Project(starter_folder())
    if update_golden:
        write_schemas(starter)

    assert {path: path.read_bytes() for path in sorted(starter.schemas.iterdir())} == schema_files(starter)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_commands_in_the_guide_are_those_of_the_program(name: str, update_golden: bool) -> None:
    hold("audiosession/guide/commands.md", name, COMMANDS[name](), update=update_golden)


def test_the_directions_in_the_guide_are_those_of_the_parser(update_golden: bool) -> None:
    rows = ["| direction | meaning |", "| --- | --- |"]
    rows += [f"| `{d.example.replace('|', chr(92) + '|')}` | {d.meaning} |" for d in DIRECTIONS]

    hold("audiosession/guide/narration.md", "directions", "\n".join(rows), update=update_golden)
