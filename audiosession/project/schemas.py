"""JSON Schemas of the files that people write, made from their models: editors complete and check by them.

They say what a person may write, not what a model holds. Where that differs, the type says so where it is defined, by
`WithJsonSchema`; a model by its `shorthand`. They are of Draft 7, the latest that taplo reads, which runs in editors.
"""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, RootModel, SecretStr
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from audiosession.beds.bed import Bed
from audiosession.beds.sound import SoundEntry
from audiosession.definitions import Model
from audiosession.errors import NotFoundError, near_miss
from audiosession.feed.show import Show
from audiosession.files.sharing.opening import StoreTable
from audiosession.files.whole import write_whole
from audiosession.pictures.drawing import MOTIFS, PALETTES
from audiosession.project.catalogue.rows import Catalogue
from audiosession.project.project import Project
from audiosession.voices.chosen.rows import TakesTable
from audiosession.voices.command import CommandSettings
from audiosession.voices.espeak import EspeakSettings
from audiosession.voices.google import GoogleSettings
from audiosession.voices.openai import OpenAISettings
from audiosession.voices.piper.settings import PiperSettings
from audiosession.voices.recorded import RecordedSettings
from audiosession.writing.choices import Defaults
from audiosession.writing.classes import ClassDefinition
from audiosession.writing.exercise import Exercise
from audiosession.writing.language import Language
from audiosession.writing.levels import FORMS
from audiosession.writing.lexicon import LexiconTables
from audiosession.writing.spoken import Rest
from audiosession.writing.translating.schema import words_schema


class _Voices(Model):
    """The settings of each engine that speaks; those of other packages are theirs."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": {"type": "object"}})

    espeak: EspeakSettings | None = None
    """The embedded voice."""
    gtts: GoogleSettings | None = None
    """Google's voice, on the network."""
    piper: PiperSettings | None = None
    """Voices of Piper, on this machine."""
    openai: OpenAISettings | None = None
    """Any server with OpenAI's speech API."""
    command: CommandSettings | None = None
    """Any program that speaks."""
    recorded: RecordedSettings | None = None
    """Your own recordings."""


class _Shows(Model):
    """What holds for every build, the show that is published, and the settings of voices."""

    show: Show | None = None
    """What podcast apps tell about the show; needed to publish."""
    defaults: Defaults | None = None
    """What holds where nobody chooses."""
    store: StoreTable | None = None
    """Where machines share what they make."""
    voices: _Voices | None = None
    """The settings of voices, a table for each engine: `[voices.espeak]`."""


class _Beds(RootModel[dict[str, Bed]]):
    """The beds beside this file, by name."""


class _Sounds(RootModel[dict[str, SoundEntry]]):
    """The sounds beside this file, by name."""


_MODELS: Mapping[str, type[BaseModel]] = {
    "exercise": Exercise,
    "class": ClassDefinition,
    "show": _Shows,
    "lexicon": LexiconTables,
    "takes": TakesTable,
    "catalogue": Catalogue,
    "beds": _Beds,
    "sounds": _Sounds,
    "language": Language,
}
_WORDS = {"exercise-words": "exercise", "class-words": "class"}
"""Kinds of files that hold the words of another kind alone."""
KINDS = (*_MODELS, *_WORDS)
_LAID_OVER = {"language"}
"""Kinds of files that stand over one that comes with the program, so that they need no key themselves."""
GIVEN = {(Exercise, "name"), (ClassDefinition, "name")}
"""Keys that no file holds: they come from the file's name."""
_ELSEWHERE: Mapping[tuple[type[BaseModel], str], JsonSchemaValue] = {
    (Show, "colour"): {"anyOf": [{"enum": sorted(PALETTES)}, {"type": "string", "pattern": "^#?[0-9A-Fa-f]{6}$"}]},
    (Show, "motif"): {"enum": sorted(MOTIFS)},
}
"""Keys of which another room knows what they may be."""
_DIALECT = "http://json-schema.org/draft-07/schema#"


def schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file, one of `audiosession.studio.offers.SCHEMAS`.

    Raises:
        NotFoundError: There is no such kind.
    """
    if kind not in KINDS:
        raise NotFoundError(f'no kind of file is called "{kind}"', hint=near_miss(kind, KINDS))
    if kind in _WORDS:
        made = words_schema(_schema_of(_WORDS[kind]))
        return {"$schema": _DIALECT, "title": f"words of the {_WORDS[kind]} of another language", **made}
    return {"$schema": _DIALECT, "title": f"{kind} of audiosession", **_schema_of(kind)}


def _schema_of(kind: str) -> dict[str, Any]:
    made = _MODELS[kind].model_json_schema(schema_generator=_AsWritten)
    if kind in _LAID_OVER:
        for table in (made, *made.get("$defs", {}).values()):
            table.pop("required", None)
    if kind == "exercise":
        _tell_forms(made)
    if kind == "show":
        _tell_languages(made)
    return made


def _tell_forms(made: dict[str, Any]) -> None:
    """Say in the schema of exercises that an easier or a harder form may have all keys of one, and needs none."""
    own = {key: value for key, value in made["properties"].items() if key not in FORMS}
    made["$defs"]["Form"] = {"type": "object", "additionalProperties": False, "properties": own}
    for key in FORMS:
        told = made["properties"][key]["description"]
        made["properties"][key] = {"description": told, "allOf": [{"$ref": "#/$defs/Form"}]}


def _tell_languages(made: dict[str, Any]) -> None:
    """Say in the schema of show.toml that ``[show.de]`` may have all keys of ``[show]`` but one, and needs none."""
    show = made["$defs"]["Show"]
    own = {key: value for key, value in show["properties"].items() if key != "language"}
    told = "The show in another language: what it has in place of what [show] says."
    made["$defs"]["ShowInLanguage"] = {
        "type": "object", "additionalProperties": False, "description": told, "properties": own,
    }  # fmt: skip
    show["patternProperties"] = {show["properties"]["language"]["pattern"]: {"$ref": "#/$defs/ShowInLanguage"}}


def model_of(kind: str) -> type[BaseModel] | None:
    """Return the model of a kind of file; None where it has none of its own, as what holds words alone."""
    return _MODELS.get(kind)


def schema_text(kind: str) -> str:
    """Return `schema` as it is written to a file."""
    return json.dumps(schema(kind), indent=1) + "\n"


def schema_files(project: Project) -> dict[Path, bytes]:
    """Return the files that the `#:schema` lines of definitions name, and what they hold."""
    return {project.schemas / f"{kind}.json": schema_text(kind).encode() for kind in KINDS}


def write_schemas(project: Project) -> tuple[Path, ...]:
    """Write the schemas of all kinds of files into `project`, anew where they are there.

    Raises:
        OutputError: They can't be written.
    """
    files = schema_files(project)
    for path, content in files.items():
        write_whole(path, content)
    return tuple(files)


def field_docs(model: type[BaseModel]) -> dict[str, str]:
    """Return what the docstrings beneath the fields of `model` say, by field.

    They are read from the source, here and not by pydantic: that would cost each command 30 ms.
    """
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, BaseModel) and base not in (BaseModel, RootModel):
            found |= dict(_documented(base))
    return found


def _documented(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    try:
        (tree,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    except OSError:
        return  # a package without its sources; or a model that pydantic made, which has none
    for field, after in zip(getattr(tree, "body", []), getattr(tree, "body", [])[1:], strict=False):
        match field, after:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, " ".join(text.split()).replace("``", "`")


class _AsWritten(GenerateJsonSchema):
    """Models as they are written in TOML, which has no null: what may be left out is left out."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        inner, usual = self.generate_inner(schema["schema"]), _as_written(schema.get("default"))
        return inner if usual in (None, "", []) else {**inner, "default": usual}

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        model = schema["cls"]
        made = {key: value for key, value in super().model_schema(schema).items() if key != "title"}
        made["description"] = (inspect.getdoc(model) or "").partition("\n\n")[0].replace("``", "`").replace("\n", " ")
        if "properties" in made:
            made["properties"] = dict(self._properties(model, made["properties"]))
        if needed := [key for key in made.pop("required", ()) if key in made["properties"]]:
            made["required"] = needed
        return made

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        return {"enum": [one.value for one in schema["members"]]}

    def _properties(
        self, model: type[BaseModel], made: Mapping[str, JsonSchemaValue]
    ) -> Iterator[tuple[str, JsonSchemaValue]]:
        says = field_docs(model)
        for name, field in model.model_fields.items():
            key = field.alias or name
            if (model, name) not in GIVEN:
                told = {"description": says[name]} if name in says else {}
                usual = {"default": made[key]["default"]} if "default" in made[key] else {}
                yield key, {**told, **usual, **_ELSEWHERE.get((model, name), made[key])}


def _as_written(value: object) -> Any:
    """Return a default as a person would write it; None where nobody would."""
    match value:
        case Rest(least=least, usual=usual, most=most):
            return [least, usual, most]
        case BaseModel():
            fields, written = value.__class__.model_fields, value.model_fields_set  # a set, and in no order
            return {
                field.alias or name: _as_written(getattr(value, name))
                for name, field in fields.items()
                if name in written
            }
        case tuple() | list():
            return [_as_written(one) for one in value]
        case Enum(value=plain):
            return plain
        case SecretStr():
            return None
        case _:
            return value
