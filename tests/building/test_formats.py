"""One class in every format: the same programme at the same loudness, tagged, whole, the same each time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import av
import mutagen
import numpy as np
import pytest
from support.ffmpeg_meter import ffmpeg_meter
from support.whole_builds import build

from audiosession.building.built import Built
from audiosession.codecs.decode import decode
from audiosession.errors import CodecError, OutputError, VerifyError
from audiosession.formats import FORMATS, choose_format
from audiosession.project.project import Project, open_project
from audiosession.studio.heard.verify import verify_file
from audiosession.units import FRAMES_PER_MS, MP3_FRAME_MS, SAMPLE_RATE, to_ms
from audiosession.writing.choices import Choices, Defaults, choose

pytestmark = pytest.mark.peers

NARRATION = """\
[class Kick – Übung]
[section Set-up]
Lie on your front, and lengthen both legs.
[section Repetitions]
[rep 1]
[inhale 1] In.
[exhale 2] Kick and kick.
[pause 1]
"""
KBIT_S = {"mp3": (128, 128), "m4a": (32, 200), "opus": (32, 160), "flac": (200, 2304), "wav": (1536, 1536)}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    root = tmp_path_factory.mktemp("project")
    (root / "scripts" / "exercises").mkdir(parents=True)
    (root / "scripts" / "show.toml").write_text('[defaults]\nalbum = "Mornings"\n', encoding="utf-8")
    (root / "kick.txt").write_text(NARRATION, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOSESSION_CACHE", str(root / "cache"))
        patch.chdir(root)
        yield open_project(root)


def choices() -> Choices:
    """Neither music nor tones, so that `verify_file` hears every line."""
    return choose(Defaults(), voice="espeak:en-us", music="none", tones=False)


@pytest.fixture(scope="module")
def classes(project: Project) -> Any:
    return cache(lambda name: build(project, "kick.txt", choices(), form=FORMATS[name]))


@pytest.mark.parametrize("name", FORMATS)
def test_the_session_says_what_the_file_is(classes: Any, name: str) -> None:
    built: Built = classes(name)
    content = built.path.read_bytes()
    row = built.session.audio

    assert built.path.name == row.file
    assert built.path.suffix == f".{name}"
    assert (row.bytes, row.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (row.sample_rate, row.channels) == (48_000, 2)
    least, most = KBIT_S[name]
    assert least * 1000 <= row.bitrate <= most * 1000


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_as_loud_as_the_others(classes: Any, name: str) -> None:
    """By FFmpeg's meter, whose peaks on four times the rate are within 0.2 dB of ours."""
    built: Built = classes(name)

    sound = decode(built.path)
    heard = ffmpeg_meter(sound[: len(sound) // 4800 * 4800])  # it tells nothing of a last 100 ms that is not whole

    assert heard.loudness_lufs == pytest.approx(-16, abs=0.5)
    assert heard.true_peak_db <= -0.7 + 0.2
    assert built.session.audio.integrated_lufs == pytest.approx(heard.loudness_lufs, abs=0.15)


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_lasts_as_planned_and_passes_verify(classes: Any, name: str) -> None:
    built: Built = classes(name)

    verified = verify_file(built.path)

    assert not verified.faults
    assert not verified.missing
    assert verified.measured.onset_p95_ms is not None
    # An M4A is decoded up to the end of its last packet of 1024 frames.
    assert abs(verified.measured.length - to_ms(built.session.audio.duration)) <= MP3_FRAME_MS
    assert abs(verified.header - to_ms(built.session.audio.duration)) <= MP3_FRAME_MS


@pytest.mark.parametrize("name", FORMATS)
def test_everything_is_heard_where_it_is_in_the_lossless_file(classes: Any, name: str) -> None:
    truth, heard = (decode(classes(one).path)[: 4 * SAMPLE_RATE].mean(axis=1) for one in ("flac", name))
    size = 2 * len(truth)

    agreement = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(truth, size)), size)

    late = int(np.argmax(agreement))
    assert min(late, size - late) < FRAMES_PER_MS


