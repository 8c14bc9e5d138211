"""The desk of a placed class: recipes for all of it, and sources that give each sound and what was measured of it."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from support.figures import write_wav_file
from support.still_sounds import rustle

from audiosession.building.gather import Inputs, gather
from audiosession.building.mix import DiskSources, set_desk
from audiosession.building.place import Placed, place_class
from audiosession.building.window import LEAD, TAIL, make_window
from audiosession.errors import CodecError
from audiosession.progress import unwatched
from audiosession.project.project import Project
from audiosession.sound.loudness import weighted_hops
from audiosession.sound.recipes import Recipe
from audiosession.sound.segments import to_samples
from audiosession.units import FRAMES_PER_MS, Ms
from audiosession.writing.choices import Defaults, choose

TEXT = """\
[class Two Beds]
[section One]
Hello, and welcome.
[pause 1]
[inhale 2] In.
[section Two]
[music second]
And welcome again.
[exhale 3] Out.
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    (tmp_path / "two.txt").write_text(TEXT)
    (tmp_path / "music").mkdir()
    for name, level_db in (("first", -20.0), ("second", -26.0)):
        write_wav_file(tmp_path / "music" / f"{name}.wav", rustle(1.5, level_db=level_db))
    return Project(tmp_path)


def placed(project: Project, music: str = "first") -> tuple[Inputs, Placed]:
    inputs = gather(project, str(project.root / "two.txt"), choose(Defaults(), voice="tone", music=music))
    return inputs, place_class(project, inputs, unwatched, lambda line: None)


def desk(project: Project, music: str = "first", around: Ms = Ms(240)) -> tuple[Placed, list[Recipe], DiskSources]:
    inputs, found = placed(project, music)
    return found, *set_desk(project, inputs, found, lead=around, tail=around)


def test_the_recipes_are_as_long_as_the_class_and_hear_what_lies_around_them(project: Project) -> None:
    found, recipes, _ = desk(project)

    assert sum(recipe.length for recipe in recipes) == found.timeline.length
    assert [recipe.lead for recipe in recipes] == [0, *[240] * (len(recipes) - 1)]
    assert [recipe.tail for recipe in recipes] == [*[240] * (len(recipes) - 1), 0]


def test_every_line_lies_in_the_recipes_where_the_timeline_has_it(project: Project) -> None:
    found, recipes, _ = desk(project, around=Ms(0))
    starts = np.cumsum([0, *[recipe.length for recipe in recipes]])
    digests = {take.digest: text for text, take in found.spoken.takes.items()}
    heard = {
        (start + at, digests[digest]) for start, one in zip(starts, recipes, strict=False) for at, digest in one.takes
    }

    assert heard == {(clip.start, clip.text) for clip in found.timeline.track("voice")}


def test_a_take_sounds_as_it_was_stored_and_measures_what_it_sounds_like(project: Project) -> None:
    found, _, sources = desk(project)
    for take in found.spoken.takes.values():
        sound = to_samples(sources.take(take.digest))

        assert len(sound) == take.duration * FRAMES_PER_MS
        assert sources.take_energies(take.digest) == pytest.approx(2 * weighted_hops(sound, Ms(1)), rel=1e-5, abs=1e-12)


def test_a_bed_goes_round_and_is_brought_to_one_level(project: Project) -> None:
    _, recipes, sources = desk(project)
    parts = {part.bed: part.gain_db for recipe in recipes for part in recipe.beds}

    assert len(parts) == 2
    quiet, loud = sorted(parts.values())
    assert loud - quiet == pytest.approx(6.0, abs=0.05), "one recording is 6 dB louder than the other"
    for digest in parts:
        around = sources.bed(digest, -100, 200_000)
        assert around.shape == (200_000, 2)
        length = next(n for n in range(40_000, 80_000) if np.array_equal(around[n : n + 500], around[:500]))
        np.testing.assert_array_equal(around[length:], around[:-length])
        energies = sources.bed_energies(digest, 0, Ms(3_000))
        assert energies[: 3_000 - length // 48] == pytest.approx(energies[length // 48 :], rel=1e-6)


def test_without_music_no_bed_is_read(project: Project) -> None:
    for path in project.music.iterdir():
        path.write_bytes(b"no sound")

    _, recipes, _ = desk(project, "none")

    assert not any(recipe.beds or recipe.duck for recipe in recipes)


def test_a_bed_that_can_t_be_decoded_is_told_with_its_path(project: Project) -> None:
    inputs, found = placed(project)
    (project.music / "second.wav").write_bytes(b"no sound")

    with pytest.raises(CodecError) as caught:
        set_desk(project, inputs, found, lead=Ms(0), tail=Ms(0))
    assert caught.value.path == project.music / "second.wav"


@pytest.mark.peers
def test_another_process_makes_the_same_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    (tmp_path / "rain.txt").write_text(TEXT.replace("[music second]\n", ""))
    (tmp_path / "music").mkdir()
    write_wav_file(tmp_path / "music" / "rain.wav", rustle(2))
    project = Project(tmp_path)
    inputs = gather(project, str(tmp_path / "rain.txt"), choose(Defaults(), voice="espeak", music="rain"))
    placed = place_class(project, inputs, unwatched, lambda line: None)
    recipes, sources = set_desk(project, inputs, placed, lead=LEAD, tail=TAIL)

    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        elsewhere = pool.submit(make_window, recipes[0], -3.0, sources).result()

    assert elsewhere == make_window(recipes[0], -3.0, sources)
