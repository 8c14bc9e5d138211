"""What a class depends on: whatever is heard in it is part of its digest, under a name that people know."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.figures import write_wav_file
from support.records import FOLDER
from support.signals import sine

from audiosession.building.gather import Inputs, gather
from audiosession.errors import Act, NotFoundError, OutputError
from audiosession.formats import FORMATS
from audiosession.project.project import Project
from audiosession.writing.choices import Choices, Defaults, choose

HEEL_BEAT, SHOW = "scripts/exercises/heel-beat.toml", "scripts/show.toml"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Lend a project of one's own: a copy of the class that the record of versions keeps, with a bed and a show."""
    shutil.copytree(FOLDER / "project" / "scripts", tmp_path / "scripts")
    (tmp_path / "scripts" / "show.toml").write_text('[defaults]\nvoice = "tone"\nmusic = "hum"\n')
    (tmp_path / "music").mkdir()
    for name in ("hum", "second"):
        write_wav_file(tmp_path / "music" / f"{name}.wav", sine(1.5, level_db=-20))
    return Project(tmp_path)


def chosen(**wanted: Any) -> Choices:
    return choose(Defaults(voice="tone", music="hum"), **wanted)


def edited(path: str, old: str, new: str) -> Callable[[Project], None]:
    """Return what changes a text of a project."""

    def edit(project: Project) -> None:
        text = (project.root / path).read_text("utf-8")
        assert old in text
        (project.root / path).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def louder_bed(project: Project) -> None:
    write_wav_file(project.music / "hum.wav", sine(1.5, level_db=-19))


def listed_bed(project: Project) -> None:
    (project.music / "beds.toml").write_text('[hum]\nfile = "hum.wav"\nlevel_lufs = -20.0\n')


def changed(before: Inputs, after: Inputs) -> set[str]:
    """Return the names of the parts that are others."""
    names = {**before.made_from, **after.made_from}
    return {name for name in names if before.made_from.get(name) != after.made_from.get(name)}


@pytest.mark.parametrize(
    ("edit", "parts"),
    [
        (edited(HEEL_BEAT, "hips heavy", "hips down"), {"the narration", "exercise heel-beat"}),
        (edited(HEEL_BEAT, "max = 6", "max = 7"), {"exercise heel-beat"}),
        (edited("scripts/classes/small-class.toml", "Hello.", "Good day."), {"the narration"}),
        (edited("scripts/templates/class.j2", "[section Close]", "[section End]"), {"the narration"}),
        (edited("scripts/lexicon.toml", "matt", "met"), {"lexicon.toml"}),
        (edited(SHOW, "[defaults]", '[defaults]\nartist = "Ada"'), {"[defaults] of show.toml"}),
        (edited(SHOW, "[defaults]", "[voices.tone]\nlevel = 0.3\n[defaults]"), {"[voices] of show.toml"}),
        (edited(SHOW, "[defaults]", '[show]\ntitle = "Mine"\n[defaults]'), {"the cover"}),
        (louder_bed, {"the bed hum"}),
        (listed_bed, {"the bed hum"}),
    ],
    ids=range(10),
)  # fmt: skip
def test_an_edit_changes_the_digest_and_the_parts_that_it_is_in(
    project: Project, edit: Callable[[Project], None], parts: set[str]
) -> None:
    before = gather(project, "small-class", chosen())
    edit(project)
    after = gather(project, "small-class", chosen())

    assert changed(before, after) == parts
    assert before.digest != after.digest


@pytest.mark.parametrize(
    "edit",
    [
        edited(HEEL_BEAT, "title =", "# A remark.\ntitle ="),
        edited("scripts/templates/class.j2", "{% if plan.is_class %}", "{# A remark. #}\n{% if plan.is_class %}"),
        edited(SHOW, "[defaults]", '[show]\nauthor = "Ada"\n[defaults]'),
        edited("scripts/exercises/slow-roll.toml", "A roll", "Another roll"),
    ],
    ids=["a remark in a definition", "a remark in a template", "what only the feed tells", "another exercise"],
)
def test_what_is_not_heard_changes_nothing(project: Project, edit: Callable[[Project], None]) -> None:
    before = gather(project, "heel-beat", chosen())
    edit(project)
    after = gather(project, "heel-beat", chosen())

    assert (changed(before, after), before.digest) == (set(), after.digest)


