"""A class as its page asks for it: planned with any choice, edited, and put together from a wish."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from support.open_studio import Opened, opened

pytestmark = pytest.mark.slow

OUTLINE = "/api/classes/back-body/outline"
TEXT = "/api/texts/class/back-body"
OWN = Path("scripts") / "classes" / "back-body.toml"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened(tmp_path_factory.mktemp("class")) as studio:
        yield studio


@pytest.fixture
def asking(studio: Opened) -> Iterator[httpx.Client]:
    with studio.client() as client:
        yield client
        (studio.project / OWN).unlink(missing_ok=True)


def state_of(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="state">(.*?)</script>', page, re.DOTALL)
    assert found
    state: dict[str, object] = json.loads(found[1])
    return state


def test_the_page_begins_with_all_that_it_shows_first(asking: httpx.Client) -> None:
    page = asking.get("/class/back-body?pace=slow")

    state = state_of(page.text)
    assert page.status_code == 200
    assert "<title>Back Body" in page.text
    assert state["outline"] == asking.get(f"{OUTLINE}?pace=slow").json()
    assert state["wanted"] == {"pace": "slow"}


def test_choices_in_the_address_are_those_of_the_outline(asking: httpx.Client) -> None:
    usual = asking.get(OUTLINE).json()

    assert asking.get(f"{OUTLINE}?length=15m").json()["length"] == 900_000
    assert asking.get(f"{OUTLINE}?pace=slow").json()["length"] > usual["length"]
    assert asking.get(f"{OUTLINE}?pace=&nonsense=1").json() == usual


@pytest.mark.parametrize("query", ["pace=hasty", "words_per_minute=many", "tones=loud", "length=soon"])
def test_a_choice_that_cannot_be_is_refused_in_its_own_words(asking: httpx.Client, query: str) -> None:
    answer = asking.get(f"{OUTLINE}?{query}")

    assert answer.status_code == 422
    assert query.partition("=")[2] in answer.json()["error"]["message"]
    state = state_of(asking.get(f"/class/back-body?{query}").text)
    assert state["refused"] == answer.json()["error"]
    assert state["outline"] == asking.get(OUTLINE).json()


def test_every_choice_that_is_offered_can_be_had(asking: httpx.Client) -> None:
    choices = state_of(asking.get("/class/back-body").text)["choices"]
    assert isinstance(choices, list)

    for row in choices:
        for value, _ in [] if row["name"] == "voice" else row["values"]:
            answer = asking.get("/api/classes/back-body/outline", params={row["name"]: value})
            refused = answer.json().get("error", {}).get("message", "")
            assert answer.status_code == 200 or "sides" in refused, (row["name"], value, refused)


def test_an_edit_of_the_plan_is_an_edit_of_the_class(asking: httpx.Client, studio: Opened) -> None:
    version = asking.get(TEXT).json()["version"]

    told = asking.patch(TEXT, json={"changes": [{"at": ["exercise", 0, "reps"], "value": 4}], "version": version})

    assert told.status_code == 200
    assert asking.get(OUTLINE).json()["entries"][0]["reps"] == 4
    assert "reps = 4" in (studio.project / OWN).read_text("utf-8")


def test_a_wish_is_told_as_the_class_would_have_it(asking: httpx.Client) -> None:
    wish = "/api/classes/back-body/wish"

    told = asking.get(wish, params={"length": "20m", "level": "beginner", "seed": 2}).json()

    assert [one["use"] for one in told["tables"]] == [one["exercise"] for one in told["made"]["exercises"]]
    version = asking.get(TEXT).json()["version"]
    asking.patch(TEXT, json={"changes": [{"at": ["exercise"], "value": told["tables"]}], "version": version})
    entries = asking.get(OUTLINE).json()["entries"]
    assert [one["use"] for one in entries] == [one["use"] for one in told["tables"]]
    assert asking.get(wish).status_code == 422


def test_what_nobody_has_is_told_on_a_page(asking: httpx.Client) -> None:
    assert asking.get("/class/back-bodi").status_code == 404
    assert asking.get("/api/classes/back-bodi/outline").status_code == 404
    assert asking.get("/class/..%2F..%2Fetc%2Fpasswd").status_code == 404


def test_a_class_that_is_only_begun_has_its_title_and_says_that_it_is_empty(asking: httpx.Client) -> None:
    name = asking.post("/api/new/class", json={"title": "Morning Looks"}).json()["name"]
    outline = asking.get(f"/api/classes/{name}/outline").json()
    assert (outline["title"], outline["empty"], outline["entries"]) == ("Morning Looks", True, [])

    text = asking.get(f"/api/texts/class/{name}").json()
    change = {"at": ["exercise"], "insert": 0, "value": {"use": "saw"}}
    answer = asking.patch(f"/api/texts/class/{name}", json={"version": text["version"], "changes": [change]})
    assert answer.status_code == 200, answer.text
    assert asking.get(f"/api/classes/{name}/outline").json()["empty"] is False

    broken = asking.put(f"/api/texts/class/{name}", json={"version": answer.json()["version"], "text": 'title = "A'})
    assert broken.status_code == 200
    assert asking.get(f"/api/classes/{name}/outline").json()["empty"] is False
    for _ in range(3):
        asking.post("/api/undo")
