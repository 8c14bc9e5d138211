"""The class of a date: the same wherever and whenever it is made, another one on each of the days around it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from audiosession.errors import DefinitionError
from audiosession.project.catalogue.found import catalogue_in
from audiosession.project.project import Project
from audiosession.studio.daily.chosen import ChosenClass, choose_class, number_of
from audiosession.studio.daily.dates import on_date

pytestmark = pytest.mark.slow

FIRST = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
SHORT = '[[daily]]\nname = "morning"\nlength = "9m"\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    (tmp_path / "scripts").mkdir()
    return Project(tmp_path)


def chosen(project: Project, text: str, day: date = FIRST) -> ChosenClass:
    [table] = catalogue_in(text, Path("catalogue.toml")).catalogue.daily
    return choose_class(project, on_date(table, 0, day, NOW, "en"))


def work(made: ChosenClass) -> set[str]:
    """Return the exercises in the part of a class that is its work."""
    entries = tomllib.loads(made.texts["en"].text)["exercise"]
    return {entry["use"] for entry in entries if entry["section"] == "Work"}


def test_the_same_date_has_the_same_class_in_every_process(project: Project) -> None:
    (project.scripts / "catalogue.toml").write_text(SHORT + "nothing_twice_within = 3\n", encoding="utf-8")
    command = [sys.executable, "-m", "audiosession", "catalogue", "daily", "--no-publish", "--dry-run", "--json"]
    told = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "AUDIOSESSION_CACHE": str(project.root / seed)}
        ran = subprocess.run(
            [*command, "--date", str(FIRST)], cwd=project.root, env=environment, capture_output=True, check=True
        )
        told.append(json.loads(ran.stdout)["classes"][0]["exercises"])

    assert told[0] == told[1] == list(chosen(project, SHORT + "nothing_twice_within = 3\n").exercises)


def test_days_that_are_near_to_one_another_never_have_the_same_class(project: Project) -> None:
    days = [FIRST + timedelta(days) for days in range(6)]

    made = [chosen(project, SHORT + "nothing_twice_within = 3\n", day).exercises for day in days]

    assert all(made[at] not in made[at + 1 : at + 3] for at in range(len(made)))


def test_what_tells_days_apart_hangs_on_the_exercises_alone_so_that_a_library_may_change(project: Project) -> None:
    text = SHORT + "nothing_twice_within = 5\n"
    before = chosen(project, text)
    gone = before.exercises[1]
    own = project.scripts / "exercises"
    own.mkdir()
    definition = project.definition("exercises", gone).read_text("utf-8")
    (own / "other-work.toml").write_text(re.sub("(?m)^title = .*$", 'title = "Other Work"', definition), "utf-8")

    after = chosen(project, text)

    assert number_of(before.exercises) % 5 == number_of(after.exercises) % 5 == FIRST.toordinal() % 5


def test_two_days_in_a_row_share_no_work_as_far_as_the_library_offers(project: Project) -> None:
    text = '[[daily]]\nname = "noon"\nlength = "15m"\nnothing_twice_within = 1\n'
    made = [work(chosen(project, text, date(2026, 12, 1) + timedelta(days))) for days in range(5)]

    assert all(made)
    assert [one & other for one, other in pairwise(made)] == [set()] * 4


def test_all_languages_have_the_same_exercises_in_their_own_words(project: Project) -> None:
    text = SHORT + 'languages = ["en", "de"]\nnothing_twice_within = 1\n'

    made = chosen(project, text)
    english, german = (tomllib.loads(made.texts[tag].text) for tag in ("en", "de"))

    assert [one["use"] for one in english["exercise"]] == [one["use"] for one in german["exercise"]]
    assert (english["title"], german["title"]) == (
        "9 minutes for your whole body, 27 November 2026",
        "9 Minuten für deinen ganzen Körper, 27. November 2026",
    )
    assert (english.get("language"), german["language"]) == (None, "de")
    assert english["opening"] != german["opening"]


def test_a_title_of_ones_own_has_the_day_in_its_place(project: Project) -> None:
    text = SHORT + 'title = "Good morning, {date}"\nnothing_twice_within = 1\n'

    assert chosen(project, text).texts["en"].title == "Good morning, 27 November 2026"


def test_a_wish_that_nothing_can_meet_says_what_the_library_has(project: Project) -> None:
    with pytest.raises(DefinitionError, match="minutes at the least, not 5m"):
        chosen(project, SHORT.replace("9m", "5m"))


def test_a_library_with_too_few_classes_says_so(project: Project) -> None:
    text = SHORT.replace("9m", "8m") + 'nothing_twice_within = 60\navoid = ["back", "knees", "wrists", "neck"]\n'

    with pytest.raises(DefinitionError) as caught:
        chosen(project, text)

    assert caught.value.hint


@pytest.mark.peers
@pytest.mark.parametrize("wish", ['length = "9m"', 'length = "25m"\nlevel = "intermediate"\nfocus = "back"'])
def test_nothing_comes_twice_within_a_week_for_four_weeks(project: Project, wish: str) -> None:
    text = f'[[daily]]\nname = "morning"\n{wish}\n[daily.monday]\nfocus = "legs"\n'

    made = [chosen(project, text, FIRST + timedelta(days)).exercises for days in range(28)]

    assert all(made[at] not in made[at + 1 : at + 7] for at in range(len(made)))
