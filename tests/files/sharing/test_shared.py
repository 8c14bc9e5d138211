"""A shared store behind a cache: what anybody made is found, verified; whatever else is there is a miss, and healed."""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from audiosession.digests import digest_of as address
from audiosession.errors import StoreError
from audiosession.files.blobs import CONTENT_AT, BlobStore
from audiosession.files.sharing.actions import INLINE_BYTES, PIECE_BYTES, action_key, action_path
from audiosession.files.sharing.objects import DeniedError, Objects, TroubleError
from audiosession.files.sharing.opening import MARK, open_objects
from audiosession.files.sharing.shared import SharedStore, shared_store_at

SHORT, LONG = b"what was heard", os.urandom(INLINE_BYTES + 1)
_NUMBERS = count()


@pytest.fixture(params=["memory", "folder"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> Objects:
    at = f"memory://test-{next(_NUMBERS)}/p" if request.param == "memory" else str(tmp_path / "shared")
    return open_objects(at)


def machine(folder: Path, objects: Objects, kind: str = "window") -> BlobStore:
    """Return the cache of a machine that shares what it makes."""
    return BlobStore(folder, kind=kind, behind=SharedStore(objects))


def shared_of(store: BlobStore) -> SharedStore:
    assert store.behind is not None
    return store.behind


def put(store: BlobStore, name: str, content: bytes) -> None:
    store.put(address(name), content)
    shared_of(store).flush()


def paths(objects: Objects, prefix: str) -> list[str]:
    return sorted(one.path for one in objects.listed(prefix))


class Failing(Objects):
    """Objects of which each request goes wrong."""

    def __init__(self, objects: Objects, error: Callable[[], Exception], *, asks: str = "get put put_new size") -> None:
        super().__init__(objects._store, objects.name)
        self.asked = 0
        for name in asks.split():
            setattr(self, name, self._failing(error))

    def _failing(self, error: Callable[[], Exception]) -> Callable[..., object]:
        def fail(*given: object, **named: object) -> object:
            self.asked += 1
            raise error()

        return fail


@pytest.mark.parametrize("content", [b"", SHORT, LONG, os.urandom(INLINE_BYTES)], ids=["none", "short", "long", "edge"])
def test_what_one_machine_makes_another_finds(tmp_path: Path, objects: Objects, content: bytes) -> None:
    put(machine(tmp_path / "one", objects), "a", content)
    another = machine(tmp_path / "another", objects)

    assert another.length(address("a")) is None
    assert another.get(address("a")) == content
    assert BlobStore(tmp_path / "another", kind="window").get(address("a")) == content
    assert machine(tmp_path / "third", objects).size(address("a")) == len(content)
    assert another.get(address("b")) is another.size(address("b")) is another.open(address("b")) is None
    assert machine(tmp_path / "fourth", objects, kind="take").get(address("a")) is None


def test_what_is_short_takes_one_object_and_what_is_long_lies_under_its_digest(
    tmp_path: Path, objects: Objects
) -> None:
    store = machine(tmp_path / "one", objects)
    put(store, "a", SHORT)
    assert len(paths(objects, "actions")) == 1
    assert paths(objects, "content") == []

    put(store, "b", LONG)
    put(store, "c", LONG)
    assert len(paths(objects, "actions")) == 3
    assert paths(objects, "content") == [f"content/{address(LONG)[:2]}/{address(LONG)[2:]}"]


def test_what_is_longer_than_the_memory_likes_goes_in_pieces(tmp_path: Path, objects: Objects) -> None:
    content = os.urandom(2 * PIECE_BYTES + 5)
    store = machine(tmp_path / "one", objects, kind="bed")
    with store.writing(address("a")) as file:
        file.write(content)
    shared_of(store).flush()
    assert len(paths(objects, "content")) == 3

    file = machine(tmp_path / "another", objects, kind="bed").open(address("a"))
    assert file is not None
    with file:
        file.seek(CONTENT_AT)
        assert file.read() == content

    objects.delete([paths(objects, "content")[-1]])
    torn = machine(tmp_path / "third", objects, kind="bed")
    assert torn.open(address("a")) is None
    assert torn.get(address("a")) is None
    assert torn.blobs() == []


def test_many_are_fetched_at_once_and_then_found_here(tmp_path: Path, objects: Objects) -> None:
    names = [address(str(number)) for number in range(40)]
    one = machine(tmp_path / "one", objects)
    for name in names[:30]:
        one.put(name, name.encode() * 300)
    shared_of(one).flush()
    another = machine(tmp_path / "another", objects)

    assert set(another.sizes(names)) == set(names[:30])
    assert another.blobs() == []
    another.fetch(names)
    assert [another.length(name) for name in names] == [19_200] * 30 + [None] * 10
    assert set(another.sizes(names)) == set(names[:30])


def _damages(objects: Objects, path: str, other: str) -> Iterator[tuple[str, Callable[[], None]]]:
    whole, swapped = (objects.get(one, most=10**8) or b"" for one in (path, other))
    yield "missing", lambda: objects.delete([path])
    for name, content in {
        "empty": b"",
        "truncated": whole[: len(whole) // 2],
        "one byte short": whole[:-1],
        "longer": whole + b"!",
        "flipped": whole[:-3] + bytes([whole[-3] ^ 1]) + whole[-2:],
        "flipped at first": bytes([whole[0] ^ 1]) + whole[1:],
        "swapped": swapped,
        "of zeros": bytes(len(whole)),
    }.items():
        yield name, lambda content=content: objects.put(path, content)  # type: ignore[misc]


@pytest.mark.parametrize("content", [SHORT, LONG], ids=["short", "long"])
@pytest.mark.parametrize("folder", ["actions", "content"])
def test_a_damaged_object_is_a_miss_and_is_healed_by_the_next_put(
    tmp_path: Path, objects: Objects, content: bytes, folder: str
) -> None:
    one = machine(tmp_path / "one", objects)
    put(one, "a", content)
    if folder == "content" and content is SHORT:
        pytest.skip("what is short has no content apart")
    (path,) = paths(objects, folder)
    put(one, "b", os.urandom(len(content)))
    other = next(one for one in paths(objects, folder) if one != path)

    for number, (name, damage) in enumerate(_damages(objects, path, other)):
        damage()
        another = machine(tmp_path / f"{number}", objects)
        assert another.get(address("a")) is None, name
        assert another.open(address("a")) is None, name
        put(another, "a", content)
        assert machine(tmp_path / f"{number} again", objects).get(address("a")) == content, name
        assert shared_of(another).told() == (), name


@pytest.mark.parametrize("folder", ["actions", "content"])
def test_what_nobody_read_before_is_healed_too(tmp_path: Path, objects: Objects, folder: str) -> None:
    put(machine(tmp_path / "one", objects), "a", LONG)
    (path,) = paths(objects, folder)
    objects.put(path, b"a word")

    put(machine(tmp_path / "another", objects), "a", LONG)

    assert machine(tmp_path / "third", objects).get(address("a")) == LONG


def test_a_record_is_written_after_its_content_alone(tmp_path: Path, objects: Objects) -> None:
    class Full(Objects):
        def put_new(self, path: str, content: bytes) -> bool:
            if path.startswith("content"):
                raise TroubleError("it is full")
            return super().put_new(path, content)

    store = machine(tmp_path / "one", Full(objects._store, objects.name))
    put(store, "a", LONG)

    assert paths(objects, "actions") == []
    assert shared_of(store).told() == (f"the shared store {objects.name} took not all that was made here: it is full",)
    assert shared_of(store).told() == ()
    assert store.get(address("a")) == LONG


def test_two_who_make_the_same_at_once_are_both_right(tmp_path: Path, objects: Objects) -> None:
    stores = [machine(tmp_path / str(number), objects) for number in range(4)]
    for name in map(str, range(25)):
        for store in stores:
            store.put(address(name), name.encode() * 9_000)
    for store in stores:
        shared_of(store).flush()
        assert shared_of(store).told() == ()

    found = machine(tmp_path / "another", objects)
    assert all(found.get(address(name)) == name.encode() * 9_000 for name in map(str, range(25)))


def test_trouble_in_reading_is_a_miss_told_once_and_then_the_store_is_left_alone(
    tmp_path: Path, objects: Objects
) -> None:
    failing = Failing(objects, lambda: TroubleError("it does not answer in time"))
    store = machine(tmp_path / "one", failing)
    for name in map(str, range(30)):
        assert store.get(address(name)) is None
        put(store, name, LONG)

    assert failing.asked <= 8
    told = shared_of(store).told()
    assert any("is left alone for now: it does not answer in time" in line for line in told)
    assert len(told) <= 3
    assert shared_of(store).told() == ()


def test_what_was_missed_is_not_asked_for_again_at_once(tmp_path: Path, objects: Objects) -> None:
    class Counted(Objects):
        asked = 0

        def get(self, path: str, *, most: int) -> bytes | None:
            self.asked += 1
            return super().get(path, most=most)

    counted = Counted(objects._store, objects.name)
    store = machine(tmp_path / "one", counted)
    for _ in range(5):
        assert store.get(address("a")) is None

    assert counted.asked == 1


def test_who_may_only_read_goes_on_reading_and_hands_on_what_it_made(tmp_path: Path, objects: Objects) -> None:
    put(machine(tmp_path / "one", objects), "a", LONG)
    refused = Failing(objects, lambda: DeniedError("it answers with 403"), asks="put put_new")
    worker = machine(tmp_path / "worker", refused)
    shared_of(worker).begin()
    assert worker.get(address("a")) == LONG
    put(worker, "b", LONG + b"b")
    put(worker, "c", SHORT)

    handed = pickle.loads(pickle.dumps(list(shared_of(worker).unsent())))
    assert len(handed) == 2
    assert list(shared_of(worker).unsent()) == []
    assert len(shared_of(worker).told()) == 1

    client = SharedStore(objects)
    for one in handed:
        client.take(one)
    another = machine(tmp_path / "another", objects)
    assert (another.get(address("b")), another.get(address("c"))) == (LONG + b"b", SHORT)


def test_a_store_that_is_to_be_read_alone_is_never_written(tmp_path: Path, objects: Objects) -> None:
    shared = SharedStore(objects, read_only=True)
    shared.begin()
    store = BlobStore(tmp_path / "one", kind="window", behind=shared)
    put(store, "a", LONG)

    assert paths(objects, "") == []
    assert [one.content for one in shared.unsent()] == [(LONG,)]
    assert shared.told() == ()


def test_a_store_begins_with_its_mark_and_refuses_one_of_a_later_kind(objects: Objects) -> None:
    SharedStore(objects).begin()
    assert objects.get(MARK, most=1_000) == b'{"schema": "audiosession/store/1"}'
    objects.put(MARK, b"half of")
    SharedStore(objects).begin()
    assert objects.get(MARK, most=1_000) == b'{"schema": "audiosession/store/1"}'

    objects.put(MARK, b'{"schema": "audiosession/store/2"}')
    with pytest.raises(StoreError, match="later version"):
        SharedStore(objects).begin()


def test_keys_that_are_refused_are_an_error_before_any_work(objects: Objects) -> None:
    refused = SharedStore(Failing(objects, lambda: DeniedError("it answers with 403")))

    for _ in range(2):
        with pytest.raises(StoreError, match="refuses these keys: it answers with 403"):
            refused.begin()


def test_a_store_that_cant_be_reached_at_first_is_told_and_stops_nobody(objects: Objects) -> None:
    shared = SharedStore(Failing(objects, lambda: TroubleError("nobody answers there")))
    shared.begin()

    assert shared.told() == (f"the shared store {objects.name} could not be read everywhere: nobody answers there",)


def test_a_store_goes_to_another_process_as_the_place_that_it_is(tmp_path: Path) -> None:
    here = shared_store_at(str(tmp_path / "shared"), timeout_s=3)

    assert shared_store_at(str(tmp_path / "shared"), timeout_s=3) is here
    assert pickle.loads(pickle.dumps(here)) is here


def test_nothing_in_a_store_names_a_machine_or_a_place(tmp_path: Path, objects: Objects) -> None:
    store = machine(tmp_path / "one", objects)
    SharedStore(objects).begin()
    put(store, "a", SHORT)
    put(store, "b", LONG)

    for path in paths(objects, ""):
        assert str(tmp_path).encode() not in (objects.get(path, most=10**6) or b"")
    assert paths(objects, "actions/window")[0].startswith("actions/window/")
    key = action_key("window", address("a"))
    assert action_path("window", key) in paths(objects, "actions")


def test_sending_waits_for_nobody_and_flushing_for_all(tmp_path: Path, objects: Objects) -> None:
    gate = threading.Event()

    class Slow(Objects):
        def put_new(self, path: str, content: bytes) -> bool:
            gate.wait(30)
            return super().put_new(path, content)

    store = machine(tmp_path / "one", Slow(objects._store, objects.name))
    for number in range(50):
        store.put(address(str(number)), SHORT)
    assert paths(objects, "actions") == []
    gate.set()
    shared_of(store).flush()
    assert len(paths(objects, "actions")) == 50


def test_what_has_left_the_cache_before_its_turn_is_not_sent(tmp_path: Path, objects: Objects) -> None:
    shared = SharedStore(objects)
    shared.send("window", address("a"), lambda: iter(()))
    shared.flush()

    assert paths(objects, "actions") == []
    assert shared.told() == ()
