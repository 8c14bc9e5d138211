"""The sound of a class in the studio: from any spot, from any byte, before a build, as long as somebody listens."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.open_studio import Opened, opened

from audiosession.progress import Progress, Teller, Watcher
from audiosession.studio.studio import Studio
from audiosession.web.app import make_app
from audiosession.web.desk import FrontDesk
from audiosession.web.hearing.ear import ListenersFirst
from audiosession.web.hearing.listener import Listener
from audiosession.web.hearing.lives import MOST, Lives
from audiosession.web.work import OPEN, State

pytestmark = pytest.mark.slow

SOUND = "/api/classes/saw/sound"
WINDOW_BYTES = 400_000
"""No window is longer: it has 20 s or a little more of 16 bytes a millisecond."""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOSESSION_CACHE", str(tmp_path_factory.mktemp("cache")))
        with opened(tmp_path_factory.mktemp("sound")) as studio:
            yield studio


@pytest.fixture(scope="module")
def client(studio: Opened) -> Iterator[httpx.Client]:
    with studio.client() as client:
        yield client


@pytest.fixture(scope="module")
def whole(client: httpx.Client) -> bytes:
    """The sound of a class, all of which is spoken."""
    client.get(SOUND)
    return client.get(SOUND).content


def done(client: httpx.Client, number: int) -> State:
    """Return what became of a piece of work, when it is over."""
    while True:
        (row,) = (one for one in client.get("/api/jobs").json()["jobs"] if one["id"] == number)
        if (state := State(row["state"])) not in OPEN:
            return state
        time.sleep(0.02)


def test_a_timeline_says_what_is_a_guess_until_it_is_spoken(client: httpx.Client) -> None:
    before = client.get("/api/classes/swan/timeline").json()
    state = done(client, client.post("/api/classes/swan/speak").json()["id"])
    after = client.get("/api/classes/swan/timeline").json()

    assert state is State.DONE
    assert before["guessed_lines"] > 0
    assert after["guessed_lines"] == 0
    assert client.get("/api/classes/swan/timeline", params={"spoken": "1"}).json() == after


def test_choices_in_the_address_are_those_of_a_build(client: httpx.Client) -> None:
    steady, slow = (client.get("/api/classes/saw/timeline", params={"pace": pace}).json() for pace in ("1", "1.5"))

    assert slow["length"] > steady["length"]
    assert slow["digest"] != steady["digest"]


def test_peaks_are_as_many_as_are_asked_for(client: httpx.Client, whole: bytes) -> None:
    peaks = client.get("/api/classes/saw/peaks", params={"from": 0, "to": 20_000, "points": 300}).json()["peaks"]

    assert len(peaks) == 300
    assert max(peaks) > 0


@pytest.mark.parametrize("query", [{"points": "0"}, {"points": "999999"}, {"from": "9", "to": "3"}, {"to": "x"}])
def test_peaks_that_nobody_can_draw_are_refused(client: httpx.Client, query: dict[str, str]) -> None:
    assert client.get("/api/classes/saw/peaks", params=query).status_code == 422


@pytest.mark.parametrize(("name", "at", "status"), [("saw", 86_000_000, 422), ("saw", "soon", 422), ("nobody", 0, 404)])
def test_what_can_not_be_heard_is_told_as_json(client: httpx.Client, name: str, at: int | str, status: int) -> None:
    answer = client.get(f"/api/classes/{name}/sound", params={"from": at})

    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_sound_says_where_it_begins_and_how_long_it_is(client: httpx.Client, whole: bytes) -> None:
    answer = client.get(SOUND, params={"from": 12_345})

    assert answer.headers["x-starts-at"] == "12345"
    assert answer.headers["content-type"] == "audio/mpeg"
    assert int(answer.headers["content-length"]) == len(answer.content)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("0-1", 0, 1),
        ("0-", 0, None),
        ("383-384", 383, 384),
        ("384-", 384, None),
        ("1000-", 1_000, None),
        ("500000-500999", 500_000, 500_999),
        ("-", 0, None),
    ],
)
def test_any_bytes_of_a_sound_are_those_of_the_whole(
    client: httpx.Client, whole: bytes, asked: str, first: int, last: int | None
) -> None:
    answer = client.get(SOUND, headers={"Range": f"bytes={asked}"})

    end = len(whole) if last is None else last + 1
    assert answer.content == whole[first:end]
    if asked == "-":
        assert answer.status_code == 200
    else:
        assert answer.status_code == 206
        assert answer.headers["content-range"] == f"bytes {first}-{end - 1}/{len(whole)}"


@pytest.mark.parametrize("missing", [1, 200, 384, 1_000, 5_000])
def test_the_last_bytes_of_a_sound_can_be_had_alone(client: httpx.Client, whole: bytes, missing: int) -> None:
    answer = client.get(SOUND, headers={"Range": f"bytes={len(whole) - missing}-"})

    assert answer.content == whole[-missing:]


def test_a_range_behind_the_end_is_answered_with_the_whole(client: httpx.Client, whole: bytes) -> None:
    answer = client.get(SOUND, headers={"Range": f"bytes={len(whole)}-"})

    assert (answer.status_code, answer.content) == (200, whole)


def test_a_sound_of_unknown_length_is_sent_whole_whatever_is_asked(client: httpx.Client) -> None:
    answer = client.get("/api/classes/box-breathing/sound", headers={"Range": "bytes=100-200"})

    assert answer.status_code == 200
    assert "content-range" not in answer.headers
    assert len(answer.content) > 1_000


def test_nothing_is_made_any_more_when_nobody_listens(studio: Opened) -> None:
    name = "roll-up"
    live = studio.desk.live(name, {})
    live.speak()
    app = make_app(studio.desk, token="t", port=1)
    gone = asyncio.Event()

    received = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if received:
            return received.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.body":
            gone.set()
            await asyncio.Event().wait()  # whoever reads no more takes no more

    headers = [(b"host", b"127.0.0.1:1"), (b"authorization", b"Bearer t")]
    path = f"/api/classes/{name}/sound"
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
             "headers": headers, "root_path": "", "scheme": "http", "http_version": "1.1",
             "asgi": {"version": "3.0", "spec_version": "2.3"}}  # fmt: skip
    with_none_ready = live.n_made
    asyncio.run(asyncio.wait_for(app(scope, receive, send), 60))

    assert len(live.timeline().windows) > 4
    assert live.n_made - with_none_ready == 1


def test_the_queue_waits_while_somebody_waits_to_hear(tmp_path: Path) -> None:
    begun, over, happened = threading.Event(), threading.Event(), list[str]()

    def work(studio: Studio, asked: Mapping[str, Any], watch: Watcher, tell: Teller) -> None:
        begun.set()
        for number in range(3):
            watch(Progress(stage="encoding", done=number, total=3))
            happened.append("step")
        over.set()

    desk = FrontDesk(tmp_path, {"work": work})
    with desk.ear.waiting():
        desk.queue.ask("work", "work", {})
        assert begun.wait(10)
        happened.append("heard")
    assert over.wait(10)
    desk.close()

    assert happened == ["heard", "step", "step", "step"]


class Held:
    """Something that is opened, of one digest."""

    def __init__(self, digest: str) -> None:
        self.digest = digest


def test_however_many_ask_for_a_class_it_is_opened_once() -> None:
    together, opens = threading.Barrier(4), list[str]()

    def open_it(name: str, wanted: Mapping[str, Any]) -> Held:
        opens.append(name)
        return Held("one")

    lives = Lives(open_it, lambda name, wanted: "one", object)
    found: list[Held] = []

    def ask() -> None:
        together.wait(10)
        found.append(lives.get("saw", {"pace": "slow"}))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert opens == ["saw"]
    assert len(set(found)) == 1


def test_the_classes_that_were_opened_last_stay_open() -> None:
    opens: list[str] = []

    def open_it(name: str, wanted: Mapping[str, Any]) -> Held:
        opens.append(name)
        return Held(name)

    lives = Lives(open_it, lambda name, wanted: name, object)
    names = [str(number) for number in range(MOST)]
    for name in (*names, *names, "another", names[0]):
        lives.get(name, {})

    assert opens == [*names, "another", names[0]]


def test_a_class_is_opened_anew_when_a_file_of_it_changes(studio: Opened) -> None:
    written = studio.project / "scripts" / "exercises" / "mine.toml"
    starter = Path(__file__).parents[2] / "scripts" / "exercises" / "saw.toml"
    written.parent.mkdir(exist_ok=True)
    written.write_text(starter.read_text("utf-8"), "utf-8")
    first = studio.desk.live("mine", {})
    same = studio.desk.live("mine", {})
    written.write_text(starter.read_text("utf-8").replace("Saw", "My Saw"), "utf-8")
    other = studio.desk.live("mine", {})

    assert first is same
    assert other is not first
    assert other.title == "My Saw"


class Clock:
    """A clock that somebody else moves on."""

    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_what_is_ready_is_sent_as_fast_as_it_is_read() -> None:
    listener = Listener(ListenersFirst(), lambda: 7, Clock())

    listener.sent(3_600_000)

    assert listener.rest_s() == 0


def test_what_has_to_be_made_is_made_a_little_ahead_of_who_listens() -> None:
    made, clock = iter([0, 1, 1, 2, 2, 2]), Clock()
    listener = Listener(ListenersFirst(), lambda: next(made), clock)

    listener.sent(5_000)
    assert listener.rest_s() == 0
    listener.sent(20_000)
    assert listener.rest_s() == pytest.approx(20 / 16)
    clock.seconds += 0.75
    assert listener.rest_s() == pytest.approx(0.5)
    clock.seconds += 0.5
    assert listener.rest_s() == 0
    clock.seconds += 600.0
    assert listener.rest_s() == 0


def test_a_stream_that_is_read_at_once_is_not_made_at_once(client: httpx.Client) -> None:
    begun, n_bytes = time.monotonic(), 0
    with client.stream("GET", "/api/classes/breathing/sound", params={"pace": "1.7"}) as answer:
        for piece in answer.iter_bytes():
            n_bytes += len(piece)
            elapsed_ms = (time.monotonic() - begun) * 1000
            assert n_bytes <= 16 * (5_000 + 16 * elapsed_ms) + 2 * WINDOW_BYTES
            if elapsed_ms > 4_000:
                break

    assert n_bytes > 16 * 5_000
