"""What peers make a class from: the takes, the bed and the times of the product, and its finished PCM."""

from __future__ import annotations

import json
import wave
from pathlib import Path

from audiosession.codecs.wav import write_wav
from audiosession.formats import FORMATS
from audiosession.project.project import Project
from audiosession.sound.ducking import UNDER_DB
from audiosession.sound.recipes import BED_LUFS
from audiosession.units import SAMPLE_RATE
from audiosession.writing.choices import Defaults, choose
from tests.benchmarks.planned import CHOSEN, plan, target
from tests.support.whole_builds import build


def write_material(folder: Path, name: str, material: Path) -> None:
    """Write into `material` what the class called `name` in `folder` is made from.

    That is each take and some minutes of the bed as WAV, ``plan.json`` with their places and levels, and ``class.s16``:
    the very sound that the product's encoder is given, in 16 bits.
    """
    material.mkdir(exist_ok=True)
    planned = plan(folder, name)
    takes, lines = planned.placed.spoken.takes, planned.placed.timeline.track("voice")
    files = {text: f"take-{number}.wav" for number, text in enumerate(dict.fromkeys(line.text for line in lines))}
    for text, file in files.items():
        planned.placed.spoken.store.load(takes[text]).export(material / file, format="wav").close()
    (loop,) = planned.beds.loops.values()
    with (material / "bed.wav").open("wb") as bed:
        write_wav(bed, [planned.beds.store.read(loop.digest, 0, loop.n_frames)])
    told = {
        "length_ms": planned.placed.timeline.length,
        "placed": [(line.start, files[line.text]) for line in lines],
        "bed_db": round(BED_LUFS - loop.lufs, 2),
        "ducked_db": round(BED_LUFS - loop.lufs + UNDER_DB, 2),
    }
    (material / "plan.json").write_text(json.dumps(told))
    _write_pcm(folder, name, material)


def _write_pcm(folder: Path, name: str, material: Path) -> None:
    choices, wav = choose(Defaults(), **CHOSEN), material / "class.wav"
    build(Project(folder), target(folder, name), choices, output=wav, form=FORMATS["wav"], force=True)
    with wave.open(str(wav), "rb") as sound, (material / "class.s16").open("wb") as pcm:
        while block := sound.readframes(SAMPLE_RATE):
            pcm.write(block)