@pytest.mark.parametrize("name", FORMATS)
def test_ffmpeg_reads_the_chapters(classes: Any, name: str) -> None:
    built: Built = classes(name)

    with av.open(str(built.path)) as container:
        read = [(float(c["start"] * c["time_base"]), c["metadata"]["title"]) for c in container.chapters()]

    wanted = [(section.start, section.title) for section in built.session.sections]
    assert [title for _, title in read] == [title for _, title in wanted] == ["Set-up", "Repetitions"]
    assert [start for start, _ in read] == pytest.approx([start for start, _ in wanted], abs=0.001)


@pytest.mark.parametrize("name", FORMATS)
def test_players_find_title_artist_album_and_cover(classes: Any, name: str) -> None:
    with av.open(str(classes(name).path)) as container:
        told = {**container.metadata, **container.streams.audio[0].metadata}
        n_pictures = len(container.streams.video)

    told = {key.lower(): value for key, value in told.items()}
    assert [told[key] for key in ("title", "artist", "album")] == ["Kick – Übung", "audiosession", "Mornings"]
    assert n_pictures == (0 if name == "wav" else 1)


@pytest.mark.parametrize("name", ["m4a", "opus", "flac", "wav"])
def test_the_same_class_is_the_same_bytes(project: Project, classes: Any, name: str) -> None:
    first = classes(name).session.audio.sha256

    again = build(project, "kick.txt", choices(), form=FORMATS[name], force=True)

    assert again.session.audio.sha256 == first


def test_formats_stand_side_by_side_and_each_knows_that_nothing_changed(project: Project, classes: Any) -> None:
    paths = [classes(name).path for name in FORMATS]

    assert len({path.parent for path in paths}) == 1
    for name in FORMATS:
        assert build(project, "kick.txt", choices(), form=FORMATS[name]).unchanged


def test_a_file_that_is_not_the_one_built_is_found_out(classes: Any, tmp_path: Path) -> None:
    built: Built = classes("flac")
    session = built.path.with_name(built.path.name + ".session.json").read_bytes()
    other = tmp_path / "kick.flac"
    (tmp_path / "kick.flac.session.json").write_bytes(session)

    other.write_bytes(built.path.read_bytes().replace(b"Mornings", b"Evenings"))
    assert verify_file(other).faults == ("is not the file that its session describes: the checksum differs",)
    other.write_bytes(b"no sound at all " * 100)
    with pytest.raises(CodecError, match="holds no sound"):
        verify_file(other)
    (tmp_path / "kick.m4a").write_bytes(other.read_bytes())
    with pytest.raises(VerifyError, match="no session file"):
        verify_file(tmp_path / "kick.m4a")


def test_the_suffix_says_the_format_unless_one_is_named(project: Project) -> None:
    assert choose_format(None, None).name == "mp3"
    assert choose_format(None, Path("kick.FLAC")).name == "flac"
    assert choose_format("opus", None).name == "opus"
    with pytest.raises(OutputError, match='no format is called "ogg"'):
        choose_format("ogg", None)
    with pytest.raises(OutputError, match="is no name for an Ogg Opus"):
        build(project, "kick.txt", choices(), output=Path("kick.flac"), form=choose_format("opus", Path("kick.flac")))
    with pytest.raises(OutputError, match="is no name for an MP3"):
        build(project, "kick.txt", choices(), output=Path("kick"), form=choose_format(None, Path("kick")))


def test_a_picture_and_chapters_stand_in_the_flac_itself(classes: Any) -> None:
    read = mutagen.File(classes("flac").path)

    assert [(picture.type, picture.mime) for picture in read.pictures] == [(3, "image/jpeg")]
    assert read.tags["CHAPTER000"] == ["00:00:00.000"]
    assert read.tags["CHAPTER001NAME"] == ["Repetitions"]
    assert read.info.bits_per_sample == 24
