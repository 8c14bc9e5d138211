"""`check` tells of each translation what it lacks, what is out of date, and what it is of no use for."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.errors import Act, Fault
from audiosession.project.strays import strays
from audiosession.studio.checking.definitions import Check
from audiosession.studio.checking.fit import Estimates
from audiosession.studio.checking.translations import check_translations
from audiosession.studio.studio import Studio, open_studio
from audiosession.writing.choices import Defaults, choose

EXERCISE = """\
title = "Rest"
written_in = "en"
position = "seated"
level = "beginner"
reps = { default = 2, max = 6 }
purpose = ["It is a rest."]
caution = [{ say = "Stop if it hurts." }]
set_up = ["Sit tall."]
ready = "Ready."
release = ["Done."]
[[phase]]
breath = "inhale"
counts = 3
full = "Breathe in."
[[phase]]
breath = "exhale"
counts = 3
full = "Breathe out."
"""
GERMAN = """\
title = "Ruhe"
purpose = ["Das ist eine Ruhe."]
caution = ["Hör auf, wenn es schmerzt."]
set_up = ["Sitz lang."]
ready = "Bereit."
release = ["Fertig."]
phase = [{ full = "Einatmen." }, { full = "Ausatmen." }]
"""
LONG = "Einatmen, so lange wie dieser Satz dauert, und danach noch ein kleines bisschen länger, und weiter."
NAMES = ("calm-rest", "calm")
CLASS = 'title = "Calm"\nwritten_in = "en"\nopening = ["Hello."]\nexercise = [{ use = "calm-rest" }]\n'


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    for kind, name, text in (("exercises", "calm-rest", EXERCISE), ("classes", "calm", CLASS)):
        write(tmp_path, kind, f"{name}.toml", text)
    return open_studio(tmp_path)


def write(folder: Path, kind: str, name: str, text: str) -> Path:
    path = folder / "scripts" / kind / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def told(found: tuple[Fault, ...], path: Path) -> list[tuple[int, str]]:
    return [(one.line, one.message) for one in found if one.path == path]


def test_a_translation_that_is_whole_and_kept_is_read_without_a_word(studio: Studio) -> None:
    path = write(studio.project.root, "exercises", "calm-rest.de.toml", GERMAN)
    before = studio.check(["calm-rest"])
    studio.translate("calm-rest", "de", done=True)

    after = studio.check(["calm-rest"])

    assert told(before.warnings, path) == [
        (0, "keeps no digest of 8 lines, so nobody can tell when they are out of date")
    ]
    assert (told(after.faults, path), told(after.warnings, path)) == ([], [])
    assert after.n_read == before.n_read


def test_what_is_missing_or_left_over_is_a_fault_with_its_place(studio: Studio) -> None:
    text = GERMAN.replace('ready = "Bereit."\n', 'reps = 3\ntip = ["Ruhig."]\nready = ""\n')
    path = write(studio.project.root, "exercises", "calm-rest.de.toml", text)

    report = studio.check(NAMES)

    assert told(report.faults, path) == [
        (5, '"reps" is no words'),
        (6, "tip 1 stands for nothing"),
        (7, "lacks ready"),
    ]
    assert [one.remedy.act for one in report.faults if one.remedy] == [Act.TRANSLATE]


def test_what_the_reader_refuses_is_told_in_the_translation_s_file(studio: Studio) -> None:
    path = write(studio.project.root, "exercises", "calm-rest.de.toml", GERMAN.replace("Sitz lang.", " Sitz lang."))

    assert [line for line, _ in told(studio.check(NAMES).faults, path)] == [4]


def test_a_line_that_changed_is_told_with_what_it_says_now(studio: Studio) -> None:
    path = write(studio.project.root, "exercises", "calm-rest.de.toml", GERMAN)
    studio.translate("calm-rest", "de", done=True)
    write(studio.project.root, "exercises", "calm-rest.toml", EXERCISE.replace("Sit tall.", "Sit as you like."))

    assert told(studio.check(NAMES).warnings, path) == [
        (4, "set_up 1 is out of date: the original says “Sit as you like.” now")
    ]


def test_a_line_too_long_for_its_breath_in_the_language_s_voice_is_told(studio: Studio) -> None:
    path = write(studio.project.root, "exercises", "calm-rest.de.toml", GERMAN.replace("Einatmen.", LONG))
    studio.translate("calm-rest", "de", done=True)

    ((line, message),) = told(studio.check(NAMES).warnings, path)

    assert (line, message.startswith(f"“{LONG}” would be left unsaid")) == (7, True)


def test_a_draft_is_told(studio: Studio) -> None:
    path = write(studio.project.root, "exercises", "calm-rest.de.toml", f"draft = true\n{GERMAN}")

    assert (1, "is a draft: nobody has read it yet") in told(studio.check(NAMES).warnings, path)


def test_a_line_that_names_another_side_than_its_original_is_told(studio: Studio) -> None:
    sided = EXERCISE.replace('counts = 3\nfull = "Breathe in."', 'counts = 3\nside = "left"\nfull = "In, left."')
    sided = sided.replace("reps =", 'sides = "alternate"\nreps =')
    write(studio.project.root, "exercises", "calm-rest.toml", sided)
    path = write(studio.project.root, "exercises", "calm-rest.de.toml", GERMAN.replace("Einatmen.", "Ein, rechts."))
    message = "phase 1, full names a side that the original does not"

    assert (7, message) in told(studio.check(NAMES).warnings, path)
    write(studio.project.root, "exercises", "calm-rest.de.toml", GERMAN.replace("Einatmen.", "Ein, links."))
    assert message not in {fault.message for fault in studio.check(NAMES).warnings}


@pytest.mark.parametrize(("name", "right"), [("calm-rest.DE", "calm-rest.de"), ("calm-rest.pt-BR", "calm-rest.pt-br")])
def test_a_tag_in_capitals_is_a_fault_for_its_file_is_not_found(studio: Studio, name: str, right: str) -> None:
    path = write(studio.project.root, "exercises", f"{name}.toml", GERMAN)

    (stray,) = [one for one in strays(studio.project) if one.fault.path == path]

    assert stray.sure
    assert stray.fault.message == "is not read: the tag of its language is in small letters"
    assert stray.fault.hint == f"rename it {right}.toml"


def test_what_is_wrong_with_the_words_of_a_class_is_told_on_their_line(studio: Studio) -> None:
    ways = '[[exercise]]\nuse = "calm-rest"\n' * 2 + 'section = "End"\ntransition = ["Stay."]\n'
    write(studio.project.root, "classes", "calm.toml", CLASS.partition("exercise =")[0] + ways)
    words = 'title = "Ruhe"\nopening = ["Hallo."]\n[sections]\n"End" = "En\\u0007de"\n'
    words += '[[exercise]]\nuse = "calm-rest"\ntransition = ["[x] Bleib."]\n'
    write(studio.project.root, "exercises", "calm-rest.de.toml", GERMAN)
    path = write(studio.project.root, "classes", "calm.de.toml", words)

    found = told(studio.check(NAMES).faults, path)

    assert [line for line, _ in found] == [4, 7]
    write(studio.project.root, "classes", "calm.de.toml", words.replace("[x] Bleib.", ""))
    assert (7, "lacks exercise 2 transition 1") in told(studio.check(NAMES).faults, path)


def test_an_exercise_that_is_in_another_language_alone_is_checked_in_that(studio: Studio) -> None:
    german = EXERCISE.replace('"en"', '"de"').replace("Breathe in.", "Einatmen.").replace("Breathe out.", "*Aus*.")
    path = write(studio.project.root, "exercises", "ruhe.toml", german)
    (fault,) = studio.check(["ruhe"]).faults

    assert (fault.path, fault.line) == (path, 18)
    path.write_text(german.replace("*Aus*.", "Ausatmen."), "utf-8")
    assert studio.check(["ruhe"]).faults == ()


def test_a_translation_of_nothing_is_a_fault_with_the_nearest_name(studio: Studio) -> None:
    path = write(studio.project.root, "exercises", "calm-rst.de.toml", GERMAN)

    (stray,) = [one for one in strays(studio.project) if one.fault.path == path]

    assert stray.sure
    assert stray.fault.message == 'translates nothing: no exercise is called "calm-rst"'
    assert stray.fault.hint == 'did you mean "calm-rest"?'


def test_a_translation_into_its_own_language_is_never_read(studio: Studio) -> None:
    path = write(studio.project.root, "exercises", "calm-rest.en.toml", GERMAN)

    assert told(studio.check(NAMES).warnings, path) == [(0, 'is never read: calm-rest is written in "en" itself')]


def test_a_language_without_words_of_the_program_is_told_once(studio: Studio) -> None:
    for kind, name in (("exercises", "calm-rest"), ("classes", "calm")):
        write(
            studio.project.root,
            kind,
            f"{name}.xx.toml",
            GERMAN if kind == "exercises" else 'title = "R"\nopening = "H"\n',
        )

    messages = [one.message for one in studio.check(NAMES).warnings]

    assert messages.count('nothing can be built in "xx": the program has no words in it') == 1


def test_a_class_whose_exercise_has_no_words_is_told(studio: Studio) -> None:
    path = write(studio.project.root, "classes", "calm.de.toml", 'title = "Ruhe"\nopening = ["Hallo."]\n')

    assert (0, 'its exercise calm-rest has no words in "de"') in told(studio.check(NAMES).warnings, path)


def test_what_comes_with_the_program_is_looked_at_where_it_is_named_or_spoken(studio: Studio) -> None:
    def n_read(*, is_whole: bool) -> int:
        check = Check(project=studio.project, is_whole=is_whole)
        check.estimates = Estimates(studio.project, choose(Defaults()))
        check_translations(check, "exercises", "swan")
        return check.n_read

    assert (n_read(is_whole=True), n_read(is_whole=False)) == (0, 3)
    write(studio.project.root, ".", "show.toml", '[defaults]\nlanguage = "de"\n')
    assert n_read(is_whole=True) == 1
