"""The lines of a class: asked for once, said by the lexicon, filled only in the open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.speech_server import SpeechServer
from support.tls_proxy import running

from audiosession.building.gather import gather
from audiosession.building.speak import Speaker, Spoken
from audiosession.errors import Act, FaultsError, Remedy
from audiosession.progress import unwatched
from audiosession.project.languages import read_language
from audiosession.project.project import Project, open_project
from audiosession.studio.recording_list import make_recording_list
from audiosession.voices.registry import open_voice
from audiosession.writing.choices import Choices, Defaults, choose

pytestmark = pytest.mark.slow

NARRATION = """\
[class Psoas]
[section Set-up]
Lengthen the psoas.
[exhale 4] Kick. | Go.
Kick.
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts" / "exercises").mkdir(parents=True)
    (tmp_path / "psoas.txt").write_text(NARRATION, encoding="utf-8")
    return open_project(tmp_path)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SpeechServer]:
    with running(SpeechServer()) as host:
        monkeypatch.setenv("OPENAI_BASE_URL", host.url)
        yield host


def spoken(project: Project, target: str, **choices: object) -> Spoken:
    chosen: Choices = choose(Defaults(voice="tone", music="none"), **choices)  # type: ignore[arg-type]
    order = gather(project, target, chosen)
    return Speaker(project, order, unwatched).speak(order.written.narration.lines())


def test_another_pace_or_rep_count_asks_only_for_lines_never_spoken(project: Project, server: SpeechServer) -> None:
    known = set(spoken(project, "single-leg-kick", voice="openai:nova").takes)
    measured_by = read_language(project, "en").tempo.lines * 2
    assert sorted(str(body["input"]) for body in server.asked) == sorted([*measured_by, *known])

    for choices in ({"pace": "slow"}, {"pace": "0.95"}, {"reps": 2}, {"detail": "cues"}, {"pace": "brisk", "reps": 2}):
        server.asked.clear()
        needed = set(spoken(project, "single-leg-kick", voice="openai:nova", **choices).takes)
        assert sorted(str(body["input"]) for body in server.asked) == sorted(needed - known)
        assert not server.asked or "pace" not in choices
        known |= needed


def test_the_lexicon_changes_what_is_spoken_and_not_the_captions(project: Project) -> None:
    (project.scripts / "lexicon.toml").write_text('[tone]\n"psoas" = "so us"\n', encoding="utf-8")

    takes = spoken(project, "psoas.txt").takes

    assert takes["Lengthen the psoas."].spoken == "Lengthen the so us."
    assert takes["Kick."].spoken == "Kick."


def test_a_fault_in_the_lexicon_is_told_with_its_line(project: Project) -> None:
    (project.scripts / "lexicon.toml").write_text('[tone]\n"psoas" = 3\n', encoding="utf-8")

    with pytest.raises(FaultsError, match=r"scripts/lexicon\.toml:2: "):
        spoken(project, "psoas.txt")


def record(folder: Path, *files: str) -> None:
    for file in files:
        open_voice("tone").speak("a line of some length").export(folder / f"{file}.wav", format="wav").close()


def test_lines_that_are_not_recorded_are_all_listed(project: Project) -> None:
    made = make_recording_list(project, "psoas.txt", choose(Defaults()), Path("takes"))
    record(Path("takes"), "002-kick")

    assert [row.file for row in made.missing] == ["001-lengthen-the-psoas", "002-kick", "003-go"]
    with pytest.raises(FaultsError) as caught:
        spoken(project, "psoas.txt", voice="recorded:takes")
    assert [fault.message for fault in caught.value.faults] == [
        "“Lengthen the psoas.” is not recorded (001-lengthen-the-psoas)",
        "“Go.” is not recorded (003-go)",
    ]
    assert caught.value.faults[-1].remedy == Remedy(act=Act.FILL, to="espeak")


def test_what_is_not_recorded_is_filled_by_a_named_voice_in_the_open(project: Project) -> None:
    make_recording_list(project, "psoas.txt", choose(Defaults()), Path("takes"))
    record(Path("takes"), "001-lengthen-the-psoas", "002-kick")

    filled = spoken(project, "psoas.txt", voice="recorded:takes", fill="tone")

    assert filled.name == "recorded:takes+tone:en"
    assert "1 of 3 lines are not recorded, tone:en speaks them" in filled.note
    assert list(filled.takes) == ["Lengthen the psoas.", "Kick.", "Go."]


def test_a_class_that_is_recorded_whole_needs_no_other_voice(project: Project) -> None:
    make_recording_list(project, "psoas.txt", choose(Defaults()), Path("takes"))
    record(Path("takes"), "001-lengthen-the-psoas", "002-kick", "003-go")

    assert spoken(project, "psoas.txt", voice="recorded:takes", fill="tone").name == "recorded:takes"


def test_a_new_recording_is_a_new_input_of_the_build(project: Project) -> None:
    make_recording_list(project, "psoas.txt", choose(Defaults()), Path("takes"))
    record(Path("takes"), "001-lengthen-the-psoas", "002-kick")
    choices = choose(Defaults(voice="recorded:takes", music="none"))
    before = gather(project, "psoas.txt", choices).digest

    record(Path("takes"), "003-go")

    assert gather(project, "psoas.txt", choices).digest != before


def test_one_folder_of_recordings_serves_several_classes(project: Project) -> None:
    Path("more.txt").write_text("[class More]\n[section Set-up]\nkick.\nRest.\n", encoding="utf-8")
    make_recording_list(project, "psoas.txt", choose(Defaults()), Path("takes"))
    record(Path("takes"), "002-kick")

    more = make_recording_list(project, "more.txt", choose(Defaults()), Path("takes"))

    assert [row.file for row in more.rows] == ["001-lengthen-the-psoas", "002-kick", "003-go", "004-rest"]
    assert [row.file for row in more.needed] == ["002-kick", "004-rest"]
    assert [row.file for row in more.missing] == ["004-rest"]
