"""A class as it is planned: with its times where it can be placed, and with what would mend it where it can't."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.errors import NotFoundError
from audiosession.studio.as_json import as_json
from audiosession.studio.outlines.mends import Mend
from audiosession.studio.studio import Studio, open_studio

pytestmark = pytest.mark.slow

COLD = """\
title = "Cold"

[[exercise]]
use = "single-leg-kick"

[[exercise]]
use = "swan"
reps = 3
"""


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    open_studio(tmp_path).new(tmp_path)
    (tmp_path / "scripts" / "show.toml").write_text('[defaults]\nvoice = "tone"\nmusic = "none"\n', "utf-8")
    return open_studio(tmp_path)


def write(studio: Studio, text: str, name: str = "mine") -> Path:
    path = studio.project.scripts / "classes" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def made(studio: Studio, path: Path, mend: Mend) -> None:
    """Have a mend made in the file of a class."""
    version = studio.text("class", path.stem).version
    studio.sitting().edit("class", path.stem, list(mend.changes), version)


def test_every_exercise_stands_where_the_rehearsal_has_it(studio: Studio) -> None:
    found, rehearsed = studio.outline("back-body"), studio.rehearse("back-body")

    assert [(one.use, one.start, one.end) for one in found.entries] == [
        (part.exercise, part.start, part.end) for part in rehearsed.chapters if part.exercise
    ]
    assert found.length == rehearsed.timeline.length
    assert [entry.at for entry in found.entries] == [0, 1, 2, 3]
    kick = found.entries[3]
    assert kick.held == rehearsed.timeline.held()[0].length
    assert kick.way is not None
    assert kick.way.text.startswith("You are warm now.")


def test_the_length_that_it_says_it_can_have_can_be_had(studio: Studio) -> None:
    span = studio.outline("back-body").span
    assert span is not None

    for length_ms in (span.least + 1_000, span.most - 1_000):
        asked = length_ms // 1_000
        found = studio.outline("back-body", length=f"{asked}s")
        assert found.length == pytest.approx(asked * 1_000, abs=24)


def test_a_length_that_cannot_be_is_told_with_the_nearest_that_can(studio: Studio) -> None:
    found = studio.outline("back-body", length="5m")

    assert found.length is None
    assert found.entries[0].title == "Saw"
    (fault,) = found.findings
    nearest, free = fault.mends
    assert studio.outline("back-body", length=nearest.wanted["length"]).length
    assert free.wanted == {"length": ""}


def test_warm_ups_that_are_missing_can_be_added_by_its_mend(studio: Studio) -> None:
    path = write(studio, COLD)

    found = studio.outline("mine")

    assert found.length is None
    assert [one.at for one in found.findings] == [0, 1]
    while found.findings:
        made(studio, path, found.findings[0].mends[0])
        found = studio.outline("mine")
    assert found.length
    uses = [one.use for one in found.entries]
    assert {"saw", "spine-twist", "swan"} <= set(uses[: uses.index("single-leg-kick")])
    assert found.entries[-1].reps == 3


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('use = "sawn"', "saw"),
        ('use = "saw"\nreps = 99', "saw"),
        ('use = "belly-breathing"\nside = "left"', "belly-breathing"),
    ],
)
def test_what_is_wrong_in_one_table_is_mended_there(studio: Studio, wrong: str, right: str) -> None:
    path = write(studio, f'title = "Mine"\n\n[[exercise]]\n{wrong}\n')

    found = studio.outline("mine")

    assert found.length is None
    made(studio, path, found.findings[0].mends[0])
    assert [one.use for one in studio.outline("mine").entries] == [right]
    assert studio.outline("mine").length


def test_an_exercise_that_gave_way_stands_where_it_is_written(studio: Studio) -> None:
    text = 'title = "Mine"\n\n[[exercise]]\nuse = "saw"\n\n[[exercise]]\nuse = "belly-breathing"\noptional = true\n'
    write(studio, text)
    span = studio.outline("mine").span
    assert span is not None

    found = studio.outline("mine", length=f"{span.least // 1_000 + 2}s")

    assert [(one.use, one.at, one.is_left_out) for one in found.entries] == [
        ("saw", 0, False),
        ("belly-breathing", 1, True),
    ]
    assert any("left out" in one.fault.message for one in found.findings if one.kind == "change")


def test_a_class_that_nobody_can_read_tells_its_faults(studio: Studio) -> None:
    write(studio, 'title = "Mine"\n\n[[exercise]]\nuse = saw\n')

    found = studio.outline("mine")

    assert found.entries == ()
    assert found.findings[0].fault.line == 4


def test_an_exercise_alone_is_made_of_its_parts(studio: Studio) -> None:
    found = studio.outline("saw", reps=2)

    assert found.kind == "exercise"
    assert len(found.parts) > 3
    assert [(entry.use, entry.reps, entry.at) for entry in found.entries] == [("saw", 2, None)]
    assert (found.entries[0].start, found.entries[0].end) == (found.parts[0].start, found.parts[-1].end)


def test_its_json_is_plain(studio: Studio) -> None:
    told = as_json(studio.outline("back-body", length="5m"))

    assert isinstance(told, dict)
    assert told["asked"] == 300_000
    assert told["languages"] == ["en", "de", "es", "fr"]


def test_nothing_of_that_name_is_told(studio: Studio) -> None:
    with pytest.raises(NotFoundError, match="back-bodi"):
        studio.outline("back-bodi")
