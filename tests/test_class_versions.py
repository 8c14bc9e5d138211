"""How a whole class comes out in each format, recorded with all version numbers; see `test_sound_versions.py`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.figures import DB, LU, OPUS_DB, levels, near, write_wav_file
from support.records import Record
from support.still_sounds import rustle
from support.whole_builds import build

from audiosession.building.gather import gather
from audiosession.building.mix import set_desk
from audiosession.building.place import place_class
from audiosession.building.window import LEAD, TAIL
from audiosession.codecs.decode import decode
from audiosession.formats import FORMATS
from audiosession.progress import unwatched
from audiosession.project.project import Project
from audiosession.sound.loudness import weighted_hops
from audiosession.units import Ms
from audiosession.writing.choices import Defaults, choose

pytestmark = pytest.mark.slow

CLASS = """\
[class Whole]
[exercise one]
[section One]
Sit on your mat.
[pause 0.5]
[exhale 2 left pulse 1] Out / and down.
[exercise two]
[section Two]
[music second]
Stand up.
[pause 2]
[inhale 2] Once more.
"""
AAC_PACKET = 1024
"""Frames in a packet of AAC-LC: ISO/IEC 14496-3."""
BED_TABLES = """\
[first]
file = "first.wav"
loop_start_ms = 400
loop_end_ms = 2600

[second]
file = "second.wav"
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Lend a project with two beds and a narration; whatever is made for it is made here, and anew."""
    root = tmp_path_factory.mktemp("whole")
    (root / "whole.txt").write_text(CLASS, encoding="utf-8")
    (root / "music").mkdir()
    (root / "music" / "beds.toml").write_text(BED_TABLES, encoding="utf-8")
    write_wav_file(root / "music" / "first.wav", rustle(3.0))
    write_wav_file(root / "music" / "second.wav", rustle(3.0)[::-1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOSESSION_CACHE", str(root / "cache"))
        yield Project(root)


def plain(value: Any) -> bool:
    """Tell whether `repr` says of `value` the same on every machine: numpy's numbers, for one, tell their type."""
    if is_dataclass(value):
        return all(plain(getattr(value, field.name)) for field in fields(value))
    return all(map(plain, value)) if type(value) is tuple else type(value) in (int, float, str)


def test_a_recipe_holds_plain_values_so_that_its_address_is_the_same_everywhere(project: Project) -> None:
    inputs = gather(project, str(project.root / "whole.txt"), choose(Defaults(), voice="tone", music="first"))
    placed = place_class(project, inputs, unwatched, lambda line: None)
    recipes, _ = set_desk(project, inputs, placed, lead=LEAD, tail=TAIL)

    assert sum(bool(one.takes and one.tones and one.beds and one.duck) for one in recipes) > 1
    assert all(map(plain, recipes))
    assert not plain(replace(recipes[0], duck=((Ms(0), np.float64(-12.0)),)))


def tag_frames(path: Path) -> str:
    """Return the digest of an MP3's ID3 tag but for its cover: id3.org, "ID3v2.3.0", sections 3.1 and 3.3."""
    content = path.read_bytes()
    end = 10 + sum(byte << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True))
    at, told = 10, hashlib.sha256()
    while at < end:
        size = 10 + int.from_bytes(content[at + 4 : at + 8], "big")
        if content[at : at + 4] != b"APIC":
            told.update(content[at : at + size])
        at += size
    return told.hexdigest()


@pytest.mark.parametrize("form", FORMATS)
def test_a_whole_class_is_as_recorded(form: str, project: Project, update_golden: bool) -> None:
    chosen = choose(Defaults(), voice="tone", music="first", pace="brisk")
    built = build(project, str(project.root / "whole.txt"), chosen, form=FORMATS[form])
    audio = built.session.audio
    sound = decode(built.path, channels=2)
    peak = OPUS_DB if form == "opus" else DB
    found = {
        "length": audio.duration,
        # Releases of FFmpeg differ in how much of the last packet of AAC, 1,024 frames, they leave out.
        "frames": near(len(sound), within=AAC_PACKET) if form == "m4a" else len(sound),
        "windows": built.windows,
        # Where the last bits of the sound move, FFmpeg's AAC encoder moves by 0.06 LU, and its peaks by 1.4 dB.
        "loudness": near(audio.integrated_lufs or 0.0, within=0.1 if form == "m4a" else LU),
        "loudness of speech": near(audio.speech_lufs or 0.0, within=0.1 if form == "m4a" else LU),
        **({"peak": near(audio.true_peak_dbtp or 0.0, within=peak)} if form != "m4a" else {}),
        "kilobits a second": near(audio.bitrate / 1000, within=2.0),
        **({"tags": tag_frames(built.path)} if form == "mp3" else {}),
        **({"each 100 ms": levels(weighted_hops(sound))} if form in ("flac", "wav") else {}),
    }

    # What another record here says of a stage is enough: then this one follows.
    ways = ("build", "take", "loop", "mix", "master")
    wrong = "the same inputs now make another class, be it for what another record here names or in itself"
    Record(name=f"whole-{form}", wrong=wrong, ways=ways).hold(found, update=update_golden)