@pytest.mark.parametrize(
    "wanted",
    [{"pace": "slow"}, {"voice": "espeak"}, {"music": "none"}, {"tones": False}, {"length": "90s"}, {"strict": True},
     {"fill": "espeak"}],
    ids=str,
)  # fmt: skip
def test_every_choice_is_part_of_the_digest(project: Project, wanted: dict[str, Any]) -> None:
    assert gather(project, "heel-beat", chosen()).digest != gather(project, "heel-beat", chosen(**wanted)).digest


def test_the_format_and_the_name_of_the_files_are_part_of_the_digest(project: Project) -> None:
    usual = gather(project, "heel-beat", chosen())
    flac = gather(project, "heel-beat", chosen(), project.root / "heel-beat.flac", FORMATS["flac"])
    named = gather(project, "heel-beat", chosen(), project.root / "mine.mp3")

    assert len({usual.digest, flac.digest, named.digest}) == 3
    assert usual.made_from == flac.made_from == named.made_from
    assert usual.digest == replace(usual, path=project.root / "elsewhere" / "heel-beat.mp3").digest, "not the folder"


def test_only_the_beds_that_play_are_depended_on(project: Project) -> None:
    beds = {name for name in gather(project, "small-class", chosen()).made_from if name.startswith("the bed ")}

    assert beds == {"the bed hum", "the bed second"}
    assert not gather(project, "small-class", chosen(music="none")).beds


def test_a_recording_of_the_instructor_is_depended_on(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.root)
    takes = project.root / "takes"
    takes.mkdir()
    (takes / "recording-list.csv").write_text("number,file,text\n1,001,Hello.\n")
    before = gather(project, "small-class", chosen(voice="recorded:takes"))
    write_wav_file(takes / "001.wav", sine(0.5, level_db=-20, channels=1))
    after = gather(project, "small-class", chosen(voice="recorded:takes"))

    assert changed(before, after) == {"the recordings"}


def test_a_file_is_called_what_it_is_and_what_is_chosen_otherwise(project: Project) -> None:
    usual, slow = (gather(project, "heel-beat", chosen(**wanted)) for wanted in ({}, {"pace": "slow", "reps": 2}))

    assert usual.path == project.output / "heel-beat.mp3"
    assert slow.path == project.output / "heel-beat.slow-2.mp3"
    assert gather(project, "heel-beat", chosen(), None, FORMATS["flac"]).path == project.output / "heel-beat.flac"


@pytest.mark.parametrize(
    ("output", "message", "remedy"),
    [
        ("output", "is a folder", "output/heel-beat.mp3"),
        ("heel-beat.wav", "is no name for an MP3", "heel-beat.wav.mp3"),
        ("nowhere/heel-beat.mp3", "lies in a folder that does not exist", ""),
    ],
)
def test_a_file_that_can_t_be_written_is_refused_before_anything_is_made(
    project: Project, monkeypatch: pytest.MonkeyPatch, output: str, message: str, remedy: str
) -> None:
    monkeypatch.chdir(project.root)
    project.output.mkdir()

    with pytest.raises(OutputError, match=message) as caught:
        gather(project, "heel-beat", chosen(), Path(output))
    assert (caught.value.remedy.to if caught.value.remedy else "") == remedy
    assert caught.value.remedy is None or caught.value.remedy.act is Act.NAME_OUTPUT


def test_a_bed_that_is_not_there_is_refused_before_anything_is_made(project: Project) -> None:
    with pytest.raises(NotFoundError, match='no bed is called "humm"'):
        gather(project, "heel-beat", chosen(music="humm"))
