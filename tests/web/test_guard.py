"""Who may ask the studio: its own pages with its token, and nobody else; by HTTP, as a browser or a thief asks."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from starlette.types import Message
from support.open_studio import Opened, opened

from audiosession.web.guard import Guard

pytestmark = pytest.mark.slow

PAGES = ("/library", "/api/library", "/api/events", "/static/studio.js")


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: str


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with opened(tmp_path_factory.mktemp("guard")) as studio:
        yield studio


def asked(studio: Opened, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Answer:
    """Return what the studio answers to a request that bears `headers` and nothing that a client adds."""
    connection = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=10)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": studio.host, "Content-Length": str(len(body)), **headers}.items():
        if value:
            connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    told = answer.read().decode() if "event-stream" not in answer.headers.get("content-type", "") else ""
    connection.close()
    return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, told)


def test_the_opened_address_gives_a_cookie_that_no_other_site_can_use_and_no_script_reads(studio: Opened) -> None:
    answer = asked(studio, "GET", f"/?token={studio.token}", {})

    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "samesite=strict" in answer.headers["set-cookie"].lower()
    assert studio.token not in answer.headers["location"]


@pytest.mark.parametrize("path", PAGES)
def test_who_bears_the_cookie_is_answered(studio: Opened, path: str) -> None:
    assert asked(studio, "GET", path, {"Cookie": studio.cookie}).status == 200


def test_a_script_may_bear_the_token_itself(studio: Opened) -> None:
    bearing = {"Authorization": f"Bearer {studio.token}"}

    assert asked(studio, "GET", "/api/library", bearing).status == 200
    assert asked(studio, "POST", "/api/undo", bearing).status in (200, 404, 409)


def hostile() -> list[tuple[str, str, str, dict[str, str], tuple[int, ...]]]:
    """Return requests that nobody who may would send: why, method, path, headers, and how they are refused."""
    evil = {"Cookie": "COOKIE", "Origin": "http://evil.example"}
    home = {"Cookie": "COOKIE", "Origin": "ORIGIN"}
    return [
        ("no token", "GET", "/library", {}, (403,)),
        ("no token for files", "GET", "/static/studio.js", {}, (403,)),
        ("no token for events", "GET", "/api/events", {}, (403,)),
        ("a wrong token", "GET", "/?token=wrong", {}, (403,)),
        ("a wrong cookie", "GET", "/library", {"Cookie": "NAME=wrong"}, (403,)),
        ("a cookie that is none", "GET", "/library", {"Cookie": "\x7f;;=="}, (403,)),
        ("a wrong bearer", "GET", "/library", {"Authorization": "Bearer wrong"}, (403,)),
        ("the token of another way", "GET", "/library", {"Authorization": "Basic TOKEN"}, (403,)),
        ("another host name (DNS rebinding)", "GET", "/library", {"Cookie": "COOKIE", "Host": "evil.example"}, (421,)),
        ("another port in the name", "GET", "/library", {"Cookie": "COOKIE", "Host": "127.0.0.1:1"}, (421,)),
        ("rebinding with the token", "GET", "/?token=TOKEN", {"Host": "evil.example"}, (421,)),
        ("no host at all", "GET", "/library", {"Cookie": "COOKIE", "Host": ""}, (400, 421)),
        ("a post of another page", "POST", "/api/jobs", evil, (403,)),
        ("a post of a page without origin", "POST", "/api/jobs", {"Cookie": "COOKIE"}, (403,)),
        ("a post of a page that hides it", "POST", "/api/jobs", {"Cookie": "COOKIE", "Origin": "null"}, (403,)),
        ("a post of another port", "POST", "/api/jobs", {"Cookie": "COOKIE", "Origin": "http://127.0.0.1:1"}, (403,)),
        ("a read by another site", "GET", "/api/library", {**home, "Sec-Fetch-Site": "cross-site"}, (403,)),
        ("a read by a sister site", "GET", "/api/library", {**home, "Sec-Fetch-Site": "same-site"}, (403,)),
        ("a delete of another page", "DELETE", "/api/jobs/1", evil, (403,)),
        ("a patch of another page", "PATCH", "/api/texts/show/show", evil, (403,)),
        ("out of the files", "GET", "/static/..%2fapp.py", home, (404,)),
        ("out of the files, twice", "GET", "/static/%2e%2e%2f%2e%2e%2ferrors.py", home, (404,)),
        ("out of the files, on Windows", "GET", "/static/..%5capp.py", home, (404,)),
        ("out of the project", "GET", "/api/texts/exercise/..%2f..%2fetc%2fpasswd", home, (404, 422)),
        ("out of the project, straight", "GET", "/api/texts/exercise//etc/passwd", home, (404, 422)),
        ("a name with nothing in it", "GET", "/api/texts/exercise/%00", home, (404, 422)),
        ("a kind that is none", "GET", "/api/texts/secrets/show", home, (404, 422)),
        ("a body that is no JSON", "POST", "/api/jobs", {**home, "Content-Type": "application/json"}, (422,)),
        ("a method that is none", "TRACE", "/library", home, (403, 404, 405)),
        ("what may be asked, before it is", "OPTIONS", "/api/jobs", evil, (403,)),
        ("a head of another page", "HEAD", "/api/library", {**home, "Sec-Fetch-Site": "cross-site"}, (403,)),
        ("a job of thousands of digits", "DELETE", f"/api/jobs/{'9' * 5_000}", home, (404,)),
        ("a row of thousands of digits", "GET", f"/api/classes/saw/lines/{'9' * 5_000}/takes", home, (404,)),
        ("a name that no disk takes", "GET", f"/class/{'a' * 3_000}", home, (404,)),
        ("a class that no disk takes", "GET", f"/api/classes/{'a' * 3_000}/timeline", home, (404,)),
        ("a line of what no disk takes", "GET", f"/api/exercises/{'a' * 3_000}/said?text=hi", home, (404,)),
        ("a level that is no number", "GET", "/api/classes/saw/outline?music_level_db=nan", home, (422,)),
        ("a tempo without end", "GET", "/api/classes/saw/outline?words_per_minute=1e999", home, (422,)),
        ("reps without end", "GET", f"/api/classes/saw/timeline?reps={'9' * 400}", home, (422,)),
        ("a voice by its path", "GET", "/api/classes/saw/timeline?voice=../../etc/passwd", home, (404, 422)),
        ("music by its path", "GET", "/api/classes/saw/timeline?music=../../etc/passwd", home, (404, 422)),
        ("a page of the site that is none", "GET", "/site/../../etc/passwd", home, (404,)),
        ("a built file that is none", "GET", "/api/files/../scripts/show.toml", home, (404,)),
    ]


@pytest.mark.parametrize(("why", "method", "path", "headers", "refused"), hostile(), ids=lambda one: str(one)[:40])
def test_a_hostile_request_is_refused(
    studio: Opened, why: str, method: str, path: str, headers: dict[str, str], refused: tuple[int, ...]
) -> None:
    known = {"COOKIE": studio.cookie, "TOKEN": studio.token, "ORIGIN": studio.origin}
    name = studio.cookie.partition("=")[0]

    def filled(text: str) -> str:
        for place, value in known.items():
            text = text.replace(place, value)
        return text.replace("NAME", name)

    filled_headers = {key: filled(value) for key, value in headers.items()}
    answer = asked(studio, method, filled(path), filled_headers, b"\x80{[" if method in ("POST", "PATCH") else b"")

    assert answer.status in refused, why
    assert "set-cookie" not in answer.headers
    assert "root:" not in answer.body
    assert "import" not in answer.body


def said_twice() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return headers that two programs may read in two ways: of each a good one and another."""
    return [
        ("host", [("Host", "HOST"), ("Host", "evil.example"), ("Cookie", "COOKIE")]),
        ("origin", [("Host", "HOST"), ("Cookie", "COOKIE"), ("Origin", "ORIGIN"), ("Origin", "http://evil.example")]),
        ("cookie", [("Host", "HOST"), ("Cookie", "COOKIE"), ("Cookie", "a=b")]),
        ("token", [("Host", "HOST"), ("Authorization", "Bearer TOKEN"), ("Authorization", "Bearer wrong")]),
        ("length", [("Host", "HOST"), ("Cookie", "COOKIE"), ("Content-Length", "0"), ("Content-Length", "5")]),
        ("length and chunks", [("Host", "HOST"), ("Content-Length", "x"), ("Transfer-Encoding", "chunked")]),
    ]


