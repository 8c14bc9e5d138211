"""Many classes in one go: each line spoken once, each window made once, and one that fails stops no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from support.whole_builds import build

from audiosession.building.built import Built
from audiosession.building.gather import Inputs, gather
from audiosession.building.orders.many import Failed, Many, build_many, rehearse_many
from audiosession.errors import DefinitionError, NotFoundError, OutputError
from audiosession.formats import FORMATS
from audiosession.progress import Progress, StoppedError, Watcher, unwatched
from audiosession.project.project import Project
from audiosession.voices.registry import choosing_once
from audiosession.voices.tempos.tempo import ANY_TEMPO, Tempo
from audiosession.voices.voice import Voice
from audiosession.writing.choices import Choices, Defaults, choose

pytestmark = pytest.mark.slow

SHARED = """\
[exercise sit]
[section Sit]
Sit down on your mat.
[inhale 2] In.
[exhale 3] Out.
[exercise {name}]
[section {name}]
And now you {name}.
[exhale 2] Out.
"""
_PATIENCE_S = 60.0


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two", "three"):
        (tmp_path / f"{name}.txt").write_text(f"[class {name}]\n" + SHARED.format(name=name), encoding="utf-8")
    return Project(tmp_path)


def choices() -> Choices:
    return choose(Defaults(voice="tone", music="none", tones=False))


def gathering(project: Project, form: str = "wav") -> Callable[[str], Inputs]:
    return lambda name: gather(project, name, choices(), form=FORMATS[form])


def made(
    project: Project, *names: str, watch: Watcher = unwatched, told: list[str] | None = None, force: bool = False
) -> Many:
    tell = [].append if told is None else told.append
    return build_many(project, names, gathering(project), force=force, watch=watch, tell=tell)


def built(many: Many) -> list[Built]:
    assert all(isinstance(one, Built) for one in many.outcomes)
    return [one for one in many.outcomes if isinstance(one, Built)]


def outcome(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_each_line_is_spoken_once_and_each_window_made_once(project: Project) -> None:
    (project.root / "again.txt").write_bytes((project.root / "one.txt").read_bytes())
    steps: list[Progress] = []

    names = ("one.txt", "again.txt", "two.txt", "one.txt")
    gathered = gathering(project, "mp3")
    classes = built(build_many(project, names, gathered, force=False, watch=steps.append, tell=lambda line: None))

    assert [one.session.title for one in classes] == ["one", "one", "two"]
    asked = 0
    for name in ("one.txt", "again.txt", "two.txt"):
        speaking = [step for step in steps if (step.stage, step.about) == ("speaking", name)]
        asked += speaking[-1].total - speaking[0].done
    lines = {event.text for one in classes for event in one.session.events if event.kind == "speech"}
    assert asked == len(lines) == len(list(project.cache.glob("takes/**/*.take")))
    assert classes[0].made >= classes[0].windows
    assert classes[1].made == 0


def test_the_bytes_are_those_of_builds_one_by_one(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(project, "one.txt", "two.txt")
    together = outcome(project.output)

    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "another"))
    for name in ("two.txt", "one.txt"):
        build(project, name, choices(), form=FORMATS["wav"], force=True)

    assert len(together) == 8
    assert outcome(project.output) == together


def test_what_has_not_changed_is_not_built_again(project: Project) -> None:
    made(project, "one.txt")

    again = built(made(project, "one.txt", "two.txt"))
    forced = built(made(project, "one.txt", force=True))

    assert [one.unchanged for one in again] == [True, False]
    assert [one.unchanged for one in forced] == [False]


def test_a_class_that_fails_is_told_and_the_others_are_built(project: Project) -> None:
    (project.root / "bad.txt").write_text("[class Bad]\n[inhle 3] In.\n", encoding="utf-8")

    many = made(project, "bad.txt", "one.txt", "nobody", "two.txt")

    assert [type(one) for one in many.outcomes] == [Failed, Built, Failed, Built]
    assert [(one.name, type(one.error)) for one in many.failed] == [
        ("bad.txt", type(many.failed[0].error)),
        ("nobody", NotFoundError),
    ]
    assert "inhle" in str(many.failed[0].error)
    assert sorted(path.name for path in project.output.glob("*.wav")) == [
        "one.tone-no-music-no-tones.wav",
        "two.tone-no-music-no-tones.wav",
    ]


def test_no_class_takes_the_place_of_another_of_the_same_run(project: Project) -> None:
    (project.root / "other").mkdir()
    (project.root / "other/one.txt").write_text(SHARED.format(name="other"), encoding="utf-8")

    many = made(project, "one.txt", "other/one.txt")

    [failed] = many.failed
    assert isinstance(failed.error, OutputError)
    assert (failed.name, failed.error.message) == (
        "other/one.txt",
        "is what one.txt becomes, and other/one.txt would take its place",
    )


def test_the_next_class_is_spoken_while_the_windows_of_one_are_made(project: Project) -> None:
    next_speaks, waited = Event(), []

    def watch(step: Progress) -> None:
        if (step.stage, step.about) == ("speaking", "two.txt"):
            next_speaks.set()
        if (step.stage, step.about, step.done) == ("encoding", "one.txt", 0):
            waited.append(next_speaks.wait(_PATIENCE_S))

    made(project, "one.txt", "two.txt", watch=watch)

    assert waited
    assert all(waited)


def test_whoever_watches_stops_all_of_them(project: Project) -> None:
    def enough(step: Progress) -> None:
        if step.about == "two.txt":
            raise StoppedError

    with pytest.raises(StoppedError):
        made(project, "one.txt", "two.txt", "three.txt", watch=enough)

    assert not list(project.output.glob("three*"))
    assert not list(project.root.rglob("*.partial"))


def test_what_is_told_of_all_of_them_is_told_once(project: Project) -> None:
    told: list[str] = []
    for name in ("One", "Two"):
        (project.root / f"{name}_.txt").write_text(SHARED.format(name=name), encoding="utf-8")

    build_many(
        project,
        ["One_.txt", "Two_.txt"],
        gathering(project),
        force=False,
        watch=unwatched,
        tell=lambda line: told.append(line),
    )

    assert len(told) == len(set(told))


def test_a_voice_speaks_all_of_them_from_one_opening() -> None:
    choose_voice = choosing_once()

    def chosen(spec: str, settings: dict[str, object], tempo: Tempo = ANY_TEMPO) -> Voice:
        return choose_voice(spec, settings, "en", tempo)[0]

    assert chosen("tone", {}) is chosen(" tone", {})
    assert chosen("tone", {}) is not chosen("tone", {"tone": {"level": 0.5}})
    assert chosen("espeak", {}) is not chosen("espeak", {}, Tempo(asked=120))


def test_a_rehearsal_of_many_speaks_nothing_and_tells_what_fails(project: Project) -> None:
    many = rehearse_many(project, ["one.txt", "nobody", "two.txt"], gathering(project))

    assert [type(one).__name__ for one in many.outcomes] == ["Rehearsed", "Failed", "Rehearsed"]
    assert not list(project.root.rglob("*.take"))
    assert isinstance(many.failed[0].error, NotFoundError | DefinitionError)
