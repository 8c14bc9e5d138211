"""Where the time of a build goes: each step of a window, on one processor."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audiosession.building.gather import gather
from audiosession.building.mix import set_desk
from audiosession.building.place import place_class
from audiosession.building.window import LEAD, TAIL, EncodedWindow
from audiosession.codecs.mp3_file import music_crc
from audiosession.progress import unwatched
from audiosession.project.project import Project
from audiosession.sound.forecast import foretold_hops
from audiosession.sound.hearing import hear, onset
from audiosession.sound.mastering import limit
from audiosession.sound.mixing import mixed_samples
from audiosession.sound.segments import to_samples
from audiosession.units import FRAMES_PER_MS
from audiosession.writing.choices import Defaults, choose

STEPS = ("forecast", "mixing", "limiting", "encoding", "decoding", "metering", "onsets", "joining")


def profile(folder: Path, narration: Path, windows: int) -> dict[str, float]:
    """Return the processor seconds of each step over the first `windows` of a class whose takes are cached."""
    project = Project(folder)
    inputs = gather(project, str(narration), choose(Defaults(), voice="espeak"))
    placed = place_class(project, inputs, unwatched, lambda line: None)
    recipes, sources = set_desk(project, inputs, placed, lead=LEAD, tail=TAIL)
    spent = dict.fromkeys(STEPS, 0.0)

    @contextmanager
    def step(name: str) -> Iterator[None]:
        start = time.thread_time()
        yield
        spent[name] += time.thread_time() - start

    for recipe in recipes[:windows]:
        with step("forecast"):
            foretold_hops(recipe, sources)
        with step("mixing"):
            mix = mixed_samples(recipe, sources)
        with step("limiting"):
            limit(mix)
        with step("encoding"):
            encoded = EncodedWindow(recipe, mix)
        with step("decoding"):
            decoded = encoded.decode()
        with step("metering"):
            hear(decoded)
        with step("onsets"):
            for at, digest in recipe.takes:
                onset(decoded, to_samples(sources.take(digest)), at * FRAMES_PER_MS)
        with step("joining"):
            music_crc(encoded.own_frames)
    return spent
