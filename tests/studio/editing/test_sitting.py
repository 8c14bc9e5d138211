"""A sitting: texts are read, changed and undone, and nobody's work is written over in silence."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from audiosession import Studio, as_json, open_studio
from audiosession.errors import (
    AudioSessionError,
    ConflictError,
    DefinitionError,
    FaultsError,
    NotFoundError,
)
from audiosession.project.editing.places import EDITED as KINDS
from audiosession.project.project import starter_folder
from audiosession.studio.editing.sitting import Sitting
from audiosession.studio.offers import EDITED

pytestmark = pytest.mark.slow

SWAN = starter_folder() / "scripts/exercises/swan.toml"


def files(studio: Studio) -> dict[str, bytes]:
    return {
        path.relative_to(studio.project.root).as_posix(): path.read_bytes()
        for path in studio.project.root.rglob("*")
        if path.is_file()
    }


def test_the_door_tells_all_kinds_that_can_be_edited() -> None:
    assert sorted(EDITED) == sorted(KINDS)


@pytest.mark.parametrize(
    ("kind", "name", "path", "is_own"),
    [
        ("exercise", "my-first-exercise", "scripts/exercises/my-first-exercise.toml", True),
        ("exercise", "swan", "scripts/exercises/swan.toml", False),
        ("class", "back-body", "scripts/classes/back-body.toml", False),
        ("translation", "swan.de", "scripts/exercises/swan.de.toml", False),
        ("translation", "back-body.es", "scripts/classes/back-body.es.toml", False),
        ("language", "de", "scripts/languages/de.toml", False),
        ("show", "", "scripts/show.toml", True),
        ("lexicon", "", "scripts/lexicon.toml", False),
        ("beds", "", "music/beds.toml", False),
        ("takes", "takes", "scripts/takes.toml", False),
    ],
)
def test_each_kind_of_file_is_read_as_it_stands(studio: Studio, kind: str, name: str, path: str, is_own: bool) -> None:
    text = studio.text(kind, name)

    assert (text.kind, text.name, text.path, text.is_own) == (kind, name or kind, path, is_own)
    assert bool(text.version) is is_own
    assert text.faults == ()
    assert text.values is not None
    own = studio.project.root / path
    assert text.text == (own.read_text("utf-8") if is_own else text.text)
    assert as_json(text)["path"] == path  # type: ignore[call-overload,index]


def test_the_first_change_copies_what_comes_with_the_program_and_its_translations(
    studio: Studio, sitting: Sitting
) -> None:
    before = files(studio)
    made = sitting.edit("exercise", "swan", [{"at": ["reps", "default"], "value": 5}], "")

    own = studio.project.scripts / "exercises"
    assert made.entry.label == "Swan: reps 4 → 5"
    assert (own / "swan.toml").read_text("utf-8") == SWAN.read_text("utf-8").replace("default = 4", "default = 5", 1)
    assert (own / "swan.de.toml").read_bytes() == SWAN.with_name("swan.de.toml").read_bytes()
    assert made.text == studio.text("exercise", "swan")
    assert made.text.is_own

    sitting.undo()
    assert files(studio) == before
    sitting.redo()
    assert studio.text("exercise", "swan").values["reps"]["default"] == 5  # type: ignore[index]


def test_a_typed_text_is_saved_with_its_faults_and_they_come_back_with_their_places(sitting: Sitting) -> None:
    text = SWAN.read_text("utf-8")
    made = sitting.write_text("exercise", "swan", text.replace("counts = 4", "counts = 400", 1), "").text

    (fault,) = made.faults
    assert (fault.path, fault.at) == ("scripts/exercises/swan.toml", ("phase", 0, "counts"))
    assert made.text.split("\n")[fault.line - 1] == "counts = 400"

    no_toml = sitting.write_text("exercise", "swan", 'title = Swan\nlevel = "beginner"\n', made.version).text
    assert no_toml.values is None
    assert (no_toml.faults[0].line, no_toml.faults[0].message[:8]) == (1, "not TOML")


def test_a_text_that_another_program_changed_is_not_written_over(studio: Studio, sitting: Sitting) -> None:
    first = sitting.edit("exercise", "swan", [{"at": ["title"], "value": "My Swan"}], "").text
    path = studio.project.root / first.path
    theirs = first.text.replace("My Swan", "Her Swan")
    path.write_text(theirs, encoding="utf-8")

    for change in (
        lambda: sitting.write_text("exercise", "swan", "mine", first.version),
        lambda: sitting.edit("exercise", "swan", [{"at": ["title"], "value": "x"}], first.version),
        lambda: sitting.undo(),
    ):
        with pytest.raises(ConflictError) as caught:
            change()
        assert caught.value.path == first.path
        assert caught.value.theirs == theirs
        assert caught.value.version == studio.text("exercise", "swan").version
        assert path.read_text("utf-8") == theirs
    sitting.write_text("exercise", "swan", first.text, caught.value.version)
    assert path.read_text("utf-8") == first.text


def test_a_text_that_was_taken_away_is_not_written_again_in_silence(studio: Studio, sitting: Sitting) -> None:
    first = sitting.edit("exercise", "swan", [{"at": ["title"], "value": "My Swan"}], "").text
    (studio.project.root / first.path).unlink()

    with pytest.raises(ConflictError, match="was taken away meanwhile") as caught:
        sitting.write_text("exercise", "swan", "mine", first.version)
    assert (caught.value.theirs, caught.value.version, caught.value.yours) == ("", "", "mine")


@pytest.mark.parametrize(
    ("change", "at", "message"),
    [
        ({"at": ["phase", 1, "counts"], "value": "four"}, ("phase", 1, "counts"), 'phase 2 has counts "four"'),
        ({"at": ["phase", 1, "breth"], "value": "in"}, ("phase", 1, "breth"), 'phase 2 has unknown key "breth"'),
        ({"at": ["level"], "value": "hard"}, ("level",), 'level is "hard"'),
        ({"at": ["harder", "phase", 0, "counts"], "value": 0}, ("harder", "phase", 0, "counts"), "in [harder]: "),
        ({"at": ["position"], "remove": True}, ("position",), 'the file lacks "position"'),
    ],
)
def test_a_form_is_refused_a_wrong_value_in_the_words_of_the_model_at_its_key(
    studio: Studio, sitting: Sitting, change: dict[str, object], at: tuple[object, ...], message: str
) -> None:
    before = files(studio)
    with pytest.raises(FaultsError) as caught:
        sitting.edit("exercise", "swan", [change], "")

    assert caught.value.faults[0].at == at
    assert caught.value.faults[0].message.startswith(message)
    assert files(studio) == before
    assert sitting.journal() == ()


def test_a_form_may_mend_one_of_two_faults(sitting: Sitting) -> None:
    text = SWAN.read_text("utf-8").replace("counts = 4", "counts = 400")
    typed = sitting.write_text("exercise", "swan", text, "").text
    assert len(typed.faults) == 2

    mended = sitting.edit("exercise", "swan", [{"at": ["phase", 0, "counts"], "value": 3}], typed.version).text
    assert [one.at for one in mended.faults] == [("phase", 1, "counts")]


def test_a_sitting_tells_what_was_done_and_what_was_undone(sitting: Sitting) -> None:
    version = ""
    for number in (1, 2, 3):
        version = sitting.edit("exercise", "swan", [{"at": ["reps", "default"], "value": number}], version).text.version
    sitting.undo()
    sitting.undo()

    assert [(one.label, one.is_undone) for one in sitting.journal()] == [
        ("Swan: reps 4 → 1", False),
        ("Swan: reps 1 → 2", True),
        ("Swan: reps 2 → 3", True),
    ]
    sitting.redo()
    assert sitting.journal()[1].paths == ("scripts/exercises/swan.toml",)
    sitting.redo()
    with pytest.raises(NotFoundError, match="nothing to do again"):
        sitting.redo()
    for _ in range(3):
        sitting.undo()
    with pytest.raises(NotFoundError, match="nothing to undo"):
        sitting.undo()


def test_what_is_undone_can_not_be_done_again_after_another_change(sitting: Sitting) -> None:
    sitting.edit("exercise", "swan", [{"at": ["title"], "value": "One"}], "")
    sitting.undo()
    sitting.edit("exercise", "swan", [{"at": ["title"], "value": "Two"}], "")

    with pytest.raises(NotFoundError):
        sitting.redo()
    assert len(sitting.journal()) == 1


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("exercise", "../swan"), ("exercise", "/etc/passwd"), ("exercise", "swan.de"), ("exercise", "a\0b"),
        ("exercise", "con"), ("exercise", ""), ("exercise", "."), ("translation", "../x.de"), ("translation", "swan"),
        ("translation", "swan.../../x"), ("language", "../show"), ("show", "../lexicon"), ("template", "x"),
    ],
)  # fmt: skip
def test_no_name_is_a_path(studio: Studio, sitting: Sitting, kind: str, name: str) -> None:
    with pytest.raises(NotFoundError):
        studio.text(kind, name)
    with pytest.raises(NotFoundError):
        sitting.write_text(kind, name, "x", "")


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are not for everybody there")
def test_no_link_leads_out_of_the_project(studio: Studio, sitting: Sitting, tmp_path: Path) -> None:
    secret = tmp_path / "secret.toml"
    secret.write_text('title = "secret"\n', encoding="utf-8")
    (studio.project.scripts / "exercises" / "linked.toml").symlink_to(secret)
    os.mkfifo(studio.project.scripts / "takes.toml")
    (studio.project.scripts / "lexicon.toml").symlink_to(secret)

    for kind, name in (("exercise", "linked"), ("lexicon", "")):
        with pytest.raises(DefinitionError, match="leads out of the project"):
            studio.text(kind, name)
        with pytest.raises(DefinitionError, match="leads out of the project"):
            sitting.write_text(kind, name, "x", "")
    with pytest.raises(AudioSessionError):
        sitting.write_text("takes", "", "x", "")
    assert secret.read_text("utf-8") == 'title = "secret"\n'


def test_where_there_is_no_project_nothing_is_written(tmp_path: Path) -> None:
    sitting = open_studio(tmp_path).sitting()

    with pytest.raises(NotFoundError, match="no project here"):
        sitting.edit("exercise", "swan", [{"at": ["title"], "value": "x"}], "")
    assert list(tmp_path.iterdir()) == []


def test_threads_that_change_one_file_lose_nothing(studio: Studio, sitting: Sitting) -> None:
    sitting.edit("exercise", "swan", [{"at": ["reps", "max"], "value": 90}], "")

    def add_one(_: int) -> None:
        while True:
            text = studio.text("exercise", "swan")
            assert text.values is not None
            change = {"at": ["reps", "default"], "value": text.values["reps"]["default"] + 1}
            try:
                sitting.edit("exercise", "swan", [change], text.version)
                return
            except ConflictError:
                continue

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add_one, range(12)))

    assert studio.text("exercise", "swan").values["reps"]["default"] == 16  # type: ignore[index]
    assert len(sitting.journal()) == 13


def test_two_sittings_at_one_project_lose_nothing(studio: Studio) -> None:
    sittings = [studio.sitting(), studio.sitting()]
    sittings[0].edit("exercise", "swan", [{"at": ["reps", "max"], "value": 90}], "")

    def add_one(number: int) -> None:
        while True:
            text = studio.text("exercise", "swan")
            assert text.values is not None
            change = {"at": ["reps", "default"], "value": text.values["reps"]["default"] + 1}
            try:
                sittings[number % 2].edit("exercise", "swan", [change], text.version)
                return
            except ConflictError:
                continue

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add_one, range(12)))
    assert studio.text("exercise", "swan").values["reps"]["default"] == 16  # type: ignore[index]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (lambda text: text.replace("\n", "\r\n"), lambda text: text.replace("\n", "\r\n")),
        (lambda text: "\ufeff" + text, lambda text: "\ufeff" + text),
    ],
    ids=["ends of lines", "mark of the order of bytes"],
)
def test_how_a_file_is_kept_stays(
    studio: Studio, sitting: Sitting, before: Callable[[str], str], after: Callable[[str], str]
) -> None:
    path, text = studio.project.scripts / "exercises" / "swan.toml", SWAN.read_text("utf-8")
    path.write_bytes(before(text).encode())
    version = studio.text("exercise", "swan").version

    made = sitting.edit("exercise", "swan", [{"at": ["title"], "value": "My Swan"}], version)
    assert path.read_bytes() == after(text.replace('"Swan"', '"My Swan"', 1)).encode()
    sitting.write_text("exercise", "swan", text, made.text.version)
    assert path.read_bytes() == after(text).encode()


def test_the_beds_of_a_project_begin_with_none_of_those_that_come_with_the_program(
    studio: Studio, sitting: Sitting
) -> None:
    made = sitting.edit("beds", "", [{"at": ["rain"], "value": {"licence": "CC0", "file": "rain.mp3"}}], "")

    assert made.text.text == ('#:schema ../scripts/.schemas/beds.json\n\n[rain]\nfile = "rain.mp3"\nlicence = "CC0"\n')


KEY = "sk-" + "7" * 20
SECRETIVE = (
    f'[defaults]\nvoice = "tone"\n\n# api_key = "{KEY}-old"\n[voices.openai]\napi_key = "{KEY}"\nmodel = "tts-1"\n'
)


def test_the_key_of_a_speech_server_is_never_shown_and_stays_what_it_is(tmp_path: Path) -> None:
    open_studio(tmp_path).new(tmp_path)
    path = tmp_path / "scripts" / "show.toml"
    path.write_text(SECRETIVE, "utf-8")
    studio = open_studio(tmp_path)
    sitting, told = studio.sitting(), studio.text("show")

    assert KEY not in str(told)
    assert KEY not in told.text + str(told.values)
    typed = sitting.write_text("show", "", "# mine\n" + told.text, told.version)
    assert path.read_text("utf-8") == "# mine\n" + SECRETIVE
    assert KEY not in typed.text.text
    edited = sitting.edit("show", "", [{"at": ["defaults", "voice"], "value": "espeak"}], typed.text.version)
    assert path.read_text("utf-8") == "# mine\n" + SECRETIVE.replace('"tone"', '"espeak"')
    assert KEY not in edited.text.text
    with pytest.raises(ConflictError) as refused:
        sitting.write_text("show", "", told.text, told.version)
    assert KEY not in refused.value.theirs + refused.value.yours
    new = sitting.edit("show", "", [{"at": ["voices", "openai", "api_key"], "value": "sk-8"}], edited.text.version)
    assert 'api_key = "sk-8"' in path.read_text("utf-8")
    assert "sk-" not in new.entry.label + new.text.text


def test_a_change_is_undone_over_what_somebody_made_of_the_file_and_theirs_comes_back(
    studio: Studio, sitting: Sitting
) -> None:
    first = sitting.edit("exercise", "swan", [{"at": ["title"], "value": "My Swan"}], "").text
    second = sitting.edit("exercise", "swan", [{"at": ["title"], "value": "Our Swan"}], first.version).text
    path = studio.project.root / first.path
    theirs = second.text.replace("Our Swan", "Their Swan")
    path.write_text(theirs, "utf-8")

    sitting.undo_over()
    assert path.read_text("utf-8") == first.text
    sitting.undo()
    assert path.read_text("utf-8") == theirs


def test_a_file_that_somebody_changed_is_let_go_and_what_was_done_elsewhere_is_undone(
    studio: Studio, sitting: Sitting
) -> None:
    sitting.edit("exercise", "saw", [{"at": ["title"], "value": "My Saw"}], "")
    swan = sitting.edit("exercise", "swan", [{"at": ["title"], "value": "My Swan"}], "").text
    path = studio.project.root / swan.path
    path.write_text("title = 'Theirs'\n", "utf-8")

    sitting.let_go(swan.path)
    sitting.undo()

    assert path.read_text("utf-8") == "title = 'Theirs'\n"
    assert not (studio.project.scripts / "exercises" / "saw.toml").exists()
    assert [one.label for one in sitting.journal() if not one.is_undone] == []
