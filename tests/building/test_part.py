"""A part of a class is, to the sample, what the finished class has there; and nobody takes it for a class."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mutagen.mp3
import numpy as np
import pytest
from support.whole_builds import build

from audiosession.building.gather import Inputs, gather
from audiosession.building.orders.part import BuiltPart, Passage, build_part
from audiosession.codecs.decode import decode_blocks
from audiosession.errors import AudioSessionError, DefinitionError, NotFoundError, OutputError, VerifyError
from audiosession.formats import FORMATS, USUAL, Format
from audiosession.progress import unwatched
from audiosession.project.project import Project
from audiosession.project.sessions import built_sessions
from audiosession.sound.segments import Samples
from audiosession.studio.heard.verify import verify_file
from audiosession.studio.studio import open_studio
from audiosession.units import FRAMES_PER_MS, Ms
from audiosession.writing.choices import Choices, Defaults, choose

pytestmark = pytest.mark.slow

NAMES = (
    ("sit", "Sit"),
    ("roll", "Warm-up: Roll Up"),
    ("lie", "Lie"),
    ("roll-again", "Roll Over"),
    ("lie-again", "Lie"),
)
TEXT = "[class Five Parts]\n" + "".join(
    f"[exercise {name}]\n[section {title}]\nThis is {title}, {name}, on your mat.\n"
    f"[rep 1]\n[inhale 3] In, and {name}.\n[exhale 4] Out, and {name}.\n"
    f"[rep 2]\n[inhale 2] In.\n[exhale 2] Out.\n[pause 2 from 1 to 8]\n"
    for name, title in NAMES
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return written(tmp_path)


def written(folder: Path) -> Project:
    (folder / "parts.txt").write_text(TEXT, encoding="utf-8")
    (folder / "scripts").mkdir()
    return Project(folder)


@pytest.fixture(scope="module", params=["none", "still-water"])
def whole(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Project, Samples]]:
    """Yield a class that is built, with the name of its bed and what is heard in it."""
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOSESSION_CACHE", str(folder / "cache"))
        patch.chdir(folder)
        project = written(folder)
        yield request.param, project, heard(build(project, "parts.txt", choices(music=request.param)).path)


def choices(**wanted: Any) -> Choices:
    return choose(Defaults(voice="tone", music="none"), **wanted)


def order(project: Project, output: Path | None = None, form: Format = USUAL, **wanted: Any) -> Inputs:
    return gather(project, "parts.txt", choices(**wanted), output, form)


def part(project: Project, passage: Passage, **wanted: Any) -> BuiltPart:
    return build_part(project, order(project, **wanted), passage, unwatched, lambda line: None)


def heard(path: Path) -> Samples:
    return np.concatenate(list(decode_blocks(path, channels=2)))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("0", "3"),
        ("0.011", "1"),
        ("20.4", "20.424"),
        ("7.3", "16.457"),
        ("20.389", "20.401"),
        ("3.001", None),
        ("38", "61"),
    ],
)
def test_a_part_sounds_as_the_built_class_does_there_to_the_sample(
    whole: tuple[str, Project, Samples], start: str, end: str | None
) -> None:
    music, project, sound = whole
    made = part(project, Passage(start=start, end=end), music=music)

    first, last = made.start * FRAMES_PER_MS, made.end * FRAMES_PER_MS
    assert made.is_exact
    assert made.start == round(float(start) * 1000)
    assert made.end == (Ms(round(float(end) * 1000)) if end else len(sound) // FRAMES_PER_MS)
    assert np.array_equal(heard(made.path), sound[first:last])


def test_its_length_is_told_by_its_header_and_its_name_by_its_times(project: Project) -> None:
    made = part(project, Passage(start="0:10", end="0:31.5"))

    assert made.path == project.output / "parts.tone-no-music.part-0m10s-0m31.5s.mp3"
    assert mutagen.mp3.MP3(made.path).info.length == pytest.approx(21.5, abs=0.024)
    assert len(heard(made.path)) == 21_500 * FRAMES_PER_MS
    assert mutagen.File(made.path, easy=True)["title"] == ["Five Parts, 0:10–0:32"]


def test_the_windows_of_a_part_are_not_made_again_for_the_whole(project: Project) -> None:
    made = part(project, Passage(start="10", end="30"))
    built = build(project, "parts.txt", choices())

    assert np.array_equal(heard(made.path), heard(built.path)[10_000 * FRAMES_PER_MS : 30_000 * FRAMES_PER_MS])
    assert 0 < made.made == made.windows < built.windows
    assert 0 < built.made <= built.windows - made.made
    assert part(project, Passage(start="10", end="30")).made == 0


def test_the_lines_behind_a_part_are_not_spoken(project: Project) -> None:
    part(project, Passage(end="5"))

    assert 0 < len(list(project.cache.glob("takes/**/*.take"))) < len(order(project).written.narration.lines())


@pytest.mark.parametrize("title", ["Warm-up: Roll Up", "warm-up: roll up", "Roll Up", "ROLL UP"])
def test_a_chapter_is_found_by_its_title(project: Project, title: str) -> None:
    made = part(project, Passage(section=title))

    assert made.path.name == "parts.tone-no-music.part-warm-up-roll-up.mp3"
    assert made.part == "Warm-up: Roll Up"
    first = next(cue.text for cue in made.cues if cue.kind == "speech")
    assert first == "This is Warm-up: Roll Up, roll, on your mat."
    whole = {one.title: one for one in build(project, "parts.txt", choices()).session.sections}
    assert (made.start / 1000, made.end / 1000) == (whole[made.part].start, whole[made.part].end)


def test_a_part_may_go_from_one_exercise_to_a_rep_of_another(project: Project) -> None:
    made = part(project, Passage(start="sit", end="roll:2"))

    assert [cue.text for cue in made.cues if cue.kind == "speech"][-1] == "Out, and roll."


def test_a_class_of_another_pace_and_length_is_heard_in_parts_as_well(project: Project) -> None:
    wanted = {"pace": "slow", "length": "110s"}
    made = part(project, Passage(start="0:30", end="0:40"), **wanted)
    built = build(project, "parts.txt", choices(**wanted))

    assert built.session.audio.duration == pytest.approx(110.0, abs=0.024)
    assert np.array_equal(heard(made.path), heard(built.path)[30_000 * FRAMES_PER_MS : 40_000 * FRAMES_PER_MS])


@pytest.mark.parametrize(
    ("start", "end", "section", "message", "hint"),
    [
        ("20", "10", None, "a part from 0:20 to 0:10 ends before it begins", "change them round"),
        ("10", "10", None, "a part from 0:10 to 0:10 has no length", "say a later end"),
        ("roll", "sit", None, "a part from 0:", "change them round"),
        ("99:00", None, None, "99:00 lies behind the end|1:39:00 lies behind the end", "the class lasts"),
        ("0:10", "5:00", None, "5:00 lies behind the end", "the class lasts"),
        ("saww", None, None, 'nothing in the class is called "saww"', "write a time like 2:30"),
        (None, None, "Roll Upp", 'no chapter is called "Roll Upp"', 'did you mean "Roll Up"?'),
        (None, None, "Lie", '2 chapters are called "Lie"', "say from when to when, about 0:"),
        (None, None, "", 'no chapter is called ""', ""),
    ],
)
def test_what_is_no_part_is_told_in_one_line(
    project: Project, start: str | None, end: str | None, section: str | None, message: str, hint: str
) -> None:
    with pytest.raises(DefinitionError, match=message) as caught:
        part(project, Passage(start=start, end=end, section=section))

    assert caught.value.hint.startswith(hint)
    assert not list(project.output.glob("*"))


@pytest.mark.parametrize(("start", "section"), [("saww", None), (None, "Roll Upp"), (None, "Lie")])
def test_a_part_that_is_not_there_costs_no_spoken_line(
    project: Project, start: str | None, section: str | None
) -> None:
    with pytest.raises(DefinitionError):
        part(project, Passage(start=start, section=section))

    assert not list(project.cache.glob("takes/**/*.take"))


def test_a_part_is_an_mp3(project: Project) -> None:
    with pytest.raises(OutputError, match="a part of a class is an MP3, not a WAV"):
        build_part(project, order(project, form=FORMATS["wav"]), Passage(end="3"), unwatched, lambda line: None)


def test_a_part_never_takes_the_place_of_a_class(project: Project) -> None:
    built = build(project, "parts.txt", choices())
    before = built.path.read_bytes()

    with pytest.raises(OutputError, match="is a built class"):
        build_part(project, order(project, built.path), Passage(end="3"), unwatched, lambda line: None)
    assert built.path.read_bytes() == before


def test_nobody_takes_a_part_for_a_class(project: Project) -> None:
    built = build(project, "parts.txt", choices())
    made = part(project, Passage(start="3", end="9"))
    facts = open_studio().lists  # what is listed of the show

    assert [one.slug for one in built_sessions(project.output)] == [built.session.slug]
    assert [path.name for path in project.output.iterdir() if made.path.stem in path.name] == [made.path.name]
    assert [row.name for row in facts.episodes()] == [built.session.slug]
    with pytest.raises(NotFoundError, match="no built class is called"):
        built_sessions(project.output, [made.path.stem])
    with pytest.raises(VerifyError, match="there is no session file"):
        verify_file(made.path)


def test_the_door_takes_a_chapter_or_two_spots(project: Project) -> None:
    studio = open_studio(project.root)
    quick = {"voice": "tone", "music": "none"}

    assert studio.build_part("parts.txt", "sit", output="a.mp3", **quick).start == 0
    assert studio.build_part("parts.txt", (1.5, "0:03"), output="a.mp3", **quick).path == Path("a.mp3")
    with pytest.raises(AudioSessionError):
        studio.build_part("parts.txt", "nowhere", output="b.mp3", **quick)
    assert not Path("b.mp3").exists()


def test_a_long_name_leaves_room_for_what_its_part_is_called(project: Project) -> None:
    long = "breathe-" * 30
    (project.root / f"{long}.txt").write_text(TEXT, encoding="utf-8")

    made = build_part(
        project, gather(project, f"{long}.txt", choices()), Passage(section="roll up"), unwatched, lambda line: None
    )

    assert made.path.is_file()
