"""What the guide tells scripts of others: every request in its table is answered as told, and every route is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from starlette.routing import Match, Route
from support.open_studio import Opened, opened
from web.test_builds import NOD, done

from audiosession.studio.guide import find_guide
from audiosession.web.app import ROUTES

pytestmark = pytest.mark.slow

SHOW = """\
[defaults]
voice = "tone"
music = "none"

[show]
title = "Mat Talk"
author = "Ada"
email = "ada@mat.example"
description = "Of mats."
language = "en"
"""
FILLED = {
    "A,B": "nod,saw", "KIND": "exercise", "NAME": "nod", "FILE": "nod.mp3", "BED": "still-water", "TAG": "en",
    "LINE": "Up.", "ID": "1", "from=MS": "from=0", "to=MS": "to=900", "points=N": "points=9",
}  # fmt: skip
UNTOLD = re.compile(r"/$|/static/|/site/|/[a-z]+(/\{name\})?$")
"""Where the pages are, and what they load."""


def documented() -> list[tuple[str, str]]:
    """Return the method and the address of each request in the guide's table."""
    return re.findall(r"^\| `([A-Z]+) (/[^`]+)` \|", find_guide("studio").text, re.MULTILINE)


def filled(address: str) -> str:
    for place, value in FILLED.items():
        address = address.replace(place, value)
    return address


def route_of(method: str, path: str) -> str | None:
    """Return the route that answers to a request, None where none does."""
    scope = {"type": "http", "method": method, "path": path.partition("?")[0]}
    found = (row for row in ROUTES if isinstance(row, Route) and row.matches(scope)[0] is Match.FULL)
    route = next(found, None)
    return None if route is None else f"{method} {route.path}"


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with opened(tmp_path_factory.mktemp("guide"), show=SHOW) as studio, studio.client() as client:
        _write_nod(studio)
        assert done(client, "build", {"name": "nod", "form": "mp3"})["state"] == "done"
        yield client


def _write_nod(studio: Opened) -> None:
    (studio.project / "scripts" / "exercises" / "nod.toml").write_text(NOD, "utf-8")


def test_each_route_stands_in_the_guide_and_each_request_of_it_has_a_route() -> None:
    told = {route_of(method, filled(address)): f"{method} {address}" for method, address in documented()}
    routes = {
        f"{method} {row.path}"
        for row in ROUTES
        if isinstance(row, Route) and not UNTOLD.match(row.path)
        for method in (row.methods or {"GET"}) - {"HEAD"}
    }

    assert told.get(None) is None
    assert sorted(routes - told.keys()) == []


@pytest.mark.parametrize("address", [at for method, at in documented() if method == "GET" and at != "/api/events"])
def test_what_the_guide_has_one_ask_for_is_answered(asking: httpx.Client, address: str) -> None:
    answer = asking.get(filled(address))

    assert answer.status_code == 200, answer.text[:300]


@pytest.mark.parametrize(("method", "address"), [one for one in documented() if one[0] != "GET"])
def test_what_the_guide_has_one_change_is_refused_in_words_where_nothing_is_brought(
    asking: httpx.Client, method: str, address: str
) -> None:
    answer = asking.request(method, filled(address), json={})

    assert answer.status_code in (200, 404, 422, 507), answer.text[:300]
    assert answer.headers["content-type"] in ("application/json", "audio/wav")
    if answer.status_code != 200:
        assert answer.json()["error"]["kind"] not in ("request", "program")
        assert answer.json()["error"]["message"]
