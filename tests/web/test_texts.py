"""The texts of a project, read, changed and undone by HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from support.open_studio import Opened, opened

pytestmark = pytest.mark.slow

SWAN = "/api/texts/exercise/swan"
OWN = Path("scripts") / "exercises" / "swan.toml"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened(tmp_path_factory.mktemp("texts")) as studio:
        yield studio


@pytest.fixture
def asking(studio: Opened) -> Iterator[httpx.Client]:
    """Lend a client, and leave the Swan as it comes with the program."""
    with studio.client() as client:
        yield client
        (studio.project / OWN).unlink(missing_ok=True)


def patched(client: httpx.Client, *changes: dict[str, object], version: str = "") -> httpx.Response:
    return client.patch(SWAN, json={"changes": list(changes), "version": version})


def test_a_text_is_told_with_its_version_and_its_values(asking: httpx.Client) -> None:
    told = asking.get(SWAN).json()

    assert (told["kind"], told["name"], told["path"]) == ("exercise", "swan", OWN.as_posix())
    assert (told["is_own"], told["version"], told["faults"]) == (False, "", [])
    assert told["values"]["reps"]["default"] == 4
    assert 'title = "Swan"' in told["text"]


def test_a_change_of_a_form_changes_one_line_of_a_copy_of_ones_own(asking: httpx.Client, studio: Opened) -> None:
    before = asking.get(SWAN).json()["text"].splitlines()

    told = patched(asking, {"at": ["reps", "default"], "value": 5}).json()

    after = (studio.project / OWN).read_text("utf-8").splitlines()
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [
        ("default = 4", "default = 5")
    ]
    assert told["is_own"]
    assert told["values"]["reps"]["default"] == 5
    assert told["journal"]["undo"] == told["label"]


def test_a_change_on_a_version_that_stands_no_more_changes_nothing(asking: httpx.Client, studio: Opened) -> None:
    version = patched(asking, {"at": ["reps", "default"], "value": 5}).json()["version"]
    own = studio.project / OWN
    own.write_text(own.read_text("utf-8").replace("max = 8", "max = 9"), "utf-8")

    answer = patched(asking, {"at": ["reps", "default"], "value": 6}, version=version)

    assert answer.status_code == 409
    assert "max = 9" in answer.json()["error"]["theirs"]["text"]
    assert "default = 5" in own.read_text("utf-8")


def test_a_refused_change_is_told_at_its_key(asking: httpx.Client, studio: Opened) -> None:
    answer = patched(asking, {"at": ["phase", 1, "counts"], "value": 900})

    assert answer.status_code == 422
    assert [fault["at"] for fault in answer.json()["error"]["faults"]] == [["phase", 1, "counts"]]
    assert not (studio.project / OWN).exists()


def test_a_text_may_be_saved_with_a_fault_which_comes_back_with_its_line(asking: httpx.Client) -> None:
    told = asking.get(SWAN).json()
    text = told["text"].replace('position = "prone"', 'position = "prune"')

    saved = asking.put(SWAN, json={"text": text, "version": ""}).json()

    assert [fault["line"] for fault in saved["faults"]] == [text.splitlines().index('position = "prune"') + 1]
    assert asking.get(SWAN).json()["text"] == text


def test_what_was_changed_is_undone_and_done_again(asking: httpx.Client, studio: Opened) -> None:
    patched(asking, {"at": ["title"], "value": "The Swan"})

    undone = asking.post("/api/undo").json()
    is_gone = not (studio.project / OWN).exists()
    again = asking.post("/api/redo").json()

    assert is_gone, "the copy that the change made is taken back with it"
    assert undone["redo"] == again["undo"] == undone["label"]
    assert asking.get(SWAN).json()["values"]["title"] == "The Swan"


def test_a_text_is_checked_without_being_saved(asking: httpx.Client, studio: Opened) -> None:
    text = asking.get(SWAN).json()["text"]

    good = asking.post("/api/check/exercise/swan", json={"text": text}).json()
    bad = asking.post("/api/check/exercise/swan", json={"text": text.replace("counts = 4", 'counts = "x"', 1)}).json()

    assert good["faults"] == []
    assert good["fits"][0]["at"] == ["phase", 0, "full", 0]
    assert [fault["at"] for fault in bad["faults"]] == [["phase", 0, "counts"]]
    assert not (studio.project / OWN).exists()


def test_an_exercise_is_copied_renamed_and_taken_out(asking: httpx.Client, studio: Opened) -> None:
    folder = studio.project / "scripts" / "exercises"

    copied = asking.post("/api/new/exercise", json={"title": "High Swan", "like": "swan"}).json()
    is_there = (folder / "high-swan.toml").exists()
    renamed = asking.post("/api/rename/exercise/high-swan", json={"title": "Low Swan", "with_file": True}).json()
    is_renamed = (folder / "low-swan.toml").exists() and not (folder / "high-swan.toml").exists()
    removed = asking.delete("/api/texts/exercise/low-swan")

    assert (copied["name"], copied["values"]["title"], is_there) == ("high-swan", "High Swan", True)
    assert (renamed["name"], renamed["values"]["title"], is_renamed) == ("low-swan", "Low Swan", True)
    assert removed.status_code == 200
    assert removed.json()["undo"] == removed.json()["label"]
    assert not (folder / "low-swan.toml").exists()


def test_what_is_used_is_not_taken_out(asking: httpx.Client, studio: Opened) -> None:
    asking.post("/api/new/exercise", json={"title": "Used", "like": "swan"})
    made = asking.post("/api/new/class", json={"title": "User"}).json()
    change = {"at": ["exercise"], "insert": 0, "value": {"use": "used"}}
    asking.patch("/api/texts/class/user", json={"changes": [change], "version": made["version"]})

    answer = asking.delete("/api/texts/exercise/used")

    assert answer.status_code == 422
    assert "user" in answer.json()["error"]["message"]
    assert (studio.project / "scripts" / "exercises" / "used.toml").exists()


@pytest.mark.parametrize(
    "brought", [{}, {"changes": {}, "version": ""}, {"changes": ["x"], "version": ""}, {"changes": []}]
)
def test_a_request_that_is_no_change_is_refused(asking: httpx.Client, brought: dict[str, object]) -> None:
    answer = asking.patch(SWAN, json=brought)

    assert answer.status_code == 422
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "address", ["/api/texts/exercise/unknown", "/api/texts/secret/swan", "/api/texts/exercise/..%2F..%2Fshow"]
)
def test_what_a_project_does_not_list_is_not_there(asking: httpx.Client, address: str) -> None:
    assert asking.get(address).status_code == 404
