"""The words of a language are found as definitions are: the project's own before those of the program, key by key."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.starter_content import SCRIPTS

from audiosession.building.write import write
from audiosession.errors import FaultsError, NotFoundError
from audiosession.project.languages import read_language, words_of
from audiosession.project.project import Project
from audiosession.project.settings import usual_language
from audiosession.studio.check import check_project
from audiosession.writing.choices import Defaults, choose

pytestmark = [pytest.mark.usefixtures("few_definitions"), pytest.mark.slow]

ENGLISH = (SCRIPTS / "languages" / "en.toml").read_text(encoding="utf-8")
CHOICES = choose(Defaults())


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "scripts" / "languages").mkdir(parents=True)
    return Project(tmp_path)


def say(project: Project, tag: str, text: str) -> Path:
    path = project.scripts / "languages" / f"{tag}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_line_of_one_s_own_stands_for_the_program_s_and_all_others_stay(project: Project) -> None:
    say(project, "en", 'greeting = "Good morning."\n[ways.into]\nsupine = "Lie back."\n')
    language = read_language(project, "en")

    assert language.greeting == ("Good morning.",)
    assert language.ways.into["supine"] == "Lie back."
    assert language.ways.into["prone"] == "Lie down on your front."
    assert language.thanks == "Thank you for taking this time."
    assert "Good morning. All you need is a mat" in write(project, "swan", CHOICES).text


def test_a_kind_of_a_language_says_otherwise_only_what_it_has(project: Project) -> None:
    say(project, "en", 'thanks = "Cheers."\n')
    say(project, "en-gb", 'greeting = "Good day."\n')

    assert read_language(project, "en-GB").greeting == ("Good day.",)
    assert read_language(project, "en-GB").thanks == "Cheers."
    assert read_language(project, "en").greeting[0] == "Welcome."
    assert read_language(project, "en-us").greeting[0] == "Welcome."


def test_a_file_of_one_s_own_that_says_nothing_of_sides_hides_none_from_other_languages(project: Project) -> None:
    say(project, "en", 'greeting = "Good day."\n')
    german = words_of(project, "de").mirror

    assert german is not None
    assert german.doubt("Das left Knie.") is not None


def test_pairs_of_one_s_own_that_lack_one_of_the_program_s_leave_no_side_as_it_is(project: Project) -> None:
    say(project, "de", '[sides]\npairs = [["linkshin", "rechtshin"]]\n')

    with pytest.raises(FaultsError, match='"Links" is a side'):
        write(project, "spine-twist", choose(Defaults(), language="de"))


def test_a_language_that_nobody_wrote_is_not_found(project: Project) -> None:
    with pytest.raises(NotFoundError, match='no language is called "dee"'):
        read_language(project, "dee")


@pytest.mark.usefixtures("beds_at_hand")
def test_a_missing_key_is_told_with_file_and_place_by_check_too(project: Project) -> None:
    path = say(project, "nl", ENGLISH.replace('thanks = "Thank you for taking this time."\n', ""))
    with pytest.raises(FaultsError) as caught:
        read_language(project, "nl")

    (fault,) = caught.value.faults
    assert (fault.path, fault.message) == (path, 'the file lacks "thanks"')
    assert fault in check_project(project, ()).faults


def test_a_fault_is_told_in_the_file_that_has_it(project: Project) -> None:
    path = say(project, "en", 'greeting = "Hello."\nneeds = "Bring nothing."\n')
    with pytest.raises(FaultsError) as caught:
        read_language(project, "en")

    (fault,) = caught.value.faults
    assert (fault.path, fault.line, fault.message) == (path, 2, '"{equipment}" is not in it')


def test_a_class_says_in_which_language_it_is_said_else_the_project_does(project: Project) -> None:
    english = re.sub(r"(?s)\n\[sides\]\n.*?(?=\n\[|\n#)", "\n", ENGLISH)
    say(project, "de", english.replace('"one"', '"eins"').replace("Welcome.", "Willkommen."))
    (project.scripts / "classes").mkdir()
    kick = '[[exercise]]\nuse = "saw"\n[[exercise]]\nuse = "swan"\n'.replace('"saw"', '"spine-twist"')
    (project.scripts / "classes" / "kurz.toml").write_text(f'title = "Kurz"\nlanguage = "de"\n{kick}')

    assert usual_language(project) == "en"
    (project.scripts / "show.toml").write_text('[defaults]\nlanguage = "de"\n')
    assert usual_language(project) == "de"
    assert "Willkommen." in write(project, "swan", CHOICES).text
    say(project, "de", english.replace("Turn round, over", "Dreh dich um, over"))
    assert "Dreh dich um, over" in write(project, "kurz", CHOICES).text


@pytest.mark.parametrize("tag", ["../x", "e", "en_US", "", "english language"])
def test_what_is_no_tag_is_refused_where_it_stands(project: Project, tag: str) -> None:
    (project.scripts / "show.toml").write_text(f'[defaults]\nlanguage = "{tag}"\n')

    [fault] = check_project(project, ["saw"]).faults
    assert "language" in fault.message
    assert usual_language(project) == "en"


@pytest.mark.parametrize(
    ("tag", "number", "said"),
    [("en", 3, "three"), ("en", 21, "twenty-one"), ("en-gb", 48, "forty-eight"), ("de", 21, "einundzwanzig")],
)
def test_numbers_beyond_the_list_are_spelled_as_unicode_says(
    project: Project, tag: str, number: int, said: str
) -> None:
    say(project, "de", ENGLISH)

    assert words_of(project, tag).number(number) == said


def test_a_language_without_rules_keeps_digits(project: Project) -> None:
    say(project, "tlh", ENGLISH)

    assert words_of(project, "tlh").number(21) == "21"


def test_the_rules_of_numbers_are_loaded_only_where_they_are_asked_for() -> None:
    script = (
        "import sys; from audiosession.project.project import Project; from audiosession.project.languages import *;"
        "from pathlib import Path; words = words_of(Project(Path('nowhere')), 'en');"
        "words.number(20); assert 'unicode_rbnf' not in sys.modules;"
        "words.number(21); assert 'unicode_rbnf' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, env=dict(os.environ))


def test_a_template_that_says_all_itself_needs_no_words(project: Project) -> None:
    (project.scripts / "templates").mkdir()
    (project.scripts / "templates" / "class.j2").write_text(
        "[class {{ plan.title }}]\n{% for exercise in plan.exercises %}All you need is {{ exercise.equipment }}.\n"
        "{% for round in exercise.rounds %}{% for rep in round.reps %}[rep {{ rep.number }}]\n"
        "{% for phase in round.phases %}"
        '[{{ phase | direction }}] {{ phase | line(rep, "Go") }}\n{% endfor %}{% endfor %}{% endfor %}{% endfor %}'
    )
    text = write(project, "swan", CHOICES).text

    assert "All you need is a mat." in text
    assert "[inhale 4] Go. In, and lift." in text


@pytest.mark.usefixtures("beds_at_hand")
def test_a_file_that_is_no_language_is_told(project: Project) -> None:
    say(project, "English", ENGLISH)
    (project.scripts / "languages" / "de.txt").write_text("x")

    faults = {Path(str(one.path)).name: one.hint for one in check_project(project, ()).faults}
    assert faults["de.txt"] == "rename it scripts/languages/de.toml"
    assert faults["English.toml"] == "a language is called en.toml, de.toml"


@pytest.mark.parametrize(("tag", "hint"), [("mx", "known: de, en"), ("dee", 'did you mean "de"?')])
def test_a_language_without_words_is_told_with_those_that_there_are(project: Project, tag: str, hint: str) -> None:
    with pytest.raises(NotFoundError, match=f'there are no words in the language "{tag}"') as caught:
        write(project, "saw", choose(Defaults(), language=tag))

    assert caught.value.hint == f"{hint}; one of your own is scripts/languages/{tag}.toml"
