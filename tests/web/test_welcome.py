"""The first page: a project is made from a name, a language and a voice; what can't be is told at its field."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.open_studio import opened

pytestmark = pytest.mark.slow

MINE = {"name": "Ada's Mat", "language": "de", "voice": "espeak:de"}


def begun(client: httpx.Client, **asked: Any) -> httpx.Response:
    return client.post("/api/welcome", json=MINE | asked)


def test_an_empty_folder_becomes_the_project(tmp_path: Path) -> None:
    with opened(tmp_path, is_project=False) as studio, studio.client() as client:
        assert client.get("/").headers["location"] == "/welcome"
        assert begun(client).raise_for_status().json() == {"name": tmp_path.name, "next": "/library"}
        assert client.get("/").headers["location"] == "/library"

    show = (tmp_path / "scripts" / "show.toml").read_text("utf-8")
    assert 'title = "Ada\'s Mat"' in show
    assert 'language = "de"' in show.partition("[defaults]")[2]
    assert 'voice = "espeak:de"' in show


def test_beside_other_things_it_has_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "mat.txt").write_text("roll it up", "utf-8")
    with opened(tmp_path, is_project=False) as studio, studio.client() as client:
        assert begun(client, voice="").raise_for_status().json()["name"] == "ada-s-mat"
        assert studio.desk.folder == tmp_path / "ada-s-mat"
        titles = [card["title"] for card in client.get("/api/library").json()["cards"] if card["own"]]

    assert titles == ["Atem im Stehen"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ada-s-mat", "mat.txt", "photos"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "/ .."),
        ("name", "Photos"),
        ("language", "xx"),
        ("language", "../de"),
        ("voice", "espaek"),
    ],
)
def test_what_can_not_be_is_told_at_its_field_and_nothing_is_made(tmp_path: Path, field: str, value: str) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "mat.jpg").write_bytes(b"x")
    with opened(tmp_path, is_project=False) as studio, studio.client() as client:
        answer = begun(client, **{field: value})

    assert answer.status_code == 422
    assert (answer.json()["error"]["path"], str(tmp_path) in answer.text) == (field, False)
    assert [path.name for path in tmp_path.iterdir()] == ["photos"]


def test_a_project_that_stands_in_the_folder_is_gone_on_with(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    with opened(tmp_path, is_project=False) as studio, studio.client() as client:
        begun(client).raise_for_status()
    with opened(tmp_path, is_project=False) as studio, studio.client() as client:
        assert '"projects": [{"name": "ada-s-mat", "exercises": 1, "classes": 0}]' in client.get("/welcome").text
        assert client.post("/api/welcome/open", json={"name": "../photos"}).status_code == 404
        assert client.post("/api/welcome/open", json={"name": "ada-s-mat"}).raise_for_status()
        assert studio.desk.folder == tmp_path / "ada-s-mat"


def test_no_second_project_is_made_in_the_first_one(tmp_path: Path) -> None:
    with opened(tmp_path) as studio, studio.client() as client:
        answer = begun(client)
        page = client.get("/welcome")

    assert (answer.status_code, page.status_code) == (507, 200)
    assert not (tmp_path / "ada-s-mat").exists()


def test_of_two_projects_that_are_begun_at_once_one_is_made(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    with opened(tmp_path, is_project=False) as studio, studio.client() as client, ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda name: begun(client, name=name).status_code, ("One", "Two", "Three", "Four")))

    assert sorted(answers) == [200, 507, 507, 507]
    assert len(list(tmp_path.iterdir())) == 2
