"""The library as a script asks it, and as a person searches it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.open_studio import Opened, opened

from audiosession.project.reading import definitions

pytestmark = pytest.mark.slow

SOME = 300
"""So many definitions a page of the library is to bear."""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOSESSION_CACHE", str(tmp_path_factory.mktemp("cache")))
        with opened(tmp_path_factory.mktemp("library")) as studio:
            yield studio


@pytest.fixture
def client(studio: Opened) -> Iterator[httpx.Client]:
    with studio.client() as client:
        yield client


def cards(client: httpx.Client) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in client.get("/api/library").raise_for_status().json()["cards"]}


def test_each_exercise_and_class_has_a_card(client: httpx.Client, studio: Opened) -> None:
    found = cards(client)

    assert set(found) == {*studio.desk.studio.exercises(), *studio.desk.studio.classes()}
    assert found["single-leg-kick"]["positions"] == ["prone"]
    assert (found["my-first-exercise"]["own"], found["back-body"]["own"]) == (True, False)


def test_lengths_are_told_a_few_at_a_time_and_none_is_asked_for_twice(client: httpx.Client) -> None:
    told = client.get("/api/library/lengths", params={"names": "swan,no-such-thing"}).raise_for_status().json()

    assert (set(told["lengths"]), told["troubles"]) == ({"swan"}, {})
    assert cards(client)["swan"]["lasts_ms"] == told["lengths"]["swan"]


def test_the_page_of_hundreds_reads_none_of_them_whole(tmp_path: Path) -> None:
    with opened(tmp_path) as studio, studio.client() as client:
        text = (studio.project / "scripts" / "exercises" / "my-first-exercise.toml").read_text("utf-8")
        for number in range(SOME):
            path = studio.project / "scripts" / "exercises" / f"breath-{number}.toml"
            path.write_text(text.replace("Standing Breath", f"Breath {number}"), "utf-8")
        before = definitions._definition.cache_info()
        page = client.get("/library").raise_for_status()

        assert definitions._definition.cache_info() == before
        assert page.text.count('"name": "breath-') == SOME + page.text.count('"name": "breath-foundations"')
        assert len(page.content) < 400 * (SOME + 70)


def test_a_definition_with_faults_keeps_its_card_and_no_other_from_being_shown(tmp_path: Path) -> None:
    with opened(tmp_path) as studio, studio.client() as client:
        folder = studio.project / "scripts" / "exercises"
        (folder / "broken.toml").write_text('title = "Broken"\npositon = "prone"\n', "utf-8")
        (folder / "strange.toml").write_bytes(b"\xff\xfe")
        found = cards(client)
        told = client.get("/api/library/lengths", params={"names": "broken"}).json()

    assert (found["broken"]["title"], found["broken"]["trouble"]) == ("Broken", None)
    assert "UTF-8" in found["strange"]["trouble"]["message"]
    assert [one["path"] for one in (found["strange"]["trouble"], told["troubles"]["broken"])] == [
        "scripts/exercises/strange.toml", "scripts/exercises/broken.toml",
    ]  # fmt: skip
    assert "swan" in found


def test_a_wish_is_shown_with_its_reasons_and_written_only_when_it_is_taken(
    client: httpx.Client, studio: Opened
) -> None:
    before, wish = cards(client), {"length": "20m", "level": "intermediate", "focus": "back,legs", "seed": 2}
    made = client.post("/api/library/wish", json=wish).raise_for_status().json()

    assert made["path"] is None
    assert all(one["reasons"] for one in made["exercises"])
    assert cards(client).keys() == before.keys()
    other = client.post("/api/library/wish", json=wish | {"seed": 3}).json()
    assert [one["exercise"] for one in other["exercises"]] != [one["exercise"] for one in made["exercises"]]

    taken = client.post("/api/library/wish/take", json=wish | {"title": "Back and Legs"}).raise_for_status().json()
    card = cards(client)[taken["name"]]
    assert (taken["name"], card["title"], card["own"]) == ("back-and-legs", "Back and Legs", True)
    assert card["exercises"] == [one["exercise"] for one in made["exercises"]]
    again = client.post("/api/library/wish/take", json=wish | {"title": "Back and Legs"}).json()
    assert again["name"] == "back-and-legs-2"
    client.post("/api/undo").raise_for_status()
    assert {"back-and-legs", "back-and-legs-2"} & set(cards(client)) == {"back-and-legs"}


@pytest.mark.parametrize(
    ("wish", "said"),
    [({"length": "2m"}, "from 5m to 90m"), ({"length": "20m", "seed": "x"}, "whole number"), ({}, "5m")],
)
def test_a_wish_that_can_not_be_met_is_told(client: httpx.Client, wish: dict[str, Any], said: str) -> None:
    answer = client.post("/api/library/wish", json=wish)

    assert answer.status_code == 422
    assert said in answer.json()["error"]["message"] + answer.json()["error"]["hint"]


def test_an_exercise_begins_as_an_example_as_another_one_or_as_a_breath_pattern(
    client: httpx.Client, studio: Opened
) -> None:
    asked = [
        {"title": "Über dem Meer"},
        {"title": "Slow Swan", "like": "swan"},
        {"title": "Evening Breath", "breath": "4 – 7 – 8 × 4"},
    ]
    made = [client.post("/api/library/exercises", json=one).raise_for_status().json()["name"] for one in asked]

    assert made == ["uber-dem-meer", "slow-swan", "evening-breath"]
    found = cards(client)
    assert [found[name]["title"] for name in made] == ["Über dem Meer", "Slow Swan", "Evening Breath"]
    assert found["slow-swan"]["positions"] == found["swan"]["positions"]
    assert not studio.desk.studio.check(["uber-dem-meer", "evening-breath"]).faults


@pytest.mark.parametrize(
    "asked", [{"title": " … "}, {"title": "Two", "like": "swan", "breath": "4-4"}, {"title": "No", "breath": "99-99"}]
)
def test_an_exercise_that_can_not_be_is_not_written(client: httpx.Client, asked: dict[str, str]) -> None:
    before = cards(client).keys()
    answer = client.post("/api/library/exercises", json=asked)

    assert answer.status_code == 422
    assert answer.json()["error"]["message"]
    assert cards(client).keys() == before
