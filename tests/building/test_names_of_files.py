"""Two sources never build into one file, and nothing is written over that was built from something else."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from support.signals import sine
from support.whole_builds import build

from audiosession.errors import Act, OutputError
from audiosession.project.project import Project
from audiosession.project.sessions import built_sessions
from audiosession.sound.segments import Samples, to_segment
from audiosession.units import SAMPLE_RATE
from audiosession.writing.choices import Choices, Defaults, choose
from audiosession.writing.values import read_pace

pytestmark = pytest.mark.peers


def chosen(*, music: str = "none") -> Choices:
    return choose(Defaults(voice="tone", music="none", tones=False), music=music)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    made = Project(tmp_path / "studio")
    made.scripts.mkdir(parents=True)
    (made.scripts / "show.toml").write_text('[defaults]\nvoice = "tone"\nmusic = "none"\ntones = false\n')
    monkeypatch.chdir(made.root)
    return made


def text(name: str, words: str = "Breathe in.") -> str:
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    path.write_text(words, encoding="utf-8")
    return name


def bed(name: str, tone: Samples) -> str:
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    to_segment(tone, SAMPLE_RATE).export(path, format="wav").close()
    return name


@pytest.fixture
def tone() -> Samples:
    return sine(3, level_db=-20, hz=220)


def test_texts_in_any_letters_have_files_of_their_own(project: Project) -> None:
    told: list[str] = []
    names = ["утро.txt", "вечер.txt", "Übung.txt", "ubung.txt", "朝.txt", "!!!.txt", "con.txt"]
    paths = [build(project, text(name), chosen(), tell=told.append).path for name in names]

    assert len(set(paths)) == len(names)
    assert all(path.name.isascii() for path in paths)
    assert [session.source for session in built_sessions(project.output)] == [
        f"text:{name}" for _, name in sorted(zip(paths, names, strict=True))
    ]
    assert f"the files of утро.txt are called {paths[0].stem}" in told


def test_the_same_text_in_other_unicode_is_the_same_class(project: Project) -> None:
    first = build(project, text("Übung.txt"), chosen())
    Path("Übung.txt").rename(unicodedata.normalize("NFD", "Übung.txt"))

    assert build(project, "Übung.txt", chosen()).path == first.path
    assert build(project, unicodedata.normalize("NFD", "Übung.txt"), chosen()).unchanged


def test_a_text_called_as_an_exercise_is_leaves_that_its_name(project: Project) -> None:
    assert build(project, text("swan.txt"), chosen()).path.name == "swan-txt.mp3"


def test_another_text_of_the_same_name_is_refused_and_both_are_named(project: Project) -> None:
    first = build(project, text("a/rest.txt"), chosen())
    before = first.path.read_bytes()

    with pytest.raises(
        OutputError, match=r"was built from text:a/rest\.txt, and text:b/rest\.txt would take"
    ) as caught:
        build(project, text("b/rest.txt", "Breathe out."), chosen(), force=True)

    assert caught.value.path == first.path
    assert caught.value.remedy is not None
    assert caught.value.remedy.act == Act.NAME_OUTPUT
    assert first.path.read_bytes() == before
    assert build(project, "b/rest.txt", chosen(), output=first.path).session.source == "text:b/rest.txt"
    assert build(project, "b/rest.txt", chosen()).unchanged


def test_an_edited_text_is_built_over_its_old_class(project: Project) -> None:
    first = build(project, text("rest.txt"), chosen())

    assert build(project, text("rest.txt", "Breathe out."), chosen()).path == first.path


def test_beds_in_any_letters_give_classes_of_their_own(project: Project, tone: Samples) -> None:
    paths = {build(project, text("rest.txt"), chosen(music=bed(f"./{n}.wav", tone))).path for n in ("Дождь", "Ветер")}

    assert len(paths) == 2


def test_another_bed_of_the_same_name_does_not_take_the_class_of_the_first(project: Project, tone: Samples) -> None:
    build(project, text("rest.txt"), chosen(music=bed("a/rain.wav", tone)))

    with pytest.raises(OutputError, match=r"music a/rain\.wav, and music b/rain\.wav would take its place"):
        build(project, "rest.txt", chosen(music=bed("b/rain.wav", tone / 2)))


def test_a_bed_on_a_disk_that_takes_letters_apart_is_found_as_it_is_typed(project: Project, tone: Samples) -> None:
    bed(f"music/{unicodedata.normalize('NFD', 'Strömung')}.wav", tone)

    by_name = build(project, text("rest.txt"), chosen(music="Strömung"))
    by_path = build(project, "rest.txt", chosen(music="music/Strömung.wav"), output=Path("other.mp3"))

    assert by_name.session.settings.music == "Strömung"
    assert by_path.session.settings.music == "music/Strömung.wav"


def test_a_name_as_long_as_a_disk_takes_it_is_built_in_every_variant(project: Project) -> None:
    name = text("y" * 240 + ".txt")
    slow = replace(chosen(), pace=read_pace("slow"))
    paths = {build(project, name, choices).path for choices in (chosen(), slow)}

    assert len(paths) == 2
    assert all(len(path.with_suffix(".chapters.json").name) <= 255 for path in paths)


def test_a_class_is_told_what_its_cover_leaves_out(project: Project) -> None:
    told: list[str] = []
    build(project, text("asa.txt", "[class 朝の呼吸]\nBreathe in."), chosen(), tell=told.append)

    assert [line for line in told if "cover" in line] == [
        "the cover lacks its title, 朝の呼吸, which no font that comes with the program draws; "
        "a picture of your own is scripts/covers/asa.jpg"
    ]
