"""The house stands as audiosession/README.md says, and each breach of its law would be caught."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import house

import audiosession

PACKAGE = Path(audiosession.__file__).parent
SOURCES = house.package(PACKAGE)
DRAWERS = {"utils", "util", "helpers", "common", "base", "manager", "misc"}


def with_a_fault(path: str, text: str) -> dict[str, str]:
    """Return the sources with `text` added to the module at `path`, or with that module."""
    return {**SOURCES, path: f"{SOURCES.get(path, '')}\n{text}\n"}


def test_folders_import_only_what_stands_before_them() -> None:
    assert house.against_the_line(SOURCES) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("voices/take.py", "from audiosession.feed.show import Show"),
        ("codecs/mp3.py", "import audiosession.building.build"),
        ("writing/plan.py", "from audiosession.timing import timeline"),
        ("writing/plan.py", "from audiosession import voices"),
        ("sound/tones.py", "from ..codecs import mp3"),
        ("files/whole.py", "def late():\n    from audiosession.project.project import Project"),
        ("building/mix.py", "import importlib\nimportlib.import_module('audiosession.publishing.publish')"),
        ("feed/checks/item.py", "from audiosession.studio.studio import Studio"),
        ("errors.py", "from audiosession.files.whole import write_whole"),
        ("attic/old.py", "import math"),
    ],
)
def test_an_import_against_the_line_is_caught(path: str, text: str) -> None:
    found = house.against_the_line(with_a_fault(path, text))

    assert len(found) == 1
    assert found[0].startswith(path)


def test_the_package_opens_no_room_before_it_is_asked() -> None:
    assert house.door_left_open(SOURCES) == []
    assert house.door_left_open(with_a_fault("__init__.py", "from audiosession.sound.segments import AudioSegment"))


def test_what_is_pure_touches_nothing() -> None:
    assert house.impure(SOURCES) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("writing/cues.py", "import os"),
        ("timing/layout.py", "from time import time"),
        ("sound/tones.py", "import random"),
        ("sound/mixing.py", "import av"),
        ("writing/lexicon.py", "def read(path):\n    return open(path)"),
        ("writing/lexicon.py", "def read(path):\n    return path.read_text()"),
        ("timing/length.py", "def age(path):\n    return path.stat().st_mtime"),
        ("timing/length.py", "def listed(path):\n    return list(path.iterdir())"),
        ("sound/loudness.py", "def kept(path):\n    return np.load(path)"),
        ("sound/mastering.py", "def noise(n):\n    return np.random.random(n)"),
        ("sound/mastering.py", "def noise():\n    return np.random.default_rng()"),
        ("sound/mastering.py", "def told(x):\n    print(x)"),
        ("units.py", "import datetime"),
        ("session.py", "def read(path):\n    return path.read_bytes()"),
    ],
)
def test_a_pure_room_that_reaches_the_world_is_caught(path: str, text: str) -> None:
    assert [one for one in house.impure(with_a_fault(path, text)) if one.startswith(path)]


def test_faces_see_the_door_alone() -> None:
    assert house.faces_behind_the_door(SOURCES) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("cli/commands/list.py", "from audiosession.project.project import Project"),
        ("cli/report.py", "def late():\n    from audiosession.writing.choices import choose"),
        ("cli/app.py", "import audiosession.building.build"),
        ("cli/app.py", "from audiosession.web import app"),
        ("web/app.py", "from audiosession.publishing.publish import publish"),
        ("web/app.py", "from audiosession.cli.report import shown"),
    ],
)
def test_a_face_that_goes_round_the_door_is_caught(path: str, text: str) -> None:
    assert [one for one in house.faces_behind_the_door(with_a_fault(path, text)) if one.startswith(path)]


def test_what_to_type_is_told_by_faces_alone() -> None:
    assert house.words_of_the_command_line(SOURCES) == []


@pytest.mark.parametrize("words", ["build it first: audiosession build saw", "choose another with --port"])
def test_words_of_the_command_line_below_the_faces_are_caught(words: str) -> None:
    assert len(house.words_of_the_command_line(with_a_fault("feed/show.py", f"HINT = {words!r}"))) == 1


def test_every_name_has_one_home() -> None:
    assert house.names_with_two_homes(SOURCES) == []


@pytest.mark.parametrize(
    "text", ["class Timeline:\n    pass", "def limit(x):\n    return x", "Ms = int", "Samples: object = None"]
)
def test_a_second_home_is_caught(text: str) -> None:
    assert len(house.names_with_two_homes(with_a_fault("feed/show.py", text))) == 1


def test_no_folder_is_too_full_to_look_over() -> None:
    assert house.crowded(SOURCES) == []


def test_a_crowd_is_caught() -> None:
    crowd = {f"sound/more_{number}.py": "" for number in range(8)}

    assert len(house.crowded({**SOURCES, **crowd})) == 1


def test_every_folder_has_its_sentence_on_the_map() -> None:
    text = (PACKAGE / "README.md").read_text("utf-8")

    assert house.off_the_map(SOURCES, text) == []
    assert house.off_the_map({**SOURCES, "attic/old.py": "", "attic/__init__.py": ""}, text) == ["attic"]


def test_functions_fit_a_screen() -> None:
    assert len(house.too_long(SOURCES, 40)) <= 3
    assert house.too_long(SOURCES, 60) == []
    assert house.too_long(with_a_fault("units.py", "def long():\n" + "    x = 1\n" * 61), 60)


def test_functions_take_six_parameters_at_the_most() -> None:
    assert house.too_many_parameters(SOURCES) == []
    assert house.too_many_parameters(with_a_fault("units.py", "def many(a, b, c, d, *, e, f, g):\n    return a"))


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    assert not {Path(path).stem for path in SOURCES} & DRAWERS


def test_no_pattern_has_a_possessive_group() -> None:
    """Before Python 3.11.5 it may match nothing where it should: https://github.com/python/cpython/issues/106052."""
    possessive = re.compile(r"\)[*+?}]\+")

    assert possessive.search('re.compile(r"(?:a|b)++")')
    assert [path for path, source in SOURCES.items() if possessive.search(source)] == []
