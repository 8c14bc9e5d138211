"""The instructor's folder: found from within, filled by the starter, its texts read with all that can be wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.counted_calls import counted_calls

from audiosession.errors import DefinitionError, NotFoundError
from audiosession.project.project import Project, cache_folder, open_project, read_text, starter_folder


def put(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["exercises", "classes", "templates"])
def test_a_project_is_found_from_anywhere_within_it(tmp_path: Path, kind: str) -> None:
    (tmp_path / "mine" / "scripts" / kind).mkdir(parents=True)
    deep = tmp_path / "mine" / "output" / "old"
    deep.mkdir(parents=True)

    assert open_project(deep).root == tmp_path / "mine"


def test_the_nearest_project_upwards_is_meant(tmp_path: Path) -> None:
    put(tmp_path / "scripts" / "show.toml")
    put(tmp_path / "inner" / "scripts" / "show.toml")

    assert open_project(tmp_path / "inner" / "scripts").root == tmp_path / "inner"
    assert open_project(tmp_path).root == tmp_path


def test_scripts_of_another_kind_make_no_project(tmp_path: Path) -> None:
    put(tmp_path / "scripts" / "deploy.sh")

    assert open_project(tmp_path / "scripts").root == tmp_path / "scripts"


def test_without_an_argument_the_working_folder_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "scripts" / "show.toml")
    monkeypatch.chdir(tmp_path / "scripts")

    assert open_project() == open_project(tmp_path)


@pytest.mark.parametrize("kind", ["exercises", "classes"])
def test_what_a_project_lacks_the_starter_fills_and_what_it_has_is_its_own(tmp_path: Path, kind: str) -> None:
    starter = Project(tmp_path).names(kind)
    own = put(tmp_path / "scripts" / kind / f"{starter[0]}.toml")
    put(tmp_path / "scripts" / kind / "zz-mine.toml")
    project = Project(tmp_path)

    assert project.names(kind) == sorted({*starter, "zz-mine"})
    assert project.definition(kind, starter[0]) == own
    assert project.definition(kind, starter[1]).is_relative_to(starter_folder())


def test_what_is_hidden_or_no_definition_has_no_name(tmp_path: Path) -> None:
    for name in (".saw.toml", "notes.txt", "draft.toml~"):
        put(tmp_path / "scripts" / "exercises" / name)

    assert Project(tmp_path).names("exercises") == Project(tmp_path / "nowhere").names("exercises")


@pytest.mark.parametrize(
    ("kind", "name", "message", "hint"),
    [
        ("exercises", "swann", 'no exercise is called "swann"', 'did you mean "swan"?'),
        ("classes", "breahting", 'no class is called "breahting"', 'did you mean "breathing"?'),
    ],
)
def test_a_name_that_nothing_carries_is_refused_with_the_near_miss(
    tmp_path: Path, kind: str, name: str, message: str, hint: str
) -> None:
    with pytest.raises(NotFoundError) as caught:
        Project(tmp_path).definition(kind, name)

    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_templates_and_single_files_are_its_own_where_it_has_them(tmp_path: Path) -> None:
    own = put(tmp_path / "scripts" / "templates" / "rep.j2", "mine")
    lexicon = put(tmp_path / "scripts" / "lexicon.toml")
    project, without = Project(tmp_path), Project(tmp_path / "nowhere")

    assert project.templates()["rep.j2"] == "mine"
    assert project.template_paths()["rep.j2"] == own
    assert set(project.templates()) == set(without.templates()) >= {"class.j2", "exercise.j2", "rep.j2"}
    assert project.script("lexicon.toml") == lexicon
    assert without.script("lexicon.toml") == starter_folder() / "scripts" / "lexicon.toml"
    assert without.script("nobody-has-this.toml") is None


def test_its_own_beds_come_before_the_starter_s(tmp_path: Path) -> None:
    assert Project(tmp_path).music_folders() == [starter_folder() / "music"]
    (tmp_path / "music").mkdir()
    assert Project(tmp_path).music_folders() == [tmp_path / "music", starter_folder() / "music"]


def test_a_path_is_told_from_the_project_and_of_what_lies_elsewhere_the_name_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project(tmp_path / "mine")
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path / "mine")

    assert project.told(tmp_path / "mine" / "texts" / "one.txt") == "texts/one.txt"
    assert project.told(Path("texts", "one.txt")) == "texts/one.txt"
    assert project.told(tmp_path / "elsewhere" / "one.txt") == "one.txt"
    assert project.told(tmp_path / "mine-too" / "one.txt") == "one.txt"


def test_a_definition_is_found_without_a_look_at_all_the_others(tmp_path: Path) -> None:
    project = Project(tmp_path)
    for number in range(3):
        put(project.scripts / "exercises" / f"mine-{number}.toml")

    with counted_calls() as calls:
        found = project.definition("exercises", "mine-1"), project.find("exercises", "saw")

    assert found == (project.scripts / "exercises" / "mine-1.toml", starter_folder() / "scripts/exercises/saw.toml")
    assert not [folder for event, folder in calls if event in ("os.scandir", "os.listdir")]


@pytest.mark.parametrize("name", ["../show", "a/../../show", "..", "Saw", "saw.toml", "", "/etc/passwd", "nothing"])
def test_what_is_no_definition_is_not_found(tmp_path: Path, name: str) -> None:
    put(tmp_path / "scripts" / "show.toml")

    assert Project(tmp_path).find("exercises", name) is None


@pytest.mark.parametrize("name", ["sub\udcff/one.txt", "one\udcff.txt", "../elsewhere/one\udcff.txt"])
def test_a_path_that_no_session_could_tell_is_refused(tmp_path: Path, name: str) -> None:
    project = Project(tmp_path / "mine")

    with pytest.raises(DefinitionError, match="has a name that is not UTF-8"):
        project.told(tmp_path / "mine" / name)


def test_caches_lie_where_the_user_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "here"))
    assert cache_folder() == Project(tmp_path).cache == tmp_path / "here"

    monkeypatch.delenv("AUDIOSESSION_CACHE")
    assert cache_folder().is_absolute()
    assert cache_folder().name == "audiosession"


def test_a_text_is_read_without_its_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_bytes(b"\xef\xbb\xbfBreathe in, M\xc3\xbcller.\n")

    assert read_text(path) == "Breathe in, Müller.\n"


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"one\ntwo\nM\xfcller\n", 3, "is not UTF-8 text"),
        (b"one\ntwo\0\n", 2, "holds a NUL byte"),
        (b"x" * 1_000_001, None, "is over 1 MB"),
    ],
)
def test_what_is_no_text_is_refused_with_its_line(
    tmp_path: Path, content: bytes, line: int | None, message: str
) -> None:
    path = tmp_path / "one.txt"
    path.write_bytes(content)

    with pytest.raises(DefinitionError, match=re.escape(message)) as caught:
        read_text(path)
    assert (caught.value.path, caught.value.line) == (path, line)


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_what_can_t_be_read_is_told_with_its_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(DefinitionError, match="can't be read: ") as caught:
        read_text(tmp_path / name)
    assert caught.value.path == tmp_path / name
