"""What goes from a shared store by age and by size, and that what is pinned stays."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from audiosession.digests import digest_of as address
from audiosession.errors import StoreError
from audiosession.files.sharing.actions import INLINE_BYTES, RECORD_BYTES, Action, read_action
from audiosession.files.sharing.evicting import YOUNGEST, StoreBounds, pin, pins, prune_shared, unpin
from audiosession.files.sharing.objects import Objects
from audiosession.files.sharing.opening import MARK, open_objects
from audiosession.files.sharing.shared import SharedStore

MUCH, LATER = 10**9, YOUNGEST + timedelta(minutes=1)
LONG = [os.urandom(INLINE_BYTES + 1) for _ in range(4)]


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    objects = open_objects(str(tmp_path / "shared"))
    shared = SharedStore(objects)
    shared.begin()
    for number, content in enumerate([*LONG, b"short"]):
        shared.put("window", address(str(number)), content)
        age = datetime.now(UTC) - timedelta(minutes=10 - number)
        for path in (tmp_path / "shared").rglob("*"):
            if path.is_file() and path.stat().st_mtime > age.timestamp():
                os.utime(path, (age.timestamp(),) * 2)
    return objects


def found(objects: Objects) -> list[int]:
    shared = SharedStore(objects)
    return [number for number in range(5) if shared.get("window", address(str(number))) is not None]


def test_nothing_goes_that_is_younger_than_an_hour(objects: Objects) -> None:
    prune_shared(objects, StoreBounds(limit=0, max_age=timedelta(0)), datetime.now(UTC))

    assert found(objects) == [0, 1, 2, 3, 4]


def test_what_is_too_old_goes_with_its_content(objects: Objects) -> None:
    now = datetime.now(UTC) + timedelta(days=1)
    assert prune_shared(objects, StoreBounds(limit=MUCH, max_age=timedelta(days=2)), now).records == 0
    gone = prune_shared(objects, StoreBounds(limit=MUCH, max_age=timedelta(days=1)), now)

    assert (gone.records, gone.contents, gone.n_bytes) == (5, 4, 0)
    assert [one.path for one in objects.listed("")] == [MARK]


def test_the_oldest_goes_first_where_there_is_too_much(objects: Objects) -> None:
    held = sum(one.size for one in objects.listed("") if one.path != MARK)
    gone = prune_shared(objects, StoreBounds(limit=held - 1, max_age=timedelta(days=9)), datetime.now(UTC) + LATER)

    assert (gone.records, gone.contents) == (1, 1)
    assert found(objects) == [1, 2, 3, 4]
    assert gone.n_bytes == sum(one.size for one in objects.listed("") if one.path != MARK)


def test_what_a_pin_names_stays_until_it_is_removed(objects: Objects) -> None:
    action = SharedStore(objects).action("window", address("0"))
    short = SharedStore(objects).action("window", address("4"))
    assert action is not None
    assert short is not None
    pin(objects, "single-leg-kick", [*(piece.sha256 for piece in action.pieces), short.digest])

    later = datetime.now(UTC) + timedelta(days=99)
    prune_shared(objects, StoreBounds(limit=0, max_age=timedelta(days=1)), later)
    assert found(objects) == [0, 4]

    unpin(objects, "single-leg-kick")
    prune_shared(objects, StoreBounds(limit=0, max_age=timedelta(days=1)), later)
    assert found(objects) == []


def test_content_that_two_records_name_stays_as_long_as_one_of_them(objects: Objects) -> None:
    SharedStore(objects).put("window", address("twin"), LONG[0])
    held = sum(one.size for one in objects.listed("") if one.path != MARK)
    gone = prune_shared(objects, StoreBounds(limit=held - 1, max_age=timedelta(days=9)), datetime.now(UTC) + LATER)

    assert (gone.records, gone.contents) == (1, 0)
    assert SharedStore(objects).get("window", address("twin")) == LONG[0]


def test_a_bad_record_goes_and_content_that_nobody_names(objects: Objects) -> None:
    bad = next(iter(objects.listed("actions"))).path
    objects.put(bad, b"a word")
    gone = prune_shared(objects, StoreBounds(limit=MUCH, max_age=timedelta(days=9)), datetime.now(UTC) + LATER)

    assert gone.records == 1
    assert len(found(objects)) == 4


def test_nothing_goes_where_a_pin_cant_be_read(objects: Objects) -> None:
    objects.put("pins/saw.json", b'{"content": ')

    with pytest.raises(StoreError, match=r"pins/saw\.json"):
        prune_shared(objects, StoreBounds(limit=0, max_age=timedelta(0)), datetime.now(UTC) + LATER)
    assert found(objects) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("name", ["", "../saw", "a/b", "A", ".hidden"])
def test_a_pin_has_a_name_that_is_one(objects: Objects, name: str) -> None:
    with pytest.raises(StoreError, match="no pin can be called"):
        pin(objects, name, [])


def test_a_rehearsal_tells_what_would_go_and_leaves_it(objects: Objects) -> None:
    pin(objects, "saw", [address_of_content(objects, 0)])
    now, bounds = datetime.now(UTC) + timedelta(days=2), StoreBounds(max_age=timedelta(days=1))

    rehearsed = prune_shared(objects, bounds, now, rehearsal=True)
    before = found(objects)
    gone = prune_shared(objects, bounds, now)

    assert (rehearsed.rehearsal, gone.rehearsal) == (True, False)
    assert (rehearsed.records, rehearsed.freed, rehearsed.n_bytes) == (gone.records, gone.freed, gone.n_bytes)
    assert (gone.records, gone.pinned) == (4, 1)
    assert (before, found(objects)) == ([0, 1, 2, 3, 4], [0])


def address_of_content(objects: Objects, number: int) -> str:
    action = SharedStore(objects).action("window", address(str(number)))
    assert action is not None
    return action.digest


def test_a_folder_that_is_no_store_loses_nothing(tmp_path: Path) -> None:
    kept = tmp_path / "home" / "content" / "letters.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text("Dear Ada")

    with pytest.raises(StoreError, match="there is no shared store at"):
        prune_shared(open_objects(str(tmp_path / "home")), StoreBounds(limit=0), datetime.now(UTC) + timedelta(days=9))

    assert kept.read_text() == "Dear Ada"


def test_pins_are_listed_by_their_names(objects: Objects) -> None:
    pin(objects, "saw.1", [])
    pin(objects, "swan", [])
    unpin(objects, "swan")

    assert pins(objects) == {"saw.1"}


def test_pinned_content_that_no_good_record_names_counts_as_kept(objects: Objects) -> None:
    action = SharedStore(objects).action("window", address("0"))
    assert action is not None
    pin(objects, "single-leg-kick", [piece.sha256 for piece in action.pieces])
    (record,) = [one.path for one in objects.listed("actions") if read_action_of(objects, one.path) == action]
    objects.put(record, b"no record")

    later = datetime.now(UTC) + timedelta(days=99)
    gone = prune_shared(objects, StoreBounds(limit=0), later)

    assert gone.n_bytes == len(LONG[0]) == sum(one.size for one in objects.listed("content"))


def read_action_of(objects: Objects, path: str) -> Action | None:
    return read_action(objects.get(path, most=RECORD_BYTES) or b"", "".join(path.split("/")[-2:]))
