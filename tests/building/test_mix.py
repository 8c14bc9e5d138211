"""The desk of a placed class: recipes and sources that any process can make windows of."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from support.signals import noise

from audiosession.building.gather import gather
from audiosession.building.mix import set_desk
from audiosession.building.place import place_class
from audiosession.building.window import LEAD, TAIL, make_window
from audiosession.codecs.wav import write_wav
from audiosession.progress import unwatched
from audiosession.project.project import Project
from audiosession.writing.choices import Defaults, choose

NARRATION = "[class Rain]\nSettle down.\n[rep 1]\n[inhale 2] In.\n[exhale 2] And out.\n"


def test_another_process_makes_the_same_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    (tmp_path / "rain.txt").write_text(NARRATION)
    (tmp_path / "music").mkdir()
    with (tmp_path / "music" / "rain.wav").open("w+b") as file:
        write_wav(file, [noise(2)])
    project = Project(tmp_path)
    inputs = gather(project, str(tmp_path / "rain.txt"), choose(Defaults(), voice="espeak", music="rain"))
    placed = place_class(project, inputs, unwatched, lambda line: None)
    recipes, sources = set_desk(project, inputs, placed, lead=LEAD, tail=TAIL)

    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        elsewhere = pool.submit(make_window, recipes[0], -3.0, sources).result()

    assert elsewhere == make_window(recipes[0], -3.0, sources)
