"""What show.toml says to a build: defaults, and the settings of voices."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.errors import FaultsError
from audiosession.project.project import Project
from audiosession.project.settings import read_defaults, voice_settings
from audiosession.writing.choices import Defaults


def project(folder: Path, show: str) -> Project:
    (folder / "scripts").mkdir()
    (folder / "scripts" / "show.toml").write_text(show, encoding="utf-8")
    return Project(folder)


def test_without_a_show_the_built_in_defaults_hold_and_no_voice_is_set(tmp_path: Path) -> None:
    assert read_defaults(Project(tmp_path)) == Defaults()
    assert voice_settings(Project(tmp_path)) == {}


def test_a_show_without_these_tables_says_nothing_to_the_build(tmp_path: Path) -> None:
    one = project(tmp_path, '[show]\ntitle = "Breath & Line"\n')

    assert read_defaults(one) == Defaults()
    assert voice_settings(one) == {}


def test_what_the_show_says_holds_and_the_rest_stays_as_it_is(tmp_path: Path) -> None:
    one = project(tmp_path, '[defaults]\npace = 0.95\nmusic = "none"\n\n[voices.espeak]\nrate = 140\n')

    assert read_defaults(one) == Defaults(pace=0.95, music="none")
    assert voice_settings(one) == {"espeak": {"rate": 140}}


@pytest.mark.parametrize(
    ("show", "line", "message", "hint"),
    [
        ('[defaults]\ntones = true\nmusci = "x"', 3, 'unknown key "musci"', 'did you mean "music"?'),
        ('[defaults]\npace = "quick"', 2, 'no pace is called "quick"', ""),
        ('[defaults]\ndetail = "fede"', 2, 'detail "fede"', 'did you mean "fade"?'),
        ("[[defaults]]\npace = 1", 1, '"defaults" is no table', "write [defaults]"),
        ("[defaults\n", 1, "not TOML", "see toml.io"),
    ],
)
def test_what_can_t_be_is_refused_with_its_line(tmp_path: Path, show: str, line: int, message: str, hint: str) -> None:
    with pytest.raises(FaultsError) as caught:
        read_defaults(project(tmp_path, show))

    (fault,) = caught.value.faults
    assert (fault.path, fault.line) == (tmp_path / "scripts" / "show.toml", line)
    assert message in fault.message
    assert fault.hint == hint


def test_voices_that_are_no_table_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultsError, match='"voices" is no table'):
        voice_settings(project(tmp_path, 'voices = "espeak"'))
