"""How much is made again, counted and not timed: a window with an address that it had before is not made.

Nothing is encoded for it; that a build makes the windows that are new and no other is held by `test_build.py`.
"""

from __future__ import annotations

import os
import shutil
from itertools import permutations
from pathlib import Path
from statistics import median

import pytest
from support.starter_content import EACH_CLASS

from audiosession.beds.bed import read_beds
from tests.benchmarks.long_class import edits, narration
from tests.benchmarks.planned import plan

pytestmark = pytest.mark.slow

MUSIC = Path(__file__).parents[2] / "music"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, opened_beds: Path) -> Path:
    """Where takes are kept from one test to the next: the classes share their lines."""
    return shutil.copytree(opened_beds, tmp_path_factory.mktemp("counts") / "cache", copy_function=os.link)


@pytest.fixture
def folder(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(cache))
    return tmp_path


def test_an_edited_line_makes_the_windows_behind_it_in_its_exercise_and_no_others(folder: Path) -> None:
    """A bed's loop begins anew with each exercise's first breath, so what lies behind that moves as a whole."""
    text = narration(6, exercises=3)
    (folder / "class.txt").write_text(text)
    usual = plan(folder, "class.txt", voice="tone")
    n_of_an_exercise = len(usual.recipes) // 3 + 2  # one is cut where the next begins, one hears its first word

    counts = []
    for edit in edits(text):
        (folder / "class.txt").write_text(edit.text)
        counts.append(len(plan(folder, "class.txt", voice="tone").new(usual.addresses)))

    assert len(counts) == 90
    assert max(counts) <= n_of_an_exercise
    assert median(counts) <= 2, "two lines of three stand within a breath, which does not grow for them"


def test_a_slow_variant_makes_less_than_half_of_its_windows(folder: Path) -> None:
    steady, slow = (plan(folder, "back-body", pace=pace) for pace in ("steady", "slow"))

    assert len(slow.new(steady.addresses)) <= 0.45 * len(slow.recipes)
    assert slow.share_new(steady.addresses) <= 0.45
    assert not steady.new(plan(folder, "back-body", pace="steady").addresses)


@pytest.mark.parametrize("name", EACH_CLASS)
def test_no_two_parts_of_the_bed_follow_each_other_twice_within_ten_minutes(folder: Path, name: str) -> None:
    """A music that comes again is noticed: the classes that come with the program, as they are usually built."""
    known = read_beds((MUSIC / "beds.toml").read_text("utf-8"), "beds.toml")

    heard = []
    for span in plan(folder, name).placed.timeline.beds:
        begun, turn = span.anchor - span.begins, known[span.name].round
        laps = range((span.start - begun) // turn.length - 1, (span.end - begun) // turn.length + 2)
        starts = [(begun + lap * turn.length + start, at) for lap in laps for at, start in enumerate(turn.starts)]
        heard += [
            (when, (span.name, turn.parts[at - 1], turn.parts[at]))
            for when, at in starts
            if span.start < when < span.end
        ]

    again = [one for one, other in permutations(heard, 2) if one[1] == other[1] and 0 < one[0] - other[0] < 600_000]
    assert again == []
    assert len(heard) > 10
