"""Records of actions: what is not exactly what was written counts as nothing."""

from __future__ import annotations

import json
import os
import platform

import pytest

from audiosession.digests import digest_of
from audiosession.files.sharing.actions import (
    INLINE_BYTES,
    Action,
    action_key,
    action_path,
    content_path,
    piece_of,
    read_action,
    written_action,
)
from audiosession.files.sharing.salt import SOUNDING, salt_of, told_apart_by

KEY = digest_of("a key")
LONG = piece_of(os.urandom(INLINE_BYTES + 1))
SHORT_RECORD = written_action(Action(key=KEY, inline=b"all of it"))
LONG_RECORD = written_action(Action(key=KEY, pieces=(LONG,)))
PIECES_RECORD = written_action(Action(key=KEY, pieces=(LONG, LONG)))


@pytest.mark.parametrize(
    "action",
    [
        Action(key=KEY, inline=b""),
        Action(key=KEY, inline=os.urandom(INLINE_BYTES)),
        Action(key=KEY, pieces=(LONG,)),
        Action(key=KEY, pieces=(LONG, piece_of(b"the rest"))),
    ],
)
def test_what_was_written_is_read(action: Action) -> None:
    assert read_action(written_action(action), KEY) == action


@pytest.mark.parametrize("record", [SHORT_RECORD, LONG_RECORD, PIECES_RECORD])
def test_no_byte_of_a_record_may_change_nor_be_missing(record: bytes) -> None:
    """Another digest in it is that of other content, which is not there, or not as long."""
    told = read_action(record, KEY)
    for at in range(len(record)):
        assert read_action(record[:at], KEY) is None
        changed = read_action(record[:at] + bytes([record[at] ^ 1]) + record[at + 1 :], KEY)
        assert changed is None or (told is not None and changed.pieces != told.pieces)
    assert read_action(record + b" ", KEY) is None


def test_a_record_of_another_key_is_none() -> None:
    assert read_action(SHORT_RECORD, digest_of("another key")) is None


@pytest.mark.parametrize(
    "told",
    [
        [],
        {},
        {"key": KEY, "sha256": "../../etc", "size": 99_999},
        {"key": KEY, "sha256": LONG.sha256, "size": -1},
        {"key": KEY, "sha256": LONG.sha256, "size": 10**12},
        {"key": KEY, "sha256": LONG.sha256, "size": True},
        {"key": KEY, "sha256": LONG.sha256, "size": 1e5},
        {"key": KEY, "sha256": LONG.sha256, "size": LONG.size, "pieces": [[LONG.sha256]]},
        {"key": KEY, "sha256": LONG.sha256, "size": LONG.size, "pieces": {"a": 1}},
        {"key": KEY, "sha256": None, "size": None},
    ],
)
def test_a_record_that_others_wrote_by_hand_is_none(told: object) -> None:
    assert read_action(json.dumps(told, separators=(",", ":")).encode() + b"\n", KEY) is None


def test_a_key_is_made_of_kind_and_address_and_salt() -> None:
    address = digest_of("a line")
    keys = {action_key(kind, one) for kind in ("take", "window", "cover") for one in (address, digest_of("another"))}

    assert len(keys) == 6
    assert not any(address in key for key in keys)
    assert action_path("take", KEY) == f"actions/take/{KEY[:2]}/{KEY[2:]}"
    assert content_path(KEY) == f"content/{KEY[:2]}/{KEY[2:]}"


def test_the_salt_tells_of_all_that_makes_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    here = salt_of("take")
    assert set(told_apart_by("window")) == set(SOUNDING) >= {"numpy", "av", "lameenc", "espeakng-loader", "piper-tts"}
    assert here != salt_of("cover")

    salt_of.cache_clear()
    monkeypatch.setattr(platform, "machine", lambda: "another")
    assert salt_of("take") != here
    monkeypatch.undo()
    for number in range(len(SOUNDING)):
        salt_of.cache_clear()
        changed = (*SOUNDING[:number], f"{SOUNDING[number]}-of-another-version", *SOUNDING[number + 1 :])
        monkeypatch.setattr("audiosession.files.sharing.salt.SOUNDING", changed)
        assert salt_of("take") != here
        monkeypatch.undo()
    salt_of.cache_clear()
    assert salt_of("take") == here
