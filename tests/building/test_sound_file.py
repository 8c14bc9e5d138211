"""A programme encoded in one go: what its file turns out to be is put right, and its windows come in order."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from support.signals import clicks, limited, noise, silence

from audiosession.building.sound_file import Finished, Stream, cut
from audiosession.codecs.tags import Tags
from audiosession.formats import FORMATS
from audiosession.machine.side_by_side import in_order
from audiosession.progress import Watcher, unwatched
from audiosession.sound.recipes import Recipe
from audiosession.sound.segments import Samples
from audiosession.units import Ms, db_to_gain
from audiosession.writing.values import Loudness


def recipe(length: int) -> Recipe:
    return Recipe(length=Ms(length), lead=Ms(0), tail=Ms(0), takes=(), tones=(), beds=(), duck=())


@dataclass
class Hiss:
    """Masters of noise at −16 LUFS with short bursts that reach the ceiling; its forecast is off by `foretold_db`."""

    foretold_db: float
    watch: Watcher = unwatched
    loudness: Loudness = Loudness.PROGRAMME
    asked: list[tuple[float, float]] = field(default_factory=list)

    def trim(self, recipes: object) -> float:
        return self.foretold_db

    def master(self, recipe: Recipe, trim_db: float, ceiling_db: float = -1.5) -> Samples:
        self.asked.append((trim_db, ceiling_db))
        sound = noise(recipe.length / 1000, level_db=-22.5)
        sound[24_000:25_000] *= db_to_gain(18.0)
        return limited(sound * np.float32(db_to_gain(trim_db)), ceiling_db=ceiling_db)

    def onsets(self, recipe: Recipe, decoded: Samples) -> tuple[float, ...]:
        return ()

    def tone_over_bed_db(self, recipe: Recipe) -> float:
        return math.inf


def written(masters: Hiss, name: str, path: Path) -> Finished:
    with path.open("w+b") as file:
        stream = Stream(form=FORMATS[name], masters=masters, recipes=[recipe(2_400)] * 2, speech=())
        return stream.write(file, Tags(title="Hiss"))


def test_a_gain_that_was_foretold_wrong_is_put_right_by_what_is_heard(tmp_path: Path) -> None:
    masters = Hiss(foretold_db=-3.0)

    heard = written(masters, "flac", tmp_path / "hiss.flac").measured

    assert heard.lufs == pytest.approx(-16, abs=0.5)
    assert len({trim_db for trim_db, _ in masters.asked}) == 2


def test_an_encoder_that_overshoots_gets_a_lower_ceiling(tmp_path: Path) -> None:
    masters = Hiss(foretold_db=0.0)

    heard = written(masters, "opus", tmp_path / "hiss.opus").measured

    assert len({ceiling_db for _, ceiling_db in masters.asked}) >= 2  # so it did overshoot
    assert heard.true_peak_dbtp <= -0.7


def test_a_second_round_leaves_nothing_of_the_first(tmp_path: Path) -> None:
    written(Hiss(foretold_db=8.0), "wav", tmp_path / "twice.wav")

    assert (tmp_path / "twice.wav").stat().st_size == 2 * 115_200 * 4 + 44 + 26  # sound, header, title


def test_windows_come_in_order_whichever_is_ready_first() -> None:
    lengths = [900, 100, 500, 300, 200, 800, 400, 600]

    made = in_order([recipe(length) for length in lengths], lambda one: silence(one.length / 1000))

    assert [len(block) // 48 for block in made] == lengths


def test_what_is_decoded_is_cut_where_the_windows_were() -> None:
    sound = clicks(1, [0, 20_000, 47_999])

    parts = list(cut(np.array_split(sound, 13), [10_000, 30_000, 1]))

    assert [len(part) for part in parts] == [10_000, 30_000, 8_000]
    np.testing.assert_array_equal(np.concatenate(parts), sound)
    assert [len(part) for part in cut([sound[:500]], [400, 400, 400])] == [400, 100, 0]