@pytest.mark.parametrize(("what", "headers"), said_twice(), ids=lambda one: one if isinstance(one, str) else "")
def test_what_a_request_says_twice_is_believed_neither_time(
    studio: Opened, what: str, headers: list[tuple[str, str]]
) -> None:
    known = {"HOST": studio.host, "COOKIE": studio.cookie, "ORIGIN": studio.origin, "TOKEN": studio.token}
    connection = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=10)
    connection.putrequest("POST", "/api/undo", skip_host=True, skip_accept_encoding=True)
    for name, value in headers:
        for place, real in known.items():
            value = value.replace(place, real)
        connection.putheader(name, value)
    connection.endheaders()

    assert connection.getresponse().status in (400, 421), what
    connection.close()


def unreadable() -> list[bytes]:
    """Return bodies of which some parser makes something that no JSON tells."""
    return [
        b'{"kind": "build", "asked": {"x": NaN}}',
        b'{"kind": "build", "asked": {"x": 1e999}}',
        b'{"kind": "build", "title": "\\ud800", "asked": {}}',
        b'{"kind": "build", "asked": {"x": ' + b"[" * 900 + b"]" * 900 + b"}}",
        b'{"kind": "build", "asked": {"x": ' + b"9" * 5_000 + b"}}",
        b'{"kind": ["build"], "asked": {}}',
    ]


