"""Editors are told by a schema what a person may write: no less than the models take, no more where it can be said."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from pydantic import ValidationError
from support.reference import descriptions
from typer.testing import CliRunner

from audiosession.beds.bed import read_beds
from audiosession.beds.sound import read_sounds
from audiosession.cli.app import app
from audiosession.definitions import Model, check_table, read_definition
from audiosession.errors import FaultsError, NotFoundError
from audiosession.project.catalogue.found import catalogue_in
from audiosession.project.project import Project, starter_folder
from audiosession.project.schemas import GIVEN, schema, schema_files, write_schemas
from audiosession.project.show_faults import show_faults
from audiosession.studio.new import new_project
from audiosession.studio.offers import SCHEMAS
from audiosession.voices.chosen.rows import TakesTable
from audiosession.writing.classes import ClassDefinition
from audiosession.writing.exercise import Exercise
from audiosession.writing.language import Language
from audiosession.writing.lexicon import read_lexicon
from audiosession.writing.spoken import Say
from audiosession.writing.translating.translation import Translation

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests/golden"


def own(folder: Path) -> list[Path]:
    """Return the definitions in `folder`, without what they say in other languages."""
    return [path for path in sorted(folder.glob("*.toml")) if "." not in path.stem]


FILES: Mapping[str, list[Path]] = {
    "exercise": [
        *own(ROOT / "scripts/exercises"),
        ROOT / "scripts/new/my-first-exercise.toml",
        *GOLDEN.rglob("exercise.toml"),
        *GOLDEN.rglob("exercises/*.toml"),
    ],
    "class": [*own(ROOT / "scripts/classes"), *GOLDEN.rglob("classes/*.toml")],
    "show": [ROOT / "scripts/new/show.toml", *GOLDEN.rglob("show.toml")],
    "lexicon": [ROOT / "scripts/lexicon.toml", *GOLDEN.rglob("lexicon.toml")],
    "takes": [*GOLDEN.rglob("takes.toml")],
    "beds": [ROOT / "music/beds.toml"],
    "sounds": [ROOT / "music/sounds/sounds.toml"],
    "language": [*(ROOT / "scripts/languages").glob("*.toml")],
    "exercise-words": [*(ROOT / "scripts/exercises").glob("*.*.toml")],
    "class-words": [*(ROOT / "scripts/classes").glob("*.*.toml")],
}
STARTER = [(kind, path) for kind, paths in FILES.items() for path in paths if GOLDEN not in path.parents]
EXERCISE = """
title = "Three Breaths"
position = "seated"
level = "beginner"
purpose = ["Three slow breaths."]
caution = [{ say = "Let your breath come as it likes." }]
set_up = ["Sit as you like."]
ready = "Let the air go."
reps = { default = 3, max = 6 }
release = ["Thank you."]
phase = [{ breath = "inhale", counts = 4 }, { breath = "exhale", counts = 6, full = "Out / and out." }]
"""
CLASS = """
title = "Short"
length = "12m30s"
exercise = [{ use = "saw", pace = 1.5, section = "Warm-up" }, { use = "swan", pace = "0.9" }]
"""
SHOW = """
[show]
title = "Ours"
description = "What it is."
author = "Ada"
email = "ada@my-studio.com"
[defaults]
pace = "slow"
[voices.gtts]
slow = true
"""
TAKES = '[[take]]\ntext = "In."\nvoice = "piper"\nnumber = 2\n'
LEXICON = '[all]\n"psoas" = "so-us"\n'
BEDS = '[sea]\nfile = "sea.flac"\nloop_start_ms = 0\nloop_end_ms = 60_000\n'
SOUNDS = '[gong]\nfile = "gong.flac"\nlevel_db = -3.0\n'
LANGUAGE = (ROOT / "scripts/languages/en.toml").read_text("utf-8")
EXERCISE_WORDS = """
draft = true
title = "Drei Atemzüge"
purpose = ["Drei langsame Atemzüge."]
caution = ["Lass den Atem, wie er will."]
set_up = [{ say = "Setz dich.", one_side = "Setz dich hin." }]
ready = "Atme aus."
release = ["Danke."]
phase = [{ full = ["Ein."], bare = "Ein." }, { full = "Aus / und aus.", call = ["Noch zehn.", {}] }]
harder = { ready = { say = "Jetzt." } }
[safety]
reason = "darum"
[source]
title = "1a2b3c4d"
"""
CLASS_WORDS = """
title = "Kurz"
description = "Eine kurze Stunde."
opening = ["Hallo."]
exercise = [{ use = "saw", transition = ["Setz dich."] }]
[sections]
"Warm-up" = "Aufwärmen"
"""
CATALOGUE = """
[[classes]]
names = ["saw", "breath:4-4x6"]
formats = "mp3"
axes = { pace = ["usual", "slow", 0.9], language = "en" }
except = [{ class = "saw", pace = ["slow", 0.9] }]
[[daily]]
name = "morning"
length = "15m"
focus = ["back", "hips"]
avoid = "wrists"
languages = ["en", "de"]
title = { en = "Morning", de = "Morgen" }
voice = "espeak"
choices = { pace = 0.9, tones = false }
at = "06:30"
[daily.monday]
focus = "legs"
"""
GOOD = {
    "exercise": EXERCISE,
    "class": CLASS,
    "show": SHOW,
    "lexicon": LEXICON,
    "takes": TAKES,
    "catalogue": CATALOGUE,
    "beds": BEDS,
    "sounds": SOUNDS,
    "language": LANGUAGE,
    "exercise-words": EXERCISE_WORDS,
    "class-words": CLASS_WORDS,
}
WRONG = [
    ("exercise", 'title = "Three Breaths"', "title = 3"),
    ("exercise", 'title = "Three Breaths"', 'titel = "Three Breaths"'),
    ("exercise", '"Three Breaths"', '" Three Breaths"'),
    ("exercise", '"Three Breaths"', '"[rep 3]"'),
    ("exercise", '"Three Breaths"', '"One | two"'),
    ("exercise", '"Three Breaths"', '""'),
    ("exercise", '"Three Breaths"', f'"{"long " * 60}one"'),
    ("exercise", '"seated"', '"sitting"'),
    ("exercise", '["Three slow breaths."]', "[]"),
    ("exercise", '["Three slow breaths."]', '"Three slow breaths."'),
    ("exercise", '["Sit as you like."]', '[{ say = "Sit as you like.", rest = 0 }]'),
    ("exercise", '["Sit as you like."]', '[{ say = "Sit as you like.", rest = 3601.0 }]'),
    ("exercise", '["Sit as you like."]', '[{ say = "Sit as you like.", rest = [1.0, 2.0] }]'),
    ("exercise", '["Sit as you like."]', '[{ say = "Sit as you like.", rest = [1.0, 2.0, "3"] }]'),
    ("exercise", '["Sit as you like."]', '[{ say = "Sit as you like.", rest = "2 s" }]'),
    ("exercise", '["Sit as you like."]', '[{ say = "Sit as you like.", optional = "yes" }]'),
    ("exercise", '["Sit as you like."]', '[{ say = "Sit as you like.", optinal = true }]'),
    ("exercise", '["Sit as you like."]', '[{ or_say = ["Sit as you like."] }]'),
    ("exercise", '["Sit as you like."]', '[{ say = "Sit as you like.", or_say = [3] }]'),
    ("exercise", 'ready = "Let the air go."', 'ready = ["Let the air go."]'),
    ("exercise", 'level = "beginner"', ""),
    ("exercise", "default = 3", "default = 0"),
    ("exercise", "default = 3", "default = 3.5"),
    ("exercise", "max = 6", "most = 6"),
    ("exercise", "counts = 4", "counts = 241"),
    ("exercise", "counts = 4", 'counts = "4"'),
    ("exercise", "counts = 4", "counts = 4, pulses = 2"),
    ("exercise", "counts = 4", 'counts = 4, side = "both"'),
    ("exercise", '"inhale"', '"in"'),
    ("exercise", '"Out / and out."', "[1, 2]"),
    ("exercise", '"beginner"', '"beginner"\navoid = ["knee"]'),
    ("exercise", '"beginner"', '"beginner"\ncounting = "sideways"'),
    ("exercise", '"beginner"', '"beginner"\nquiet = { after = 2 }'),
    ("class", '"12m30s"', '"12 minutes"'),
    ("class", '"12m30s"', "12"),
    ("class", "pace = 1.5", "pace = 3.0"),
    ("class", "pace = 1.5", 'pace = "quick"'),
    ("class", "pace = 1.5", "reps = 101"),
    ("class", "pace = 1.5", "music = 3"),
    ("class", "pace = 1.5", "optional = 1"),
    ("class", 'use = "saw"', 'exercise = "saw"'),
    ("class", '"Warm-up"', '"Warm\\nup"'),
    ("class", 'title = "Short"', 'title = "Short"\nclosing = "Bye."'),
    ("show", '"ada@my-studio.com"', '"ada at my-studio"'),
    ("show", 'author = "Ada"', ""),
    ("show", 'author = "Ada"', 'author = " "'),
    ("show", 'author = "Ada"', 'author = "Ada"\ncategory = "Yoga"'),
    ("show", 'author = "Ada"', 'author = "Ada"\nsubcategory = "Yoga"'),
    ("show", 'author = "Ada"', 'author = "Ada"\nlanguage = "english"'),
    ("show", 'author = "Ada"', 'author = "Ada"\nbase_url = "my-studio.com"'),
    ("show", 'author = "Ada"', 'author = "Ada"\ncolour = "red"'),
    ("show", 'author = "Ada"', 'author = "Ada"\nmotif = "cats"'),
    ("show", 'author = "Ada"', 'author = "Ada"\nlocked = "no"'),
    ("show", 'author = "Ada"', 'author = "Ada"\nperson = [{ role = "host" }]'),
    ("show", '"slow"', "0.2"),
    ("show", '"slow"', '"slow"\ntones = "yes"'),
    ("show", '"slow"', '"slow"\nloudness = "loud"'),
    ("show", "[defaults]", "[default]"),
    ("show", "slow = true", "at_a_time = 9"),
    ("show", "slow = true", "fast = true"),
    ("lexicon", "[all]", ""),
    ("lexicon", '"so-us"', "3"),
    ("lexicon", '"so-us"', '""'),
    ("lexicon", '"so-us"', f'"{"x" * 201}"'),
    ("takes", "number = 2", ""),
    ("takes", "number = 2", "number = 100"),
    ("takes", "number = 2", 'number = 2\nrecording = "in.wav"'),
    ("takes", "number = 2", 'recording = "a/in.wav"'),
    ("takes", '"piper"', '""'),
    ("takes", '"In."', '"[rep 1]"'),
    ("catalogue", "names = [", "named = ["),
    ("catalogue", '["saw", "breath:4-4x6"]', "[]"),
    ("catalogue", '"mp3"', '"mp4"'),
    ("catalogue", "axes = { pace = ", "axes = { pase = "),
    ("catalogue", '["usual", "slow", 0.9]', "[]"),
    ("catalogue", 'class = "saw"', 'clas = "saw"'),
    ("catalogue", "[[classes]]", "[classes]"),
    ("catalogue", "[[daily]]", "[daily]"),
    ("catalogue", 'name = "morning"', 'name = "My Morning"'),
    ("catalogue", 'name = "morning"', ""),
    ("catalogue", '"hips"', '"hip"'),
    ("catalogue", '"wrists"', '"wrist"'),
    ("catalogue", 'at = "06:30"', 'at = "6:30"'),
    ("catalogue", 'de = "Morgen"', "de = 3"),
    ("catalogue", "tones = false", "tone = false"),
    ("catalogue", "tones = false", "seed = 3"),
    ("catalogue", "[daily.monday]", "[daily.mondays]"),
    ("catalogue", "[daily.monday]", '[daily.monday]\nname = "x"'),
    ("beds", '"sea.flac"', '"../sea.flac"'),
    ("beds", "loop_end_ms = 60_000", ""),
    ("beds", "loop_start_ms = 0", "loop_start_ms = -1"),
    ("beds", "loop_start_ms = 0", "loop_start_ms = 0.5"),
    ("beds", "loop_start_ms = 0", "loop_start_ms = 0\nlevel_lufs = 3"),
    ("beds", "loop_start_ms = 0", "loop_start_ms = 0\ntempo = 60"),
    ("sounds", '"gong.flac"', '"a/gong.flac"'),
    ("sounds", "level_db = -3.0", "level_db = 7.0"),
    ("sounds", "level_db = -3.0", "loudness = -3.0"),
    ("sounds", 'file = "gong.flac"', ""),
    ("exercise-words", 'ready = "Atme aus."', "reps = 3"),
    ("exercise-words", 'ready = "Atme aus."', 'ready = ["Atme aus."]'),
    ("exercise-words", '"Atme aus."', '"Atme | aus."'),
    ("exercise-words", '"Atme aus."', '""'),
    ("exercise-words", 'bare = "Ein."', "counts = 4"),
    ("exercise-words", 'one_side = "Setz dich hin."', "rest = 3"),
    ("exercise-words", 'reason = "darum"', "hold = 9.0"),
    ("class-words", 'use = "saw", ', 'use = "saw", reps = 3, '),
    ("class-words", '"Aufwärmen"', '""'),
    ("class-words", 'opening = ["Hallo."]', 'length = "12m"'),
    ("language", 'halfway = "Halfway"', "halfway = 3"),
    ("language", 'halfway = "Halfway"', 'halfway = "Halfway"\nmiddle = "Middle"'),
    ("language", "[rounds]", "[rounds]\nfew = 3"),
]


@cache
def validator(kind: str) -> Draft7Validator:
    made = schema(kind)
    Draft7Validator.check_schema(made)
    return Draft7Validator(made)


def refused(kind: str, text: str, folder: Path) -> bool:
    """Tell whether what reads files of `kind` finds fault with `text`."""
    readers: dict[str, Any] = {
        "exercise": lambda: read_definition(text, "x.toml", Exercise, name="x"),
        "class": lambda: read_definition(text, "x.toml", ClassDefinition, name="x"),
        "lexicon": lambda: read_lexicon(text, "x.toml"),
        "takes": lambda: read_definition(text, "x.toml", TakesTable),
        "catalogue": lambda: catalogue_in(text, Path("x.toml")),
        "beds": lambda: read_beds(text, "x.toml"),
        "sounds": lambda: read_sounds(text, "x.toml"),
        "language": lambda: check_table(tomllib.loads(text), text, "x.toml", Language),
    }
    if kind == "show":
        (folder / "scripts").mkdir(exist_ok=True)
        (folder / "scripts/show.toml").write_text(text, "utf-8")
        return bool(show_faults(Project(folder)))
    if kind.endswith("-words"):
        return bool(refused_words(kind, text))
    try:
        readers[kind]()
    except FaultsError:
        return True
    return False


def refused_words(kind: str, text: str) -> list[str]:
    """Return what the reader of translations finds fault with in `text`, of an original that says the same."""
    table = tomllib.loads(text)
    good = tomllib.loads(GOOD[kind])
    original = {**good, "exercise": [{"use": "saw", "section": "Warm-up", "transition": ["Sit."]}]}
    found = Translation(original=original if kind == "class-words" else good, words=table)
    said = [one for line in found.own.values() for one in (line if isinstance(line, list) else [line])]
    unsayable = [one for one in said if not isinstance(one, str) or not one or " | " in one]
    return [*(lack.message for lack in (*found.missing(), *found.left_over())), *map(str, unsayable)]


def test_every_kind_that_faces_offer_has_its_schema() -> None:
    assert set(SCHEMAS) == set(GOOD) == {path.stem for path in schema_files(Project(ROOT))}


def test_a_kind_that_is_none_is_told_with_the_nearest() -> None:
    with pytest.raises(NotFoundError, match='no kind of file is called "clas"') as caught:
        schema("clas")

    assert caught.value.hint == 'did you mean "class"?'


@pytest.mark.parametrize(("kind", "path"), [(kind, path) for kind, paths in FILES.items() for path in paths])
def test_what_stands_in_the_project_is_as_its_schema_says(kind: str, path: Path) -> None:
    errors = validator(kind).iter_errors(tomllib.loads(path.read_text("utf-8")))

    assert [f"{list(error.path)}: {error.message}" for error in errors] == []


@pytest.mark.parametrize("kind", GOOD)
def test_what_is_right_is_refused_by_nobody(kind: str, tmp_path: Path) -> None:
    assert not refused(kind, GOOD[kind], tmp_path)
    assert validator(kind).is_valid(tomllib.loads(GOOD[kind]))


def test_a_language_file_of_ones_own_needs_no_more_than_the_line_that_it_says_otherwise() -> None:
    assert validator("language").is_valid({"halfway": "In the middle", "sections": {"close": "The end"}})


@pytest.mark.parametrize(("kind", "part", "wrong"), WRONG)
def test_what_the_program_refuses_editors_refuse_as_well(kind: str, part: str, wrong: str, tmp_path: Path) -> None:
    assert GOOD[kind].count(part) == 1
    text = GOOD[kind].replace(part, wrong)

    assert refused(kind, text, tmp_path)
    assert not validator(kind).is_valid(tomllib.loads(text))


@pytest.mark.parametrize("length", ["12m", "90s", "1h5m", "1h", "12m30s", "12:30", "1:05:00", "007m"])
def test_every_way_to_write_a_length_is_known(length: str, tmp_path: Path) -> None:
    text = CLASS.replace("12m30s", length)

    assert not refused("class", text, tmp_path)
    assert validator("class").is_valid(tomllib.loads(text))


VALUES = st.sampled_from(
    [
        True,
        0,
        -1,
        1,
        2,
        2.5,
        300,
        "",
        " x",
        "word",
        "in-turn",
        "left",
        "2.5",
        [],
        ["a"],
        [1.0, 2.0, 3.0],
        {},
        {"zzz": 1},
    ]
)
"""What a slip of the pen may leave in a file."""


@given(number=st.integers(0, 1_000_000), value=VALUES, kind=st.sampled_from(["exercise", "class"]))
def test_editors_never_refuse_what_the_program_takes(number: int, value: Any, kind: str) -> None:
    model: type[Model] = Exercise if kind == "exercise" else ClassDefinition
    paths = FILES[kind]
    table = copy.deepcopy(parsed(paths[number % len(paths)]))
    places = list(inside(table))
    where, key = places[number // len(paths) % len(places)]
    where[key] = value
    if not validator(kind).is_valid(table):
        with pytest.raises(ValidationError):
            taken(model, table)


def taken(model: type[Model], table: dict[str, Any]) -> list[Model]:
    """Return what the program makes of a file's table, in all its forms."""
    return [model.model_validate({**form, "name": "x"}) for form in (table, *model.forms_in(table).values())]


