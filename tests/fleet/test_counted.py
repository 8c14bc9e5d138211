"""How far a whole catalogue is: counts that only grow, whatever the builds of its classes tell."""

from __future__ import annotations

import random

from audiosession.fleet.counted import CatalogueProgress
from audiosession.progress import Progress


def step(about: str, stage: str, done: int, total: int) -> Progress:
    return Progress(stage=stage, done=done, total=total, about=about)


def told(*steps: Progress) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    counted = CatalogueProgress(lambda one: found.append((one.stage, one.done, one.total)))
    for one in steps:
        counted.of_class(one)
    return found


def test_the_windows_of_all_classes_are_one_count() -> None:
    assert told(step("saw", "encoding", 2, 9), step("swan", "mixing", 1, 4), step("swan", "encoding", 1, 4)) == [
        ("windows", 2, 9),
        ("windows", 3, 13),
    ]


def test_a_class_that_is_made_anew_at_another_gain_takes_nothing_back() -> None:
    found = told(step("saw", "encoding", 9, 9), step("saw", "encoding", 0, 9), step("saw", "encoding", 1, 9))

    assert found == [("windows", 9, 9)]


def test_whatever_the_order_no_count_ever_falls() -> None:
    draw = random.Random(4)
    steps = [step(draw.choice("abc"), "encoding", draw.randrange(9), 9) for _ in range(300)]

    counts = [done for _, done, _ in told(*steps)]

    assert counts == sorted(counts)


def test_what_is_no_count_of_a_class_goes_on_as_it_is() -> None:
    assert told(step("", "downloading", 1, 63)) == [("downloading", 1, 63)]
