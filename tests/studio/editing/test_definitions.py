"""Exercises and classes as whole files: new, copied, called otherwise, taken out; and whatever names them follows."""

from __future__ import annotations

import pytest

from audiosession import Studio
from audiosession.errors import DefinitionError, FaultsError, NotFoundError
from audiosession.studio.editing.sitting import Sitting

pytestmark = pytest.mark.slow


def scripts(studio: Studio) -> dict[str, bytes]:
    folder = studio.project.scripts
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def own_class(sitting: Sitting, *uses: str) -> str:
    """Write a class of exercises, and return its name."""
    made = sitting.new_class("Morning").text
    for number, use in enumerate(uses):
        change = {"at": ["exercise"], "insert": number, "value": {"use": use}}
        made = sitting.edit("class", made.name, [change], made.version).text
    return made.name


def test_a_new_class_lacks_only_its_exercises(studio: Studio, sitting: Sitting) -> None:
    made = sitting.new_class("Übung am Morgen").text

    assert (made.name, made.path) == ("ubung-am-morgen", "scripts/classes/ubung-am-morgen.toml")
    assert made.text == '#:schema ../.schemas/class.json\ntitle = "Übung am Morgen"\n'
    assert [one.message for one in made.faults] == ['the file lacks "exercise"']
    change = {"at": ["exercise"], "insert": 0, "value": {"use": "saw"}}
    assert sitting.edit("class", made.name, [change], made.version).text.faults == ()
    assert sitting.new_class("Übung am Morgen").text.name == "ubung-am-morgen-2"
    assert sitting.new_class("Swan").text.name == "swan-2"
    assert sitting.new_class("夜").text.name == "ye"


def test_no_class_is_called_nothing(studio: Studio, sitting: Sitting) -> None:
    before = scripts(studio)
    with pytest.raises(FaultsError):
        sitting.new_class("")
    assert scripts(studio) == before


def test_a_drafted_exercise_stands_under_the_very_name_and_never_over_another_one(
    studio: Studio, sitting: Sitting
) -> None:
    before = scripts(studio)
    made = sitting.take_exercise("heel-beat", 'title = "Heel Beat"  # from: title\n')

    assert (made.text.name, made.text.text) == ("heel-beat", 'title = "Heel Beat"  # from: title\n')
    assert made.entry.label == "Heel Beat: from an article"
    assert any('lacks "position"' in one.message for one in made.text.faults)
    for taken in ("heel-beat", "swan", "back-body"):
        with pytest.raises(DefinitionError, match=f'"{taken}" already') as error:
            sitting.take_exercise(taken, "")
        assert error.value.hint == f"{taken}-2 is free"
    sitting.undo()
    assert scripts(studio) == before


@pytest.mark.parametrize("name", ["", " ", "Side Kick", "../swan", "a/b", "x" * 51, "übung", "-"])
def test_a_drafted_exercise_has_a_name_that_any_disk_takes(studio: Studio, sitting: Sitting, name: str) -> None:
    before = scripts(studio)
    with pytest.raises(DefinitionError, match="small letters"):
        sitting.take_exercise(name, 'title = "Side Kick"\n')
    assert scripts(studio) == before


def test_a_copy_has_the_words_of_all_languages_and_a_title_of_its_own(studio: Studio, sitting: Sitting) -> None:
    before = scripts(studio)
    made = sitting.copy("exercise", "swan", "My Swan").text

    assert (made.name, made.values["title"]) == ("my-swan", "My Swan")  # type: ignore[index]
    original = studio.text("exercise", "swan")
    assert made.text == original.text.replace('"Swan"', '"My Swan"', 1)
    assert not original.is_own
    assert studio.text("translation", "my-swan.de").text == studio.text("translation", "swan.de").text
    assert made.faults == ()
    sitting.undo()
    assert scripts(studio) == before


def test_another_title_changes_one_line(studio: Studio, sitting: Sitting) -> None:
    before = studio.text("class", "back-body").text
    made = sitting.rename("class", "back-body", "Strong Back").text

    assert (made.name, made.text) == ("back-body", before.replace('"Back Body"', '"Strong Back"', 1))


