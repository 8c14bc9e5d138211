"""Windows at their final loudness: on target, under the ceiling once decoded, and made once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.sounds_in_memory import Measured, bed, desk, spoken, timeline

from audiosession.building.render import Renderer
from audiosession.files.blobs import BlobStore
from audiosession.progress import unwatched
from audiosession.sound.recipes import Recipe
from audiosession.sound.verdict import figures
from audiosession.units import Ms, gain_to_db
from audiosession.writing.values import Loudness

TALK = spoken(*((at, f"line-{1_000 + at % 700}") for at in range(300, 14_000, 1_900)))
CLASS = timeline(14_400, TALK, (), (bed(0, 14_400),))


def recipes() -> list[Recipe]:
    return list(desk(CLASS).recipes(Ms(2_400)))


def renderer(folder: Path, level_db: float, loudness: Loudness = Loudness.PROGRAMME) -> Renderer:
    return Renderer(Measured(level_db=level_db), BlobStore(folder, kind="window"), unwatched, loudness)


@pytest.mark.peers
@pytest.mark.parametrize("level_db", [-30.0, -12.0, -3.0])
def test_whatever_the_mix_measures_the_programme_is_on_target_and_under_its_ceiling(
    tmp_path: Path, level_db: float
) -> None:
    rendered = renderer(tmp_path, level_db).render(recipes())

    heard = figures(rendered.heard)
    assert heard.lufs == pytest.approx(-16.0, abs=0.5)
    assert max(gain_to_db(one.peak) for one in rendered.heard) <= -1.0
    assert heard.length == CLASS.length


def test_by_speech_a_window_is_the_same_whatever_else_the_programme_holds(tmp_path: Path) -> None:
    one = renderer(tmp_path, -12.0, Loudness.SPEECH)
    first, *others = recipes()

    whole, alone = one.render([first, *others]), one.render([first])

    assert whole.trim_db == alone.trim_db == one.trim(others) == 0.0
    assert alone.addresses == whole.addresses[:1]
    assert alone.made == whole.made == len(recipes())  # of both together: none was made for the second


def test_what_was_made_before_is_not_made_again_and_is_the_same(tmp_path: Path) -> None:
    first, again = (renderer(tmp_path, -12.0) for _ in range(2))
    made, found = first.render(recipes()), again.render(recipes())

    assert (made.made >= len(recipes()), found.made) == (True, 0)
    assert (found.heard, found.addresses) == (made.heard, made.addresses)
    assert list(first.chunks(made, recipes())) == list(again.chunks(found, recipes()))


def damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.peers
@pytest.mark.parametrize("harm", [Path.unlink, damaged])
def test_a_window_that_left_the_store_meanwhile_is_made_again(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    one = renderer(tmp_path, -12.0)
    rendered = one.render(recipes())
    before = list(one.chunks(rendered, recipes()))
    for path in tmp_path.glob("*/*.window"):
        harm(path)

    assert list(one.chunks(rendered, recipes())) == before
