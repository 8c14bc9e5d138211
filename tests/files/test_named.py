"""Files are found by what a keyboard types, whichever way the disk spells it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from audiosession.files.named import on_disk

TYPED = "Strömung"
APART = unicodedata.normalize("NFD", TYPED)


def test_a_name_in_nfd_is_found_by_the_one_in_nfc_in_folders_too(tmp_path: Path) -> None:
    (tmp_path / APART).mkdir()
    (tmp_path / APART / f"{APART}.wav").touch()

    assert on_disk(tmp_path / TYPED / f"{TYPED}.wav") == tmp_path / APART / f"{APART}.wav"


def test_what_is_called_just_so_goes_before(tmp_path: Path) -> None:
    for name in (TYPED, APART):
        (tmp_path / name).touch()

    assert on_disk(tmp_path / TYPED).name == TYPED
    assert on_disk(tmp_path / APART).name == APART


def test_what_is_not_there_keeps_its_name(tmp_path: Path) -> None:
    assert on_disk(tmp_path / "a" / TYPED) == tmp_path / "a" / TYPED
    assert on_disk(Path()) == Path()