def test_with_its_file_all_that_names_an_exercise_names_it_anew(studio: Studio, sitting: Sitting) -> None:
    sitting.copy("exercise", "swan", "My Swan")
    name = own_class(sitting, "spine-twist", "my-swan", "saw", "my-swan")
    text = studio.text("exercise", "my-first-exercise")
    sitting.edit("exercise", text.name, [{"at": ["warm_ups"], "value": ["my-swan", "saw"]}], text.version)
    cover = studio.project.scripts / "covers" / "my-swan.png"
    cover.parent.mkdir()
    cover.write_bytes(b"a picture")
    before = scripts(studio)

    made = sitting.rename("exercise", "my-swan", "Tall Swan", with_file=True).text

    assert (made.name, made.is_own, made.faults) == ("tall-swan", True, ())
    after = scripts(studio)
    assert not [path for path in after if "my-swan" in path]
    assert after["covers/tall-swan.png"] == b"a picture"
    uses = [one["use"] for one in studio.text("class", name).values["exercise"]]  # type: ignore[index]
    assert uses == ["spine-twist", "tall-swan", "saw", "tall-swan"]
    assert studio.text("exercise", "my-first-exercise").values["warm_ups"] == ["tall-swan", "saw"]  # type: ignore[index]
    assert studio.text("translation", "tall-swan.de").is_own
    sitting.undo()
    assert scripts(studio) == before


def test_what_comes_with_the_program_stays_beside_its_other_name(studio: Studio, sitting: Sitting) -> None:
    name = own_class(sitting, "saw", "spine-twist", "swan")
    sitting.rename("exercise", "swan", "Tall Swan", with_file=True)

    assert {"swan", "tall-swan"} <= set(studio.exercises())
    assert studio.text("class", name).values["exercise"][2]["use"] == "tall-swan"  # type: ignore[index]


def test_what_others_use_is_not_taken_out(studio: Studio, sitting: Sitting) -> None:
    sitting.copy("exercise", "swan", "My Swan")
    name = own_class(sitting, "my-swan")
    before = scripts(studio)

    with pytest.raises(DefinitionError, match="is used by morning") as caught:
        sitting.remove("exercise", "my-swan")
    assert caught.value.path == "scripts/exercises/my-swan.toml"
    assert scripts(studio) == before

    sitting.remove("class", name)
    sitting.remove("exercise", "my-swan")
    assert not [path for path in scripts(studio) if "my-swan" in path or "morning" in path]
    sitting.undo()
    sitting.undo()
    assert scripts(studio) == before


def test_a_copy_of_what_comes_with_the_program_may_be_taken_out(studio: Studio, sitting: Sitting) -> None:
    before = scripts(studio)
    sitting.edit("exercise", "swan", [{"at": ["title"], "value": "X"}], "")
    sitting.remove("exercise", "swan")

    assert scripts(studio) == before
    assert studio.text("exercise", "swan").values["title"] == "Swan"  # type: ignore[index]


@pytest.mark.parametrize(("kind", "name"), [("exercise", "swan"), ("show", ""), ("lexicon", ""), ("language", "de")])
def test_what_is_not_the_projects_own_stays(sitting: Sitting, kind: str, name: str) -> None:
    with pytest.raises(DefinitionError):
        sitting.remove(kind, name)


@pytest.mark.parametrize("name", ["../swan", "nothing", ""])
def test_what_is_not_there_can_be_neither_copied_nor_taken_out(sitting: Sitting, name: str) -> None:
    with pytest.raises(NotFoundError):
        sitting.copy("exercise", name, "X")
    with pytest.raises(NotFoundError):
        sitting.remove("exercise", name)
    with pytest.raises(NotFoundError):
        sitting.rename("class", name, "X", with_file=True)


def test_the_name_of_a_copy_never_leads_out_of_its_folder(studio: Studio, sitting: Sitting) -> None:
    for title in ("../../etc/passwd", "/tmp/x", "a/b", "con", "x.toml"):
        made = sitting.copy("exercise", "swan", title).text
        assert (studio.project.root / made.path).parent == studio.project.scripts / "exercises"