@pytest.mark.parametrize("body", unreadable(), ids=lambda body: body[:40].decode())
def test_what_no_json_can_tell_is_refused_and_the_queue_goes_on(studio: Opened, body: bytes) -> None:
    home = {"Cookie": studio.cookie, "Origin": studio.origin}

    assert asked(studio, "POST", "/api/jobs", home, body).status == 422
    assert asked(studio, "GET", "/api/jobs", home).status == 200


def test_what_no_route_is_for_is_told_as_json(studio: Opened) -> None:
    answer = asked(studio, "GET", "/api/nothing", {"Cookie": studio.cookie})

    assert (answer.status, answer.headers["content-type"]) == (404, "application/json")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert json.loads(answer.body)["error"]["message"]


@pytest.mark.skipif(sys.platform != "linux", reason="other disks refuse such a name")
def test_a_file_whose_name_is_no_text_keeps_no_page_from_its_answer(tmp_path: Path) -> None:
    with opened(tmp_path) as studio:
        (tmp_path / "scripts" / "exercises" / os.fsdecode(b"\xff.toml")).write_text('title = "Odd"\n')
        bearing = {"Authorization": f"Bearer {studio.token}"}

        for path in ("/library", "/api/library", "/music", "/api/classes/saw/outline"):
            assert asked(studio, "GET", path, bearing).status in (200, 422), path


def test_what_is_wrong_in_the_program_is_told_to_the_page_and_guarded(
    studio: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(studio.desk.queue, "jobs", breaks)
    answer = asked(studio, "GET", "/api/jobs", {"Cookie": studio.cookie})

    assert (answer.status, json.loads(answer.body)["error"]["kind"]) == (500, "program")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "ZeroDivision" not in answer.body


def test_a_websocket_is_closed_before_it_opens() -> None:
    async def no_app(*_: object) -> None:
        raise AssertionError("it was let in")

    told: list[Message] = []

    async def closed() -> None:
        async def send(message: Message) -> None:
            told.append(message)

        async def receive() -> Message:
            return {"type": "websocket.connect"}

        await Guard(no_app, token="t", port=1)({"type": "websocket", "headers": []}, receive, send)

    asyncio.run(closed())

    assert [one["type"] for one in told] == ["websocket.close"]


def test_what_is_too_long_is_refused_unread(studio: Opened) -> None:
    home = {"Cookie": studio.cookie, "Origin": studio.origin, "Content-Length": "3000000"}

    assert asked(studio, "POST", "/api/jobs", home).status == 413


def test_every_answer_forbids_what_is_not_ours(studio: Opened) -> None:
    headers = asked(studio, "GET", "/library", {"Cookie": studio.cookie}).headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_what_a_person_called_something_is_never_markup(tmp_path: Path) -> None:
    project = tmp_path / "<script>alert(1)"
    project.mkdir()
    with opened(project) as studio:
        (project / "scripts" / "classes" / "evil.toml").write_text(
            'title = "Evil"\ndescription = "</script><img src=x onerror=alert(1)>"\n'
            'level = "beginner"\n[[exercise]]\nuse = "saw"\n'
        )
        page = asked(studio, "GET", "/library", {"Cookie": studio.cookie}).body

    assert "<script>alert" not in page
    assert "</script><img" not in page
    assert "\\u003c/script>\\u003cimg" in page
