"""What goes from a shared store by age and by size, and that what is pinned stays."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from audiosession.digests import digest_of as address
from audiosession.errors import StoreError
from audiosession.files.sharing.actions import INLINE_BYTES
from audiosession.files.sharing.evicting import YOUNGEST, pin, prune_shared, unpin
from audiosession.files.sharing.objects import Objects
from audiosession.files.sharing.opening import open_objects
from audiosession.files.sharing.shared import SharedStore

MUCH, LATER = 10**9, YOUNGEST + timedelta(minutes=1)
LONG = [os.urandom(INLINE_BYTES + 1) for _ in range(4)]


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    objects = open_objects(str(tmp_path / "shared"))
    shared = SharedStore(objects)
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
    prune_shared(objects, limit=0, max_age=timedelta(0), now=datetime.now(UTC))

    assert found(objects) == [0, 1, 2, 3, 4]


def test_what_is_too_old_goes_with_its_content(objects: Objects) -> None:
    now = datetime.now(UTC) + timedelta(days=1)
    assert prune_shared(objects, limit=MUCH, max_age=timedelta(days=2), now=now).records == 0
    gone = prune_shared(objects, limit=MUCH, max_age=timedelta(days=1), now=now)

    assert (gone.records, gone.contents, gone.n_bytes) == (5, 4, 0)
    assert list(objects.listed("")) == []


def test_the_oldest_goes_first_where_there_is_too_much(objects: Objects) -> None:
    held = sum(one.size for one in objects.listed(""))
    gone = prune_shared(objects, limit=held - 1, max_age=timedelta(days=9), now=datetime.now(UTC) + LATER)

    assert (gone.records, gone.contents) == (1, 1)
    assert found(objects) == [1, 2, 3, 4]
    assert gone.n_bytes == sum(one.size for one in objects.listed(""))


def test_what_a_pin_names_stays_until_it_is_removed(objects: Objects) -> None:
    action = SharedStore(objects).action("window", address("0"))
    short = SharedStore(objects).action("window", address("4"))
    assert action is not None
    assert short is not None
    pin(objects, "single-leg-kick", [*(piece.sha256 for piece in action.pieces), short.digest])

    later = datetime.now(UTC) + timedelta(days=99)
    prune_shared(objects, limit=0, max_age=timedelta(days=1), now=later)
    assert found(objects) == [0, 4]

    unpin(objects, "single-leg-kick")
    prune_shared(objects, limit=0, max_age=timedelta(days=1), now=later)
    assert found(objects) == []


def test_content_that_two_records_name_stays_as_long_as_one_of_them(objects: Objects) -> None:
    SharedStore(objects).put("window", address("twin"), LONG[0])
    held = sum(one.size for one in objects.listed(""))
    gone = prune_shared(objects, limit=held - 1, max_age=timedelta(days=9), now=datetime.now(UTC) + LATER)

    assert (gone.records, gone.contents) == (1, 0)
    assert SharedStore(objects).get("window", address("twin")) == LONG[0]


def test_a_bad_record_goes_and_content_that_nobody_names(objects: Objects) -> None:
    bad = next(iter(objects.listed("actions"))).path
    objects.put(bad, b"a word")
    gone = prune_shared(objects, limit=MUCH, max_age=timedelta(days=9), now=datetime.now(UTC) + LATER)

    assert gone.records == 1
    assert len(found(objects)) == 4


def test_nothing_goes_where_a_pin_cant_be_read(objects: Objects) -> None:
    objects.put("pins/saw.json", b'{"content": ')

    with pytest.raises(StoreError, match=r"pins/saw\.json"):
        prune_shared(objects, limit=0, max_age=timedelta(0), now=datetime.now(UTC) + LATER)
    assert found(objects) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("name", ["", "../saw", "a/b", "A", ".hidden"])
def test_a_pin_has_a_name_that_is_one(objects: Objects, name: str) -> None:
    with pytest.raises(StoreError, match="no pin can be called"):
        pin(objects, name, [])
