"""What building cost on this machine: sums that are kept, weighed and asked, and never in the way."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from audiosession.project.catalogue.costs import Costs, read_costs
from audiosession.project.project import Project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    return Project(tmp_path)


def test_what_is_kept_is_read_again(project: Project) -> None:
    costs = read_costs(project)
    costs.spoke("tone:a", characters=1_000, cpu_s=2.0, clock_s=4.0)
    costs.made(windows=10, cpu_s=3.0)
    costs.keep()

    again = read_costs(project)

    assert (again.voices, again.classes) == (costs.voices, costs.classes)


def test_a_voice_costs_what_it_took_here_else_what_others_of_its_engine_took(project: Project) -> None:
    costs = read_costs(project)
    costs.spoke("tone:a", characters=1_000, cpu_s=2.0, clock_s=4.0)

    own, other = costs.of_voice("tone:a"), costs.of_voice("tone:b")

    assert own == other
    assert (own and own.cpu_s, own and own.clock_s) == (pytest.approx(0.002), pytest.approx(0.004))
    assert costs.of_voice("another:a") is None


def test_a_few_words_tell_nothing_yet(project: Project) -> None:
    costs = read_costs(project)
    costs.spoke("tone:a", characters=20, cpu_s=2.0, clock_s=4.0)

    assert costs.of_voice("tone:a") is None
    assert costs.of_window(0.4) is None


def test_windows_are_told_from_classes_where_classes_differ(project: Project) -> None:
    costs, draw = read_costs(project), random.Random(3)
    for _ in range(200):
        windows = draw.randrange(60)
        costs.made(windows=windows, cpu_s=0.25 * windows + 0.5 + draw.uniform(-0.2, 0.2))

    assert costs.of_window(9.0) == (pytest.approx(0.25, rel=0.03), pytest.approx(0.5, rel=0.2))


def test_where_all_classes_are_alike_one_takes_beside_its_windows_what_is_usual(project: Project) -> None:
    costs = read_costs(project)
    for _ in range(5):
        costs.made(windows=10, cpu_s=3.0)

    assert costs.of_window(0.5) == (pytest.approx(0.25), pytest.approx(0.5))


def test_a_machine_that_was_changed_is_soon_known_anew(project: Project) -> None:
    costs = read_costs(project)
    for seconds in (10.0, 1.0):
        for _ in range(40):
            costs.spoke("tone", characters=50_000, cpu_s=seconds, clock_s=seconds)

    now = costs.of_voice("tone")

    assert now is not None
    assert now.cpu_s == pytest.approx(1 / 50_000, rel=0.01)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"schema": "audiosession/costs/2"}',
        '{"schema": "audiosession/costs/1", "voices": 3, "classes": {}}',
        '{"schema": "audiosession/costs/1", "voices": {"a": {"cpu_s": 1e999}}, "classes": {}}',
        '{"schema": "audiosession/costs/1", "voices": {}, "classes": {"n": -1}}',
        '{"schema": "audiosession/costs/1", "voices": {}, "classes": {"other": 1}}',
    ],
)
def test_a_record_that_is_none_counts_as_nothing(project: Project, text: str) -> None:
    project.cache.mkdir(parents=True)
    (project.cache / "costs.json").write_text(text, encoding="utf-8")

    assert read_costs(project) == Costs(path=project.cache / "costs.json")


def test_a_cache_that_can_not_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    Costs(path=tmp_path / "file" / "costs.json").keep()

    assert (tmp_path / "file").read_text() == "no folder"


def test_nothing_of_what_was_said_stands_in_it(project: Project) -> None:
    costs = read_costs(project)
    costs.spoke("tone", characters=1_000, cpu_s=2.0, clock_s=4.0)
    costs.keep()

    assert set(json.loads(costs.path.read_text())["voices"]["tone"]) == {"characters", "cpu_s", "clock_s"}
