"""JSON of anybody is values, or one error that everybody catches."""

from __future__ import annotations

import json
import time

import pytest

from audiosession.json_text import read_json


@pytest.mark.parametrize("value", [None, True, 1, -2.5, "Übung", [1, [2]], {"a": {"b": []}}])
def test_what_json_writes_is_read(value: object) -> None:
    assert read_json(json.dumps(value)) == value
    assert read_json(b"\xef\xbb\xbf" + json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"\xff", b"NaN", b"[Infinity]", b"-Infinity", b"9" * 5_000, b"[" * 100_000, b'{"a":' * 100_000,
        b'"\\ud800"', '"\ud800"', b"[1,]", b"{'a': 1}", b"1 2", b'"\0"', b" " * 9_000_000,
    ],
    ids=range(16),
)  # fmt: skip
def test_all_else_is_a_value_error_in_a_moment(content: bytes | str) -> None:
    started = time.process_time()
    with pytest.raises(ValueError, match=r"\w"):
        read_json(content)

    assert time.process_time() - started < 1


def test_four_megabytes_are_read_and_a_byte_more_is_not() -> None:
    longest = b" " * 3_999_999 + b"1"

    assert read_json(longest) == 1
    with pytest.raises(ValueError, match="is over 4 MB"):
        read_json(b" " + longest)
