"""A file is read as far as it was meant to be, whatever stands in its place."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from audiosession.files.reading import read_at_most


def test_a_file_of_the_full_length_is_read_and_a_longer_one_is_not(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"breathe")

    assert read_at_most(tmp_path / "text", 7) == b"breathe"
    with pytest.raises(OSError, match="too long"):
        read_at_most(tmp_path / "text", 6)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither")
def test_what_may_have_no_end_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(OSError, match="is no file"):
            read_at_most(path, 7)


@pytest.mark.parametrize("name", ["none", "none/at/all", "a\0b", "a" * 5_000])
def test_what_is_not_there_is_an_error_of_the_system(tmp_path: Path, name: str) -> None:
    with pytest.raises(OSError, match=r"\w"):
        read_at_most(tmp_path / name, 7)
    with pytest.raises(IsADirectoryError):
        read_at_most(tmp_path, 7)
