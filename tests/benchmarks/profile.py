"""Where the time of a build goes: each step of a window, on one processor."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from audiosession.building.window import EncodedWindow
from audiosession.codecs.mp3_file import music_crc
from audiosession.sound.hearing import hear, onset
from audiosession.sound.mastering import limit
from audiosession.sound.mixing import mixed_samples
from audiosession.sound.segments import to_samples
from audiosession.units import FRAMES_PER_MS
from tests.benchmarks.bench import Bench, say
from tests.benchmarks.long_class import narration
from tests.benchmarks.planned import Planned, plan

STEPS = ("mixing", "limiting", "encoding", "decoding", "metering", "onsets", "joining")


def profile(bench: Bench) -> None:
    """Time the steps of the first windows of a class, and tell their shares."""
    spent = _spent(plan(bench.folder, bench.write("profile.txt", narration(3))), windows=8)
    for step, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        say(f"of the time that windows take: {step}", f"{seconds / sum(spent.values()):.1%}")


def _spent(planned: Planned, windows: int) -> dict[str, float]:
    """Return the processor seconds of each step over the first `windows` of a class."""
    sources = planned.sources
    spent = dict.fromkeys(STEPS, 0.0)

    @contextmanager
    def step(name: str) -> Iterator[None]:
        start = time.thread_time()
        yield
        spent[name] += time.thread_time() - start

    for recipe in planned.recipes[:windows]:
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
