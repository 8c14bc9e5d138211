"""The formats: chosen by name or by how an output ends, and told apart beside a sound file."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.errors import OutputError
from audiosession.formats import FORMATS, USUAL, beside, choose_format, stem


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_chosen_by_its_name_or_by_the_end_of_the_output(name: str) -> None:
    chosen = FORMATS[name]

    assert choose_format(name, None) is choose_format(name, Path("a.wav")) is chosen
    assert choose_format(None, Path(f"my.class.{name}")) is choose_format(None, Path(f"A.{name.upper()}")) is chosen
    assert chosen.suffix == f".{chosen.name}" == f".{name}"


def test_without_either_the_usual_one_is_built() -> None:
    assert USUAL.name == "mp3"
    assert [choose_format(None, output) for output in (None, Path("a"), Path("a.txt"), Path("mp4"))] == [USUAL] * 4


def test_a_format_that_is_not_there_is_told_with_its_near_one() -> None:
    with pytest.raises(OutputError, match='no format is called "flak"') as caught:
        choose_format("flak", Path("a.mp3"))
    assert "flac" in caught.value.hint


@pytest.mark.parametrize(
    "audio", [Path("out/saw.mp3"), Path("out/saw.MP3"), Path("out/saw.flac"), Path("out/saw.slow.wav")]
)
def test_what_comes_with_a_sound_file_stands_beside_it_and_no_two_formats_share_it(audio: Path) -> None:
    assert beside(audio, ".vtt") == Path("out") / f"{stem(audio)}.vtt"
    assert stem(audio) == (audio.name if audio.suffix.lower() != ".mp3" else "saw")
