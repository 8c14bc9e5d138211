"""How far the work is, told to a person: a bar on a terminal, a line where there is none."""

from __future__ import annotations

import os
import pty
import re
import sys

import pytest

from audiosession.cli.progress import WholeShown, watching, watching_all
from audiosession.progress import Progress, unwatched


def step(stage: str, done: int, total: int, item: str = "") -> Progress:
    return Progress(stage=stage, done=done, total=total, item=item)


def everything(terminal: int) -> bytes:
    """Return all that was written to a terminal whose other end is closed."""
    with os.fdopen(terminal, "rb", buffering=0) as file:
        pieces = []
        while True:
            try:
                pieces.append(file.read(65_536))
            except OSError:  # what Linux says at the end of a terminal
                return b"".join(pieces)
            if not pieces[-1]:
                return b"".join(pieces)


def test_without_a_terminal_each_stage_that_has_work_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with watching() as watch:
        for one in (
            step("speaking", 3, 3),  # all was spoken before
            step("encoding", 0, 9),
            step("encoding", 1, 9),
            step("reading", 0, 4, "saw"),
            step("publishing", 10, 100, "media/saw.mp3"),
            step("downloading", 0, 63_000_000, "en_US-lessac-medium"),
            step("downloading", 63_000_000, 63_000_000, "en_US-lessac-medium"),
        ):
            watch(one)

    assert capsys.readouterr().err.splitlines() == ["encoding 9 windows", "downloading en_US-lessac-medium"]


def test_where_several_classes_are_made_each_line_names_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with watching() as watch:
        for about in ("saw", "swan"):
            for _ in range(2):
                watch(Progress(stage="speaking", done=0, total=3, about=about))

    assert capsys.readouterr().err.splitlines() == ["saw: speaking 3 lines", "swan: speaking 3 lines"]


def test_for_a_machine_nothing_is_told() -> None:
    with watching(quiet=True) as watch:
        assert watch is unwatched


def test_on_a_terminal_windows_are_counted_and_bytes_are_megabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm")
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with watching() as watch:
            watch(step("encoding", 4, 9))
            watch(step("publishing", 1_500_000, 3_000_000, "media/saw.mp3"))
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", everything(ours).decode())

    assert re.search(r"encoding .* 4/9 windows", shown)
    assert re.search(r"saw\.mp3 .* 1\.5/3\.0 MB", shown)


CATALOGUE = (
    step("variants", 3, 3),
    step("takes", 0, 40),
    step("takes", 40, 40),
    step("classes", 0, 2),
    step("windows", 9, 9),
    step("classes", 1, 2),
    step("windows", 20, 20),
    step("classes", 2, 2),
)


def test_a_catalogue_without_a_terminal_is_a_line_for_each_class(capsys: pytest.CaptureFixture[str]) -> None:
    with watching_all() as watch:
        for one in CATALOGUE:
            watch(one)

    assert capsys.readouterr().err.splitlines() == [
        "speaking 40 takes",
        "40/40 takes, 9/9 windows, 1/2 classes",
        "40/40 takes, 20/20 windows, 2/2 classes",
    ]


def test_a_catalogue_on_a_terminal_is_one_bar_that_tells_takes_windows_and_classes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm")
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with watching_all() as watch:
            for one in CATALOGUE:
                watch(one)
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", everything(ours).decode())

    assert re.search(r"catalogue .* 40/40 takes, 20/20 windows, 2/2 classes", shown)


def test_the_share_of_a_catalogue_that_is_done_only_grows() -> None:
    whole, shares = WholeShown(), []
    for one in (*CATALOGUE, step("classes", 1, 2), step("takes", 40, 80), step("variants", 0, 3)):
        whole.take(one)
        shares.append(whole.share)

    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
