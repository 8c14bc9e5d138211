"""A text while somebody types it: what the file would be told of if it were saved so, and nothing is saved."""

from __future__ import annotations

import pytest

from audiosession import Studio
from audiosession.errors import DefinitionError
from audiosession.studio.editing.sitting import Sitting

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("kind", "name", "old", "new", "message", "at"),
    [
        ("exercise", "swan", "counts = 4", "counts = 400", "phase 1 has counts 400", ("phase", 0, "counts")),
        ("exercise", "swan", '"spine-twist"', '"spine-twst"', 'warm_ups names an exercise "spine-twst"', ("warm_ups",)),
        ("class", "back-body", '"saw"', '"saww"', 'no exercise is called "saww"', ("exercise", 0, "use")),
        ("class", "back-body", "reps = 2", "reps = 90", "reps", ("exercise", 0, "reps")),
        ("class", "back-body", 'title = "Back Body"', "title = Back", "not TOML", ("title",)),
        ("translation", "swan.de", 'title = "Schwan"\n', "", "lacks title", ()),
        ("show", "", "[show]", "[shoe]", "unknown table [shoe]", ("shoe",)),
        ("lexicon", "", "\n[all]\n", "\n[all]\nx = 3\n", "", ("all", "x")),
        ("language", "de", "[tempo]", "[tempi]", "", ("tempi",)),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_its_keys(
    studio: Studio, sitting: Sitting, kind: str, name: str, old: str, new: str, message: str, at: tuple[object, ...]
) -> None:
    before = studio.text(kind, name)
    assert old in before.text
    found = sitting.check_text(kind, name, before.text.replace(old, new, 1))

    fault = next(one for one in found.faults if message in one.message and one.at == at)
    assert (fault.path, fault.line > 0) == (before.path, True)
    assert studio.text(kind, name) == before
    assert sitting.check_text(kind, name, before.text).faults == ()


def test_a_text_is_checked_before_it_has_a_file(studio: Studio, sitting: Sitting) -> None:
    text = studio.text("exercise", "swan").text
    found = sitting.check_new("exercise", "Swan", text.replace("counts = 4", "counts = 400", 1))

    fault = next(one for one in found.faults if "counts 400" in one.message)
    assert (fault.path, fault.at) == ("scripts/exercises/swan-2.toml", ("phase", 0, "counts"))
    assert sitting.check_new("exercise", "Swan", text).faults == ()
    assert sitting.name_of_new("exercise", "Swan") == "swan-2"
    assert "swan-2" not in studio.exercises()
    with pytest.raises(DefinitionError):
        sitting.check_new("lexicon", "Swan", text)


def test_lines_are_told_with_how_they_fit_their_phase(studio: Studio, sitting: Sitting) -> None:
    text = studio.text("exercise", "swan").text
    long = "Lower yourself slowly down the whole long way, rib after rib after rib, until you lie"
    found = sitting.check_text("exercise", "swan", text.replace('bare = "Lower."', f'bare = "{long}"'))

    assert found.count == 1_000
    fits = {one.keys: one for one in found.fits}
    assert not fits["phase", 1, "bare", 0].fits
    assert fits["phase", 1, "bare", 0].lasts > fits["phase", 1, "bare", 0].room == 4_000
    assert [one.at for one in found.warnings] == [("phase", 1, "bare")]
    others = [one for keys, one in fits.items() if keys[0] == "phase" and keys[:3] != ("phase", 1, "bare")]
    assert all(one.fits and 0 < one.lasts < one.room for one in others)
    assert ("harder", "phase", 0, "full", 1) in fits


def test_what_a_project_chooses_counts_as_soon_as_it_is_written(studio: Studio, sitting: Sitting) -> None:
    text = studio.text("exercise", "swan").text
    assert sitting.check_text("exercise", "swan", text).fits[0].room == 4_000

    show = studio.text("show")
    sitting.edit("show", "", [{"at": ["defaults", "pace"], "value": "slow"}], show.version)
    assert sitting.check_text("exercise", "swan", text).fits[0].room == 5_200


def test_in_full_a_narration_is_written_too(studio: Studio, sitting: Sitting) -> None:
    text = studio.text("exercise", "single-leg-kick").text
    held = text.replace("default = 5", "default = 8", 1).replace("counts = 4", "counts = 12", 1)

    brief = sitting.check_text("exercise", "single-leg-kick", held)
    whole = sitting.check_text("exercise", "single-leg-kick", held, is_brief=False)
    assert set(brief.faults) <= set(whole.faults)
    assert sitting.check_text("exercise", "single-leg-kick", text, is_brief=False).faults == ()


def test_what_is_checked_in_one_thread_is_not_read_in_another(studio: Studio, sitting: Sitting) -> None:
    from concurrent.futures import ThreadPoolExecutor

    text = studio.text("exercise", "swan").text
    with ThreadPoolExecutor(2) as pool:
        checks = [pool.submit(sitting.check_text, "exercise", "swan", text.replace("Swan", "X")) for _ in range(8)]
        reads = [pool.submit(studio.text, "exercise", "swan") for _ in range(8)]
        assert all(one.result().text == text for one in reads)
        assert all(one.result().faults == () for one in checks)
