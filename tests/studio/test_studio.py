"""The Python API where somebody gets it wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession import open_project
from audiosession.errors import NotFoundError


def test_a_folder_that_is_not_there_is_no_project_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no such folder"):
        open_project(tmp_path / "my-clases")

    assert not (tmp_path / "my-clases").exists()


def test_the_suffix_of_the_output_says_the_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    text = tmp_path / "my.txt"
    text.write_text("[inhale 4] In.\n[exhale 4] Out.\n", encoding="utf-8")

    built = open_project(tmp_path).build(str(text), output=tmp_path / "my.wav", voice="tone", music="none")

    assert built.path.read_bytes()[:4] == b"RIFF"
