"""A preview is, to the sample, what the finished class has there; and it makes no more than it needs."""

from __future__ import annotations

import io
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.whole_builds import build

from audiosession.building.gather import Inputs, gather
from audiosession.building.mix import set_desk
from audiosession.building.orders.preview import MOST_SECONDS, Excerpt, Previewed, preview, write_preview
from audiosession.building.place import place_class
from audiosession.building.render import Renderer
from audiosession.building.window import LEAD, TAIL
from audiosession.errors import Act, DefinitionError, OutputError
from audiosession.progress import Progress, unwatched
from audiosession.project.project import Project
from audiosession.project.stores import window_store
from audiosession.sound.segments import Samples
from audiosession.units import FRAMES_PER_MS
from audiosession.writing.choices import Choices, Defaults, choose

pytestmark = pytest.mark.slow

REP = "[rep {n}]\n[inhale 2] In, and {name}.\n[exhale 2] Out, {n}, and {name}.\n"
PART = """\
[exercise {name}]
[section {title}]
This is {title}: {name} on your mat.
"""
TEXT = "[class Five Parts]\n" + "".join(
    PART.format(name=name, title=title) + "".join(REP.format(n=n, name=name) for n in (1,))
    for name, title in (("sit", "One"), ("stand", "Two"), ("lie", "Three"), ("kneel", "Four"), ("roll", "Five"))
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "parts.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "scripts").mkdir()
    return Project(tmp_path)


@pytest.fixture
def by_programme(project: Project) -> Project:
    """Let all that sounds be equally loud, so that the gain is known only when all is known."""
    (project.scripts / "show.toml").write_text('[defaults]\nloudness = "programme"\n', encoding="utf-8")
    return project


def choices(**wanted: Any) -> Choices:
    return choose(Defaults(voice="tone", music="none"), **wanted)


def order(project: Project, **wanted: Any) -> Inputs:
    return gather(project, "parts.txt", choices(**wanted))


def heard(project: Project, at: str = "0", seconds: float = 10.0, **wanted: Any) -> Previewed:
    return preview(project, order(project, **wanted), Excerpt(at=at, seconds=seconds), unwatched, lambda line: None)


def master(project: Project, gain_db: float | None = None, **wanted: Any) -> tuple[Samples, float]:
    """Return the master of the whole class as the encoder is given it, and its gain: by default that of its build."""
    inputs = order(project, **wanted)
    placed = place_class(project, inputs, unwatched, lambda line: None)
    recipes, sources = set_desk(project, inputs, placed, lead=LEAD, tail=TAIL)
    renderer = Renderer(sources, window_store(project), unwatched, inputs.defaults.loudness)
    if gain_db is None:
        rendered = renderer.render(recipes)
        assert rendered.made == 0, "the build has made all of it"
        gain_db = rendered.trim_db
    masters = [
        renderer.master(one, gain_db)[one.lead * FRAMES_PER_MS :][: one.length * FRAMES_PER_MS] for one in recipes
    ]
    return np.concatenate(masters), gain_db


def whole(project: Project) -> tuple[Samples, float]:
    """Build the class, and return its master with its gain."""
    build(project, "parts.txt", choices())
    return master(project)


def spoken(project: Project) -> int:
    return len(list(project.cache.glob("takes/**/*.take")))


def test_a_preview_of_a_built_class_is_its_master_to_the_sample(project: Project) -> None:
    sound, gain_db = whole(project)

    for start_s, seconds in ((0.0, 3.0), (7.0, 9.0), (12.123, 4.5), (5.0, 60.0)):  # over edges of windows too
        found = heard(project, str(start_s), seconds)
        first = round(start_s * 1000) * FRAMES_PER_MS
        assert found.is_exact
        assert found.gain_db == gain_db
        assert np.array_equal(found.samples, sound[first : first + round(seconds * 1000) * FRAMES_PER_MS])


def test_a_preview_makes_no_window_for_the_store(project: Project) -> None:
    heard(project, "9", 8.0)

    assert not list(project.cache.glob("windows/**/*"))


def test_where_the_gain_is_that_of_the_programme_a_few_windows_tell_it_before_the_build(by_programme: Project) -> None:
    project = by_programme
    place_class(project, order(project), unwatched, lambda line: None)  # as `timeline` does
    before = heard(project, "9", 8.0)
    made = len(list(project.cache.glob("windows/**/*.window")))

    sound, gain_db = whole(project)

    assert before.is_exact
    assert before.gain_db == gain_db
    assert np.array_equal(before.samples, sound[9_000 * FRAMES_PER_MS : 17_000 * FRAMES_PER_MS])
    assert heard(project, "9", 8.0).gain_db == gain_db
    assert 0 < made < len(list(project.cache.glob("windows/**/*.window")))


def test_lines_behind_the_spot_are_not_spoken_and_it_is_exact_all_the_same(project: Project) -> None:
    early, n_spoken = parts_of_a_long_class(project)

    assert n_spoken == sorted(set(n_spoken))
    assert n_spoken[-1] < len(order(project).written.narration.lines())
    for found in early:
        sound, _ = master(project, found.gain_db)
        assert found.is_exact
        assert found.gain_db == 0.0
        assert np.array_equal(found.samples, sound[found.start * FRAMES_PER_MS : found.end * FRAMES_PER_MS])


def test_where_the_gain_is_that_of_the_programme_it_is_told_as_a_guess(by_programme: Project) -> None:
    early, _ = parts_of_a_long_class(by_programme)

    for found in early:
        sound, _ = master(by_programme, found.gain_db)
        assert not found.is_exact
        assert np.array_equal(found.samples, sound[found.start * FRAMES_PER_MS : found.end * FRAMES_PER_MS])


def parts_of_a_long_class(project: Project) -> tuple[list[Previewed], list[int]]:
    """Return two previews of a class that was never spoken, and how many lines there are before and after each."""
    more = "".join(PART.format(name=f"go-on-{n}", title=f"More {n}") for n in range(30))
    (project.root / "parts.txt").write_text(TEXT + more, encoding="utf-8")
    found, n_spoken = [], [0]
    for at in ("0", "roll:1"):
        found.append(heard(project, at, 2.0))
        n_spoken.append(spoken(project))
    return found, n_spoken


def test_where_the_class_must_have_a_length_all_is_spoken_and_exact(project: Project) -> None:
    found = heard(project, "0", 2.0, length="48s")

    assert found.is_exact
    assert spoken(project) == len(order(project).written.narration.lines())


def test_an_edit_has_only_the_line_spoken_that_is_new(project: Project) -> None:
    place_class(project, order(project), unwatched, lambda line: None)
    before = spoken(project)
    (project.root / "parts.txt").write_text(TEXT.replace("This is Two", "And this is Two"), encoding="utf-8")
    steps: list[Progress] = []

    found = preview(project, order(project), Excerpt(at="Two", seconds=4.0), steps.append, lambda line: None)

    assert spoken(project) == before + 1
    assert {step.stage for step in steps} == {"speaking"}
    assert next(clip.text for clip in found.cues if clip.kind == "speech").startswith("And this is Two")


def test_what_lies_behind_the_end_is_left_out_or_refused(project: Project) -> None:
    length = heard(project, "0", MOST_SECONDS).end

    last = heard(project, str(length / 1000 - 1), 10.0)
    assert (last.start, last.end) == (length - 1_000, length)
    assert last.samples.shape == (1_000 * FRAMES_PER_MS, 2)
    with pytest.raises(DefinitionError, match="10:00 lies behind the end") as caught:
        heard(project, "10:00")
    assert caught.value.hint.startswith("the class lasts 0:")


@pytest.mark.parametrize("seconds", [0.0, -1.0, MOST_SECONDS + 1.0, float("nan"), float("inf")])
def test_an_excerpt_is_some_seconds_long(seconds: float) -> None:
    with pytest.raises(DefinitionError, match="a preview of"):
        Excerpt(at="0", seconds=seconds)


def test_the_sound_is_written_as_a_wav_beside_the_class(project: Project) -> None:
    written = write_preview(project, order(project), Excerpt(at="sit", seconds=1.5), None, unwatched, lambda line: None)

    assert written.path == project.output / "parts.tone-no-music.preview.wav"
    assert written.path.read_bytes() == written.previewed.wav
    with wave.open(io.BytesIO(written.previewed.wav)) as file:
        assert (file.getframerate(), file.getnframes(), file.getsampwidth()) == (48_000, 72_000, 2)


def test_another_kind_of_file_is_refused_before_a_word_is_spoken(project: Project) -> None:
    with pytest.raises(OutputError, match="is no name for a WAV") as caught:
        write_preview(
            project, order(project), Excerpt(at="0", seconds=1.0), Path("x.mp3"), unwatched, lambda line: None
        )

    assert caught.value.remedy is not None
    assert (caught.value.remedy.act, caught.value.remedy.to) == (Act.NAME_OUTPUT, "x.wav")
    assert spoken(project) == 0
