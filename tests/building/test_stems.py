"""A class for editors: stems of equal length that sum to the mix, labels, and a timeline that OpenTimelineIO reads."""

from __future__ import annotations

import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from support.signals import noise
from typer.testing import CliRunner

from audiosession.building.gather import Inputs, gather
from audiosession.building.mix import set_desk
from audiosession.building.orders.stems import NO_OTIO, write_stems
from audiosession.building.place import Placed, place_class
from audiosession.cli.app import app
from audiosession.codecs.wav import write_wav
from audiosession.errors import OutputError
from audiosession.progress import unwatched
from audiosession.project.project import Project, open_project
from audiosession.sound.mixing import HEADROOM_DB, mixed_samples
from audiosession.units import Ms, to_frames
from audiosession.writing.choices import Defaults, choose

NARRATION = """\
[class Kick]
[section Set-up]
Lie on your front.
[section Repetitions]
[rep 1]
[inhale 1] In.
[exhale 2 left pulse 1 2] Kick / kick.
[sound bell]
[pause 1]
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    root = tmp_path_factory.mktemp("project")
    (root / "scripts" / "exercises").mkdir(parents=True)
    (root / "music").mkdir()
    (root / "kick.txt").write_text(NARRATION, encoding="utf-8")
    with (root / "music" / "rain.wav").open("w+b") as file:
        write_wav(file, [noise(2)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOSESSION_CACHE", str(root / "cache"))
        patch.chdir(root)
        yield open_project(root)


@pytest.fixture(scope="module")
def order(project: Project) -> Inputs:
    return gather(project, "kick.txt", choose(Defaults(), voice="espeak:en-us", music="rain"))


@pytest.fixture(scope="module")
def placed(project: Project, order: Inputs) -> Placed:
    return place_class(project, order, unwatched, lambda line: None)


@pytest.fixture(scope="module")
def folder(project: Project, order: Inputs) -> Path:
    folder = project.root / "stems"
    write_stems(project, order, folder, unwatched, lambda line: None)
    return folder


def read(path: Path) -> NDArray[np.int32]:
    """Return a WAV of 24 bits as whole numbers."""
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (48_000, 2, 3)
        raw = np.frombuffer(file.readframes(file.getnframes()), np.uint8).reshape(-1, 3)
    wide = np.zeros((len(raw), 4), np.uint8)
    wide[:, 1:] = raw
    return wide.view("<i4").reshape(-1, 2) >> 8


def test_the_stems_are_as_long_as_the_class_and_sum_to_its_mix(
    project: Project, order: Inputs, placed: Placed, folder: Path
) -> None:
    parts = [read(folder / f"{name}.wav") for name in ("voice", "bed", "tones", "sounds")]
    recipes, sources = set_desk(project, order, placed, lead=Ms(0), tail=Ms(0))

    at_the_desk = np.concatenate([mixed_samples(recipe, sources, gain_db=-HEADROOM_DB) for recipe in recipes])
    mixed = at_the_desk.astype(np.float64) * 2**31

    assert {len(part) for part in parts} == {to_frames(placed.timeline.length)}
    assert all(part.any() for part in parts)
    # One step of 24 bits is 256 of 32; the sum of the stems is the mix rounded, so half of that is all it can be off,
    # and three roundings of the mix to float32.
    assert np.abs(sum(parts).astype(np.int64) * 256 - mixed).max() <= 128 + 3 * 2.0**-24 * np.abs(mixed).max()
    assert max(int(np.abs(part).max()) for part in (*parts, sum(parts))) < 1 << 23


def test_every_section_phase_pulse_and_line_has_a_label(placed: Placed, folder: Path) -> None:
    rows = [line.split("\t") for line in (folder / "labels.txt").read_text("utf-8").splitlines()]

    starts = [float(start) for start, _, _ in rows]
    texts = [text for _, _, text in rows]
    assert starts == sorted(starts)
    assert max(float(end) for _, end, _ in rows) == placed.timeline.length / 1000
    assert [text for text in texts if text.startswith("[section")] == ["[section Set-up]", "[section Repetitions]"]
    assert [text for text in texts if "hale" in text] == ["[inhale 1] rep 1", "[exhale 2] rep 1 left"]
    assert sum(text.startswith("[pulse") for text in texts) == 2
    spoken = {(clip.start / 1000, clip.text) for clip in placed.timeline.track("voice")}
    assert spoken <= set(zip(starts, texts, strict=True))


def test_opentimelineio_reads_the_timeline(placed: Placed, folder: Path) -> None:
    otio = pytest.importorskip("opentimelineio", reason="OpenTimelineIO has no wheel for this Python")
    document = otio.schema.Timeline.from_json_string((folder / "timeline.otio").read_text("utf-8"))

    length = to_frames(placed.timeline.length)
    assert [track.name for track in document.tracks] == ["voice", "bed", "tones", "sounds"]
    for track in document.tracks:
        assert track.duration().to_frames() == length
        for clip in track.find_clips():
            assert (folder / clip.media_reference.target_url).is_file()
    voice = document.tracks[0]
    found = [(clip.name, clip.range_in_parent().start_time.to_frames()) for clip in voice.find_clips()]
    assert found == [(clip.text, to_frames(clip.start)) for clip in placed.timeline.track("voice")]
    for clip in voice.find_clips():
        assert clip.source_range == clip.range_in_parent()  # it plays what stands at its place in voice.wav
    names = [marker.name for marker in document.tracks.markers]
    assert {"Set-up", "Repetitions", "[inhale 1] rep 1", "[exhale 2] rep 1 left"} <= set(names)


def test_without_opentimelineio_one_line_names_the_extra(
    project: Project, order: Inputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "opentimelineio", None)
    told: list[str] = []

    paths = write_stems(project, order, tmp_path / "new" / "folder", unwatched, told.append).files

    assert [path.name for path in paths] == ["voice.wav", "bed.wav", "tones.wav", "sounds.wav", "labels.txt"]
    assert all(path.is_file() for path in paths)
    assert told == [NO_OTIO]
    assert "audiosession[editors]" in NO_OTIO


def test_stems_go_into_a_folder_and_into_nothing_else(project: Project, order: Inputs, tmp_path: Path) -> None:
    (tmp_path / "stems").write_text("a note of mine")

    with pytest.raises(OutputError, match="is a file, and stems go into a folder"):
        write_stems(project, order, tmp_path / "stems", unwatched, lambda line: None)
    assert (tmp_path / "stems").read_text() == "a note of mine"


def test_the_command_writes_stems_beside_the_class(project: Project) -> None:
    asked = ["build", "kick.txt", "--voice", "espeak", "--music", "none", "--no-tones", "-o", "k.flac", "--stems", "s"]

    said = CliRunner().invoke(app, asked)

    assert said.exit_code == 0
    assert "stems    voice.wav, bed.wav, tones.wav, sounds.wav, labels.txt" in said.output
    assert (project.root / "k.flac").is_file()
    assert not read(project.root / "s" / "bed.wav").any()