@cache
def parsed(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def inside(table: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place in `table` where a value stands, and one in each table where an unknown key would."""
    for key, value in list(table.items()) if isinstance(table, dict) else enumerate(table):
        yield table, key
        if isinstance(value, dict | list):
            yield from inside(value)
    if isinstance(table, dict):
        yield table, "zzz"


def test_editors_are_told_what_each_key_does_and_what_holds_without_it() -> None:
    made = schema("exercise")
    keys = {field.alias or name: name for name, field in Exercise.model_fields.items() if (Exercise, name) not in GIVEN}

    assert list(made["properties"]) == list(keys)
    says = descriptions(Exercise)
    assert {key: told["description"] for key, told in made["properties"].items()} == {
        key: says[name].replace(r"\|", "|") for key, name in keys.items()
    }
    assert (
        made["properties"]["counting"] | {"default": "up", "enum": ["up", "down", "per-count", "off"]}
        == made["properties"]["counting"]
    )
    assert "default" not in made["properties"]["change_sides"]  # that is the language's
    assert made["$defs"]["Say"]["properties"]["rest"]["default"] == [0.35, 0.7, 2.0]


def test_forms_of_an_exercise_are_completed_as_it_is_and_need_no_key() -> None:
    whole = parsed(FILES["exercise"][0])

    assert validator("exercise").is_valid({**whole, "easier": {"reps": 2}})
    for wrong in ({"rep": 2}, {"level": "none"}, {"easier": {}}):
        assert not validator("exercise").is_valid({**whole, "easier": wrong})


def test_a_table_that_a_line_may_stand_for_still_names_its_wrong_keys() -> None:
    told = schema("exercise")["$defs"][Say.__name__]

    assert told["type"] == ["string", "object"]
    errors = Draft7Validator(told).iter_errors({"say": "Sit.", "optinal": True})
    assert [error.validator for error in errors] == ["additionalProperties"]


@pytest.mark.parametrize(("kind", "path"), STARTER, ids=lambda one: getattr(one, "name", one))
def test_a_file_that_comes_with_the_program_names_its_schema_first(kind: str, path: Path) -> None:
    first = path.read_text("utf-8").split("\n", 1)[0]
    stands_in = ROOT / "scripts" / ("exercises" if path.stem == "my-first-exercise" else "") / "x"
    where = stands_in.parent if path.parent.name == "new" else path.parent

    assert first.startswith("#:schema ")
    assert (where / first.removeprefix("#:schema ")).resolve() == ROOT / f"scripts/.schemas/{kind}.json"


def test_a_new_project_has_the_schemas_that_its_files_name(tmp_path: Path) -> None:
    made = new_project(tmp_path / "mine", full=True)

    for path in made.files:
        if path.suffix == ".toml":
            first = path.read_text("utf-8").split("\n", 1)[0]
            assert (path.parent / first.removeprefix("#:schema ")).is_file(), path


def test_an_older_project_gets_them_when_it_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "scripts/classes").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts/.schemas").mkdir()
    (tmp_path / "scripts/.schemas/class.json").write_text("{}")

    result = CliRunner().invoke(app, ["schema", "--write"])

    assert result.exit_code == 0, result.output
    assert {path: path.read_bytes() for path in (tmp_path / "scripts/.schemas").iterdir()} == schema_files(
        Project(tmp_path)
    )


def test_where_there_is_no_project_none_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(app, ["schema", "--write"])

    assert isinstance(result.exception, NotFoundError)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seed", ["0", "1", "2"])
def test_a_schema_is_the_same_whatever_order_sets_have(seed: str) -> None:
    printing = "from audiosession.project.schemas import schema_text; print(schema_text('exercise'), end='')"
    told = subprocess.run(
        [sys.executable, "-c", printing], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
    )

    assert told.stdout == (ROOT / "scripts/.schemas/exercise.json").read_bytes()


def test_one_kind_is_printed(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["schema", "beds"])

    assert (
        result.output.encode()
        == schema_files(Project(starter_folder()))[starter_folder() / "scripts/.schemas/beds.json"]
    )


def test_schemas_are_written_anew(tmp_path: Path) -> None:
    assert write_schemas(Project(tmp_path)) == write_schemas(Project(tmp_path))
