"""Chapters: the exercises of a class, or the parts of its one exercise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiosession.timing.telling.chapters import chapters, chapters_json
from audiosession.timing.timeline import TimelineSection
from audiosession.units import Ms

SECTIONS = st.lists(st.tuples(st.sampled_from(["", "saw", "swan", "kick"]), st.integers(0, 9_000)), max_size=8)


def sections(*parts: tuple[str, int]) -> list[TimelineSection]:
    """Return sections in a row, called by their numbers, each of an exercise and so long."""
    found: list[TimelineSection] = []
    for number, (exercise, length) in enumerate(parts):
        start = found[-1].end if found else Ms(0)
        found.append(TimelineSection(title=f"part {number}", exercise=exercise, start=start, end=Ms(start + length)))
    return found


def test_a_single_exercise_has_a_chapter_for_each_of_its_parts() -> None:
    parts = sections(("saw", 10), ("saw", 20), ("", 5))

    assert chapters(parts) == parts


def test_a_class_has_one_for_each_exercise_called_as_its_first_part_is() -> None:
    marks = chapters(sections(("", 5), ("saw", 10), ("saw", 20), ("swan", 30), ("", 5)))

    assert [(mark.title, mark.exercise, mark.start, mark.end) for mark in marks] == [
        ("part 0", "", 0, 5),
        ("part 1", "saw", 5, 35),
        ("part 3", "swan", 35, 65),
        ("part 4", "", 65, 70),
    ]


def test_an_exercise_that_comes_again_later_is_a_chapter_of_its_own() -> None:
    marks = chapters(sections(("saw", 10), ("swan", 10), ("saw", 10)))

    assert [mark.exercise for mark in marks] == ["saw", "swan", "saw"]


def test_parts_without_an_exercise_are_never_one() -> None:
    marks = chapters(sections(("", 5), ("", 5), ("saw", 10), ("swan", 10)))

    assert [mark.title for mark in marks] == ["part 0", "part 1", "part 2", "part 3"]


@given(SECTIONS)
def test_chapters_cover_what_the_sections_cover_without_a_gap(parts: list[tuple[str, int]]) -> None:
    rows = sections(*parts)
    marks = chapters(rows)

    assert [mark.start for mark in marks[1:]] == [mark.end for mark in marks[:-1]]
    assert {mark.start for mark in marks} <= {row.start for row in rows}
    assert all(mark.start < mark.end for mark in marks)
    lasting = [row for row in rows if row.start < row.end]
    assert (bool(marks), marks[-1:] and marks[-1].end) == (bool(lasting), lasting[-1:] and rows[-1].end)


@pytest.mark.parametrize("rows", [[], sections(("", 1_234), ("saw", 2_000))])
def test_podcast_apps_read_seconds(rows: list[TimelineSection]) -> None:
    document = chapters_json(rows)

    assert document["version"] == "1.2.0"
    assert document["chapters"] == [
        {"startTime": row.start / 1000, "endTime": row.end / 1000, "title": row.title} for row in rows
    ]
