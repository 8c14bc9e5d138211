"""A class over people's own songs, whatever they are called, however they begin, wherever they pause."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.encoded import encoded
from support.signals import frames, joined, noise, silence
from support.whole_builds import build

from audiosession.building.gather import gather
from audiosession.building.orders.again import gather_again
from audiosession.codecs.decode import decode
from audiosession.errors import CodecError
from audiosession.progress import Progress
from audiosession.project.project import Project
from audiosession.session import written_session
from audiosession.studio.heard.verify import verify_file
from audiosession.units import gain_to_db
from audiosession.writing.choices import Choices, Defaults, choose

pytestmark = pytest.mark.slow

NAME = "Müde Füße 🌙"
TEXT = f"""\
[class Night]
[exercise one]
[section One]
[music {NAME}]
Lie down.
[pause 20 from 20 to 20]
Rest.
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Lend a project with a song that begins with silence, fades in, and makes a pause after 9 s."""
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts").mkdir()
    show = f'[defaults]\nvoice = "tone"\nmusic = "{NAME}"\ntones = false\n'
    (tmp_path / "scripts" / "show.toml").write_text(show, "utf-8")
    (tmp_path / "music").mkdir()
    (tmp_path / "night.txt").write_text(TEXT, "utf-8")
    song = noise(30) * np.clip(np.arange(frames(30)) / frames(4), 0, 1).astype(np.float32)[:, None]
    song[frames(9) : frames(13)] = 0.0
    content = encoded(joined(silence(3), song), "mp3", "libmp3lame")
    (tmp_path / "music" / f"{NAME}.mp3").write_bytes(content)
    return Project(tmp_path)


def chosen(**wanted: float) -> Choices:
    return choose(Defaults(voice="tone", music=NAME, tones=False), **wanted)  # type: ignore[arg-type]


def test_a_song_that_begins_with_silence_and_makes_a_pause_is_heard_as_it_is(project: Project) -> None:
    built = build(project, "night.txt", chosen())

    ((start, end),) = built.session.music_pauses
    assert (start, end) == (pytest.approx(9.0, abs=0.2), pytest.approx(13.0, abs=0.2))
    verified = verify_file(built.path)
    assert [(a / 1000, b / 1000) for a, b in verified.measured.dead_air] == [
        (pytest.approx(start, abs=0.2), pytest.approx(end, abs=0.2))
    ]
    assert verified.faults == ()
    without = built.session.model_copy(update={"music_pauses": ()})
    built.path.with_suffix(".session.json").write_bytes(written_session(without))
    assert "is silent" in verify_file(built.path).faults[0]


def test_the_music_is_as_much_louder_as_was_asked_for(project: Project) -> None:
    usual, softer = (build(project, "night.txt", chosen(music_level_db=db)) for db in (0.0, -6.0))

    assert (usual.path.name, softer.path.name) == ("night.mp3", "night.music-6db.mp3")
    alone = slice(frames(15), frames(19))  # over the trim of each, which brings its speech to -16 LUFS
    levels = [gain_to_db(float(np.sqrt(np.mean(np.square(decode(one.path)[alone]))))) for one in (usual, softer)]
    assert levels[1] - levels[0] == pytest.approx(-6.0, abs=0.6)

    again = gather_again(project, softer.path.with_suffix(".session.json"))
    assert again.inputs.choices.music_level_db == -6.0
    assert again.inputs.digest == gather(project, "night.txt", chosen(music_level_db=-6.0)).digest


def test_nobody_goes_on_speaking_for_a_song_that_can_not_play(project: Project) -> None:
    (project.music / f"{NAME}.mp3").write_bytes(encoded(silence(5), "mp3", "libmp3lame"))
    lines = "".join(f"Line {number} of very many.\n[pause 1]\n" for number in range(2_000))
    (project.root / "night.txt").write_text(TEXT + lines, "utf-8")
    spoken: list[Progress] = []

    with pytest.raises(CodecError, match="is silent") as caught:
        build(project, "night.txt", chosen(), watch=spoken.append)

    assert caught.value.path == project.music / f"{NAME}.mp3"
    assert sum(one.stage == "speaking" for one in spoken) < 2_000
