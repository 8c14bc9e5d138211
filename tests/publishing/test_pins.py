"""What is published stays in the shared store whatever is pruned there, until it is taken out of the feed."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from audiosession.files.sharing.evicting import StoreBounds, pins, prune_shared
from audiosession.files.sharing.opening import open_objects
from audiosession.studio.studio import Studio, open_studio

pytestmark = pytest.mark.slow

pytest.importorskip("obstore")
SHOW = """\
[show]
title = "Breath & Line"
description = "Slow classes for a tired back."
author = "Ada"
email = "ada@adas.studio"
base_url = "https://adas.studio/classes"

[defaults]
voice = "tone"
music = "none"
"""
LATER = datetime.now(UTC) + timedelta(days=9)


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(tmp_path / "shared")


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: str) -> Studio:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/show.toml").write_text(SHOW, encoding="utf-8")
    return open_studio(store=store)


def left_after_all_else_went(store: str) -> int:
    """Prune all that no pin holds, and return how many records are left."""
    return prune_shared(open_objects(store), StoreBounds(limit=0), LATER).pinned


def test_what_is_published_is_found_again_after_all_else_went(studio: Studio, store: str, tmp_path: Path) -> None:
    out, other = studio.build("breath:4-4x4"), studio.build("breath:5-5x4")
    studio.publish([out.path.stem])

    assert left_after_all_else_went(store) > 0
    shutil.rmtree(tmp_path / "cache")
    again, anew = studio.build("breath:4-4x4", force=True), studio.build("breath:5-5x4", force=True)

    assert (out.made > 0, again.made) == (True, 0)
    assert (other.made > 0, anew.made > 0) == (True, True)


def test_what_is_taken_out_of_the_feed_may_go(studio: Studio, store: str) -> None:
    name = studio.build("breath:4-4x4").path.stem
    studio.publish([name])
    pinned = pins(open_objects(store))

    studio.unpublish(name)

    assert (len(pinned), pins(open_objects(store))) == (1, frozenset())
    assert left_after_all_else_went(store) == 0


def test_a_class_that_was_built_anew_is_one_pin(studio: Studio, store: str, tmp_path: Path) -> None:
    name = studio.build("breath:4-4x4").path.stem
    studio.publish([name])
    before = pins(open_objects(store))
    show = (tmp_path / "scripts/show.toml").read_text(encoding="utf-8")
    (tmp_path / "scripts/show.toml").write_text(show + 'artist = "Ada"\n', encoding="utf-8")

    studio.build("breath:4-4x4")
    studio.publish([name])

    assert len(before) == len(pins(open_objects(store))) == 1
    assert before != pins(open_objects(store))


def test_a_new_episode_of_the_same_class_is_the_one_pin_that_is_left(studio: Studio, store: str) -> None:
    from audiosession.studio.publishing import Wishes

    name = studio.build("breath:4-4x4").path.stem
    studio.publish([name])
    before = pins(open_objects(store))

    studio.publish([name], wishes=Wishes(as_new=True))

    assert len(before) == len(pins(open_objects(store))) == 1
    assert before != pins(open_objects(store))


def test_a_pin_that_a_run_left_behind_goes_with_the_next_publish(studio: Studio, store: str) -> None:
    name = studio.build("breath:4-4x4").path.stem
    studio.publish([name])
    other = studio.build("breath:5-5x4").path.stem
    studio.publish([other])
    without = open_studio(store="none")
    without.unpublish(name)
    assert len(pins(open_objects(store))) == 2

    studio.publish([other])

    assert len(pins(open_objects(store))) == 1


def test_a_rehearsal_and_a_class_that_was_built_without_a_store_pin_nothing(studio: Studio, store: str) -> None:
    from audiosession.studio.publishing import Destination

    shared = studio.build("breath:4-4x4").path.stem
    studio.publish([shared], Destination(rehearsal=True))
    alone = open_studio(store="none").build("breath:5-5x4").path.stem
    studio.publish([alone])

    assert pins(open_objects(store)) == frozenset()


def test_a_store_that_takes_no_pin_is_told_after_the_show_is_out(studio: Studio, store: str) -> None:
    name = studio.build("breath:4-4x4").path.stem
    Path(store, "pins").write_text("no folder")

    published = studio.publish([name])

    assert [one.state for one in published.episodes] == ["new"]
    assert [notice.message for notice in published.notices if "pin" in notice.message]


def test_what_a_pin_lacks_is_looked_for_again_by_the_next_publish(
    studio: Studio, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audiosession.files.sharing.shared._MISSED_S", 0.0)
    name = studio.build("breath:4-4x4").path.stem
    lost, away = next(path for path in Path(store, "actions/window").rglob("*") if path.is_file()), Path(store, ".away")
    lost.rename(away)
    studio.publish([name])
    partial = pins(open_objects(store))
    away.rename(lost)

    studio.publish([name])

    assert [one.endswith(".partial") for one in partial] == [True]
    assert [one.endswith(".partial") for one in pins(open_objects(store))] == [False]
